"""Who gains by lying about payoffs before bargaining begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from accord.audit.misreport.families import FAMILIES, lines
from accord.audit.misreport.mechanism import Liar
from accord.audit.misreport.search import Best, best_report
from accord.audit.rule import Rule, no_answer
from accord.displays import Displayed
from accord.errors import ConfigurationError, UnsuitableError, nearest
from accord.game import Game
from accord.host import Registry
from accord.pipeline import Pipeline
from accord.rationals import Number, Vector, all_written, rational, written

__all__ = ["Misreport", "MisreportAudit", "audit_misreport"]

_COUNTABLE = 2**53
"""Programs that read JSON know integers up to this exactly; nobody needs larger counts."""


@dataclass(frozen=True)
class Misreport:
    """The best false report of one player out of one family.

    Attributes:
        player: who reports.
        family: the family.
        bound: the most by which a payoff changes; for ``scaled`` the largest multiple.
        lines: along how many lines away from the truth reports were tried.
        all_lines: how many the family has.
        best: the best report; None if the rule has an answer for none of those tried, or there is none to try.
    """

    player: int
    family: str
    bound: Fraction
    lines: int
    all_lines: int
    best: Best | None

    def to_dict(self, game: Game) -> dict[str, Any]:
        """Return this as JSON-able data."""
        return {
            "player": game.players[self.player],
            "family": self.family,
            "bound": float(self.bound),
            "lines": self.lines,
            "all_lines": self.all_lines if self.all_lines < _COUNTABLE else None,
            "best": None if self.best is None else self._best(self.best, game),
        }

    def _best(self, best: Best, game: Game) -> dict[str, Any]:
        def reported(report: tuple[Fraction, ...]) -> list[dict[str, Any]]:
            cells = enumerate(report)
            return [{"profile": list(game.profile(k)), "payoff": float(u), "exact": written(u)} for k, u in cells]

        return {
            "gain": float(best.changes[self.player]) + 0.0,
            "changes": [float(x) + 0.0 for x in best.changes],
            "report": reported(best.report),
            "supremum": float(best.supremum) + 0.0,
            "attained": best.limit is None,
            "limit": None if best.limit is None else reported(best.limit),
            "exact": {"changes": all_written(best.changes), "supremum": written(best.supremum)},
        }


@dataclass(frozen=True)
class MisreportAudit(Displayed):
    """Who gains by lying about payoffs under a rule.

    Attributes:
        game: the true game.
        rule: the rule.
        payoffs: what the players agree on if everybody tells the truth.
        steps: into how many equal parts each line of reports is cut at least.
        seed: of the draws, where a family has more lines than are tried.
        rows: the best report of each player out of each family.
        tried: how many reports were tried for each player.
        failed: for how many of these the rule has no answer.
        trouble: why it has none, for the first of these.
        exact: whether exact answers were asked for: reports write fractions then.
    """

    game: Game
    rule: Rule
    payoffs: tuple[Number, ...]
    steps: int
    seed: int
    rows: tuple[Misreport, ...]
    tried: tuple[int, ...]
    failed: tuple[int, ...]
    trouble: str = ""
    exact: bool = False

    @property
    def gain(self) -> Number:
        """The largest gain found for anybody, 0 if nobody gains."""
        return max(
            (row.best.supremum for row in self.rows if row.best is not None and row.best.supremum > 0), default=Fraction(0)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as JSON-able data."""
        players = self.game.players
        return {
            "game": self.game.reference(),
            "pipeline": self.rule.to_dict(),
            "payoffs": [float(x) + 0.0 for x in self.payoffs],
            "gain": float(self.gain) + 0.0,
            "steps": self.steps,
            "seed": self.seed,
            "reports": [row.to_dict(self.game) for row in self.rows],
            "tried": dict(zip(players, self.tried, strict=True)),
            "failed": dict(zip(players, self.failed, strict=True)),
            "exact": {"payoffs": all_written(self.payoffs), "gain": written(self.gain)},
            "error": self.trouble or None,
        }


def audit_misreport(
    game: Game,
    pipeline: Pipeline,
    registry: Registry,
    *,
    families: Sequence[str] = FAMILIES,
    bound: object = None,
    factor: object = 10,
    steps: int = 2,
    most_lines: int = 20,
    seed: int = 0,
    exact: bool = False,
) -> MisreportAudit:
    """Return what each player gains at best by reporting other payoffs than its own, everybody else telling the truth.

    The mechanism plays what is best by the *reported* total, and pays so that reported payoffs are what the rule says for the
    reported game; `accord.audit.misreport.outcome` says what the liar truly gets then. The search proves nothing: there may be
    better reports.

    Args:
        game: the true game.
        pipeline: the rule.
        registry: where the components come from.
        families: ``single``: one payoff is changed; ``action``: all payoffs of one own action alike; ``scaled``: all payoffs are
            multiplied by one number; ``bounded``: every payoff goes up, goes down or stays, all by the same amount.
        bound: the most by which a payoff is changed; by default the range of the player's payoffs, 1 if they are all the same.
        factor: the largest multiple for ``scaled``, above 1; the least is one over it.
        steps: each line of reports is cut into so many equal parts, besides being cut where incentives or the best play change;
            where incentives change at more than 24 amounts on a line, at 24 of them, evenly chosen.
        most_lines: so many lines are tried of each family; if it has more, they are drawn at random.
        seed: of these draws.
        exact: whether reports write fractions.

    Raises:
        UnsuitableError: if there are no side payments, or the pipeline refuses the game.
        ConfigurationError: if a family is unknown, or a number is out of range.
        AccordError: whatever else goes wrong with the true game, or with every report.
    """
    if not pipeline.side_payments:
        raise UnsuitableError("misreports are looked at where payments make good what the rule says; allow side payments")
    for family in families:
        if family not in FAMILIES:
            raise ConfigurationError(
                f"there is no family {family!r}{nearest(family, FAMILIES)}; families are {', '.join(FAMILIES)}"
            )
    limit = None if bound is None else _above(bound, 0, "bound")
    multiple = _above(factor, 1, "factor")
    for what, number, least in (("steps", steps, 1), ("lines", most_lines, 1), ("seed", seed, 0)):
        if number < least:
            raise ConfigurationError(f"{what} is {number}; a whole number from {least} is needed")
    rule = Rule.of(pipeline, registry)
    before = rule.payoffs(game)
    rows: list[Misreport] = []
    liars = [Liar(rule, game, player, before) for player in range(game.n_players)]
    for player, liar in enumerate(liars):
        reach = limit or (game.highest[player] - game.lowest[player]) or Fraction(1)
        for family in dict.fromkeys(families):
            tried, count = lines(game, player, family, bound=reach, factor=multiple, most=most_lines, seed=seed)
            best = best_report(liar, tried, steps)
            rows.append(Misreport(player, family, multiple if family == "scaled" else reach, len(tried), count, best))
    errors = [error for liar in liars for error in liar.errors]
    if errors and not any(row.best for row in rows):
        raise no_answer("report", errors)
    counts = tuple(len(liar.tried) for liar in liars), tuple(len(liar.errors) for liar in liars)
    trouble = str(errors[0]) if errors else ""
    return MisreportAudit(game, rule, Vector(before), steps, seed, tuple(rows), *counts, trouble, exact)


def _above(value: object, least: int, what: str) -> Fraction:
    number = rational(value, what)
    if number <= least:
        raise ConfigurationError(f"{what} is {number}; a number above {least} is needed")
    return number
