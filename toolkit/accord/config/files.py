"""Pipelines in files: a table per stage, strictly read."""

from __future__ import annotations

import re
import tomllib
from os import PathLike
from pathlib import Path
from typing import Any

from accord.config.assembly import assemble
from accord.config.assignments import STAGES
from accord.errors import ConfigurationError, InputError, nearest
from accord.host import Registry

__all__ = ["load_pipeline", "read_pipeline"]

_TERMS = "side_payments"


def load_pipeline(where: str | PathLike[str], registry: Registry) -> dict[str, Any]:
    """Read a pipeline file, and check that a pipeline can be assembled from it.

    The file is TOML: for each of ``fallback``, ``selection``, ``solver``, ``worth`` and ``split`` a table with the component's
    ``name`` and its settings, and ``side_payments``, true or false. What is left out is what it is by default.

    Args:
        where: the file.
        registry: where the components come from.

    Returns:
        What `assemble` takes.

    Raises:
        InputError: if the file is not there, or is no TOML.
        ConfigurationError: if it holds something else, with the file and, where it can be told, the line and the key.
    """
    path = Path(where)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path}: no text in UTF-8; a pipeline file in TOML is needed") from None
    stages = read_pipeline(text, str(path))
    try:
        assemble(registry, **stages)
    except ConfigurationError as error:
        raise ConfigurationError(f"{path}{_place(text, stages, str(error))}: {error}") from error
    return stages


def read_pipeline(text: str, where: str = "the text") -> dict[str, Any]:
    """Read a pipeline from TOML, without looking at what is installed.

    >>> read_pipeline('side_payments = false')
    {'side_payments': False}

    Args:
        text: the file's text.
        where: what to call it in errors.

    Raises:
        InputError: if it is no TOML.
        ConfigurationError: if a key is unknown, or a value of the wrong type.
    """
    try:
        # Numbers stay text until a setting's type says what they are: 0.1 is a tenth where it is a fraction.
        document = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where}: {error}") from None
    for key, value in document.items():
        at = f"{where}{_line(text, key)}"
        if key == _TERMS:
            if not isinstance(value, bool):
                raise ConfigurationError(f"{at}: {_TERMS} is {value!r}; true or false is accepted")
        elif key not in STAGES:
            known = (*STAGES, _TERMS)
            raise ConfigurationError(f"{at}: there is no key {key!r}{nearest(key, known)}; keys are {', '.join(known)}")
        elif not isinstance(value, dict) or not isinstance(value.get("name"), str):
            raise ConfigurationError(f"{at}: {key} needs a table with a name, such as [{key}] followed by name = …")
    return document


def _place(text: str, stages: dict[str, Any], message: str) -> str:
    """Return the line that an error is about, as far as the stage and the key that it names tell."""
    for stage in sorted((stage for stage in stages if stage in message), key=message.index):
        keys = [key for key in stages[stage] if f"{key!r}" in message or f"{stage}.{key}" in message] if stage in STAGES else []
        if not keys and stage in STAGES and f"{stages[stage]['name']!r}" in message:
            keys = ["name"]
        return _line(text, stage, *keys[:1])
    return ""


def _line(text: str, key: str, inside: str | None = None) -> str:
    """Return ``:`` and the number of the line where a table begins, or a key of it stands; nothing if that cannot be told."""
    lines = text.splitlines()
    start = next((k for k, line in enumerate(lines) if re.match(rf"\s*(\[\s*)*[\"']?{re.escape(key)}\b", line)), None)
    if start is None:
        return ""
    if inside is not None:
        for k in range(start + 1, len(lines)):
            if re.match(r"\s*\[", lines[k]):
                break
            if re.match(rf"\s*[\"']?{re.escape(inside)}\b", lines[k]):
                return f":{k + 1}"
    return f":{start + 1}"
