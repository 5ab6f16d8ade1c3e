"""Work in many pieces: done once, side by side, shown, and kept whatever happens to the process."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import accord
from accord.cli import main
from accord.errors import AccordError, ComponentError, ConfigurationError, InputError, SolverError, UnsuitableError
from accord.lp import exactly
from accord.work import Answer, bars, shared, worked_out, working
from accord.work.answers import from_text, to_text
from accord.work.identity import identity
from accord.worths import Alpha, Beta, Bloc, Delta, Mediator, MinimaxThreatWorth, PartitionWorth, Singletons

GAME = accord.Game.from_tensor(np.random.default_rng(5).integers(0, 30, (4, 2, 2, 2, 2)))
LARGER = np.random.default_rng(1).integers(0, 100, (8, *(2,) * 8))
CALLS: list[tuple[int, ...]] = []


class PeculiarError(AccordError):
    """An error that cannot be copied: it wants two arguments and remembers one."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def squares(offset, piece):
    CALLS.append(piece)
    return (Fraction(piece[0] ** 2 + offset, 3), float(piece[0])), (f"note {piece[0]}",)


def fails(kind, piece):
    if piece[0] < 2:
        return (Fraction(0),), ()
    if kind == "unsuitable":
        raise UnsuitableError("it does not fit")
    if kind == "peculiar":
        raise PeculiarError("it is ", "peculiar")
    if kind == "foreign":
        raise ZeroDivisionError("by zero")
    os.kill(os.getpid(), signal.SIGKILL)
    return (), ()


@dataclass(frozen=True)
class Slow:
    """A worth that takes its time; it is the size of the coalition."""

    name: ClassVar[str] = "tests.slow"
    needs: ClassVar[accord.Needs] = accord.Needs(side_payments=True)
    claims: ClassVar[frozenset[accord.Claim]] = frozenset()
    seconds: float = 0.0

    def worth(self, game: accord.Game, coalition: frozenset[int]) -> Fraction:
        CALLS.append(tuple(coalition))
        time.sleep(self.seconds)
        return Fraction(len(coalition))


@pytest.fixture(autouse=True)
def forget():
    CALLS.clear()


# Once


def test_answers_come_in_the_order_of_the_pieces_each_once():
    found = worked_out("squares", squares, (1,), [(3,), (1,), (3,), (2,)])
    assert list(found) == [(3,), (1,), (2,)]
    assert found[3,] == Answer((Fraction(10, 3), 3.0), ("note 3",))
    assert CALLS == [(3,), (1,), (2,)]


def test_inside_a_block_nothing_is_done_twice():
    with shared():
        worked_out("squares", squares, (1,), [(1,), (2,)])
        assert worked_out("squares", squares, (1,), [(2,), (3,)])[2,].numbers[0] == Fraction(5, 3)
        worked_out("squares", squares, (2,), [(2,)])
    worked_out("squares", squares, (1,), [(2,)])
    assert CALLS == [(1,), (2,), (3,), (2,), (2,)]


def test_conventions_share_their_games(monkeypatch):
    solved = []
    answer = accord.fallbacks.Correlated.admits
    monkeypatch.setattr(
        accord.fallbacks.Correlated, "admits", lambda self, game: solved.append(game.digest) or answer(self, game)
    )
    accord.compare_conventions(GAME, worths=["bloc", "singletons", "partition"], splits=["shapley"])
    assert len(solved) - len(set(solved)) <= 1  # all games between coalitions are partitions; the whole game is solved before
    assert len(set(solved)) == 14  # of four players, but that into one block


def test_proofs_that_were_asked_for_are_not_taken_from_answers_without():
    with shared():
        worked_out("squares", squares, (1,), [(1,)])
        with exactly():
            worked_out("squares", squares, (1,), [(1,)])
    assert CALLS == [(1,), (1,)]


# Side by side


@pytest.mark.parametrize(
    "worth",
    [MinimaxThreatWorth(), Alpha(), Beta(mixed=False), Bloc(), Singletons(), PartitionWorth(), Delta(), Mediator()],
    ids=lambda worth: worth.name,
)
def test_several_processes_find_the_same(worth):
    alone = worth.worths(GAME)
    with working(jobs=2):
        together = worth.worths(GAME)
    assert together == alone
    assert together.notes == alone.notes


