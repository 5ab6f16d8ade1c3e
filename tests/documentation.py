"""Finds and runs what the documentation shows; `python tests/documentation.py` writes fresh output into the console blocks.

Console blocks run `accord`, `python SCRIPT`, `echo $?`, `cd`, `pytest`, and as much of `pip` as needs no network: what it
installs goes into a folder of its own, without dependencies, and the page's further commands run in processes that see it.
A block of code with a caption is a file of that name and is written, or changed if the code is a `diff`.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from accord.cli import main

__all__ = ["DOCS", "ROOT", "Block", "blocks", "matches", "pages", "run_console", "run_python", "workplace", "write_file"]

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
_FENCE = re.compile(
    r"^(?P<fence>```+)(?P<language>[\w{}-]*)(?P<argument>[^\n]*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    language: str
    text: str
    page: Path
    line: int
    argument: str = ""


def pages() -> list[Path]:
    """Return every page with examples that people wrote."""
    found = [ROOT / "README.md", *DOCS.rglob("*.md"), *ROOT.glob("plugins/*/README.md"), *ROOT.glob("examples/**/README.md")]
    return sorted(page for page in found if not {"generated", "_build"} & set(page.parts))


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    source = page.read_text(encoding="utf-8")
    return [
        Block(found["language"], found["text"], page, source.count("\n", 0, found.start()) + 1, found["argument"].strip())
        for found in _FENCE.finditer(source)
    ]


@contextlib.contextmanager
def workplace() -> Iterator[None]:
    """Run in an empty folder in which `examples` are at hand, with a terminal of 80 columns; afterwards all is as before.

    Of the environment only `_KEPT` remains, and what the user has configured is out of sight.
    """
    start, path = Path.cwd(), sys.path.copy()
    with tempfile.TemporaryDirectory(prefix="accord-docs-") as folder:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {"COLUMNS": "80", "PYTHONUTF8": "1", "XDG_CONFIG_HOME": folder}
        Path(folder, "examples").symlink_to(ROOT / "examples")
        os.chdir(folder)
        _SITE[:] = [Path(folder, ".site")]
        try:
            with mock.patch.dict(os.environ, environment, clear=True):
                yield
        finally:
            os.chdir(start)
            sys.path[:] = path
            _SEEN.clear()


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


def write_file(block: Block) -> None:
    """Write the file that a block of code with a caption shows, or change the one place that a `diff` shows."""
    where = f"{block.page}:{block.line}"
    options, _, text = block.text.partition("\n\n")
    file = Path(options.removeprefix(":caption: "))
    assert options.startswith(":caption: "), f"{where} has no caption that names a file"
    assert not file.is_absolute(), f"{where} is a file outside"
    assert file.parent.is_dir(), f"{where}: there is no folder {file.parent}"
    if block.argument == "diff":
        lines = text.splitlines(keepends=True)
        before, after = ("".join(line[1:] for line in lines if line[0] != mark) for mark in "+-")
        content = file.read_text(encoding="utf-8")
        assert content.count(before) == 1, f"{where} changes no one place of {file}"
        text = content.replace(before, after)
    file.write_text(text, encoding="utf-8")


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
    """Run one command and return what it prints, the exit code last if it is not 0."""
    command, _, source = command.partition(" < ")
    program, *arguments = shlex.split(command)
    if program == "cd":
        os.chdir(arguments[0])
        return ""
    if program == "python" and arguments[:2] == ["-m", "zipfile"]:
        return _apart(*arguments[1:])
    if program in {"pip", "pytest"} or (program == "accord" and _SEEN):
        return _pip(arguments) if program == "pip" else _apart(program, *arguments)
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
            raise AssertionError(f"console blocks run accord, python, pip, pytest, cd and echo $?; not {command!r}")
    _LAST[:] = [code]
    return stream.getvalue()


def _apart(*command: str) -> str:
    """Run a module in a process that sees what was installed, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(_SEEN), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    _LAST[:] = [done.returncode]
    return done.stdout


def _pip(arguments: list[str]) -> str:
    """Install a folder for this page, or build a wheel of it, with what is there already."""
    action, *options, folder = arguments
    folder = folder.partition("[")[0]
    if action == "install":
        options = ["--target", str(_SITE[0])]
    elif action != "wheel":
        raise AssertionError(f"examples run pip install and pip wheel, not pip {action}")
    alone = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    printed = _apart("pip", action, *alone, *options, folder)
    if action == "install":
        _SEEN[:] = [str(_SITE[0])]
    if arguments[1] == "-e":
        # As editable as it gets in a folder that is not Python's own: the metadata there, and the package where it is written.
        source = Path(folder, "src").resolve()
        for package in source.iterdir():
            shutil.rmtree(_SITE[0] / package.name)
        _SEEN.append(str(source))
    return printed


_KEPT = ("HOME", "LD_LIBRARY_PATH", "PATH", "TMPDIR")
"""What programs need in order to run. The rest can change what they say: CI, NO_COLOR, FORCE_COLOR, PYTHONWARNINGS, LANG …"""
_SITE: list[Path] = []
"""Where the page's commands install."""
_SEEN: list[str] = []
"""Where they find what they installed; nothing at first."""
_LAST = [0]
"""The exit code of the last command, for `echo $?`."""


def _refresh(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    fresh = source
    names: dict[str, object] = {"__name__": "__documentation__"}
    with workplace():
        for block in blocks(page):
            if block.language == "{code-block}":
                write_file(block)
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
