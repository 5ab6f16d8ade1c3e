"""Configuration files: what a user or a project always wants of plugins, strictly read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from accord.documents import open_document
from accord.errors import ConfigurationError, InputError, nearest
from accord.ranges import refusal

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
        document = open_document(path, "a configuration file")
    except InputError as error:
        raise ConfigurationError(str(error)) from None
    values = document.values
    for key, value in values.items():
        at = document.at((key,))
        if key not in _KEYS:
            close = nearest(key, _KEYS)
            raise ConfigurationError(
                f"{at}: there is no key {key!r}{close}; keys are {', '.join(_KEYS)} (with ACCORD_CONFIG= no such file is read)"
            )
        if key == "strict":
            if not isinstance(value, bool):
                raise refusal(value, f"{at}: strict", "true or false")
        elif not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise refusal(value, f"{at}: {key}", 'a list of names of plugins such as ["gambit"]')
    return Preferences(
        file=str(path),
        disable_plugins=tuple(
            (name, document.at(("disable_plugins", k))) for k, name in enumerate(values.get("disable_plugins", []))
        ),
        load_plugins=tuple(values["load_plugins"]) if "load_plugins" in values else None,
        strict=values.get("strict"),
    )
