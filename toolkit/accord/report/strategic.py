"""What text, Markdown and notebooks say about threats, commitments and misreports: sections of a table and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accord.audit import CommitmentAudit, MisreportAudit, ThreatAudit
from accord.audit.commitment import Commitment
from accord.audit.misreport import Misreport
from accord.audit.rule import Rule
from accord.audit.threats import AddedAction, Growth, SwitchRow
from accord.game import Game
from accord.rationals import Number, text
from accord.report.sentences import component, flat, heading

__all__ = ["Section", "Strategic", "sections", "title"]

Strategic = ThreatAudit | CommitmentAudit | MisreportAudit
_MOST_CHANGES = 6
"""Payoffs of a false report that are listed; the rest is counted."""
_MANY = 10**6
"""So many lines of reports are called many."""
_NONE = "–"


@dataclass(frozen=True)
class Section:
    """A part of a report.

    Attributes:
        caption: what it is about.
        rows: a table, its head first.
        remarks: what is to be said about it.
    """

    caption: str
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()


def title(audit: Strategic) -> str:
    """Name the game and the rule."""
    return f"{heading(audit.game)}; {_rule(audit.rule)}"


def sections(audit: Strategic) -> list[Section]:
    """Return the parts of a report, in order."""
    if isinstance(audit, ThreatAudit):
        return list(_threats(audit))
    return [_commitments(audit)] if isinstance(audit, CommitmentAudit) else [_misreports(audit)]


def _rule(rule: Rule) -> str:
    steps = [f"{stage} {component(step)}" for stage, step in rule.steps.items() if step is not None and stage != "selection"]
    money = "with" if rule.pipeline.side_payments else "without"
    return f"{', '.join(steps)}, {money} side payments"


def _agreed(game: Game, payoffs: Sequence[Number]) -> str:
    return ", ".join(f"{text(x)} ({flat(who)})" for who, x in zip(game.players, payoffs, strict=True))


# Threats


def _threats(audit: ThreatAudit) -> Iterator[Section]:
    harm = text(audit.harm)
    if audit.added is not None:
        yield _added(audit, audit.added)
    remarks = [f"In the game as it is they agree on {_agreed(audit.game, audit.payoffs)}.", *_index(audit)]
    remarks += [f"No answer for some of these: {trouble}" for trouble in _troubles(audit)]
    yield Section(
        f"A threat: whatever else happens, one player can take {harm} from another",
        _switches(audit, audit.threats, ("threatener", "victim")),
        tuple(remarks),
    )
    if audit.guarded:
        yield Section(
            "The same, where a third player can ward the harm off at no cost",
            _switches(audit, audit.guarded, ("threatener", "victim", "protector")),
        )
    yield Section(
        f"An offer of help: whatever else happens, one player can give another {harm}",
        _switches(audit, audit.help, ("helper", "helped")),
    )


def _index(audit: ThreatAudit) -> Iterator[str]:
    """Say what the index is, and how large it is."""
    growth = next((row.growth for row in audit.threats if row.growth is not None), None)
    if growth is None:
        return
    before, middle, last = map(text, growth.amounts[-3:])
    yield (
        f"Index: what the threatener gains per unit of harm as harm grows, between {middle} and {last}. It has settled exactly, "
        f"or about, if it is the same between {before} and {middle}. Where it is 0, the leak is the most that was gained for any "
        "harm tried."
    )
    costly, free = audit.extortion_index(free=False), audit.extortion_index(free=True)
    words = (("if threats cost something", costly), ("if they are free", free))
    found = ", ".join(f"{text(value)} {word}" for word, value in words if value is not None)
    yield f"Extortion index, the largest of these: {found}."


def _troubles(audit: ThreatAudit) -> list[str]:
    """Return why some rows have no answer, each reason once."""
    return list(dict.fromkeys(row.trouble for row in (*audit.threats, *audit.guarded, *audit.help) if row.trouble))


def _switches(audit: ThreatAudit, rows: Sequence[SwitchRow], roles: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return a row per switch: who, at what cost, and what everybody gains."""
    players = audit.game.players
    growing = len(roles) == 2
    bystanders = len(players) > len(roles)
    head = (*roles, "cost", *(f"{role} gains" for role in roles), *(["others gain"] if bystanders else []))
    table = [head + (("index", "settled", "leak") if growing else ())]
    for row in rows:
        switch = row.switch
        parts = [switch.owner, switch.target, *([] if switch.guard is None else [switch.guard])]
        names = (*(flat(players[k]) for k in parts), text(switch.cost))
        if row.changes is None:
            table.append((*names, *[_NONE] * (len(table[0]) - len(names))))
            continue
        others = [text(x) for k, x in enumerate(row.changes) if k not in parts]
        cells = (*names, *(text(row.changes[k]) for k in parts), *([", ".join(others)] if bystanders else []))
        table.append(cells + (_grown(row.growth) if row.growth is not None else ()))
    return tuple(table)


