"""Families of games: the structure that each is known for, the numbers that its definition gives, and that a seed says it all."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from contextlib import suppress
from fractions import Fraction
from itertools import combinations, permutations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import accord
from accord.cli import main
from accord.cli.families import describe_family
from accord.errors import AccordError, ConfigurationError, InputError
from accord.generators import FAMILIES, Family, family, parse
from accord.generators.drawing import Draw, _log

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "docs"))
from family_pages import families_page

SEEDS = range(5)
VARIANTS = {
    "random": [{}, {"shape": "2x3x2", "low": "-1/2", "high": "2/3", "grid": "1/6"}, {"shape": (4,)}, {"low": 5, "high": 5}],
    "ordinal": [{}, {"shape": "3x2"}, {"shape": "2x2x2"}],
    "symmetric": [{}, {"players": 3, "actions": 3}, {"players": 4, "actions": 2, "grid": "1/4"}],
    "zero-sum": [{}, {"shape": "2x5", "grid": "1/3"}],
    "zero-sum-plus-noise": [{}, {"noise": 0}, {"noise": "1/2", "grid": "1/3", "low": "-1/5", "shape": "4x2"}],
    "covariant": [
        {},
        {"rho": -1},
        {"rho": 1, "shape": "2x2x2"},
        {"rho": "-1/2", "shape": "3x2x2"},
        {"rho": "0.3", "grid": "1/7"},
    ],
    "polymatrix": [{}, {"players": 2, "actions": 4}, {"players": 4, "actions": 2, "grid": "1/2"}],
    "congestion": [{}, {"players": 3, "resources": 2, "use": "subsets"}, {"costs": "linear", "players": 4}, {"resources": 1}],
    "chicken": [{}, {"dare": 9, "crash": "-1/3"}],
    "random-chicken": [{}, {"low": 0, "high": 3}, {"low": -1, "high": 1, "grid": "1/4"}],
    "prisoners-dilemma": [{}, {"temptation": "7/2"}],
    "random-prisoners-dilemma": [{}, {"low": 0, "high": 3}],
    "battle-of-the-sexes": [{}, {"apart": -1}],
    "random-battle-of-the-sexes": [{}, {"low": 0, "high": 2}],
    "stag-hunt": [{}, {"hare": 1}],
    "hawk-dove": [{}, {"value": 4, "cost": 2}],
    "matching-pennies": [{}, {"heads": 3, "apart": "1/2"}],
    "coordination": [{}, {"players": 3, "actions": 2}, {"low": 0, "high": 1}],
    "collaboration": [{}, {"players": 3, "actions": 2}, {"low": 0, "high": 1}],
    "dispersion": [{}, {"players": 3, "actions": 3}, {"players": 4, "actions": 2}],
    "rock-paper-scissors": [{}, {"actions": 7, "stake": "1/3"}],
    "shapley": [{}, {"actions": 5, "prize": 2}],
    "n-player-prisoners-dilemma": [{}, {"players": 4, "benefit": "1/2"}],
    "n-player-chicken": [{}, {"players": 4, "needed": 2}],
    "public-good": [{}, {"players": 2, "tokens": 3, "multiplier": "3/2"}],
    "minimum-effort": [{}, {"players": 3, "efforts": 4}],
    "guess-two-thirds": [{}, {"players": 3, "largest": 3, "factor": "1/2", "prize": 7}],
    "majority-voting": [{}, {"players": 4, "candidates": 3}, {"players": 1}],
    "travellers-dilemma": [{}, {"players": 3, "least": 0, "greatest": 3}, {"least": 2, "greatest": 2}],
    "cournot": [{}, {"players": 3, "quantities": 3, "intercept": 20}, {"slope": "7/2"}],
    "bertrand": [{}, {"players": 3, "prices": 3, "slope": "3/2"}],
    "location": [{}, {"players": 3, "places": 4}],
    "auction": [{}, {"price": "second"}, {"price": "all", "players": 3, "bids": 3}],
    "war-of-attrition": [{}, {"cost": "3/2"}],
    "grab-the-dollar": [{}, {"players": 3, "times": 2, "torn": "-1/2"}],
    "blotto": [{}, {"soldiers": 2, "enemies": 2, "fields": 2}, {"fields": 1}],
}
EVERY = [(name, parameters) for name, variants in VARIANTS.items() for parameters in variants]


def games(name: str):
    """Yield games of all variants of a family, with the family."""
    for parameters in VARIANTS[name]:
        made = family(name, **parameters)
        for seed in SEEDS if made.drawn else [0]:
            yield made, made.game(seed)


def payoff(game: accord.Game, profile: tuple[int, ...]) -> tuple[Fraction, ...]:
    return game.exact(int(np.ravel_multi_index(profile, game.shape)))


def profiles(game: accord.Game):
    return product(*map(range, game.shape))


def pure_equilibria(game: accord.Game) -> set[tuple[int, ...]]:
    """Return all pure equilibria, by the definition."""
    return {
        profile
        for profile in profiles(game)
        if all(
            payoff(game, (*profile[:i], k, *profile[i + 1 :]))[i] <= payoff(game, profile)[i]
            for i in range(game.n_players)
            for k in range(game.shape[i])
        )
    }


def is_symmetric(game: accord.Game) -> bool:
    """Whether a permutation of players permutes payoffs, by the definition."""
    everybody = range(game.n_players)
    return all(
        payoff(game, tuple(profile[order[i]] for i in everybody))[i] == payoff(game, profile)[order[i]]
        for order in permutations(everybody)
        for profile in profiles(game)
        for i in everybody
    )


def has_potential(game: accord.Game) -> bool:
    """Whether gains around every cycle of two players' two actions cancel out: Monderer and Shapley (1996), corollary 2.9."""
    for i, j in combinations(range(game.n_players), 2):
        for profile in profiles(game):
            for a, b in product(range(profile[i]), range(profile[j])):
                corners = []
                for own, other in ((profile[i], profile[j]), (a, profile[j]), (a, b), (profile[i], b)):
                    at = list(profile)
                    at[i], at[j] = own, other
                    corners.append(payoff(game, tuple(at)))
                w, x, y, z = corners
                if (x[i] - w[i]) + (y[j] - x[j]) + (z[i] - y[i]) + (w[j] - z[j]):
                    return False
    return True


