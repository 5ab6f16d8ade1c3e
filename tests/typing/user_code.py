"""What users write, checked by mypy in strict mode: this must type-check and is never run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, assert_type

import accord
from accord import Array, Claim, Completeness, Findings, Game, Needs, Number, Problem, Solution, Solver, Split, hookimpl


def solve_and_read() -> str:
    game = accord.read("chicken.nfg")
    assert_type(game, Game)
    solution = accord.solve(game, fallback="correlated", selection=accord.selections.Egalitarian(reference="nadir"))
    assert_type(solution, Solution)
    assert_type(solution.agreement.payoffs, tuple[Number, ...])
    assert_type(solution.certified, bool)
    try:
        comparison = accord.compare(game, solvers=["pure"], time_limit=5)
    except accord.AccordError as error:
        return str(error)
    return ", ".join(row.fallback for row in comparison.rows if row.solution is not None)


def build() -> Game:
    return Game.from_arrays([[0, 7], [2, 6]], [["0", "7/2"], [0.5, Fraction(1, 3)]], players=["Row", "Column"])


@dataclass(frozen=True)
class Halfway:
    """Stop halfway to the greatest total."""

    name: ClassVar[str] = "user.halfway"
    needs: ClassVar[Needs] = Needs(side_payments=True)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.INDIVIDUALLY_RATIONAL})
    share: float = 0.5

    def agree(self, problem: Problem) -> Array:
        step: Array = problem.disagreement + self.share * float(problem.surplus) / problem.game.n_players
        return step


@dataclass(frozen=True)
class FirstProfile:
    """Propose the first actions of all."""

    name: ClassVar[str] = "user.first-profile"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def equilibria(self, game: Game) -> Findings:
        profile: Sequence[Sequence[Number]] = [[Fraction(int(k == 0)) for k in range(n)] for n in game.shape]
        return Findings([profile], Completeness.PARTIAL)


@hookimpl
def accord_register_splits() -> list[type[Split]]:
    return [Halfway]


@hookimpl
def accord_register_solvers() -> list[type[Solver]]:
    return [FirstProfile]
