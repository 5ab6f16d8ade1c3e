"""What sweeps cost: beside a plain loop over linear programs, by parts, and against the number of tasks.

    python tests/benchmarks/sweep.py [--games N] [--most N]

Random 3×3 games, the default pipeline. The yardsticks are the same linear programs (the correlated equilibrium of greatest
total payoff of every game): with `scipy.optimize.linprog` in a plain loop, and the time that HiGHS itself spends on them.
Everything is done in one process. Processor time is measured, as others may use the machine; each figure is the best of three.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import highspy
import numpy as np
from scipy.optimize import linprog

import accord
from accord.generators import family

FAMILY = family("random", shape="3x3")
CHILD = """\
import re, sys, time
import accord
from accord.generators import family
count, store = int(sys.argv[1]), sys.argv[2]
accord.sweep("chicken", [{}]).close()
def peak():  # getrusage would count what the parent had when it started this process
    return int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) / 1024
began = peak()
start = time.process_time()
found = accord.sweep((family("random", shape="3x3"), range(count)), [{}], store=store)
for row in found:
    pass
print(time.process_time() - start, began, peak())
"""


def programs(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return, for every game, the incentive constraints ``rows @ mu <= 0`` and the total payoff of every profile."""
    made = []
    for seed in range(count):
        payoffs = FAMILY.game(seed).payoffs
        rows = []
        for player in range(2):
            table = np.moveaxis(payoffs[player], player, 0)
            for told in range(3):
                for done in range(3):
                    if told != done:
                        row = np.zeros((3, 3))
                        row[told] = table[done] - table[told]
                        rows.append(np.moveaxis(row, 0, player).ravel())
        made.append((np.array(rows), payoffs.sum(axis=0).ravel()))
    return made


def by_linprog(made: list[tuple[np.ndarray, np.ndarray]]) -> list[float]:
    """Solve all of them in a plain loop."""
    ones, none = np.ones((1, 9)), np.zeros(12)
    return [-linprog(-welfare, A_ub=rows, b_ub=none, A_eq=ones, b_eq=[1.0]).fun for rows, welfare in made]


def by_highs(made: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """Return the seconds that HiGHS spends on solving them, once they are loaded."""
    spent = 0.0
    for rows, welfare in made:
        model = highspy.Highs()
        model.setOptionValue("output_flag", False)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = 9, 13
        program.col_cost_, program.sense_ = -welfare, highspy.ObjSense.kMinimize
        program.col_lower_, program.col_upper_ = np.zeros(9), np.full(9, np.inf)
        program.row_lower_, program.row_upper_ = np.append(np.full(12, -np.inf), 1.0), np.append(np.zeros(12), 1.0)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.arange(14) * 9
        program.a_matrix_.index_ = np.tile(np.arange(9), 13)
        program.a_matrix_.value_ = np.append(rows.ravel(), np.ones(9))
        model.passModel(program)
        start = time.process_time()
        model.run()
        spent += time.process_time() - start
    return spent


def seconds(work: Callable[[], object]) -> float:
    """Return the best of three processor times."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--games", type=int, default=500)
    parser.add_argument("--most", type=int, default=16_000, help="the largest number of tasks for the growth of cost")
    options = parser.parse_args()
    count = options.games
    made = programs(count)
    games = (FAMILY, range(count))
    check = accord.sweep(games, [{}], detail="payoffs")
    welfare = [float(row["agreement_1"]) + float(row["agreement_2"]) for row in check]
    best = by_linprog(made)
    assert all(total >= value - 1e-6 for total, value in zip(welfare, best, strict=True))
    loop, bare = seconds(lambda: by_linprog(made)), min(by_highs(made) for _ in range(3))
    print(f"{count} games of 3×3\n")
    print(f"{'':44}games a second   × linprog loop   × bare HiGHS")
    print(f"{'scipy.optimize.linprog, a plain loop':44}{count / loop:14.0f}{1:16.2f}{loop / bare:15.1f}")
    print(f"{'HiGHS alone, the same programs':44}{count / bare:14.0f}{bare / loop:16.2f}{1:15.1f}")
    for detail in ("payoffs", "certified", "full"):
        spent = seconds(lambda detail=detail: accord.sweep(games, [{}], detail=detail))
        print(f"{f'accord.sweep, detail {detail}':44}{count / spent:14.0f}{spent / loop:16.2f}{spent / bare:15.1f}")
    four = [{}, {"split": {"name": "weighted", "weights": [1, 2]}}, {"fallback": "security"}, {"selection": "egalitarian"}]
    spent = seconds(lambda: accord.sweep(games, four))
    print(f"{'accord.sweep, four pipelines':44}{count / spent:14.0f}{spent / loop:16.2f}{spent / bare:15.1f}")
    with tempfile.TemporaryDirectory() as folder:
        _command(Path(folder), count, loop, bare)
        _parts(Path(folder), games)
        _growth(Path(folder), options.most)


def _command(folder: Path, count: int, loop: float, bare: float) -> None:
    text = f'[[games]]\nfamily = "random"\ncount = {count}\nparameters = {{ shape = "3x3" }}\n[[pipelines]]\nname = "default"\n'
    (folder / "sweep.toml").write_text(text, encoding="utf-8")
    spent = []
    for k in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "accord", "run", str(folder / "sweep.toml"), "--store", str(folder / f"{k}.sqlite")]
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    least = min(spent)
    print(f"{'accord run, with the start of Python':44}{count / least:14.0f}{least / loop:16.2f}{least / bare:15.1f}")


def _parts(folder: Path, games: object) -> None:
    """Print who spends the time, as a profiler sees it."""
    profile = cProfile.Profile()
    profile.enable()
    accord.sweep(games, [{}], store=folder / "parts.sqlite").close()
    profile.disable()
    total, parts = 0.0, dict.fromkeys(("store", "making games", "components", "certificates", "linear programs", "HiGHS"), 0.0)
    where = {
        ("store.py", "put"): "store",
        ("store.py", "known"): "store",
        ("base.py", "game"): "making games",
        ("errors.py", "guarded"): "components",
        ("checker.py", "check"): "certificates",
        ("program.py", "maximise"): "linear programs",
        ("~", "<method 'run' of 'highspy._core._Highs' objects>"): "HiGHS",
    }
    for (file, _, name), (_, _, _, cumulative, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if (Path(file).name, name) == ("running.py", "run_sweep"):
            total = cumulative
        part = where.get((Path(file).name, name)) or ("HiGHS" if "highspy" in name and "run" in name else None)
        if part:
            parts[part] += cumulative
    print("\nshare of the time, under a profiler (linear programs are part of what components do, HiGHS of these)")
    for part, spent in parts.items():
        print(f"  {part:20}{spent / total:8.1%}")
    rest = total - sum(parts[part] for part in ("store", "making games", "components", "certificates"))
    print(f"  {'the rest of the host':20}{rest / total:8.1%}")


def _growth(folder: Path, most: int) -> None:
    print("\ncost against the number of tasks\n  tasks   seconds   ms a task   peak MB beyond the start")
    count = 1_000
    while count <= most:
        command = [sys.executable, "-c", CHILD, str(count), str(folder / f"growth{count}.sqlite")]
        spent, before, peak = map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
        print(f"  {count:5}{spent:10.1f}{1000 * spent / count:12.2f}{peak - before:12.1f}", flush=True)
        count *= 4


if __name__ == "__main__":
    main()
