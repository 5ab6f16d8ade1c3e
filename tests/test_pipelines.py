"""The pipelines that come with accord, and what is said about pipelines: what they mean, and what is wrong with them."""

import json
import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, assume, given, settings
from pipeline_documents import REGISTRY, documents, text_of

import accord
from accord.cli import main
from accord.config import bundled_pipelines, open_pipeline, parse_pipeline
from accord.config.bundled import bundled_pipeline
from accord.config.explaining import explain, explicit
from accord.errors import AccordError, ComponentError, ConfigurationError, PluginError
from accord.host import Broken, Registration, Registry

KNOWN = [
    (name, game, numbers)
    for name in bundled_pipelines()
    for game, numbers in re.findall(r"^# Known: (\S+) gives (.*)$", bundled_pipeline(name), re.MULTILINE)
]


def test_there_are_a_dozen_with_a_comment_a_title_and_a_number(request):
    assert len(bundled_pipelines()) >= 12
    assert {name for name, _, _ in KNOWN} == set(bundled_pipelines())
    for name in bundled_pipelines():
        text = bundled_pipeline(name)
        assert text.startswith("# "), name
        assert re.search(r"^#\n# ", text, re.MULTILINE), f"{name}: say where it comes from"
        assert open_pipeline(name, REGISTRY).title
    folder = request.config.rootpath / "examples" / "pipelines"
    assert sorted(file.stem for file in folder.glob("*.toml")) == list(bundled_pipelines())


@pytest.mark.parametrize(("name", "game", "numbers"), KNOWN)
def test_known_numbers(name, game, numbers):
    """The numbers stand in the files' comments; they are from the literature, or computed apart from this code."""
    solution = accord.solve(accord.read(game), pipeline=name)
    assert solution.certified
    wanted = [Fraction(number) for number in numbers.split(", ")]
    found = solution.agreement.payoffs
    if all(isinstance(x, Fraction) for x in found) and "." not in numbers:
        assert list(found) == wanted
    else:
        assert list(map(float, found)) == pytest.approx(list(map(float, wanted)), abs=1e-6)


@pytest.mark.parametrize("name", bundled_pipelines())
def test_a_file_and_its_name_are_the_same(name, request, capsys):
    file = request.config.rootpath / "examples" / "pipelines" / f"{name}.toml"
    assert accord.read_pipeline(file) == accord.read_pipeline(name)
    assert main(["pipelines", "check", name, str(file)]) == 0
    assert capsys.readouterr().out == f"{name}: a pipeline\n{file}: a pipeline\n"


@pytest.mark.parametrize("name", bundled_pipelines())
def test_what_is_written_out_in_full_is_the_same_pipeline(name, capsys):
    assert main(["pipelines", "show", name, "--format", "toml"]) == 0
    text = capsys.readouterr().out
    again = parse_pipeline(text, "again", REGISTRY)
    assert again.pipeline == accord.read_pipeline(name)
    assert again.title == open_pipeline(name, REGISTRY).title
    assert explicit(explain(again, REGISTRY)) == text.rstrip("\n")


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_any_pipeline_written_out_in_full_is_the_same(document):
    try:
        file = parse_pipeline(text_of(document), "x.toml", REGISTRY)
    except AccordError:
        assume(False)
    about = explain(file, REGISTRY)
    json.dumps(about, allow_nan=False)
    assert parse_pipeline(explicit(about), "again.toml", REGISTRY).pipeline == file.pipeline


GIVEN = """\
split = "shapley"
time_limit = 7
worth = { name = "bloc" }

[fallback]
name = "nash"

[fallback.selection]
name = "centroid"
tolerance = 0.25

[solver]
name = "nashpy.support-enumeration"
"""


