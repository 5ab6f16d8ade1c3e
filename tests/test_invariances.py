"""Which changes of a game leave the selected equilibrium, and the split that follows from it, as they should be.

One table holds what is promised: "yes" is checked on generated games, "no" is shown by a counterexample with its numbers, "n=2"
and "ties" are both: it holds for two players, or where no tie has to be broken, and not beyond.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import oracles
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import accord
from accord.host import load_registry

F = Fraction

_TABLE = """
rule              | shift | own scale | clone | dominated | free threat | additive | efficient
max-welfare       | yes   | no        | yes   | yes       | yes         | ties     | yes
min-welfare       | yes   | no        | yes   | yes       | no          | ties     | no
egalitarian       | yes   | no        | yes   | yes       | yes         | no       | yes
kalai-smorodinsky | yes   | n=2       | yes   | yes       | yes         | no       | yes
nash-product      | yes   | n=2       | yes   | yes       | yes         | no       | yes
random-dictator   | yes   | n=2       | yes   | yes       | yes         | n=2      | no
raiffa            | yes   | n=2       | yes   | yes       | yes         | no       | yes
midpoint          | yes   | no        | yes   | yes       | no          | n=2      | no
centroid          | yes   | yes       | yes   | yes       | no          | no       | no
max-entropy       | yes   | yes       | no    | yes       | no          | yes      | no
max-gini          | yes   | yes       | no    | yes       | no          | no       | no
analytic-center   | yes   | yes       | no    | yes       | no          | no       | no
"""
_HEAD, *_ROWS = [[cell.strip() for cell in line.split("|")] for line in _TABLE.strip().splitlines()]
COLUMNS = tuple(_HEAD[1:])
TABLE = {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in _ROWS}


def entries(*words: str) -> list[Any]:
    return [pytest.param(r, c, id=f"{r}-{c}") for r, row in TABLE.items() for c, said in row.items() if said in words]


def fractions(table: Any) -> Any:
    return np.vectorize(F, otypes=[object])(np.asarray(table, dtype=object))


@cache
def bundled(name: str) -> Any:
    game = accord.read(name)
    cells = [game.exact(cell) for cell in range(game.n_profiles)]
    return np.array(cells, dtype=object).T.reshape(game.n_players, *game.shape)


def solved(table: Any, rule: str, **pipeline: Any) -> Any:
    solution = accord.solve(accord.Game.from_tensor(table), selection=rule, **pipeline)
    assert solution.certified, [c for c in solution.certificates if not c.holds]
    return solution


def chosen(table: Any, rule: str, **pipeline: Any) -> tuple[Any, ...]:
    return tuple(solved(table, rule, **pipeline).disagreement.payoffs)


def shares(table: Any, rule: str, **pipeline: Any) -> tuple[Any, ...]:
    """What everybody gets after an equal split with side payments."""
    return tuple(solved(table, rule, **pipeline).agreement.payoffs)


def same(found: Sequence[Any], wanted: Sequence[Any]) -> bool:
    if all(isinstance(v, F) for v in (*found, *wanted)):
        return tuple(found) == tuple(wanted)
    return [float(v) for v in found] == pytest.approx([float(v) for v in wanted], abs=2e-6, rel=2e-6)


# What is done to games


def shifted(table: Any, amounts: Sequence[Any]) -> Any:
    return np.stack([u + a for u, a in zip(table, amounts, strict=True)])


def scaled(table: Any, factors: Sequence[Any]) -> Any:
    return np.stack([u * f for u, f in zip(table, factors, strict=True)])


def cloned(table: Any, player: int, action: int) -> Any:
    return np.concatenate([table, table.take([action], axis=1 + player)], axis=1 + player)


def with_dominated(table: Any, player: int, harm: int, mixed: bool) -> Any:
    """Add an action that is worse by 1 than the first, or an even mixture of all, whatever the others do, and harms them."""
    worse = table.mean(axis=1 + player, keepdims=True) if mixed else table.take([0], axis=1 + player)
    others = [i for i in range(len(table)) if i != player]
    worse[player] = worse[player] - 1
    worse[others] = worse[others] - harm
    return np.concatenate([table, worse], axis=1 + player)


def with_free_threat(table: Any, player: int, harm: int) -> Any:
    """Let a player curse the other one, at no cost, whatever else it does."""
    cursed = table.copy()
    cursed[1 - player] = cursed[1 - player] - harm
    return np.concatenate([table, cursed], axis=1 + player)


def added(first: Any, second: Any) -> Any:
    """Return the game in which the players play both games at once and add up what they get."""
    n = len(first)
    wide = first.reshape(n, *(k for m in first.shape[1:] for k in (m, 1)))
    both = wide + second.reshape(n, *(k for m in second.shape[1:] for k in (1, m)))
    return both.reshape(n, *(a * b for a, b in zip(first.shape[1:], second.shape[1:], strict=True)))


def lies_efficiently(table: Any, payoffs: Sequence[Any]) -> bool:
    """Whether no correlated equilibrium is better for somebody and worse for nobody, by brute force."""
    exact = all(isinstance(v, F) for v in payoffs)
    body = oracles.hull(fractions(table) if exact else np.asarray(table, dtype=float), "correlated")
    for i, v in enumerate(payoffs):
        body = body.above([int(i == j) for j in range(len(payoffs))], v if exact else float(v) - 1e-9)
    more = body.best([1] * len(payoffs)) - sum(payoffs)
    return bool(more == 0 if exact else more < 1e-5)


# The yes


some = settings(
    max_examples=7,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PAIRS = ((2, 2), (2, 3), (3, 2), (1, 3))
SHAPES = (*PAIRS, (2, 2, 2))


@st.composite
def games(draw: Any, shapes: Any = SHAPES) -> Any:
    """Small integers; half of the games get a bonus for doing alike, so that they have several equilibria."""
    shape = draw(st.sampled_from(shapes))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    table = rng.integers(-3, 5, (len(shape), *shape))
    if draw(st.booleans()):
        alike = np.arange(min(shape))
        table[(slice(None), *[alike] * len(shape))] += 5
    return fractions(table)


positive = st.fractions(F(1, 5), 5, max_denominator=5)
amount = st.fractions(-50, 50, max_denominator=5)


def holds_for_shift(rule: str, data: Any, pairs: bool) -> None:
    table = data.draw(games(PAIRS if pairs else SHAPES))
    amounts = [data.draw(amount) for _ in table]
    before = chosen(table, rule)
    assert same(chosen(shifted(table, amounts), rule), [d + a for d, a in zip(before, amounts, strict=True)])


def holds_for_own_scale(rule: str, data: Any, pairs: bool) -> None:
    table = data.draw(games(PAIRS if pairs else SHAPES))
    factors = [data.draw(positive) for _ in table]
    before = chosen(table, rule)
    assert same(chosen(scaled(table, factors), rule), [d * f for d, f in zip(before, factors, strict=True)])


def holds_for_clone(rule: str, data: Any, pairs: bool) -> None:
    table = data.draw(games(PAIRS if pairs else SHAPES))
    player = data.draw(st.integers(0, len(table) - 1))
    action = data.draw(st.integers(0, table.shape[1 + player] - 1))
    assert same(chosen(cloned(table, player, action), rule), chosen(table, rule))


def holds_for_dominated(rule: str, data: Any, pairs: bool) -> None:
    table = data.draw(games(PAIRS if pairs else SHAPES))
    player, harm = data.draw(st.integers(0, len(table) - 1)), data.draw(st.integers(0, 1000))
    mixed = data.draw(st.booleans())
    assert same(shares(with_dominated(table, player, harm, mixed), rule), shares(table, rule))


def holds_for_free_threat(rule: str, data: Any, pairs: bool) -> None:
    table = data.draw(games(PAIRS))
    player, harm = data.draw(st.integers(0, 1)), data.draw(st.integers(1, 1000))
    assert same(shares(with_free_threat(table, player, harm), rule), shares(table, rule))


def holds_for_additive(rule: str, data: Any, pairs: bool) -> None:
    first, second = (data.draw(games(((2, 2), (1, 3), (2, 1)))) for _ in range(2))
    apart = [sum(pair) for pair in zip(chosen(first, rule), chosen(second, rule), strict=True)]
    assert same(chosen(added(first, second), rule), apart)


def holds_for_efficient(rule: str, data: Any, pairs: bool) -> None:
    table = data.draw(games(PAIRS if pairs else SHAPES))
    assert lies_efficiently(table, chosen(table, rule))


HOLDS: dict[str, Callable[[str, Any, bool], None]] = {
    "shift": holds_for_shift,
    "own scale": holds_for_own_scale,
    "clone": holds_for_clone,
    "dominated": holds_for_dominated,
    "free threat": holds_for_free_threat,
    "additive": holds_for_additive,
    "efficient": holds_for_efficient,
}


@pytest.mark.parametrize(("rule", "column"), entries("yes"))
@some
@given(data=st.data())
def test_what_holds_for_any_number_of_players(rule: str, column: str, data: Any) -> None:
    HOLDS[column](rule, data, False)


@pytest.mark.parametrize(("rule", "column"), entries("n=2"))
@some
@given(data=st.data())
def test_what_holds_for_two_players(rule: str, column: str, data: Any) -> None:
    HOLDS[column](rule, data, True)


@pytest.mark.parametrize(("rule", "sign"), [("max-welfare", 1), ("min-welfare", -1)])
@some
@given(data=st.data())
def test_totals_add_up_and_payoffs_where_no_tie_is_broken(rule: str, sign: int, data: Any) -> None:
    first, second = (data.draw(games(((2, 2), (1, 3), (2, 1)))) for _ in range(2))
    parts = [chosen(first, rule), chosen(second, rule)]
    whole = chosen(added(first, second), rule)
    assert sum(whole) == sum(map(sum, parts))
    tied = False
    for table, d in zip((first, second), parts, strict=True):
        body = oracles.hull(table, "correlated").above([sign, sign], sign * sum(d))
        tied = tied or body.best([1, 0]) != -body.best([-1, 0])
    assert tied or same(whole, [sum(pair) for pair in zip(*parts, strict=True)])


# The no

STAG, CHICKEN, BOS, FREE = "stag_hunt", "chicken", "bos", "cruciatus_free"


def decided(*points: Sequence[int]) -> Any:
    """Return the game in which one player more, who does not care, picks one of some payoffs: all lotteries are equilibria."""
    n = len(points[0]) + 1
    return fractions(np.array([(*p, 0) for p in points]).T.reshape(n, *(1,) * (n - 1), len(points)))


FOUR = decided((1, 2, 0), (1, 0, 3), (0, 4, 1), (0, 1, 5))
"""Two outcomes are best for the first player; the others' total decides, and depends on their units."""

