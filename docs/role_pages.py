"""Writes a page of the reference for each role, from the protocols, the hooks, the claims, the contract kit and the registry."""

from __future__ import annotations

import inspect
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docstring_parts import Docstring, attribute_docs
from passed_types import passed

import accord.testing
from accord.claims import Claim, vocabulary
from accord.claims.checker import ABOUT_AGREEMENT, ABOUT_DISAGREEMENT
from accord.claims.tolerances import TOLERANCES
from accord.cli.components import first_line
from accord.hookspecs import HookSpecs
from accord.host import Registry
from accord.roles import ROLES, Component
from accord.scaffold.writing import Wish, write
from accord.testing.versions import version_of

__all__ = [
    "CLAIMS",
    "contract",
    "contract_tests",
    "hook",
    "optional",
    "role_page",
    "signature",
]

CLAIMS: dict[str, frozenset[Claim]] = {
    "solver": frozenset({Claim.NASH}),
    "selection": ABOUT_DISAGREEMENT,
    "fallback": ABOUT_DISAGREEMENT,
    "worth": frozenset(),
    "split": ABOUT_AGREEMENT,
    "reader": frozenset(),
    "executor": frozenset(),
    "axiom": frozenset(),
}
"""What components of a role can promise."""
_CHECKED = {
    "solver": "Whatever it claims, the host verifies every profile and rejects what is no Nash equilibrium.",
    "selection": (
        "A selection claims something only if that holds whatever the set is; the `Equilibrium` that it returns can carry claims "
        "about this one answer."
    ),
    "fallback": (
        "Whatever is claimed, the host checks that the play is a probability distribution, that it yields the stated payoffs and "
        "that these lie in the stated range. The `Disagreement` can carry claims about this one answer as well."
    ),
    "split": "Whatever is claimed, the host checks that the agreement is feasible.",
}
_ELSEWHERE = re.compile(r"\s*What (else )?can be set is listed with [^.]*\.")
"""In the contracts' docstrings; here a page says it."""
_NO_CLAIMS = "Nothing that a component of this role says is a claim about an answer: `claims` is an empty frozenset."


def signature(function: Any) -> str:
    """Return a function's name, parameters and result as they are written, without ``self``."""
    found = inspect.signature(function)
    parameters = [f"{name}: {parameter.annotation}" for name, parameter in found.parameters.items() if name != "self"]
    return f"{function.__name__}({', '.join(parameters)}) -> {found.return_annotation}"


def hook(role: str) -> Any:
    """Return the specification of a role's hook."""
    return getattr(HookSpecs, f"accord_register_{role}s")


def optional(role: str) -> tuple[tuple[str, str, str], ...]:
    """Return what a component of a role may have in addition."""
    return (*Docstring.of(ROLES[role][0]).options, *Docstring.of(Component).options)


def contract(role: str) -> Any:
    """Return the contract of a role."""
    return getattr(accord.testing, f"{role.capitalize()}Contract")


def contract_tests(role: str) -> Iterator[tuple[str, Any]]:
    """Yield the tests of a role's contract in the order in which they are written, those of all roles first."""
    seen = set()
    for owner in reversed(contract(role).__mro__):
        for name in vars(owner):
            if name.startswith("test_") and name not in seen:
                seen.add(name)
                yield name, getattr(contract(role), name)


