"""How pieces of work are done: what was found before is not done again, and the rest by as many processes as were asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from os import PathLike
from typing import Any

from accord.errors import ConfigurationError
from accord.lp import asked, exactly
from accord.rationals import Number
from accord.work.answers import Answer, Piece
from accord.work.identity import identity
from accord.work.keeping import Kept, kept_in
from accord.work.processes import side_by_side

__all__ = ["Known", "Progress", "quiet", "shared", "tell", "worked_out", "working"]

Progress = Callable[[str, int, int], None]
"""Is told what is being worked out, how many pieces are done, and how many there are."""
Found = tuple[tuple[Number, ...], tuple[str, ...]]
"""Numbers, and notes for the user."""
Known = dict[str, dict[Piece, Answer]]
"""What was worked out: by all that answers depend on but the piece, the answers."""


@dataclass
class _Work:
    """How work is done inside a block, and what has been found there."""

    jobs: int
    progress: Progress | None
    kept: Kept | None
    known: Known = field(default_factory=dict)


_WORK: ContextVar[_Work | None] = ContextVar("work", default=None)


@contextmanager
def working(
    *, jobs: int = 1, keep: str | PathLike[str] | None = None, versions: str = "", progress: Progress | None = None
) -> Iterator[None]:
    """Say how independent pieces of work are done inside a block, wherever they come up.

    Within the block nothing is worked out twice: conventions that look at the same games between coalitions share them. Like
    `accord.lp.exactly` it reaches components of all roles, those of plugins too, without travelling through their arguments.

    Args:
        jobs: how many processes work side by side; 1 for this one alone.
        keep: a file in which every finished piece is kept, and found again by the next run.
        versions: of everything that may change an answer; kept answers of other versions are not found.
        progress: is told how far the work is.

    Raises:
        ConfigurationError: if `jobs` is no number of processes.
        InputError: if the file holds something else, or cannot be written.
    """
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise ConfigurationError(f"jobs is {jobs!r}; a number of processes from 1 is accepted")
    with nullcontext() if keep is None else kept_in(keep, versions) as kept:
        token = _WORK.set(_Work(jobs, progress, kept))
        try:
            yield
        finally:
            _WORK.reset(token)


@contextmanager
def shared(known: Known | None = None) -> Iterator[None]:
    """Let nothing be worked out twice inside a block; how it is done stays as it is.

    Args:
        known: what other blocks have worked out, and what this one adds to, unless it is inside one that says how work is done.
    """
    token = _WORK.set(_WORK.get() or _Work(1, None, None, {} if known is None else known))
    try:
        yield
    finally:
        _WORK.reset(token)


@contextmanager
def quiet() -> Iterator[None]:
    """Let work inside a block say nothing about how far it is: it is a small part of something that does."""
    work = _WORK.get()
    token = _WORK.set(None if work is None else replace(work, progress=None))
    try:
        yield
    finally:
        _WORK.reset(token)


def worked_out(
    what: str, function: Callable[..., Found], arguments: Sequence[Any], pieces: Iterable[Piece]
) -> dict[Piece, Answer]:
    """Return ``function(*arguments, piece)`` for every piece, in their order.

    Args:
        what: what the pieces are, for people, in the plural.
        function: a function of a module, so that other processes can find it.
        arguments: games, components and settings.
        pieces: what tells the calls apart.

    Raises:
        Exception: whatever the function raises.
    """
    wanted = list(dict.fromkeys(pieces))
    shortfalls = asked()
    do = _Doing(function, tuple(arguments), shortfalls is not None)
    work = _WORK.get() or _Work(1, None, None)
    name = do.name
    known = work.known.setdefault(name, {})
    missing = [piece for piece in wanted if piece not in known]
    if work.kept is not None:
        known |= work.kept.find(name, missing)
        missing = [piece for piece in missing if piece not in known]
    told = len(wanted) - len(missing)
    for piece, answer in _answers(do, missing, work.jobs):
        known[piece] = answer
        if work.kept is not None:
            work.kept.put(name, piece, answer)
        if work.progress is not None:
            told += 1
            work.progress(what, told, len(wanted))
    if shortfalls is not None:
        shortfalls += [clause for piece in wanted for clause in known[piece].shortfalls]
    return {piece: known[piece] for piece in wanted}


def tell(what: str, done: int, total: int) -> None:
    """Say how far work is that is not done by `worked_out`, if somebody wants to know.

    Args:
        what: what is being worked out, for people, in the plural.
        done: how many pieces are done.
        total: how many there are.
    """
    work = _WORK.get()
    if work is not None and work.progress is not None:
        work.progress(what, done, total)


def _answers(do: _Doing, pieces: Sequence[Piece], jobs: int) -> Iterator[tuple[Piece, Answer]]:
    if jobs > 1 and len(pieces) > 1:
        return side_by_side(do, pieces, jobs)
    return ((piece, do(piece)) for piece in pieces)


@dataclass(frozen=True)
class _Doing:
    """A call that can travel to another process, with the effort that was asked for."""

    function: Callable[..., Found]
    arguments: tuple[Any, ...]
    exact: bool

    def __call__(self, piece: Piece) -> Answer:
        with exactly(self.exact) as shortfalls:
            numbers, notes = self.function(*self.arguments, piece)
        return Answer(tuple(numbers), tuple(notes), tuple(dict.fromkeys(shortfalls)))

    @property
    def name(self) -> str:
        """All that the answers depend on, but the piece."""
        function = f"{self.function.__module__}.{self.function.__qualname__}"
        return "\0".join([function, str(self.exact), *map(identity, self.arguments)])
