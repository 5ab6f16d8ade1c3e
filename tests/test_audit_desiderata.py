"""Which axioms which pipelines violate: the table of what is known, found by search, and what else the search must do."""

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

import pytest

import accord
from accord import report, source
from accord.audit import Budget, audit_desiderata, audit_everything
from accord.audit.axioms import Answers, claimed, examine
from accord.audit.search import Search
from accord.audit.shrink import shrink, size, smaller
from accord.builtin import axioms as host
from accord.builtin.axioms.changes import shifted
from accord.builtin.readers import bundled_names, format_toml
from accord.builtin.readers.tables import parse_toml
from accord.claims import Claim
from accord.cli import main
from accord.config import assemble
from accord.errors import ConfigurationError, InputError, PluginError, UnsuitableError
from accord.host import Registration, load_registry
from accord.host.checks import check_component
from accord.rationals import total
from accord.roles import Demand, Needs

F = Fraction
REGISTRY = load_registry()

COCO, SECURITY = {"fallback": "minimax-threat"}, {"fallback": "security"}
PMM = ("max-welfare", "egalitarian", "nash-product", "kalai-smorodinsky", "random-dictator", "raiffa")
SPREAD, DIM = ("max-entropy", "max-gini"), ("min-welfare", "centroid", "midpoint")
PIPELINES = {"CoCo": COCO, "security": SECURITY} | {s: {"selection": s} for s in (*PMM, *SPREAD, *DIM)}

_TABLE = """
axiom                  | CoCo | pmm | spread | dim | security
efficiency             | yes  | yes | yes    | yes | yes
symmetry               | yes  | yes | yes    | yes | yes
shift-invariance       | yes  | yes | yes    | yes | yes
action-monotonicity    | yes  | no  | no     | no  | yes
payoff-dominance       | yes  | yes | yes    | yes | no
redundant-actions      | yes  | yes | no     | yes | yes
cloned-actions         | yes  | yes | no     | yes | yes
individual-rationality | yes  | yes | yes    | yes | yes
continuity             | yes  | no  | no     | no  | yes
constant-sum-value     | yes  | yes | yes    | yes | yes
balanced-threats       | yes  | no  | no     | no  | no
dominated-actions      | no   | yes | yes    | yes | no
free-threats           | no   | yes | no     | no  | no
scale-covariance       | yes  | yes | yes    | yes | yes
"""
"""Two players, side payments, an equal split."""

ADDITIVE = dict.fromkeys(("CoCo", "security", "egalitarian", "random-dictator", "midpoint", "max-entropy"), True) | dict.fromkeys(
    ("max-welfare", "nash-product", "kalai-smorodinsky", "raiffa", "centroid", "max-gini"), False
)
"""Whether two games that have nothing to do with each other can be settled one by one.

So they can with ``egalitarian``, although its disagreement points do not add up: two players gain the same over ``pmm``, so one
is ahead of the other in the agreement by as much as in ``pmm``, and that adds up. With ``min-welfare`` they can unless there are
ties.
"""

_HEAD, *_ROWS = [[cell.strip() for cell in line.split("|")] for line in _TABLE.strip().splitlines()]
TABLE = {row[0]: dict(zip(_HEAD[1:], row[1:], strict=True)) for row in _ROWS}


def kind(name):
    return "pmm" if name in PMM else "spread" if name in SPREAD else "dim" if name in DIM else name


def pipeline(**stages):
    return assemble(REGISTRY, **stages)


def demands(axiom, game, **stages):
    return list(axiom.examine(accord.read(game) if isinstance(game, str) else game, Answers(pipeline(**stages))))


def unmet(axiom, game, **stages):
    """What is found and what is required, wherever they differ."""
    return [(d.found, d.required) for d in demands(axiom, game, **stages) if d.found != d.required]


def search(stages, games, *names, players=2, **options):
    return audit_desiderata(
        pipeline(**stages), REGISTRY, axioms=names or None, games=(), players=players, budget=Budget(games=games), **options
    )


