"""``accord run``: many games by many pipelines, into one results store."""

from __future__ import annotations

import argparse
import json
import shlex
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import Any

from accord.cli.options import count, megabytes, seconds, watched
from accord.cli.surroundings import left_out
from accord.cli.tables import table
from accord.cli.telling import report_all, tell
from accord.errors import AccordError, ConfigurationError
from accord.terminal import counted

__all__ = ["add_commands"]

_MOST_CAUSES = 20
_MOST_LEFT_OUT = 5


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    run = commands.add_parser(
        "run", help="many games by many pipelines, from a sweep file into a results store", allow_abbrev=False
    )
    run.set_defaults(command=_run)
    run.add_argument("sweep", metavar="SWEEP.toml", help="which games, which pipelines, and what else the sweep needs")
    run.add_argument("--store", metavar="FILE", help="where the results go (what the file says, or its own name with .sqlite)")
    run.add_argument(
        "--resume", action="store_true", help="insist that the store is there already; what it has is never done again"
    )
    run.add_argument("--retry-failed", action="store_true", help="do again what failed before")
    run.add_argument("--executor", metavar="X", help="who does the work: serial, processes, dask or a plugin's (serial)")
    run.add_argument("--jobs", metavar="N", type=count, help="how many workers the executor has; more than 1 means processes")
    run.add_argument("--time-limit", metavar="SECONDS", type=seconds, help="of each task")
    run.add_argument("--memory-limit", metavar="MB", type=megabytes, help="of each task, on top of what its worker holds")
    run.add_argument(
        "--set",
        metavar="executor.FIELD=VALUE",
        dest="assignments",
        action="append",
        default=[],
        help="a setting of the executor, such as executor.address=tcp://10.0.0.5:8786; repeatable",
    )
    run.add_argument(
        "--dry-run", action="store_true", help="say what would be done, or everything that is wrong with the file, and do nothing"
    )
    run.add_argument("--format", choices=["text", "json"], default="text", help="of the summary; text by default")


def _run(options: argparse.Namespace) -> int:
    from accord.host import load_registry  # noqa: PLC0415 - the solvers are loaded only when something is solved
    from accord.sweeps import read_sweep, run_sweep  # noqa: PLC0415
    from accord.work import bars, lines  # noqa: PLC0415

    try:
        request = read_sweep(
            options.sweep,
            load_registry(),
            executor=options.executor,
            jobs=options.jobs,
            seconds=options.time_limit,
            megabytes=options.memory_limit,
            assignments=options.assignments,
        )
    except AccordError as error:
        if not options.dry_run:
            raise
        return report_all(error)
    plan, store = request.plan, str(request.store) if options.store is None else options.store
    if store == ":memory:":
        raise ConfigurationError("the store is ':memory:', which is gone when the command ends; name a file")
    tasks = "an unknown number of" if plan.count is None else plan.count
    tell(f"{counted(tasks, 'task')} by {counted(len(plan.assignments), 'pipeline')} on {plan.executor.name}, into {store}")
    for label, reason in plan.left_out[:_MOST_LEFT_OUT]:
        tell(f"left out: {label}: {reason}")
    if len(plan.left_out) > _MOST_LEFT_OUT:
        tell(f"left out: {len(plan.left_out) - _MOST_LEFT_OUT} more combinations that do not fit; --dry-run lists them")
    if options.dry_run:
        print(_planned(plan))
        return 0
    try:
        with _stopped_kindly(), bars() if watched() else nullcontext(lines()) as progress:
            results = run_sweep(plan, store, resume=options.resume, retry_failed=options.retry_failed, progress=progress)
    except KeyboardInterrupt as stop:
        if not str(stop):
            raise KeyboardInterrupt("before anything was done") from None
        raise KeyboardInterrupt(f"{stop}, and kept in {store}; {shlex.join(_again(options))} goes on") from None
    with results:
        print(_json(results.summary, store) if options.format == "json" else _text(results.summary, store))
        return results.summary.exit_code


def _again(options: argparse.Namespace) -> list[str]:
    """Return the command that goes on: with all that was said, so that it is done by the same workers, within the same limits."""
    command = ["accord", "run", options.sweep, "--resume"]
    if options.retry_failed:
        command.append("--retry-failed")
    for name in ("store", "executor", "jobs", "time_limit", "memory_limit"):
        value = getattr(options, name)
        if value is not None:
            command += [f"--{name.replace('_', '-')}", f"{value:.12g}" if isinstance(value, float) else str(value)]
    for assignment in options.assignments:
        command += ["--set", assignment]
    for plugin in left_out(options):
        command += ["--no-plugin", plugin]
    return command + ["--format", options.format] * (options.format != "text")


@contextmanager
def _stopped_kindly() -> Iterator[None]:
    """Let the requests to end that schedulers, containers and closed terminals send be what Ctrl-C is."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)}
    heard = [each for each, handler in before.items() if handler is signal.SIG_DFL]  # not what nohup lets pass
    for each in heard:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each in heard:
            signal.signal(each, signal.SIG_DFL)


def _planned(plan: Any) -> str:
    rows = [[record.label, record.id] for record in plan.records]
    left_out = [[label, reason] for label, reason in plan.left_out]
    return table(["pipeline", "id"], rows) + ("\n\n" + table(["left out", "why"], left_out) if left_out else "")


def _json(summary: Any, store: str) -> str:
    return json.dumps(
        {
            "store": store,
            "tasks": summary.total,
            "new": summary.new,
            "pipelines": {label: {str(s): n for s, n in of_label.items()} for label, of_label in summary.counts.items()},
            "causes": [{"status": str(status), "reason": reason, "count": n} for status, reason, n in summary.causes],
            "uncertified": summary.uncertified,
            "left_out": [{"pipeline": label, "reason": reason} for label, reason in summary.left_out],
        },
        indent=2,
        ensure_ascii=False,
    )


def _text(summary: Any, store: str) -> str:
    from accord.sweeps import Status  # noqa: PLC0415 - as above

    shown = [status for status in Status if summary.ended(status)]
    rows = [[label, *(str(of_label.get(s, 0)) for s in shown)] for label, of_label in summary.counts.items()]
    parts = [table(["pipeline", *map(str, shown)], rows)]
    if summary.causes:
        causes = [[str(n), str(status), reason] for status, reason, n in summary.causes[:_MOST_CAUSES]]
        parts.append(table(["tasks", "status", "why"], causes))
    if len(summary.causes) > _MOST_CAUSES:
        parts.append(f"{len(summary.causes) - _MOST_CAUSES} more causes; 'accord results show {store}' has them all")
    new = f", {summary.new} of them new" if summary.new < summary.total else ""
    doubt = f"; certificates of {summary.uncertified} answers do not hold" if summary.uncertified else ""
    parts.append(f"{counted(summary.total, 'task')}{new}, in {store}{doubt}")
    return "\n\n".join(parts)
