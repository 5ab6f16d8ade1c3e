"""The contract kit for plugin authors: one base class per role. Nothing in the host imports it."""
