"""Finding plugins: every entry point of the group ``accord`` by itself, so that one bad plugin harms nobody else.

The environment variables ``ACCORD_DISABLE_PLUGINS`` (names of plugins, separated by commas; they are not even imported) and
``ACCORD_STRICT=1`` (a broken plugin becomes an error) are read here and nowhere else.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from importlib import metadata

from accord.errors import ConfigurationError, PluginError
from accord.hookspecs import PROJECT
from accord.host.hooks import Hooks
from accord.host.records import HOST, Broken, Plugin, Registration, Status
from accord.host.registry import Registry

__all__ = ["discover", "load_registry"]

_BUILTIN = "accord.builtin.plugin"


class _NameTakenError(PluginError):
    """Several entry points have the same name."""


@functools.cache
def load_registry() -> Registry:
    """Return the registry of everything installed.

    The result is cached for the life of the process; ``load_registry.cache_clear()`` makes the next call look again.

    Raises:
        ConfigurationError: if ``ACCORD_DISABLE_PLUGINS`` names the host itself.
        PluginError: if ``ACCORD_STRICT=1`` is set and a plugin is broken.
    """
    registry = discover()
    if os.environ.get("ACCORD_STRICT", "") not in {"", "0"}:
        for broken in registry.broken:
            raise PluginError(f"plugin {broken.plugin!r} is broken: {broken.reason} (ACCORD_STRICT is set)") from broken.error
    return registry


def discover(builtin: str = _BUILTIN) -> Registry:
    """Look for plugins now, import each and ask it for its components; never raises because of a plugin.

    Args:
        builtin: the module that registers the host's own components.
    """
    disabled = _disabled()
    entries = list(_entries())
    copies = Counter(entry.name for entry in entries)
    hooks = Hooks()
    plugins: list[Plugin] = []
    registrations: list[Registration] = []
    broken: list[Broken] = []
    host = metadata.EntryPoint(HOST, builtin, PROJECT)
    for entry in (host, *sorted(entries, key=lambda entry: (entry.name, _identity(entry).distribution or ""))):
        plugin = _host() if entry is host else _identity(entry)
        if entry is not host and entry.name in disabled:
            plugins.append(replace(plugin, status=Status.DISABLED))
            continue
        try:
            if entry is not host:
                _check_entry(entry, copies[entry.name], entries)
            found = _load(entry, hooks)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit and the like must not stop the host either
            plugins.append(replace(plugin, status=Status.BROKEN))
            broken.append(Broken(plugin.name, plugin.distribution, plugin.version, error, _advice(plugin, error)))
            continue
        plugins.append(plugin)
        registrations += [Registration(*component, plugin.name, plugin.distribution, plugin.version) for component in found]
    return Registry(tuple(plugins), tuple(registrations), tuple(broken))


def _disabled() -> Collection[str]:
    names = {name.strip() for name in os.environ.get("ACCORD_DISABLE_PLUGINS", "").split(",")} - {""}
    if HOST in names:
        raise ConfigurationError(
            f"ACCORD_DISABLE_PLUGINS names {HOST!r}; only installed plugins can be switched off, not the host"
        )
    return names


def _entries() -> Iterator[metadata.EntryPoint]:
    """Yield the entry points of each distribution, asked one by one: unreadable metadata of one must not hide the others."""
    for name in dict.fromkeys(_owners()):
        # The first on the path shadows others of the same name, as it does for imports.
        with contextlib.suppress(Exception):
            yield from metadata.distribution(name).entry_points.select(group=PROJECT)


def _owners() -> Iterator[str]:
    """Yield the normalised names of the distributions with entry points of ours; only their metadata are read in full."""
    for distribution in metadata.distributions():
        with contextlib.suppress(Exception):  # a ruin, not an installed distribution
            if distribution.entry_points.select(group=PROJECT):
                yield re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower()


def _load(entry: metadata.EntryPoint, hooks: Hooks) -> Iterable[tuple[str, str, type]]:
    # What a plugin prints while it is imported must not end up in the results.
    with contextlib.redirect_stdout(sys.stderr):
        loaded = importlib.import_module(entry.value) if entry.name == HOST else entry.load()
        return hooks.ask(loaded, entry.name)


def _check_entry(entry: metadata.EntryPoint, copies: int, entries: Iterable[metadata.EntryPoint]) -> None:
    if entry.name == HOST:
        raise PluginError(f"a plugin must not be named {HOST!r}, which is the host's own name")
    if not re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", entry.name):
        raise PluginError(f"the entry point is named {entry.name!r}; lower-case words joined by hyphens are accepted")
    if copies > 1:
        owners = ", ".join(str(_identity(other).distribution) for other in entries if other.name == entry.name)
        raise _NameTakenError(
            f"{copies} entry points are named {entry.name!r}, from the distributions {owners}; none of them is loaded"
        )
    if not entry.pattern.match(entry.value):
        raise PluginError(f"the entry point leads to {entry.value!r}; a module such as 'package.plugin' is accepted")


def _host() -> Plugin:
    try:
        return _described(HOST, metadata.distribution(HOST))
    except metadata.PackageNotFoundError:  # run from a source tree
        return Plugin(HOST, HOST, None)


def _identity(entry: metadata.EntryPoint) -> Plugin:
    return _described(entry.name, entry.dist)


def _described(name: str, distribution: metadata.Distribution | None) -> Plugin:
    if distribution is None:
        return Plugin(name, None, None)
    with contextlib.suppress(Exception):
        about = distribution.metadata
        return Plugin(name, about["Name"], about["Version"], _licence(about))
    return Plugin(name, None, None)


def _licence(about: metadata.PackageMetadata) -> str | None:
    for key in ("License-Expression", "License"):
        lines = str(about[key]).splitlines() if key in about else []
        if lines and 0 < len(lines[0]) <= 60:
            return lines[0]
    for classifier in about.get_all("Classifier") or []:
        if classifier.startswith("License ::"):
            return str(classifier).rpartition(" :: ")[2]
    return None


def _advice(plugin: Plugin, error: BaseException) -> str:
    owner = plugin.distribution or plugin.name
    silence = f"ACCORD_DISABLE_PLUGINS={plugin.name} switches it off"
    if plugin.name == HOST and plugin.distribution == HOST:
        return "reinstall accord; this is a fault of accord itself"
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"install the missing module {error.name!r} ('pip check' shows what else is), or uninstall {owner}; {silence}"
    if isinstance(error, _NameTakenError):
        return f"uninstall all but one of them; {silence}"
    if isinstance(error, PluginError):
        return f"a fault of {owner}: upgrade it, or tell its authors; {silence}"
    return f"upgrade or reinstall {owner}, or tell its authors; {silence}"