# The table, by search: no game is given


@pytest.mark.parametrize("name", PIPELINES)
def test_the_table_is_found_by_search(name):
    wanted = {axiom: row[kind(name)] for axiom, row in TABLE.items()}
    if name in ADDITIVE:
        wanted["additivity"] = "yes" if ADDITIVE[name] else "no"
    audit = search(PIPELINES[name], 14, *wanted)
    assert {row.axiom: {"violated": "no", "not refuted": "yes"}[row.outcome] for row in audit.rows} == wanted
    assert audit.certified
    for row in audit.rows:
        assert row.tried > 3 or row.counterexample
        if row.counterexample:
            assert row.counterexample.smallest
            assert row.counterexample.origin == "a random game"


def test_an_equal_split_gives_bystanders_a_share_unless_threats_count():
    assert search(COCO, 8, "null-player").rows[0].outcome == "not refuted"
    assert search({}, 8, "null-player").rows[0].outcome == "violated"
    assert search({"worth": "bloc"}, 6, "null-player").rows[0].outcome == "not refuted"


@pytest.mark.parametrize("stages", [COCO, SECURITY, {}, {"selection": "egalitarian"}, {"selection": "max-gini"}])
def test_what_components_state_is_not_refuted_for_three_players(stages):
    stated = sorted(claimed(pipeline(**stages)))
    assert {"efficiency", "symmetry", "individual-rationality"} <= set(stated)
    audit = search(stages, 4, *stated, players=3)
    assert [row.axiom for row in audit.rows if row.counterexample] == []
    assert all(row.claimed for row in audit.rows)


def test_without_side_payments_every_player_has_a_unit_of_its_own():
    stages = {"split": "nash", "side_payments": False}
    assert search(stages, 60, "scale-covariance").rows[0].outcome == "violated"
    nash = search({**stages, "selection": "nash-product"}, 8, "scale-covariance", "efficiency", "balanced-threats")
    assert [row.outcome for row in nash.rows] == ["not refuted", "not refuted", "untested"]


# The counterexamples that are known, to the number

LOCKED = {
    "max-welfare": F(23, 4),
    "egalitarian": 5,
    "nash-product": F(23, 4),
    "kalai-smorodinsky": F(359, 64),
    "centroid": F(10687, 1940),
    "min-welfare": F(27, 5),
    "random-dictator": F(11, 2),
    "midpoint": F(11, 2),
    "raiffa": F(367, 65),
    "max-gini": F(189, 34),
    "max-entropy": 5.554969,
}


@pytest.mark.parametrize("selection", LOCKED)
def test_locking_the_steering_wheel_pays(selection):
    """Chicken without Swerve has one equilibrium, (7, 2)."""
    (free,) = [
        d for d in demands(host.ActionMonotonicity(), "chicken", selection=selection) if "Row" in d.says and "Swerve" in d.says
    ]
    assert (pytest.approx([float(x) for x in free.found]), free.required) == ([6.0], (7,))
    (free,) = [
        d
        for d in demands(host.ActionMonotonicity(), "chicken_asym", selection=selection)
        if "Row" in d.says and "Swerve" in d.says
    ]
    assert free.required == (7,)
    assert float(free.found[0]) == pytest.approx(float(LOCKED[selection]), abs=1e-6)
    assert isinstance(LOCKED[selection], float) or free.found == (LOCKED[selection],)


def test_locking_the_steering_wheel_does_not_pay_where_threats_count():
    for game, free in (("chicken", 6), ("chicken_asym", 5)):
        found = [d for d in demands(host.ActionMonotonicity(), game, **COCO) if "Row" in d.says and "Swerve" in d.says]
        assert [(d.found, d.required) for d in found] == [((free,), (F(9, 2),))]


def test_security_levels_ignore_that_a_player_is_never_worse_off():
    assert ((F(1, 2),), (F(3, 2),)) in unmet(host.PayoffDominance(), "dictator_pref", **SECURITY)
    assert all(d.found[0] >= d.required[0] for d in demands(host.PayoffDominance(), "dictator_pref", **COCO))


