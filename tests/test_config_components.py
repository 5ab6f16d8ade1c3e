"""Components out of names and settings, pipelines out of components, and both back into plain values."""

import json
import sys
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import ClassVar, Literal

import pytest

from accord.claims import Claim
from accord.config import assemble, build, describe, settings_of
from accord.errors import ComponentError, ConfigurationError, InputError
from accord.host import Plugin, Registration, Registry, load_registry
from accord.rationals import Number
from accord.roles import Needs, Selection, Solver


class Constants:
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()


@dataclass(frozen=True)
class MaxWelfare(Constants):
    name: ClassVar[str] = "max-welfare"
    reference: Literal["pmm", "nadir"] = "pmm"

    def select(self, equilibria): ...


@dataclass(frozen=True)
class Fair(MaxWelfare):
    name: ClassVar[str] = "fair"


@dataclass(frozen=True)
class Slow(Constants):
    name: ClassVar[str] = "far.slow"
    time_limit: float | None = None
    seed: int = 0

    def __post_init__(self):
        if self.seed < 0:
            raise ValueError(f"seed is {self.seed}; at least 0 is accepted")
        if self.seed == 13:
            raise InputError("thirteen")
        if self.seed == 14:
            raise ZeroDivisionError("fourteen")

    def equilibria(self, game): ...


@dataclass(frozen=True)
class Correlated(Constants):
    name: ClassVar[str] = "correlated"
    selection: Selection = MaxWelfare()

    def fall_back(self, game): ...


@dataclass(frozen=True)
class Nash(Constants):
    name: ClassVar[str] = "nash"
    solver: Solver
    selection: Selection = MaxWelfare()

    def fall_back(self, game): ...


@dataclass(frozen=True)
class Point(Constants):
    name: ClassVar[str] = "point"
    payoffs: tuple[Number, ...]

    def fall_back(self, game): ...


@dataclass(frozen=True)
class Equal(Constants):
    name: ClassVar[str] = "equal"

    def agree(self, problem): ...


@dataclass(frozen=True)
class NashSplit(Equal):
    name: ClassVar[str] = "nash"
    time_limit: float = 60.0


@dataclass(frozen=True)
class Alpha(Constants):
    name: ClassVar[str] = "alpha"

    def worth(self, game, coalition): ...


@dataclass(frozen=True)
class Pipeline:
    fallback: object
    split: object
    side_payments: bool
    worth: object = None


ROLE_OF = {"select": "selection", "equilibria": "solver", "fall_back": "fallback", "agree": "split", "worth": "worth"}


@pytest.fixture
def registry():
    entries = []
    for component in (MaxWelfare, Fair, Slow, Correlated, Nash, Point, Equal, NashSplit, Alpha):
        (role,) = {role for verb, role in ROLE_OF.items() if hasattr(component, verb)}
        plugin = "far" if component is Slow else "accord"
        entries.append(Registration(role, component.name, component, plugin, plugin + "-dist", "1.2"))
    return Registry((Plugin("accord", "accord-dist", "1.2"), Plugin("far", "far-dist", "1.2")), tuple(entries))


@pytest.fixture
def put(monkeypatch, registry):
    monkeypatch.setitem(sys.modules, "accord.pipeline", SimpleNamespace(Pipeline=Pipeline))
    return lambda **stages: assemble(registry, **stages)


def test_build_from_a_name_a_table_and_an_instance(registry):
    assert build(registry, "selection", "fair", {"reference": "nadir"}, "s") == Fair("nadir")
    assert build(registry, "selection", {"name": "fair", "reference": "nadir"}, {}, "s") == Fair("nadir")
    instance = Fair()
    assert build(registry, "selection", instance, {}, "s") is instance
    assert build(registry, "selection", instance, {"reference": "nadir"}, "s") == Fair("nadir")


def test_components_inside_components(registry):
    wanted = Nash(Slow(time_limit=5.0), Fair("nadir"))
    solver, selection = {"name": "far.slow", "time_limit": 5}, {"name": "fair", "reference": "nadir"}
    assert build(registry, "fallback", "nash", {"solver": solver, "selection": selection}, "f") == wanted
    assert build(registry, "fallback", "nash", {"solver": Slow(5.0), "selection": Fair("nadir")}, "f") == wanted
    assert build(registry, "fallback", "correlated", {"selection": {"reference": "nadir"}}, "f") == Correlated(
        MaxWelfare("nadir")
    )


@pytest.mark.parametrize(
    ("role", "given", "settings", "message"),
    [
        ("selection", "fiar", {}, "there is no selection 'fiar'; did you mean 'fair'?"),
        (
            "selection",
            "fair",
            {"refrence": "pmm"},
            "'fair' has no setting 'refrence'; did you mean 'reference'?; its settings: reference",
        ),
        ("split", "equal", {"x": 1}, "'equal' has no setting 'x'; its settings: none"),
        ("selection", "fair", {"reference": "zero"}, "here.reference is 'zero'; one of 'pmm', 'nadir' is accepted"),
        ("fallback", "point", {}, "here 'point' needs the setting 'payoffs'; a list, each a number"),
        ("solver", "far.slow", {"seed": -1}, "here 'far.slow': seed is -1; at least 0 is accepted"),
        ("selection", Fair, {}, "here is the class Fair; the name of a selection or an instance, Fair(…), is accepted"),
        ("selection", Equal(), {}, "the name of a selection or a frozen dataclass with the method `select` is accepted"),
        ("selection", 3, {}, "here is 3"),
        ("selection", {"reference": "pmm"}, {}, "here is a table without a name"),
        ("fallback", "nash", {"solver": "fair"}, "there is no solver 'fair' (it is the name of a selection)"),
    ],
)
def test_what_cannot_be_built_is_explained(registry, role, given, settings, message):
    with pytest.raises(ConfigurationError) as caught:
        build(registry, role, given, settings, "here")
    assert message in str(caught.value)


