"""Files of TOML: what becomes of those that are none."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

from accord.documents.reading import Document, read_document
from accord.errors import InputError

__all__ = ["open_document"]

_LONGEST = 1 << 24
"""Bytes of a file: more than anybody writes, and few enough for any memory."""


def open_document(where: str | PathLike[str], what: str, missing: str = "") -> Document:
    """Read a file of TOML in UTF-8, with or without a byte order mark.

    Args:
        where: the file.
        what: what it should be, such as ``a pipeline file``.
        missing: what to say instead, and what to do about it, if there is no such file.

    Raises:
        InputError: if it cannot be read, is too long, no UTF-8 or no TOML, with the line where there is one.
    """
    path, wanted = Path(where), f"; {what} in TOML is needed"
    try:
        if not fspath(where):
            raise ValueError
        with path.open("rb") as stream:
            content = stream.read(_LONGEST + 1)
    except FileNotFoundError:
        raise InputError(f"{path}: {missing}" if missing else f"{path}: there is no such file{wanted}") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a directory{wanted}") from None
    except ValueError:  # nothing, or a zero byte
        raise InputError(f"{fspath(where)!r} is no name of a file{wanted}") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}{wanted}") from None
    if len(content) > _LONGEST:
        raise InputError(f"{path} has more than {_LONGEST >> 20} megabytes{wanted}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}: no text in UTF-8 (byte 0x{content[error.start]:02x}){wanted}") from None
    return read_document(text.replace("\r\n", "\n").replace("\r", "\n"), str(path))
