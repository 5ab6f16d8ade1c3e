"""Plain values as TOML writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

__all__ = ["written"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def written(value: Any) -> str:
    """Write a value in one line of TOML.

    >>> print(written({"name": "weighted", "weights": [1, "1/3", 0.5], "strict": True}))
    { name = "weighted", weights = [1, "1/3", 0.5], strict = true }
    """
    if isinstance(value, Mapping):
        items = ((key if _BARE.fullmatch(key) else _quoted(key), item) for key, item in value.items())
        return "{ " + ", ".join(f"{key} = {written(item)}" for key, item in items) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
