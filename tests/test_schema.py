"""The published schemas: valid themselves, and of one mind with what accord accepts."""

import dataclasses
import json
import subprocess
import sys
import tomllib

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pipeline_documents import REGISTRY, documents, slips, text_of
from schema_documents import accepted_by

from accord.cli import main
from accord.config import bundled_pipelines, parse_pipeline
from accord.config.bundled import bundled_pipeline
from accord.config.faults import all_of
from accord.config.schema import game_schema, pipeline_schema
from accord.errors import AccordError
from accord.sweeps.schema import sweep_schema

PIPELINE = pipeline_schema(REGISTRY)
DIVIDING = [entry.name for entry in REGISTRY.of_role("split") if getattr(entry.component, "uses_worths", False)]
VALIDATOR = Draft202012Validator(PIPELINE)
BEYOND = (
    "leave the setting out",  # the terms of a component contradict those of the pipeline
    "one order has no standard error",
    "not all 0",
    "may never be reached",
    "dirichlet needs joint actions",
    "needs payoffs, one per player",
    "the name of a CSV or Parquet file",
    "a requirement of versions",
    "this is accord",
)
"""What accord refuses, and a schema cannot express."""


def accepted(text):
    """Whether accord accepts a file, and if not, why."""
    try:
        parse_pipeline(text, "x.toml", REGISTRY)
    except AccordError as error:
        return [str(fault) for fault in all_of(error)]
    return []


@pytest.mark.parametrize("kind", ["pipeline", "sweep", "game"])
def test_a_schema_is_one(kind, capsys):
    assert main(["schema", kind]) == 0
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert found["additionalProperties"] is False


def test_all_components_and_settings_are_in_the_schema():
    for role in ("fallback", "selection", "solver", "worth", "split"):
        for entry in REGISTRY.of_role(role):
            about = PIPELINE["$defs"][f"{role}.{entry.name}"]
            assert about["additionalProperties"] is False
            assert about["properties"]["name"]["const"] == entry.name
            for name in (field.name for field in dataclasses.fields(entry.component)):
                assert about["properties"][name]["description"], name
    rounds = PIPELINE["$defs"]["fallback.learned"]["properties"]["rounds"]
    assert (rounds["type"], rounds["minimum"], rounds["maximum"], rounds["default"]) == ("integer", 1, 10**9, 20_000)
    assert PIPELINE["$defs"]["selection.centroid"]["properties"]["tolerance"]["exclusiveMaximum"] == 1
    assert "gambit.enummixed" in str(PIPELINE["$defs"]["solver"]["anyOf"][0])


def test_defaults_are_accepted():
    """What an editor fills in must not be refused."""
    for about in PIPELINE["$defs"].values():
        for setting in about.get("properties", {}).values():
            if "default" in setting:
                Draft202012Validator({**setting, "$defs": PIPELINE["$defs"]}).validate(setting["default"])


@pytest.mark.parametrize("name", bundled_pipelines())
def test_the_examples_are_valid(name):
    VALIDATOR.validate(tomllib.loads(bundled_pipeline(name)))


@pytest.mark.parametrize(
    "text",
    [
        "fallbak = 'nash'",
        "fallback = 'nash'",
        "fallback = 'nosuch'",
        "selection = 'centroid'\nfallback = 'security'",
        "solver = 'pure'",
        "selection = 'centroid'\nfallback = {name = 'correlated', selection = 'raiffa'}",
        "worth = 'bloc'\nsplit = 'equal'",
        "split = 'shapley'",
        "split = 'weighted'",
        "split = {name = 'weighted', weights = [1, -1]}",
        "split = {name = 'weighted', weights = [1, 'x']}",
        "split = {name = 'shapley', samples = 'many'}\nworth = 'bloc'",
        "selection = {name = 'centroid', tolerance = 1.0}",
        "selection = {name = 'centroid', tolerance = '0.1'}",
        "selection = {name = 'centroid', tol = 0.1}",
        "selection = {tolerance = 0.1}",
        "[[selection]]\nname = 'centroid'",
        "fallback = {name = 'correlated', merge_equivalent = 'true'}",
        "worth = {name = 'bloc', fallback = 'nash'}\nsplit = 'shapley'",
        "worth = {name = 'bloc', fallback = {name = 'correlated', selection = {name = 'centroid', tolerance = 7}}}",
        "side_payments = 'yes'",
        "time_limit = 0",
        "time_limit = '5'",
        "title = 3",
    ],
)
def test_what_is_wrong_is_refused_by_both(text):
    assert not VALIDATOR.is_valid(tomllib.loads(text))
    assert accepted(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fallback = 'nash'\nsolver = 'pure'",
        "fallback = {name = 'nash', solver = {name = 'pure'}, selection = 'centroid'}",
        "fallback = 'nash'\nselection = {name = 'raiffa', rounds = 'none'}\n[solver]\nname = 'gambit.lcp'\nmax_depth = 3",
        "worth = 'bloc'",
        "worth = {name = 'bloc', fallback = {name = 'nash', solver = 'pure'}}\nsplit = 'banzhaf'",
        "split = {name = 'weighted', weights = [1, 0.5, '1/3']}",
        "split = 'nash'\nside_payments = false\ntime_limit = 2.5\naccord = '>=0.1'",
    ],
)
def test_what_is_right_is_accepted_by_both(text):
    VALIDATOR.validate(tomllib.loads(text))
    assert accepted(text) == []


QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def agree(document):
    text = text_of(document)
    faults, valid = accepted(text), VALIDATOR.is_valid(tomllib.loads(text))
    event("accepted" if not faults else "refused")
    if not faults:
        assert valid, text
    elif valid:
        assert all(any(each in fault for each in BEYOND) for fault in faults), (text, faults)


