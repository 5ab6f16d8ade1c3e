"""What threats and offers of help buy: the table of extortion indices, bounded leaks, protectors, and threats of one's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from reference_tables import CURSED, cursed

import accord
from accord import report
from accord.audit.threats import Growth, Switch, SwitchRow, ThreatAudit
from accord.cli import main
from accord.errors import UnsuitableError
from accord.work import working

F = Fraction
BENEVOLENT = ("max-welfare", "egalitarian", "nash-product", "kalai-smorodinsky", "random-dictator", "raiffa")
HALVES = ("max-entropy", "max-gini", "midpoint")


def audited(name: str, **options: Any) -> ThreatAudit:
    return accord.audit_threats(accord.read(name), **options)


def rows(audit: ThreatAudit, cost: object, *, kind: str = "threats") -> list[SwitchRow]:
    return [row for row in getattr(audit, kind) if row.switch.cost == cost]


def first(audit: ThreatAudit, cost: object) -> Growth:
    growth = rows(audit, cost)[0].growth
    assert growth is not None
    return growth


def table(game: accord.Game) -> Any:
    cells = [game.exact(cell) for cell in range(game.n_profiles)]
    return np.array(cells, dtype=object).T.reshape(game.n_players, *game.shape)


# Games with a threat


def test_the_game_with_a_curse_is_the_published_one() -> None:
    game = accord.read("chicken_asym")
    assert (table(Switch(0, 1, F(1), F(1000)).added_to(game)) == cursed(1)).all()


def test_a_switch_changes_two_players_and_nothing_else() -> None:
    game = accord.read("public_good3_asym")
    larger = Switch(2, 0, F(1, 3), F(5, 2)).added_to(game)
    before, after = table(game), table(larger)
    assert larger.shape == (2, 2, 4)
    assert (after[..., :2] == before).all()
    assert (after[0, ..., 2:] == before[0] - F(5, 2)).all()
    assert (after[1, ..., 2:] == before[1]).all()
    assert (after[2, ..., 2:] == before[2] - F(1, 3)).all()


def test_a_guard_wards_the_harm_off_and_not_its_cost() -> None:
    game = accord.read("public_good3")
    before, after = table(game), table(Switch(0, 1, F(1), F(9), guard=2).added_to(game))
    assert (after[1, 2:, :, :2] == before[1] - 9).all()
    assert (after[1, 2:, :, 2:] == before[1]).all()
    assert (after[0, 2:, :, 2:] == before[0] - 1).all()
    assert (after[2, 2:, :, 2:] == before[2]).all()


# The table of indices


@pytest.mark.parametrize("name", ["chicken", "chicken_asym", "bananas", "conditional_threat"])
def test_under_minimax_threats_half_of_what_harm_exceeds_its_cost(name: str) -> None:
    audit = audited(name, fallback="minimax-threat", cost="7/3", harm=100)
    for cost in (F(7, 3), F(0)):
        for row in rows(audit, cost):
            assert row.changes[row.switch.owner] == (100 - cost) / 2
            assert row.changes[row.switch.target] == -(100 - cost) / 2
            assert (row.growth.index, row.growth.settled, row.growth.leak) == (F(1, 2), "exactly", None)
    assert audit.extortion_index(free=False) == audit.extortion_index(free=True) == F(1, 2)


def test_the_values_of_threats_of_three_players() -> None:
    audit = audited("public_good3_asym", worth="minimax-threat")
    for row in audit.threats:
        gain = (1000 - row.switch.cost) / 2
        want = [F(0)] * 3
        want[row.switch.owner], want[row.switch.target] = gain, -gain
        assert row.changes == tuple(want)
        assert (row.growth.index, row.growth.settled) == (F(1, 2), "exactly")
    for row in audit.guarded:
        sixth = (1000 - row.switch.cost) / 6  # who can protect the victim is paid as much as the threatener
        assert row.changes[row.switch.owner] == row.changes[row.switch.guard] == sixth
        assert row.changes[row.switch.target] == -2 * sixth


@pytest.mark.parametrize("name", ["chicken_asym", "public_good3_asym"])
def test_alpha_does_not_see_the_cost(name: str) -> None:
    audit = audited(name, worth="alpha")
    assert {row.changes[row.switch.owner] for row in audit.threats} == {F(500)}
    assert audit.extortion_index(free=False) == audit.extortion_index(free=True) == F(1, 2)


def test_security_levels_pay_half_of_the_harm() -> None:
    audit = audited("chicken_asym", fallback="security")
    assert audit.extortion_index(free=False) == audit.extortion_index(free=True) == F(1, 2)


@pytest.mark.parametrize("rule", BENEVOLENT)
def test_benevolent_rules_pay_for_no_threat(rule: str) -> None:
    audit = audited("chicken_asym", selection=rule)
    for row in audit.threats:
        assert set(row.changes) == set(row.growth.gains) == {0}
        assert (row.growth.index, row.growth.settled, row.growth.leak, row.growth.rising) == (0, "exactly", 0, False)


@pytest.mark.parametrize("worth", ["bloc", "singletons"])
def test_coalitions_that_play_equilibria_pay_for_no_threat(worth: str) -> None:
    game = accord.read("public_good3_asym")
    before = accord.solve(game, worth=worth).agreement.payoffs
    for switch in (Switch(0, 1, F(1), F(1000)), Switch(2, 0, F(0), F(10**6)), Switch(1, 2, F(0), F(1000), guard=0)):
        assert accord.solve(switch.added_to(game), worth=worth).agreement.payoffs == before


@pytest.mark.parametrize("rule", ["max-welfare", "egalitarian", "nash-product", "kalai-smorodinsky"])
@pytest.mark.parametrize("reference", ["pmm", "nadir", "security"])
def test_what_references_leak(rule: str, reference: str) -> None:
    audit = audited("chicken_asym", selection=rule, settings={"selection": {"reference": reference}})
    before = CURSED["pmm, none"][rule][0]
    assert audit.payoffs[0] == before
    for cost in (1, 0):
        row = rows(audit, cost)[0]
        assert row.changes[0] == CURSED[f"{reference}, {cost}"][rule][0] - before
        assert row.growth.index == 0
        assert row.growth.settled in {"exactly", "about"}
        assert row.changes[0] <= row.growth.leak <= F(15, 2) - before  # the dictator's


def test_a_leak_that_rises_says_so() -> None:
    growth = first(audited("chicken_asym", selection="kalai-smorodinsky", settings={"selection": {"reference": "nadir"}}), 0)
    assert growth.settled == "about"
    assert growth.rising
    assert growth.leak == growth.gains[-1] == pytest.approx(F(15, 2) - F(359, 64), rel=1e-4)


@pytest.mark.parametrize("rule", HALVES)
@pytest.mark.parametrize("name", ["chicken", "chicken_asym"])
def test_a_free_switch_that_is_mixed_evenly_buys_a_quarter(name: str, rule: str) -> None:
    audit = audited(name, selection=rule)
    assert audit.extortion_index(free=True) == F(1, 4)
    assert audit.extortion_index(free=False) == 0
    assert rows(audit, 0)[0].changes[0] == pytest.approx(250)
    assert rows(audit, 1)[0].changes[0] == pytest.approx(0, abs=1e-9)


def test_the_centroid_tends_to_a_quarter() -> None:
    audit = audited("chicken_asym", selection="centroid")
    growth = first(audit, 0)
    assert rows(audit, 0)[0].changes[0] == F(511630687, 2001940) - F(10687, 1940)
    assert (growth.index, growth.settled) == (0.25, "about")
    assert first(audit, 1).index == 0
    point = first(audited("pd", selection="centroid"), 0)
    assert (point.index, point.settled) == (F(1, 4), "exactly")


def test_the_worst_equilibrium_pays_half_of_a_free_harm() -> None:
    audit = audited("chicken_asym", selection="min-welfare")
    assert (audit.extortion_index(free=False), audit.extortion_index(free=True)) == (0, F(1, 2))


def test_dominated_threats_survive_in_coarse_equilibria() -> None:
    audit = audited("chicken", fallback="coarse-correlated", selection="min-welfare")
    assert audit.extortion_index(free=False) == F(1, 3)
    for harm in (1000, 2000):
        larger = Switch(0, 1, F(1), F(harm)).added_to(accord.read("chicken"))
        assert accord.solve(larger, fallback="coarse-correlated").ambiguity.advantage == (-5, F(2 * harm + 3, 3))


@pytest.mark.parametrize(("rule", "gain"), [("max-welfare", 0), ("max-gini", 250), ("midpoint", 250), ("min-welfare", 500)])
def test_the_curse_of_the_founding_post(rule: str, gain: int) -> None:
    """A game without anything but a wizard and a victim."""
    audit = accord.audit_threats(accord.Game.from_arrays([[0]], [[0]]), selection=rule)
    assert rows(audit, 1)[0].changes == (0, 0)
    assert rows(audit, 0)[0].changes == (gain, -gain)


# Help


def test_free_help_is_given_away_by_optimists() -> None:
    for options, costly, free in (
        ({"fallback": "minimax-threat"}, F(1, 2), 1),
        ({"selection": "max-welfare"}, F(1, 2), 0),
        ({"selection": "min-welfare"}, F(1, 2), 1),
    ):
        audit = accord.audit_threats(accord.Game.from_arrays([[2]], [[0]]), harm=2, **options)
        friend = [row for row in audit.help if row.switch.owner == 1]
        assert [row.changes[1] for row in friend] == [costly, free]
        assert friend[1].changes[0] == 2 - free


# A threat of one's own


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


@pytest.fixture
def calm(tmp_path: Path) -> str:
    text = 'players = ["Row", "Column"]\nactions = [["normal"], ["L", "R"]]\npayoffs = [[[0, 1], [1, 0]]]\n'
    return written(tmp_path, "calm.toml", text)


@pytest.fixture
def punishment(tmp_path: Path) -> str:
    text = 'players = ["Row", "Column"]\nactions = [["punish L"], ["L", "R"]]\npayoffs = [[[-1, -1000], [1, 0]]]\n'
    return written(tmp_path, "punishment.toml", text)


@pytest.mark.parametrize(
    ("options", "gain"),
    [
        ({"fallback": "minimax-threat"}, 1),
        *(({"selection": rule}, F(1, 2)) for rule in ("max-welfare", "egalitarian", "nash-product", "kalai-smorodinsky")),
        ({"selection": "random-dictator"}, F(1, 2)),
        ({"selection": "max-entropy"}, F(2, 3)),
        ({"settings": {"fallback": {"drop_weakly_dominated": True}}}, 0),
    ],
)
def test_a_conditional_threat_and_its_repair(calm: str, punishment: str, options: dict[str, Any], gain: Any) -> None:
    audit = accord.audit_threats(accord.read(calm), added=accord.read(punishment), **options)
    assert audit.payoffs == (0, 1)
    assert audit.added.action == "punish L"
    assert audit.added.changes == pytest.approx((gain, -gain))
    if gain != F(2, 3):
        assert audit.added.changes == (gain, -gain)


def test_a_profitable_harm_is_no_threat_but_a_fact() -> None:
    quiet = accord.Game.from_arrays([[0]], [[0]], actions=[["refrain"], ["bear it"]])
    harm = accord.Game.from_arrays([[1]], [[-1000]], actions=[["curse"], ["bear it"]])
    assert accord.audit_threats(quiet, added=harm).added.payoffs == (F(1001, 2), -F(1001, 2))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('players = ["A", "B"]\npayoffs = [[[0, 0], [0, 0]]]', "players A, B; those of the game are Row, Column"),
        ('players = ["Row", "Column"]\nactions = [["x"], ["a", "b"]]\npayoffs = [[[0, 0], [0, 0]]]', "differ for Row, Column"),
        ('players = ["Row", "Column"]\nactions = [["Dare"], ["Dare", "Swerve"]]\npayoffs = [[[0, 0], [0, 0]]]', "already"),
        (f'players = ["Row", "Column"]\nactions = [["x", "y"], ["Dare", "Swerve"]]\npayoffs = {[[[0, 0]] * 2] * 2}', "at a time"),
        ('players = ["Row", "Column"]\nactions = [["x"], ["Dare", "Swerve"]]\npayoffs = [[[0, 0], [0]]]', "ragged"),
    ],
)
def test_an_action_that_does_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    file = written(tmp_path, "more.toml", text)
    assert main(["audit", "threats", "chicken", "--add-action", file]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert message in output.err


# The command


def test_the_command_and_its_three_forms(calm: str, punishment: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["audit", "threats", calm, "--add-action", punishment, "--harm", "10", "--exact"]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "The added action: Row can punish L" in text
    assert "Extortion index, the largest of these: 0 if threats cost something, 0 if they are free." in text
    assert main([*arguments, "--format", "markdown"]) == 0
    assert "### An offer of help" in capsys.readouterr().out
    assert main([*arguments, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["added"]["exact"]["changes"] == ["1/2", "-1/2"]
    assert found["extortion_index"] == {"costly": 0.0, "free": 0.0}
    assert len(found["threats"]) == len(found["help"]) == 4
    assert found["pipeline"]["selection"]["name"] == "max-welfare"


def test_progress_counts_threats_and_not_what_each_takes() -> None:
    told: list[tuple[str, int, int]] = []
    with working(progress=lambda *now: told.append(now)):
        audited("chicken", worth="bloc")
    assert told == [("threats and offers", k, 8) for k in range(1, 9)]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["chicken", "--cost", "0"], 2, "cost is 0"),
        (["chicken", "--harm", "-3"], 2, "harm is -3"),
        (["chicken", "--harm", "much"], 2, "harm is 'much'"),
        (["public_good3", "--fallback", "rational-threats", "--no-side-payments"], 2, "rational-threats"),
        (["chicken", "--fallback", "nope"], 2, "nope"),
        (["chicken", "--set", "selection.reference=east"], 2, "east"),
    ],
)
def test_refusals_are_one_line(arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "threats", *arguments]) == code
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert message in output.err


def test_nobody_to_threaten() -> None:
    with pytest.raises(accord.AccordError, match="one player"):
        accord.audit_threats(accord.Game.from_arrays([1, 2]))


def test_where_money_does_not_move_there_is_nothing_to_extort() -> None:
    audit = accord.audit_threats(accord.Game.from_arrays([[0]], [[0]]), fallback="rational-threats", side_payments=False)
    assert all(row.changes == (0, 0) for row in audit.threats)


@dataclass(frozen=True)
class Narrow:
    """Know games in which the second player has at most two actions."""

    name: ClassVar[str] = "narrow"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()

    def fall_back(self, game: accord.Game) -> accord.Disagreement:
        if game.shape[1] > 2:
            raise UnsuitableError("this is too wide")
        return accord.Disagreement((F(0),) * game.n_players)


def test_where_the_rule_has_an_answer_for_some_threats_only() -> None:
    audit = accord.audit_threats(accord.read("chicken"), fallback=Narrow())
    assert [row.trouble for row in audit.threats] == ["", "", "this is too wide", "this is too wide"]
    assert audit.threats[2].gain is None
    assert audit.extortion_index(free=True) == 0
    assert audit.to_dict()["threats"][2]["error"] == "this is too wide"
    text = report.render(audit)
    assert "Column      Row     1     –" in text
    assert "No answer for some of these: this is too wide" in text


def test_where_it_has_an_answer_for_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "threats", "chicken", "--harm", "1e299"]) == 2
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert "no answer for any threat" in output.err


class TestGrowth:
    def test_a_line(self) -> None:
        growth = Growth((F(1), F(10), F(100), F(1000)), (F(0), F(4), F(49), F(499)))
        assert (growth.index, growth.settled, growth.leak) == (F(1, 2), "exactly", None)

    def test_a_curve(self) -> None:
        growth = Growth((F(1), F(10), F(100), F(1000)), (F(1), F(3), F(10), F(31)))
        assert (growth.settled, growth.leak) == ("no", None)

    def test_a_limit(self) -> None:
        growth = Growth(*zip(*((F(10**k), 1 - F(1, 10**k)) for k in (2, 4, 6, 8)), strict=True))
        assert (growth.settled, growth.index, growth.rising) == ("about", 0, True)
        assert growth.leak == 1 - F(1, 10**8)
