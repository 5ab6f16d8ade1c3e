"""The same question in another process: a fresh interpreter in which sets and dictionaries of text have another order."""

from __future__ import annotations

import base64
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from accord import isolation
from accord.game import Game

__all__ = ["answers_elsewhere", "reply"]

_SEED = "PYTHONHASHSEED"
_PATIENCE = 300.0


def answers_elsewhere(question: Callable[..., Any], arguments: Sequence[Any], games: Sequence[Game]) -> list[Any]:
    """Return what a function of a module says about games in another process.

    Args:
        question: is called with the arguments and a game, and returns something that JSON can carry.
        arguments: what to call it with; they are pickled.
        games: what to ask about.
    """
    try:
        pickled = base64.b64encode(pickle.dumps((question, tuple(arguments), tuple(games)))).decode()
    except Exception as error:
        raise AssertionError(f"the component cannot be sent to another process: {type(error).__name__}: {error}") from error
    with _other_seed():
        found = isolation.call(f"{__name__}:reply", {"pickled": pickled}, time_limit=_PATIENCE, what="another process")
    return list(found["answers"])


def reply(payload: dict[str, Any]) -> dict[str, Any]:
    """Answer in the other process."""
    question, arguments, games = pickle.loads(base64.b64decode(payload["pickled"]))  # noqa: S301 - sent by the function above
    return {"answers": [question(*arguments, game) for game in games]}


@contextmanager
def _other_seed() -> Iterator[None]:
    """Let processes that are started inside hash text in another way than this one."""
    before = os.environ.get(_SEED)
    os.environ[_SEED] = "1234" if before != "1234" else "4321"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SEED]
        else:
            os.environ[_SEED] = before
