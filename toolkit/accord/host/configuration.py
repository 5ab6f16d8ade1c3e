"""Configuration files: what a user or a project always wants of plugins, strictly read."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from accord.errors import ConfigurationError, nearest

__all__ = ["Preferences", "preferences"]

_PROJECT_FILE = "accord.toml"
_KEYS = ("disable_plugins", "load_plugins", "strict")


@dataclass(frozen=True)
class Preferences:
    """What one file says.

    Attributes:
        file: its name, as errors and listings show it.
        disable_plugins: plugins that are not to be imported, each with the place where it is named.
        load_plugins: the only plugins that are to be imported; None for all.
        strict: whether a broken plugin is an error; None if the file does not say.
    """

    file: str
    disable_plugins: tuple[tuple[str, str], ...] = ()
    load_plugins: tuple[str, ...] | None = None
    strict: bool | None = None


def preferences(environment: Mapping[str, str]) -> tuple[Preferences, ...]:
    """Return what the configuration files say, the most important first.

    ``ACCORD_CONFIG`` names the one file to read, or none if it is empty. Without it these are ``accord.toml`` in the working
    directory, and ``accord/config.toml`` in the user's folder for configuration (``XDG_CONFIG_HOME``, or ``~/.config``).

    Args:
        environment: the environment variables.

    Raises:
        ConfigurationError: if a file cannot be read or says something unknown, with the file and the line.
    """
    chosen = environment.get("ACCORD_CONFIG")
    if chosen is not None:
        return (_read(Path(chosen)),) if chosen else ()
    return tuple(_read(path) for path in (Path(_PROJECT_FILE), _users(environment)) if path is not None and _is_file(path))


def _users(environment: Mapping[str, str]) -> Path | None:
    folder, home = environment.get("XDG_CONFIG_HOME"), environment.get("HOME")
    if folder and os.path.isabs(folder):  # noqa: PTH117 - others are to be ignored, says the XDG standard
        return Path(folder, "accord", "config.toml")
    return Path(home, ".config", "accord", "config.toml") if home else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that nobody may look into
        return False


def _read(path: Path) -> Preferences:
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: no text in UTF-8; a configuration file in TOML is needed") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: {error}; a configuration file in TOML is needed") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror or error}; a configuration file is needed") from None
    for key, value in document.items():
        at = f"{path}{_line(text, key)}"
        if key not in _KEYS:
            close = nearest(key, _KEYS)
            raise ConfigurationError(
                f"{at}: there is no key {key!r}{close}; keys are {', '.join(_KEYS)} (with ACCORD_CONFIG= no such file is read)"
            )
        if key == "strict":
            if not isinstance(value, bool):
                raise ConfigurationError(f"{at}: strict is {value!r}; true or false is accepted")
        elif not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise ConfigurationError(f'{at}: {key} is {value!r}; a list of names of plugins such as ["gambit"] is accepted')
    return Preferences(
        file=str(path),
        disable_plugins=tuple((name, f"{path}{_line(text, 'disable_plugins')}") for name in document.get("disable_plugins", [])),
        load_plugins=tuple(document["load_plugins"]) if "load_plugins" in document else None,
        strict=document.get("strict"),
    )


def _line(text: str, key: str) -> str:
    """Return ``:`` and the number of the line where a key stands; nothing if that cannot be told."""
    pattern = re.compile(rf"\s*(\[\s*)*[\"']?{re.escape(key)}\b")
    return next((f":{k}" for k, line in enumerate(text.splitlines(), start=1) if pattern.match(line)), "")
