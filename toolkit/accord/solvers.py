"""The host's own solvers; plugins bring more."""

from accord.builtin.solvers import Pure

__all__ = ["Pure"]
