"""The contract of the role `solver`."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from fractions import Fraction
from math import isfinite
from typing import Any, ClassVar

import numpy as np

from accord.errors import AccordError, ComponentError, SolverError
from accord.game import Game
from accord.plan import Profile
from accord.rationals import Number
from accord.roles import Completeness, Findings, Solver
from accord.testing.equilibrium import extreme_equilibria, pure_equilibria, regret
from accord.testing.games import SharedGame, shown
from accord.testing.observing import Run, observed
from accord.testing.playing import PlayingContract
from accord.testing.versions import introduced

__all__ = ["SolverContract"]

_CLOSE = 1e-6
"""By how much probabilities in floats may miss, and what a player may gain, as a share of its payoff range."""
_TINY = 4
"""Actions per player up to which all equilibria are found by brute force."""
_MOMENT = 0.2


class SolverContract(PlayingContract):
    """Inherit this, set ``component``, and every promise of a solver is put to the test.

    ::

        class TestBisection(SolverContract):
            component = Bisection()
            games = shared("chicken", "pennies", "degenerate")   # if it takes long
            examples = 5

    The solver is asked directly, and through the fallback ``nash``. Beside the tests that all components share, and those of all
    that take part in a pipeline:

    - ``test_every_profile_is_an_equilibrium[GAME]``: every profile has a probability for every action, these add up to 1, and
      nobody gains by another action: not at all if they are fractions, no more than a millionth of its payoff range if floats.
    - ``test_claimed_lists_are_complete``: where it says `Completeness.CLAIMED`, all extreme equilibria of two players, and all
      pure ones of more, are in the list: they are found by brute force. Only the host says `Completeness.PROVED`.
    - ``test_time_limit_is_kept``: with a field ``time_limit``, it stops soon after a moment on a larger game.

    What else can be set is listed with `Contract`, `GamesContract` and `PlayingContract`.

    Attributes:
        patience: seconds that the solver may take to stop when its time is up; starting processes takes a while.
    """

    component: ClassVar[Solver]
    role: ClassVar[str] = "solver"
    patience: ClassVar[float] = 30.0

    def ways(self) -> list[dict[str, object]]:
        """Return the pipeline in which the solver is tried."""
        return [{"fallback": "nash", **self.pipeline}]

    def found(self, game: Game) -> Findings | None:
        """Return what the solver finds by itself, or None if it refuses the game or finds no answer; it is asked once."""
        if self.component.needs.objection(game) is not None:
            return None
        key = "findings", game.digest
        if key not in self._known:
            self._known[key] = observed(self.component.equilibria, game)
        return _findings(self._known[key], game)

    @introduced("0.1")
    def test_every_profile_is_an_equilibrium(self, case: SharedGame) -> None:
        """Every profile is an equilibrium by the definition, computed in fractions from the game's own payoffs."""
        found = self.found(case.game)
        for profile in () if found is None else found.profiles:
            _check_profile(case.game, profile)

    @introduced("0.1")
    def test_claimed_lists_are_complete(self) -> None:
        """A list that is claimed to be complete lacks no extreme equilibrium of two players, and no pure one of more."""
        claimed = 0
        for case in self.cases():
            found = self.found(case.game)
            if found is not None:
                assert found.completeness is not Completeness.PROVED, "only the host says `proved`; a solver says `claimed`"
            if found is None or found.completeness is not Completeness.CLAIMED or max(case.game.shape) > _TINY:
                continue
            claimed += 1
            _check_complete(case.game, found.profiles)
        if not claimed:
            self.inapplicable("the solver claims no list to be complete")

    @introduced("0.1")
    def test_time_limit_is_kept(self) -> None:
        """Given a fifth of a second for a larger game, it stops soon: with an answer, or one of accord's errors."""
        if "time_limit" not in {field.name for field in dataclasses.fields(self.component)}:  # type: ignore[arg-type] # it is one
            return self.inapplicable("the solver has no field time_limit")
        hurried: Any = dataclasses.replace(self.component, time_limit=_MOMENT)  # type: ignore[type-var] # it is a dataclass
        game = next((game for game in _larger_games() if self.component.needs.objection(game) is None), None)
        if game is None:
            return self.inapplicable("the solver accepts none of the larger games")
        start = time.monotonic()
        _findings(observed(hurried.equilibria, game), game)
        spent = time.monotonic() - start
        assert spent < self.patience, f"with a time limit of {_MOMENT} s it took {spent:.0f} s on a {game.shape} game"
        return None

    def check_game(self, game: Game) -> None:
        """Check what the solver finds by itself as well."""
        super().check_game(game)
        found = self.found(game)
        for profile in () if found is None else found.profiles:
            _check_profile(game, profile)
        if found is not None and found.completeness is Completeness.CLAIMED:
            _check_complete(game, found.profiles)


def _findings(run: Run, game: Game) -> Findings | None:
    if run.error is not None:
        assert isinstance(run.error, AccordError) and not isinstance(run.error, ComponentError), (
            f"on {shown(game)} it raises {type(run.error).__name__} ({run.error}); one of accord's errors, such as "
            f"{SolverError.__name__}, is accepted"
        )
        return None
    assert isinstance(run.answer, Findings), f"it returned {type(run.answer).__name__}; Findings are expected"
    return run.answer


def _check_profile(game: Game, profile: Sequence[Any]) -> None:
    """Check one profile by the definition."""
    where = f"{profile} on {shown(game)}"
    sizes = tuple(len(strategy) for strategy in profile)
    assert sizes == game.shape, f"a profile of the wrong shape {sizes}: {where}"
    exact = all(isinstance(p, Fraction) for strategy in profile for p in strategy)
    slack = Fraction(0) if exact else Fraction(_CLOSE)
    for strategy in profile:
        assert all(isfinite(p) for p in strategy), f"a probability that is not finite: {where}"
        assert min(map(Fraction, strategy)) >= -slack, f"a negative probability: {where}"
        assert abs(sum(map(Fraction, strategy), Fraction(-1))) <= slack, f"probabilities that do not add up to 1: {where}"
    gain = regret(game, tuple(tuple(max(Fraction(p), Fraction(0)) for p in strategy) for strategy in profile))
    assert gain <= slack, f"no equilibrium, a player gains {float(gain):.3g} of its payoff range: {where}"


def _check_complete(game: Game, profiles: Sequence[Sequence[Sequence[Number] | Any]]) -> None:
    everything: list[Profile] = extreme_equilibria(game) if game.n_players == 2 else pure_equilibria(game)
    for wanted in everything:
        assert any(_near(wanted, profile) for profile in profiles), (
            f"the list of {len(profiles)} is claimed to be complete and lacks the equilibrium "
            f"{[[str(p) for p in strategy] for strategy in wanted]} of {shown(game)}"
        )


def _near(wanted: Profile, profile: Sequence[Sequence[Number] | Any]) -> bool:
    return all(abs(float(p) - float(q)) < _CLOSE for a, b in zip(wanted, profile, strict=True) for p, q in zip(a, b, strict=True))


def _larger_games() -> list[Game]:
    """Return games on which most methods take a while."""
    rng = np.random.default_rng(0)
    free, against = rng.integers(-99, 100, (2, 14, 14)), rng.integers(-99, 100, (14, 14))
    return [Game.from_tensor(free), Game.from_arrays(against, -against), Game.from_tensor(rng.integers(-99, 100, (3, 5, 5, 5)))]
