"""The doctor names plugins whose import ends the process, or never comes back; what an import changes for all is put back."""

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from faulty.installing import install

from accord.host import Broken, rehearsal
from accord.host.switches import VARIABLES

HERE = Path(__file__).parent
PRELUDE = tomllib.loads((HERE / "faulty" / "plugins.toml").read_text(encoding="utf-8"))["prelude"]
SOUND = f"{PRELUDE}\n@hookimpl\ndef accord_register_splits():\n    return [Good]\n"
ENDS = {
    "exits": ("import os; os._exit(0)", "its import ends the whole process, with exit code 0"),
    "fails": ("import os; os._exit(7)", "its import ends the whole process, with exit code 7"),
    "crashes": ("import os; os.kill(os.getpid(), 11)", "its import kills the whole process (SIGSEGV)"),
    "interrupts": ("raise KeyboardInterrupt", "its import raises KeyboardInterrupt"),
    "hangs": ("import time\nwhile True: time.sleep(1)", "its import does not come back within 8 s"),
    "ends-in-hook": (
        SOUND.replace("    return [Good]", "    import os; os._exit(1)"),
        "ends the whole process, with exit code 1",
    ),
}
"""What no process survives, and what the doctor says."""
DISTURBING = """
import os, sys, warnings
import numpy as np
np.seterr(all="raise")
np.seterr(invalid="ignore")
os.chdir("/")
warnings.simplefilter("error")
warnings.filterwarnings("ignore", message="one of many")
sys.stderr = open(os.devnull, "w")
sys.path.clear()
sys.path.append("its own")
"""


def started(folder, *arguments, **options):
    env = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    env |= {"PYTHONPATH": str(folder), "ACCORD_CONFIG": "", "COLUMNS": "100"}
    return subprocess.Popen(
        [sys.executable, *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def run(folder, *arguments):
    with started(folder, *arguments) as process:
        output, errors = process.communicate(timeout=300)
    return subprocess.CompletedProcess(arguments, process.returncode, output, errors)


@pytest.fixture(scope="module")
def diagnosis(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    for plugin, (code, _) in ENDS.items():
        install(folder, plugin, code)
    install(folder, "sound", SOUND)
    done = run(folder, "-m", "accord", "plugins", "doctor", "--time-limit", "8", "--format", "json")
    assert done.returncode == 1, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("plugin", ENDS)
def test_the_doctor_survives_and_names_what_no_process_survives(diagnosis, plugin):
    (found,) = [row for row in diagnosis["broken"] if row["plugin"] == plugin]
    assert ENDS[plugin][1] in found["error"]
    assert (found["fault"], found["distribution"], found["version"]) == ("import error", f"faulty-{plugin}", "1.2")
    assert f"ACCORD_DISABLE_PLUGINS={plugin} switches it off" in found["advice"]


def test_the_others_are_looked_at_as_ever(diagnosis):
    assert {row["plugin"] for row in diagnosis["broken"]} == set(ENDS)
    assert "split sound.good does not explain its settings share" in [row["remark"] for row in diagnosis["remarks"]]


def test_one_rehearsal_is_enough_where_all_is_well(monkeypatch):
    monkeypatch.setenv("ACCORD_LOAD_PLUGINS", "")
    made = []
    popen = subprocess.Popen
    monkeypatch.setattr(rehearsal.subprocess, "Popen", lambda *a, **k: made.append(a) or popen(*a, **k))
    assert rehearsal.rehearse() == {}
    assert len(made) == 1


def test_an_interrupted_doctor_says_where_it_was_and_leaves_no_process(tmp_path):
    mark = tmp_path / "pid"
    hang = f"import os, pathlib, time\npathlib.Path({str(mark)!r}).write_text(str(os.getpid()))\nwhile True: time.sleep(1)"
    install(tmp_path, "hangs", hang)
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code += "from accord.cli import main; sys.exit(main(['plugins', 'doctor']))"
    with started(tmp_path, "-c", code) as process:
        while not (mark.exists() and mark.read_text()) and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=300)
    assert process.returncode == 130
    assert errors == "accord: interrupted: the plugin 'hangs' was being imported\n"
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_what_an_import_changes_for_all_is_put_back_and_remarked_on(tmp_path):
    install(tmp_path, "disturbing", DISTURBING + SOUND)
    install(tmp_path, "later", SOUND)
    code = """
import os, sys, warnings
import numpy as np
before = os.getcwd(), sys.stderr, np.geterr(), list(sys.path)
from accord.host import discover
from accord.host.health import remarks
registry = discover()
assert (os.getcwd(), sys.stderr, np.geterr(), [entry for entry in sys.path if entry != "its own"]) == before
assert not registry.broken, registry.broken
warnings.warn("this must not be an error")
assert "its own" in sys.path  # what is added may be needed later
assert any(entry[1] and entry[1].pattern == "one of many" for entry in warnings.filters)
print([remark.remark for remark in remarks(registry) if remark.plugin == "disturbing" and "changes" in remark.remark])
"""
    done = run(tmp_path, "-c", code)
    assert done.returncode == 0, done.stderr
    remark = "its import changes the working directory, standard error, how all warnings are treated, how numpy treats "
    remark += "floating-point errors, the path of modules, which accord puts back"
    assert done.stdout.strip() == str([remark])
    assert "this must not be an error" in done.stderr


def test_a_kind_of_interrupt_of_the_plugins_own_is_its_own_fault(tmp_path):
    install(tmp_path, "own-kind", "class Stop(KeyboardInterrupt): pass\nraise Stop('here')")
    done = run(tmp_path, "-m", "accord", "plugins", "show", "own-kind")
    assert "Stop: here" in done.stdout


class UnspeakableError(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def test_reasons_are_one_printable_line_whatever_was_raised():
    def reason(error):
        return Broken("x", None, None, error, "").reason

    assert reason(UnspeakableError()) == "UnspeakableError"
    assert reason(RuntimeError("a\n\x1b[31mred \x07\udc80")) == "RuntimeError: a �[31mred ��"
    assert len(reason(RuntimeError("x" * 100_000))) < 3000


def test_the_trace_names_a_plugin_before_its_import(tmp_path):
    install(tmp_path, "exits", "import os; os._exit(0)")
    with started(
        tmp_path, "-c", "import os; os.environ['ACCORD_TRACE_PLUGINS'] = '1'; from accord.cli import main; main(['plugins'])"
    ) as process:
        _, errors = process.communicate(timeout=300)
    assert errors.splitlines()[-1] == "accord: trace: exits: importing plugin_faulty_exits"
