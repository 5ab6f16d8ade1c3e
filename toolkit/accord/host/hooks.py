"""Asking one plugin at a time what it registers."""

from __future__ import annotations

from contextlib import suppress
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

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(HookSpecs)

    def ask(self, plugin: object, name: str) -> list[tuple[str, str, type[Any]]]:
        """Register a plugin under a name and call its hooks, and only its.

        Returns:
            (role, component name, component class) for everything that it registers, checked.

        Raises:
            PluginError: if its hooks, or the classes that they return, are not what they have to be.
            Exception: whatever the plugin's own code raises.
        """
        try:
            self._register(plugin, name)
            return self._collect(plugin, name)
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

    def _collect(self, plugin: object, name: str) -> list[tuple[str, str, type[Any]]]:
        others = [other for other in self._manager.get_plugins() if other is not plugin]
        found: dict[tuple[str, str], type[Any]] = {}
        for role in ROLES:
            for answer in self._manager.subset_hook_caller(_hook(role), others)():
                if not isinstance(answer, list):
                    raise PluginError(f"{_hook(role)} returned {answer!r}; a list of component classes is accepted")
                for component in answer:
                    key = role, check_component(role, component, name)
                    if key in found:
                        raise PluginError(
                            f"two components of the role {role!r} are named {key[1]!r}; names must differ within a role"
                        )
                    found[key] = component
        return [(*key, component) for key, component in found.items()]


def _hook(role: str) -> str:
    return f"accord_register_{role}s"


def _called(plugin: object) -> str:
    return f"the module {plugin.__name__}" if isinstance(plugin, ModuleType) else f"the object {plugin!r}"