def test_worths_of_third_parties_and_estimates_go_side_by_side_too():
    for split in ("shapley", {"name": "shapley", "samples": 6}):
        with working(jobs=2):
            together = accord.solve(GAME, worth=Slow(), split=split)
        assert CALLS == []  # not in this process
        alone = accord.solve(GAME, worth=Slow(), split=split)
        assert together.to_dict() == alone.to_dict()
        CALLS.clear()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("kind", "error", "said"),
    [
        pytest.param("unsuitable", UnsuitableError, "it does not fit", id="ours"),
        pytest.param("peculiar", AccordError, "it is peculiar", id="not to be copied"),
    ],
)
def test_errors_are_the_same_in_other_processes(kind, error, said, jobs):
    with working(jobs=jobs), pytest.raises(error, match=said):
        worked_out("pieces", fails, (kind,), [(k,) for k in range(6)])


def test_errors_of_other_libraries_are_raised_as_well():
    with working(jobs=2), pytest.raises((ZeroDivisionError, ComponentError), match="by zero"):
        worked_out("pieces", fails, ("foreign",), [(k,) for k in range(6)])


def test_a_process_that_dies_costs_an_error_and_the_next_call_works():
    with working(jobs=2):
        with pytest.raises(SolverError, match="a worker process died"):
            worked_out("pieces", fails, ("death",), [(k,) for k in range(6)])
        assert len(worked_out("squares", squares, (1,), [(k,) for k in range(6)])) == 6


@pytest.mark.parametrize("jobs", [0, -1, True, 1.5, "2"])
def test_numbers_of_processes_that_are_none(jobs):
    with (
        pytest.raises(ConfigurationError, match=r"jobs is .*; a number of processes from 1 is accepted"),
        accord.working(jobs=jobs),
    ):
        pass


def test_without_the_library_one_job_works_and_more_are_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "loky", None)
    with accord.working(jobs=1):
        assert accord.solve(GAME, worth="alpha").certified
    with accord.working(jobs=2), pytest.raises(ConfigurationError, match=r"pip install 'accord\[parallel\]'"):
        accord.solve(GAME, worth="alpha")


# Shown


def test_progress_counts_up_to_the_whole():
    told = []
    with working(progress=lambda *now: told.append(now)):
        Bloc().worths(GAME)
    assert told == [("games between coalitions", k, 7) for k in range(1, 8)]