@pytest.mark.parametrize("selection", [*PMM, *SPREAD, *DIM])
def test_equilibria_jump_at_indifference(selection):
    game = accord.Game.from_arrays([[0], [0]], [[1], [0]])
    up = F(1, 10**6)
    second = [d for d in demands(host.Continuity(), game, selection=selection) if "at 2 / 1" in d.says]
    assert [d.found for d in second] == [pytest.approx(((1 + up) / 2, (1 - up) / 2), abs=1e-9)]
    assert [d.required for d in second] == [pytest.approx((0, 1), abs=1e-9)]


def test_threats_do_not_jump_at_indifference():
    game = accord.Game.from_arrays([[0], [0]], [[1], [0]])
    assert Answers(pipeline(**COCO))(game) == (F(1, 2), F(1, 2))
    assert examine(host.Continuity(), Answers(pipeline(**COCO)), game).demand is None


@pytest.mark.parametrize(
    ("selection", "together", "apart"),
    [
        ("max-welfare", 2, 3),
        ("egalitarian", 0, 0),
        ("nash-product", 2, 1),
        ("kalai-smorodinsky", F(6, 5), 1),
        ("centroid", F(4158, 4905), F(32, 45)),
        ("raiffa", F(4, 3), 1),
    ],
)
def test_two_battles_of_the_sexes(selection, together, apart):
    """How far player 1 is ahead of player 2 if both are settled together, and one by one."""
    (both,) = demands(host.Additivity(), "bos_asym", selection=selection)
    assert (both.found[0] - both.found[1], both.required[0] - both.required[1]) == (together, apart)
    assert total(both.found) == total(both.required)


def test_nobody_leads_in_asymmetric_chicken():
    (balanced,) = demands(host.BalancedThreats(), "chicken_asym")
    assert (balanced.found, balanced.required) == ((F(23, 4), F(17, 4)), (5, 5))
    (balanced,) = demands(host.BalancedThreats(), "chicken_asym", **COCO)
    assert balanced.found == balanced.required == (5, 5)


def test_copies_of_actions_in_chicken():
    gini = {d.found[0] for d in demands(host.ClonedActions(), "chicken", selection="max-gini") if "Row" in d.says}
    assert gini == {F(164, 29), F(19, 3)}
    entropy = sorted(
        float(d.found[0]) for d in demands(host.ClonedActions(), "chicken", selection="max-entropy") if "Row" in d.says
    )
    assert entropy == pytest.approx([5.685868, 6.191689], abs=1e-6)
    assert unmet(host.ClonedActions(), "chicken", selection="centroid") == []


NOTHING = accord.Game.from_arrays([[0]], [[0]])


def test_a_curse_that_costs_its_caster_1():
    curse = host.DominatedActions(harm=F(1000))
    assert ((F(999, 2), F(-999, 2)), (0, 0)) in unmet(curse, NOTHING, **COCO)
    assert ((500, -500), (0, 0)) in unmet(curse, NOTHING, **SECURITY)
    assert unmet(curse, NOTHING) == []


@pytest.mark.parametrize(
    ("stages", "gain"),
    [(COCO, 500), (SECURITY, 500), ({"selection": "min-welfare"}, 500)]
    + [({"selection": s}, 250) for s in ("centroid", "midpoint", "max-gini")]
    + [({"selection": s}, 0) for s in PMM],
)
def test_a_curse_that_costs_nothing(stages, gain):
    assert ((gain, -gain), (0, 0)) in [(d.found, d.required) for d in demands(host.FreeThreats(harm=F(1000)), NOTHING, **stages)]