def strictly_dominant(game: accord.Game, player: int, action: int) -> bool:
    return all(
        payoff(game, (*p[:player], action, *p[player + 1 :]))[player] > payoff(game, p)[player]
        for p in profiles(game)
        if p[player] != action
    )


def test_every_family_has_variants_here():
    assert set(VARIANTS) == set(FAMILIES)
    assert len(FAMILIES) >= 30


@pytest.mark.parametrize(("name", "parameters"), EVERY)
def test_parameters_and_seed_say_which_game_it_is(name, parameters):
    made = family(name, **parameters)
    game = made.game(3)
    assert made.sizes == game.shape
    assert game.title.startswith(name)
    assert ("seed 3" in game.title) == made.drawn
    assert all(f"{key} {value}" in game.title for key, value in made.settings.items())
    assert family(name, **made.settings) == made
    assert family(name, **made.settings).game(3) == game == accord.generate(name, seed=3, **parameters)
    again, seed = parse(made.uri(3))
    assert (again, seed) == (made, 3 if made.drawn else 0)
    assert accord.read(made.uri(3)) == game
    assert hash(made) == hash(again)
    for numerators in game.numerators:
        assert not numerators.flags.writeable
        assert numerators.dtype in (np.int64, object)


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_only_where_something_is_drawn_seeds_make_a_difference(name):
    made = FAMILIES[name]()
    found = {made.game(seed).digest for seed in range(12)}
    assert (len(found) > 6) if made.drawn else (len(found) == 1)


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_every_parameter_is_documented(name):
    about = describe_family(FAMILIES[name])
    assert re.search(r"\(1[789]\d\d\)|\(20\d\d\)", about["source"]), f"{name}: say in its source which year it is from"
    for parameter in about["parameters"]:
        assert parameter["documentation"], f"{name}: say in the docstring what {parameter['name']} is"
        assert parameter["accepts"]
        assert family(name, **{parameter["name"]: parameter["default"]}) == FAMILIES[name]()


def test_every_family_and_parameter_is_in_the_reference():
    page = families_page()
    assert re.findall(r"^## `(.+)`$", page, re.MULTILINE) == list(FAMILIES)
    for section in page.split("\n## ")[1:]:
        about = describe_family(FAMILIES[section.partition("`")[2].partition("`")[0]])
        rows = re.findall(r"^\| `(\w+)` \| (.+) \| `(.+)` \| (.+) \|$", section, re.MULTILINE)
        assert [row[0] for row in rows] == [parameter["name"] for parameter in about["parameters"]]
        assert about["source"] in section


