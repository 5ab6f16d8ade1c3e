"""A second look at plugins that work: what they lack, what slows everybody down, and what will fail later."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from importlib import metadata

from accord.errors import AccordError, PluginError, guarded
from accord.host.entries import entry_points
from accord.host.records import HOST, Plugin, Registration, Status
from accord.host.registry import Registry
from accord.host.requirements import unmet

__all__ = ["SLOW", "Remark", "heaviest", "remarks"]

SLOW = 0.3
"""Seconds; a plugin whose import takes longer makes every command slower."""
_MEASURED = 3
"""So many slow plugins, the slowest ones, are imported again in fresh interpreters to find out what takes so long."""
_LIMIT = 30.0
"""Seconds for each of these."""
_LINE = re.compile(r"import time:\s*(?P<own>\d+) \|\s*\d+ \| *(?P<module>\S+)")
_MARK = "accord: from here on"
_MEASURE = """
import sys
sys.path[:] = {path!r}
import accord.host.discovery, accord.builtin.plugin
print({mark!r}, file=sys.stderr, flush=True)
__import__({module!r})
"""


@dataclass(frozen=True)
class Remark:
    """Something about a plugin that works which its user or its authors may want to change.

    Attributes:
        plugin: the entry point's name.
        remark: what it is.
        advice: what can be done about it.
    """

    plugin: str
    remark: str
    advice: str


def remarks(registry: Registry) -> tuple[Remark, ...]:
    """Return what is worth saying about the plugins that work."""
    found: list[Remark] = []
    working = [plugin for plugin in registry.plugins if plugin.status is Status.ACTIVE and plugin.name != HOST]
    slow = [plugin for plugin in working if (plugin.import_seconds or 0.0) > SLOW]
    slowest = sorted(slow, key=lambda plugin: -(plugin.import_seconds or 0.0))[:_MEASURED]
    for plugin in working:
        found += [*_about_metadata(plugin), *_about_components(registry, plugin)]
        if plugin.changed:
            clause = f"its import changes {', '.join(plugin.changed)}, which accord puts back"
            found.append(Remark(plugin.name, clause, "its authors should change nothing that others share"))
        if plugin in slow:
            found.append(_about_time(plugin, measure=plugin in slowest))
    return tuple(found)


def _about_metadata(plugin: Plugin) -> list[Remark]:
    found = []
    if plugin.licence is None:
        found.append(Remark(plugin.name, "no licence is stated", "its authors should set `license` in pyproject.toml"))
    if plugin.accord is None:
        found.append(
            Remark(
                plugin.name,
                "it does not say which versions of accord it works with",
                "its authors should list accord with a lower and an upper version among the dependencies",
            )
        )
    upgrade = f"'pip install --upgrade {plugin.distribution}' gets what it needs"
    return found + [Remark(plugin.name, clause, upgrade) for clause in _unmet(plugin)]


def _unmet(plugin: Plugin) -> tuple[str, ...]:
    if plugin.distribution is None:
        return ()
    try:
        return unmet(metadata.distribution(plugin.distribution))
    except metadata.PackageNotFoundError:
        return ()
    except PluginError as error:
        return (str(error),)


def _about_time(plugin: Plugin, *, measure: bool) -> Remark:
    module, share = heaviest(plugin) if measure else (None, 0.0)
    blame = "" if module is None else f"; {module} takes {1000 * share:.0f} ms of it when measured again"
    remark = f"its import took {1000 * (plugin.import_seconds or 0.0):.0f} ms, in every command{blame}"
    return Remark(plugin.name, remark, "its authors should import what is heavy inside the methods that need it")


def heaviest(plugin: Plugin) -> tuple[str | None, float]:
    """Measure in a fresh interpreter what a plugin imports on top of the host.

    Returns:
        The top-level package whose modules take longest themselves, and how many seconds; (None, 0) if that cannot be told.
    """
    entry = next((entry for entry in entry_points() if entry.name == plugin.name), None)
    if entry is None:
        return None, 0.0
    code = _MEASURE.format(path=sys.path, mark=_MARK, module=entry.module)
    command = [sys.executable, "-P", "-X", "importtime", "-c", code]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, and a plugin that was imported a moment ago
            command, capture_output=True, stdin=subprocess.DEVNULL, text=True, errors="replace", timeout=_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        return None, 0.0
    seconds: Counter[str] = Counter()
    for line in _LINE.finditer(done.stderr.partition(_MARK)[2]):
        seconds[line["module"].partition(".")[0]] += int(line["own"])
    return (None, 0.0) if not seconds else (seconds.most_common(1)[0][0], seconds.most_common(1)[0][1] / 1e6)


def _about_components(registry: Registry, plugin: Plugin) -> list[Remark]:
    own = [entry for entry in registry.registrations if entry.plugin == plugin.name]
    if not own:
        return [
            Remark(
                plugin.name, "it registers no component", f"uninstall {plugin.distribution or plugin.name} if nothing needs it"
            )
        ]
    lacking = ((f"{entry.role} {entry.name}", _missing(entry)) for entry in own)
    advice = "get what is missing; accord refuses nothing before that component is used"
    return [Remark(plugin.name, f"{who} {what}", advice) for who, what in lacking if what]


def _missing(entry: Registration) -> str | None:
    """Ask a component what it lacks on this machine, if it can tell."""
    ask = getattr(entry.component, "missing", None)
    if not callable(ask):
        return None
    try:
        found = guarded("it", lambda _: ask(), None)
    except AccordError as error:
        return f"cannot tell whether all that it needs is here: {error}"
    return f"lacks what it needs here: {found}" if found else None
