"""Gambit's solvers and readers keep the contracts of their roles."""

from __future__ import annotations

from pathlib import Path

from accord.game import Game
from accord.testing import ReaderContract, SolverContract, shared
from accord_gambit import solvers
from accord_gambit.readers import Catalogue, File

ALL = shared(
    *("no-choice", "one-row", "one-column", "one-player", "constant", "chicken", "pennies", "rock-paper-scissors", "non-square"),
    *("duplicate-actions", "continuum", "degenerate", "coordination", "thirds", "huge", "tiny", "beyond-2^31", "beyond-2^53"),
    *("own-units", "three-players", "three-pennies", "bystander"),
)
FEW = shared("one-row", "chicken", "pennies", "non-square", "degenerate", "huge", "beyond-2^31", "three-players")


class TestEnumPure(SolverContract):
    component = solvers.EnumPure()
    games = ALL
    examples = 4


class TestEnumMixed(SolverContract):
    component = solvers.EnumMixed()
    games = ALL
    examples = 10


class TestEnumMixedInFloats(SolverContract):
    component = solvers.EnumMixed(arithmetic="float")
    games = ALL
    examples = 4


class TestLcp(SolverContract):
    component = solvers.Lcp()
    games = ALL
    examples = 4


class TestLp(SolverContract):
    component = solvers.Lp()
    games = ALL
    examples = 4


class TestSimpdiv(SolverContract):
    component = solvers.Simpdiv(time_limit=2.0)
    games = FEW
    examples = 1


class TestIpa(SolverContract):
    component = solvers.Ipa(time_limit=2.0)
    games = FEW
    examples = 1


class TestGnm(SolverContract):
    component = solvers.Gnm(time_limit=5.0)
    games = FEW
    examples = 1


class TestLogit(SolverContract):
    component = solvers.Logit(time_limit=5.0)
    games = FEW
    examples = 1


class TestEnumPoly(SolverContract):
    component = solvers.EnumPoly(time_limit=5.0)
    games = FEW
    examples = 1


class TestLiap(SolverContract):
    component = solvers.Liap(time_limit=10.0, starts=2)
    games = FEW
    examples = 1


TREE = """EFG 2 R "Entry" { "Entrant" "Incumbent" }
""

p "" 1 1 "" { "in" "out" } 0
p "" 2 1 "" { "fight" "yield" } 0
t "" 1 "" { -1, -1 }
t "" 2 "" { 2, 2 }
t "" 3 "" { 0, 4 }
"""


class TestFile(ReaderContract):
    component = File()
    garbage = ("EFG 2 R", 'EFG 2 R "x" { "a" }', "#AGG\n2\n", TREE[:120], TREE.replace("-1, -1", "-1"))

    def sample(self, folder: Path) -> str:
        file = folder / "entry.efg"
        file.write_text(TREE, encoding="utf-8")
        return str(file)

    def expected(self) -> Game:
        tables = [[-1, 2], [0, 0]], [[-1, 2], [4, 4]]
        labels = {"players": ("Entrant", "Incumbent"), "actions": (("1", "2"), ("1", "2"))}
        return Game.from_arrays(*tables, **labels)


class TestCatalogue(ReaderContract):
    component = Catalogue()

    def sample(self, folder: Path) -> str:
        return "catalog:journals/ijgt/nau2004/sec3"
