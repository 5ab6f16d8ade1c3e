"""Who gains by deleting own actions: the locked steering wheel, and rules under which nobody does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, ClassVar

import numpy as np
import pytest

import accord
from accord import report
from accord.audit import CommitmentAudit
from accord.cli import main
from accord.errors import SolverError

F = Fraction


@dataclass(frozen=True)
class Whole:
    """Know games in which both players have two actions."""

    name: ClassVar[str] = "whole"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()

    def fall_back(self, game: accord.Game) -> accord.Disagreement:
        if game.shape != (2, 2):
            raise SolverError("cannot go on")
        return accord.Disagreement((F(0), F(0)))


def audited(name: str, **options: Any) -> CommitmentAudit:
    return accord.audit_commitment(accord.read(name), **options)


@pytest.mark.parametrize(
    ("rule", "before"),
    [
        ("max-welfare", F(23, 4)),
        ("egalitarian", F(5)),
        ("nash-product", F(23, 4)),
        ("kalai-smorodinsky", F(359, 64)),
        ("centroid", F(10687, 1940)),
        ("min-welfare", F(27, 5)),
        ("random-dictator", F(11, 2)),
        ("midpoint", F(11, 2)),
        ("raiffa", F(367, 65)),
        ("max-gini", F(189, 34)),
    ],
)
def test_the_locked_wheel_in_asymmetric_chicken(rule: str, before: Fraction) -> None:
    audit = audited("chicken_asym", selection=rule)
    row = audit.players[0]
    assert audit.payoffs[0] == before
    assert row.gain == 7 - before
    assert row.kept == (0,)
    assert row.changes[1] == 2 - (10 - before)
    assert (row.tried, row.complete, row.failed) == (2, True, 0)


@pytest.mark.parametrize("rule", ["max-welfare", "egalitarian", "random-dictator", "centroid", "max-gini", "min-welfare"])
def test_a_player_locked_into_dare_gets_7_under_every_rule(rule: str) -> None:
    audit = audited("chicken", selection=rule)
    assert [row.gain for row in audit.players] == [1, 1]
    assert audit.players[0].changes == (1, -4)
    assert audit.self_binding == 1


@pytest.mark.parametrize(
    ("game", "index"),
    [
        ("chicken", F(1)),
        ("chicken_asym", F(5, 4)),
        ("bos_asym", F(1)),
        ("hot_dog", F(0)),
        ("stag_hunt", F(0)),
        ("pd", F(0)),
    ],
)
def test_the_index_of_binding_oneself(game: str, index: Fraction) -> None:
    assert audited(game).self_binding == index
    assert audited(game, fallback="minimax-threat").self_binding == 0


def test_without_money_it_pays_as_well() -> None:
    audit = audited("chicken", side_payments=False)
    assert audit.self_binding == pytest.approx(1)
    assert audit.players[0].changes == pytest.approx((1, -4))


@pytest.mark.parametrize("name", ["public_good3", "majority3"])
def test_nobody_binds_itself_where_values_of_threats_are_paid(name: str) -> None:
    assert audited(name, worth="minimax-threat").self_binding == 0


def test_every_set_of_actions_is_tried() -> None:
    """Against a search of one's own."""
    tables = np.random.default_rng(5).integers(0, 9, (2, 3, 3))
    game = accord.Game.from_arrays(*tables)
    audit = accord.audit_commitment(game)
    before = accord.solve(game).agreement.payoffs
    for player in (0, 1):
        gains = []
        for kept in (kept for size in (1, 2) for kept in combinations(range(3), size)):
            smaller = game.restrict([kept, range(3)] if player == 0 else [range(3), kept])
            gains.append(accord.solve(smaller).agreement.payoffs[player] - before[player])
        assert audit.players[player].gain == max(gains)
        assert audit.players[player].tried == len(gains) == 6


def test_the_largest_set_counts_among_equals() -> None:
    game = accord.Game.from_arrays([[0, 7], [0, 7], [2, 6]], [[0, 2], [0, 2], [7, 6]])
    row = accord.audit_commitment(game).players[0]
    assert (row.kept, row.gain) == ((0, 1), 1)


def test_with_many_actions_single_ones_are_deleted_or_kept() -> None:
    tables = np.zeros((2, 9, 1), dtype=int)
    tables[0, 4] = 1
    game = accord.Game.from_arrays(*tables)
    audit = accord.audit_commitment(game)
    row = audit.players[0]
    assert (row.tried, row.complete, row.gain) == (18, False, 0)
    assert audit.players[1].gain is None
    assert "player 1 has too many actions for all sets of them" in report.render(audit)


def test_nothing_to_delete() -> None:
    with pytest.raises(accord.AccordError, match="nobody can delete"):
        accord.audit_commitment(accord.Game.from_arrays([[1]], [[1]]))


def test_sets_without_an_answer_are_counted() -> None:
    """Matching pennies with a way out has a pure equilibrium; without that way it has none."""
    game = accord.Game.from_arrays([[1, -1, 0], [-1, 1, 0], [0, 0, 2]], [[-1, 1, 0], [1, -1, 0], [0, 0, 2]])
    audit = accord.audit_commitment(game, fallback="nash", solver="pure")
    row = audit.players[0]
    assert row.failed > 0
    assert "pure" in row.trouble
    assert audit.to_dict()["players"][0]["failed"] == row.failed


def test_the_command_and_its_three_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "commitment", "chicken_asym", "--exact"]) == 0
    text = capsys.readouterr().out
    assert "Self-binding index, the largest gain of any player, or 0: 5/4." in text
    assert main(["audit", "commitment", "chicken_asym", "--format", "markdown"]) == 0
    assert "| Row | 1.25 | Dare | -2.25 | 2 |" in capsys.readouterr().out
    assert main(["audit", "commitment", "chicken_asym", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["exact"]["self_binding"] == "5/4"
    assert found["players"][0]["deleted"] == ["Swerve"]
    assert found["players"][0]["exact"]["gain"] == "5/4"


@pytest.mark.parametrize(
    "audit", [accord.audit_threats, accord.audit_commitment, lambda game: accord.audit_misreport(game, families=["action"])]
)
def test_notebooks_show_audits_as_tables(audit: Any) -> None:
    game = accord.Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]], players=["<i>", "Column"])
    found = audit(game)
    assert "<table>" in found._repr_html_()
    assert "<i>" not in found._repr_html_()
    assert "| --- |" in found._repr_markdown_()


def test_the_kind_of_trouble_is_kept() -> None:
    """What is a solver's failure for every deletion is one for the audit."""
    with pytest.raises(SolverError, match="no answer for any deletion: cannot go on"):
        accord.audit_commitment(accord.read("chicken"), fallback=Whole())


def test_refusals_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "commitment", "matching_pennies", "--fallback", "nash", "--solver", "pure"]) == 3
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
