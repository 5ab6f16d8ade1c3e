"""Finding plugins: every entry point of the group ``accord`` by itself, so that one bad plugin harms nobody else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import metadata
from types import MappingProxyType

from accord.errors import PluginError
from accord.hookspecs import PROJECT
from accord.host.entries import entry_points, host_itself, identity
from accord.host.hooks import Hooks
from accord.host.loading import Loading
from accord.host.records import HOST, Broken, Plugin, Registration, Status
from accord.host.registry import Registry
from accord.host.switches import VARIABLES, switches, warn_about_unknown

__all__ = ["discover", "load_registry"]

_BUILTIN = "accord.builtin.plugin"
_NOTHING: Mapping[str, str] = MappingProxyType({})


def load_registry() -> Registry:
    """Return the registry of everything installed.

    The result is kept for the life of the process, or until an environment variable that switches plugins on or off changes.

    Raises:
        ConfigurationError: if a configuration file is not what it has to be, or the host itself is to be switched off.
        PluginError: if ``ACCORD_STRICT=1`` is set, or a configuration file says so, and a plugin is broken.
    """
    return _loaded(tuple(os.environ.get(name) for name in VARIABLES))


@lru_cache(maxsize=8)
def _loaded(_environment: tuple[str | None, ...]) -> Registry:
    registry = discover()
    wanted = switches()
    if wanted.strict:
        for broken in registry.broken:
            raise PluginError(f"plugin {broken.plugin!r} is broken: {broken.reason} ({wanted.strict_by})") from broken.error
    return registry


def discover(
    builtin: str = _BUILTIN, *, lost: Mapping[str, str] = _NOTHING, begin: Callable[[str], object] | None = None
) -> Registry:
    """Look for plugins now, import each and ask it for its components; never raises because of a plugin.

    Plugins that the user switched off are not imported. Names of plugins that are not installed are warned of.

    Args:
        builtin: the module that registers the host's own components.
        lost: plugins that are broken and must not be imported, because this process would not survive that, and why.
        begin: is given the name of each plugin before it is imported.

    Raises:
        ConfigurationError: if a configuration file is not what it has to be, or the host itself is to be switched off.
    """
    wanted = switches()
    entries = list(entry_points())
    warn_about_unknown(wanted, (entry.name for entry in entries))
    tell = _trace if wanted.trace else None
    hooks = Hooks(tell)
    plugins: list[Plugin] = []
    registrations: list[Registration] = []
    broken: list[Broken] = []
    host = metadata.EntryPoint(HOST, builtin, PROJECT)
    for entry in (host, *sorted(entries, key=lambda entry: (entry.name, identity(entry).distribution or ""))):
        plugin = host_itself() if entry is host else identity(entry)
        why_off = None if entry is host else wanted.why_off(entry.name)
        if why_off:
            plugins.append(replace(plugin, status=Status.DISABLED, disabled_by=why_off))
            if tell is not None:
                tell(f"{entry.name}: not imported, switched off by {why_off}")
            continue
        loading = Loading(entry, [other for other in entries if other.name == entry.name], tell)
        try:
            if entry is not host:
                loading.examine()
                loading.survive(lost)
                if begin is not None:
                    begin(entry.name)
            found = loading.components(hooks)
        except BaseException as error:  # noqa: BLE001 - SystemExit and the like must not stop the host either
            if type(error) is KeyboardInterrupt:
                raise KeyboardInterrupt(f"the plugin {entry.name!r} was being imported") from None
            plugins.append(replace(plugin, status=Status.BROKEN, import_seconds=loading.seconds))
            broken.append(loading.broken(plugin, error))
            if tell is not None:
                tell(f"{entry.name}: broken, {broken[-1].reason}")
        else:
            plugins.append(replace(plugin, import_seconds=loading.seconds, changed=tuple(loading.changed)))
            registrations += [Registration(*component, plugin.name, plugin.distribution, plugin.version) for component in found]
    return Registry(tuple(plugins), tuple(registrations), tuple(broken))


def _trace(line: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"accord: trace: {line}\n")
