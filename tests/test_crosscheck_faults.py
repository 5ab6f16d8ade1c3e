"""Solvers that hang, crash, hoard, chatter, lie or answer nonsense, all at once: each costs its own row and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from faulty.installing import install

HERE = Path(__file__).parent
PLUGIN = """
from accord import hookimpl
from faulty import solvers

@hookimpl
def accord_register_solvers():
    return solvers.ALL
"""
DARE, SWERVE = [1.0, 0.0], [0.0, 1.0]
BOTH = [1, 2]
ENDS = {
    "faulty.sound": ("answered", "agrees", ""),
    "faulty.hangs": ("timed out", "timed out", "no answer within 20 s"),
    "faulty.exits": ("crashed", "crashed", "its process exited with status 7"),
    "faulty.leaves": ("crashed", "crashed", "its process exited with status 5"),
    "faulty.segfaults": ("crashed", "crashed", "its process was ended by SIGSEGV"),
    "faulty.kills-itself": ("crashed", "crashed", "its process was ended by SIGKILL"),
    "faulty.chatters": ("answered", "agrees", ""),
    "faulty.hoards": ("failed", "failed", "it ran out of memory (it was allowed 0.3 GB more than at its start)"),
    "faulty.has-children": ("answered", "agrees", ""),
    "faulty.dies-with-children": ("crashed", "crashed", "its process exited with status 1"),
    "faulty.forks": ("answered", "agrees", ""),
    "faulty.goes-on": ("answered", "agrees", ""),
    "faulty.nan": ("answered", "refuted", ""),
    "faulty.lies": ("answered", "refuted", ""),
    "faulty.omits": ("answered", "incomplete", ""),
    "faulty.nothing": ("answered", "incomplete", ""),
    "faulty.misshapes": ("answered", "refuted", ""),
    "faulty.misadds": ("answered", "refuted", ""),
    "faulty.raises": ("failed", "failed", "it failed inside its library, with an error of type RuntimeError"),
    "faulty.refuses": ("not applicable", "not applicable", "accepts no game on Wednesdays"),
    "faulty.answers-text": ("failed", "failed", "it returned str; Findings are expected"),
    "faulty.names-probabilities": ("failed", "failed", "a probability is of type lock; a fraction or a float is expected"),
    "faulty.vague": ("failed", "failed", "its completeness is of type str; one of proved, claimed, partial, unknown is expected"),
    "faulty.floods": ("failed", "failed", "it returned more than 10000 profiles; fewer are accepted"),
    "faulty.stretches": ("failed", "failed", "it returned more than 1000000 probabilities; fewer are accepted"),
    "faulty.repeats": ("answered", "found 1 of 2", ""),
    "faulty.long-winded": ("failed", "failed", "a probability has more than 60000 binary digits; simpler ones are accepted"),
    "faulty.overflows": ("answered", "refuted", ""),
    "faulty.garbles": ("crashed", "crashed", "its process sent something else than an answer"),
    "faulty.closes": ("crashed", "crashed", "its process was ended by SIGKILL"),
    "faulty.fusses": ("crashed", "crashed", "its process exited with status 9"),
    "faulty.demanding": ("not applicable", "not applicable", "faulty.demanding 'faulty.demanding' needs the setting 'number'"),
    "faulty.stuck": ("failed", "failed", "it cannot be sent to a process of its own; plain values are accepted as settings"),
}
"""What becomes of each solver: the outcome, the status, and how the reason begins."""


def gone(pid: int) -> bool:
    """Whether a process has ended, or does so within five seconds."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        stat = Path(f"/proc/{pid}/stat")
        try:
            if ") Z " in stat.read_text():
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a plugin with all the faulty solvers is installed."""
    folder = tmp_path_factory.mktemp("site")
    install(folder, "faulty", PLUGIN, distribution="faulty-solvers")
    return folder


def command(site: Path, notes: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ACCORD_")}
    environment |= {
        "PYTHONPATH": os.pathsep.join([str(site), str(HERE)]),
        "ACCORD_DISABLE_PLUGINS": "gambit,nashpy",
        "FAULTY_FOLDER": str(notes),
    }
    return [sys.executable, "-m", "accord", "crosscheck", *arguments], environment


def run(site: Path, notes: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line, environment = command(site, notes, *arguments)
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=240, check=False)


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notes")


@pytest.fixture(scope="module")
def done(site: Path, notes: Path) -> subprocess.CompletedProcess[str]:
    """A run of all faulty solvers and the host's own on Chicken."""
    return run(site, notes, "chicken", "--jobs", "3", "--time-limit", "20", "--memory-limit", "300", "--format", "json")


def rows(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, object]]:
    return {row["solver"]: row for row in json.loads(done.stdout)["solvers"]}


