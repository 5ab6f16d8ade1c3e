"""Finding entry points of the group ``accord``, and what the metadata of their distributions say."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from importlib import metadata

from accord.errors import PluginError
from accord.hookspecs import PROJECT
from accord.host.records import HOST, Plugin
from accord.host.requirements import accord_wanted

__all__ = ["entry_points", "host_itself", "identity"]


def entry_points() -> Iterator[metadata.EntryPoint]:
    """Yield the entry points of each distribution, asked one by one: unreadable metadata of one must not hide the others."""
    for name, found in _owners().items():
        with contextlib.suppress(Exception):
            yield from _foremost(name, found).entry_points.select(group=PROJECT)


def _owners() -> dict[str, metadata.Distribution]:
    """Return the distributions with entry points of ours, by normalised name; only their metadata are read in full."""
    owners: dict[str, metadata.Distribution] = {}
    for distribution in metadata.distributions():
        with contextlib.suppress(Exception):  # a ruin, not an installed distribution
            if distribution.entry_points.select(group=PROJECT):
                owners.setdefault(re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower(), distribution)
    return owners


def _foremost(name: str, found: metadata.Distribution) -> metadata.Distribution:
    """Return the first distribution of a name on the path, which shadows others, as it does for imports."""
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:  # its folder is not called like itself
        return found


def host_itself() -> Plugin:
    """Return the host, as its own distribution describes it."""
    try:
        return _described(HOST, metadata.distribution(HOST))
    except metadata.PackageNotFoundError:  # run from a source tree
        return Plugin(HOST, HOST, None)


def identity(entry: metadata.EntryPoint) -> Plugin:
    """Return what an entry point is, as far as its metadata say."""
    return _described(entry.name, entry.dist)


def _described(name: str, distribution: metadata.Distribution | None) -> Plugin:
    if distribution is None:
        return Plugin(name, None, None)
    with contextlib.suppress(Exception):
        about = distribution.metadata
        found = Plugin(name, about["Name"], about["Version"], _licence(about))
        with contextlib.suppress(PluginError):  # who loads it will see
            found = Plugin(name, found.distribution, found.version, found.licence, accord=accord_wanted(distribution))
        return found
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
