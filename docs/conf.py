"""How the documentation is built: sphinx, in nitpicking mode, with warnings as errors."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from catalogue import write  # noqa: E402 - it lies beside this file

write(HERE / "reference" / "generated")

project = "accord"
author = "The accord developers"
project_copyright = "2026, the accord developers"
release = metadata.version("accord")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "accord"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
default_role = "literal"
napoleon_use_ivar = True
nitpick_ignore_regex = [
    (r"py:.*", r"(numpy|np|fractions|collections|concurrent|decimal|os|enum|npt)\..*"),
    (r"py:.*", r"(Fraction|ArrayLike|NDArray|FuturesExecutor|PathLike|Mapping|Sequence|Iterable|IntArray|Profile)"),
    (r"py:.*", r"accord\.equilibria\.polytope\.Polytope|accord\..*\._\w+|pathlib\.Path|Axes|Figure"),
    (r"py:.*", r"accord\.(bargain\.frontier|coalitions\.core|claims\.evidence|host\.registry|intervals|pipeline|plot\.\w+)\.\w+"),
    (r"py:.*", r"accord\.(generators\.drawing|sweeps\.records|sweeps\.store)\.\w+"),
]


def _one_by_one(_app: Any, _what: str, _name: str, _obj: Any, _options: Any, lines: list[str]) -> None:
    """Give each attribute a line of its own where a docstring says ``a, b: text``, which napoleon does not understand."""
    for k in reversed(range(len(lines))):
        if shared := re.fullmatch(r"( +)(\w+(?:, \w+)+): (.*)", lines[k]):
            indent, names, text = shared.groups()
            *others, last = names.split(", ")
            lines[k : k + 1] = [*(f"{indent}{name}: see `{last}`." for name in others), f"{indent}{last}: {text}"]


def _no_types(_app: Any, _what: str, _name: str, _obj: Any, _options: Any, lines: list[str]) -> None:
    """Put ``phrase: more`` together again, which napoleon takes for a type and a description."""
    for k in reversed(range(len(lines))):
        if found := re.fullmatch(r":(r?)type: (.* .*)", lines[k]):
            start = next(i for i in range(len(lines)) if lines[i].startswith(":returns: " if found[1] else ""))
            said = lines[start].removeprefix(":returns: ")
            del lines[k]
            lines[start] = f"{':returns: ' if found[1] else ''}{found[2]}: {said}"


def setup(app: Any) -> None:
    """Show `.nfg` files as plain text, which no highlighter knows, and help napoleon."""
    app.add_lexer("nfg", TextLexer)
    app.connect("autodoc-process-docstring", _one_by_one, priority=400)  # napoleon comes at 500
    app.connect("autodoc-process-docstring", _no_types, priority=600)
