"""One solver on one game, in a process of its own: whatever it does there, an attempt comes back."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass
from typing import Any

from accord import isolation
from accord.crosschecks.rows import Outcome
from accord.crosschecks.trials import Trial
from accord.errors import AccordError, ConfigurationError, TimeLimitError, UnsuitableError
from accord.game import Game
from accord.plan import Profile
from accord.remote import packed
from accord.roles import Completeness, Needs
from accord.terminal import harmless
from accord.work import number_from_text

__all__ = ["Attempt", "attempts"]

_SOLVE = "accord.remote:solve"
_MEGABYTE = 10**6
_LONGEST = 500
"""Letters of a reason; the rest is left out."""
_PATIENCE = 0.1
"""Seconds between two rounds of killing what still works after an interrupt."""


@dataclass(frozen=True)
class Attempt:
    """What came of one solver on one game.

    Attributes:
        outcome: what became of it.
        reason: why it did not answer.
        profiles: what it returned, not yet verified.
        completeness: what it says about this list.
        notes: what it says besides.
        trace: where its code failed.
    """

    outcome: Outcome
    reason: str = ""
    profiles: tuple[Profile, ...] = ()
    completeness: Completeness | None = None
    notes: tuple[str, ...] = ()
    trace: str = ""


def attempts(
    games: Sequence[Game], trials: Sequence[Trial], megabytes: float, jobs: int
) -> Generator[tuple[int, int, Attempt], None, None]:
    """Try every solver on every game, several side by side, and yield the attempts as they come.

    When the consumer gives up, or is interrupted, all processes are killed before anything else happens.

    Args:
        games: the games.
        trials: the solvers.
        megabytes: how much memory each may take on top of what a process holds at its start.
        jobs: how many processes work at a time.

    Yields:
        The number of the game, the number of the solver, and the attempt.
    """
    texts = [packed(game) for game in games]
    given_up = threading.Event()

    def attempt(g: int, t: int) -> tuple[int, int, Attempt]:
        if given_up.is_set():
            return g, t, Attempt(Outcome.FAILED, "interrupted")
        return g, t, _attempt(games[g], texts[g], trials[t], int(megabytes * _MEGABYTE))

    crew = ThreadPoolExecutor(jobs, thread_name_prefix="accord-crosscheck")
    futures: list[Future[tuple[int, int, Attempt]]] = []
    try:
        futures += [crew.submit(attempt, g, t) for g in range(len(games)) for t in range(len(trials))]
        for future in as_completed(futures):
            yield future.result()
    finally:
        given_up.set()
        crew.shutdown(wait=False, cancel_futures=True)
        while not all(future.done() for future in futures):
            isolation.stop()
            wait(futures, timeout=_PATIENCE)
        isolation.close()


def _attempt(game: Game, text: str, trial: Trial, memory: int) -> Attempt:
    solver = trial.solver
    if solver is None:
        usage = isinstance(trial.trouble, ConfigurationError)  # it needs a setting, say
        return Attempt(Outcome.NOT_APPLICABLE if usage else Outcome.FAILED, _plain(trial.trouble))
    if type(solver.needs) is Needs:
        objection = solver.needs.objection(game)
        if objection:
            return Attempt(Outcome.NOT_APPLICABLE, objection)
    try:
        payload = {"solver": packed(solver), "game": text}
        answer = isolation.call(_SOLVE, payload, time_limit=trial.seconds, memory=memory, what="it", owner=trial.owner)
        return _read(answer)
    except TimeLimitError:
        return Attempt(Outcome.TIMED_OUT, f"no answer within {trial.seconds:g} s")
    except isolation.WorkerDied as death:
        how = str(death).removeprefix("it died: ")
        return Attempt(Outcome.CRASHED, how.partition(" (")[0] if "exited" in how else how)
    except UnsuitableError as refusal:
        return Attempt(Outcome.NOT_APPLICABLE, _plain(refusal).removeprefix(f"{getattr(solver, 'name', '')} "))
    except AccordError as trouble:
        return Attempt(Outcome.FAILED, _plain(trouble), trace=str(trouble.__cause__ or ""))


def _plain(said: object) -> str:
    """Return what somebody says in one line, within reason."""
    return harmless(" ".join(str(said)[:_LONGEST].split()))


def _read(answer: Any) -> Attempt:
    """Read what `accord.remote.solve` returns; a solver may have sent anything else in its place."""
    try:
        if "objection" in answer:
            return Attempt(Outcome.NOT_APPLICABLE, _plain(answer["objection"]))
        profiles = tuple(
            tuple(tuple(number_from_text(p) for p in strategy) for strategy in profile) for profile in answer["profiles"]
        )
        notes = tuple(map(_plain, answer["notes"]))
        return Attempt(Outcome.ANSWERED, "", profiles, Completeness(answer["completeness"]), notes)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return Attempt(Outcome.FAILED, "its process sent something else than an answer")