def test_where_everything_comes_from(tmp_path, capsys):
    path = tmp_path / "rule.toml"
    path.write_text(GIVEN)
    assert main(["pipelines", "show", str(path), "--format", "json"]) == 0
    about = json.loads(capsys.readouterr().out)
    assert about["file"] == str(path)
    assert about["side_payments"] == {"value": True, "origin": "default", "line": None}
    assert about["time_limit"] == {"value": 7.0, "origin": "given", "line": 2}
    fallback = about["fallback"]
    assert (fallback["role"], fallback["name"], fallback["line"], fallback["plugin"]) == ("fallback", "nash", 5, "accord")
    inside = {setting["name"]: setting for setting in fallback["settings"]}
    assert inside["merge_equivalent"]["origin"] == "default"
    assert inside["merge_equivalent"]["documentation"]
    selection, solver = inside["selection"]["value"], inside["solver"]["value"]
    assert (selection["name"], selection["line"]) == ("centroid", 8)
    tolerance = selection["settings"][0]
    assert (tolerance["value"], tolerance["line"], tolerance["default"]) == (0.25, 10, 0.0)
    assert tolerance["accepts"] == "a number from 0 to below 1"
    assert (solver["line"], solver["plugin"], solver["distribution"]) == (12, "nashpy", "accord-nashpy")
    assert solver["version"]
    limit = next(setting for setting in solver["settings"] if setting["name"] == "time_limit")
    assert (limit["value"], limit["origin"], limit["default"]) == (7.0, "pipeline", 60.0)
    played = about["worth"]["settings"][0]
    assert (played["name"], played["origin"], played["value"]["name"]) == ("fallback", "pipeline", "nash")
    assert (about["split"]["line"], about["worth"]["line"]) == (1, 3)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_people_are_told_as_well(form, tmp_path, capsys):
    path = tmp_path / "rule.toml"
    path.write_text(GIVEN)
    assert main(["pipelines", "show", str(path), "--format", form]) == 0
    text = capsys.readouterr().out
    for wanted in (
        "centroid",
        "0.25",
        "line 10",
        "from the pipeline",
        "by default",
        "accord-nashpy",
        "a number from 0 to below 1",
    ):
        assert wanted in " ".join(text.split()), wanted


