"""What components say about themselves: their documentation, and every setting with its type, range, default and meaning."""

from __future__ import annotations

import dataclasses
import inspect
import re
from dataclasses import dataclass
from typing import Any

from accord.config.building import fields_of
from accord.config.coercion import expected
from accord.config.describing import plain
from accord.docstrings import explained

__all__ = ["Setting", "documentation", "documented_settings", "summary"]

_ANNOTATED = re.compile(r"^Annotated\[(.*), Range\(.*\)\]$")


@dataclass(frozen=True)
class Setting:
    """One setting of a component.

    Attributes:
        name: the field.
        annotation: its type, with its range.
        written: the type as it is written in the code.
        accepts: what it accepts, in words.
        documentation: what it means.
        required: whether it has no default.
        default: the default, as JSON can hold it.
    """

    name: str
    annotation: Any
    written: str
    accepts: str
    documentation: str
    required: bool
    default: Any

    def to_dict(self) -> dict[str, Any]:
        """Return the setting as JSON-able data."""
        return {
            "name": self.name,
            "type": self.written,
            "accepts": self.accepts,
            "documentation": self.documentation,
            "required": self.required,
            "default": self.default,
        }


def documentation(component: type[Any]) -> str:
    """Return the docstring of a component."""
    return inspect.getdoc(component) or ""


def summary(component: type[Any]) -> str:
    """Return the first paragraph of a component's documentation, in one line."""
    return documentation(component).partition("\n\n")[0].replace("\n", " ")


def documented_settings(component: type[Any]) -> tuple[Setting, ...]:
    """Return every setting of a component."""
    hints = fields_of(component)
    written = inspect.get_annotations(component)
    meanings = explained(documentation(component))
    return tuple(
        Setting(
            name=field.name,
            annotation=hints[field.name],
            written=_ANNOTATED.sub(r"\1", str(written.get(field.name, ""))),
            accepts=expected(hints[field.name]),
            documentation=meanings.get(field.name, ""),
            required=field.default is field.default_factory is dataclasses.MISSING,
            default=_default(field),
        )
        for field in dataclasses.fields(component)
        if field.name in hints
    )


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default is not dataclasses.MISSING:
        return plain(field.default)
    return plain(field.default_factory()) if field.default_factory is not dataclasses.MISSING else None
