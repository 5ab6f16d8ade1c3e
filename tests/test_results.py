"""Results stores as tables: what is exported is what is there, whatever it says; summaries count it; damage is one line."""

from __future__ import annotations

import csv
import json
import math
import os
import sqlite3
import subprocess
import sys
import tracemalloc
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import accord
from accord.cli import main
from accord.errors import ConfigurationError, InputError
from accord.sweeps import Condition, GameRecord, Outcome, PipelineRecord, Status, Store, export, opened, summarised
from accord.sweeps.columns import kind, shown
from accord.sweeps.exporting import arrow_schema
from accord.sweeps.records import to_text

FORMS = ("csv", "jsonl", "parquet")


def pipeline(name: str, fallback: str = "correlated", split: str = "equal", selection: str | None = "max-welfare"):
    stages = {"fallback": {"name": fallback, "settings": {}}, "split": {"name": split, "settings": {"weights": ["1/3", "2/3"]}}}
    stages["selection"] = selection and {"name": selection, "settings": {}}
    return PipelineRecord(f"id of {name}", name, True, json.dumps(stages | {"solver": None, "worth": None}), "accord 1")


def game(number: int, players: int = 2, **origin):
    labels = tuple(f"player {i + 1}" for i in range(players))
    return GameRecord(
        f"digest {number:05}", origin.pop("title", f"game {number}"), **origin, players=labels, shape=(2,) * players
    )


def vector(*values):
    return json.dumps([to_text(value) for value in values])


def outcome(of: GameRecord, by: PipelineRecord, status: Status = Status.SOLVED, **said):
    key = f"{of.digest}/{by.id}".encode()
    base = {"surplus": None, "welfare": None, "certified": None, "residual": None}
    if status is Status.SOLVED and "agreement" not in said:
        n = len(of.players)
        number = int(of.digest.split()[-1])
        values = [Fraction(number + i, 3) for i in range(n)]
        base = {"surplus": to_text(Fraction(number, 7)), "welfare": to_text(sum(values)), "certified": True, "residual": 0.0}
        base |= {"disagreement": vector(*[0.5] * n), "agreement": vector(*values), "transfers": vector(*[Fraction(0)] * n)}
    return Outcome(key, of.digest, by.id, "accord 1", status, **base | said)


def fill(file, games, pipelines, outcomes):
    with opened(file, new=True) as store:
        store.put(outcomes=outcomes, games=games, pipelines=pipelines)
    return file


@pytest.fixture
def mixed(tmp_path):
    """A store with answers, failures, games of two and three players, families, and things that do not hold."""
    coco, nash = pipeline("coco", "minimax-threat", selection=None), pipeline("nash", "nash", "nash")
    games = [game(k, 2 + k % 2, family=("random", "chicken", "")[k % 3], seed=k or None) for k in range(12)]
    outcomes = [outcome(each, coco) for each in games]
    for k, each in enumerate(games):
        if k % 4 == 1:
            outcomes.append(outcome(each, nash, Status.UNSUITABLE, reason="needs exactly 2 players, and has others"))
        elif k % 4 == 2:
            outcomes.append(outcome(each, nash, Status.TIME_LIMIT, reason="took longer than 1 s"))
        else:
            outcomes.append(
                outcome(each, nash, certified=k % 4 == 0, residual=float(k), agreement=vector(1.5, 2, Fraction(1, 3)))
            )
    return fill(tmp_path / "mixed.sqlite", games, [coco, nash], outcomes)


def all_rows(file, **options):
    with opened(file) as store:
        return list(store.rows(**options)), store.columns


def exported(file, to, form, **options):
    with opened(file) as store:
        count = export(store, to, form, **options)
    if form == "csv":
        found = read_csv(to)
    elif form == "jsonl":
        with to.open(encoding="utf-8", newline="\n") as stream:
            found = list(map(json.loads, stream))
    else:
        from pyarrow import parquet  # noqa: PLC0415

        table = parquet.read_table(to)
        assert table.schema.equals(arrow_schema(table.column_names))
        found = table.to_pylist()
    assert count == len(found)
    return found


