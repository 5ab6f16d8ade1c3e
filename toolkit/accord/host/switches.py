"""Which plugins the user wants: decided from the command line, the environment and configuration before anything is imported."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accord.errors import AccordWarning, ConfigurationError, nearest
from accord.host.configuration import preferences
from accord.host.records import HOST

__all__ = ["VARIABLES", "Switches", "switches", "warn_about_unknown"]

VARIABLES = (
    "ACCORD_CONFIG",
    "ACCORD_DISABLE_PLUGINS",
    "ACCORD_LOAD_PLUGINS",
    "ACCORD_NO_PLUGIN",
    "ACCORD_STRICT",
    "ACCORD_TRACE_PLUGINS",
)
"""The environment variables that say which plugins are loaded, and how."""

_SOURCES = {"ACCORD_NO_PLUGIN": "--no-plugin", "ACCORD_DISABLE_PLUGINS": "ACCORD_DISABLE_PLUGINS"}
"""Variables that switch plugins off, and what users know them by. The first passes the option on to worker processes."""

_ALL = "*"
"""Stands for every plugin in what switches plugins off."""


@dataclass(frozen=True)
class Switches:
    """What the user wants.

    Attributes:
        off: the plugins that are switched off, and by what.
        only: the only plugins that are to be loaded; None for all.
        listed_in: where those are listed.
        strict: whether a broken plugin is an error.
        strict_by: what says so.
        trace: whether to tell on standard error how plugins are imported and asked.
    """

    off: Mapping[str, str]
    only: frozenset[str] | None = None
    listed_in: str = ""
    strict: bool = False
    strict_by: str = ""
    trace: bool = False

    def why_off(self, plugin: str) -> str | None:
        """Say what keeps a plugin from being loaded, or return None if nothing does."""
        for name in (plugin, _ALL):
            if name in self.off:
                return self.off[name]
        if self.only is not None and plugin not in self.only:
            return f"{self.listed_in}, which does not list it"
        return None


def switches() -> Switches:
    """Read the environment and the configuration files.

    Raises:
        ConfigurationError: if a file is not what it has to be, or the host itself is to be switched off.
    """
    environment = os.environ
    files = preferences(environment)
    off: dict[str, str] = {}
    for variable, known_as in _SOURCES.items():
        for name in _names(environment.get(variable, "")):
            off.setdefault(name, known_as)
    for file in files:
        for name, where in file.disable_plugins:
            off.setdefault(name, where)
    if HOST in off:
        raise ConfigurationError(f"{off[HOST]} names {HOST!r}; only installed plugins can be switched off, not the host")
    only, listed_in = _allowed(environment)
    strict, strict_by = _truth(environment.get("ACCORD_STRICT")), "ACCORD_STRICT is set"
    for file in files:
        if only is None and file.load_plugins is not None:
            only, listed_in = frozenset(file.load_plugins), f"load_plugins in {file.file}"
        if strict is None and file.strict is not None:
            strict, strict_by = file.strict, f"{file.file} is strict"
    return Switches(off, only, listed_in, bool(strict), strict_by, bool(_truth(environment.get("ACCORD_TRACE_PLUGINS"))))


def warn_about_unknown(wanted: Switches, installed: Iterable[str]) -> None:
    """Warn of names that no installed plugin has: they may be misspelt, or right on another machine."""
    known = sorted(set(installed))
    listed = dict.fromkeys(sorted((wanted.only or frozenset()) - {HOST}), wanted.listed_in)
    for name, where in (*wanted.off.items(), *listed.items()):
        if name not in known and name != _ALL:
            message = f"{where} names the plugin {name!r}, which is not installed{nearest(name, known)}"
            warnings.warn(message, AccordWarning, stacklevel=2)


def _allowed(environment: Mapping[str, str]) -> tuple[frozenset[str] | None, str]:
    """Return the list of plugins to load, which may be empty, if the environment has one."""
    listed = environment.get("ACCORD_LOAD_PLUGINS")
    return (None, "") if listed is None else (frozenset(_names(listed)), "ACCORD_LOAD_PLUGINS")


def _names(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip())]


def _truth(text: str | None) -> bool | None:
    return None if text is None or text == "" else text != "0"