Numbers = tuple[Any, ...]

SCALE: dict[str, tuple[Any, Sequence[int], Numbers, Numbers]] = {
    "max-welfare": (BOS, (2, 1), (F(3, 2), F(3, 2)), (4, 1)),
    "min-welfare": (CHICKEN, (5, 1), (F(18, 5), F(18, 5)), (10, 7)),
    "egalitarian": (BOS, (2, 1), (F(3, 2), F(3, 2)), (F(8, 3), F(5, 3))),
    "midpoint": (STAG, (4, 1), (F(87, 26), F(87, 26)), (14, F(50, 13))),
    "kalai-smorodinsky": (FOUR, (1, 10, 1, 1), (F(8, 19), F(32, 19), F(51, 19), 0), (F(15, 37), F(820, 37), F(75, 37), 0)),
    "nash-product": (FOUR, (1, 10, 1, 1), (F(8, 15), F(4, 3), F(25, 9), 0), (F(11, 24), F(200, 9), F(11, 6), 0)),
    "random-dictator": (FOUR, (1, 10, 1, 1), (F(1, 4), F(3, 2), F(7, 2), 0), (F(1, 4), F(55, 2), F(7, 4), 0)),
    "raiffa": (FOUR, (1, 10, 1, 1), (F(1, 4), F(3, 2), F(7, 2), 0), (F(41, 160), F(445, 16), F(85, 48), 0)),
}
"""A game, the players' units, and what is selected before and after."""

