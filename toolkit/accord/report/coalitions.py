"""Worths of coalitions as tables: for people, as Markdown, and as comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from accord.coalitions import Violation
from accord.conventions import Convention, Conventions
from accord.game import Game
from accord.rationals import Number, text, written
from accord.solution import Solution

__all__ = ["convention_remarks", "conventions_csv", "value_rows", "worth_lines", "worth_remarks", "worth_rows"]

_MOST_LINES = 15
"""Coalitions of a solution that are listed: all of four players."""

_LACKS = {
    "superadditive": "{0} and {1} lose {2} by acting together",
    "convex": "a player adds {2} less to {0} and {1} together than to one of them",
    "monotone": "{1} is worth {2} less than {0}",
    "individually-rational": "alone the players are worth {2} more, taken together, than there is to share",
    "essential": "all players together are worth no more than the sum of what they are worth alone",
}
"""What each missing property means, for the coalitions that show it and the amount."""


def worth_lines(solution: Solution) -> list[str]:
    """Return a line per coalition, the first ones only where there are many."""
    worths = solution.worths or ()
    lines = [f"{' + '.join(' '.join(player.split()) for player in coalition)}: {text(w)}" for coalition, w in worths]
    return lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], f"… and {len(lines) - _MOST_LINES} more coalitions"]


def worth_remarks(solution: Solution) -> str:
    """Say which properties the worths lack."""
    if solution.worth_violations is None:
        return "Which properties these worths have is not known: not all coalitions were looked at."
    found = [f"not {v.property} ({_lack(solution.game, v)})" for v in solution.worth_violations]
    return f"These worths are {'; '.join(found)}." if found else "These worths are superadditive, convex, monotone and essential."


def worth_rows(found: Conventions) -> list[list[str]]:
    """Return a row per coalition and a column per convention."""
    columns = [column for column in found.columns if column.worths is not None]
    rows = [["coalition", *(column.name for column in columns)]]
    rows += [
        [_named(found.game, inside), *(text(column.worths[inside]) for column in columns if column.worths)]
        for inside in found.coalitions
    ]
    return rows


def value_rows(found: Conventions) -> list[list[str]]:
    """Return a row per convention and a column per split; a dash where the split is not defined."""
    columns = [column for column in found.columns if column.worths is not None]
    heads = list(dict.fromkeys(split for column in columns for split, _ in column.values))
    rows = [["convention", *heads]]
    for column in columns:
        known = dict(column.values)
        rows.append([column.name, *(_payoffs(known[split]) for split in heads)])
    return rows


def convention_remarks(found: Conventions) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with each convention's worths: properties that they lack, an empty core, values that do not exist."""
    for column in found.columns:
        if column.worths is None:
            yield column.name, column.trouble
            continue
        said = [f"not {v.property}: {_lack(found.game, v)}" for v in column.violations]
        said += _core(found.game, column)
        said += [f"no {split}: {why}" for split, why in column.values if isinstance(why, str)]
        yield column.name, "; ".join(said)


def conventions_csv(found: Conventions) -> str:
    """Write a line per worth and per payoff: what it is, the convention, the split, who, the number, and the exact number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["quantity", "convention", "split", "who", "value", "exact"])
    for column in found.columns:
        if column.worths is None:
            continue
        for inside in found.coalitions:
            writer.writerow(["worth", column.name, "", _named(found.game, inside), *_twice(column.worths[inside])])
        for split, payoffs in column.values:
            if not isinstance(payoffs, str):
                for player, payoff in zip(found.game.players, payoffs, strict=True):
                    writer.writerow(["payoff", column.name, split, player, *_twice(payoff)])
    return out.getvalue().rstrip("\n")


def _core(game: Game, column: Convention) -> list[str]:
    if column.core is None:
        return []
    if column.core.blocking is None:
        return [f"the core is not empty, for instance {_payoffs(column.core.point or ())}"]
    family = ", ".join(f"{text(weight)} × {_named(game, sorted(coalition))}" for coalition, weight in column.core.blocking)
    return [f"the core is empty: {family} claim {text(column.core.excess)} too much"]


def _lack(game: Game, violation: Violation) -> str:
    first, second = (*(_named(game, sorted(coalition)) for coalition in violation.coalitions), "", "")[:2]
    return _LACKS[violation.property].format(first, second, text(violation.amount))


def _named(game: Game, inside: Sequence[int]) -> str:
    return " + ".join(" ".join(game.players[i].split()) for i in inside) or "nobody"


def _payoffs(found: Sequence[Number] | str) -> str:
    return "–" if isinstance(found, str) else f"({', '.join(map(text, found))})"


def _twice(value: Number) -> tuple[str, str]:
    return repr(float(value) + 0.0), written(value) or ""
