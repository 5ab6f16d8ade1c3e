"""What the host knows about plugins and components, working or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accord.errors import AccordError
from accord.terminal import harmless

__all__ = ["HOST", "Broken", "Fault", "Plugin", "Registration", "Status"]

_LONGEST = 2000
"""Characters of an error that are read."""
HOST = "accord"
"""The plugin that the host's own components belong to; their names carry no prefix."""


class Status(StrEnum):
    """What became of an installed plugin."""

    ACTIVE = "active"
    """Loaded, and everything it registers is what it has to be."""
    BROKEN = "broken"
    """Blocked as a whole; a `Broken` record has the reason."""
    DISABLED = "disabled"
    """Switched off by the user before it was imported."""


class Fault(StrEnum):
    """What kind of thing is wrong with a broken plugin."""

    ENTRY_POINT = "entry point"
    """Its name is not accepted, or it leads nowhere."""
    CLASH = "name clash"
    """Several entry points have the same name."""
    VERSION = "version mismatch"
    """It asks for another version of accord."""
    IMPORT = "import error"
    """Its module raises while it is imported."""
    HOOK = "hook"
    """Its hooks have an unknown name or a wrong signature, raise, or there is none."""
    COMPONENT = "component"
    """What its hooks return breaks the contract of components."""


@dataclass(frozen=True)
class Plugin:
    """An entry point of the group ``accord``, or the host itself.

    Attributes:
        name: the entry point's name, which is the prefix of its components.
        distribution, version: what it was installed by; None where its metadata do not say.
        licence: the distribution's licence, as it declares it.
        status: what became of it.
        accord: the versions of accord that its metadata ask for, such as ``">=0.1, <0.2"``; None where they do not say.
        import_seconds: how long its import took; None if it was not imported.
        disabled_by: what switched it off, if something did.
        changed: what its import changed of the whole process; it was put back.
    """

    name: str
    distribution: str | None
    version: str | None
    licence: str | None = None
    status: Status = Status.ACTIVE
    accord: str | None = None
    import_seconds: float | None = None
    disabled_by: str | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Registration:
    """A component class and where it comes from.

    Attributes:
        role: ``"solver"``, ``"selection"``, … (a key of `accord.roles.ROLES`).
        name: the component's name, unique within its role.
        component: the frozen dataclass.
        plugin: the plugin that registered it.
        distribution, version: what that plugin was installed by.
    """

    role: str
    name: str
    component: type[Any]
    plugin: str
    distribution: str | None
    version: str | None


@dataclass(frozen=True)
class Broken:
    """A plugin that is blocked, and why.

    Attributes:
        plugin: the entry point's name.
        distribution, version: what it was installed by.
        error: what its code raised, or what the host found wrong with it.
        advice: what a user can do about it.
        fault: what kind of thing is wrong.
    """

    plugin: str
    distribution: str | None
    version: str | None
    error: BaseException
    advice: str
    fault: Fault = Fault.IMPORT

    @property
    def reason(self) -> str:
        """The error in one line, with its type where it was raised by the plugin's own code; nothing that steers a terminal."""
        try:
            text = " ".join(str(self.error)[:_LONGEST].split())
        except Exception:  # noqa: BLE001 - it cannot even be put into words
            text = ""
        text = harmless(text)
        if isinstance(self.error, AccordError):
            return text
        kind = type(self.error).__name__
        return f"{kind}: {text}" if text else kind