def test_crosscheck_survives_thirty_faults_at_once(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 1, done.stderr  # profiles are refuted
    assert set(rows(done)) == {"pure", *ENDS}
    assert len(ENDS) >= 12
    assert "NOISE" not in done.stdout + done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize("name", ENDS)
def test_crosscheck_gives_each_fault_a_row_of_its_own(done: subprocess.CompletedProcess[str], name: str) -> None:
    row = rows(done)[name]
    outcome, status, reason = ENDS[name]
    assert (row["outcome"], row["status"]) == (outcome, status), row["reason"]
    assert str(row["reason"] or "").startswith(reason)
    assert (row["reason"] is None) == (reason == "")


def test_crosscheck_of_faulty_solvers_keeps_the_right_answers(done: subprocess.CompletedProcess[str]) -> None:
    answer = json.loads(done.stdout)
    assert [known["profile"] for known in answer["equilibria"]] == [[DARE, SWERVE], [SWERVE, DARE]]
    assert [known["payoffs"] for known in answer["equilibria"]] == [[7.0, 2.0], [2.0, 7.0]]
    sound = ["pure", "faulty.sound", "faulty.chatters", "faulty.has-children", "faulty.forks", "faulty.goes-on"]
    assert [name for name, row in rows(done).items() if row["status"] == "agrees"] == sorted(sound, key=list(rows(done)).index)
    assert all(rows(done)[name]["found"] == BOTH for name in sound)


def test_crosscheck_names_who_gains_by_leaving_a_false_profile(done: subprocess.CompletedProcess[str]) -> None:
    (lie,) = rows(done)["faulty.lies"]["refuted"]
    # Against (1/2, 1/2) in Chicken, daring yields 7/2, swerving (2 + 6)/2 = 4, and mixing both evenly 15/4.
    assert lie["deviation"] == {"player": "Row", "action": "Swerve", "gain": 0.25, "exact_gain": "1/4"}
    assert lie["profile"] == [[0.5, 0.5], [0.5, 0.5]]
    reasons = [wrong["reason"] for wrong in rows(done)["faulty.nan"]["refuted"]]
    assert reasons == ["a probability is not finite"] * 2
    assert rows(done)["faulty.nan"]["refuted"][0]["profile"][0] == ["nan", 1.0]
    shapes = [wrong["reason"] for wrong in rows(done)["faulty.misshapes"]["refuted"]]
    assert shapes[0] == "it has [3, 2] probabilities per player where the game has [2, 2] actions"
    assert [wrong["reason"] for wrong in rows(done)["faulty.misadds"]["refuted"]] == [
        "a probability is negative",
        "the probabilities of a player do not add up to 1",
    ]


def test_crosscheck_contradicts_false_words_of_completeness(done: subprocess.CompletedProcess[str]) -> None:
    says = "it says that its list is complete, and lacks equilibri"
    assert rows(done)["faulty.omits"]["contradictions"] == [f"{says}um 2"]
    assert rows(done)["faulty.nothing"]["contradictions"] == [f"{says}a 1, 2"]
    assert rows(done)["faulty.repeats"]["contradictions"] == []


def test_crosscheck_lets_no_text_of_a_compiled_library_through(done: subprocess.CompletedProcess[str]) -> None:
    assert rows(done)["faulty.overflows"]["notes"] == ["\ufffd[2Jcleared"]
    assert not any(part in done.stdout for part in ("map::at", ".cc:", "QH6050", "Traceback"))


@pytest.mark.parametrize("what", ["hangs", "child", "daemon", "orphan", "threaded"])
def test_crosscheck_leaves_no_process_behind(done: subprocess.CompletedProcess[str], notes: Path, what: str) -> None:
    assert done.stdout
    assert gone(int((notes / what).read_text()))


def test_crosscheck_without_any_answer_exits_with_3(site: Path, tmp_path: Path) -> None:
    done = run(site, tmp_path, "chicken", "--solver", "faulty.exits", "--solver", "faulty.raises")
    assert done.returncode == 3, done.stderr
    assert "none is known" in done.stdout


def test_crosscheck_shows_authors_where_their_code_failed(site: Path, tmp_path: Path) -> None:
    line, environment = command(site, tmp_path, "chicken", "--solver", "faulty.raises", "--solver", "faulty.sound")
    done = subprocess.run(line, env={**environment, "ACCORD_DEBUG": "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "faulty.raises on Chicken:\nTraceback" in done.stderr
    assert "map::at" in done.stderr
    assert "map::at" not in done.stdout


def test_crosscheck_interrupted_kills_everything_and_exits_with_130(site: Path, tmp_path: Path) -> None:
    names = ["faulty.hangs", "faulty.has-children", "faulty.sound"]
    line, environment = command(site, tmp_path, "chicken", "--time-limit", "200", "--jobs", "2")
    line += [part for name in names for part in ("--solver", name)]
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not all((tmp_path / note).exists() and (tmp_path / note).read_text() for note in ("hangs", "daemon")):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)  # whoever is impatient must not leave anything behind either
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "accord: interrupted\n"
    assert out == ""
    assert all(gone(int((tmp_path / note).read_text())) for note in ("hangs", "child", "daemon"))
