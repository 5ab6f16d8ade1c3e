"""One contract for each of the host's own components of a role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accord.host import load_registry


def contracts(
    contract: type[Any],
    *,
    settings: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
    attributes: Mapping[str, Mapping[str, Any]] | None = None,
    **common: Any,
) -> dict[str, type[Any]]:
    """Return a test class for each component, called after it.

    Args:
        contract: the contract of the role.
        settings: by component, the settings of each instance to test; its defaults if left out.
        attributes: by component, attributes of the contract, such as `expected_failures`.
        common: attributes of all contracts.
    """
    entries = [entry for entry in load_registry().of_role(contract.role) if entry.plugin == "accord"]
    names = {entry.name for entry in entries}
    unknown = {*(settings or {}), *(attributes or {})} - names
    assert not unknown, f"the host has no {contract.role} {unknown}"
    found = {}
    for entry in entries:
        for k, values in enumerate((settings or {}).get(entry.name, [{}])):
            title = "Test" + entry.component.__name__ + (str(k + 1) if k else "")
            about = {**common, **(attributes or {}).get(entry.name, {}), "component": entry.component(**values)}
            found[title] = type(title, (contract,), {**about, "__module__": contract.__module__})
    return found