def test_games_are_the_same_in_another_process():
    code = "import accord; print(' '.join(accord.read(uri).digest for uri in %r))"
    uris = [family(name, **VARIANTS[name][-1]).uri(11) for name in FAMILIES]
    told = subprocess.run([sys.executable, "-c", code % uris], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [accord.read(uri).digest for uri in uris]


# Random numbers


def test_whole_numbers_are_the_remainders_of_raw_bits():
    raw = [int(bits) for bits in np.random.PCG64(5).random_raw(50)]
    assert Draw(5).below(7, 50).tolist() == [bits % 7 for bits in raw]
    # With 3 * 2^62 values a quarter of all bits is thrown away, or some values would be more likely.
    kept = [bits for bits in raw if bits < 3 * 2**62]
    assert len(kept) < 50
    assert Draw(5).below(3 * 2**61, 30).tolist() == [bits % (3 * 2**61) for bits in raw if bits < 6 * 2**61][:30]


def test_whole_numbers_are_evenly_distributed():
    counts = np.bincount(Draw(1).below(6, 60_000), minlength=6)
    # Chi-square with 5 degrees of freedom is above 25.7 once in ten thousand seeds.
    assert ((counts - 10_000) ** 2 / 10_000).sum() < 25.7
    assert counts.size == 6


def test_sets_and_orders_are_evenly_distributed():
    draw = Draw(2)
    sets = [tuple(draw.chosen(5, 3)) for _ in range(5000)]
    assert set(sets) == set(combinations(range(5), 3))
    assert max(abs(sets.count(each) - 500) for each in set(sets)) < 6 * math.sqrt(500)
    orders = [tuple(draw.shuffled(3)) for _ in range(3000)]
    assert set(orders) == set(permutations(range(3)))
    assert max(abs(orders.count(each) - 500) for each in set(orders)) < 6 * math.sqrt(500)


def test_normal_numbers_are_normal():
    drawn = Draw(3).normal((40_000,))
    # The Kolmogorov-Smirnov statistic is above 1.95 once in a thousand seeds.
    for sample in (drawn, (drawn[::2] + drawn[1::2]) / math.sqrt(2)):
        expected = np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in np.sort(sample)])
        below = np.arange(len(sample)) / len(sample)
        distance = max(np.abs(expected - below).max(), np.abs(expected - below - 1 / len(sample)).max())
        assert distance * math.sqrt(len(sample)) < 1.95
    assert Draw(3).normal((2, 3, 4)).tolist() == drawn[:24].reshape(2, 3, 4).tolist()