def test_bars_are_drawn_on_standard_error_and_taken_away(monkeypatch, capsys):
    monkeypatch.setattr("accord.work.showing._DELAY", 0)
    with bars() as show:
        for k in range(1, 4):
            time.sleep(0.11)  # bars are drawn ten times a second
            show("games", k, 3)
        show("others", 1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    drawn = [line.strip() for line in err.split("\r") if line.strip()]
    shares = [line.split("|")[0] for line in drawn]
    assert [share for share in shares if share not in {"games:  33%", "others:  50%"}] == [  # drawn on a slow machine only
        "games:   0%",
        "games:  67%",
        "games: 100%",
        "others:   0%",
    ]
    assert any("2/3 [" in line for line in drawn)


# Kept


@given(
    st.lists(st.one_of(st.fractions(), st.floats(allow_nan=False, allow_infinity=False)), max_size=4),
    st.lists(st.text(max_size=9), max_size=2),
)
def test_answers_are_written_without_loss(numbers, notes):
    answer = Answer(tuple(numbers), tuple(notes), ("why",))
    back = from_text(to_text(answer))
    assert back == answer
    assert list(map(type, back.numbers)) == list(map(type, numbers))


def test_numbers_of_any_length_are_kept():
    answer = Answer((Fraction(1, 3**20_000),))
    assert from_text(to_text(answer)) == answer


def test_the_next_run_goes_on_from_what_is_kept(tmp_path):
    file = tmp_path / "kept"
    with working(keep=file):
        worked_out("squares", squares, (1,), [(1,), (2,)])
    with working(keep=file):
        assert worked_out("squares", squares, (1,), [(1,), (2,), (3,)])[1,] == Answer((Fraction(2, 3), 1.0), ("note 1",))
    assert CALLS == [(1,), (2,), (3,)]


def test_other_versions_games_and_settings_are_not_mixed_up(tmp_path):
    for versions, offset in (("1", 1), ("2", 1), ("1", 2), ("1", 1)):
        with working(keep=tmp_path / "kept", versions=versions):
            assert worked_out("squares", squares, (offset,), [(1,)])[1,].numbers[0] == Fraction(1 + offset, 3)
    assert len(CALLS) == 3
    for game, worth in ((GAME, Bloc()), (GAME, Singletons()), (GAME.restrict([[0, 1], [1, 0], [0, 1], [0, 1]]), Bloc())):
        with working(keep=tmp_path / "kept"):
            kept = worth.worths(game)
        assert kept == worth.worths(game)


def test_settings_that_name_files_stand_for_what_is_in_them(tmp_path):
    data = tmp_path / "data.csv"
    found = set()
    for text in ("one", "two", "one"):
        data.write_text(text, encoding="ascii")
        found.add(identity(accord.fallbacks.Observed(file=str(data))))
    assert len(found) == 2


def test_components_of_the_same_name_and_settings_are_told_apart():
    @dataclass(frozen=True)
    class MaxWelfare:
        reference: str = "pmm"

    ours = accord.selections.MaxWelfare()
    assert repr(MaxWelfare()).endswith(repr(ours))
    assert identity((ours,)) != identity((MaxWelfare(),))
    assert identity(accord.fallbacks.Correlated(selection=ours)) != identity(accord.fallbacks.Correlated(selection=MaxWelfare()))
    assert identity(np.arange(5000)) != identity(np.arange(5000) % 4999)


def test_what_was_finished_before_an_error_is_kept(tmp_path):
    for jobs in (1, 2):
        file = tmp_path / f"kept by {jobs}"
        with pytest.raises(UnsuitableError), working(keep=file, jobs=jobs):
            worked_out("pieces", fails, ("unsuitable",), [(0,), (1,), (2,)])
        with working(keep=file), pytest.raises(UnsuitableError):
            worked_out("pieces", fails, ("unsuitable",), [(0,), (1,), (2,)])
        with sqlite3.connect(file) as database:
            assert database.execute("SELECT count(*) FROM answers").fetchone() in {(1,), (2,)}
        database.close()


def _text_file(path):
    path.write_text("not a database, but long enough to be taken for one " * 20, encoding="ascii")


def _other_database(path):
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE people (name)")
    database.close()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(_text_file, "cannot hold finished work: file is not a database", id="text"),
        pytest.param(_other_database, "is a database of something else", id="another database"),
        pytest.param(Path.mkdir, "cannot hold finished work: unable to open", id="folder"),
    ],
)
def test_files_of_something_else_are_refused_and_left_alone(tmp_path, capsys, make, said):
    file = tmp_path / "file"
    make(file)
    before = file.read_bytes() if file.is_file() else None
    assert main(["solve", "majority3", "--worth", "bloc", "--keep", str(file)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert before is None or file.read_bytes() == before


def test_a_folder_that_is_not_there(tmp_path, capsys):
    assert main(["coalitions", "majority3", "--keep", str(tmp_path / "no" / "file")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_a_damaged_answer_is_named(tmp_path):
    with working(keep=tmp_path / "kept"):
        worked_out("squares", squares, (1,), [(1,)])
    with sqlite3.connect(tmp_path / "kept") as database:
        database.execute("UPDATE answers SET answer = '[[\"1/0\"], [], []]'")
    database.close()
    with working(keep=tmp_path / "kept"), pytest.raises(InputError, match=r"kept is damaged .*remove it and start afresh"):
        worked_out("squares", squares, (1,), [(1,)])


# Interrupted


@pytest.fixture
def larger(tmp_path):
    np.savez(tmp_path / "larger.npz", payoffs=LARGER)
    return tmp_path / "larger.npz"


def _count(file: Path) -> int:
    try:
        database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            return int(database.execute("SELECT count(*) FROM answers").fetchone()[0])
        finally:
            database.close()
    except sqlite3.Error:
        return 0


def _started(game: Path, kept: Path, *options: str) -> subprocess.Popen[str]:
    """Start to work out conventions and wait until some pieces are finished."""
    command = [sys.executable, "-c", "import sys; from accord.cli import main; sys.exit(main())", "coalitions", str(game)]
    command += ["--worth", "minimax-threat", "--worth", "singletons", "--split", "shapley", "--keep", str(kept), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    until = time.monotonic() + 60
    while _count(kept) < 140 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert process.poll() is None
    return process


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_loses_only_what_was_in_flight(larger, tmp_path, capsys, jobs):
    kept = tmp_path / "kept"
    process = _started(larger, kept, "--jobs", jobs)
    process.kill()
    process.communicate()
    finished = _count(kept)
    assert finished >= 140
    same = ["coalitions", str(larger), "--worth", "minimax-threat", "--worth", "singletons", "--split", "shapley"]
    assert main([*same, "--keep", str(kept)]) == 0
    resumed = capsys.readouterr().out
    assert main(same) == 0
    assert capsys.readouterr().out == resumed
    assert _count(kept) == 127 + 247  # zero-sum games, and partitions into a coalition and single players


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_shows_what_it_has(larger, tmp_path, jobs):
    kept = tmp_path / "kept"
    process = _started(larger, kept, "--jobs", jobs)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to all processes
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "accord: interrupted: 1 convention(s) were finished before\n"
    assert "minimax-threat" in out
    assert "singletons: interrupted before it was finished" in " ".join(out.split())
    assert _count(kept) >= 140