def role_page(role: str, registry: Registry, plugins: tuple[str, ...]) -> str:
    """Return the page of one role."""
    protocol, verb = ROLES[role]
    about = Docstring.of(protocol)
    parts = [f"(role-{role})=", f"# The role *{role}*", about.text]
    parts += ["This page is written from the code; {doc}`/reference/roles` is an overview of all roles."]
    parts += [f"## `{signature(getattr(protocol, verb))}`", *_function(getattr(protocol, verb))]
    parts += [f"## `{signature(hook(role))}`", Docstring.of(hook(role)).text, _HOOK]
    parts += ["## What passes through it", *passed(role)]
    parts += ["## What it has", Docstring.of(Component).text.partition("\n\n")[2], _required(protocol)]
    options = [f"- `{shown}`{_joined(text)}" for _, shown, text in optional(role)]
    parts += ["## What it may have", "The host looks for these and does without them.", "\n".join(options)]
    parts += ["## What it can claim", *_claims(role)]
    parts += ["## Its contract", *_contract(role)]
    parts += ["## A complete example", *_example(role)]
    parts += ["## Components of this role", _installed(role, registry, plugins)]
    return "\n\n".join(parts) + "\n"


_HOOK = (
    "It takes no arguments and computes nothing. A plugin implements it with `@accord.hookimpl` in the module that its entry "
    "point names."
)


def _joined(text: str) -> str:
    return text if text.startswith(",") else f": {text}"


def _function(function: Any) -> list[str]:
    about = Docstring.of(function)
    parts = [about.text]
    for heading, shown in (("Args", "Arguments"), ("Raises", "Raises")):
        if heading in about.sections:
            parts += [f"{shown}:", "\n".join(f"- `{name}`: {text}" for name, text in about.sections[heading].items())]
    return parts


def _required(protocol: Any) -> str:
    has = Docstring.of(Component).sections["Attributes"] | Docstring.of(protocol).sections.get("Attributes", {})
    return "\n".join(f"- `{name}`: {text}" for name, text in has.items())


def _claims(role: str) -> list[str]:
    if not CLAIMS[role]:
        return [_NO_CLAIMS]
    said = attribute_docs(vocabulary)
    rows = ["| claim | tolerance | meaning |", "|---|---|---|"]
    for claim in Claim:
        if claim in CLAIMS[role]:
            link = f"[{claim}](../claims.md#{str(claim).lower().replace(' ', '-')})"
            tolerance = f"{TOLERANCES[claim]:.0e}".replace("e-0", "e-")
            rows.append(f"| {link} `Claim.{claim.name}` | {tolerance} | {said[f'Claim.{claim.name}']} |")
    return ["\n".join(rows), _CHECKED[role]]


def _contract(role: str) -> list[str]:
    name = contract(role).__name__
    rows = ["| test | since | what it checks |", "|---|---|---|"]
    for test, function in contract_tests(role):
        said = " ".join(Docstring.of(function).text.split("\n\n")[0].split()).replace("|", "\\|")
        rows.append(f"| `{test}` | {version_of(function)} | {said} |")
    about = _ELSEWHERE.sub("", Docstring.of(contract(role)).text.replace("\n::\n", "\n"))
    settings = "{doc}`/reference/generated/contract-kit` lists what can be set."
    return [f"`accord.testing.{name}` comes with `accord[testing]`. {about}", "\n".join(rows), settings]


def _example(role: str) -> list[str]:
    """Show what a new plugin begins with; the tests of `accord.scaffold` install each and run its contract."""
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        made = write(Wish("example", role), Path(folder))
        component = (made / "src" / "accord_example" / "__init__.py").read_text(encoding="utf-8")
        tests = (made / "tests" / "test_plugin.py").read_text(encoding="utf-8")
    return [
        f"`accord plugins new example --role {role}` writes a distribution around this module:",
        f"```python\n{component}```",
        "Its tests, all of which pass, are the contract and what is special about this one:",
        f"```python\n{tests}```",
    ]


def _installed(role: str, registry: Registry, plugins: tuple[str, ...]) -> str:
    rows = ["| component | plugin | what it does |", "|---|---|---|"]
    for entry in registry.of_role(role):
        if entry.plugin in plugins:
            said = first_line(entry).replace("|", "\\|")
            rows.append(f"| {{ref}}`{entry.name} <{role}-{entry.name}>` | {entry.plugin} | {said} |")
    return "\n".join(rows) if len(rows) > 2 else "None comes with accord or its two plugins."