@pytest.mark.parametrize("selection", ["random-dictator", "raiffa"])
def test_with_three_players_free_threats_count_where_a_dictator_is_indifferent(selection):
    """Player 1 is indifferent, and so is the total: the units that break the tie are the ranges, which the threat widens."""
    cells = [[[(0, 0, 0), (0, 2, 1)], [(0, 3, 0), (0, 0, 0)]]]
    game = accord.Game.from_tensor([[[[cell[i] for cell in row] for row in table] for table in cells] for i in range(3)])
    found = demands(host.FreeThreats(), game, selection=selection)
    threat = next(d for d in found if "player 1 can take 5 from player 2" in d.says)
    assert threat.found == (0, F(278, 117), F(73, 117))
    assert threat.required == (0, F(103, 42), F(23, 42))


@pytest.mark.parametrize(("worth", "first"), [("bloc", F(5, 6)), ("singletons", F(11, 12)), ("partition", F(7, 8))])
def test_values_of_coalitions_in_equilibrium_undercut_a_player(worth, first):
    (rational,) = demands(host.IndividualRationality(), "ir_violation3", worth=worth)
    assert (rational.found[0], rational.required) == (first, (1, 0, 0))


def test_values_of_coalitions_give_bystanders_nothing():
    (null,) = demands(host.NullPlayer(), "chicken_asym", worth="bloc")
    assert null.found == null.required == (F(23, 4), F(17, 4), 0)


# Rules with a flaw, and plugins that fail


@dataclass(frozen=True)
class Absolute:
    """Prefer the equilibrium whose least payoff is greatest, as if zero meant something."""

    name: ClassVar[str] = "planted.absolute"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    satisfies: ClassVar[frozenset[str]] = frozenset({"symmetry", "shift-invariance"})

    def select(self, equilibria):
        n = equilibria.game.n_players
        return equilibria.leximin([F(0)] * n, [F(1)] * n).point()


@dataclass(frozen=True)
class Choosy:
    """Give the first player everything, for games of two actions each; fail where there is little to have."""

    name: ClassVar[str] = "planted.choosy"
    needs: ClassVar[Needs] = Needs(max_profiles=4)
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def agree(self, problem):
        if problem.total < 4:
            raise RuntimeError("little to have")
        return (problem.total, *[F(0)] * (problem.game.n_players - 1))


@dataclass(frozen=True)
class Faulty:
    """Fail."""

    name: ClassVar[str] = "planted.faulty"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game, solve):
        solve(game)
        raise RuntimeError("an axiom that fails")


@dataclass(frozen=True)
class Odd:
    """Ask for numbers that cannot be compared."""

    name: ClassVar[str] = "planted.odd"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def examine(self, game, solve):
        yield Demand("as many numbers", solve(game), (F(0),))


@pytest.fixture
def planted(monkeypatch):
    """Register all of these."""
    added = [("selection", Absolute), ("split", Choosy), ("axiom", Faulty), ("axiom", Odd)]
    entries = [Registration(role, each.name, each, "planted", "planted", "1") for role, each in added]
    registry = replace(REGISTRY, registrations=(*REGISTRY.registrations, *entries))
    monkeypatch.setattr("accord.api.auditing.load_registry", lambda: registry)
    return registry


def test_a_planted_rule_breaks_its_claim():
    planted = Answers(pipeline(selection=Absolute()))
    assert (planted(accord.read("bos")), planted(shifted(accord.read("bos"), (1, 0)))) == ((F(3, 2), F(3, 2)), (2, 2))
    (symmetry, shift) = search({"selection": Absolute()}, 60, "symmetry", "shift-invariance").rows
    assert (symmetry.outcome, symmetry.broken) == ("not refuted", False)
    assert (shift.outcome, shift.broken, shift.claimed) == ("violated", True, "fallback correlated")
    assert shift.counterexample.smallest


def test_claims_are_those_of_the_pipeline_as_it_is_set():
    assert "dominated-actions" in claimed(pipeline())
    assert "dominated-actions" not in claimed(assemble(REGISTRY, settings={"selection": {"reference": "security"}}))
    assert "cloned-actions" not in claimed(assemble(REGISTRY, settings={"fallback": {"merge_equivalent": True}}))
    assert claimed(pipeline(split="weighted", settings={"split": {"weights": "1,2"}})) == {"efficiency": "split weighted"}
    assert claimed(pipeline(worth="bloc")) == {}


