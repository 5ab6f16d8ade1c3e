"""What a cross-check finds out: what became of each solver, which equilibria there are, and who lacks which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import metadata
from typing import Any

from accord.displays import Displayed
from accord.equilibria.components import NashComponent
from accord.equilibria.degeneracy import Degeneracy
from accord.equilibria.nash import Deviation
from accord.game import Game
from accord.plan import Profile
from accord.rationals import Number, all_written, written
from accord.roles import Completeness
from accord.solution import Step

__all__ = ["Claimed", "Continuum", "CrossCheck", "Known", "Lack", "Outcome", "Refuted", "Row", "Verdict", "profile_to_dict"]


class Outcome(StrEnum):
    """What became of a solver."""

    ANSWERED = "answered"
    TIMED_OUT = "timed out"
    CRASHED = "crashed"
    """Its process died."""
    FAILED = "failed"
    """It raised, ran out of memory, or returned something that is no list of profiles."""
    NOT_APPLICABLE = "not applicable"
    """It refuses the game."""


class Verdict(StrEnum):
    """What somebody's claim to an equilibrium is worth."""

    EXACT = "exact"
    """Nobody gains anything by deviating."""
    ROUNDED = "rounded"
    """An exact equilibrium but for the rounding of its probabilities."""
    APPROXIMATE = "approximate"
    """No exact equilibrium is known nearby, but nobody gains more than a millionth of its payoff range."""
    REFUTED = "refuted"
    """Somebody gains, or it is no profile at all."""


@dataclass(frozen=True)
class Refuted:
    """A profile that was returned and is no equilibrium.

    Attributes:
        profile: the probabilities as they came.
        reason: what is wrong with it.
        deviation: who gains most by leaving it; None if it is no profile at all.
    """

    profile: tuple[tuple[float, ...], ...]
    reason: str
    deviation: Deviation | None

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return it as JSON-able data."""
        finite = [[p if abs(p) < float("inf") else str(p) for p in strategy] for strategy in self.profile]
        return {"profile": finite, "reason": self.reason, "deviation": _deviation(game, self.deviation)}


@dataclass(frozen=True)
class Lack:
    """An equilibrium, or a whole continuum, that a solver has not found.

    Attributes:
        number: the equilibrium's number, or 0 for what the theory says must be there.
        excuse: why that is no alarm; empty if it is one.
    """

    number: int
    excuse: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-able data."""
        return {"equilibrium": self.number or None, "excused": bool(self.excuse), "excuse": self.excuse or None}