CLONE: dict[str, dict[int, Any]] = {
    "max-gini": {1: F(164, 29), 0: F(19, 3)},
    "max-entropy": {1: 5.685868, 0: 6.191689},
    "analytic-center": {1: None, 0: None},
}
"""What player 1 gets in Chicken, where without a copy both get 6, by which of its actions is copied."""

FREE_THREAT = {
    "min-welfare": 500,
    "midpoint": 250,
    "centroid": 250,
    "max-entropy": 250,
    "max-gini": 250,
    "analytic-center": 250,
}
"""What player 1 gets when all it can do is to take 1000 from player 2 for nothing; without that nobody gets anything."""

TIED = (decided((0, 2), (2, 0), (3, 3)), decided((0, 1), (1, 0), (5, 1)))
TORN = (decided((3, 2, 0), (3, 0, 2), (0, 3, 3)), decided((3, 1, 0), (3, 0, 1), (0, 5, 1)))
"""Pairs of games whose payoff ranges, by which ties are broken in the end, are of different proportions."""

ADDITIVE: dict[str, tuple[tuple[Any, Any], Numbers, Numbers]] = {
    "max-welfare": (("bos_asym", BOS), (5, 3), (F(11, 2), F(5, 2))),
    "min-welfare": (TIED, (2, 1, 0), (F(11, 6), F(7, 6), 0)),
    "random-dictator": (TORN, (F(3, 2), F(13, 2), F(13, 4), 0), (F(3, 2), F(155, 24), F(79, 24), 0)),
    "midpoint": (TORN, (F(15, 4), F(15, 4), F(5, 2), 0), (F(15, 4), F(11, 3), F(31, 12), 0)),
    "egalitarian": (("bos_asym", BOS), (F(7, 2), F(7, 2)), (F(13, 4), F(13, 4))),
    "kalai-smorodinsky": (("bos_asym", BOS), (F(22, 5), F(16, 5)), (4, 3)),
    "nash-product": (("bos_asym", BOS), (5, 3), (4, 3)),
    "raiffa": (("bos_asym", BOS), (F(9, 2), F(19, 6)), (4, 3)),
    "centroid": (("bos_asym", BOS), (F(16373, 4905), F(2443, 981)), (F(142, 45), F(22, 9))),
    "max-gini": ((CHICKEN, BOS), (F(1284, 251),) * 2, (F(87, 17),) * 2),
    "analytic-center": ((CHICKEN, BOS), (), ()),
}
"""Two games, what is selected in both together, and in each by itself, added up."""