@pytest.mark.parametrize("stated", [{"symmetry"}, frozenset({1}), "symmetry"])
def test_statements_are_frozensets_of_names(stated):
    with pytest.raises(PluginError, match="a frozenset of names of axioms"):
        check_component("selection", type("Wrong", (), {**vars(Absolute), "satisfies": stated}), "planted")


def test_components_are_listed_with_what_they_state(capsys):
    assert main(["plugins", "show", "minimax-threat", "--format", "json"]) == 0
    stated = {c["role"]: c["satisfies"] for c in json.loads(capsys.readouterr().out)["components"]}
    assert "balanced-threats" in stated["fallback"]
    assert stated["worth"] == []
    assert main(["plugins", "show", "correlated"]) == 0
    assert "dominated-actions" in capsys.readouterr().out


def test_a_faulty_axiom_costs_its_row_only(planted):
    audit = accord.audit_desiderata(
        axioms=["planted.faulty", "planted.odd", "efficiency"], games=[accord.read("chicken")], budget=1
    )
    faulty, odd, good = audit.rows
    assert (faulty.outcome, faulty.trouble) == ("untested", "axiom planted.faulty failed: RuntimeError: an axiom that fails")
    assert (odd.outcome, odd.trouble) == ("untested", "axiom planted.odd compares 2 number(s) with 1")
    assert (good.outcome, good.tried, good.trouble) == ("not refuted", 1, "")
    assert "planted.odd: axiom planted.odd compares" in report.render(audit)


def test_refusals_and_failures_are_counted_as_what_they_are(planted):
    audit = accord.audit_desiderata(axioms=["symmetry", "efficiency"], games=(), budget=40, split="planted.choosy")
    symmetry, efficiency = audit.rows
    assert symmetry.outcome == "violated"
    assert min(efficiency.tried, efficiency.refused, efficiency.failed) > 0
    assert efficiency.tried + efficiency.refused + efficiency.failed == 40
    assert "little to have" in efficiency.trouble


def test_a_pipeline_that_cannot_be_had_costs_its_column_only():
    found = audit_everything(
        {"good": {}, "none": {"selection": "nobody-wrote-it"}, "coco": COCO},
        REGISTRY,
        axioms=["efficiency", "action-monotonicity"],
        budget=Budget(games=6),
    )
    assert [p.audit is None for p in found.pipelines] == [False, True, False]
    assert "nobody-wrote-it" in found.pipelines[1].trouble
    assert [[row.outcome for row in p.audit.rows] for p in found.pipelines if p.audit] == [
        ["not refuted", "violated"],
        ["not refuted", "not refuted"],
    ]


# Shrinking


@pytest.mark.parametrize(("selection", "name"), [("max-welfare", "ActionMonotonicity"), ("max-gini", "RedundantActions")])
def test_no_smaller_neighbour_fails(selection, name):
    axiom, solve = getattr(host, name)(), Answers(pipeline(selection=selection))

    def fails(game):
        return examine(axiom, solve, game).demand is not None

    start = accord.Game.from_arrays([[5, 1, 8], [12, 7, -3]], [[4, 2, 1], [3, 9, 1]])
    start = next(g for g in Search("shrink", [start]).games() if fails(g))
    *_, last = [start, *shrink(start, fails)]
    assert fails(last)
    assert size(last) < size(start)
    assert not any(fails(game) for game in smaller(last))


def test_shrinking_by_itself():
    """Somebody can get at least 3: that is one outcome."""
    start = accord.read("public_good3_asym").restrict([[0, 1], [0, 1], [0, 1]])
    *_, last = shrink(start, lambda g: max(g.highest) - min(g.lowest) >= 1)
    assert last.n_players == 1 or last.n_profiles <= 2
    assert all(size(game) < size(last) for game in smaller(last))
    assert max(last.highest) - min(last.lowest) == 1