@dataclass(frozen=True)
class Row:
    """One solver on one game.

    Attributes:
        name: what to call it here.
        step: which component it is, with its settings; None where it could not be set up.
        outcome: what became of it.
        reason: why it did not answer.
        completeness: what it says about its list.
        notes: what it says besides.
        found: numbers of the equilibria that it found.
        inside: numbers of the continua of which it found points that are not extreme.
        lacks: what it has not found.
        refuted: what it returned and is no equilibrium.
        contradictions: why its list cannot be complete although it says so, one sentence each.
        trace: where its code failed, for its authors; not part of any report.
    """

    name: str
    step: Step | None
    outcome: Outcome
    reason: str = ""
    completeness: Completeness | None = None
    notes: tuple[str, ...] = ()
    found: tuple[int, ...] = ()
    inside: tuple[int, ...] = ()
    lacks: tuple[Lack, ...] = ()
    refuted: tuple[Refuted, ...] = ()
    contradictions: tuple[str, ...] = ()
    trace: str = field(default="", repr=False, compare=False)

    @property
    def answered(self) -> bool:
        """Whether there is an answer to check."""
        return self.outcome is Outcome.ANSWERED

    @property
    def agrees(self) -> bool:
        """Whether it found everything that is known, and nothing else."""
        return self.answered and not (self.lacks or self.refuted or self.contradictions)

    @property
    def contradicted(self) -> bool:
        """Whether something that it says is proved wrong."""
        return bool(self.refuted or self.contradictions)

    @property
    def status(self) -> str:
        """What to say of it in a word or two."""
        if not self.answered:
            return str(self.outcome)
        if self.refuted:
            return "refuted"
        if self.contradictions:
            return "incomplete"
        return "agrees" if self.agrees else f"found {len(self.found)} of {len(self.found) + len(self.lacks)}"

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return the row as JSON-able data."""
        return {
            "solver": self.name,
            "component": None if self.step is None else self.step.to_dict(),
            "outcome": str(self.outcome),
            "status": self.status,
            "reason": self.reason or None,
            "completeness": None if self.completeness is None else str(self.completeness),
            "notes": list(self.notes),
            "found": list(self.found),
            "inside": list(self.inside),
            "lacks": [lack.to_dict() for lack in self.lacks],
            "refuted": [profile.to_dict(game) for profile in self.refuted],
            "contradictions": list(self.contradictions),
        }


@dataclass(frozen=True)
class Known:
    """An equilibrium that somebody found: with two players an extreme one, unless it is only known approximately.

    Attributes:
        number: how to call it, from 1.
        profile: its probabilities; fractions where it is known exactly.
        payoffs: what the players get.
        deviation: what a player still gains by leaving it, where it is known approximately only.
        component: the number of the component that it belongs to; None if unknown.
        found_by: the solvers that found it.
        lacked_by: the solvers that answered and did not.
        claimed: whether it is among the claims that were to be checked.
    """

    number: int
    profile: Profile
    payoffs: tuple[Number, ...]
    deviation: Deviation | None
    component: int | None
    found_by: tuple[str, ...]
    lacked_by: tuple[str, ...]
    claimed: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is known exactly."""
        return self.deviation is None

    @property
    def agreement(self) -> str:
        """Who found it, in two words."""
        if not self.found_by:
            return "found by none"
        return "found by some" if self.lacked_by else "found by all"

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return the equilibrium as JSON-able data."""
        return {
            "number": self.number,
            **profile_to_dict(self.profile),
            "payoffs": [float(u) + 0.0 for u in self.payoffs],
            "exact_payoffs": all_written(self.payoffs),
            "deviation": _deviation(game, self.deviation),
            "component": self.component,
            "agreement": self.agreement,
            "found_by": list(self.found_by),
            "lacked_by": list(self.lacked_by),
        }


@dataclass(frozen=True)
class Continuum:
    """A component of the set of equilibria that is more than a point.

    Attributes:
        number: the component's number.
        component: its extreme equilibria and its maximal Nash subsets.
        members: the numbers of its extreme equilibria.
        subsets: for each maximal Nash subset the numbers of the equilibria that span it.
        sampled_by: the solvers that found points in it that are not extreme.
    """

    number: int
    component: NashComponent
    members: tuple[int, ...]
    subsets: tuple[tuple[int, ...], ...]
    sampled_by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the continuum as JSON-able data."""
        ranges = self.component.payoff_ranges
        return {
            "number": self.number,
            "dimension": self.component.dimension,
            "extreme": list(self.members),
            "subsets": [
                {
                    "equilibria": list(numbers),
                    "strategies": [[all_written(strategy) for strategy in side] for side in (subset.first, subset.second)],
                }
                for numbers, subset in zip(self.subsets, self.component.subsets, strict=True)
            ],
            "payoff_ranges": [[float(u) + 0.0 for u in pair] for pair in ranges],
            "exact_payoff_ranges": [all_written(pair) for pair in ranges],
            "sampled_by": list(self.sampled_by),
        }


