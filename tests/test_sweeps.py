"""Sweeps: the same table however the work is done, a row for whatever goes wrong, and nothing lost."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor, wait
from concurrent.futures import Executor as FuturesExecutor
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stubborn import Stubborn, games

import accord
from accord.builtin.executors import Dask, Processes, Serial
from accord.cli import main
from accord.errors import AccordError, ConfigurationError, InputError, SolverError
from accord.generators import family
from accord.sweeps import Detail, GameRecord, Outcome, PipelineRecord, Status, Store, Summary, batches, driving, opened, solving
from accord.sweeps.crew import Crew
from accord.sweeps.records import number, numbers, to_text
from accord.work import lines

PIPELINES = {
    "default": {},
    "CoCo": {"fallback": "minimax-threat"},
    "coarse": {"fallback": "coarse-correlated", "selection": "egalitarian", "split": {"name": "weighted", "weights": [1, 2]}},
    "no money": {"selection": "egalitarian", "split": "kalai-smorodinsky", "side_payments": False},
    "pure": {"fallback": "nash", "solver": "pure"},
    "worths": {"worth": "bloc", "split": "shapley"},
}
RANDOM = (family("random", shape="3x3"), range(12))


def table(results) -> list[dict[str, object]]:
    """Return the rows without what depends on the machine."""
    with results:
        return [{name: value for name, value in row.items() if name != "seconds"} for row in results]


@pytest.fixture(scope="module")
def expected() -> list[dict[str, object]]:
    return table(accord.sweep(RANDOM, PIPELINES, executor="serial"))


# What is found


def test_a_row_per_game_and_pipeline_in_the_order_in_which_they_were_asked_for(expected):
    assert [(row["seed"], row["pipeline"]) for row in expected] == [(k, name) for k in range(12) for name in PIPELINES]
    assert {row["family"] for row in expected} == {"random"}
    assert all(row["status"] == "solved" or row["pipeline"] == "pure" for row in expected)
    assert all(row["certified"] is (True if row["status"] == "solved" else None) for row in expected)


def test_rows_say_what_solve_says(expected):
    """The short way to a certified answer leads to the same payoffs, transfers and surplus as the whole pipeline."""
    for row in expected:
        if row["status"] != "solved":
            with pytest.raises(SolverError, match="no Nash equilibrium"):
                accord.solve(RANDOM[0].game(row["seed"]), **PIPELINES[row["pipeline"]])
            continue
        solution = accord.solve(RANDOM[0].game(row["seed"]), **PIPELINES[row["pipeline"]])
        for k in range(2):
            assert Fraction(row[f"agreement_{k + 1}_exact"]) == solution.agreement.payoffs[k]
            assert Fraction(row[f"disagreement_{k + 1}_exact"]) == solution.disagreement.payoffs[k]
            assert Fraction(row[f"transfer_{k + 1}_exact"]) == solution.agreement.transfers[k]
        assert Fraction(row["surplus_exact"]) == solution.surplus
        assert Fraction(row["welfare_exact"]) == sum(solution.agreement.payoffs)
        assert row["certified"] == solution.certified
        assert row["split"] == solution.steps["split"].name


def test_full_answers_are_those_of_solve():
    with accord.sweep(["chicken", "threat3_free"], {"default": {}}, detail="full", executor="serial") as results:
        rows = list(results._store.rows(only_wanted=True, solutions=True))
    for name, row in zip(["chicken", "threat3_free"], rows, strict=True):
        assert json.loads(row["solution"]) == accord.solve(accord.read(name)).to_dict()
        assert row["detail"] == "full"


def test_payoffs_alone():
    (row,) = accord.sweep(["chicken"], [{}], detail="payoffs").to_dicts()
    assert (row["agreement_1_exact"], row["disagreement_1"], row["certified"], row["detail"]) == ("6", None, None, "payoffs")


def test_exact_sweeps_are_other_tasks(tmp_path):
    plain = accord.sweep(["chicken"], [{}], store=tmp_path / "store")
    exact = accord.sweep(["chicken"], [{}], store=tmp_path / "store", exact=True)
    assert (plain.summary.new, exact.summary.new) == (1, 1)
    assert [row["agreement_1_exact"] for row in [*plain, *exact]] == ["6", "6"]
    plain.close()
    exact.close()


def test_games_of_different_sizes_share_a_table():
    found = accord.sweep(["chicken", "threat3_free"], [{}, {"fallback": "security"}])
    assert len(found) == 4
    assert [row["agreement_3"] is None for row in found] == [True, True, False, False]
    assert set(found.columns) == set(found.to_dicts()[0])
    assert found.to_arrow().column("players").to_pylist() == [2, 2, 3, 3]
    assert repr(found) == "<Results of 4 tasks: 4 solved>"


def test_a_table_is_read_and_let_go_of_by_any_thread():
    """The garbage collector runs in whatever thread is at work."""
    found = accord.sweep(["chicken"], [{}])
    with ThreadPoolExecutor(1) as other:
        assert other.submit(found.to_dicts).result() == found.to_dicts()
        other.submit(found.close).result()


def test_frames_of_libraries_that_are_not_there(monkeypatch):
    found = accord.sweep(["chicken"], [{}])
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(ConfigurationError, match=f"pip install '{name}'"):
            getattr(found, f"to_{name}")()


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(np.arange(16.0).reshape(2, 2, 2, 2), id="array"),
        pytest.param([accord.Game.from_tensor(t) for t in np.arange(16.0).reshape(2, 2, 2, 2)], id="list"),
        pytest.param((accord.Game.from_tensor(t) for t in np.arange(16.0).reshape(2, 2, 2, 2)), id="generator"),
    ],
)
def test_forms_of_games(given):
    assert [row["agreement_1_exact"] for row in accord.sweep(given, [{}])] == ["3", "11"]


def test_seeds_may_be_counted():
    assert [row["seed"] for row in accord.sweep([(family("random"), 2), (family("random"), [7])], [{}])] == [0, 1, 7]


def test_the_same_game_met_twice_has_two_rows_and_is_solved_once():
    found = accord.sweep(["chicken", "bundled:chicken", "chicken"], [{}])
    assert [(row["source"], row["agreement_1_exact"]) for row in found] == [
        ("chicken", "6"),
        ("bundled:chicken", "6"),
        ("chicken", "6"),
    ]
    assert found.summary.new == 1


def test_grids_leave_out_what_does_not_fit():
    grid = {
        "fallback": ["correlated", "security"],
        "selection": ["max-welfare", "egalitarian"],
        "worth": ["none", "bloc"],
        "split": ["equal", "shapley"],
    }
    grid["worth"][0] = None
    found = accord.sweep(["chicken"], grid=grid)
    labels = [row["pipeline"] for row in found]
    assert labels == [
        "correlated / max-welfare / equal",
        "correlated / max-welfare / bloc / shapley",
        "correlated / egalitarian / equal",
        "correlated / egalitarian / bloc / shapley",
        "security / equal",
        "security / bloc / shapley",
    ]
    reasons = dict(found.summary.left_out)
    assert "does not use worths" in reasons["correlated / max-welfare / bloc / equal"]
    assert "divides the worths" in reasons["security / shapley"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({"games": ["chicken"], "pipelines": []}, "no pipelines"),
        ({"games": [], "pipelines": [{}]}, "no games"),
        ({"games": 3, "pipelines": [{}]}, "games are int"),
        ({"games": [3], "pipelines": [{}]}, "a game of the sweep is int"),
        ({"games": (family("random"), 0), "pipelines": [{}]}, "seeds are 0"),
        ({"games": (family("random"), [1, -1]), "pipelines": [{}]}, "seed is -1"),
        ({"games": (family("random"), range(-1, 3)), "pipelines": [{}]}, r"seeds are range\(-1, 3\)"),
        ({"games": ["chicken"], "pipelines": [3]}, "a pipeline of the sweep is int"),
        ({"games": ["chicken"], "pipelines": [{"fallback": "correlatd"}]}, "did you mean 'correlated'"),
        ({"games": ["chicken"], "pipelines": {"a": {}, "b": {}}}, "pipelines 'a' and 'b' are the same"),
        ({"games": ["chicken"], "grid": {"slpit": ["equal"]}}, "did you mean 'split'"),
        ({"games": ["chicken"], "grid": {"split": ["equal", "shapley"]}}, "split, number 2: .*divides the worths"),
        ({"games": ["chicken"], "pipelines": [{}], "detail": "fulll"}, "did you mean 'full'"),
        ({"games": ["chicken"], "pipelines": [{}], "time_limit": -1}, "time_limit is -1"),
        ({"games": ["chicken"], "pipelines": [{}], "executor": "procesess"}, "did you mean 'processes'"),
        ({"games": ["chicken"], "pipelines": [{}], "executor": "serial", "jobs": 2}, "no setting 'jobs'"),
        ({"games": ["chicken"], "pipelines": [{}], "executor": "serial", "time_limit": 1}, "processes of their own"),
    ],
)
def test_sweeps_that_cannot_begin(call, said):
    with pytest.raises(ConfigurationError, match=said):
        accord.sweep(**call)


# By whom it is found


@pytest.mark.parametrize("seconds", [1e-9, 1e9], ids=["a task a batch", "one batch"])
def test_batches_make_no_difference(expected, monkeypatch, seconds):
    monkeypatch.setattr(driving, "_SECONDS", seconds)
    assert table(accord.sweep(RANDOM, PIPELINES, executor=Serial())) == expected


def test_nor_does_what_a_worker_does_not_get_to(expected, monkeypatch):
    """Where tasks take longer than those before them, a batch is handed in as soon as it has taken long enough."""
    monkeypatch.setattr(driving, "_SECONDS", 1e9)
    monkeypatch.setattr(batches, "_MOST_SECONDS", 0.0)
    handed_in = []
    put = Store.put

    def counted(self, outcomes=(), *records, **more):
        handed_in.append(len(outcomes))
        put(self, outcomes, *records, **more)

    monkeypatch.setattr(Store, "put", counted)
    assert table(accord.sweep(RANDOM, PIPELINES, executor="serial")) == expected
    assert max(handed_in) == 1


@dataclass(frozen=True)
class Counted:
    """Nobody gets anything, and it is remembered for which games that was asked."""

    name: ClassVar[str] = "tests.counted"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    asked: ClassVar[list[str]] = []

    def fall_back(self, game):
        self.asked.append(game.title)
        return accord.Disagreement(payoffs=game.lowest)


@pytest.mark.parametrize("most", [0.0, 60.0], ids=["in several batches", "in one batch"])
def test_pipelines_with_the_same_fallback_share_its_work_on_every_game(monkeypatch, most):
    monkeypatch.setattr(batches, "_MOST_SECONDS", most)
    Counted.asked.clear()
    splits = ["equal", *({"name": "weighted", "weights": [1, k]} for k in range(2, 7))]
    assert len(accord.sweep(games(4), [{"fallback": Counted(), "split": split} for split in splits], executor="serial")) == 24
    assert Counted.asked == [f"game {k}" for k in range(4)]


def test_nor_does_the_order_of_pipelines_nor_an_interruption(expected, tmp_path):
    backwards = dict(reversed(PIPELINES.items()))
    accord.sweep((RANDOM[0], range(0, 12, 2)), backwards, store=tmp_path / "store").close()
    accord.sweep((RANDOM[0], range(11, -1, -1)), {"CoCo": PIPELINES["CoCo"]}, store=tmp_path / "store").close()
    found = accord.sweep(RANDOM, PIPELINES, store=tmp_path / "store")
    assert found.summary.new == 12 * 6 - 6 * 6 - 6
    assert table(found) == expected


def test_nor_do_processes(expected):
    assert table(accord.sweep(RANDOM, PIPELINES, executor=Processes(jobs=2), time_limit=60)) == expected


def test_what_goes_wrong_is_a_row_and_everything_else_is_there():
    """Python code and compiled code that do not return, a crash, too much memory, an error: the culprit alone has no answer."""
    kinds = ["loop", "compiled", "die", "memory", "raise", "interrupt"]
    found = accord.sweep(
        games(12, marked=7),
        {kind: {"fallback": Stubborn(kind)} for kind in kinds},
        executor=Processes(jobs=2),
        time_limit=3,
        memory_limit=500,
    )
    wrong = {(row["game"], row["pipeline"]): row for row in found if row["status"] != "solved"}
    assert len(found) == 72
    assert set(wrong) == {("game 7", kind) for kind in kinds}
    said = {kind: (wrong["game 7", kind]["status"], wrong["game 7", kind]["reason"]) for kind in kinds}
    assert said["loop"] == said["compiled"] == ("time limit", "it was not done within 3 s")
    assert said["die"] == ("worker died", "the process that worked on it died; it was allowed 500 MB of memory")
    assert said["memory"] == ("memory limit", "it wanted more than 500 MB of memory")
    assert said["raise"] == ("failed", "fallback tests.stubborn failed: ZeroDivisionError: by zero")
    assert said["interrupt"] == ("failed", "it raised KeyboardInterrupt")
    assert found.summary.exit_code == 3


class _Deadly(FuturesExecutor):
    """Workers that die of whatever they begin with, and could say what it was."""

    max_workers = 1

    def submit(self, fn, batch):
        Path(batch.diary).write_text(batch.jobs[0].todo[0][1].hex() + "\n", encoding="ascii")
        lost: Future[object] = Future()
        lost.set_exception(BrokenExecutor("it died"))
        return lost


@dataclass(frozen=True)
class Deadly:
    """Supplies them."""

    name: ClassVar[str] = "tests.deadly"
    needs: ClassVar[accord.Needs] = accord.Needs()
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()

    def executor(self) -> FuturesExecutor:
        return _Deadly()


def test_where_every_worker_dies_of_its_task_there_is_a_row_for_every_task():
    """It is known which tasks they die of, so that this comes to an end."""
    found = accord.sweep(games(40), [{}], executor=Deadly())
    assert [row["status"] for row in found] == ["worker died"] * 40


def test_what_workers_were_given_before_others_were_started_is_lost_and_nothing_else():
    """One of several workers is killed, others are started, and only then is it seen what became of the rest."""
    crew = Crew(Processes(jobs=1))
    try:
        before, waiting = crew.submit(time.sleep, 3600), crew.submit(abs, -1)
        crew.restart()
        after = crew.submit(abs, -2)
        assert [crew.result(future) for future in (before, waiting, after)] == [None, None, 2]
        broken = crew.submit(os._exit, 3)
        wait([broken])
        after = crew.submit(abs, -4)  # the crew is found to be broken
        assert [crew.result(future) for future in (broken, after)] == [None, 4]
    finally:
        crew.stop()


def test_workers_that_are_killed_lose_nothing(tmp_path):
    """Loky's workers, killed twice while they work."""
    many = games(150)
    slow = {"slow": {"fallback": Stubborn(pause=0.02)}}
    crew = partial(_children, os.getpid(), "popen_loky_posix")
    killer = threading.Thread(target=_kill, args=(tmp_path / "store", [20, 80], crew))
    killer.start()
    found = table(accord.sweep(many, slow, executor=Processes(jobs=2), store=tmp_path / "store"))
    killer.join()
    assert found == table(accord.sweep(many, slow, executor="serial"))


