"""Splits that divide the worths of coalitions, through the whole pipeline: the published tables, certified, and refusals."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np
import pytest
from reference_tables import COALITIONS, THREE_PLAYERS, WORTHS

import accord
from accord.errors import AccordError, ComponentError, ConfigurationError, UnsuitableError

F = Fraction
SPLITS = ("shapley", "banzhaf", "nucleolus", "tau", "equal-surplus")


@dataclass(frozen=True)
class Given:
    """Count what a list says, by the coalitions' numbers."""

    name: ClassVar[str] = "tests.given"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    worths_by_number: tuple[object, ...]

    def worth(self, game, coalition):
        return self.worths_by_number[sum(1 << i for i in coalition)]


def dividing(total, *worths):
    """Return a game of so many players whose best outcome yields a total, and a worth with the others."""
    n = (len(worths) + 2).bit_length() - 1
    tables = np.zeros((n, *(2,) * n), dtype=object)
    tables[(0, *(1,) * n)] = F(total)
    return accord.Game.from_tensor(tables), Given((0, *worths, None))


def solved(game, **pipeline):
    """Solve a game and insist on a perfect certificate."""
    solution = accord.solve(game, **pipeline)
    assert solution.certified
    assert all(certificate.residual == 0 and isinstance(certificate.residual, Fraction) for certificate in solution.certificates)
    return solution


@pytest.mark.parametrize("convention", ["minimax-threat", "alpha", "bloc", "singletons", "mpw", "myerson"])
@pytest.mark.parametrize("name", COALITIONS)
def test_published_values(name, convention):
    worth = convention if convention not in {"mpw", "myerson"} else {"name": "partition", "reading": convention}
    solution = solved(accord.read(name), worth=worth, split="shapley")
    assert solution.agreement.payoffs == COALITIONS[name][convention]
    assert (sum(solution.agreement.payoffs),) == THREE_PLAYERS[name]["total"]
    assert solution.disagreement.payoffs == THREE_PLAYERS[name]["disagreement"]
    if convention in WORTHS[name]:
        assert tuple(worth for _, worth in solution.worths) == (*WORTHS[name][convention], *THREE_PLAYERS[name]["total"])


@pytest.mark.parametrize("name", COALITIONS)
def test_published_leads(name):
    (total,) = THREE_PLAYERS[name]["total"]
    worths = [w for _, w in solved(accord.read(name), worth="minimax-threat").worths]
    assert tuple(2 * w - total for w in worths[:3]) == WORTHS[name]["leads"]
    assert tuple(2 * w - total for w in worths[5:2:-1]) == tuple(-lead for lead in WORTHS[name]["leads"])


def test_shapley_is_the_split_if_worths_are_named():
    game = accord.read("majority3")
    assert solved(game, worth="bloc").to_dict() == solved(game, worth="bloc", split="shapley").to_dict()


def test_worked_numbers():
    game, worth = dividing(100, 0, 0, 60, 0, 40, 20)
    expected = {
        "shapley": (F(130, 3), F(100, 3), F(70, 3)),
        "nucleolus": (50, 30, 20),
        "tau": (F(400, 9), F(100, 3), F(200, 9)),
        "banzhaf": (F(300, 7), F(100, 3), F(500, 21)),
        "equal-surplus": (F(100, 3),) * 3,
    }
    assert set(expected) == set(SPLITS)
    for split, payoffs in expected.items():
        assert solved(game, worth=worth, split=split).agreement.payoffs == payoffs
    game, worth = dividing(700, 100, 200)
    for split in ("shapley", "nucleolus", "tau", "equal-surplus"):
        assert solved(game, worth=worth, split=split).agreement.payoffs == (300, 400)


@pytest.mark.parametrize("convention", ["bloc", "singletons"])
def test_a_bystander_gets_nothing(convention):
    chicken = accord.read("chicken_asym")
    table = np.array([chicken.exact(cell) for cell in range(4)], dtype=object).T.reshape(2, 2, 2, 1)
    game = accord.Game.from_tensor(np.concatenate([table, 0 * table[:1]]))
    assert solved(game, worth=convention).agreement.payoffs == (F(23, 4), F(17, 4), 0)


