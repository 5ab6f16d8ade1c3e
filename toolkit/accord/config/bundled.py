"""The pipelines that come with accord, as files with a name."""

from __future__ import annotations

from functools import cache
from importlib import resources

__all__ = ["bundled_pipeline", "bundled_pipelines"]

_SUFFIX = ".toml"


@cache
def bundled_pipelines() -> tuple[str, ...]:
    """Return the names of all of them, sorted."""
    folder = resources.files("accord.config") / "pipelines"
    return tuple(sorted(file.name.removesuffix(_SUFFIX) for file in folder.iterdir() if file.name.endswith(_SUFFIX)))


@cache
def bundled_pipeline(name: str) -> str:
    """Return the text of one."""
    return (resources.files("accord.config") / "pipelines" / f"{name}{_SUFFIX}").read_text(encoding="utf-8")
