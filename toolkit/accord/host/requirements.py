"""What a distribution's metadata ask for, compared with what is installed; nothing of it is imported for that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from typing import TYPE_CHECKING

from accord.errors import PluginError

if TYPE_CHECKING:
    from packaging.requirements import Requirement

__all__ = ["VersionMismatchError", "accord_wanted", "check_accord", "unmet"]

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_ACCORD = "accord"


class VersionMismatchError(PluginError):
    """A plugin's metadata ask for another version of accord than this one."""


def accord_wanted(distribution: metadata.Distribution | None) -> str | None:
    """Return the versions of accord that a distribution asks for, such as ``">=0.1, <0.2"``; None if it does not say.

    Raises:
        PluginError: if its requirement cannot be read.
    """
    asked = [_readable(requirement) for requirement in _requirements(distribution, _ACCORD)]
    return ", ".join(filter(None, asked)) or None


def check_accord(distribution: metadata.Distribution | None) -> None:
    """Check that a distribution accepts this version of accord.

    Raises:
        VersionMismatchError: if it does not.
        PluginError: if its requirement cannot be read.
    """
    version = _installed(_ACCORD)
    for requirement in _requirements(distribution, _ACCORD):
        if version is not None and not requirement.specifier.contains(version, prereleases=True):
            raise VersionMismatchError(f"it needs accord {_readable(requirement)}, and this is accord {version}")


def unmet(distribution: metadata.Distribution) -> tuple[str, ...]:
    """Say which requirements of a distribution are not met by what is installed, one clause each."""
    found = []
    for requirement in _requirements(distribution):
        version = _installed(requirement.name)
        if version is None:
            found.append(f"needs {requirement.name}, which is not installed")
        elif not requirement.specifier.contains(version, prereleases=True):
            found.append(f"needs {requirement.name} {_readable(requirement)}; installed is {version}")
    return tuple(found)


def _requirements(distribution: metadata.Distribution | None, name: str | None = None) -> Iterator[Requirement]:
    """Yield what applies here and does not belong to an extra: all, or what is asked of one distribution."""
    lines = [str(line) for line in (distribution.metadata.get_all("Requires-Dist") or [])] if distribution else []
    if name is not None:
        lines = [line for line in lines if _named(line) == name]
    if not lines:
        return
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - plugins without metadata need none

    for line in lines:
        try:
            requirement = Requirement(line)
            applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        except InvalidRequirement:
            raise PluginError(f"its metadata ask for {line!r}, which is no requirement such as 'accord>=0.1'") from None
        if applies:
            yield requirement


def _named(line: str) -> str:
    found = _NAME.match(line)
    return re.sub(r"[-_.]+", "-", found[1]).lower() if found else ""


def _readable(requirement: Requirement) -> str:
    return ", ".join(str(part) for part in sorted(requirement.specifier, key=str, reverse=True))


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except (metadata.PackageNotFoundError, KeyError):
        return None