EFFICIENT = {
    "min-welfare": F(18, 5),
    "random-dictator": F(9, 2),
    "midpoint": F(9, 2),
    "centroid": F(89, 20),
    "max-entropy": 4.219875,
    "max-gini": F(72, 17),
    "analytic-center": 4.417979,
}
"""What both get in Chicken, where 21/4 each is an equilibrium."""


def fails_for_own_scale(rule: str) -> None:
    name, factors, before, after = SCALE[rule]
    table = fractions(bundled(name) if isinstance(name, str) else name)
    assert chosen(table, rule) == before
    assert chosen(scaled(table, factors), rule) == after
    assert after != tuple(d * f for d, f in zip(before, factors, strict=True))


def fails_for_clone(rule: str) -> None:
    for action, first in CLONE[rule].items():
        found = shares(cloned(bundled(CHICKEN), 0, action), rule)
        assert sum(found) == pytest.approx(12)
        assert abs(float(found[0]) - 6) > 1e-2
        if isinstance(first, F):
            assert found == (first, 12 - first)
        elif first is not None:
            assert float(found[0]) == pytest.approx(first, abs=1e-6)


def fails_for_free_threat(rule: str) -> None:
    found = shares(bundled(FREE), rule)
    assert same(found, (F(FREE_THREAT[rule]), F(-FREE_THREAT[rule])))
    assert same(shares(bundled(FREE)[:, :1], rule), (F(0), F(0)))
    assert same(shares(with_free_threat(fractions([[[0]], [[0]]]), 0, 1000), rule), found)


