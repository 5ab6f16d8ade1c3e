"""Foreign code in worker processes: whatever it does, the caller gets an answer or one clear error, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from accord import isolation
from accord.errors import ConfigurationError, InputError, SolverError, TimeLimitError

FOREIGN = """
import ctypes, os, socket, struct, subprocess, sys, time
from accord.errors import InputError

def pid(payload): return os.getpid()
def echo(payload): return payload
def count(payload): return len(payload["text"])
def hang(payload):
    if "pid_file" in payload:
        with open(payload["pid_file"], "w") as file: file.write(str(os.getpid()))
    ctypes.PyDLL(None).sleep(60)  # keeps Python's lock, as a compiled solver does
def hang_with_child(payload):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with open(payload["pid_file"], "w") as file: file.write(str(child.pid))
    time.sleep(60)
def daemon(payload):
    lines = 'echo $$ > "$0.new"; mv "$0.new" "$0"; exec sleep 300'
    parent = subprocess.Popen(["env", "-i", "setsid", "-f", "/bin/sh", "-c", lines, payload["pid_file"]])
    parent.wait()
    while not os.path.exists(payload["pid_file"]): time.sleep(0.01)
    if payload["hang"]: time.sleep(60)
def leave(payload): os._exit(3)
def crash(payload): ctypes.string_at(0)
def fail(payload): raise RuntimeError("map::at in foreign.cc:17")
def refuse(payload): raise InputError("no such game; 'a' or 'b' would do")
def chatter(payload):
    print("python level", flush=True)
    libc = ctypes.CDLL(None)
    libc.puts(b"C level"); libc.fflush(None)
    os.write(1, b"descriptor 1"); os.write(2, b"descriptor 2")
    return "quiet"
def hoard(payload): return len(bytearray(payload["bytes"]))
def no_json(payload): return object()
class Speechless(Exception):
    def __str__(self): raise ValueError("no text")
def speechless(payload): raise Speechless
def forge(payload):
    answer = payload["answer"].encode()
    for fd in range(3, 64):
        try: socket.socket(fileno=os.dup(fd)).sendall(struct.pack("!Q", len(answer)) + answer)
        except OSError: pass
    time.sleep(60)
"""


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a module of which no worker is running yet."""
    name = f"foreign_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text(FOREIGN)
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    isolation.close()


def gone(pid: int) -> bool:
    """Whether a process has ended, or does so within five seconds."""
    return eventually(lambda: not Path(f"/proc/{pid}").exists() or ") Z " in Path(f"/proc/{pid}/stat").read_text())


def eventually(fact: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if fact():
            return True
        time.sleep(0.02)
    return False


def test_a_result_comes_back_and_the_worker_is_used_again(foreign: str) -> None:
    payload = {"ints": [10**50, -1], "text": "ünï\n", "none": None, "half": 0.5}
    assert isolation.call(f"{foreign}:echo", payload, time_limit=10) == payload
    first = isolation.call(f"{foreign}:pid", {}, time_limit=10)
    assert first == isolation.call(f"{foreign}:pid", {}, time_limit=10) != os.getpid()


def test_closing_ends_the_idle_workers(foreign: str) -> None:
    pid = isolation.call(f"{foreign}:pid", {}, time_limit=10)
    isolation.close()
    assert gone(pid)
    assert isolation.call(f"{foreign}:pid", {}, time_limit=10) != pid


def test_an_idle_worker_that_died_is_replaced(foreign: str) -> None:
    pid = isolation.call(f"{foreign}:pid", {}, time_limit=10)
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    assert isolation.call(f"{foreign}:pid", {}, time_limit=10) != pid


def test_a_hanging_call_is_killed_in_time_with_all_that_it_started(foreign: str, tmp_path: Path) -> None:
    worker = isolation.call(f"{foreign}:pid", {}, time_limit=10)
    start = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"^some\.solver did not finish within 0\.3 s"):
        isolation.call(f"{foreign}:hang", {}, time_limit=0.3, what="some.solver")
    assert time.monotonic() - start < 10  # a hang has no end; a busy machine may take its time
    assert gone(worker)
    with pytest.raises(TimeLimitError):
        isolation.call(f"{foreign}:hang_with_child", {"pid_file": str(tmp_path / "pid")}, time_limit=1)
    assert gone(int((tmp_path / "pid").read_text()))


def test_starting_does_not_count_against_the_limit(foreign: str, tmp_path: Path) -> None:
    module = tmp_path / f"{foreign}.py"
    module.write_text("import time; time.sleep(0.6)\n" + module.read_text())
    assert isolation.call(f"{foreign}:echo", {}, time_limit=0.3) == {}


