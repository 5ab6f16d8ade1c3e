"""Pipelines in files: what they may hold, and what is said about everything else."""

import os
from fractions import Fraction
from pathlib import Path
from threading import Thread

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
        ("tolerance = 0.1", "time_limit = 1", ":9", "a key of the whole file stands before its first table"),
        ("tolerance = 0.1", "tolerance = -1", ":9", "from 0 to below 1"),
        ("[selection]", "[selektion]", ":7", "did you mean 'selection'"),
        ("[selection]", "[[selection]]", ":7", "needs a table with a name"),
        ("side_payments = true", "side_payments = 1", ":1", "true or false"),
        ("side_payments = true", "side_payments = 2024-01-01", ":1", "side_payments is 2024-01-01; true or false"),
        ("side_payments = true", "side_payments = {a = [0.5, true]}", ":1", "side_payments is {a = [0.5, true]}; true"),
        ("side_payments = true", 'side_payments = {"\\u001b" = inf}', ":1", r"side_payments is {'\x1b' = inf}; true"),
        ("weights = [0.1, 2", "weights = [nan, 2", ":13", "split.weights[0] is nan; a number from 0"),
        (
            "[selection]",
            "[[fallback.selection]]",
            ":7",
            "fallback.selection: selection is [{name = 'centroid', tolerance = 0.1}]; the ",
        ),
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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("latin.toml", "latin.toml:2: no text in UTF-8 (byte 0xe9)"),
        ("missing.toml", "missing.toml: there is no such file"),
        (".", ". is a directory"),
        ("latin.toml/x", "latin.toml/x cannot be read: Not a directory"),
        ("", "'' is no name of a file"),
        ("a\0b", "'a\\x00b' is no name of a file"),
        ("/dev/zero", "/dev/zero has more than 16 megabytes"),
    ],
)
def test_files_that_are_none(name, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.toml").write_bytes("title = 'x'\n# é".encode("latin-1"))
    if name.startswith("/dev") and not Path(name).exists():
        pytest.skip("this machine has no such device")
    for command, kind in ((["solve", "chicken", "--pipeline", name], "pipeline"), (["run", name], "sweep")):
        assert main(command) == 2
        error = capsys.readouterr().err
        assert error.startswith(f"accord: error: {said}")
        assert error.count("\n") == 1
        assert f"a {kind} file in TOML is needed" in error or "'accord pipelines' lists" in error


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_read_like_a_file(tmp_path, capsys):
    pipe = tmp_path / "rule"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=("split = 'equl'",), daemon=True)
    writer.start()
    assert main(["pipelines", "check", str(pipe)]) == 2
    writer.join()
    assert capsys.readouterr().err.startswith(f"accord: error: {pipe}:1: there is no split 'equl'; did you mean 'equal'?")


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


def test_options_with_several_errors_say_so(capsys):
    assert main(["solve", "chicken", "--fallback", "corelated", "--split", "eqal", "--worth", "nosuch"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("accord: error: there is no fallback 'corelated'; did you mean 'correlated'?")
    assert error.endswith(" (and 2 more errors)\n")


def test_the_examples_are_pipelines(request):
    folder = request.config.rootpath / "examples" / "pipelines"
    files = sorted(folder.glob("*.toml"))
    assert len(files) >= 2
    for path in files:
        assert accord.solve(accord.read("chicken"), **load_pipeline(path, REGISTRY)).certified