def _grown(growth: Growth) -> tuple[str, str, str]:
    if growth.leak is None:
        return text(growth.index), growth.settled, _NONE
    return text(growth.index), growth.settled, f"{text(float(growth.leak))}, rising" if growth.rising else text(growth.leak)


def _added(audit: ThreatAudit, added: AddedAction) -> Section:
    who, what = flat(audit.game.players[added.player]), flat(added.action)
    rows = [("", "agreement without", "agreement with", "gain")]
    for name, before, after, change in zip(audit.game.players, audit.payoffs, added.payoffs, added.changes, strict=True):
        rows.append((flat(name), text(before), text(after), text(change)))
    return Section(f"The added action: {who} can {what}", tuple(rows))


# Commitments


def _commitments(audit: CommitmentAudit) -> Section:
    head = ("player", "gains at best", "by keeping only", "others gain", "sets tried")
    rows = [head, *(_commitment(audit.game, row) for row in audit.players)]
    remarks = [f"In the game as it is they agree on {_agreed(audit.game, audit.payoffs)}."]
    remarks.append(f"Self-binding index, the largest gain of any player, or 0: {text(audit.self_binding)}.")
    for row in audit.players:
        who = flat(audit.game.players[row.player])
        if not row.complete:
            remarks.append(f"{who} has too many actions for all sets of them: all but one, and single ones, were kept.")
        if row.failed:
            remarks.append(f"For {row.failed} of the sets of {who} there is no answer: {row.trouble}")
    return Section("Deleting own actions before talks begin", tuple(rows), tuple(remarks))


def _commitment(game: Game, row: Commitment) -> tuple[str, ...]:
    tried = f"{row.tried}" + ("" if row.complete else ", not all")
    if row.gain is None:
        return flat(game.players[row.player]), _NONE, _NONE, _NONE, tried
    others = [text(x) for k, x in enumerate(row.changes) if k != row.player]
    kept = ", ".join(flat(game.actions[row.player][k]) for k in row.kept)
    return flat(game.players[row.player]), text(row.gain), kept, ", ".join(others) or _NONE, tried


# Misreports


def _misreports(audit: MisreportAudit) -> Section:
    rows = [("player", "family", "up to", "lines tried", "gains", ""), *(_misreport(audit.game, row) for row in audit.rows)]
    remarks = [f"If everybody tells the truth they agree on {_agreed(audit.game, audit.payoffs)}.", *_lies(audit)]
    remarks.append(
        f"Largest gain found: {text(audit.gain)}. Each line of reports was cut into {audit.steps} equal parts, and where "
        f"incentives or the best play change; seed {audit.seed}. There may be better reports."
    )
    for who, tried, failed in zip(audit.game.players, audit.tried, audit.failed, strict=True):
        if failed:
            remarks.append(f"For {failed} of the {tried} reports of {flat(who)} there is no answer, such as: {audit.trouble}")
    return Section("Reporting other payoffs before bargaining, everybody else telling the truth", tuple(rows), tuple(remarks))


def _misreport(game: Game, row: Misreport) -> tuple[str, ...]:
    best = row.best
    bound = f"× {text(row.bound)}" if row.family == "scaled" else f"± {text(row.bound)}"
    whole = f"{row.all_lines}" if row.all_lines < _MANY else "many"
    start = (flat(game.players[row.player]), row.family, bound, f"{row.lines} of {whole}")
    if best is None:
        return (*start, _NONE, "no answer for any report" if row.lines else "no report to make")
    if best.supremum <= 0:
        return (*start, "0", "no report that gains was found")
    return (*start, text(best.supremum), "" if best.limit is None else "almost")


def _lies(audit: MisreportAudit) -> Iterator[str]:
    """Say by which report each gain is had, or almost had."""
    game = audit.game
    for row in audit.rows:
        if row.best is None or row.best.supremum <= 0:
            continue
        truth = [game.exact(cell)[row.player] for cell in range(game.n_profiles)]
        near = "" if row.best.limit is None else "ever closer to "
        report = _reported(game, truth, row.best.limit or row.best.report, row.family)
        yield f"{flat(game.players[row.player])}, {row.family}: reports {near}{report}."


def _reported(game: Game, truth: Sequence[Fraction], report: Sequence[Fraction], family: str) -> str:
    """List the payoffs that are reported falsely, or say what all are multiplied by."""
    false = [(k, u, v) for k, (u, v) in enumerate(zip(truth, report, strict=True)) if u != v]
    if not false:
        return "the truth"
    if family == "scaled":
        return f"all payoffs times {text(false[0][2] / false[0][1])}"
    shown = [f"{flat(' / '.join(game.profile(k)))}: {text(v)} instead of {text(u)}" for k, u, v in false[:_MOST_CHANGES]]
    return "; ".join(shown) + (f"; {len(false) - _MOST_CHANGES} more" if len(false) > _MOST_CHANGES else "")
