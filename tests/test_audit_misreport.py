"""Who gains by lying: the published figures, limits that are not reached, ties, and what is said about the search."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import accord
from accord import report
from accord.audit import MisreportAudit
from accord.audit.misreport import Misreport, outcome
from accord.audit.misreport.families import Line, lines
from accord.audit.misreport.mechanism import breakpoints
from accord.audit.rule import Rule
from accord.cli import main
from accord.config import assemble
from accord.host import load_registry

F = Fraction
COCO: dict[str, Any] = {"fallback": "minimax-threat"}


def rule(**options: Any) -> Rule:
    registry = load_registry()
    return Rule.of(assemble(registry, **options), registry)


def audited(name: str, **options: Any) -> MisreportAudit:
    return accord.audit_misreport(accord.read(name), **options)


def row(audit: MisreportAudit, player: int, family: str) -> Misreport:
    return next(row for row in audit.rows if (row.player, row.family) == (player, family))


def worse(by: Fraction) -> accord.Game:
    """Chicken, in which the first player says that Swerve is worse."""
    return accord.Game.from_arrays([[0, 7], [2 - by, 6 - by]], [[0, 2], [7, 6]])


# The published figures


@pytest.mark.parametrize("by", [F(9, 4), F(5, 2), F(29, 10), 3 - F(1, 10**6)])
def test_reporting_swerve_worse(by: Fraction) -> None:
    chicken = accord.read("chicken")
    assert outcome(rule(), chicken, 0, worse(by)) == (F(17, 2) + by / 2, F(7, 2) - by / 2)
    assert outcome(rule(**COCO), chicken, 0, worse(by)) == (6 + by / 2, 6 - by / 2)


def test_at_a_tie_the_players_play_evenly_over_what_is_best() -> None:
    """At 3 both may swerve, or the liar dares: the play is worth 13/2 to it, and it gets 2 on top of that."""
    assert outcome(rule(), accord.read("chicken"), 0, worse(F(3))) == (F(17, 2), 2)


@pytest.mark.parametrize(("options", "gain"), [({}, F(4)), (COCO, F(3, 2))])
def test_the_largest_gain_from_a_lie_about_an_action_is_a_limit(options: dict[str, Any], gain: Fraction) -> None:
    audit = audited("chicken", families=["action"], **options)
    for player in (0, 1):
        best = row(audit, player, "action").best
        assert best.supremum == gain
        assert gain - F(1, 10**5) < best.changes[player] < gain
        assert best.limit is not None
    assert audit.gain == gain
    assert audit.failed == (0, 0)


def test_the_report_found_gives_what_is_said() -> None:
    chicken = accord.read("chicken")
    audit = audited("chicken", families=["single", "bounded"], most_lines=8)
    for found in audit.rows:
        said = np.array(found.best.report, dtype=object).reshape(2, 2)
        tables = [[[0, 7], [2, 6]], [[0, 2], [7, 6]]]
        tables[found.player] = said
        after = outcome(audit.rule, chicken, found.player, accord.Game.from_arrays(*tables))
        assert tuple(x - 6 for x in after) == found.best.changes
        truth = np.array([[0, 7], [2, 6]] if found.player == 0 else [[0, 2], [7, 6]], dtype=object)
        assert abs(said - truth).max() <= found.bound


@pytest.mark.parametrize("gain", [F(1, 10), F(1), F(500)])
@pytest.mark.parametrize(("options", "honest"), [({}, F(0)), (COCO, F(999, 2))])
def test_a_wizard_who_claims_to_enjoy_cursing(options: dict[str, Any], honest: Fraction, gain: Fraction) -> None:
    game = accord.read("cruciatus_cost1")
    reported = accord.Game.from_arrays([[0], [gain]], [[0], [-1000]])
    assert rule(**options).payoffs(game)[0] == honest
    assert outcome(rule(**options), game, 0, reported) == ((1000 + gain) / 2, -(1000 + gain) / 2)


@pytest.mark.parametrize(("options", "gain"), [({}, F(1001, 2)), (COCO, F(1))])
def test_equilibria_protect_as_well_as_costs_are_verified(options: dict[str, Any], gain: Fraction) -> None:
    """A claim of up to 2 more for the curse, or 2 less for all else."""
    audit = audited("cruciatus_cost1", families=["single"], bound=2, **options)
    best = row(audit, 0, "single").best
    assert (best.supremum, best.limit) == (gain, None)
    assert audit.gain == gain


# The search


def test_breakpoints_are_ties_of_the_best_play_and_indifferences() -> None:
    down = Line((F(0), F(0), F(-1), F(-1)), F(7))
    assert breakpoints(accord.read("chicken"), 0, down, 1) == [0, 2, 3, 7]  # Dare dominates from 2, dare / swerve is best from 3
    assert breakpoints(accord.read("chicken"), 0, down, 2) == [0, 2, 3, F(7, 2), 7]


def test_the_best_play_changes_where_an_oracle_says_so() -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        tables = rng.integers(0, 9, (2, 3, 3))
        game = accord.Game.from_arrays(*tables)
        line = Line(tuple(F(int(k)) for k in rng.integers(-1, 2, 9)), F(5))
        slopes = np.array(line.direction, dtype=object)
        totals = tables.sum(axis=0).ravel().astype(object)
        found = breakpoints(game, 0, line, 1)
        for low, high in pairwise(found):
            best = [
                {k for k, value in enumerate(totals + at * slopes) if value == max(totals + at * slopes)}
                for at in ((2 * low + high) / 3, (low + 2 * high) / 3)
            ]
            assert best[0] == best[1]


def test_the_families() -> None:
    game = accord.read("public_good3")
    options = {"bound": F(1), "factor": F(3), "most": 1000, "seed": 0}
    assert [lines(game, 0, family, **options)[1] for family in ("single", "action", "scaled", "bounded")] == [16, 4, 2, 3**8 - 1]
    some, count = lines(game, 0, "bounded", **(options | {"most": 40}))
    assert (len(some), count) == (40, 3**8 - 1)
    assert len(set(some)) == 40
    simple = lines(game, 0, "single", **options)[0] + lines(game, 0, "action", **options)[0]
    assert some[:20] == simple
    assert some == lines(game, 0, "bounded", **(options | {"most": 40}))[0]
    assert some != lines(game, 0, "bounded", **(options | {"most": 40, "seed": 1}))[0]
    assert len(lines(game, 0, "single", **(options | {"most": 5}))[0]) == 5


def test_scaled_reports_stay_within_the_factor() -> None:
    best = row(audited("chicken", families=["scaled"], factor=4), 0, "scaled").best
    factors = {v / u for v, u in zip(best.report, (0, 7, 2, 6), strict=True) if u}
    assert len(factors) == 1
    assert F(1, 4) <= factors.pop() <= 4


def test_whoever_says_that_the_only_outcome_is_bad_is_paid_for_it() -> None:
    game = accord.Game.from_arrays([[1]], [[1]])
    audit = accord.audit_misreport(game, fallback="point", settings={"fallback": {"payoffs": [0, 0]}})
    assert row(audit, 0, "single").best.changes == (F(1, 2), F(-1, 2))


def test_three_players_and_the_seed() -> None:
    game = accord.read("public_good3_asym")
    options: dict[str, Any] = {"families": ["bounded"], "most_lines": 4, "steps": 1}
    first, again = (accord.audit_misreport(game, **options) for _ in range(2))
    assert first.to_dict() == again.to_dict()
    assert [row.player for row in first.rows] == [0, 1, 2]
    assert first.gain > 0


def test_where_no_lie_gains_the_truth_is_the_best_report(capsys: pytest.CaptureFixture[str]) -> None:
    audit = audited("shapley3x3", families=["action"])
    best = row(audit, 0, "action").best
    assert best.report == tuple(accord.read("shapley3x3").exact(cell)[0] for cell in range(9))
    assert (best.supremum, best.limit, audit.gain) == (0, None, 0)
    assert main(["audit", "misreport", "shapley3x3", "--family", "action"]) == 0
    assert "no report that gains was found" in capsys.readouterr().out


def test_there_may_be_no_report_to_make(capsys: pytest.CaptureFixture[str]) -> None:
    """All multiples of nothing are nothing."""
    game = accord.Game.from_arrays([[0, 0]], [[1, 2]])
    audit = accord.audit_misreport(game, families=["scaled"])
    assert row(audit, 0, "scaled").best is None
    assert "no report to make" in report.render(audit)


def test_multiples_are_said_to_be_such(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "misreport", "chicken", "--family", "scaled"]) == 0
    assert "Row, scaled: reports ever closer to all payoffs times 4." in capsys.readouterr().out


def test_reports_without_an_answer_are_counted() -> None:
    audit = audited("chicken", families=["action"], fallback="nash", solver="pure")
    assert audit.failed == (0, 0)
    pennies = accord.Game.from_arrays([[2, -1], [-1, 1]], [[2, 1], [1, -1]])
    audit = accord.audit_misreport(pennies, families=["single"], fallback="nash", solver="pure")
    assert max(audit.failed) > 0
    assert "pure" in audit.trouble
    assert audit.to_dict()["error"] == audit.trouble


def test_the_command_and_its_three_forms(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["audit", "misreport", "chicken", "--family", "action", "--bound", "7"]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "Largest gain found: 4. Each line of reports was cut into 2 equal parts" in text
    assert "almost" in text
    assert main([*arguments, "--format", "markdown"]) == 0
    assert "| Row | action | ± 7 | 4 of 4 | 4 | almost |" in capsys.readouterr().out
    assert main([*arguments, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["exact"]["gain"] == "4"
    assert found["reports"][0]["best"]["attained"] is False
    assert found["reports"][0]["best"]["limit"][1]["exact"] == "10"
    assert found["tried"].keys() == {"Row", "Column"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--no-side-payments"], "side payments"),
        (["--bound", "0"], "bound is 0"),
        (["--factor", "1"], "factor is 1"),
        (["--steps", "0"], "steps is 0"),
        (["--lines", "-1"], "--lines"),
        (["--family", "double"], "double"),
        (["--selection", "nope"], "nope"),
    ],
)
def test_refusals_are_one_line(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "misreport", "chicken", *arguments]) == 2
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert message in output.err