@pytest.mark.parametrize("limit", [0, -1, float("nan")])
def test_a_time_limit_must_be_positive(limit: float) -> None:
    with pytest.raises(ConfigurationError, match="positive number of seconds"):
        isolation.call("json:dumps", {}, time_limit=limit)


@pytest.mark.parametrize(("how", "ending"), [("leave", "exited with status 3"), ("crash", "was ended by SIGSEGV")])
def test_a_death_is_named_and_the_next_call_works(foreign: str, how: str, ending: str) -> None:
    with pytest.raises(SolverError, match=rf"^the reader died: its process {ending}$"):
        isolation.call(f"{foreign}:{how}", {}, time_limit=10, what="the reader")
    assert isolation.call(f"{foreign}:echo", {"still": "here"}, time_limit=10) == {"still": "here"}


def test_foreign_error_texts_stay_below_the_surface(foreign: str) -> None:
    with pytest.raises(SolverError) as raised:
        isolation.call(f"{foreign}:fail", {}, time_limit=10, what="some.solver")
    assert "map::at" not in str(raised.value)
    assert "some.solver" in str(raised.value)
    assert isinstance(raised.value.__cause__, isolation.ForeignError)
    assert "map::at in foreign.cc:17" in str(raised.value.__cause__)


def test_accord_errors_pass_as_they_are(foreign: str) -> None:
    with pytest.raises(InputError, match=r"^no such game; 'a' or 'b' would do$"):
        isolation.call(f"{foreign}:refuse", {}, time_limit=10)


def test_what_cannot_be_called_or_carried_is_one_error() -> None:
    for target in ("no_such_module_at_all:function", "json:no_such_function", "accord.isolation"):
        with pytest.raises(SolverError, match=f"^{target} failed"):
            isolation.call(target, {}, time_limit=10)


def test_a_result_that_json_cannot_carry_is_an_error(foreign: str) -> None:
    with pytest.raises(SolverError, match="TypeError"):
        isolation.call(f"{foreign}:no_json", {}, time_limit=10)
    assert isolation.call(f"{foreign}:echo", {}, time_limit=10) == {}


def test_an_error_without_a_text_is_an_error_like_others(foreign: str) -> None:
    with pytest.raises(SolverError, match=r"^it failed inside its library, with an error of type Speechless$"):
        isolation.call(f"{foreign}:speechless", {}, time_limit=10, what="it")


@pytest.mark.parametrize(
    "answer", ["[]", "{}", '{"type": 5}', '{"type": "E", "ours": 1, "message": "", "detail": ""}', "no JSON"]
)
def test_what_is_no_answer_is_a_death(foreign: str, answer: str) -> None:
    """Foreign code has every descriptor of its process, the one to its parent as well."""
    with pytest.raises(isolation.WorkerDied, match=r"^it died: its process sent something else than an answer$"):
        isolation.call(f"{foreign}:forge", {"answer": answer}, time_limit=10, what="it", owner="one")
    assert isolation.call(f"{foreign}:echo", {"still": "here"}, time_limit=10) == {"still": "here"}


def test_prints_of_every_level_go_nowhere(foreign: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert isolation.call(f"{foreign}:chatter", {}, time_limit=10) == "quiet"
    assert capfd.readouterr() == ("", "")


def test_a_huge_payload_passes_both_ways(foreign: str) -> None:
    text = "0123456789" * 2_000_000
    assert isolation.call(f"{foreign}:count", {"text": text}, time_limit=30) == len(text)
    assert isolation.call(f"{foreign}:echo", {"text": text}, time_limit=30) == {"text": text}


def test_the_memory_limit_holds_for_one_call_only(foreign: str) -> None:
    ask = {"bytes": 500_000_000}
    with pytest.raises(SolverError, match=r"^some\.solver ran out of memory \(it was allowed 0\.2 GB"):
        isolation.call(f"{foreign}:hoard", ask, time_limit=10, memory=200_000_000, what="some.solver")
    assert isolation.call(f"{foreign}:hoard", {"bytes": 1000}, time_limit=10, memory=200_000_000) == 1000
    assert isolation.call(f"{foreign}:hoard", ask, time_limit=10) == 500_000_000


def test_threads_get_a_worker_each(foreign: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda k: isolation.call(f"{foreign}:echo", {"k": k}, time_limit=30), range(40)))
    assert [answer["k"] for answer in answers] == list(range(40))


def test_a_forked_child_gets_workers_of_its_own(foreign: str) -> None:
    code = f"""
        import os
        from accord import isolation
        mine = isolation.call("{foreign}:pid", {{}}, time_limit=10)
        child = os.fork()
        if child == 0:
            theirs = isolation.call("{foreign}:pid", {{}}, time_limit=10)
            isolation.close()
            os._exit(0 if theirs != mine else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert isolation.call("{foreign}:pid", {{}}, time_limit=10) == mine
    """
    assert script(code).wait(30) == 0


