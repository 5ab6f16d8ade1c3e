"""How things know their notebook displays and pictures, which belong to layers far above them."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["Displayed", "above"]


def above(name: str) -> ModuleType:
    """Return a module of a higher layer, loaded when it is needed and not before.

    >>> above("report").__name__
    'accord.report'
    """
    return import_module(f"accord.{name}")


class Displayed:
    """Something that notebooks show as tables."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(_notebook().html(self))

    def _repr_markdown_(self) -> str:
        return str(_notebook().markdown(self))


def _notebook() -> Any:
    return above("report.notebook")
