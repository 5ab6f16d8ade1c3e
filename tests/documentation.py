"""Finds and runs what the documentation shows; `python tests/documentation.py` writes fresh output into the console blocks."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import runpy
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from accord.cli import main

__all__ = ["DOCS", "ROOT", "Block", "blocks", "matches", "pages", "run_console", "run_python", "workplace"]

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
_FENCE = re.compile(r"^(?P<fence>```+)(?P<language>[\w{}-]*)[^\n]*\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    language: str
    text: str
    page: Path
    line: int


def pages() -> list[Path]:
    """Return every page with examples that people wrote."""
    found = [ROOT / "README.md", *DOCS.rglob("*.md"), *ROOT.glob("plugins/*/README.md"), *ROOT.glob("examples/**/README.md")]
    return sorted(page for page in found if not {"generated", "_build"} & set(page.parts))


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    source = page.read_text(encoding="utf-8")
    return [
        Block(found["language"], found["text"], page, source.count("\n", 0, found.start()) + 1)
        for found in _FENCE.finditer(source)
    ]


@contextlib.contextmanager
def workplace() -> Iterator[None]:
    """Run in an empty folder in which `examples` are at hand, with a terminal of 80 columns."""
    start = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="accord-docs-") as folder, mock.patch.dict(os.environ, {"COLUMNS": "80"}):
        Path(folder, "examples").symlink_to(ROOT / "examples")
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(start)


def run_python(block: Block, names: dict[str, object]) -> None:
    """Run a block in a namespace that the page's blocks share; what follows a prompt is compared with what it prints."""
    where = f"{block.page.name}:{block.line}"
    if ">>>" not in block.text:
        exec(compile(block.text, where, "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(block.text, names, where, str(block.page), block.line)
    report = io.StringIO()
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    runner.run(test, out=report.write, clear_globs=False)
    names.update(test.globs)
    if runner.failures:
        raise AssertionError(report.getvalue())


def run_console(block: Block) -> Iterator[tuple[str, str, str]]:
    """Yield each command of a block, what the page says that it prints, and what it does print."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.strip("\n"), _output(command).strip("\n")


def matches(shown: str, printed: str) -> bool:
    """Compare exactly, but for `...`, which stands for anything."""
    pattern = ".*".join(re.escape(piece) for piece in shown.split("..."))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def _output(command: str) -> str:
    """Run one command inside this process and return what it prints, the exit code last if it is not 0."""
    command, _, source = command.partition(" < ")
    program, *arguments = shlex.split(command)
    stream = io.StringIO()
    stdin = io.TextIOWrapper(io.BytesIO(Path(source).read_bytes() if source else b""))
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream), mock.patch.object(sys, "stdin", stdin):
        if program == "accord":
            code = main(arguments)
        elif program == "python":
            runpy.run_path(arguments[0], run_name="__main__")
            code = 0
        elif program == "echo" and arguments == ["$?"]:
            print(_LAST[-1])
            code = _LAST[-1]
        else:
            raise AssertionError(f"console blocks run accord, python and echo $?; not {command!r}")
    _LAST[:] = [code]
    return stream.getvalue()


_LAST = [0]
"""The exit code of the last command, for `echo $?`."""


def _refresh(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    fresh = source
    names: dict[str, object] = {"__name__": "__documentation__"}
    with workplace():
        for block in blocks(page):
            if block.language == "python":
                with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(AssertionError):
                    run_python(block, names)
            if block.language == "console":
                runs = list(run_console(block))
                if not all(matches(shown, printed) for _, shown, printed in runs):
                    text = "\n".join(f"$ {command}\n{printed}\n" for command, _, printed in runs).replace("\n\n$", "\n$")
                    fresh = fresh.replace(f"```console\n{block.text}```", f"```console\n{text}```")
    if fresh != source:
        page.write_text(fresh, encoding="utf-8")
        print(f"refreshed {page.relative_to(ROOT)}")


if __name__ == "__main__":
    for each in pages():
        _refresh(each)
