"""Asking one plugin at a time what it registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from time import perf_counter
from types import ModuleType
from typing import Any

import pluggy

from accord.errors import PluginError
from accord.hookspecs import PROJECT, HookSpecs
from accord.host.checks import check_component
from accord.roles import ROLES

__all__ = ["Hooks"]


class Hooks:
    """The plugin manager, wrapped so that every answer is known to come from one plugin."""

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        """Set the manager up.

        Args:
            tell: is given a line for every hook that is called, with its answer and its time.
        """
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(HookSpecs)
        if tell is not None:
            watch = _Watch(tell)
            self._manager.add_hookcall_monitoring(watch.before, watch.after)

    def register(self, plugin: object, name: str) -> None:
        """Register a plugin under a name, if its hooks have known names and the right signatures.

        Raises:
            PluginError: if they have not; the plugin is not registered then.
        """
        with self._or_nothing(name):
            self._register(plugin, name)

    def call(self, plugin: object, name: str) -> list[tuple[str, object]]:
        """Call the hooks of a registered plugin, and only its.

        Returns:
            (role, answer) for each.

        Raises:
            Exception: whatever the plugin's own code raises; the plugin is not registered any more then.
        """
        others = [other for other in self._manager.get_plugins() if other is not plugin]
        with self._or_nothing(name):
            return [(role, answer) for role in ROLES for answer in self._manager.subset_hook_caller(_hook(role), others)()]

    def check(self, name: str, answers: Sequence[tuple[str, object]]) -> list[tuple[str, str, type[Any]]]:
        """Check what the hooks of a plugin returned.

        Returns:
            (role, component name, component class) for everything that it registers.

        Raises:
            PluginError: if anything is not what it has to be; the plugin is not registered any more then.
        """
        with self._or_nothing(name):
            return _checked(name, answers)

    @contextmanager
    def _or_nothing(self, name: str) -> Iterator[None]:
        """Leave nothing of a plugin behind if a step fails."""
        try:
            yield
        except BaseException:
            with suppress(ValueError, AssertionError):
                self._manager.unregister(name=name)
            raise

    def _register(self, plugin: object, name: str) -> None:
        what = _called(plugin)
        if type(plugin).__hash__ is None:
            raise PluginError(f"{what} cannot be a plugin because it is not hashable; a module is accepted")
        try:
            self._manager.register(plugin, name)
        except pluggy.PluginValidationError as error:
            raise PluginError(f"{what} implements a hook with the wrong signature: hooks take no arguments ({error})") from error
        except ValueError as error:
            raise PluginError(f"{what} is already registered under another name") from error
        callers = self._manager.get_hookcallers(plugin) or []
        if not callers:
            raise PluginError(f"{what} implements no hook; mark functions such as {_hook('split')} with @accord.hookimpl")
        for caller in callers:
            for implementation in caller.get_hookimpls():
                if implementation.plugin is not plugin:
                    continue
                if implementation.wrapper or implementation.hookwrapper:
                    raise PluginError(f"{what} wraps the hook {caller.name}; a plugin may only register components of its own")
                if not caller.has_spec() and not implementation.optionalhook:
                    known = ", ".join(_hook(role) for role in ROLES)
                    raise PluginError(f"{what} implements an unknown hook {caller.name}; known are {known}")


class _Watch:
    """Tells what is called, how long it took and what it answered."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._started = 0.0

    def before(self, _name: str, _implementations: Sequence[Any], _arguments: Mapping[str, Any]) -> None:
        self._started = perf_counter()

    def after(
        self, outcome: pluggy.Result[Any], name: str, implementations: Sequence[Any], _arguments: Mapping[str, Any]
    ) -> None:
        if implementations:
            seconds = perf_counter() - self._started
            said = f"raised {outcome.exception!r}" if outcome.exception else f"returned {_short(outcome.get_result())}"
            self._tell(f"{implementations[0].plugin_name}: {name}() {said} after {1000 * seconds:.1f} ms")


def _short(answers: Sequence[object]) -> str:
    """Return what the one plugin that was asked answered: its components by their names."""
    (answer,) = answers
    if not isinstance(answer, list):
        return repr(answer)
    return f"[{', '.join(str(getattr(component, 'name', component)) for component in answer)}]"


def _checked(name: str, answers: Sequence[tuple[str, object]]) -> list[tuple[str, str, type[Any]]]:
    found: dict[tuple[str, str], type[Any]] = {}
    for role, answer in answers:
        if not isinstance(answer, list):
            raise PluginError(f"{_hook(role)} returned {answer!r}; a list of component classes is accepted")
        for component in answer:
            key = role, check_component(role, component, name)
            if key in found:
                raise PluginError(f"two components of the role {role!r} are named {key[1]!r}; names must differ within a role")
            found[key] = component
    return [(*key, component) for key, component in found.items()]


def _hook(role: str) -> str:
    return f"accord_register_{role}s"


def _called(plugin: object) -> str:
    return f"the module {plugin.__name__}" if isinstance(plugin, ModuleType) else f"the object {plugin!r}"
