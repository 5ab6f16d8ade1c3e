"""The registry: which components there are, by role and name, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from accord.errors import ConfigurationError, PluginError, nearest
from accord.host.records import HOST, Broken, Plugin, Registration, Status
from accord.roles import ROLES

__all__ = ["Registry"]


@dataclass(frozen=True)
class Registry:
    """Everything installed; immutable.

    Attributes:
        plugins: every plugin found, working or not; the host comes first.
        registrations: every component of the working ones.
        broken: every plugin that is blocked, with the reason.
    """

    plugins: tuple[Plugin, ...]
    registrations: tuple[Registration, ...]
    broken: tuple[Broken, ...] = ()

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Registration]:
        return {(entry.role, entry.name): entry for entry in self.registrations}

    @cached_property
    def _by_class(self) -> dict[type, Registration]:
        return {entry.component: entry for entry in reversed(self.registrations)}

    def of_role(self, role: str) -> tuple[Registration, ...]:
        """Return the components of a role, the host's own first, otherwise by name."""
        found = (entry for entry in self.registrations if entry.role == role)
        return tuple(sorted(found, key=lambda entry: (entry.plugin != HOST, entry.name)))

    def names(self, role: str) -> tuple[str, ...]:
        """Return the names of the components of a role, in the order of `of_role`."""
        return tuple(entry.name for entry in self.of_role(role))

    def origin(self, component: object) -> Registration | None:
        """Return where the class of a component instance comes from, or None if no plugin registered it."""
        return self._by_class.get(type(component))

    def lookup(self, role: str, name: str) -> Registration:
        """Return the component of a role by its name.

        Raises:
            ConfigurationError: if there is none, with the nearest name and all that are installed for the role.
            PluginError: if the name belongs to a plugin that is broken, chained from what is wrong with it.
        """
        if role not in ROLES:
            raise ConfigurationError(f"there is no role {role!r}{nearest(role, ROLES)}; roles are {_listed(ROLES)}")
        found = self._by_name.get((role, name))
        if found is not None:
            return found
        owner = name.rpartition(".")[0] or HOST
        for broken in self.broken:
            if broken.plugin == owner and _owns(broken):
                where = f" ({broken.distribution} {broken.version})" if broken.distribution else ""
                raise PluginError(
                    f"{role} {name!r} belongs to the plugin {owner!r}{where}, which is broken: {broken.reason}; "
                    "'accord plugins doctor' says more"
                ) from broken.error
        raise ConfigurationError(
            f"there is no {role} {name!r}{self._hint(role, name, owner)}; installed: {_listed(self.names(role))}"
        )

    def _hint(self, role: str, name: str, owner: str) -> str:
        for plugin in self.plugins:
            if plugin.name == owner and plugin.status is Status.DISABLED:
                return f" (the plugin {owner!r} is switched off by {plugin.disabled_by or 'the user'})"
        elsewhere = [entry.role for entry in self.registrations if entry.name == name]
        if elsewhere:
            return f" (it is the name of a {elsewhere[0]})"
        if owner not in {plugin.name for plugin in self.plugins}:
            close = nearest(name, self.names(role))
            return f" (no plugin {owner!r} is installed{close})"
        return nearest(name, self.names(role))


def _owns(broken: Broken) -> bool:
    """Whether names without a prefix are this plugin's: a foreign plugin that calls itself `accord` owns none."""
    return broken.plugin != HOST or broken.distribution == HOST


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