def test_adapted_games_stay_of_their_kind():
    """A smaller game of constant sum is found although each single step leaves the kind."""
    axiom = host.ConstantSumValue()
    start = accord.Game.from_arrays([[3, -2], [-1, 5]], [[-3, 2], [1, -5]])

    def fails(game):
        return game.n_players == 2 and any(d.required[0] != 0 for d in axiom.examine(game, Answers(pipeline(**COCO))))

    *_, last = shrink(start, fails, lambda game: axiom.adapt(game) if game.n_players == 2 else game)
    assert size(last) == (2, 1, 1, 1)


# Reports


@pytest.mark.parametrize("name", bundled_names())
def test_game_files_are_read_back(name):
    game = accord.read(name)
    assert parse_toml(format_toml(game, 'with "quotes" and\nlines')) == game


def test_odd_labels_survive():
    game = accord.Game.from_arrays([F(1, 3), 2**70], players=['a"b\\\n\x7f ü 𝔘'])
    assert parse_toml(format_toml(game, "")) == game


def test_the_same_seed_gives_the_same_report(capsys):
    command = ["audit", "desiderata", "--axiom", "efficiency", "--axiom", "action-monotonicity", "--budget", "30", "--seed", "7"]
    for form in ("json", "markdown", "text"):
        printed = []
        for _ in range(2):
            assert main([*command, "--format", form]) == 0
            printed.append(capsys.readouterr().out)
        assert printed[0] == printed[1]
        assert "action-monotonicity" in printed[0]
    assert accord.audit_desiderata(axioms=["efficiency"], budget=30, seed=7).rows[0].tried == 30


def test_a_row_does_not_depend_on_the_others():
    both = search({}, 10, "symmetry", "continuity").to_dict()["rows"]
    assert search({}, 10, "continuity").to_dict()["rows"] == both[1:]


