"""Sweep files: everything that they may say, and one line with the place for everything that they may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.builtin.executors import Dask, Processes, Serial
from accord.cli import main
from accord.errors import AccordError
from accord.host import load_registry
from accord.sweeps import Detail, Limits, read_sweep

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "sweeps").glob("*.toml"))
GAMES = '[[games]]\nnames = "chicken"\n'
PIPELINE = '[[pipelines]]\nname = "x"\n'


def read(folder: Path, text: str, **options):
    path = folder / "sweep.toml"
    path.write_text(text, encoding="utf-8")
    return read_sweep(path, load_registry(), **options)


def found(folder: Path, games: str) -> list[tuple[str, str, int | None, str]]:
    plan = read(folder, games + PIPELINE).plan
    each = [found.record for source in plan.games for found in source.find(plan.registry)]
    assert plan.count == len(each)
    return [(record.source, record.family, record.seed, record.params) for record in each]


def test_files_folders_and_patterns(tmp_path):
    for name in ("a/one.nfg", "a/two.toml", "a/notes.txt", "b/c/three.nfg"):
        file = tmp_path / "games" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("not read yet")
    games = '[[games]]\nfiles = ["games/a", "games/**/three.*", "games/a/one.nfg"]\n'
    sources = [source for source, *_ in found(tmp_path, games)]
    assert sources == ["games/a/one.nfg", "games/a/two.toml", "games/b/c/three.nfg", "games/a/one.nfg"]


def test_names_and_libraries(tmp_path):
    everything = found(tmp_path, '[[games]]\nlibrary = "bundled"\n')
    assert len(everything) > 20
    assert found(tmp_path, '[[games]]\nnames = ["bundled:"]\n') == everything
    assert [s for s, *_ in found(tmp_path, '[[games]]\nnames = ["pd", "bundled:bos"]\n')] == ["pd", "bundled:bos"]


def test_families_seeds_and_grids(tmp_path):
    games = '[[games]]\nfamily = "random"\nfirst_seed = 5\ncount = 2\nparameters = { shape = "2x2" }\ngrid = { high = [1, 2] }\n'
    made = found(tmp_path, games)
    assert [(seed, "high=1" in params) for _, _, seed, params in made] == [(5, True), (6, True), (5, False), (6, False)]
    assert [seed for _, _, seed, _ in found(tmp_path, '[[games]]\nfamily = "random"\nseeds = [9, 3, 9]\n')] == [9, 3]


def test_pipelines_in_files_and_written_out(tmp_path):
    (tmp_path / "p.toml").write_text('[fallback]\nname = "security"\n')
    text = (
        GAMES
        + '[[pipelines]]\nfile = ["p.toml", "coco"]\n[[pipelines]]\nsplit = { name = "weighted", weights = [1, "1/2"] }\n'
        + '[[pipelines]]\nname = "n"\nside_payments = false\n[grid]\nfallback = "learned"\nside_payments = [true, false]\n'
    )
    plan = read(tmp_path, text).plan
    assert [record.label for record in plan.records] == [
        "p",
        "coco",
        "weighted(weights=[1, 1/2])",
        "n",
        "learned",
        "learned / no side payments",
    ]
    assert [record.side_payments for record in plan.records] == [True, True, True, False, True, False]


def test_the_time_limit_of_a_pipeline_is_that_of_its_components(tmp_path):
    stages = 'fallback = "nash"\nsolver = "gambit.lcp"\ntime_limit = 2.5\n'
    (tmp_path / "p.toml").write_text(stages)
    inline = read(tmp_path, GAMES + "[[pipelines]]\n" + stages).plan.records
    assert inline[0].id == read(tmp_path, GAMES + '[[pipelines]]\nfile = "p.toml"\n').plan.records[0].id
    assert '"time_limit": 2.5' in inline[0].stages


def test_executors_limits_and_stores(tmp_path):
    text = GAMES + PIPELINE
    assert read(tmp_path, text).plan.executor == Serial()
    assert read(tmp_path, text).store == tmp_path / "sweep.sqlite"
    assert read(tmp_path, text, jobs=3).plan.executor == Processes(jobs=3)
    full = 'store = "r/x.db"\ndetail = "full"\nexact = true\n' + text
    full += '[executor]\nname = "dask"\njobs = 2\n[limits]\nseconds = 0.5\nmegabytes = 100\n'
    request = read(tmp_path, full)
    assert (request.plan.executor, request.plan.limits) == (Dask(jobs=2), Limits(0.5, 100.0))
    assert request.store == tmp_path / "r" / "x.db"
    assert {(a.detail, a.exact) for a in request.plan.assignments} == {(Detail.FULL, True)}
    changed = read(tmp_path, full, executor="processes", seconds=2.0, assignments=["executor.jobs=5"]).plan
    assert (changed.executor, changed.limits) == (Processes(jobs=5), Limits(2.0, 100.0))
    assert read(tmp_path, text + "[limits]\nseconds = 3\n").plan.executor == Processes()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[games", 1, "no TOML"),
        (GAMES, None, "no pipelines"),
        (PIPELINE, None, "no games"),
        ("game = 3\n" + GAMES + PIPELINE, 1, "did you mean 'games'"),
        (PIPELINE + "[[games]]\n", 3, "says nothing about where they come from"),
        (PIPELINE + '[[games]]\nnames = "pd"\nlibrary = "bundled"\n', 5, "has both names and library"),
        (PIPELINE + '[[games]]\nnames = "pd"\nseed = 3\n', 5, "there is no key 'seed'"),
        (PIPELINE + GAMES + 'store = "x"\n', 5, "there is no key 'store'"),
        (GAMES + PIPELINE + "limits = 3\n", 5, "a key of the whole file stands before its first table"),
        (PIPELINE + '[[games]]\nnames = ["pd",\n  "chiken"]\n', 4, "did you mean 'chicken'"),
        (PIPELINE + "[[games]]\nnames = [3]\n", 4, "names is [3]"),
        (PIPELINE + "[[games]]\nnames = []\n", 4, "at least one"),
        (PIPELINE + '[[games]]\nnames = "-"\n', 4, "standard input"),
        (PIPELINE + '[[games]]\nfiles = ["*.nfg",\n "x/"]\n', 4, "there is no game file '*.nfg'"),
        (PIPELINE + '[[games]]\nlibrary = ["bundled",\n "bundeld"]\n', 5, "did you mean 'bundled'"),
        (PIPELINE + '[[games]]\nfamily = "randon"\n', 4, "did you mean 'random'"),
        (PIPELINE + '[[games]]\nfamily = "random"\ncount = 0\n', 5, "count is 0; a whole number from 1"),
        (PIPELINE + '[[games]]\nfamily = "random"\nfirst_seed = -1\n', 5, "first_seed is -1"),
        (
            PIPELINE + '[[games]]\nfamily = "random"\nseeds = [1, true]\n',
            5,
            "seeds is [1, true]; a list of whole numbers from 0 to ",
        ),
        (GAMES + "[[pipelines]]\nname = 3\n", 4, "name is 3; text to call the pipeline by is accepted"),
        (PIPELINE + '[[games]]\nfamily = "random"\ncount = 1\nseeds = [1]\n', 6, "seeds and a count"),
        (PIPELINE + '[[games]]\nfamily = "random"\n[games.parameters]\nlow = 3\nhihg = 1\n', 7, "did you mean 'high'"),
        (PIPELINE + '[[games]]\nfamily = "random"\n[games.grid]\nhigh = 1\n', 6, "high is 1; a list of values"),
        (PIPELINE + '[[games]]\nfamily = "random"\nparameters = { high = 2 }\ngrid = { high = [1] }\n', 6, "already"),
        (PIPELINE + '[[games]]\nfamily = "random"\n[games.grid]\nhigh = [1, "x"]\n', 6, "random: high is 'x'"),
        (GAMES + '[[pipelines]]\nfallbck = "nash"\n', 4, "did you mean 'fallback'"),
        (GAMES + '[[pipelines]]\nsplit = "equal"\nfallback = "nash"\n', 5, "fallback 'nash' needs a solver"),
        (GAMES + "[[pipelines]]\nfallback = 3\n", 4, "pipelines[0].fallback: fallback needs a table with a name"),
        (
            GAMES + "[[pipelines]]\nside_payments = true\n[pipelines.fallback]\nnone = 3\n",
            5,
            "fallback needs a table with a name",
        ),
        (GAMES + '[[pipelines]]\n[pipelines.fallback]\nname = "learned"\n\nrounds = "3"\n', 7, "rounds is '3'; a whole number"),
        (
            GAMES + '[[pipelines]]\nsplit = "equal"\n[pipelines.fallback]\nname = "equal"\n',
            6,
            "fallback.name: there is no fallback",
        ),
        (GAMES + '[[pipelines]]\nsplit = "equal"\nworth = "bloc"\n', 4, "pipelines[0].split: "),
        (GAMES + '[[pipelines]]\nsolver = "pure"\nfallback = { name = "nash", solver = "pure" }\n', 4, "solver is given twice"),
        (
            GAMES + '[grid]\nfallback = ["correlated"]\nsplit = ["equal",\n "equall"]\nselection = ["nope"]\n',
            6,
            "grid.split[1]: ",
        ),
        (GAMES + '[grid]\nfallback = ["security",\n { name = "learned", rounds = "3" }]\n', 5, "rounds is '3'"),
        (GAMES + '[[pipelines]]\nside_payments = "no"\n', 4, "true or false"),
        (GAMES + '[[pipelines]]\nsplit = "equal"\ntime_limit = "5"\n', 5, "time_limit is '5'; a positive number of seconds"),
        (GAMES + '[[pipelines]]\nfile = "none.toml"\n', 4, "there is no pipeline file 'none.toml'"),
        (GAMES + '[[pipelines]]\nsplit = "shapley"\n', 4, "divides the worths"),
        (GAMES + '[[pipelines]]\n[pipelines.split]\nname = "weighted"\nweights = ["x"]\n', 6, "weights[0] is 'x'"),
        (GAMES + '[[pipelines]]\nfile = "cocoo"\n', 4, "did you mean 'coco'"),
        (GAMES + PIPELINE + '[[pipelines]]\nname = "y"\n', None, "pipelines 'x' and 'y' are the same"),
        (GAMES + PIPELINE + '[[pipelines]]\nname = "x"\nfallback = "security"\n', None, "two pipelines are called 'x'"),
        (GAMES + '[grid]\nsplit = ["equal",\n "equall"]\n', 5, "did you mean 'equal'"),
        (GAMES + "[grid]\nsplit = [3]\n", 4, "a list of names of a split"),
        (GAMES + "[grid]\nside_payments = [1]\n", 4, "true, false, or a list"),
        (GAMES + '[grid]\nfallback = ["correlated", "nash"]\n', 4, "needs a solver"),
        ('detail = "ful"\n' + GAMES + PIPELINE, 1, "did you mean 'full'"),
        ("exact = 1\n" + GAMES + PIPELINE, 1, "true or false"),
        ("store = 3\n" + GAMES + PIPELINE, 1, "the name of a file"),
        ("executor = 3\n" + GAMES + PIPELINE, 1, "executor is 3; the name of an executor"),
        ('executor = "dusk"\n' + GAMES + PIPELINE, 1, "did you mean 'dask'"),
        (GAMES + PIPELINE + '[executor]\nname = "processes"\njbos = 2\n', 7, "did you mean 'jobs'"),
        (GAMES + PIPELINE + '[executor]\nname = "processes"\njobs = 0\n', 7, "jobs is 0"),
        (GAMES + PIPELINE + '[executor]\nname = "processes"\njobs = "2"\n', 7, "jobs is '2'; a whole number"),
        (
            GAMES + PIPELINE + '[executor]\nname = "processes"\njobs = 0\n',
            7,
            "jobs is 0; a whole number from 1 to 4096 is accepted",
        ),
        (GAMES + PIPELINE + "[executor]\njobs = 2\nname = 3\n", 7, "executor.name"),
        (GAMES + PIPELINE + "[limits]\nseconds = -1\n", 6, "seconds is -1; a positive number of seconds"),
        (GAMES + PIPELINE + '[limits]\nseconds = "3"\n', 6, "seconds is '3'; a positive number of seconds"),
        (GAMES + PIPELINE + "[limits]\nmegabytes = nan\n", 6, "megabytes is nan"),
        (GAMES + PIPELINE + "[limits]\nseconds = 1e1000000000\n", 6, "seconds is 1E+1000000000; a positive number of seconds"),
        (GAMES + PIPELINE + "[limits]\nseconds = 1e-1_000_000_000\n", 6, "seconds is 1E-1000000000; a positive number"),
        (PIPELINE + '[[games]]\nfamily = "random"\n[games.parameters]\nhigh = 1e9_999\n', 6, "random: high is 1E+9999; a number"),
        (GAMES + PIPELINE + "[limits]\nminutes = 1\n", 6, "keys are seconds, megabytes"),
    ],
)
def test_one_line_says_what_is_wrong_and_where(tmp_path, capsys, text, line, said):
    path = tmp_path / "sweep.toml"
    path.write_text(text)
    assert main(["run", str(path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"accord: error: {path}" + (f":{line}: " if line else ": "))
    assert said in err
    assert list(tmp_path.iterdir()) == [path]


def test_a_dry_run_says_everything_that_is_wrong_in_the_order_of_the_file(tmp_path, capsys):
    (tmp_path / "p.toml").write_text("splt = 1\nfallback = 3\n")
    path = tmp_path / "sweep.toml"
    text = 'detal = "full"\ndetail = "ful"\n[[games]]\nnames = "chiken"\n[[games]]\nfiles = "x.nfg"\n'
    text += '[[pipelines]]\nfile = "p.toml"\n[[pipelines]]\nsplit = "equl"\nselection = "x"\n'
    text += '[grid]\nside_payments = 1\n[executor]\nname = "dusk"\n[limits]\nsecond = 1\n'
    path.write_text(text)
    assert main(["run", "--dry-run", str(path)]) == 2
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert (out, [int(line.removeprefix(f"accord: error: {path}:").partition(":")[0]) for line in lines]) == (
        "",
        [1, 2, 4, 6, 8, 8, 10, 11, 13, 15, 17],
    )
    assert f"{tmp_path}/p.toml:2: fallback needs a table" in lines[5]
    assert main(["run", str(path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{lines[0]} (and 10 more errors; 'accord run --dry-run {path}' shows all)\n")


@pytest.mark.parametrize("setting", ["jobs=2", "executor.jobs", "executor.=2", "limits.seconds=3"])
def test_settings_on_the_command_line(tmp_path, capsys, setting):
    (tmp_path / "s.toml").write_text(GAMES + PIPELINE)
    assert main(["run", str(tmp_path / "s.toml"), "--executor", "processes", "--set", setting]) == 2
    assert "executor.FIELD=VALUE is accepted" in capsys.readouterr().err


def test_files_that_are_none(tmp_path, capsys):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("binary", "missing", "."):
        assert main(["run", str(tmp_path / name)]) == 2
        assert capsys.readouterr().err.count("\n") == 1


_WORDS = st.sampled_from(["random", "equal", "chicken", "x", "", "*"])
_VALUES = st.recursive(
    st.one_of(st.integers(-3, 3), st.booleans(), st.floats(), _WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "jobs", "high"]), inner, max_size=2),
    max_leaves=4,
)
_KEYS = ["games", "pipelines", "grid", "executor", "limits", "detail", "names", "files", "family", "count", "seeds", "parameters"]
_KEYS += ["split", "fallback", "file", "name", "side_payments", "seconds"]


def _written(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return str(value).lower() if isinstance(value, bool | float | int) else f'"{value}"'


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tables=st.lists(st.tuples(st.sampled_from(_KEYS), st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=3)), max_size=3),
    top=st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=2),
)
def test_nothing_but_one_line_comes_of_nonsense(tmp_path, tables, top):
    lines = [f"{key} = {_written(value)}" for key, value in top.items()]
    for key, inside in tables:
        lines += [f"[[{key}]]", *(f"{name} = {_written(value)}" for name, value in inside.items())]
    said = ""
    try:
        read(tmp_path, "\n".join(lines))
    except AccordError as error:
        said = str(error)
    assert "\n" not in said


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_examples_run(example, tmp_path, capsys):
    assert main(["run", str(example), "--dry-run"]) == 0
    out, err = capsys.readouterr()
    assert "pipeline" in out
    assert "tasks by" in err
