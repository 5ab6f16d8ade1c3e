"""Pipelines in files: what they may hold, and what is said about everything else."""

from fractions import Fraction

import pytest

import accord
from accord.cli import main
from accord.config import assemble, load_pipeline
from accord.host import load_registry

REGISTRY = load_registry()
GOOD = """\
side_payments = true

[fallback]
name = "correlated"
merge_equivalent = true

[selection]
name = "centroid"
tolerance = 0.1

[split]
name = "weighted"
weights = [0.1, 2, "1/3"]
"""


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "rule.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_file_says_all_about_a_pipeline(file):
    pipeline = assemble(REGISTRY, **load_pipeline(file(GOOD), REGISTRY))
    assert (pipeline.fallback.merge_equivalent, pipeline.fallback.selection.name) == (True, "centroid")
    assert pipeline.fallback.selection.tolerance == 0.1
    assert pipeline.split.weights == (Fraction(1, 10), 2, Fraction(1, 3))


def test_what_is_left_out_is_as_by_default(file):
    assert assemble(REGISTRY, **load_pipeline(file(""), REGISTRY)) == assemble(REGISTRY)
    pipeline = assemble(REGISTRY, **load_pipeline(file("side_payments = false"), REGISTRY))
    assert (pipeline.side_payments, pipeline.split.name) == (False, "nash")


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("merge_equivalent = true", "merge_equivalent = 3", ":5", "true or false"),
        ("merge_equivalent", "merge_equivalents", ":5", "did you mean 'merge_equivalent'"),
        ('"centroid"', '"centorid"', ":8", "did you mean 'centroid'"),
        ("tolerance = 0.1", "tol = 0.1", ":9", "has no setting 'tol'"),
        ("tolerance = 0.1", "tolerance = -1", ":9", "from 0 to below 1"),
        ("[selection]", "[selektion]", ":7", "did you mean 'selection'"),
        ("[selection]", "[[selection]]", ":7", "needs a table with a name"),
        ("side_payments = true", "side_payments = 1", ":1", "true or false"),
        ('name = "weighted"', "", ":11", "needs a table with a name"),
        ('name = "weighted"', "name = 3", ":12", "needs a table with a name"),
        ("weights", "weigths", ":13", "did you mean 'weights'"),
        ("[fallback]", "[fallback", ":3", "no TOML"),
        ("[split]", '[worth]\nname = "bloc"\n[split]', ":14", "does not use worths"),
    ],
)
def test_errors_name_the_file_the_line_and_the_key(old, new, where, message, file, capsys):
    path = file(GOOD.replace(old, new, 1))
    assert main(["solve", "chicken", "--pipeline", str(path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"accord: error: {path}{where}")
    assert message in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("text", [b"\xff\xfe", None])
def test_files_that_are_none(text, file, tmp_path, capsys):
    path = tmp_path / "missing.toml" if text is None else file(text)
    assert main(["solve", "chicken", "--pipeline", str(path)]) == 2
    assert str(path) in capsys.readouterr().err


def test_solve_takes_a_file_instead_of_options(file, capsys):
    path = file('[fallback]\nname = "minimax-threat"\n')
    assert main(["solve", "chicken_locked", "--pipeline", str(path), "--format", "json"]) == 0
    from_file = capsys.readouterr().out
    assert main(["solve", "chicken_locked", "--fallback", "minimax-threat", "--format", "json"]) == 0
    assert capsys.readouterr().out == from_file


@pytest.mark.parametrize("option", [["--split", "equal"], ["--no-side-payments"], ["--set", "split.a=1"]])
def test_a_file_and_options_are_too_much(option, file, capsys):
    assert main(["solve", "chicken", "--pipeline", str(file("")), *option]) == 2
    assert f"leave out {option[0]}" in capsys.readouterr().err


def test_the_examples_are_pipelines(request):
    folder = request.config.rootpath / "examples" / "pipelines"
    files = sorted(folder.glob("*.toml"))
    assert len(files) >= 2
    for path in files:
        assert accord.solve(accord.read("chicken"), **load_pipeline(path, REGISTRY)).certified