def test_covariant_payoffs_follow_from_raw_bits():
    """The same by hand: Marsaglia's polar method on pairs of raw numbers, times deviation over grid, rounded."""
    raw = [(int(bits) >> 11) / 2**52 - 1 for bits in np.random.PCG64(9).random_raw(80)]
    normal: list[float] = []
    for x, y in zip(raw[::2], raw[1::2], strict=True):
        square = x * x + y * y
        if 0 < square < 1:
            normal += [v * math.sqrt(-2 * math.log(square) / square) for v in (x, y)]
    game = family("covariant", shape="3x3", rho=0, deviation=10, grid="1/100").game(9)
    counts = [int(k) * 100 // d for u, d in zip(game.numerators, game.denominators, strict=True) for k in u.flat]
    assert counts == [round(1000 * value) for value in normal[:18]]


@given(st.floats(min_value=1e-300, max_value=1))
def test_our_logarithm_is_that_of_the_library_but_for_the_last_bits(value):
    ours = float(_log(np.array([value]))[0])
    assert ours == pytest.approx(math.log(value), rel=4e-16, abs=1e-16)


# What families are known for


def test_random_payoffs_lie_on_the_grid():
    for made, game in games("random"):
        for u in profiles(game):
            for value in payoff(game, u):
                assert made.low <= value <= made.high
                assert ((value - made.low) / made.grid).denominator == 1
    wide = family("random", shape="40x40", low=-3, high=3).game(0)
    assert np.unique(wide.payoffs).tolist() == [-3, -2, -1, 0, 1, 2, 3]
    assert family("random", low=0, high=1, grid="2/3").game(1).highest[0] <= Fraction(2, 3)


def test_ordinal_games_are_rankings():
    for _, game in games("ordinal"):
        for u in game.payoffs:
            assert sorted(u.ravel()) == list(range(1, game.n_profiles + 1))


@pytest.mark.parametrize(
    "name",
    [
        "bertrand",
        "chicken",
        "cournot",
        "dispersion",
        "grab-the-dollar",
        "guess-two-thirds",
        "hawk-dove",
        "location",
        "minimum-effort",
        "n-player-chicken",
        "n-player-prisoners-dilemma",
        "prisoners-dilemma",
        "public-good",
        "rock-paper-scissors",
        "stag-hunt",
        "symmetric",
        "travellers-dilemma",
    ],
)
def test_symmetric_families(name):
    assert all(is_symmetric(game) for _, game in games(name))


def test_symmetric_games_have_all_the_freedom_there_is():
    game = family("symmetric", players=3, actions=3, high=10**9).game(0)
    # 3 own actions times 6 collections of two others' actions.
    assert len(np.unique(game.payoffs)) == 18


@pytest.mark.parametrize("name", ["zero-sum", "rock-paper-scissors", "matching-pennies", "blotto"])
def test_zero_sum_families(name):
    assert all(not game.welfare[0].any() for _, game in games(name))


def test_noise_is_bounded_and_used():
    for made, game in games("zero-sum-plus-noise"):
        totals, denominator = game.welfare
        assert max(abs(Fraction(int(t), denominator)) for t in totals.flat) <= made.noise
        for cell in range(game.n_profiles):
            first, second = game.exact(cell)
            assert made.low <= first <= made.high
            assert ((first + second + made.noise) / made.grid).denominator == 1
    big = family("zero-sum-plus-noise", shape="30x30", noise=2).game(0)
    assert np.unique(big.welfare[0]).tolist() == [-2, -1, 0, 1, 2]
    quiet = family("zero-sum-plus-noise", noise=0).game(4)
    assert (quiet.payoffs == family("zero-sum").game(4).payoffs).all()


WIDE = st.fractions(-(10**9), 10**9, max_denominator=10**6)
STEPS = st.fractions(Fraction(1, 10**6), 10**9, max_denominator=10**6)


@settings(max_examples=60, deadline=None)
@given(WIDE, WIDE, STEPS, st.fractions(0, 10**9, max_denominator=10**6))
def test_payoffs_are_exact_whatever_the_grid(low, high, grid, noise):
    low, high = sorted((low, high))
    made = family("zero-sum-plus-noise", shape="2x2", low=low, high=high, grid=grid, noise=noise)
    draw = Draw(5)
    first = [low + grid * int(k) for k in draw.below(int((high - low) / grid) + 1, 4)]
    error = [-noise + grid * int(k) for k in draw.below(int(2 * noise / grid) + 1, 4)]
    game = made.game(5)
    assert [game.exact(cell) for cell in range(4)] == [(u, e - u) for u, e in zip(first, error, strict=True)]
    pairs = family("polymatrix", low=low, high=high, grid=grid, players=3, actions=1)
    drawn = [low + grid * int(k) for k in Draw(5).below(int((high - low) / grid) + 1, 6)]
    expected = (drawn[0] + drawn[2], drawn[1] + drawn[4], drawn[3] + drawn[5])
    assert pairs.game(5).exact(0) == expected


def test_covariant_payoffs_are_correlated():
    for shape, rho in (((60, 60), "-0.5"), ((60, 60), "0.8"), ((15, 16, 15), "-0.4"), ((15, 16, 15), "0")):
        game = family("covariant", shape=shape, rho=rho, deviation=3).game(1)
        flat = game.payoffs.reshape(len(shape), -1)
        found = np.cov(flat) / 9
        expected = np.where(np.eye(len(shape)), 1, float(Fraction(rho)))
        # The standard error of each entry is at most sqrt(2 / 3600).
        assert np.abs(found - expected).max() < 5 * math.sqrt(2 / 3600)
        assert np.abs(flat.mean(axis=1)).max() < 5 * 3 / 60
        assert ((flat * 100).round() / 100 == flat).all()


def test_covariant_extremes_are_exact():
    for shape in ("4x4", "2x3x2", "2x2x2x2"):
        n = shape.count("x") + 1
        against = family("covariant", shape=shape, rho=Fraction(-1, n - 1)).game(7)
        assert not against.welfare[0].any()
        assert against.payoffs.any()
        together = family("covariant", shape=shape, rho=1).game(7)
        assert all((u == together.payoffs[0]).all() for u in together.payoffs)
        if n > 2:
            with pytest.raises(ConfigurationError, match=rf"with {n} players a number from -1/{n - 1} to 1"):
                family("covariant", shape=shape, rho="-0.9")


def test_polymatrix_games_are_sums_of_games_of_two():
    for _, game in games("polymatrix"):
        # What a player gains by another action does not depend on how two others are combined: their effects add up.
        u = game.payoffs
        for i in range(game.n_players):
            rivals = [j for j in range(game.n_players) if j != i]
            for j, k in combinations(rivals, 2):
                mixed = np.diff(np.diff(u[i], axis=j), axis=k)
                assert np.abs(mixed).max() == 0


@pytest.mark.parametrize("name", ["congestion", "dispersion", "coordination", "stag-hunt", "prisoners-dilemma", "minimum-effort"])
def test_families_with_pure_equilibria(name):
    assert all(pure_equilibria(game) for _, game in games(name))


def test_congestion_games_have_rosenthals_potential():
    for made, game in games("congestion"):
        assert has_potential(game)
        seed = int(game.title.rpartition(" ")[2])
        prices = made.prices(Draw(seed))
        assert (np.diff(prices, axis=1) >= 0).all()
        assert (prices >= 0).all()
        for profile in profiles(game):
            used = [made.bundles[k] for k in profile]
            users = [sum(r in bundle for bundle in used) for r in range(made.resources)]
            costs = [sum(int(prices[r][users[r] - 1]) for r in bundle) for bundle in used]
            assert payoff(game, profile) == tuple(-cost for cost in costs)


def test_linear_congestion_is_linear():
    made = family("congestion", costs="linear", players=5)
    assert all((np.diff(made.prices(Draw(seed)), n=2, axis=1) == 0).all() for seed in SEEDS)


@pytest.mark.parametrize("name", ["chicken", "random-chicken"])
def test_chicken_is_chicken(name):
    for _, game in games(name):
        for i in range(2):
            crash, dare, concede, swerve = (payoff(game, p if i == 0 else p[::-1])[i] for p in product(range(2), repeat=2))
            assert dare > swerve > concede > crash
        assert pure_equilibria(game) == {(0, 1), (1, 0)}


def test_default_chicken_is_the_bundled_one():
    assert (accord.generate("chicken").payoffs == accord.read("chicken").payoffs).all()
    solution = accord.solve(accord.generate("chicken"))
    assert solution.disagreement.payoffs == (Fraction(21, 4), Fraction(21, 4))


@pytest.mark.parametrize("name", ["prisoners-dilemma", "random-prisoners-dilemma", "n-player-prisoners-dilemma"])
def test_defecting_is_dominant_and_cooperation_better_for_all(name):
    for _, game in games(name):
        everybody = range(game.n_players)
        assert all(strictly_dominant(game, i, 1) for i in everybody)
        both = payoff(game, (0,) * game.n_players), payoff(game, (1,) * game.n_players)
        assert all(better > worse for better, worse in zip(*both, strict=True))


@pytest.mark.parametrize("name", ["battle-of-the-sexes", "random-battle-of-the-sexes"])
def test_battles_of_the_sexes_have_two_equilibria_that_are_ranked_differently(name):
    for _, game in games(name):
        assert pure_equilibria(game) == {(0, 0), (1, 1)}
        (a, b), (c, d) = payoff(game, (0, 0)), payoff(game, (1, 1))
        assert a > c
        assert b < d


def test_stag_hunts_and_pennies():
    for _, game in games("stag-hunt"):
        assert pure_equilibria(game) == {(0, 0), (1, 1)}
        assert payoff(game, (0, 0))[0] > payoff(game, (1, 1))[0]
    assert all(not pure_equilibria(game) for _, game in games("matching-pennies"))


def test_hawks_and_doves():
    assert pure_equilibria(family("hawk-dove", value=2, cost=4).game()) == {(0, 1), (1, 0)}
    assert pure_equilibria(family("hawk-dove", value=4, cost=2).game()) == {(0, 0)}
    # The mixed equilibrium fights with probability value / cost (Maynard Smith and Price 1973).
    game = family("hawk-dove", value=2, cost=5).game()
    p = Fraction(2, 5)
    hawk, dove = (p * payoff(game, (k, 0))[0] + (1 - p) * payoff(game, (k, 1))[0] for k in range(2))
    assert hawk == dove


@pytest.mark.parametrize("name", ["coordination", "collaboration"])
def test_doing_the_same_is_an_equilibrium_and_better_than_anything_else(name):
    for _, game in games(name):
        same = {(k,) * game.n_players for k in range(game.shape[0])}
        assert same <= pure_equilibria(game)
        best = max(value for p in profiles(game) if p not in same for value in payoff(game, p))
        for profile in same:
            assert len(set(payoff(game, profile))) == 1
            assert payoff(game, profile)[0] > best
        if name == "collaboration":
            assert {payoff(game, profile) for profile in same} == {game.highest}


@pytest.mark.parametrize("name", ["rock-paper-scissors", "shapley"])
def test_games_in_circles_have_the_even_mix_and_no_pure_equilibrium(name):
    for _, game in games(name):
        assert not pure_equilibria(game)
        assert (game.numerators[0].sum(axis=1) == game.numerators[0].sum(axis=1)[0]).all()
        assert (game.numerators[1].sum(axis=0) == game.numerators[1].sum(axis=0)[0]).all()
    rps = family("rock-paper-scissors").game()
    assert [payoff(rps, (1, 0))[0], payoff(rps, (2, 1))[0], payoff(rps, (0, 2))[0]] == [1, 1, 1]


def test_shapleys_game_is_his():
    assert family("shapley").game().payoffs.astype(int).tolist() == [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
    ]


def test_volunteers():
    for made, game in games("n-player-chicken"):
        # Exactly as many volunteers as are needed, or, if one alone is not enough, nobody.
        enough = {p for p in profiles(game) if p.count(0) == made.needed}
        nobody = {(1,) * made.players} if made.needed > 1 else set()
        assert pure_equilibria(game) == enough | nobody


def test_public_goods():
    for made, game in games("public-good"):
        assert all(strictly_dominant(game, i, 0) for i in range(made.players))
        totals = {p: sum(payoff(game, p)) for p in profiles(game)}
        assert max(totals, key=totals.__getitem__) == (made.tokens,) * made.players
        for p in profiles(game):
            pot = made.multiplier * sum(p) / made.players
            assert payoff(game, p) == tuple(made.tokens - given + pot for given in p)


def test_minimum_effort():
    for made, game in games("minimum-effort"):
        assert pure_equilibria(game) == {(k,) * made.players for k in range(made.efforts)}
        for p in profiles(game):
            assert payoff(game, p) == tuple(made.benefit * (min(p) + 1) - made.cost * (k + 1) for k in p)


def test_guessing():
    for made, game in games("guess-two-thirds"):
        for p in profiles(game):
            target = made.factor * Fraction(sum(p), made.players)
            distance = [abs(k - target) for k in p]
            winners = distance.count(min(distance))
            assert payoff(game, p) == tuple(made.prize / winners if d == min(distance) else 0 for d in distance)
        assert (0,) * made.players in pure_equilibria(game)


def test_voting():
    for made, game in games("majority-voting"):
        by_winner: dict[int, set[tuple[Fraction, ...]]] = {}
        for p in profiles(game):
            winner = max(range(made.candidates), key=lambda c: (p.count(c), -c))
            by_winner.setdefault(winner, set()).add(payoff(game, p))
        assert all(len(found) == 1 for found in by_winner.values())


def test_travellers():
    for made, game in games("travellers-dilemma"):
        assert pure_equilibria(game) == {(0,) * made.players}
        for p in profiles(game):
            claims = [k + made.least for k in p]
            low = min(claims)
            expected = [low if len(set(claims)) == 1 else low + (made.bonus if c == low else -made.bonus) for c in claims]
            assert payoff(game, p) == tuple(expected)


def test_cournot():
    for made, game in games("cournot"):
        for p in profiles(game):
            price = max(made.intercept - made.slope * sum(p), 0)
            assert payoff(game, p) == tuple(q * (price - made.cost) for q in p)
    assert has_potential(family("cournot", intercept=20).game())
    # Two firms make (intercept - cost) / (3 slope) each; 3 here.
    assert (3, 3) in pure_equilibria(family("cournot", quantities=10).game())


def test_bertrand():
    for made, game in games("bertrand"):
        for p in profiles(game):
            low, cheapest = min(p) + 1, p.count(min(p))
            profit = (low - made.cost) * max(made.intercept - made.slope * low, 0) / cheapest
            assert payoff(game, p) == tuple(profit if k + 1 == low else 0 for k in p)
    # Competition drives the price down to the cost, or the step above it.
    assert {(0, 0), (1, 1)} == pure_equilibria(family("bertrand", prices=5, cost=1).game())


def test_locations():
    for made, game in games("location"):
        assert set(game.welfare[0].ravel()) == {made.places * game.welfare[1]}
        for p in profiles(game):
            sold = [Fraction(0)] * made.players
            for customer in range(made.places):
                distance = [abs(k - customer) for k in p]
                for i in range(made.players):
                    sold[i] += Fraction(int(distance[i] == min(distance)), distance.count(min(distance)))
            assert payoff(game, p) == tuple(sold)
    assert pure_equilibria(family("location", places=7).game()) == {(3, 3)}


def test_auctions():
    for made, game in games("auction"):
        seed = int(game.title.rpartition(" ")[2])
        values = [1 + int(k) for k in Draw(seed).below(made.greatest, made.players)]
        for p in profiles(game):
            for i in range(made.players):
                share = Fraction(int(p[i] == max(p)), p.count(max(p)))
                paid = {"first": share * p[i], "second": share * max(p[:i] + p[i + 1 :]), "all": p[i]}[made.price]
                assert payoff(game, p)[i] == values[i] * share - paid
    # Bidding one's value is weakly dominant with the second price (Vickrey 1961).
    made = family("auction", price="second", bids=6, greatest=5)
    for seed in SEEDS:
        value = 1 + int(Draw(seed).below(5, 2)[0])
        game = made.game(seed)
        assert all(payoff(game, (value, k))[0] >= payoff(game, (own, k))[0] for own, k in product(range(6), repeat=2))


def test_wars_of_attrition():
    for made, game in games("war-of-attrition"):
        values = [1 + int(k) for k in Draw(int(game.title.rpartition(" ")[2])).below(made.greatest, 2)]
        for a, b in profiles(game):
            shares = (Fraction(int(a > b)) + Fraction(int(a == b), 2), Fraction(int(b > a)) + Fraction(int(a == b), 2))
            assert payoff(game, (a, b)) == tuple(v * s - min(a, b) * made.cost for v, s in zip(values, shares, strict=True))


def test_grabbing():
    for made, game in games("grab-the-dollar"):
        for p in profiles(game):
            alone = p.count(min(p)) == 1
            assert payoff(game, p) == tuple((made.dollar if alone else made.torn) if k == min(p) else 0 for k in p)


def test_dispersion():
    for _, game in games("dispersion"):
        for p in profiles(game):
            assert payoff(game, p) == tuple(int(p.count(k) == 1) for k in p)


def test_blotto():
    for _, game in games("blotto"):
        for a, b in profiles(game):
            mine, theirs = ([int(k) for k in game.actions[i][at].split("-")] for i, at in enumerate((a, b)))
            won = sum((x > y) - (x < y) for x, y in zip(mine, theirs, strict=True))
            assert payoff(game, (a, b)) == (won, -won)
    assert family("blotto", soldiers=4, enemies=3, fields=3).game().shape == (15, 10)


# What is refused


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("randm", {}, "no family 'randm'; did you mean 'random'"),
        ("random", {"shap": "3x3"}, "no parameter 'shap'; did you mean 'shape'"),
        ("random", {"shape": "3y3"}, "shape is '3y3'; a number of actions for each player"),
        ("random", {"shape": "0x3"}, "shape is '0x3'"),
        ("random", {"shape": ""}, "shape is ''"),
        ("random", {"shape": 3}, "shape is 3;"),
        ("random", {"low": 3, "high": 2}, "low must not be greater"),
        ("random", {"grid": 0}, "grid is 0; a number above 0"),
        ("random", {"low": "x"}, "low is 'x'; a number"),
        ("random", {"low": True}, "low is true"),
        ("random", {"low": float("nan")}, "low is nan"),
        ("random", {"low": "1e99"}, "low is '1e99'"),
        ("random", {"low": Fraction(1, 10**7)}, "low is 1/10000000; a number"),
        ("symmetric", {"players": 2.5}, "players is 2.5; a whole number from 2 to 20"),
        ("symmetric", {"players": "9" * 5000}, "players is '999"),
        ("symmetric", {"players": 10**5000}, "players is too long to be shown"),
        ("random", {"low": 10**5000}, "low is too long to be shown"),
        ("random", {"shape": [2, 10**5000]}, "shape is "),
        ("zero-sum", {"shape": "2x2x2"}, r"shape is '2x2x2'; .*two players"),
        ("random-chicken", {"low": 0, "high": 2}, "there are 3 payoff.*4 different ones are needed"),
        ("chicken", {"dare": 5}, "dare > swerve > concede > crash is needed"),
        ("prisoners-dilemma", {"sucker": 3}, "temptation > reward > punishment > sucker"),
        ("rock-paper-scissors", {"actions": 4}, "an odd number is accepted"),
        ("congestion", {"use": "subset"}, "one of single, subsets is accepted; did you mean 'subsets'"),
        ("n-player-prisoners-dilemma", {"cost": 4}, "less than what all others bring"),
        ("n-player-chicken", {"needed": 4}, "at most players, 3"),
        ("n-player-chicken", {"cost": 3}, "less than reward 3"),
        ("travellers-dilemma", {"least": 9}, "at least the least claim, 9"),
        ("covariant", {"rho": 2}, "rho is 2; a number from -1 to 1"),
        ("covariant", {"deviation": 10**9, "grid": "1/1000000"}, "grid is 1/1000000"),
        ("random", {"shape": "x".join(["9"] * 30)}, "more than 10.18 action profiles"),
    ],
)
def test_what_is_not_accepted_is_refused_in_one_line(name, parameters, message):
    with pytest.raises(ConfigurationError, match=message) as caught:
        family(name, **parameters)
    assert "\n" not in str(caught.value)


