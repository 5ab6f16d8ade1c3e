"""What a class must be to be registered as a component."""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from typing import Any

from accord.claims import Claim
from accord.errors import PluginError
from accord.host.records import HOST
from accord.roles import ROLES, Needs

__all__ = ["check_component"]

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+")


def check_component(role: str, component: object, plugin: str) -> str:
    """Check one registered class against the contract of its role.

    Args:
        role: the role it was registered for.
        component: what the hook returned.
        plugin: the plugin that returned it.

    Returns:
        The component's name.

    Raises:
        PluginError: with the first thing that is wrong, and what would be accepted.
    """
    if not isinstance(component, type):
        raise PluginError(f"the hook of the role {role!r} returned {component!r}; component classes are accepted")
    what = f"{role} {component.__name__}"
    name = _check_name(what, component, plugin)
    what = f"{role} {name!r} ({component.__name__})"
    _check_dataclass(what, component)
    if not isinstance(getattr(component, "needs", None), Needs):
        raise PluginError(f"{what} has no `needs`; a class variable that is an accord.Needs is required")
    claims = getattr(component, "claims", None)
    if not isinstance(claims, frozenset) or not all(isinstance(claim, Claim) for claim in claims):
        raise PluginError(
            f"{what} has no `claims`; a class variable that is a frozenset of accord.Claim is required, empty or not"
        )
    _check_satisfies(what, component)
    _check_verb(what, role, component)
    if role == "reader":
        _check_endings(what, component)
    # dataclass() writes a docstring of its own where there is none: the class name and the signature.
    if not (component.__doc__ or "").strip() or str(component.__doc__).startswith(f"{component.__name__}("):
        raise PluginError(f"{what} has no docstring; one that says what it computes is required")
    return name


def _check_name(what: str, component: type[Any], plugin: str) -> str:
    name = getattr(component, "name", None)
    if not isinstance(name, str):
        raise PluginError(f"{what} has no `name`; a class variable such as {_example(plugin)!r} is required")
    prefix, dot, rest = name.rpartition(".")
    wanted = ("", "") if plugin == HOST else (plugin, ".")
    if (prefix, dot) != wanted:
        raise PluginError(f"{what} is named {name!r}; names of the plugin {plugin!r} look like {_example(plugin)!r}")
    if not _KEBAB.fullmatch(rest):
        raise PluginError(
            f"{what} is named {name!r}; lower-case words joined by hyphens are accepted, such as {_example(plugin)!r}"
        )
    return name


def _example(plugin: str) -> str:
    return "some-name" if plugin == HOST else f"{plugin}.some-name"


def _check_dataclass(what: str, component: type[Any]) -> None:
    # An undecorated subclass of a frozen dataclass inherits these, and loses its own fields.
    parameters = vars(component).get("__dataclass_params__")
    if parameters is None or not parameters.frozen:
        raise PluginError(f"{what} is no frozen dataclass; decorate it with @dataclass(frozen=True)")
    fields = {field.name for field in dataclasses.fields(component)}
    for constant in ("name", "needs", "claims", "satisfies", "suffixes", "schemes"):
        if constant in fields:
            raise PluginError(f"{what} has `{constant}` as a setting; annotate it as ClassVar")
    try:
        typing.get_type_hints(component)
    except Exception as error:
        raise PluginError(f"{what} has annotations that do not resolve at run time ({type(error).__name__}: {error})") from error


def _check_satisfies(what: str, component: type[Any]) -> None:
    stated: object = getattr(component, "satisfies", frozenset())
    if isinstance(stated, property):  # it depends on the settings
        return
    if not isinstance(stated, frozenset) or not all(isinstance(name, str) for name in stated):
        raise PluginError(f"{what} has `satisfies` {stated!r}; a frozenset of names of axioms is accepted")


def _check_verb(what: str, role: str, component: type[Any]) -> None:
    protocol, verb = ROLES[role]
    method = getattr(component, verb, None)
    if not callable(method):
        raise PluginError(f"{what} has no method `{verb}`; every {role} needs one")
    arguments = list(inspect.signature(getattr(protocol, verb)).parameters)
    try:
        inspect.signature(method).bind(*arguments)
    except (TypeError, ValueError):
        raise PluginError(f"{what}: `{verb}` must take the arguments ({', '.join(arguments)})") from None


def _check_endings(what: str, component: type[Any]) -> None:
    suffixes = getattr(component, "suffixes", None)
    if not isinstance(suffixes, tuple) or not all(isinstance(s, str) and s.startswith(".") and s == s.lower() for s in suffixes):
        raise PluginError(
            f"{what} has `suffixes` {suffixes!r}; a tuple of lower-case endings such as ('.nfg',) is required, empty or not"
        )
    schemes = getattr(component, "schemes", None)
    if not isinstance(schemes, tuple) or not all(isinstance(s, str) and _SCHEME.fullmatch(s) for s in schemes):
        raise PluginError(
            f"{what} has `schemes` {schemes!r}; a tuple of URI schemes such as ('catalog',) is required, empty or not"
        )