def test_the_list(capsys):
    assert main(["pipelines"]) == 0
    listed = capsys.readouterr().out
    assert main(["pipelines", "list"]) == 0
    assert capsys.readouterr().out == listed
    assert all(re.search(rf"^{name}  +\S", listed, re.MULTILINE) for name in bundled_pipelines())
    assert main(["pipelines", "list", "--format", "json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)["pipelines"]] == list(bundled_pipelines())


def test_all_errors_of_all_files(request, tmp_path, capsys):
    mistaken = request.config.rootpath / "examples" / "data" / "mistaken.toml"
    assert main(["pipelines", "check", str(mistaken), "coco", str(tmp_path / "none.toml")]) == 2
    out, err = capsys.readouterr()
    assert out == "coco: a pipeline\n"
    lines = err.splitlines()
    assert [re.match(rf"accord: error: {re.escape(str(mistaken))}:(\d+): ", line)[1] for line in lines[:-1]] == [
        "2",
        "4",
        "6",
        "9",
        "13",
    ]
    assert "none.toml: there is no such file" in lines[-1]
    assert main(["pipelines", "check", "--format", "json", str(mistaken), "coco"]) == 2
    out, _ = capsys.readouterr()
    first, second = json.loads(out)["files"]
    assert [error["key"] for error in first["errors"]] == [
        ["side_payment"],
        ["fallback"],
        ["fallback", "merge_equivalent"],
        ["selection", "name"],
        ["split", "weights", 1],
    ]
    assert second["errors"] == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\nfallbak = 'nash'", 2, "there is no key 'fallbak'; did you mean 'fallback'"),
        ("\n[[games]]\nnames = 'pd'", 2, "(sweep files have games; 'accord run --dry-run' checks them)"),
        ("\naccord = '>=99'", 2, "the file is for accord >=99, and this is accord "),
        ("\nfallback = 'nosuch'", 2, "there is no fallback 'nosuch'"),
        ("\nfallback = 'far.away'", 2, "no plugin 'far' is installed"),
        ("\n\n[fallback]\nname = 'nash'", 3, "fallback 'nash' needs a solver; installed: pure"),
        ("[fallback]\nname = 'nash'\n[fallback.solver]\nname = 'pure'\nx = 1", 5, "no setting 'x'"),
        ("[fallback]\nname = 'correlated'\nselection = 'raiffa'\n[selection]\nname = 'centroid'", 4, "selection is given twice"),
        ("fallback = 'security'\n[selection]\nname = 'centroid'", 2, "takes no selection; those that do: "),
        ("[split]\n'name' = 'weighted'", 1, "needs the setting 'weights'"),
        ("[split]\nname = 'weighted'\nweights = [\n 1,\n 'x',\n]", 5, "split.weights[1] is 'x'"),
        ("[split]\nname = 'weighted'\nweights = [0,\n 0]", 3, "not all 0"),
        (
            "[worth]\nname = 'bloc'\n[worth.fallback]\nname = 'correlated'\nselection.name = 'centroid'\nselection.tolerance = 2",
            6,
            "to below 1",
        ),
        ("worth = 'bloc'\n\nsplit = 'equal'", 3, "does not use worths; those that do: banzhaf"),
        ("\nsplit = 'shapley'", 2, "name a worth"),
        ("[worth]\nname = 'bloc'\n[split]\nname = 'shapley'\nseed = 0\nsamples = 1", 6, "but not 1"),
        ("[fallback]\nname = 'learned'\nseed = 1\nrounds = 0", 4, "fallback.rounds is 0; a whole number from 1 to 1000000000"),
        ("[fallback]\nname = 'learned'\nrounds = '5'", 3, "fallback.rounds is '5'; a whole number"),
        ("[fallback]\nname = 'learned'\nrounds = 1979-05-27", 3, "a whole number from 1"),
        (
            "[fallback]\nname = 'observed'\nfile = 'x.csv'\nkind = 'payoffs'\nmethod = 'dirichlet'",
            5,
            "method dirichlet needs joint actions",
        ),
        ("[fallback]\nname = 'pareto-meet'\nx = 2", 3, "no setting 'x'"),
        ("side_payments = false\n[split]\nname = 'equal'\nx = true", 4, "no setting 'x'"),
        ("time_limit = -1", 1, "a positive number of seconds"),
        ("title = 1", 1, "text is accepted"),
        ("accord = '>=7'", 1, "the file is for accord >=7, and this is accord"),
        ("accord = 'new'", 1, "a requirement of versions"),
        ("selection = ['centroid']", 1, "needs a table with a name"),
        ("[selection]\nreference = 'nadir'", 1, "needs a table with a name"),
    ],
)
def test_errors_name_the_line_and_the_key(text, line, message):
    with pytest.raises(AccordError) as caught:
        parse_pipeline(text, "rule.toml", REGISTRY)
    error = str(caught.value)
    assert error.startswith(f"rule.toml:{line}: "), error
    assert message in error
    path = caught.value.path
    assert path
    assert str(path[0]) in error
    named = [part for part in path if isinstance(part, str)]
    assert named[-1] in error, "the key is named"


def test_numbers_are_exact():
    made = parse_pipeline("[split]\nname = 'weighted'\nweights = [0.1, '1/3', 2, 1e-3]", "x", REGISTRY).pipeline
    assert made.split.weights == (Fraction(1, 10), Fraction(1, 3), 2, Fraction(1, 1000))