@pytest.mark.parametrize("convention", ["bloc", "singletons", "partition"])
def test_threats_that_cost_nothing_pay_where_the_worst_is_expected(convention):
    game = accord.read("threat3_free")
    assert solved(game, worth=convention, selection="min-welfare").agreement.payoffs == (500, -500, 0)
    assert solved(game, worth=convention, selection="max-welfare").agreement.payoffs == (0, 0, 0)


def test_protectors_are_paid_where_threats_are():
    """Player 1 can curse player 2 (12, own cost 1), which player 3 can prevent (cost 2); alpha ignores the curse's own cost."""
    table = np.zeros((3, 2, 1, 2), dtype=int)
    table[0, 1], table[1, 1, 0, 0], table[2, :, 0, 1] = -1, -12, -2
    game = accord.Game.from_tensor(table)
    assert solved(game, worth="minimax-threat").agreement.payoffs == (F(22, 9), F(-143, 36), F(55, 36))
    assert solved(game, fallback="minimax-threat").agreement.payoffs == (F(22, 9), F(-143, 36), F(55, 36))
    assert solved(game, worth="alpha").agreement.payoffs == (F(8, 3), F(-13, 3), F(5, 3))
    for convention in ("bloc", "singletons", "partition", "delta", "mediator"):
        assert solved(game, worth=convention).agreement.payoffs == (0, 0, 0)


def test_equilibrium_values_can_give_less_than_a_player_can_secure_and_be_repaired():
    game = accord.read("ir_violation3")
    myerson = {"name": "partition", "reading": "myerson"}
    found = solved(game, worth=myerson)
    assert found.agreement.payoffs == (F(3, 4), F(3, 4), F(1, 2))
    assert found.warnings == ("Player 1 gets 0.75 and can secure 1 by itself: the agreement is not individually rational",)
    repaired = {
        "bloc": (1, F(3, 4), F(1, 4)),
        "singletons": (1, F(7, 8), F(1, 8)),
        "partition": (1, F(13, 16), F(3, 16)),
    }
    for worth, payoffs in repaired.items():
        found = solved(game, worth=worth, settings={"split": {"individually_rational": True}})
        assert found.agreement.payoffs == payoffs
        assert "before the individual-rationality repair Player 1 gets" in found.warnings[0]
    kept = solved(game, worth="minimax-threat", settings={"split": {"individually_rational": True}})
    assert (kept.agreement.payoffs, kept.warnings) == ((1, F(1, 2), F(1, 2)), ())


def test_worths_of_equilibria_need_not_be_superadditive():
    game = accord.read("public_good3")
    solution = solved(game, worth="bloc", split="nucleolus")
    assert solution.agreement.payoffs == (1, 1, 1)
    lacking = {v.property: v for v in solution.worth_violations}
    assert lacking["superadditive"].amount == 2
    assert lacking["individually-rational"].amount == 1
    alone = [w for coalition, w in solution.worths if len(coalition) == 1]
    assert (alone, sum(alone)) == ([F(4, 3)] * 3, 4)
    with pytest.raises(UnsuitableError, match=r"own worths add up to 4 and there is 3 .* the prenucleolus exists"):
        accord.solve(game, worth="bloc", split="nucleolus", settings={"split": {"kind": "nucleolus"}})


def test_conventions_can_reverse_who_is_best_off():
    game = accord.read("public_good3_asym")
    ranks = {w: np.argsort(solved(game, worth=w).agreement.payoffs).tolist() for w in ("bloc", "singletons")}
    assert ranks["bloc"] == [0, 2, 1]
    assert ranks["singletons"] == [2, 1, 0]


def test_two_players_get_the_coco_value():
    for name in ("hot_dog", "chicken_asym", "bananas", "cruciatus_cost1"):
        game = accord.read(name)
        assert solved(game, worth="minimax-threat").agreement.payoffs == solved(game, fallback="minimax-threat").agreement.payoffs


@pytest.mark.parametrize("name", THREE_PLAYERS)
def test_more_players_get_the_kohlberg_neyman_value_from_threats_as_a_fallback(name):
    found = accord.solve(accord.read(name), fallback="minimax-threat")
    assert found.certified
    assert found.agreement.payoffs == COALITIONS[name]["minimax-threat"]


