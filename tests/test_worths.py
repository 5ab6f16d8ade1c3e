"""What coalitions are worth: every reading by brute force on random games, and the theorems about optimal threats."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import pytest
from coalition_games import games
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import coalitions as oracle
from oracles.zerosum import security

import accord
from accord.builtin.worths import playing
from accord.claims import Claim
from accord.coalitions.threats import kohlberg_neyman, threat_leads
from accord.coalitions.values import shapley
from accord.errors import AccordError, ComponentError, ConfigurationError, InputError, UnsuitableError
from accord.worths import Alpha, Beta, Bloc, Delta, Mediator, MinimaxThreatWorth, PartitionWorth, Singletons

F = Fraction
ALL = (MinimaxThreatWorth(), Alpha(), Beta(), Bloc(), Singletons(), PartitionWorth(), Delta(), Mediator())
EVERY_READING = [PartitionWorth(reading=reading) for reading in PartitionWorth.readings[1:]]


def random_game(n=3, actions=2, seed=0, span=9):
    """Return payoff tables of integers as an object array of fractions, and the game."""
    tables = np.random.default_rng(seed).integers(-span, span + 1, (n, *(actions,) * n))
    exact = np.array([F(int(v)) for v in tables.flat], dtype=object).reshape(tables.shape)
    return exact, accord.Game.from_tensor(exact)


def told(worths):
    """Return a characteristic function as a dictionary."""
    return {s: worths[s] for s in oracle.subsets(range(worths.n_players))}


def value_of_threats(tables):
    return kohlberg_neyman(threat_leads(accord.Game.from_tensor(tables)), len(tables))


@given(games())
@settings(max_examples=25, deadline=None)
def test_what_can_be_forced_is_the_value_of_a_zero_sum_game(tables):
    game = accord.Game.from_tensor(tables)
    leads = oracle.leads(tables)
    total = oracle.whole(tables)
    assert told(MinimaxThreatWorth().worths(game)) == {s: (total + lead) / 2 for s, lead in leads.items()}
    assert told(Alpha().worths(game)) == told(Beta().worths(game)) == oracle.alpha(tables)


@given(games(most=3))
@settings(max_examples=25, deadline=None)
def test_without_drawing_at_random_it_matters_who_moves_first(tables):
    game = accord.Game.from_tensor(tables)
    first, second = Alpha(mixed=False).worths(game), Beta(mixed=False).worths(game)
    for s, own, others in oracle.sides(3):
        table = oracle.merge(tables, [own, others])[0]
        assert first[s] == max(min(row) for row in table)
        assert second[s] == min(max(column) for column in table.T)
        assert first[s] <= Alpha().worth(game, s) <= second[s]


def test_matching_pennies():
    pennies = accord.read("matching_pennies")
    assert [w.worth(pennies, frozenset([0])) for w in (Alpha(mixed=False), Alpha(), Beta(), Beta(mixed=False))] == [-1, 0, 0, 1]


@pytest.mark.parametrize(("seed", "rule"), [(0, "max-welfare"), (1, "egalitarian"), (2, "min-welfare"), (3, "kalai-smorodinsky")])
def test_merged_players_play_the_selected_correlated_equilibrium(seed, rule):
    tables, game = random_game(seed=seed)
    registry = {
        "max-welfare": accord.selections.MaxWelfare,
        "egalitarian": accord.selections.Egalitarian,
        "min-welfare": accord.selections.MinWelfare,
        "kalai-smorodinsky": accord.selections.KalaiSmorodinsky,
    }
    fallback = accord.fallbacks.Correlated(selection=registry[rule]())
    w = oracle.partition_function(tables, rule)
    everybody = frozenset(range(3))
    total = oracle.whole(tables)
    bloc, apart = Bloc(fallback=fallback).worths(game), Singletons(fallback=fallback).worths(game)
    function = PartitionWorth(fallback=fallback).partition_function(game)
    for s in oracle.subsets(range(3))[1:-1]:
        others = everybody - s
        assert bloc[s] == w[s, frozenset({s, others})]
        assert apart[s] == w[s, frozenset({s, *(frozenset([i]) for i in others)})]
        assert PartitionWorth(fallback=fallback).worth(game, s) == oracle.average(3, w, s)
    assert bloc[everybody] == apart[everybody] == total
    assert function.worths == {
        (sum(1 << i for i in s), tuple(sorted(sum(1 << i for i in b) for b in p))): value for (s, p), value in w.items()
    }


@pytest.mark.parametrize("worth", [*ALL, *EVERY_READING], ids=lambda w: f"{w.name} {getattr(w, 'reading', '')}")
def test_one_coalition_at_a_time_gives_the_same(worth):
    _, game = random_game(n=3, seed=5)
    together = worth.worths(game)
    assert {s: worth.worth(game, s) for s in oracle.subsets(range(3))} == told(together)
    assert together[range(3)] == oracle.whole(random_game(n=3, seed=5)[0])
    assert together.exact


@pytest.mark.parametrize("seed", range(3))
def test_replies_to_what_the_others_do(seed):
    """Delta answers the others' actions, the mediator's coalition its own recommendations as well; both jointly."""
    tables, game = random_game(actions=2, seed=seed)
    play = accord.fallbacks.Correlated().fall_back(game).play
    mu = {tuple(map(int, np.unravel_index(c, game.shape))): p for c, p in zip(play.cells, play.probabilities, strict=True)}
    for s, own, _ in oracle.sides(3):
        actions = list(np.ndindex(*(tables.shape[1 + i] for i in own)))

        def gain(joint, cell, own=own):
            profile = list(cell)
            for i, a in zip(own, joint, strict=True):
                profile[i] = a
            return sum(tables[i][tuple(profile)] for i in own)

        delta = max(sum(p * gain(joint, cell) for cell, p in mu.items()) for joint in actions)
        groups = {tuple(cell[i] for i in own) for cell in mu}
        mediator = sum(
            max(sum(p * gain(joint, cell) for cell, p in mu.items() if tuple(cell[i] for i in own) == group) for joint in actions)
            for group in groups
        )
        assert Delta().worth(game, s) == delta
        assert Mediator().worth(game, s) == mediator >= delta
    disagreement = accord.solve(game).disagreement.payoffs
    assert tuple(Mediator().worth(game, frozenset([i])) for i in range(3)) == disagreement


@given(games(players=3), games(players=3))
@settings(max_examples=15, deadline=None)
def test_the_value_of_threats_adds_over_unrelated_games(first, second):
    n = 3
    both = np.stack(
        [
            np.add.outer(a, b).transpose(0, 3, 1, 4, 2, 5).reshape([x * y for x, y in zip(a.shape, b.shape, strict=True)])
            for a, b in zip(first, second, strict=True)
        ]
    )
    expected = [x + y for x, y in zip(value_of_threats(first), value_of_threats(second), strict=True)]
    assert list(value_of_threats(both)) == expected
    assert len(expected) == n


@given(games(players=3))
@settings(max_examples=20, deadline=None)
def test_balanced_threats_mean_equal_shares(tables):
    """Let everybody be able to spoil the game for all: then no coalition can force a lead, and all get the same."""
    spoiled = np.full((3, *(size + 1 for size in tables.shape[1:])), F(0), dtype=object)
    spoiled[(slice(None), *(slice(size) for size in tables.shape[1:]))] = tables
    leads = threat_leads(accord.Game.from_tensor(spoiled))
    assert {leads[mask] for mask in range(1, len(leads) - 1)} == {0}
    assert value_of_threats(spoiled) == (oracle.whole(spoiled) / F(3),) * 3


@given(games(players=3), st.lists(st.integers(-9, 9), min_size=12, max_size=12))
@settings(max_examples=20, deadline=None)
def test_more_own_actions_never_hurt_and_nobody_gets_less_than_it_can_secure(tables, fresh):
    value = value_of_threats(tables)
    assert sum(value) == oracle.whole(tables)
    assert all(x >= s for x, s in zip(value, security(tables), strict=True))
    size = int(np.prod(tables.shape[2:]))
    row = np.array([F(v) for v in (fresh * 2)[: 3 * size]], dtype=object).reshape(3, 1, *tables.shape[2:])
    assert value_of_threats(np.concatenate([tables, row], axis=1))[0] >= value[0]


@given(games(players=3))
@settings(max_examples=20, deadline=None)
def test_the_value_of_threats_is_the_shapley_value_of_shared_leads(tables):
    game = accord.Game.from_tensor(tables)
    assert shapley(MinimaxThreatWorth().worths(game)) == value_of_threats(tables)
    turned = tables.transpose(0, 2, 3, 1)[[1, 2, 0]]
    assert value_of_threats(turned) == (*value_of_threats(tables)[1:], value_of_threats(tables)[0])


@given(games(players=2, most=3))
@settings(max_examples=20, deadline=None)
def test_whoever_can_do_nothing_and_gets_nothing_is_worth_nothing(tables):
    larger = np.concatenate([tables[..., None], np.full((1, *tables.shape[1:], 1), F(0), dtype=object)])
    game, smaller = accord.Game.from_tensor(larger), accord.Game.from_tensor(tables)
    for worth in ALL:
        value = shapley(worth.worths(game))
        assert value[2] == 0, worth.name
        if worth.name not in {"delta", "mediator"}:
            assert value[:2] == shapley(worth.worths(smaller)), worth.name


def test_eight_players_with_two_actions():
    _, game = random_game(n=8, seed=1)
    worths = MinimaxThreatWorth().worths(game)
    assert worths.exact
    assert sum(shapley(worths)) == worths.total


def test_payoffs_of_any_size():
    tables, _ = random_game(seed=2)
    for scale in (F(10) ** -290, F(10) ** 290):
        game = accord.Game.from_tensor(tables * scale)
        for worth in (MinimaxThreatWorth(), Bloc(), Singletons(), Mediator()):
            expected = [w * scale for w in worth.worths(accord.Game.from_tensor(tables)).worths]
            assert list(worth.worths(game).worths) == expected


def test_too_many_games_are_refused_before_the_first_with_the_numbers():
    game = accord.Game.from_tensor(np.zeros((14, *(2,) * 13, 1)))
    for worth, count in (
        (MinimaxThreatWorth(), "8,191"),
        (Bloc(), "8,191"),
        (Singletons(), "16,369"),
        (PartitionWorth(), "190,899,322"),
        (Alpha(), "16,382"),
        (Delta(), "16,382"),
    ):
        with pytest.raises(
            UnsuitableError, match=rf"worth {worth.name} needs {count} .*14 players, each with 8,192 .*at most 5,000"
        ):
            worth.worths(game)


def test_a_game_that_does_not_fit_is_refused_before_it_is_begun(monkeypatch):
    _, game = random_game()
    monkeypatch.setattr("accord.memory.available_bytes", lambda: 100)
    for worth in ALL:
        with pytest.raises(InputError, match=rf"worth {worth.name}: a game between coalitions .* GB are free"):
            worth.worths(game)


@dataclass(frozen=True)
class Odd:
    """A fallback that returns what it is told to return."""

    name: ClassVar[str] = "tests.odd"
    needs: ClassVar[accord.Needs] = accord.Needs(max_players=3)
    claims: ClassVar[frozenset[Claim]] = frozenset()
    answer: Any = None

    def fall_back(self, game: accord.Game) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class OwnError(AccordError):
    """An error that wants more than a message."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        pytest.param(7, ComponentError, "returned int; a Disagreement is expected", id="int"),
        pytest.param(accord.Disagreement((1,)), ComponentError, "returned 1 payoffs; 2 are expected", id="few"),
        pytest.param(accord.Disagreement((1, float("nan"))), ComponentError, "finite payoffs are expected", id="nan"),
        pytest.param(accord.Disagreement((1, "x")), ComponentError, "finite payoffs are expected", id="text"),
        pytest.param(ZeroDivisionError("oops"), ComponentError, "tests.odd failed: ZeroDivisionError: oops", id="raises"),
        pytest.param(UnsuitableError("too odd"), UnsuitableError, "player 2 + player 3: too odd", id="refuses"),
        pytest.param(OwnError("quite ", "odd"), OwnError, "quite odd", id="own"),
    ],
)
def test_fallbacks_that_break_their_contract_are_named(answer, error, said):
    _, game = random_game()
    with pytest.raises(error) as refusal:
        Bloc(fallback=Odd(answer)).worths(game)
    assert said in str(refusal.value)