def test_errors_of_accord_pass_and_others_name_the_component(registry):
    with pytest.raises(InputError, match=r"^thirteen$"):
        build(registry, "solver", "far.slow", {"seed": 13}, "here")
    with pytest.raises(ComponentError, match=r"far\.slow.*ZeroDivisionError: fourteen"):
        build(registry, "solver", "far.slow", {"seed": 14}, "here")


def test_defaults(put):
    assert put() == Pipeline(Correlated(MaxWelfare()), Equal(), True)
    assert put(side_payments=False) == Pipeline(Correlated(MaxWelfare()), NashSplit(), False)


def test_inner_stages_from_names_settings_and_tables(put):
    wanted = Nash(Slow(seed=3), Fair("nadir"))
    stages = {"solver": {"seed": "3"}, "selection": {"reference": "nadir"}}
    assert put(fallback="nash", solver="far.slow", selection="fair", settings=stages).fallback == wanted
    inside = {"fallback": {"solver": "far.slow", "selection": "fair"}, **stages}
    assert put(fallback="nash", settings=inside).fallback == wanted
    table = {"name": "nash", "solver": {"name": "far.slow", "seed": 3}, "selection": Fair("nadir")}
    assert put(fallback=table).fallback == wanted
    assert put(fallback=Nash(Slow(seed=3), Fair()), settings={"selection": {"reference": "nadir"}}).fallback == wanted
    assert put(fallback=Nash(Slow()), solver=Slow(seed=3), selection=Fair("nadir")).fallback == wanted
    assert put(settings={"selection": {"reference": "nadir"}}).fallback == Correlated(MaxWelfare("nadir"))


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ({"fallback": "nash"}, "fallback 'nash' needs a solver; installed: far.slow"),
        ({"fallback": "point", "selection": "fair"}, "fallback 'point' takes no selection; those that do: correlated, nash"),
        ({"solver": "far.slow"}, "fallback 'correlated' takes no solver; those that do: nash"),
        ({"settings": {"solver": {"seed": 1}}}, "fallback 'correlated' takes no solver"),
        ({"worth": "alhpa"}, "there is no worth 'alhpa'; did you mean 'alpha'?; installed: alpha"),
        ({"worth": "alpha"}, "does not use worths"),
        ({"settings": {"splitt": {}}}, "there is no stage 'splitt'; did you mean 'split'?"),
        ({"selection": "fair", "settings": {"fallback": {"selection": "max-welfare"}}}, "selection is given twice"),
        ({"fallback": "corelated"}, "did you mean 'correlated'?"),
        ({"time_limit": -1.0}, "time limit is -1.0; a positive number of seconds is accepted"),
        ({"fallback": object()}, "the name of a fallback or a frozen dataclass"),
    ],
)
def test_what_does_not_fit_together_is_explained(put, stages, message):
    with pytest.raises(ConfigurationError) as caught:
        put(**stages)
    assert message in str(caught.value)


def test_time_limit_reaches_every_component_that_has_one(put):
    found = put(fallback="nash", solver="far.slow", side_payments=False, time_limit=2)
    assert found == Pipeline(Nash(Slow(time_limit=2.0)), NashSplit(2.0), False)


def test_settings_and_provenance(registry):
    point = Point((Fraction(1, 3), Fraction(1, 2), Fraction(3), 0.25))
    assert settings_of(point) == {"payoffs": ["1/3", 0.5, 3, 0.25]}
    nash = Nash(Slow(time_limit=1.5))
    assert (
        settings_of(nash)
        == json.loads(json.dumps(settings_of(nash)))
        == {
            "solver": {"name": "far.slow", "settings": {"time_limit": 1.5, "seed": 0}},
            "selection": {"name": "max-welfare", "settings": {"reference": "pmm"}},
        }
    )
    step = describe(registry, nash)
    assert (step.name, step.plugin, step.distribution, step.version) == ("nash", "accord", "accord-dist", "1.2")
    assert (step.settings["solver"].plugin, step.settings["solver"].settings["time_limit"]) == ("far", 1.5)


def test_components_passed_in_by_hand_have_no_origin(registry):
    @dataclass(frozen=True)
    class Mine(Equal):
        name: ClassVar[str] = "mine"

    step = describe(registry, Mine())
    assert (step.name, step.plugin, step.distribution, step.version) == ("mine", None, None, None)


def test_the_defaults_of_the_host_itself():
    registry = load_registry()
    pipeline = assemble(registry)
    selection = {"name": "max-welfare", "settings": {"reference": "pmm"}}
    plain = {"drop_weakly_dominated": False, "merge_equivalent": False}
    assert {**settings_of(pipeline.fallback), **plain} == settings_of(pipeline.fallback)
    assert settings_of(pipeline.fallback)["selection"] == selection
    assert (pipeline.fallback.name, pipeline.split.name, pipeline.side_payments) == ("correlated", "equal", True)
    assert assemble(registry, side_payments=False).split.name == "nash"
    assert describe(registry, pipeline.fallback).settings["selection"].distribution == "accord"