def _kill(store: Path, marks: list[int], workers: Callable[[], list[int]]) -> None:
    """Kill workers whenever so many tasks are done."""
    deadline = time.monotonic() + 120
    for mark in marks:
        while _count(store) < mark:
            if time.monotonic() > deadline:
                return
            time.sleep(0.01)
        for worker in workers():
            os.kill(worker, signal.SIGKILL)


def _children(parent: int, word: str = "") -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                owner = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if owner == parent and word in words:
                found.append(int(entry.name))
    return found


def _count(store: Path) -> int:
    if not store.exists():
        return 0
    file = sqlite3.connect(store, timeout=60)
    try:
        return int(file.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        file.close()


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_finds_the_same_although_a_worker_is_killed_half_way(expected, tmp_path):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs="CRITICAL"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        pids = list(client.run(os.getpid).values())
        killer = threading.Thread(target=_kill, args=(tmp_path / "store", [20], lambda: pids[:1]))
        killer.start()
        slow = {"slow": {"fallback": Stubborn(pause=0.05)}}
        executor = Dask(address=cluster.scheduler_address)
        with accord.sweep(games(60), slow, executor=executor, store=tmp_path / "store") as found:
            assert [row["status"] for row in found] == ["solved"] * 60
        killer.join()
        assert pids[0] not in client.run(os.getpid).values()
        assert table(accord.sweep(RANDOM, PIPELINES, executor=executor)) == expected


def test_executors_that_cannot_be_had(tmp_path, monkeypatch):
    with pytest.raises(SolverError, match=r"no cluster answers at tcp://127\.0\.0\.1:1"):
        accord.sweep(["chicken"], [{}], executor=Dask(address="tcp://127.0.0.1:1", timeout=0.5), store=tmp_path / "store")
    monkeypatch.setitem(sys.modules, "loky", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'accord\[parallel\]'"):
        accord.sweep(["chicken"], [{}], jobs=2)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'accord\[dask\]'"):
        accord.sweep(["chicken"], [{}], executor="dask")
    for settings, said in [({"jobs": 0}, "jobs is 0"), ({"jobs": 2, "address": "x"}, "both address and jobs")]:
        with pytest.raises(ConfigurationError, match=said):
            Dask(**settings)


def test_many_pipelines_on_one_game_are_several_batches(monkeypatch):
    sent = []
    submit = Crew.submit
    monkeypatch.setattr(Crew, "submit", lambda self, function, batch: sent.append(len(batch)) or submit(self, function, batch))
    slow = [{"fallback": Stubborn(pause=0.2 + k / 1000)} for k in range(6)]
    assert len(accord.sweep(games(1), dict(enumerate(slow)))) == 6
    assert max(sent) <= 3
    assert sum(sent) == 6


def test_nothing_is_started_where_nothing_is_to_be_done(tmp_path, monkeypatch):
    accord.sweep(games(3), [{}], store=tmp_path / "store").close()
    monkeypatch.setattr(Dask, "executor", lambda self: pytest.fail("a cluster was started"))
    assert accord.sweep(games(3), [{}], store=tmp_path / "store", executor="dask").summary.new == 0


def test_lines_for_a_log(capsys):
    show = lines(every=0.0)
    show("tasks", 10, 100)
    time.sleep(0.2)
    show("tasks", 30, 100)
    (line,) = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"accord: 30 of 100 tasks, \d[\d.e+]* a second, \d+ s left", line)


def test_causes_that_differ_in_numbers_are_one():
    class Counted:
        def counts(self, only_wanted):
            return [
                ("p", "failed", "no answer at (1/2, -3.5e-7)", 2),
                ("p", "failed", "no answer at (4, 5)", 1),
                ("q", "solved", "", 3),
            ]

        def uncertified(self, only_wanted):
            return 0

    summary = Summary.of(Counted(), 6, ())
    assert summary.causes == ((Status.FAILED, "no answer at (…, …)", 3),)
    assert (summary.total, summary.ended(Status.SOLVED), summary.exit_code) == (6, 3, 3)


# What is kept


def test_a_store_is_found_again_and_only_what_is_missing_is_done(tmp_path):
    store = tmp_path / "store"
    first = accord.sweep(games(5), {"a": {}}, store=store)
    second = accord.sweep(games(5), {"a": {}, "b": {"fallback": "security"}}, store=store)
    third = accord.sweep(games(5), {"other label": {}, "b": {"fallback": "security"}}, store=store)
    assert [found.summary.new for found in (first, second, third)] == [5, 5, 0]
    with opened(store) as kept:
        assert len(list(kept.rows())) == 10
        assert [count for *_, count in kept.counts()] == [5, 5]


def test_failures_stay_unless_they_are_to_be_done_again(tmp_path):
    store = tmp_path / "store"
    broken = {"x": {"fallback": Stubborn("raise")}}
    assert accord.sweep(games(4, marked=1), broken, store=store).summary.ended(Status.FAILED) == 1
    assert accord.sweep(games(4, marked=1), broken, store=store).summary.new == 0
    again = accord.sweep(games(4, marked=1), broken, store=store, retry_failed=True)
    assert (again.summary.new, again.summary.ended(Status.FAILED)) == (1, 1)


def test_more_detail_is_worked_out_once_it_is_wanted(tmp_path):
    store = tmp_path / "store"
    news = [accord.sweep(["pd"], [{}], store=store, detail=d).summary.new for d in ("payoffs", "full", "certified", "payoffs")]
    assert news == [1, 1, 0, 0]
    with opened(store) as kept:
        assert [row["detail"] for row in kept.rows()] == ["full"]


def test_a_store_says_how_it_went_with_what_was_wanted_last(tmp_path, monkeypatch):
    """An answer that cannot be certified is no answer to somebody who wants that; payoffs alone are still to be had."""
    store = tmp_path / "store"
    agree = solving.agree

    def ended(detail):
        with accord.sweep(["pd"], [{}], store=store, detail=detail) as found:
            (row,) = found
            return row["status"], row["detail"], row["agreement_1_exact"], found.summary.new, found.summary.exit_code

    def broken(*_arguments, **_settings):
        raise SolverError("no play was found")

    solved = ("solved", "payoffs", "10", 1, 0)
    failed = ("failed", "certified", None, 1, 3)
    assert ended("payoffs") == solved
    monkeypatch.setattr(solving, "agree", broken)
    assert [ended(detail) for detail in ("certified", "payoffs", "certified")] == [failed, solved, failed]
    assert ended("certified") == (*failed[:3], 0, 3)
    monkeypatch.setattr(solving, "agree", agree)
    assert ended("full")[:4] == ("failed", "certified", None, 0)


def test_of_two_runs_neither_undoes_what_the_other_has_found(tmp_path):
    game = GameRecord("d", "g", players=("a", "b"), shape=(2, 2))
    pipeline = PipelineRecord("p", "label", True, "{}", "accord 0")
    solved = Outcome(b"k", "d", "p", "accord 0", Status.SOLVED, agreement='["1/3", "0.5"]')
    with opened(tmp_path / "store", new=True) as one, opened(tmp_path / "store", new=True) as other:
        one.put([Outcome(b"k", "d", "p", "accord 0", Status.FAILED, "why")], [game], [pipeline])
        assert other.known([b"k", b"l"]) == {b"k": (Status.FAILED, Detail.CERTIFIED)}
        other.put([solved])
        one.put([Outcome(b"k", "d", "p", "accord 0", Status.TIME_LIMIT, "late")])
        (row,) = one.rows()
    assert (row["status"], row["agreement_1_exact"], row["agreement_2"], row["agreement_2_exact"]) == ("solved", "1/3", 0.5, None)


def test_other_files_are_no_stores(tmp_path):
    (tmp_path / "text").write_text("no database, but long enough to be one" * 100)
    with sqlite3.connect(tmp_path / "other") as file:
        file.execute("CREATE TABLE t (x)")
    file.close()
    with accord.working(keep=tmp_path / "kept"):
        pass
    for name, said in [("text", "cannot hold results"), ("other", "something else"), ("kept", "something else")]:
        before = (tmp_path / name).read_bytes()
        with pytest.raises(InputError, match=said):
            accord.sweep(["chicken"], [{}], store=tmp_path / name)
        assert (tmp_path / name).read_bytes() == before
    with pytest.raises(InputError, match="there is no file"), opened(tmp_path / "none"):
        pass
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("version", "age"), [(-1, "an older"), (1, "a newer")])
def test_stores_of_other_versions_are_left_alone(tmp_path, capsys, version, age):
    accord.sweep(["chicken"], [{}], store=tmp_path / "store").close()
    with sqlite3.connect(tmp_path / "store") as file:
        file.execute(f"PRAGMA user_version = {version}")
    file.close()
    before = (tmp_path / "store").read_bytes()
    with pytest.raises(InputError, match=f"is of {age} accord, which keeps results otherwise; read it with that one"):
        accord.sweep(["chicken"], [{}], store=tmp_path / "store")
    assert main(["results", "show", str(tmp_path / "store")]) == 2
    assert f"is of {age} accord" in capsys.readouterr().err
    assert (tmp_path / "store").read_bytes() == before


