"""What follows from the attempts on one game: verified, matched, and held against what each solver says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accord.crosschecks.attempts import Attempt
from accord.crosschecks.claimed import Claim, judged, verified
from accord.crosschecks.known import Continuum, Known
from accord.crosschecks.matching import Atlas, is_exact
from accord.crosschecks.records import CrossCheck
from accord.crosschecks.rows import Lack, Refuted, Row
from accord.crosschecks.trials import Trial
from accord.equilibria.degeneracy import Degeneracy, degeneracy
from accord.equilibria.nash import deviation, verify
from accord.game import Game
from accord.plan import JointPlan, Profile
from accord.roles import Completeness

__all__ = ["judge"]

_EXCUSES = {
    Completeness.PARTIAL: "it looks for some equilibria only",
    Completeness.UNKNOWN: "it does not say that its list is complete",
}
_UNSETTLED = "the components of equilibria are unknown, so that it may lie between others"
_ROUGH = "known approximately only, so that there may be no exact one"


def judge(
    name: str,
    game: Game,
    trials: Sequence[Trial],
    attempts: Sequence[Attempt],
    limits: tuple[float, float],
    claims: Sequence[Claim] | None,
) -> CrossCheck:
    """Draw the conclusions from what every solver returned for a game.

    Args:
        name: what to call the game.
        game: the game.
        trials: the solvers.
        attempts: what each returned.
        limits: seconds and megabytes that each was given.
        claims: equilibria that somebody claims.
    """
    answers = [_verified(game, attempt) for attempt in attempts]
    confirmed = [] if claims is None else [found for claim in claims if (found := verified(game, claim)) is not None]
    atlas = Atlas.of(game, [profile for answer in answers for profile in answer.kept] + confirmed)
    degenerate = degeneracy(game) if game.n_players == 2 else None
    rows = tuple(
        _row(trial, attempt, answer, atlas, degenerate) for trial, attempt, answer in zip(trials, attempts, answers, strict=True)
    )
    checked = None if claims is None else tuple(judged(claim, atlas, rows) for claim in claims)
    claimed = {claim.equilibrium for claim in checked or ()}
    numbers = range(1, len(atlas.equilibria) + 1)
    return CrossCheck(
        name,
        game,
        *limits,
        rows,
        tuple(_known(atlas, number, rows, number in claimed) for number in numbers),
        tuple(_continua(atlas, rows)),
        degenerate,
        checked,
        () if claims is None else tuple(number for number in numbers if number not in claimed),
        atlas.unsettled,
    )


@dataclass(frozen=True)
class _Answer:
    """What a solver returned, sorted into what is an equilibrium and what is not."""

    kept: tuple[Profile, ...]
    refuted: tuple[Refuted, ...]


def _verified(game: Game, attempt: Attempt) -> _Answer:
    kept: list[Profile] = []
    refuted: list[Refuted] = []
    for profile in attempt.profiles:
        checked = verify(game, [profile])
        kept += checked.profiles
        refuted += [Refuted(wrong.profile, wrong.reason, wrong.deviation) for wrong in checked.rejected]
    return _Answer(tuple(dict.fromkeys(kept)), tuple(refuted))


def _row(trial: Trial, attempt: Attempt, answer: _Answer, atlas: Atlas, degenerate: Degeneracy | None) -> Row:
    places = [place for profile in answer.kept if (place := atlas.place(profile)) is not None]
    found = sorted({place.number for place in places if place.number is not None})
    inside = sorted({place.component for place in places if place.number is None and place.component is not None})
    row = Row(
        trial.name,
        trial.step,
        attempt.outcome,
        attempt.reason,
        attempt.completeness,
        attempt.notes,
        tuple(found),
        tuple(inside),
        refuted=answer.refuted,
        trace=attempt.trace,
    )
    if not row.answered:
        return row
    missing = [number for number in range(1, len(atlas.equilibria) + 1) if number not in found]
    complete = attempt.completeness in (Completeness.CLAIMED, Completeness.PROVED)
    lacks = tuple(Lack(number, _excuse(attempt, atlas, number, inside)) for number in missing)
    contradictions = tuple(_contradictions(answer, lacks, degenerate)) if complete else ()
    return replace(row, lacks=lacks, contradictions=contradictions)


def _excuse(attempt: Attempt, atlas: Atlas, number: int, inside: Sequence[int]) -> str:
    """Say why it is no alarm that a solver has not found an equilibrium; an empty text if it is one."""
    if not is_exact(atlas.equilibria[number - 1]):
        return _ROUGH
    if atlas.unsettled:
        return _UNSETTLED
    if attempt.completeness not in _EXCUSES:
        return ""
    component = atlas.component_of(number)
    near = f", and found points of component {component}" if component in inside else ""
    return _EXCUSES[attempt.completeness] + near


def _contradictions(answer: _Answer, lacks: Sequence[Lack], degenerate: Degeneracy | None) -> list[str]:
    """Return why a list cannot be complete although its solver says so."""
    alarming = [lack.number for lack in lacks if not lack.excuse]
    if alarming:
        listed = ", ".join(map(str, alarming))
        return [f"it says that its list is complete, and lacks equilibri{'um' if len(alarming) == 1 else 'a'} {listed}"]
    if not answer.kept:
        return ["it says that its list is complete, and has no equilibrium at all; every finite game has one"]
    even = len(answer.kept) % 2 == 0 and all(map(is_exact, answer.kept))
    if even and not answer.refuted and degenerate is not None and degenerate.degenerate is False:
        return [f"it says that its list of {len(answer.kept)} is complete; a nondegenerate game has an odd number of equilibria"]
    return []


def _known(atlas: Atlas, number: int, rows: Sequence[Row], claimed: bool) -> Known:
    profile = atlas.equilibria[number - 1]
    return Known(
        number,
        profile,
        JointPlan.independent(profile).payoffs(atlas.game),
        None if is_exact(profile) else deviation(atlas.game, profile),
        atlas.component_of(number),
        tuple(row.name for row in rows if number in row.found),
        tuple(row.name for row in rows if row.answered and number not in row.found),
        claimed,
    )


def _continua(atlas: Atlas, rows: Sequence[Row]) -> list[Continuum]:
    number_of = {profile: k for k, profile in enumerate(atlas.equilibria, 1)}
    return [
        Continuum(
            k,
            part,
            tuple(number_of[pair] for pair in part.extreme),
            tuple(tuple(number_of[x, y] for x in subset.first for y in subset.second) for subset in part.subsets),
            tuple(row.name for row in rows if k in row.inside),
        )
        for k, part in enumerate(atlas.parts, 1)
        if not part.isolated
    ]