@QUICK
@given(documents())
def test_schema_and_check_agree_about_what_might_be_right(document):
    agree(document)


@pytest.mark.parametrize("role", ["fallback", "selection", "solver", "worth", "split"])
@QUICK
@given(data=st.data())
def test_what_the_schema_accepts_is_accepted(role, data):
    """Whole numbers where they fit, and whatever else an editor lets pass: drawn from the schema alone."""
    component = data.draw(accepted_by({"$ref": f"#/$defs/{role}"}, PIPELINE["$defs"]))
    around = {"selection": {"fallback": "correlated"}, "solver": {"fallback": "nash"}}.get(role, {})
    name = component if isinstance(component, str) else component["name"]
    if role == "split" and name in DIVIDING:
        around = {"worth": "bloc"}
    document = {**around, role: component}
    if VALIDATOR.is_valid(document):  # components that need others may not have them
        agree(document)


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        *(
            (text, True)
            for text in ("17/3", "-3", "+.5", "5.", " 1 ", "1_000", "1_0/2_0", "07", "1e3", "1E+3000", "1e-0007", "1e1_0")
        ),
        *((text, True) for text in ("\t3\n", "-0", "-0/7", "-.0e5", "\u0663", "0/5")),
        *(
            (text, False)
            for text in ("", ".", "1/0", "1/00", "1/3e2", "1e5/3", "1/3.5", "1__0", "1_", "_1", "1e", "e5", "1e99999")
        ),
        *((text, False) for text in ("nan", "inf", "one", "1,5", "0x10", "1 2", "--1", "1/-3")),
    ],
)
def test_schema_and_check_agree_about_numbers_as_text(text, fine):
    point = {"fallback": {"name": "point", "payoffs": [text, 1]}}
    assert (VALIDATOR.is_valid(point), not accepted(text_of(point))) == (fine, fine)
    weights = {"split": {"name": "weighted", "weights": [text, 1]}}
    fine = fine and text != "-3"
    assert (VALIDATOR.is_valid(weights), not accepted(text_of(weights))) == (fine, fine)


@QUICK
@given(slips())
def test_schema_and_check_agree_about_slips(document):
    agree(document)


@pytest.mark.parametrize("name", ["river.toml", "river_threat.toml", "fishery.json"])
def test_the_schema_of_games_fits_the_examples(name, request):
    text = (request.config.rootpath / "examples" / "games" / name).read_text(encoding="utf-8")
    game = json.loads(text) if name.endswith("json") else tomllib.loads(text)
    validator = Draft202012Validator(game_schema())
    validator.validate(game)
    for change in ({"payoff": 1}, {"players": [1]}, {"payoffs": []}, {"payoffs": ["x"]}, {"title": 3}, {"payoff_arrays": [[1]]}):
        assert not validator.is_valid({**game, **change}) or "payoffs" not in game, change


def test_the_schema_of_sweeps():
    validator = Draft202012Validator(sweep_schema(REGISTRY))
    sweep = {
        "store": "results.sqlite",
        "games": [{"names": ["chicken", "catalog:"]}, {"family": "random", "count": 3, "parameters": {}}],
        "pipelines": [
            {"file": "pipelines/*.toml"},
            {"name": "mine", "fallback": "security", "side_payments": False, "time_limit": 5},
        ],
        "grid": {
            "fallback": ["correlated", {"name": "nash", "solver": "pure"}],
            "split": "equal",
            "side_payments": [True, False],
        },
        "limits": {"seconds": 5},
        "executor": {"name": "processes", "jobs": 2},
    }
    validator.validate(sweep)
    for change in (
        {"game": []},
        {"games": [{"files": "a", "names": "chicken"}]},
        {"games": [{"names": "chikcen"}]},
        {"games": [{"family": "nosuch"}]},
        {"games": [{"family": "random", "count": 0}]},
        {"games": [{"family": "congestion", "parameters": {"use": "any"}}]},
        {"games": [{"family": "random", "grid": {"shape": [2, 2]}}]},
        {"games": [{"family": "covariant", "parameters": {"rho": 1.5}}]},
        {"games": [{"family": "cournot", "grid": {"quantities": [3, 2.5]}}]},
        {"games": []},
        {"pipelines": []},
        {"pipelines": [{"name": ""}]},
        {"pipelines": [{"time_limit": 0}]},
        {"pipelines": [{"fallback": "nosuch"}]},
        {"pipelines": [{"split": {"name": "weighted", "weights": [1, "-1/2"]}}]},
        {"grid": {"fallback": []}},
        {"limits": {"seconds": -1}},
        {"detail": "everything"},
        {"executor": "nosuch"},
    ):
        assert not validator.is_valid({**sweep, **change}), change


def test_the_examples_of_sweeps_are_valid(request):
    files = sorted((request.config.rootpath / "examples" / "sweeps").glob("*.toml"))
    assert files
    validator = Draft202012Validator(sweep_schema(REGISTRY))
    for file in files:
        sweep = tomllib.loads(file.read_text(encoding="utf-8"))
        assert [error.message for error in validator.iter_errors(sweep)] == [], file.name
        for key in sweep:
            assert not validator.is_valid({**{k: v for k, v in sweep.items() if k != key}, f"{key}s_": sweep[key]}), (
                file.name,
                key,
            )


def test_the_schema_imports_nothing_heavy():
    heavy = "{'scipy', 'highspy', 'nashpy', 'pygambit'} & set(sys.modules)"
    code = f"import sys, accord.cli; accord.cli.main(['schema']); print(sorted({heavy}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["title"] == "Pipeline of accord"
    assert done.stderr.strip() == "[]"
