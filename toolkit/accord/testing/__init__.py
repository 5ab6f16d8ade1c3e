"""The contract kit for plugin authors: one base class per role. Nothing in the host imports it.

It needs pytest and hypothesis, which ``accord[testing]`` brings. The whole contract test of a split is::

    from accord.testing import SplitContract

    class TestSeniority(SplitContract):
        component = Seniority(ratio=0.8)

`SHARED_GAMES` are the games that components are tried on, `shared` picks some by name, and `strategies.games` makes up others for
an author's own tests with hypothesis.
"""

import pkgutil

import pytest

# Before they are imported: pytest explains the failed assertions of the modules that it knows of.
pytest.register_assert_rewrite(*(f"accord.testing.{module.name}" for module in pkgutil.iter_modules(__path__)))

from accord.testing import strategies  # noqa: E402
from accord.testing.axiom import AxiomContract  # noqa: E402
from accord.testing.executor import ExecutorContract  # noqa: E402
from accord.testing.fallback import FallbackContract  # noqa: E402
from accord.testing.games import SHARED_GAMES, SharedGame, shared  # noqa: E402
from accord.testing.reader import ReaderContract  # noqa: E402
from accord.testing.selection import SelectionContract  # noqa: E402
from accord.testing.solver import SolverContract  # noqa: E402
from accord.testing.split import SplitContract  # noqa: E402
from accord.testing.worth import WorthContract  # noqa: E402

__all__ = [
    "SHARED_GAMES",
    "AxiomContract",
    "ExecutorContract",
    "FallbackContract",
    "ReaderContract",
    "SelectionContract",
    "SharedGame",
    "SolverContract",
    "SplitContract",
    "WorthContract",
    "shared",
    "strategies",
]