def fails_for_additive(rule: str) -> None:
    names, together, apart = ADDITIVE[rule]
    parts = [bundled(name) if isinstance(name, str) else name for name in names]
    whole = chosen(added(*parts), rule)
    each = [sum(pair) for pair in zip(*(chosen(part, rule) for part in parts), strict=True)]
    assert not same(whole, each)
    assert not together or whole == together
    assert not apart or tuple(each) == apart


def fails_for_efficient(rule: str) -> None:
    found = chosen(bundled(CHICKEN), rule)
    assert not lies_efficiently(bundled(CHICKEN), found)
    assert [float(v) for v in found] == pytest.approx([float(EFFICIENT[rule])] * 2, abs=1e-6)
    assert isinstance(EFFICIENT[rule], float) or found == (EFFICIENT[rule],) * 2


FAILS: dict[str, Callable[[str], None]] = {
    "own scale": fails_for_own_scale,
    "clone": fails_for_clone,
    "free threat": fails_for_free_threat,
    "additive": fails_for_additive,
    "efficient": fails_for_efficient,
}


@pytest.mark.parametrize(("rule", "column"), entries("no", "ties", "n=2"))
def test_what_does_not_hold(rule: str, column: str) -> None:
    FAILS[column](rule)


@pytest.mark.parametrize("rule", [r for r in oracles.RULES if r not in {"nash-product", "centroid"}])
def test_counterexamples_of_more_players_by_brute_force(rule: str) -> None:
    for table in (scaled(FOUR, (1, 10, 1, 1)), *TIED, *TORN, added(*(TIED if rule == "min-welfare" else TORN))):
        body = oracles.hull(table, "correlated")
        assert chosen(table, rule) == oracles.select(body, rule, oracles.references(body, oracles.security(table))["pmm"])


def test_the_table_is_complete() -> None:
    """Every selection of the host has a row, and every row a promise in every column."""
    installed = {entry.name for entry in load_registry().of_role("selection") if entry.plugin == "accord"}
    assert installed == set(TABLE)
    assert {said for row in TABLE.values() for said in row.values()} == {"yes", "no", "ties", "n=2"}
    assert set(HOLDS) == set(COLUMNS)


# What brings some of it back


@pytest.mark.parametrize("rule", [r for r, row in TABLE.items() if row["clone"] == "no"])
@some
@given(data=st.data())
def test_merging_equivalent_actions_undoes_copies(rule: str, data: Any) -> None:
    table = data.draw(games())
    player = data.draw(st.integers(0, len(table) - 1))
    action = data.draw(st.integers(0, table.shape[1 + player] - 1))
    options = {"settings": {"fallback": {"merge_equivalent": True}}}
    assert same(chosen(cloned(table, player, action), rule, **options), chosen(table, rule, **options))


@pytest.mark.parametrize("rule", TABLE)
def test_without_weakly_dominated_actions_a_conditional_threat_is_empty(rule: str) -> None:
    table = bundled("conditional_threat")
    assert shares(table, rule, settings={"fallback": {"drop_weakly_dominated": True}}) == (0, 1)
    kept = shares(table, rule)
    assert float(kept[0]) == pytest.approx({"max-entropy": 2 / 3, "max-gini": 2 / 3}.get(rule, float(kept[0])), abs=1e-6)
    assert float(kept[0]) >= 0.5
