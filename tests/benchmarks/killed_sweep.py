"""A sweep that is killed again and again leads to the same store, row for row, as one that is left alone.

    python tests/benchmarks/killed_sweep.py [--games N] [--kills K] [--jobs J] [--seed S] [--keep FOLDER]

Random 3×3 games by four pipelines, run once undisturbed, and once killed with ``kill -9`` at random moments and started again
until it is through. It prints the verdict, and ends with 0 if the stores are equal.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SWEEP = """\
[[games]]
family = "random"
count = {games}
parameters = {{ shape = "3x3" }}

[[pipelines]]
name = "correlated"

[[pipelines]]
name = "coarse"
fallback = "coarse-correlated"

[[pipelines]]
name = "security"
fallback = "security"

[[pipelines]]
name = "pure"
fallback = {{ name = "nash", solver = "pure" }}
"""
REPRODUCIBLE = ("games", "pipelines", "results")
"""The tables that must be equal; how many seconds each task took is in another one."""


def main() -> int:
    """Run the sweep twice and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--games", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="where the two stores are left for inspection")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sweep.toml").write_text(SWEEP.format(games=options.games), encoding="utf-8")
        begun = time.monotonic()
        if _start(folder, "undisturbed.sqlite", options.jobs).wait() not in {0, 3}:  # 3: some games have no pure equilibrium
            print("the undisturbed run failed")
            return 2
        undisturbed = time.monotonic() - begun
        print(f"undisturbed: {_count(folder / 'undisturbed.sqlite')} rows in {undisturbed:.0f} s", flush=True)
        rng = random.Random(options.seed)
        killed = 0
        tasks = 4 * options.games
        marks = sorted(rng.uniform(0.02, 0.95) * tasks for _ in range(options.kills))
        while True:
            process = _start(folder, "killed.sqlite", options.jobs)
            while process.poll() is None:
                time.sleep(rng.uniform(0.001, 0.05))
                if killed < options.kills and _count(folder / "killed.sqlite") >= marks[killed]:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    killed += 1
                    print(f"killed with {_count(folder / 'killed.sqlite')} rows of {tasks}", flush=True)
            if process.returncode in {0, 3}:
                break
            if process.returncode != -signal.SIGKILL:
                print(f"a run ended with {process.returncode}")
                return 2
        print(f"killed {killed} times and resumed: {_count(folder / 'killed.sqlite')} rows", flush=True)
        return _verdict(folder / "undisturbed.sqlite", folder / "killed.sqlite")


def _start(folder: Path, store: str, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "accord", "run", str(folder / "sweep.toml"), "--store", str(folder / store)]
    with (folder / f"{store}.log").open("ab") as log:
        return subprocess.Popen([*command, "--jobs", str(jobs)], stdout=log, stderr=log)


def _count(store: Path) -> int:
    """Return how many results a store has."""
    if not store.exists():
        return 0
    file = sqlite3.connect(store, timeout=60)
    try:
        return int(file.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.OperationalError:  # it is being made
        return 0
    finally:
        file.close()


def _verdict(first: Path, second: Path) -> int:
    files = [sqlite3.connect(path) for path in (first, second)]
    sound = [file.execute("PRAGMA integrity_check").fetchone()[0] for file in files]
    equal = sound == ["ok", "ok"]
    print(f"integrity: {', '.join(sound)}")
    for table in REPRODUCIBLE:
        rows = [sorted(file.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for file in files]
        digests = [hashlib.sha256(repr(found).encode()).hexdigest()[:16] for found in rows]
        same = rows[0] == rows[1]
        equal &= same
        print(
            f"{table}: {len(rows[0])} and {len(rows[1])} rows, {digests[0]} and {digests[1]}: {'equal' if same else 'DIFFERENT'}"
        )
    for file in files:
        file.close()
    print("row for row equal" if equal else "NOT EQUAL")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