def test_what_does_not_fit_into_memory_is_refused():
    with pytest.raises(InputError, match="GB are free"):
        family("random", shape="1000000x1000000")


@pytest.mark.parametrize("seed", [-1, 2**63, 1.0, True, "x", None, pytest.param(10**5000, id="long"), [1]])
def test_seeds_are_whole_numbers_from_0(seed):
    with pytest.raises(ConfigurationError, match=f"a whole number from 0 to {2**63 - 1}"):
        family("random").game(seed)
    assert family("random").game(2**63 - 1) != family("random").game(0)


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("generate:", "no family ''"),
        ("generate:random?shape", "'shape' is no parameter; PARAMETER=VALUE"),
        ("generate:random?low=1&low=2", "low is given twice"),
        ("generate:random?seed=x", "seed is 'x'"),
        ("generate:random?sed=1", "no parameter 'sed'"),
    ],
)
def test_malformed_uris_are_refused(uri, message):
    with pytest.raises(ConfigurationError, match=message):
        accord.read(uri)


def test_uris_may_be_quoted_and_schemes_are_of_any_case():
    assert accord.read("GENERATE:random?low=%2D1%2F2&seed=1") == accord.generate("random", seed=1, low="-1/2")
    assert accord.read("generate:random?") == accord.generate("random")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.sampled_from(sorted(FAMILIES)), st.booleans())
