"""A pipeline in full: every component and where it comes from, every setting and why it has the value that it has."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from accord.config.building import is_component
from accord.config.describing import plain
from accord.config.documenting import documented_settings, summary
from accord.config.files import PipelineFile
from accord.config.writing import written
from accord.documents import Path
from accord.host import Registry

__all__ = ["explain", "explicit"]

_INNER = ("selection", "solver")


def explain(file: PipelineFile, registry: Registry) -> dict[str, Any]:
    """Return everything there is to say about a pipeline, as JSON-able data.

    Every setting has an ``origin``: ``given`` where the file sets it, with the ``line``; ``pipeline`` where the pipeline as a
    whole decides, such as on side payments; otherwise ``default``.

    Args:
        file: the pipeline with its file.
        registry: where the components come from.
    """
    pipeline = file.pipeline
    limit = None if file.time_limit is None else {"value": file.time_limit, **_origin(file, [("time_limit",)])}
    stages = {
        stage: None if component is None else _component(file, registry, stage, component, [(stage,)])
        for stage, component in (("fallback", pipeline.fallback), ("worth", pipeline.worth), ("split", pipeline.split))
    }
    return {
        "file": file.document.where,
        "title": file.title,
        "description": file.description,
        "side_payments": {"value": pipeline.side_payments, **_origin(file, [("side_payments",)])},
        "time_limit": limit,
        **stages,
    }


def _component(file: PipelineFile, registry: Registry, role: str, component: Any, paths: Sequence[Path]) -> dict[str, Any]:
    origin = registry.origin(component)
    return {
        "role": role,
        "name": component.name,
        **_origin(file, paths),
        "plugin": origin.plugin if origin else None,
        "distribution": origin.distribution if origin else None,
        "version": origin.version if origin else None,
        "summary": summary(type(component)),
        "settings": list(_settings(file, registry, component, paths)),
    }


def _settings(file: PipelineFile, registry: Registry, component: Any, paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    defaults = {field.name: _default(field) for field in dataclasses.fields(component)}
    for setting in documented_settings(type(component)):
        value = getattr(component, setting.name)
        inside = [(*path, setting.name) for path in paths]
        if setting.name in _INNER and paths == [("fallback",)]:
            inside.append((setting.name,))
        about = {**setting.to_dict(), **_origin(file, inside)}
        if about["origin"] == "default" and (setting.required or value != defaults[setting.name]):
            about["origin"] = "pipeline"
        if is_component(value):
            role = next(entry.role for entry in registry.registrations if entry.component is type(value))
            about["value"] = _component(file, registry, role, value, inside)
        else:
            about["value"] = plain(value)
        yield about


def _default(field: dataclasses.Field[Any]) -> Any:
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


def _origin(file: PipelineFile, paths: Sequence[Path]) -> dict[str, Any]:
    line = next((line for line in map(file.document.line, paths) if line is not None), None)
    return {"origin": "default" if line is None else "given", "line": line}


def explicit(about: dict[str, Any]) -> str:
    """Write what `explain` returns as a pipeline file that leaves nothing to defaults; read again, it is an equal pipeline.

    A setting that is none by default cannot be written in TOML, and stands in a comment.
    """
    lines = [f"{key} = {written(about[key])}" for key in ("title", "description") if about[key]]
    lines.append(f"side_payments = {written(about['side_payments']['value'])}")
    if about["time_limit"] is not None:
        lines.append(f"time_limit = {written(about['time_limit']['value'])}")
    for stage in ("fallback", "worth", "split"):
        if about[stage] is not None:
            lines += _table(about[stage], stage)
    return "\n".join(lines)


def _table(component: dict[str, Any], where: str) -> Iterator[str]:
    origin = " ".join(str(component[key]) for key in ("distribution", "version") if component[key])
    yield from ("", f"[{where}]{f'  # {origin}' if origin else ''}", f"name = {written(component['name'])}")
    inner = []
    for setting in component["settings"]:
        value, name = setting["value"], setting["name"]
        if isinstance(value, dict) and "role" in value:
            inner.append((value, f"{where}.{name}"))
        elif value is None and setting["default"] is None:
            yield f"# {name} = none"
        else:
            yield f"{name} = {written('none' if value is None else value)}"
    for value, path in inner:
        yield from _table(value, path)
