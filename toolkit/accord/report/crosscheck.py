"""What text, Markdown and notebooks say about cross-checks: sections of a table and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from accord.crosschecks import COUNTS, Claimed, CrossCheck, CrossChecks, Known, Outcome, Row, Verdict
from accord.equilibria.nash import Deviation
from accord.game import Game
from accord.rationals import Number, text
from accord.report.sentences import flat, heading
from accord.report.strategic import Section

__all__ = ["Checked", "crosscheck_sections", "crosscheck_title"]

Checked = CrossCheck | CrossChecks
_MOST_PROFILES = 10
"""Refuted profiles of a solver that are shown; the rest is counted."""
_MOST_EQUILIBRIA = 100
"""Equilibria that are shown; the rest is counted."""
_LONG = 10**6
"""Denominators from here on are written as decimals: they come from floats."""
_NONE = "–"
_ALWAYS = ("agrees", "excused", "refuted", "incomplete")
"""What is counted even if it never came up."""
_COUNTED = (
    "agrees: found all that is known.",
    "excused: lacks some of it, and promises no more.",
    "refuted: returned something that is no equilibrium.",
    "incomplete: says that its list is complete, and it is not.",
)


def crosscheck_title(found: Checked) -> str:
    """Name the games, and say in a word what came out."""
    verdict = "consistent" if found.consistent else "CONTRADICTIONS"
    if isinstance(found, CrossCheck):
        return f"{heading(found.game)}: {verdict}"
    return f"Cross-check of {len(found.checks)} games: {verdict}"


def crosscheck_sections(found: Checked) -> list[Section]:
    """Return the parts of a report, in order."""
    return list(_one(found) if isinstance(found, CrossCheck) else _many(found))


def _one(check: CrossCheck) -> Iterator[Section]:
    yield _solvers(check)
    yield _equilibria(check)
    if check.continua:
        yield _continua(check)
    refuted = [(row, wrong) for row in check.rows for wrong in row.refuted[:_MOST_PROFILES]]
    if refuted:
        head = ("returned by", *map(flat, check.game.players), "what is wrong")
        rows = [
            (row.name, *_strategies(check.game, wrong.profile), _gain(check.game, wrong.deviation) or wrong.reason)
            for row, wrong in refuted
        ]
        more = [
            f"{row.name}: {len(row.refuted) - _MOST_PROFILES} more" for row in check.rows if len(row.refuted) > _MOST_PROFILES
        ]
        yield Section("No equilibria", (head, *rows), tuple(more))
    if check.claims is not None:
        yield _claims(check, check.claims)


def _solvers(check: CrossCheck) -> Section:
    head = ("", "solver", "status", "equilibria", "says")
    rows = [(_mark(row), row.name, row.status, _found(row), _said(row)) for row in check.rows]
    limits = f"{text(check.time_limit)} s and {text(check.memory_limit)} MB"
    return Section(f"Solvers, each in a process of its own with {limits}", (head, *rows), tuple(_remarks(check.rows)))


def _mark(row: Row) -> str:
    if row.contradicted:
        return "✗"
    return "✓" if row.answered else _NONE if row.outcome is Outcome.NOT_APPLICABLE else "!"


def _found(row: Row) -> str:
    parts = [", ".join(map(str, row.found))] if row.found else []
    parts += [f"inside component {', '.join(map(str, row.inside))}"] if row.inside else []
    return "; ".join(parts) or _NONE


def _said(row: Row) -> str:
    return (
        _NONE
        if row.completeness is None
        else {"claimed": "complete", "proved": "complete"}.get(row.completeness, row.completeness)
    )


def _remarks(rows: Sequence[Row]) -> Iterator[str]:
    """Say why solvers did not answer, what is wrong with their word, what excuses them, and what they say themselves."""
    yield from (f"{row.name}: {flat(row.reason)}" for row in rows if row.reason)
    yield from (f"{row.name}: {sentence}" for row in rows for sentence in row.contradictions)
    said: dict[str, list[str]] = {}
    for row in rows:
        excuses: dict[str, list[str]] = {}
        for lack in row.lacks:
            if lack.excuse:
                excuses.setdefault(lack.excuse, []).append(str(lack.number))
        for excuse, numbers in excuses.items():
            yield f"{row.name} lacks {', '.join(numbers)}, which is excused: {excuse}"
        for note in row.notes:
            said.setdefault(flat(note), []).append(row.name)
    yield from (f"{', '.join(names)} {'says' if len(names) == 1 else 'say'}: {note}" for note, names in said.items())


def _equilibria(check: CrossCheck) -> Section:
    game = check.game
    shown = check.equilibria[:_MOST_EQUILIBRIA]
    head = ("", *map(flat, game.players), "payoffs", "found by")
    rows = [(str(k.number), *_strategies(game, k.profile), f"({', '.join(map(text, k.payoffs))})", _finders(k)) for k in shown]
    if len(check.equilibria) > len(shown):
        rows.append(("…", *[""] * game.n_players, "", f"{len(check.equilibria) - len(shown)} more"))
    kind = "Extreme equilibria" if game.n_players == 2 and not check.unsettled else "Equilibria"
    remarks = [f"{k.number} is known approximately only: {_gain(game, k.deviation)}" for k in shown if k.deviation is not None]
    if check.unsettled:
        remarks.append(f"Continua are unknown: {check.unsettled}.")
    if check.degeneracy is not None:
        remarks.append(f"The game is {check.degeneracy.reason}" if check.degeneracy.degenerate is not None else _undecided(check))
    elif game.n_players > 2:
        remarks.append("With more than two players points of one continuum are listed one by one.")
    return Section(kind, (head, *rows), tuple(remarks)) if shown else Section(kind, (("none is known",),), tuple(remarks))


def _undecided(check: CrossCheck) -> str:
    return f"Whether the game is degenerate is {check.degeneracy.reason if check.degeneracy else ''}"


def _finders(known: Known) -> str:
    total = len(known.found_by) + len(known.lacked_by)
    if not known.lacked_by and known.found_by:
        return f"all {total} that answered"
    if not known.found_by:
        return "none; it follows from the others" if known.exact and not known.claimed else "none"
    if len(known.found_by) <= len(known.lacked_by):
        return ", ".join(known.found_by)
    return f"all {total} but {', '.join(known.lacked_by)}"


def _continua(check: CrossCheck) -> Section:
    head = (
        "component",
        "dimension",
        "extreme equilibria",
        "maximal Nash subsets",
        *(f"payoff of {flat(p)}" for p in check.game.players),
    )
    rows = []
    remarks = []
    for continuum in check.continua:
        subsets = " ∪ ".join(f"{{{', '.join(map(str, numbers))}}}" for numbers in continuum.subsets)
        ranges = [text(low) if low == high else f"{text(low)} … {text(high)}" for low, high in continuum.component.payoff_ranges]
        dimension = str(continuum.component.dimension)
        rows.append((str(continuum.number), dimension, ", ".join(map(str, continuum.members)), subsets, *ranges))
        if continuum.sampled_by:
            remarks.append(f"Points inside component {continuum.number} were found by {', '.join(continuum.sampled_by)}.")
    remarks.append(
        "Within a maximal Nash subset every mixture of one player's strategies goes with every mixture of the other's."
    )
    return Section("Continua of equilibria", (head, *rows), tuple(remarks))


def _claims(check: CrossCheck, claims: Sequence[Claimed]) -> Section:
    game = check.game
    head = ("", "line", *map(flat, game.players), "verdict", "equilibrium", "found by")
    rows = []
    for claim in claims:
        mark = "✗" if claim.verdict is Verdict.REFUTED else "✓"
        what = f"inside component {claim.inside}" if claim.inside is not None else str(claim.equilibrium or _NONE)
        rows.append(
            (
                mark,
                str(claim.line),
                *_strategies(game, claim.profile),
                str(claim.verdict),
                what,
                ", ".join(claim.found_by) or "none",
            )
        )
    remarks = [f"Line {c.line}: {_gain(game, c.deviation)}" for c in claims if c.deviation is not None]
    missing = ", ".join(map(str, check.unclaimed))
    remarks.append(f"Not among the claims: {missing}." if missing else "Nothing that is known is missing among the claims.")
    return Section("Claims", (head, *rows), tuple(remarks)) if rows else Section("Claims", (("there is none",),), tuple(remarks))


def _many(found: CrossChecks) -> Iterator[Section]:
    used = [kind for kind in COUNTS if kind in _ALWAYS or any(r.counts[kind] for r in found.records)]
    head = ("solver", "tried", *used)
    rows = [(r.solver, str(r.tried), *(str(r.counts[kind]) for kind in used)) for r in found.records]
    yield Section(
        "Solvers",
        (head, *rows),
        _COUNTED,
    )
    yield Section("Games", (("", "game", "size", "equilibria", "continua", "degenerate", "answered", "remarks"), *_games(found)))
    lines = [
        f"{flat(check.name)}, {row.name}: {sentence}"
        for check in found.checks
        for row in check.rows
        for sentence in _wrong(check.game, row)
    ]
    if lines:
        yield Section("Contradictions", (), tuple(lines))


def _games(found: CrossChecks) -> Iterator[tuple[str, ...]]:
    for check in found.checks:
        degenerate = (
            _NONE if check.degeneracy is None else {True: "yes", False: "no", None: "unknown"}[check.degeneracy.degenerate]
        )
        tried = [row for row in check.rows if row.outcome is not Outcome.NOT_APPLICABLE]
        wrong = [row.name for row in check.rows if row.contradicted]
        failed = [f"{row.name} {row.outcome}" for row in tried if not row.answered]
        yield (
            "✗" if wrong else "✓" if check.answered else "!",
            flat(check.name),
            " × ".join(map(str, check.game.shape)),
            str(len(check.equilibria)),
            str(len(check.continua)),
            degenerate,
            f"{sum(row.answered for row in tried)} of {len(tried)}",
            "; ".join([*(f"✗ {name}" for name in wrong), *failed]) or _NONE,
        )
    yield from (("!", flat(each.name), *[_NONE] * 5, flat(each.reason)) for each in found.unreadable)


def _wrong(game: Game, row: Row) -> Iterator[str]:
    for wrong in row.refuted[:1]:
        more = f" (and {len(row.refuted) - 1} more)" if len(row.refuted) > 1 else ""
        why = _gain(game, wrong.deviation) or wrong.reason
        yield f"({'; '.join(_strategies(game, wrong.profile))}) is no equilibrium: {why}{more}"
    yield from row.contradictions


def _strategies(game: Game, profile: Sequence[Sequence[Number]]) -> list[str]:
    """Write each player's strategy as what it mixes; without labels where there is not one probability per action."""
    if tuple(map(len, profile)) != game.shape:
        cells = [f"({', '.join(map(text, strategy[:20]))})" for strategy in profile]
        return (cells + [_NONE] * game.n_players)[: game.n_players]
    return [_strategy(labels, own) for labels, own in zip(game.actions, profile, strict=True)]


def _strategy(labels: Sequence[str], own: Sequence[Number]) -> str:
    used = [(flat(label), p) for label, p in zip(labels, own, strict=True) if p != 0]
    if len(used) == 1 and used[0][1] == 1:
        return used[0][0]
    return ", ".join(f"{label} {text(p)}" for label, p in used) or _NONE


def _gain(game: Game, deviation: Deviation | None) -> str:
    if deviation is None:
        return ""
    who, action = flat(game.players[deviation.player]), flat(game.actions[deviation.player][deviation.action])
    short = isinstance(deviation.gain, Fraction) and deviation.gain.denominator < _LONG
    return f"{who} gains {text(deviation.gain) if short else f'{float(deviation.gain):.6g}'} by going over to {action}"