class TestPython:
    def test_a_pipeline_is_read_assembled_and_used(self, tmp_path):
        made = accord.assemble(fallback="minimax-threat", split="equal")
        assert isinstance(made, accord.Pipeline)
        path = tmp_path / "coco.toml"
        path.write_text("fallback = 'minimax-threat'\nsplit = 'equal'\n")
        game = accord.read("hot_dog")
        wanted = accord.solve(game, fallback="minimax-threat").to_dict()
        for pipeline in (made, "coco", path, str(path)):
            assert accord.solve(game, pipeline=pipeline).to_dict() == wanted

    def test_audits_take_it_as_well(self):
        game = accord.read("chicken_asym")
        assert accord.audit_commitment(game, pipeline="equilibrium").to_dict()
        found = accord.audit_commitment(game, pipeline="coco")
        assert found.to_dict() == accord.audit_commitment(game, fallback="minimax-threat").to_dict()

    def test_the_terms_are_those_of_the_pipeline(self):
        solution = accord.solve(accord.read("hot_dog"), pipeline="nash-kalai-smorodinsky")
        assert solution.side_payments is False
        assert list(solution.agreement.payoffs) == [140, 70]

    def test_a_time_limit_reaches_all_that_can_run_long(self):
        made = accord.assemble(fallback="nash", solver="nashpy.support-enumeration")
        solution = accord.solve(accord.read("pd"), pipeline=made, time_limit=33)
        assert solution.to_dict()["pipeline"]["fallback"]["settings"]["solver"]["settings"]["time_limit"] == 33

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"pipeline": "coco", "fallback": "nash"}, "leave out fallback"),
            ({"pipeline": "coco", "side_payments": True}, "leave out side_payments"),
            ({"pipeline": "coco", "settings": {"split": {"x": 1}}}, "leave out settings"),
            ({"pipeline": {"fallback": "security"}}, "accord.assemble makes a pipeline of it"),
            ({"pipeline": 3}, "pipeline is 3; an accord.Pipeline"),
            ({"pipeline": "kalai"}, "no such file"),
            ({"pipeline": "cocoa"}, "did you mean 'coco'"),
        ],
    )
    def test_what_is_no_pipeline(self, options, message):
        with pytest.raises(AccordError) as caught:
            accord.solve(accord.read("pd"), **options)
        assert message in str(caught.value)

    def test_ranges_hold_in_python_too(self):
        for wrong in (1, -0.1, float("nan"), "0.1", True):
            with pytest.raises(ConfigurationError, match=r"tolerance is .*; a number from 0 to below 1 is accepted") as caught:
                accord.selections.Centroid(tolerance=wrong)
            assert caught.value.path == ("tolerance",)
        assert accord.Range(1, 2).holds(Fraction(3, 2))


@dataclass(frozen=True)
class Odd:
    """Share by an odd number."""

    name: ClassVar[str] = "odd"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    ratio: int = 1
    label: str = ""

    def __post_init__(self):
        if self.ratio % 2 == 0:
            raise ValueError(f"the ratio must be odd, not {self.ratio}")
        if self.label == "crash":
            raise KeyError("label")

    def agree(self, problem): ...


ODD = Registry(REGISTRY.plugins, (*REGISTRY.registrations, Registration("split", "odd", Odd, "accord", None, None)))


def test_a_constructor_that_raises_an_ordinary_error_is_asked_which_setting_it_speaks_of():
    with pytest.raises(ConfigurationError, match=r"^x.toml:4: split.ratio: split 'odd': the ratio must be odd, not 2$"):
        parse_pipeline("[split]\nname = 'odd'\nlabel = 'ratio'\nratio = 2", "x.toml", ODD)
    with pytest.raises(ComponentError, match=r"^x.toml:1: split 'odd' failed while it was set up \(KeyError"):
        parse_pipeline("[split]\nname = 'odd'\nlabel = 'crash'", "x.toml", ODD)


def test_a_broken_plugin_is_named_at_its_line():
    broken = Broken("odd", "odd-dist", "1.0", ImportError("no such module"), "install it")
    registry = Registry(REGISTRY.plugins, REGISTRY.registrations, (broken,))
    with pytest.raises(PluginError, match=r"^x.toml:2: split 'odd.even' belongs to the plugin 'odd'") as caught:
        parse_pipeline("title = 'x'\nsplit = 'odd.even'", "x.toml", registry)
    assert caught.value.exit_code == 2


def test_toml_of_the_examples_is_read_by_others(request):
    for file in (request.config.rootpath / "examples" / "pipelines").glob("*.toml"):
        assert tomllib.loads(file.read_text(encoding="utf-8"))["title"]
