"""Cross-checking: several solvers on one game, which equilibria each finds, and the differences."""
