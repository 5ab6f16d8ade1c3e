"""What workers and their parents say to each other: JSON, its length first, over a socket; and how failures are told."""

from __future__ import annotations

import json
import socket
import struct
import time
import traceback
from typing import Any

from accord import errors
from accord.errors import AccordError, SolverError

__all__ = ["FAILURE", "ForeignError", "failure", "receive", "send", "unpacked"]

FAILURE = {"type": str, "ours": bool, "message": str, "detail": str}
"""What is sent in the place of a result."""
_LENGTH = struct.Struct("!Q")
_CHUNK = 1 << 20
_MOST = 1 << 34
"""Bytes of a message; whatever announces more is none."""


class ForeignError(Exception):
    """What went wrong inside a worker, with its traceback: the cause of the short error that users see."""


def send(channel: socket.socket, message: object) -> None:
    """Send something that JSON can carry."""
    data = json.dumps(message).encode()
    channel.sendall(_LENGTH.pack(len(data)) + data)


def receive(channel: socket.socket, deadline: float | None) -> Any:
    """Return the next message; raise `TimeoutError`, `EOFError`, or `ValueError` if it is none."""
    (length,) = _LENGTH.unpack(_receive_bytes(channel, _LENGTH.size, deadline))
    if length > _MOST:
        raise ValueError(f"{length} bytes are announced")
    return json.loads(_receive_bytes(channel, length, deadline))


def _receive_bytes(channel: socket.socket, count: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < count:
        if deadline is not None:
            channel.settimeout(max(deadline - time.monotonic(), 1e-6))
        part = channel.recv(min(_CHUNK, count - len(data)))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def failure(error: Exception) -> dict[str, Any]:
    """Return what is sent in the place of a result."""
    kind = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
    detail = "".join(traceback.format_exception(error))
    ours = isinstance(error, AccordError)
    return {
        "type": kind,
        "ours": ours,
        "message": str(error) if ours else "",
        "detail": detail,
    }  # others may not even have a text


def unpacked(answer: dict[str, Any], what: str) -> Any:
    """Return the result that was sent, or raise the error that was sent in its place."""
    if "result" in answer:
        return answer["result"]
    cause = ForeignError(answer["detail"])
    if answer["ours"]:
        kind: type[AccordError] = getattr(errors, answer["type"], SolverError)
        raise kind(answer["message"]) from cause
    raise SolverError(f"{what} failed inside its library, with an error of type {answer['type']}") from cause