def test_a_fallback_that_refuses_the_merged_game_is_named_with_the_players():
    _, game = random_game(n=5)
    with pytest.raises(UnsuitableError, match=r"tests.odd, with the players merged to .*, accepts at most 3 player"):
        Singletons(fallback=Odd(accord.Disagreement((0,)))).worths(game)
    with pytest.raises(UnsuitableError, match=r"fallback tests.odd accepts at most 3 player"):
        Delta(fallback=Odd()).worths(game)


def test_a_play_that_is_none_of_the_games_is_refused():
    _, game = random_game()
    bad = accord.Disagreement((0, 0, 0), accord.JointPlan((99,), (F(1),)))
    for worth in (Delta, Mediator):
        with pytest.raises(ComponentError, match="no joint plan of the game"):
            worth(fallback=Odd(bad)).worths(game)
        with pytest.raises(UnsuitableError, match="needs a fallback that says what is played"):
            worth(fallback=accord.fallbacks.Security()).worths(game)


def test_readings_that_do_not_exist_are_refused():
    with pytest.raises(ConfigurationError, match="worth partition: reading is 'mean'; one of 'mpw'"):
        PartitionWorth(reading="mean")  # type: ignore[arg-type]


def test_coalitions_of_strangers_are_refused():
    _, game = random_game()
    for worth in ALL:
        with pytest.raises(InputError, match="no player 3"):
            worth.worth(game, frozenset([3]))