@dataclass(frozen=True)
class Claimed:
    """Somebody's claim that a profile is an equilibrium.

    Attributes:
        line: where the claim stands in its file.
        profile: the probabilities as they are claimed.
        verdict: what the claim is worth.
        deviation: what a player gains by leaving the profile as it is claimed; None if nobody does, or it is no profile.
        reason: what is wrong with it, if it is refuted.
        equilibrium: the number of the equilibrium that it is, exactly or rounded; None if there is none.
        inside: the number of the continuum in which it lies, if it is not an extreme equilibrium.
        found_by: the solvers that found that equilibrium, or points of that continuum.
    """

    line: int
    profile: Profile
    verdict: Verdict
    deviation: Deviation | None
    reason: str
    equilibrium: int | None
    inside: int | None
    found_by: tuple[str, ...]

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return the claim as JSON-able data."""
        return {
            "line": self.line,
            **profile_to_dict(self.profile),
            "verdict": str(self.verdict),
            "reason": self.reason or None,
            "deviation": _deviation(game, self.deviation),
            "equilibrium": self.equilibrium,
            "component": self.inside,
            "found_by": list(self.found_by),
        }


@dataclass(frozen=True)
class CrossCheck(Displayed):
    """Several solvers on one game: what each found, and where they differ.

    Attributes:
        name: how the game was called by whoever asked.
        game: the game.
        time_limit: seconds that each solver was given.
        memory_limit: megabytes that each solver was given.
        rows: the solvers.
        equilibria: all that is known: the extreme ones of two players, all exact and approximate ones of more.
        continua: components of equilibria that are more than a point; of games of two players only.
        degeneracy: whether a game of two players is degenerate; None for other numbers of players.
        claims: what somebody claims, checked; None if nobody does.
        unclaimed: the numbers of the equilibria that are not among the claims.
        unsettled: why continua of two players were not worked out; empty if they were. All that was found is listed then.
    """

    name: str
    game: Game
    time_limit: float
    memory_limit: float
    rows: tuple[Row, ...]
    equilibria: tuple[Known, ...]
    continua: tuple[Continuum, ...]
    degeneracy: Degeneracy | None
    claims: tuple[Claimed, ...] | None = None
    unclaimed: tuple[int, ...] = ()
    unsettled: str = ""

    @property
    def consistent(self) -> bool:
        """Whether nothing is refuted: no profile, no solver's word that its list is complete, and no claim."""
        claims = self.claims or ()
        return not any(row.contradicted for row in self.rows) and all(c.verdict is not Verdict.REFUTED for c in claims)

    @property
    def answered(self) -> bool:
        """Whether any solver answered."""
        return any(row.answered for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the cross-check as JSON-able data: equal for equal inputs and outcomes, without timings or paths."""
        degenerate = self.degeneracy
        return {
            "accord": metadata.version("accord"),
            "name": self.name,
            "game": self.game.reference() | {"actions": [list(names) for names in self.game.actions]},
            "limits": {"seconds": self.time_limit, "megabytes": self.memory_limit},
            "consistent": self.consistent,
            "solvers": [row.to_dict(self.game) for row in self.rows],
            "equilibria": [known.to_dict(self.game) for known in self.equilibria],
            "continua": [continuum.to_dict() for continuum in self.continua],
            "continua_unknown": self.unsettled or None,
            "degenerate": None
            if degenerate is None
            else {"decided": degenerate.degenerate, "reason": degenerate.reason, "witness": _witness(self.game, degenerate)},
            "claims": None if self.claims is None else [claim.to_dict(self.game) for claim in self.claims],
            "unclaimed": None if self.claims is None else list(self.unclaimed),
        }


def profile_to_dict(profile: Sequence[Sequence[Number]]) -> dict[str, Any]:
    """Return a profile as JSON-able data: as floats, and once more as fractions where it is known exactly."""
    exact = [all_written(strategy) for strategy in profile]
    return {"profile": [[float(p) + 0.0 for p in s] for s in profile], "exact": None if None in exact else exact}


def _deviation(game: Game, deviation: Deviation | None) -> dict[str, Any] | None:
    if deviation is None:
        return None
    return {
        "player": game.players[deviation.player],
        "action": game.actions[deviation.player][deviation.action],
        "gain": float(deviation.gain) + 0.0,
        "exact_gain": written(deviation.gain),
    }


def _witness(game: Game, found: Degeneracy) -> dict[str, Any] | None:
    witness = found.witness
    if witness is None:
        return None
    return {
        "player": game.players[witness.player],
        "strategy": all_written(witness.strategy),
        "best_replies": [game.actions[1 - witness.player][k] for k in witness.best_replies],
    }