def test_what_may_not_be_written_to_is_read(tmp_path, monkeypatch):
    """SQLite would write beside the file."""
    folder = tmp_path / "a folder with ? and #"
    folder.mkdir()
    accord.sweep(["chicken"], [{}], store=folder / "store").close()
    monkeypatch.setattr(os, "access", lambda *_: False)  # nothing stops the superuser
    with opened(folder / "store") as kept:
        assert [row["status"] for row in kept.rows()] == ["solved"]
        assert [file.name for file in folder.iterdir()] == ["store"]


def test_names_of_files_are_no_addresses(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    accord.sweep(["chicken"], [{}], store="file:store?mode=memory").close()
    assert [file.name for file in tmp_path.iterdir()] == ["file:store?mode=memory"]
    assert len(accord.read_results("file:store?mode=memory")) == 1


def test_where_the_disk_is_full_it_is_said_what_to_do(tmp_path):
    with pytest.raises(InputError, match="is full; what was written before is kept; make room"):
        _fill(tmp_path / "full")


def _fill(where: Path) -> None:
    with opened(where, new=True) as kept:
        kept._file.execute("PRAGMA max_page_count = 1")
        kept.put(games=[GameRecord("d", "a title" * 10_000)])


def test_a_store_that_is_removed_is_missed(tmp_path):
    with opened(tmp_path / "store", new=True) as kept:
        kept.put(games=[GameRecord("d", "g")])
        (tmp_path / "store").unlink()
        with pytest.raises(InputError, match="was removed or replaced while it was written to"):
            kept.put(games=[GameRecord("e", "g")])


@pytest.mark.parametrize("what", ["detail = 9", "status = 'x'"])
def test_a_damaged_store_is_no_place_to_go_on(tmp_path, what):
    accord.sweep(["chicken"], [{}], store=tmp_path / "store").close()
    with sqlite3.connect(tmp_path / "store") as file:
        file.execute(f"UPDATE results SET {what}")
    file.close()
    with pytest.raises(InputError, match=r"store is damaged .*run the sweep into a new store"):
        accord.sweep(["chicken"], [{}], store=tmp_path / "store")


@given(st.one_of(st.fractions(), st.floats(allow_nan=False)))
def test_numbers_survive(value):
    found = number(to_text(value))
    assert (found, type(found)) == (value, type(value))
    assert numbers(json.dumps([to_text(value)])) == (value,)


# From the command line

SWEEP = """\
[[games]]
family = "random"
count = {count}
parameters = {{ shape = "3x3" }}
[[pipelines]]
name = "one"
[[pipelines]]
name = "two"
fallback = "security"
"""


@pytest.fixture
def sweep(tmp_path) -> Path:
    path = tmp_path / "sweep.toml"
    path.write_text(SWEEP.format(count=150))
    return path


def _run(sweep: Path, store: str, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "accord", "run", str(sweep), "--store", str(sweep.parent / store), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def _until(store: Path, rows: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while _count(store) < rows and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)


def _tables(store: Path) -> list[list[tuple]]:
    file = sqlite3.connect(store)
    try:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [sorted(file.execute(f"SELECT * FROM {t}").fetchall(), key=repr) for t in ("games", "pipelines", "results")]
    finally:
        file.close()


def test_a_run_that_is_killed_and_two_runs_at_once_lead_to_the_same_store(sweep, tmp_path):
    """``kill -9`` three times, then two runs on one store side by side: row for row what an undisturbed run finds."""
    sweep.write_text(SWEEP.format(count=1000))  # long enough for a batch to be under way whenever it is killed
    assert main(["run", str(sweep), "--store", str(tmp_path / "alone")]) == 0
    for rows in (1, 300, 600):
        process = _run(sweep, "killed", "--executor", "serial")
        _until(tmp_path / "killed", rows, process)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert rows <= _count(tmp_path / "killed") < 2000
    both = [_run(sweep, "killed", "--executor", "serial") for _ in range(2)]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert "2000 tasks" in out
    assert _tables(tmp_path / "killed") == _tables(tmp_path / "alone")


def _left(processes: list[int]) -> list[int]:
    """Those that still run, given time: workers, and what tidies up after them, end when they notice that the run has ended."""
    deadline = time.monotonic() + 30
    while (left := list(filter(_runs, processes))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_an_interrupted_run_says_how_to_go_on_and_leaves_no_process_behind(sweep, tmp_path):
    settings = ["--executor", "processes", "--jobs", "2", "--time-limit", "59.5", "--no-plugin", "nothing"]
    process = _run(sweep, "store", *settings)
    _until(tmp_path / "store", 20, process)
    workers = _children(process.pid)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    last = err.splitlines()[-1]
    done = _count(tmp_path / "store")
    assert last.startswith(f"accord: interrupted: {done} of 300 tasks are done, and kept in ")
    again = shlex.split(last.partition("; ")[2].removesuffix(" goes on"))
    assert again == ["accord", "run", str(sweep), "--resume", "--store", str(tmp_path / "store"), *settings]
    assert workers
    assert not _left(workers)
    assert main(again[1:]) == 0
    assert _count(tmp_path / "store") == 300


def test_files_that_cannot_be_read_are_rows_until_they_can(tmp_path, capsys):
    (tmp_path / "good.toml").write_text('players = ["a", "b"]\npayoffs = [[[1, 1], [0, 0]], [[0, 0], [2, 2]]]\n')
    (tmp_path / "bad.nfg").write_text("NFG what")
    (tmp_path / "s.sweep").write_text('[[games]]\nfiles = ["*.nfg", "good.toml"]\n[[pipelines]]\nname = "x"\n')
    run = ["run", str(tmp_path / "s.sweep"), "--format", "json"]
    assert main(run) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["pipelines"] == {"x": {"solved": 1, "unreadable": 1}}
    assert "bad.nfg" in found["causes"][0]["reason"]
    (tmp_path / "bad.nfg").write_text('NFG 1 R "t" { "a" "b" } { 1 1 }\n3 4\n')
    assert main(run) == 0
    assert json.loads(capsys.readouterr().out)["pipelines"] == {"x": {"solved": 2}}
    with opened(tmp_path / "s.sqlite") as store:
        assert sorted(row["source"] for row in store.rows()) == ["bad.nfg", "good.toml"]


def test_a_request_to_end_is_an_interrupt_that_leaves_nothing_behind(sweep, tmp_path, monkeypatch):
    """Schedulers and containers send SIGTERM."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    process = _run(sweep, "store", "--executor", "serial")
    _until(tmp_path / "store", 5, process)
    process.terminate()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert f"interrupted: {_count(tmp_path / 'store')} of 300 tasks are done" in err
    assert not list((tmp_path / "temporary").iterdir())


def test_impatience_is_told_the_same(monkeypatch):
    """A second Ctrl-C, while what came back after the first one is saved."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(driving._Driver, "run", interrupt)
    monkeypatch.setattr(driving._Driver, "harvest", interrupt)
    with pytest.raises(KeyboardInterrupt, match="0 of 1 tasks are done"):
        accord.sweep(["chicken"], [{}])


def test_names_of_files_need_not_be_text(tmp_path, capsys):
    """They are bytes; what is no UTF-8 is written as what it is."""
    game = 'NFG 1 R "t" { "a" "b" } { 1 1 }\n3 4\n'
    try:
        (tmp_path / "bad\udcff.nfg").write_text(game)
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    (tmp_path / "worse\udcff.nfg").write_text("NFG")
    (tmp_path / "s.sweep").write_text('[[games]]\nfiles = "*.nfg"\n[[pipelines]]\nname = "x"\n')
    for _ in range(2):
        assert main(["run", str(tmp_path / "s.sweep"), "--format", "json"]) == 2
        assert json.loads(capsys.readouterr().out)["pipelines"] == {"x": {"solved": 1, "unreadable": 1}}
    with opened(tmp_path / "s.sqlite") as store:
        assert sorted(row["source"] for row in store.rows()) == ["bad\\udcff.nfg", "worse\\udcff.nfg"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"jobs": "2"}, "jobs is '2'"),
        ({"jobs": True}, "jobs is True"),
        ({"time_limit": "5"}, "time_limit is '5'"),
        ({"memory_limit": float("nan")}, "memory_limit is nan"),
        ({"exact": "no"}, "exact is 'no'"),
        ({"store": ""}, "the store is ''"),
        ({"store": 5}, "the store is 5"),
        ({"store": "a\0b"}, "the store is"),
        ({"grid": 5}, "grid is int"),
        ({"games": np.array(5)}, "without dimensions"),
        ({"games": [b"x"]}, "a game of the sweep is bytes"),
    ],
)
def test_arguments_of_the_wrong_kind(wrong, said):
    with pytest.raises(AccordError, match=said):
        accord.sweep(**{"games": "chicken", "pipelines": [{}], **wrong})


def test_the_command_line_says_what_it_would_do_and_what_was_left_out(tmp_path, capsys):
    path = tmp_path / "s.toml"
    path.write_text('[[games]]\nnames = "chicken"\n[grid]\nworth = ["none", "bloc"]\nsplit = ["equal", "shapley"]\n')
    assert main(["run", str(path), "--dry-run"]) == 0
    out, err = capsys.readouterr()
    assert "bloc / shapley" in out
    assert "bloc / equal" in out.partition("left out")[2]
    assert "accord: 2 tasks by 2 pipelines on serial, into" in err
    assert not (tmp_path / "s.sqlite").exists()
    assert main(["run", str(path), "--resume"]) == 2
    assert "there is no store" in capsys.readouterr().err
    assert main(["run", str(path)]) == 0
    out, err = capsys.readouterr()
    assert "2 tasks, in" in out
    assert main(["run", str(path), "--resume"]) == 0
    assert "2 tasks, 0 of them new, in" in capsys.readouterr().out