def test_worths_are_in_the_data():
    data = json.loads(json.dumps(solved(accord.read("ir_violation3"), worth="bloc").to_dict()))
    assert data["pipeline"]["worth"]["name"] == "bloc"
    assert data["pipeline"]["worth"]["settings"]["fallback"]["name"] == "correlated"
    assert [w["worth"] for w in data["worths"]] == [1, 1, 0.5, 1.5, 1, 1, 2]


def test_worths_take_the_fallback_and_the_selection_of_the_pipeline():
    game = accord.read("threat3_free")
    named = accord.solve(game, worth="bloc", fallback="coarse-correlated", selection="min-welfare")
    assert named.steps["worth"].settings["fallback"].name == "coarse-correlated"
    assert named.steps["worth"].settings["fallback"].settings["selection"].name == "min-welfare"
    own = accord.solve(game, worth={"name": "bloc", "fallback": "security"})
    assert own.steps["fallback"].name == "correlated"
    assert own.steps["worth"].settings["fallback"].name == "security"
    assert own.agreement.payoffs == COALITIONS["threat3_free"]["alpha"]


def test_one_player_keeps_everything():
    game = accord.Game.from_arrays([3, 8, 5])
    for worth in ("minimax-threat", "alpha", "beta", "bloc", "singletons", "partition", "delta", "mediator"):
        for split in SPLITS:
            assert solved(game, worth=worth, split=split).agreement.payoffs == (8,)


def test_constant_payoffs_are_kept():
    game = accord.Game.from_tensor(np.stack([np.full((2, 2, 2), c) for c in (1, 2, 3)]))
    for worth in ("minimax-threat", "alpha", "bloc", "singletons", "partition", "delta", "mediator"):
        for split in SPLITS:
            assert solved(game, worth=worth, split=split).agreement.payoffs == (1, 2, 3)


@pytest.mark.parametrize(
    ("pipeline", "error", "said"),
    [
        pytest.param({"split": "shapley"}, UnsuitableError, "name a worth, such as bloc", id="no worth"),
        pytest.param({"worth": "bloc", "split": "equal"}, AccordError, "does not use worths", id="no use"),
        pytest.param({"worth": "blok"}, ConfigurationError, "did you mean 'bloc'?", id="unknown"),
        pytest.param({"worth": "bloc", "side_payments": False}, AccordError, "needs side payments", id="no money"),
        pytest.param({"worth": "bloc", "split": {"name": "nucleolus", "kind": "core"}}, ConfigurationError, "'core'", id="kind"),
        pytest.param({"worth": {"name": "partition", "reading": "mean"}}, ConfigurationError, "mpw", id="reading"),
        pytest.param({"worth": {"name": "bloc", "fallback": "point"}}, ConfigurationError, "point", id="no points"),
        pytest.param({"worth": {"name": "delta", "fallback": "security"}}, UnsuitableError, "says what is played", id="no play"),
        pytest.param(
            {"worth": "bloc", "split": "tau"}, UnsuitableError, "quasi-balanced worths only: the minimal rights", id="tau"
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(pipeline, error, said):
    with pytest.raises(error) as refusal:
        accord.solve(accord.read("public_good3"), **pipeline)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "said"),
    [("much", "'much'"), (None, "None"), (float("nan"), "nan"), (1j, "1j"), ([1], "[1]")],
    ids=str,
)
def test_worths_that_are_no_numbers_are_the_components_fault(value, said):
    game, _ = dividing(5, 0, 0)
    with pytest.raises(ComponentError) as refusal:
        accord.solve(game, worth=Given((0, value, 1, None)))
    assert f"worth tests.given returned {said}" in str(refusal.value)


def test_worths_may_be_of_any_kind_of_number():
    game, _ = dividing(5, 0, 0)
    for one in (1, F(1), np.int64(1), np.float64(1), 1.0):
        assert accord.solve(game, worth=Given((0, one, one, None))).agreement.payoffs == (F(5, 2), F(5, 2))