@pytest.mark.parametrize(
    ("sent", "ends"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_no_worker_outlives_its_parent(foreign: str, tmp_path: Path, sent: signal.Signals, ends: int) -> None:
    pid_file = tmp_path / "pid"
    parent = script(f"""
        from accord import isolation
        try:
            isolation.call("{foreign}:hang", {{"pid_file": {str(pid_file)!r}}}, time_limit=60)
        except KeyboardInterrupt:
            raise SystemExit(130)
    """)
    assert eventually(lambda: pid_file.exists() and pid_file.read_text() != "")
    os.kill(parent.pid, sent)
    assert parent.wait(10) == ends
    assert gone(int(pid_file.read_text()))


def script(code: str) -> subprocess.Popen[bytes]:
    """Start a script whose import path is ours."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", f"import sys; sys.path[:] = {sys.path!r}\n" + textwrap.dedent(code)]
    )


NESTED = """
import os, threading
from accord import isolation

def outer(payload): return [os.getpid(), isolation.call("{inner}:pid", {{}}, time_limit=5)]
def fail(payload): return isolation.call("{inner}:fail", {{}}, time_limit=5, what="inner.solver")
def linger(payload): threading.Thread(target=threading.Event().wait, daemon=True).start()
def hold(payload): HELD.append(bytearray(payload["bytes"]))
def fork(payload):
    if os.fork() == 0: return "child"
    return "parent"
HELD = []
"""


@pytest.fixture
def nested(foreign: str, tmp_path: Path) -> str:
    """The name of a module that makes calls itself, into one that takes long to import."""
    name = f"nested_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text(NESTED.format(inner=foreign))
    module = tmp_path / f"{foreign}.py"
    module.write_text("import time; time.sleep(1.5)\nBALLAST = bytearray(10**8)\n" + module.read_text())
    return name


def test_a_call_inside_a_worker_runs_there_and_its_import_counts_against_no_limit(nested: str) -> None:
    outer, inner = isolation.call(f"{nested}:outer", {}, time_limit=1, memory=5 * 10**7)
    assert outer == inner != os.getpid()


def test_a_call_that_fails_inside_a_worker_is_one_clear_error(nested: str) -> None:
    with pytest.raises(SolverError, match=r"^inner\.solver failed inside its library, with an error of type RuntimeError$"):
        isolation.call(f"{nested}:fail", {}, time_limit=5)


def test_a_worker_belongs_to_one_owner(foreign: str) -> None:
    first = isolation.call(f"{foreign}:pid", {}, time_limit=10, owner="one")
    assert isolation.call(f"{foreign}:pid", {}, time_limit=10, owner="one") == first
    assert isolation.call(f"{foreign}:pid", {}, time_limit=10, owner="two") != first
    assert isolation.call(f"{foreign}:pid", {}, time_limit=10) != first


@pytest.mark.parametrize(("what", "payload"), [("linger", {}), ("hold", {"bytes": 8 * 10**7})])
def test_a_worker_with_an_owner_is_given_up_if_a_call_leaves_something_behind(
    nested: str, what: str, payload: dict[str, int]
) -> None:
    def pid() -> int:
        outer, _ = isolation.call(f"{nested}:outer", {}, time_limit=10, memory=10**8, owner="one")
        return int(outer)

    before = pid()
    assert pid() == before
    isolation.call(f"{nested}:{what}", payload, time_limit=10, memory=10**8, owner="one")
    assert gone(before)
    assert pid() != before


def test_what_a_worker_forks_does_not_answer_in_its_place(nested: str) -> None:
    assert [isolation.call(f"{nested}:fork", {}, time_limit=10, owner="one") for _ in range(3)] == ["parent"] * 3


@pytest.mark.parametrize("hang", [False, True])
def test_a_daemon_without_an_environment_ends_with_the_worker(foreign: str, tmp_path: Path, hang: bool) -> None:
    """It is in a session of its own, and its parent has ended."""
    payload = {"pid_file": str(tmp_path / "pid"), "hang": hang}
    with pytest.raises(SolverError, match="did not finish") if hang else nullcontext():
        isolation.call(f"{foreign}:daemon", payload, time_limit=5 if hang else 30, owner="one")
    assert gone(int((tmp_path / "pid").read_text()))


def test_stopping_ends_busy_workers_and_fails_their_calls(foreign: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as crew:
        call = crew.submit(isolation.call, f"{foreign}:hang", {"pid_file": str(tmp_path / "pid")}, time_limit=60)
        assert eventually(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text() != "")
        isolation.stop()
        with pytest.raises(SolverError, match="was ended by SIGKILL"):
            call.result(timeout=10)
    assert gone(int((tmp_path / "pid").read_text()))
