"""The smallest complete component of each role; each module would be a plugin by itself."""

from accord_smallest.axiom import accord_register_axioms
from accord_smallest.executor import accord_register_executors
from accord_smallest.fallback import accord_register_fallbacks
from accord_smallest.reader import accord_register_readers
from accord_smallest.selection import accord_register_selections
from accord_smallest.solver import accord_register_solvers
from accord_smallest.split import accord_register_splits
from accord_smallest.worth import accord_register_worths

__all__ = [
    "accord_register_axioms",
    "accord_register_executors",
    "accord_register_fallbacks",
    "accord_register_readers",
    "accord_register_selections",
    "accord_register_solvers",
    "accord_register_splits",
    "accord_register_worths",
]
