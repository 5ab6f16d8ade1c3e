"""Games as numpy archives.

An archive holds either ``payoffs`` of shape (n, A1, …, An), or one array of shape (A1, …, An) per player: ``player_1``, …,
``player_n``, or ``A`` and ``B`` for two players; optionally ``players`` and ``actions_1``, …, ``actions_n``, one-dimensional
arrays of strings. Payoffs are integers, floats (taken as the binary fractions they are) or strings such as ``"17/3"``. Python
objects are never unpickled.
"""

from __future__ import annotations

import io
import lzma
import math
import re
import struct
import tokenize
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from accord.builtin.readers.files import build, check_shape, read_bytes
from accord.claims import Claim
from accord.errors import InputError, nearest
from accord.game import Game
from accord.memory import available_bytes
from accord.roles import Needs

__all__ = ["NpzReader", "parse_npz"]

_BROKEN = (
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a damaged archive has been seen to raise."""
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_FLOAT64_BYTES = 8


@dataclass(frozen=True)
class NpzReader:
    """Read a game from a `.npz` archive of numpy arrays."""

    name: ClassVar[str] = "npz"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    suffixes: ClassVar[tuple[str, ...]] = (".npz",)
    schemes: ClassVar[tuple[str, ...]] = ()

    def read(self, source: str) -> Game:
        """Return the game in a file; `InputError` names the file and the array at fault."""
        return parse_npz(read_bytes(source), source)


def parse_npz(content: bytes, where: str = "the archive") -> Game:
    """Read a game from the bytes of a `.npz` archive; raise `InputError` if it is none."""
    arrays = _load(content, where)
    payoffs, names = _payoffs(arrays, where)
    known = {*names, "players", *(f"actions_{i + 1}" for i in range(len(payoffs)))}
    for name in arrays:
        if name not in known:
            raise InputError(f"{where}: unknown array {name!r}{nearest(name, known)}; known here are {', '.join(sorted(known))}")
    given = [f"actions_{i + 1}" in arrays for i in range(len(payoffs))]
    if any(given) and not all(given):
        raise InputError(f"{where}: actions_{given.index(False) + 1} is missing; give the actions of every player or of none")
    return build(
        where,
        payoffs,
        players=_labels(arrays["players"], f"{where}: players") if "players" in arrays else None,
        actions=[_labels(arrays[f"actions_{i + 1}"], f"{where}: actions_{i + 1}") for i in range(len(payoffs))]
        if any(given)
        else None,
    )


def _load(content: bytes, where: str) -> dict[str, NDArray[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # numpy warns about headers that Python 2 wrote
            arrays: dict[str, NDArray[Any]] = {}
            for entry in archive.infolist():
                name = entry.filename.removesuffix(".npy")
                if name in arrays:
                    raise InputError(f"{where} holds the array {name!r} twice")
                arrays[name] = _array(archive, entry, f"{where}: {name}")
            return arrays
    except _BROKEN as trouble:
        reason = (
            "is no .npz archive" if not content.startswith(b"PK") else f"is a damaged .npz archive ({type(trouble).__name__})"
        )
        raise InputError(f"{where} {reason}") from None


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, at: str) -> NDArray[Any]:
    """Read one array, after its header has shown that it is wanted and fits into memory."""
    with archive.open(entry) as stream:
        version = npy.read_magic(stream)
        if version not in _HEADERS:
            raise InputError(f"{at} has the array format {version[0]}.{version[1]}; formats 1.0 and 2.0 are accepted")
        shape, _, dtype = _HEADERS[version](stream)
        if dtype.kind == "O":
            raise InputError(f"{at} holds Python objects; numbers or strings are accepted")
        if dtype.kind not in "iufU" or (dtype.kind == "f" and dtype.itemsize > _FLOAT64_BYTES):
            raise InputError(f"{at} has type {dtype}; integers, floats of up to 64 bits or strings are accepted")
        if not all(isinstance(length, int) and length >= 0 for length in shape):
            raise ValueError
        free = available_bytes()
        if free is not None and math.prod(shape) * dtype.itemsize * 2 > free:
            raise InputError(f"{at} has shape {shape}, which does not fit into memory")
    with archive.open(entry) as stream:
        loaded: NDArray[Any] = npy.read_array(stream, allow_pickle=False)
        return loaded


def _payoffs(arrays: dict[str, NDArray[Any]], where: str) -> tuple[list[NDArray[Any]], set[str]]:
    """Return one array per player, and the names they were found under."""
    numbered = sorted((name for name in arrays if re.fullmatch(r"player_[1-9][0-9]*", name)), key=lambda name: int(name[7:]))
    ways = [way for way in (["payoffs"], numbered, ["A", "B"]) if way and any(name in arrays for name in way)]
    if len(ways) != 1:
        found = "payoffs in two ways" if ways else f"no payoffs, only {', '.join(map(repr, arrays)) or 'nothing'}"
        raise InputError(f"{where} holds {found}; give 'payoffs', or 'player_1', 'player_2', …, or 'A' and 'B'")
    (names,) = ways
    wanted = [f"player_{i + 1}" for i in range(len(numbered))] if names is numbered else names
    for name in wanted:
        if name not in arrays:
            raise InputError(f"{where}: the array {name!r} is missing")
    tables = [arrays[name] for name in wanted]
    if wanted == ["payoffs"]:
        shape = tables[0].shape
        if len(shape) < 2 or shape[0] != len(shape) - 1:
            raise InputError(f"{where}: payoffs have shape {shape}; (n, A1, …, An) is needed")
        tables = list(tables[0])
    check_shape(tables[0].shape, where)
    return [_exact(table, f"{where}: payoffs of player {i + 1}") for i, table in enumerate(tables)], set(wanted)


def _exact(table: NDArray[Any], at: str) -> NDArray[Any]:
    if table.dtype.kind == "U":
        return table.astype(object)
    if table.dtype.kind == "f" and not np.isfinite(table).all():
        cell = np.argwhere(~np.isfinite(table))[0].tolist()
        raise InputError(f"{at}{cell} is {table[tuple(cell)]}; every payoff must be finite")
    return table


def _labels(names: NDArray[Any], at: str) -> list[str]:
    if names.dtype.kind != "U" or names.ndim != 1:
        raise InputError(
            f"{at} is an array of type {names.dtype} and shape {names.shape}; a one-dimensional array of strings is needed"
        )
    labels: list[str] = names.tolist()
    return labels