def test_no_text_leads_to_anything_but_a_game_or_one_line(text, name, known):
    with suppress(AccordError):
        parse(f"generate:{name}?{text}" if known else f"generate:{text}")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FAMILIES)), st.data())
def test_no_value_leads_to_anything_but_a_family_or_one_line(name, data):
    known = [parameter["name"] for parameter in describe_family(FAMILIES[name])["parameters"]]
    values = st.one_of(
        st.none(), st.booleans(), st.integers(-3, 8), st.integers(), st.floats(), st.fractions(), st.text(max_size=8)
    )
    given_values = data.draw(st.dictionaries(st.sampled_from(known), values | st.lists(values, max_size=3), max_size=3))
    made = None
    with suppress(AccordError):
        made = family(name, **given_values)
    if made is not None:
        assert isinstance(made, Family)
        assert family(name, **made.settings) == made
        if math.prod(made.sizes) < 3000:
            assert made.game(1).shape == made.sizes


# The command line


def test_families_are_listed_and_described(capsys):
    assert main(["games", "families"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in FAMILIES)
    assert main(["games", "families", "covariant"]) == 0
    about = capsys.readouterr().out
    assert "the correlation" in about
    assert "Rinott" in about
    assert main(["games", "families", "covarant"]) == 2
    assert "did you mean 'covariant'" in capsys.readouterr().err


def test_families_as_json(capsys):
    import json  # noqa: PLC0415

    assert main(["games", "families", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["families"]
    assert [each["name"] for each in found] == list(FAMILIES)
    assert main(["games", "--format", "json", "families", "chicken"]) == 0
    assert json.loads(capsys.readouterr().out)["drawn"] is False


@pytest.mark.parametrize("form", ["toml", "nfg", "json"])
def test_generated_files_hold_the_game(form, tmp_path, capsys):
    game = accord.generate("random", seed=4, shape="2x3", grid="1/3")
    wanted = ["games", "generate", "random", "--set", "shape=2x3", "--set", "grid=1/3", "--seed", "4"]
    assert main([*wanted, "--format", form]) == 0
    printed = capsys.readouterr().out
    assert main([*wanted, "-o", str(tmp_path / f"one.{form}")]) == 0
    assert (tmp_path / f"one.{form}").read_text(encoding="utf-8") == printed
    read = accord.read(tmp_path / f"one.{form}")
    assert (read, read.title) == (game, game.title)
    assert main([*wanted, "--count", "8", "--format", form, "-o", str(tmp_path / "many")]) == 0
    names = [f"random-{seed:02}.{form}" for seed in range(4, 12)]
    assert sorted(file.name for file in (tmp_path / "many").iterdir()) == names
    assert accord.read(tmp_path / "many" / names[-1]) == accord.generate("random", seed=11, shape="2x3", grid="1/3")


def test_files_that_hold_something_else_are_left_alone(tmp_path, capsys):
    file = tmp_path / "chicken.toml"
    assert main(["games", "generate", "chicken", "-o", str(file)]) == 0
    before = file.read_bytes()
    assert main(["games", "generate", "chicken", "-o", str(file)]) == 0
    assert main(["games", "generate", "chicken", "--set", "dare=9", "-o", str(file)]) == 2
    assert "--force" in capsys.readouterr().err
    assert file.read_bytes() == before
    assert main(["games", "generate", "chicken", "--set", "dare=9", "-o", str(file), "--force"]) == 0
    assert accord.read(file) == accord.generate("chicken", dare=9)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["random", "--count", "2"], "need a folder"),
        (["random", "--count", "0"], "a number from 1"),
        (["chicken", "--count", "2", "-o", "x"], "nothing is drawn in chicken"),
        (["random", "-o", "x.csv"], "the ending .csv is unknown"),
        (["random", "-o", "x.nfg", "--count", "2"], "name a folder"),
        (["random", "-o", "x.nfg", "--format", "json"], "contradict each other"),
        (["random", "--set", "low"], "PARAMETER=VALUE"),
        (["random", "--set", "low=1", "--set", "low=2"], "low is given twice"),
        (["random", "--set", "lw=1"], "did you mean 'low'"),
        (["random", "--seed", "x"], "no whole number"),
        (["random", "--seed", str(2**63)], f"a whole number from 0 to {2**63 - 1}"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(arguments, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["games", "generate", *arguments]) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert told.err.count("\n") == 1
    assert not told.out
    assert list(tmp_path.iterdir()) == []


def test_usage_needs_neither_numpy_nor_scipy():
    code = "import sys; from accord.cli import main; main(['games', 'generate', '--help']); print('numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.endswith("False\n")
    code = "import sys; from accord.cli import main; main(['games', 'families']); print('scipy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.endswith("False\n")