def test_what_a_fallback_has_to_say_becomes_a_note():
    class Saying(accord.fallbacks.Security):
        def fall_back(self, game):
            found = super().fall_back(game)
            return accord.Disagreement(tuple(map(float, found.payoffs)), warnings=("the weather is bad",))

    _, game = random_game()
    worths = Bloc(fallback=Saying()).worths(game)
    assert worths.notes == ("the weather is bad", "the worths of 6 coalition(s) are accurate to about 1e-9 of the payoffs' range")
    solution = accord.solve(game, worth=Bloc(fallback=Saying()))
    assert solution.warnings[:2] == worths.notes


def test_nash_equilibria_that_may_not_be_all_of_them_are_noted():
    _, game = random_game(seed=3)
    fallback = accord.fallbacks.Nash(solver=accord.solvers.Pure())
    try:
        notes = Bloc(fallback=fallback).worths(game).notes
    except AccordError as error:
        notes = (str(error),)
    assert any("pure" in note for note in notes)


def test_merged_games_are_settled_without_looking_for_the_most_even_play(monkeypatch):
    def searched(*_: object) -> None:
        raise AssertionError("somebody looked for a play")

    monkeypatch.setattr("accord.equilibria.plans._even", searched)
    for n, seed in ((3, 0), (4, 1)):
        _, game = random_game(n=n, seed=seed)
        for selection in (accord.selections.MaxWelfare(), accord.selections.RandomDictator(), accord.selections.Egalitarian()):
            Bloc(fallback=accord.fallbacks.Correlated(selection=selection)).worths(game)


@pytest.mark.parametrize("seed", range(3))
def test_plays_that_nobody_looks_at_are_equilibria_all_the_same(seed):
    from accord.equilibria import Concept, Polytope  # noqa: PLC0415

    _, game = random_game(seed=seed)
    for selection in (accord.selections.MaxWelfare(), accord.selections.RandomDictator(), accord.selections.MinWelfare()):
        plans = Polytope.of(game, Concept.CORRELATED)
        chosen, usual = selection.select(plans.with_any_play()), selection.select(plans)
        assert chosen.payoffs == usual.payoffs == chosen.play.payoffs(game)
        mu = chosen.play.dense(game.shape)
        for i in range(3):
            own, joint = np.moveaxis(game.payoffs[i], i, 0), np.moveaxis(mu, i, 0)
            for a in range(2):
                assert ((own - own[a]) * joint[a]).sum(axis=(1, 2)).max() <= 1e-9


def test_the_limit_is_the_one_the_message_names():
    assert playing._MOST_GAMES == 5_000
