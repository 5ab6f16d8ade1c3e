"""Loading one plugin: what is checked before its code runs, its import, its hooks; and what to do if one of these fails."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from time import perf_counter

from accord.errors import PluginError
from accord.host.entries import identity
from accord.host.hooks import Hooks
from accord.host.records import HOST, Broken, Fault, Plugin
from accord.host.requirements import VersionMismatchError, check_accord
from accord.host.upkeep import put_back

__all__ = ["Loading"]

_NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")


class Loading:
    """One attempt to load a plugin.

    Attributes:
        fault: what kind of fault it is if the step fails that comes next, or has just failed.
        seconds: how long the import took, once it has been tried.
        changed: what it changed of the whole process, and what was put back.
    """

    def __init__(
        self,
        entry: metadata.EntryPoint,
        same_name: Sequence[metadata.EntryPoint] = (),
        tell: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare to load an entry point.

        Args:
            entry: the entry point; the host's own has no distribution.
            same_name: all entry points that have its name, itself among them.
            tell: is given a line when it has been imported.
        """
        self._entry = entry
        self._same_name = same_name
        self._tell = tell
        self.fault = Fault.ENTRY_POINT
        self.seconds: float | None = None
        self.changed: list[str] = []

    def examine(self) -> None:
        """Check all that can be known without importing anything.

        Raises:
            PluginError: if the plugin must not be loaded.
        """
        entry = self._entry
        if entry.name == HOST:
            raise PluginError(f"a plugin must not be named {HOST!r}, which is the host's own name")
        if not _NAME.fullmatch(entry.name):
            raise PluginError(f"the entry point is named {entry.name!r}; lower-case words joined by hyphens are accepted")
        if len(self._same_name) > 1:
            self.fault = Fault.CLASH
            owners = ", ".join(str(identity(other).distribution) for other in self._same_name)
            raise PluginError(
                f"{len(self._same_name)} entry points are named {entry.name!r}, from the distributions {owners}; "
                "none of them is loaded"
            )
        if not entry.pattern.match(entry.value):
            raise PluginError(f"the entry point leads to {entry.value!r}; a module such as 'package.plugin' is accepted")
        self.fault = Fault.VERSION
        check_accord(entry.dist)

    def survive(self, lost: Mapping[str, str]) -> None:
        """Check that the import is not known to end this process.

        Raises:
            PluginError: if it is.
        """
        self.fault = Fault.IMPORT
        if self._entry.name in lost:
            raise PluginError(lost[self._entry.name])

    def components(self, hooks: Hooks) -> list[tuple[str, str, type]]:
        """Import the plugin and ask it for its components; what it prints meanwhile goes to standard error.

        Raises:
            PluginError: if its hooks, or the classes that they return, are not what they have to be.
            BaseException: whatever the plugin's own code raises.
        """
        name = self._entry.name
        with contextlib.ExitStack() as stack:
            if name != HOST:
                self.changed = stack.enter_context(put_back())
                stack.enter_context(_off_standard_output())
            stack.enter_context(contextlib.redirect_stdout(sys.stderr))
            plugin = self._imported()
            self.fault = Fault.HOOK
            hooks.register(plugin, name)
            answers = hooks.call(plugin, name)
            self.fault = Fault.COMPONENT
            return hooks.check(name, answers)

    def _imported(self) -> object:
        self.fault = Fault.IMPORT
        if self._tell is not None:
            self._tell(f"{self._entry.name}: importing {self._entry.value}")
        start = perf_counter()
        try:
            return importlib.import_module(self._entry.value) if self._entry.name == HOST else self._entry.load()
        finally:
            self.seconds = perf_counter() - start
            if self._tell is not None:
                how = "failed" if sys.exc_info()[0] else "was imported"
                self._tell(f"{self._entry.name}: {self._entry.value} {how} after {1000 * self.seconds:.1f} ms")

    def broken(self, plugin: Plugin, error: BaseException) -> Broken:
        """Return the record of a plugin that could not be loaded."""
        return Broken(plugin.name, plugin.distribution, plugin.version, error, self._advice(plugin, error), self.fault)

    def _advice(self, plugin: Plugin, error: BaseException) -> str:
        owner = plugin.distribution or plugin.name
        silence = f"ACCORD_DISABLE_PLUGINS={plugin.name} switches it off"
        if plugin.name == HOST and plugin.distribution == HOST:
            return "reinstall accord; this is a fault of accord itself"
        if isinstance(error, ModuleNotFoundError) and error.name:
            return f"install the missing module {error.name!r} ('pip check' shows what else is), or uninstall {owner}; {silence}"
        if self.fault is Fault.CLASH:
            return f"uninstall all but one of them; {silence}"
        if isinstance(error, VersionMismatchError):
            return f"install versions that fit: 'pip install --upgrade accord {owner}' looks for them; {silence}"
        if isinstance(error, PluginError):
            return f"a fault of {owner}: upgrade it, or tell its authors; {silence}"
        return f"upgrade or reinstall {owner}, or tell its authors; {silence}"


@contextlib.contextmanager
def _off_standard_output() -> Iterator[None]:
    """Let go to standard error what is not printed by Python itself, but by a child process or a compiled library."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # one of them is closed
            kept = os.dup(1)
            stack.callback(os.close, kept)
            os.dup2(2, 1)
            stack.callback(os.dup2, kept, 1)
        yield