def read_csv(file):
    """Read a table by Python's own module; it cannot tell an empty text from nothing."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [{name: typed(name, cell) for name, cell in row.items()} for row in csv.DictReader(stream)]


def typed(name, cell):
    if kind(name) is str:
        return cell
    return None if not cell else {"true": True, "false": False}[cell] if kind(name) is bool else kind(name)(cell)


def without_nothing(rows):
    return [{name: "" if value is None and kind(name) is str else value for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_exported_is_what_is_there(mixed, tmp_path, form):
    rows, columns = all_rows(mixed)
    assert len(rows) == 24
    found = exported(mixed, tmp_path / "table", form)
    assert [tuple(row) for row in found] == [columns] * 24
    assert found == (without_nothing(rows) if form == "csv" else rows)
    assert {row["agreement_3"] is None for row in found} == {True, False}


ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "",
        " ",
        ",",
        '"',
        '""',
        "a,b",
        "\n",
        "\r\n",
        "\r",
        "x\ny",
        "NA",
        "null",
        "1",
        "true",
        "é漢🎲",
        "\u2028",
        "\x85",
        "\0",
        "'",
        ";",
        "\t",
    ]
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ODD, ODD, ODD, ODD, st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=4))
def test_odd_labels_survive(tmp_path, said):
    file = tmp_path / "odd.sqlite"
    file.unlink(missing_ok=True)
    name = pipeline("".join(text for texts in said for text in texts[:1]), fallback=said[0][1], split=said[-1][2])
    games = [game(k, title=t, source=s, family=f, params=r) for k, (t, s, f, r, _) in enumerate(said)]
    outcomes = [
        outcome(each, name, Status.FAILED, reason=texts[3])
        if k % 2
        else outcome(each, name, residual=texts[4], solution=texts[0])
        for k, (each, texts) in enumerate(zip(games, said, strict=True))
    ]
    fill(file, games, [name], outcomes)
    rows, _ = all_rows(file, solutions=True)
    for form in FORMS:
        found = exported(file, tmp_path / f"odd.{form}", form, solutions=True, force=True)
        assert found == (without_nothing(rows) if form == "csv" else rows)
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    # Readers that can tell an empty text from nothing do.
    wanted = arrow_csv.ConvertOptions(
        column_types=arrow_schema(tuple(rows[0])), strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=False
    )
    parsing = arrow_csv.ParseOptions(newlines_in_values=True)
    assert arrow_csv.read_csv(tmp_path / "odd.csv", parse_options=parsing, convert_options=wanted).to_pylist() == rows


def test_numbers_that_are_not_finite_are_null_in_json_only(tmp_path):
    name, one = pipeline("p"), game(1)
    fill(tmp_path / "s", [one], [name], [outcome(one, name, residual=math.inf)])
    assert [exported(tmp_path / "s", tmp_path / form, form)[0]["residual"] for form in FORMS] == [math.inf, None, math.inf]


def test_an_empty_store_is_a_table_without_rows(tmp_path):
    fill(tmp_path / "s", [], [], [])
    for form in FORMS:
        assert exported(tmp_path / "s", tmp_path / form, form) == []
    with opened(tmp_path / "s") as store:
        empty = {"by": ["pipeline"], "where": [], "tasks": 0, "groups": [], "causes": [], "notes": []}
        assert summarised(store).to_dict() == empty
    assert main(["results", "show", str(tmp_path / "s")]) == 0


@pytest.mark.parametrize("form", FORMS)
def test_conditions_choose_rows(mixed, tmp_path, form):
    rows, _ = all_rows(mixed)
    for texts, holds in {
        ("status=solved",): lambda row: row["status"] == "solved",
        ("status!=solved", "pipeline=nash"): lambda row: row["status"] != "solved" and row["pipeline"] == "nash",
        ("family=",): lambda row: row["family"] == "",
        ("selection=",): lambda row: row["selection"] is None,
        ("certified=false",): lambda row: row["certified"] is False,
        ("players=3.0",): lambda row: row["players"] == 3,
        ("residual!=3",): lambda row: row["residual"] != 3,
        ("seed=x",): lambda row: False,
    }.items():
        found = exported(mixed, tmp_path / "t", form, conditions=list(map(Condition.parse, texts)), force=True)
        assert [row["digest"] for row in found] == [row["digest"] for row in rows if holds(row)], texts


def test_rows_are_in_the_same_order_however_they_came(tmp_path):
    name = [pipeline("b"), pipeline("a")]
    games = [game(k) for k in range(6)]
    outcomes = [outcome(each, by) for each in games for by in name]
    fill(tmp_path / "1", games, name, outcomes)
    fill(tmp_path / "2", games[::-1], name[::-1], outcomes[::-1])
    for form in FORMS:
        for k in "12":
            exported(tmp_path / k, tmp_path / f"{k}.{form}", form)
        assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes()


def test_a_store_is_read_while_somebody_writes(tmp_path):
    name, games = pipeline("p"), [game(k) for k in range(40)]
    fill(tmp_path / "s", games, [name], [outcome(each, name) for each in games[:20]])
    with opened(tmp_path / "s") as store, opened(tmp_path / "s", new=True) as writer:
        rows = store.rows()
        first = next(rows)
        writer.put(outcomes=[outcome(each, name) for each in games[20:]])
        assert len([first, *rows]) == 20
        assert export(store, tmp_path / "t.csv", "csv") == 40
        assert summarised(store).tasks == 40


def test_columns_that_come_meanwhile_are_not_lost(tmp_path, monkeypatch):
    name, small, large = pipeline("p"), game(1), game(2, players=3)
    fill(tmp_path / "s", [small], [name], [outcome(small, name)])
    plain = Store.rows

    def rows(store, **options):
        yield from plain(store, **options)
        with opened(tmp_path / "s", new=True) as writer:
            writer.put(outcomes=[outcome(large, name)], games=[large])

    monkeypatch.setattr(Store, "rows", rows)
    with opened(tmp_path / "s") as store:
        assert export(store, tmp_path / "t.csv", "csv") == 2
    assert [row["agreement_3"] for row in read_csv(tmp_path / "t.csv")] == [None, 4 / 3]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_of_what_fails_half_way(mixed, tmp_path, monkeypatch, form):
    plain = Store.rows

    def rows(store, **options):
        for k, row in enumerate(plain(store, **options)):
            if k == 5:
                raise KeyboardInterrupt
            yield row

    file = tmp_path / f"folder/table.{form}"
    file.parent.mkdir()
    file.write_text("precious", encoding="utf-8")
    monkeypatch.setattr(Store, "rows", rows)
    with opened(mixed) as store, pytest.raises(KeyboardInterrupt):
        export(store, file, form, force=True)
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert file.read_text(encoding="utf-8") == "precious"


def test_what_killed_exports_have_left_is_removed_in_time(mixed, tmp_path):
    names = (".t.csv.01234567.part", ".t.csv.89abcdef.part", ".other.csv.01234567.part", ".t.csv.part.txt")
    old, young, other, more = (tmp_path / name for name in names)
    for left in (old, young, other, more):
        left.write_text("half")
    for left in (old, other, more):
        os.utime(left, (0, 0))
    exported(mixed, tmp_path / "t.csv", "csv")
    assert not old.exists()
    assert all(left.read_text() == "half" for left in (young, other, more))


@pytest.mark.parametrize("labels", [("a\nb", "c"), ("\n", ""), ("x", "y", "z\n\n")])
def test_players_are_counted_whatever_they_are_called(tmp_path, labels):
    name, one = pipeline("p"), replace(game(1, len(labels)), players=labels)
    rows, _ = all_rows(fill(tmp_path / "s", [one], [name], [outcome(one, name)]))
    assert [row["players"] for row in rows] == [len(labels)]
    with sqlite3.connect(tmp_path / "s") as file:
        assert [tuple(json.loads(text)) for (text,) in file.execute("SELECT players FROM games")] == [labels]
    file.close()


def test_files_that_are_there_stay(mixed, tmp_path, capsys):
    file = tmp_path / "t.csv"
    file.write_text("precious", encoding="utf-8")
    before = mixed.read_bytes()
    with opened(mixed) as store:
        with pytest.raises(InputError, match="is there already; --force"):
            export(store, file, "csv")
        with pytest.raises(InputError, match="is the store itself"):
            export(store, mixed, "csv", force=True)
        with pytest.raises(InputError, match="name a file"):
            export(store, tmp_path, "csv", force=True)
        with pytest.raises(InputError, match="cannot be written: No such file"):
            export(store, tmp_path / "no" / "t.csv", "csv")
        assert export(store, file, "csv", force=True) == 24
    assert mixed.read_bytes() == before
    assert file.read_text(encoding="utf-8").startswith("game,digest,")


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path):
    name = pipeline("p")
    peaks = []
    for count in (200, 800):
        games = [game(k) for k in range(count)]
        fill(tmp_path / str(count), games, [name], [outcome(each, name) for each in games])
        del games
        with opened(tmp_path / str(count)) as store:
            tracemalloc.start()
            assert export(store, tmp_path / f"{count}.csv", "csv") == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000


def test_parquet_without_pyarrow_is_refused_in_one_line(mixed, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["results", "export", str(mixed), "-o", str(tmp_path / "t.parquet")]) == 2
    assert capsys.readouterr().err == "accord: error: Parquet needs the library pyarrow: pip install 'accord[parquet]'\n"
    assert main(["results", "export", str(mixed), "-o", str(tmp_path / "t.csv")]) == 0


# Summaries


@pytest.mark.parametrize("by", [("pipeline",), ("family", "pipeline"), ("fallback",), ("players", "status"), ("selection",)])
@pytest.mark.parametrize("conditions", [(), ("status=solved",), ("pipeline!=coco", "family=random")])
def test_summaries_count_what_is_there(mixed, by, conditions):
    rows, _ = all_rows(mixed)
    wanted = [Condition.parse(text) for text in conditions]
    rows = [row for row in rows if all(each.admits(row) for each in wanted)]
    with opened(mixed) as store:
        summary = summarised(store, by, wanted)
    assert summary.tasks == len(rows)
    assert [group.values for group in summary.groups] == sorted({tuple(shown(row[name]) for name in by) for row in rows})
    for group in summary.groups:
        those = [row for row in rows if tuple(shown(row[name]) for name in by) == group.values]
        assert group.statuses == Counter(row["status"] for row in those)
        assert group.certified == sum(row["certified"] is True for row in those)
        assert group.uncertified == sum(row["certified"] is False for row in those)
        for name in ("surplus", "welfare"):
            values = [row[name] for row in those if row[name] is not None]
            assert (name in group.measures) == bool(values)
            if values:
                measure = group.measures[name]
                assert (measure.least, measure.greatest) == (min(values), max(values))
                assert measure.mean == pytest.approx(sum(values) / len(values), rel=1e-12)
        agreed = [[row[f"agreement_{i}"] for i in (1, 2, 3) if row[f"agreement_{i}"] is not None] for row in those]
        spreads = [max(payoffs) - min(payoffs) for payoffs in agreed if payoffs]
        assert bool(spreads) == ("spread" in group.measures)
        if spreads:
            assert group.measures["spread"].greatest == max(spreads)
    failures = Counter((row["status"], row["reason"]) for row in rows if row["status"] != "solved")
    assert {(cause.status, cause.reason): cause.tasks for cause in summary.causes} == failures
    assert [cause.tasks for cause in summary.causes] == sorted(failures.values(), reverse=True)
    for cause in summary.causes:
        assert cause.example in {row["game"] for row in rows if row["reason"] == cause.reason}
        assert set(cause.pipelines) == {row["pipeline"] for row in rows if row["reason"] == cause.reason}


def test_reasons_that_differ_in_numbers_only_are_one_cause(tmp_path):
    name, games = pipeline("p"), [game(k) for k in range(6)]
    said = ["has 3 players", "has 4 players", "has 5.5e-3 players", "has no players", "lost", "lost"]
    outcomes = [outcome(each, name, Status.FAILED, reason=text) for each, text in zip(games, said, strict=True)]
    outcomes[5] = outcome(games[5], name, Status.UNSUITABLE, reason="lost")
    fill(tmp_path / "s", games, [name], outcomes)
    causes = accord.summarise_results(tmp_path / "s").causes
    assert [(cause.tasks, cause.status, cause.reason, cause.example) for cause in causes] == [
        (3, "failed", "has … players", "game 0"),
        (1, "failed", "has no players", "game 3"),
        (1, "failed", "lost", "game 4"),
        (1, "unsuitable", "lost", "game 5"),
    ]


def test_what_is_counted_together_although_it_is_not_the_same_is_told(tmp_path, capsys):
    """A file was changed, a pipeline was, and accord was: the store has the rows of before and after."""
    files = [game(1, source="g.nfg"), game(2, source="g.nfg"), game(3, source="h.nfg"), game(4, source="catalog:")]
    games = [*files, game(5, source="catalog:"), game(6), game(7)]
    name = pipeline("mine")
    other = replace(pipeline("other"), label="mine")
    outcomes = [outcome(each, name) for each in games]
    outcomes += [outcome(files[2], other), replace(outcomes[2], key=b"later", versions="accord 2")]
    store = fill(tmp_path / "s", games, [name, other], outcomes)

    said = {
        "pipeline_id": "1 name stands for different pipelines, such as mine, whose components or settings were changed",
        "versions": "The same pipelines were applied by different versions (accord 1; accord 2)",
        "digest": "1 file has held different games, such as g.nfg, or several files go by this name",
    }
    said = {column: f"{sentence}; the column {column} tells these apart." for column, sentence in said.items()}
    assert accord.summarise_results(store).notes == tuple(said.values())
    for column, sentence in said.items():
        assert sentence not in accord.summarise_results(store, by=["pipeline", column]).notes
    apart = ["versions=accord 1", "digest!=digest 00001", "pipeline_id=id of mine"]
    assert accord.summarise_results(store, where=apart).notes == ()
    assert accord.summarise_results(store, where=["source=catalog:"]).notes == ()
    assert accord.summarise_results(store, where=["source="]).notes == ()

    assert main(["results", "show", str(store)]) == 0
    assert said["versions"] in " ".join(capsys.readouterr().out.split())
    assert main(["results", "show", str(store), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] == list(said.values())
    for more in ([], ["-o", str(tmp_path / "t.csv")]):
        assert main(["results", "export", str(store), *more]) == 0
        told = capsys.readouterr()
        assert told.err.splitlines()[:3] == [f"accord: {sentence}" for sentence in said.values()]
    assert accord.export_results(store, tmp_path / "t.jsonl") == 9


def test_summaries_for_people_and_programs(mixed, capsys):
    assert main(["results", "show", str(mixed)]) == 0
    text = capsys.readouterr().out
    assert "24 tasks" in text
    assert "not certified" in text
    assert "took longer than 1 s" in text
    assert main(["results", "show", str(mixed), "--format", "markdown", "--by", "family", "--by", "split"]) == 0
    assert "| family | split | tasks |" in capsys.readouterr().out
    assert main(["results", "show", str(mixed), "--format", "json", "--where", "pipeline=coco"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["where"] == ["pipeline=coco"]
    assert [group["values"] for group in found["groups"]] == [{"pipeline": "coco"}]
    assert found["groups"][0]["statuses"] == {"solved": 12}


def test_tables_on_standard_output(mixed, capsys):
    rows, columns = all_rows(mixed)
    assert main(["results", "export", str(mixed), "--where", "status=solved", "--format", "jsonl"]) == 0
    printed = capsys.readouterr().out
    assert list(map(json.loads, printed.splitlines())) == [row for row in rows if row["status"] == "solved"]
    assert main(["results", "export", str(mixed)]) == 0
    assert capsys.readouterr().out.partition("\n")[0].split(",") == list(columns)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "ndjson", "parquet", "pq", "CSV"])
def test_endings_tell_the_format(mixed, tmp_path, ending, capsys):
    assert main(["results", "export", str(mixed), "-o", str(tmp_path / f"t.{ending}")]) == 0
    assert capsys.readouterr().err.endswith(f"24 rows in {tmp_path / f't.{ending}'}\n")
    start = (tmp_path / f"t.{ending}").read_bytes()[:4]
    assert start == {"csv": b"game", "jsonl": b'{"ga', "ndjson": b'{"ga', "parquet": b"PAR1", "pq": b"PAR1"}[ending.lower()]


def test_the_same_from_python(mixed, tmp_path):
    rows, _ = all_rows(mixed)
    assert accord.read_results(mixed) == rows
    solved = [row for row in rows if row["status"] == "solved"]
    assert accord.read_results(mixed, where="status=solved") == solved
    assert accord.summarise_results(str(mixed), by="family", where=["status=solved"]).tasks == len(solved)
    assert accord.export_results(mixed, tmp_path / "t.CSV", where=["status=solved"]) == len(solved)
    assert accord.export_results(mixed, tmp_path / "t", "csv", where=["status=solved"]) == len(solved)
    assert (tmp_path / "t").read_bytes() == (tmp_path / "t.CSV").read_bytes()
    with pytest.raises(InputError, match="is there already; --force"):
        accord.export_results(mixed, tmp_path / "t.CSV")


# What is refused


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "STORE", "--by", "fallbak"], "no column 'fallbak'; did you mean 'fallback'"),
        (["show", "STORE", "--where", "pipelin=x"], "no column 'pipelin'; did you mean 'pipeline'"),
        (["show", "STORE", "--where", "x"], "COLUMN=VALUE or COLUMN!=VALUE is accepted"),
        (["export", "STORE", "--where", "=x"], "COLUMN=VALUE or COLUMN!=VALUE is accepted"),
        (["export", "STORE", "--where", "nope=x", "-o", "t.csv"], "no column 'nope'"),
        (["export", "STORE", "-o", "t.txt"], ".csv, .jsonl, .parquet or --format is accepted"),
        (["export", "STORE", "-o", "t.csv", "--format", "jsonl"], "contradict each other"),
        (["export", "STORE", "--format", "parquet"], "nothing for standard output"),
        (["show", "nothing.sqlite"], "there is no file 'nothing.sqlite'"),
        (["export", "nothing.sqlite", "-o", "t.csv"], "there is no file 'nothing.sqlite'"),
        (["show"], "STORE"),
        ([], "ACTION"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(mixed, tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    assert main(["results", *(str(mixed) if each == "STORE" else each for each in arguments)]) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert told.err.count("\n") == 1
    assert not told.out
    assert [file.name for file in tmp_path.iterdir()] == ["mixed.sqlite"]


def test_conditions_are_parsed():
    assert Condition.parse("a=b=c") == Condition("a", "b=c")
    assert Condition.parse("a!=b") == Condition("a", "b", holds=False)
    assert str(Condition.parse("a!=")) == "a!="
    with pytest.raises(ConfigurationError):
        Condition.parse("!=")


@pytest.mark.parametrize("action", ["show", "export"])
def test_other_files_are_refused(tmp_path, capsys, action):
    (tmp_path / "text").write_text("no database at all " * 100, encoding="utf-8")
    with sqlite3.connect(tmp_path / "foreign") as other:
        other.execute("CREATE TABLE results (key BLOB)")
    other.close()
    (tmp_path / "empty").touch()
    (tmp_path / "folder").mkdir()
    for name in ("text", "foreign", "empty", "folder"):
        before = {file.name for file in tmp_path.iterdir()}
        assert main(["results", action, str(tmp_path / name)]) == 2, name
        told = capsys.readouterr()
        assert (told.err.count("\n"), told.out) == (1, ""), name
        assert name in told.err
        assert {file.name for file in tmp_path.iterdir()} == before


def test_a_locked_store_is_one_line(mixed, monkeypatch, capsys):
    monkeypatch.setattr("accord.work.database._PATIENCE", 0.05)
    other = sqlite3.connect(mixed, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert main(["results", "show", str(mixed)]) == 2
    finally:
        other.close()
    assert "locked" in capsys.readouterr().err


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_stores_are_one_line(mixed, tmp_path, capsys, data):
    content = bytearray(mixed.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=400)):
        content[at] ^= data.draw(st.sampled_from([1, 4, 16, 127, 255]))
    cut = data.draw(st.sampled_from([len(content), len(content) // 2, 4096, 100]))
    (tmp_path / "damaged").write_bytes(content[:cut])
    for extra in ("damaged-wal", "damaged-shm", "damaged-journal"):
        (tmp_path / extra).unlink(missing_ok=True)
    for arguments in (["show"], ["export", "--solutions"]):
        assert main(["results", *arguments, str(tmp_path / "damaged")]) in {0, 2}
        assert capsys.readouterr().err.count("\n") <= 1


def test_what_a_row_may_not_say_is_damage(mixed, tmp_path, capsys):
    for sql in (
        "UPDATE results SET agreement = '[\"x\"]'",
        "UPDATE pipelines SET stages = 'x'",
        "UPDATE results SET detail = 9",
        "UPDATE games SET shape = x'ff'",
        "UPDATE results SET surplus = '1/0'",
    ):
        (tmp_path / "d").write_bytes(mixed.read_bytes())
        with sqlite3.connect(tmp_path / "d") as file:
            file.execute(sql)
        file.close()
        assert main(["results", "show", str(tmp_path / "d")]) == 2, sql
        assert "is damaged" in capsys.readouterr().err


def test_usage_needs_no_numpy():
    code = "import sys; from accord.cli import main; main(['results', 'show', '--help']); print('numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.endswith("False\n")