def test_counterexamples_are_saved_as_games(tmp_path, capsys):
    folder = tmp_path / "found"
    command = ["audit", "desiderata", "--axiom", "action-monotonicity", "--axiom", "continuity", "--save", str(folder)]
    assert main([*command, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert sorted(p.name for p in folder.iterdir()) == [
        "action-monotonicity-compared.toml",
        "action-monotonicity.toml",
        "continuity-compared.toml",
        "continuity.toml",
    ]
    for row in rows:
        game = accord.read(folder / f"{row['axiom']}.toml")
        assert game.digest == row["counterexample"]["digest"]
        assert accord.solve(game).certified
    compared = accord.solve(accord.read(folder / "action-monotonicity-compared.toml")).agreement.payoffs
    assert rows[0]["counterexample"]["required"][0] in [float(x) for x in compared]


def test_a_broken_claim_ends_with_1(planted, capsys):
    command = ["audit", "desiderata", "--axiom", "shift-invariance", "--budget", "60", "--selection", "planted.absolute"]
    assert main(command) == 1
    assert "BROKEN CLAIM" in capsys.readouterr().out
    assert main([*command, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["rows"][0]["broken_claim"] is True


def test_interrupted_audits_show_what_was_found(monkeypatch, capsys):
    solved = []

    def impatient(rule, game):
        solved.append(game)
        if len(solved) > 5:
            raise KeyboardInterrupt
        return (F(0),) * game.n_players

    monkeypatch.setattr("accord.audit.axioms.payoffs_of", impatient)
    assert main(["audit", "desiderata", "--axiom", "symmetry", "--axiom", "efficiency", "--format", "json"]) == 130
    found = json.loads(capsys.readouterr().out)
    assert (found["interrupted"], [row["axiom"] for row in found["rows"]]) == (True, ["symmetry"])
    assert found["rows"][0]["tried"] > 0


@pytest.mark.parametrize(("budget", "whole"), [(Budget(games=4), 4), (Budget(seconds=0.5), 1)])
def test_progress_is_told(budget, whole):
    told = []
    audit_desiderata(
        pipeline(**SECURITY), REGISTRY, axioms=["efficiency"], budget=budget, progress=lambda *what: told.append(what)
    )
    assert told[0] == ("efficiency", 1, whole)
    assert told[-1] == ("efficiency", whole, whole)


def test_seconds_are_kept():
    audit = accord.audit_desiderata(axioms=["efficiency", "symmetry"], budget="0.3s")
    assert audit.budget == "0.3 seconds"
    assert all(row.tried > 0 for row in audit.rows)


@pytest.mark.parametrize("budget", ["0", "-1", "ten", "0s", "infs", "nans", ""])
def test_bad_budgets(budget):
    with pytest.raises(ConfigurationError, match="a number of games such as 200"):
        Budget.parse(budget)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--axiom", "symetry"], "did you mean 'symmetry'"),
        (["--budget", "soon"], "budget is 'soon'"),
        (["--players", "0"], "players is 0"),
        (["--seed", "x"], "no whole number"),
        (["--selection", "nobody"], "there is no selection 'nobody'"),
    ],
)
def test_bad_usage(options, message, capsys):
    assert main(["audit", "desiderata", *options]) == 2
    assert message in capsys.readouterr().err


PIPELINE = """
[fallback]
name = "correlated"
[selection]
name = "{}"
"""


def test_all_is_one_table(tmp_path, capsys):
    for name in ("raiffa", "midpoint"):
        (tmp_path / f"{name}.toml").write_text(PIPELINE.format(name))
    files = [part for name in ("raiffa", "midpoint") for part in ("--pipeline", str(tmp_path / f"{name}.toml"))]
    command = ["audit", "all", *files, "--axiom", "free-threats", "--axiom", "continuity", "--budget", "40", "--players", "2"]
    assert main(command) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["desideratum", "raiffa", "midpoint"] in lines
    assert ["free-threats", "✓", "40", "✗"] in lines
    assert ["continuity", "✗", "✗"] in lines
    assert main([*command, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [p["name"] for p in found["pipelines"]] == ["raiffa", "midpoint"]
    assert main([*command, "--format", "markdown", "--save", str(tmp_path / "found")]) == 0
    assert "| free-threats | ✓ 40 | ✗ |" in capsys.readouterr().out
    assert (tmp_path / "found" / "midpoint-free-threats.toml").exists()


def test_libraries_are_what_readers_list(capsys):
    assert len(source.library("bundled", REGISTRY)) == len(bundled_names())
    with pytest.raises(InputError, match="nowhere"):
        source.library("nowhere", REGISTRY)
    assert source.libraries(REGISTRY)[0] == "bundled"
    command = ["audit", "desiderata", "--axiom", "efficiency", "--budget", "3", "--format", "json"]
    every = [option for scheme in source.libraries(REGISTRY) for option in ("--library", scheme)]
    assert main([*command, *every]) == 0
    named = capsys.readouterr().out
    assert main(command) == 0
    assert capsys.readouterr().out == named


def test_a_library_that_nobody_named_costs_its_own_games_only(capsys, monkeypatch):
    monkeypatch.setattr(source, "libraries", lambda registry: ("bundled", "nowhere"))
    assert main(["audit", "desiderata", "--axiom", "efficiency", "--budget", "3"]) == 0
    out, err = capsys.readouterr()
    assert "efficiency" in out
    assert err.startswith("accord: the games of nowhere: are left out: ")
    assert err.count("\n") == 1


def test_an_axiom_refuses_what_it_is_not_about():
    three = accord.read("majority3")
    assert not examine(host.PayoffDominance(), Answers(pipeline()), three).concerned
    refused = examine(host.Efficiency(), Answers(pipeline(fallback="rational-threats", split="nash", side_payments=False)), three)
    assert refused.refused
    assert isinstance(refused.refusal, UnsuitableError)
