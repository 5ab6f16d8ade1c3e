"""Files that are no games: what readers must refuse, and must not execute."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

__all__ = ["GARBAGE", "TRAP", "traps"]

TRAP = "trap-was-sprung"
"""The name of the file that garbage creates if it is executed."""


class _Trap:
    """Creates a file when it is unpickled."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (os.mkdir, (TRAP,))


GARBAGE: Mapping[str, bytes] = MappingProxyType(
    {
        "nothing": b"",
        "white space": b" \n\t\n  \n",
        "binary data": bytes(range(256)) * 8,
        "zero bytes": b"\0" * 1000,
        "no UTF-8": b"\xff\xfe" + "NFG".encode("latin-1") + b"\xe9\xe8",
        "prose": b"Dear all, this is no game.\nYours sincerely\n",
        "a number": b"42\n",
        "an open bracket": b'[{("',
        "markup": b"<html><body><p>404</p></body></html>",
    }
)
"""Contents of files that are no games in any format."""


def traps() -> dict[str, bytes]:
    """Return files that run code when they are loaded carelessly."""
    run = f"__import__('os').mkdir('{TRAP}')"
    inside, array = io.BytesIO(), io.BytesIO()
    held = np.empty(1, dtype=object)
    held[0] = _Trap()
    np.save(array, held, allow_pickle=True)
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("payoffs.npy", array.getvalue())
        archive.writestr("arr_0.npy", array.getvalue())
    return {
        "a pickle": pickle.dumps(_Trap()),
        "a Python expression": run.encode(),
        "a template": f"{{{{ {run} }}}} ${{{run}}}".encode(),
        "a YAML tag": f"!!python/object/apply:os.mkdir ['{TRAP}']".encode(),
        "an array of objects": array.getvalue(),
        "an archive of arrays": inside.getvalue(),
        "a shell command": f"$(mkdir {TRAP}) `mkdir {TRAP}`; mkdir {TRAP}".encode(),
    }
