"""From a wish to a folder with a complete distribution, written as a whole or not at all."""

from __future__ import annotations

import datetime
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from string import Template

from packaging.version import Version

from accord.errors import ConfigurationError, InputError, nearest
from accord.host import discover
from accord.host.entries import entry_points, identity
from accord.roles import ROLES
from accord.scaffold.examples import EXAMPLES

__all__ = ["LICENCES", "Wish", "write"]

LICENCES = ("Apache-2.0", "BSD-3-Clause", "GPL-2.0-or-later", "GPL-3.0-or-later", "MIT", "MPL-2.0")
"""Those whose text is at hand, by their SPDX identifiers."""
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 30
_RESERVED = ("accord", "testing", "test")
_KIT = "0.1"
"""The version of the contract kit that new tests are pinned to."""


@dataclass(frozen=True)
class Wish:
    """The plugin that somebody wants to begin.

    Attributes:
        name: the plugin's name, which is the prefix of its components; ``accord-`` before it is dropped.
        role: the role of its first component.
        licence: an SPDX identifier, one of `LICENCES`, in capitals or not.
        author: whom to name as the author; "The NAME authors" if empty.
        workflow: whether to add a workflow for GitHub Actions.

    Raises:
        ConfigurationError: if one of them is not accepted.
    """

    name: str
    role: str
    licence: str = "MIT"
    author: str = ""
    workflow: bool = False

    def __post_init__(self) -> None:
        name = self.name.removeprefix("accord-")
        object.__setattr__(self, "name", name)
        if not _NAME.fullmatch(name) or len(name) > _LONGEST:
            raise ConfigurationError(
                f"{self.name!r} cannot name a plugin; lower-case words joined by hyphens are accepted, beginning with a letter, "
                f"with at most {_LONGEST} characters, such as 'fair-shares'"
            )
        if name in _RESERVED:
            raise ConfigurationError(f"{name!r} cannot name a plugin: it is accord's own; choose another name")
        if self.role not in ROLES:
            raise ConfigurationError(f"there is no role {self.role!r}{nearest(self.role, ROLES)}; roles are {', '.join(ROLES)}")
        object.__setattr__(
            self, "licence", next((known for known in LICENCES if known.lower() == self.licence.lower()), self.licence)
        )
        if self.licence not in LICENCES:
            alike = [known for known in LICENCES if self.licence and known.lower().startswith(self.licence.lower())]
            close = f"; did you mean {alike[0]!r}?" if alike else nearest(self.licence, LICENCES)
            raise ConfigurationError(f"the text of {self.licence!r} is not at hand{close}; licences are {', '.join(LICENCES)}")
        if not self.author.isprintable():
            raise ConfigurationError(f"author is {self.author!r}; one line of text is accepted")

    @property
    def distribution(self) -> str:
        """What pip calls it."""
        return f"accord-{self.name}"

    @property
    def package(self) -> str:
        """What Python calls it."""
        return self.distribution.replace("-", "_")


def write(wish: Wish, folder: Path) -> Path:
    """Write a complete distribution into a new folder below another one.

    Args:
        wish: what to write.
        folder: where the new folder goes; it is made if it is not there.

    Returns:
        The new folder, called like the distribution.

    Raises:
        ConfigurationError: if a plugin of that name is installed already.
        InputError: if the new folder is there already, or cannot be written.
    """
    _ensure_free(wish)
    target = folder / wish.distribution
    if target.exists() or target.is_symlink():
        raise InputError(f"{target} is there already; nothing was written: remove it, or choose another name or --folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _aside(folder) as draft:
            for path, content in _files(wish).items():
                file = draft / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8", newline="\n")
            draft.rename(target)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}") from error
    return target


def _ensure_free(wish: Wish) -> None:
    for entry in entry_points():
        if entry.name == wish.name:
            owner = identity(entry).distribution or "unknown distribution"
            raise ConfigurationError(
                f"a plugin {wish.name!r} is installed already ({owner}), and names of plugins must differ; choose another name"
            )


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """Give a folder on the same file system to write in; whatever is left of it in the end goes."""
    scratch = Path(tempfile.mkdtemp(prefix=".accord-new-", dir=folder))
    try:
        draft = scratch / "draft"
        draft.mkdir()
        yield draft
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _files(wish: Wish) -> dict[str, str]:
    """Return the text of every file, by its path."""
    values = _values(wish)
    files = {
        "pyproject.toml": _filled("project/pyproject.toml", {**values, "author": _quoted(values["author"])}),
        "README.md": _filled("project/README.md", values),
        "CHANGELOG.md": _filled("project/CHANGELOG.md", values),
        "LICENSE": _filled(f"licences/{wish.licence}", values),
        ".gitignore": _filled("project/gitignore", values),
        f"src/{wish.package}/__init__.py": _filled(f"roles/{wish.role}", values),
        f"src/{wish.package}/py.typed": "",
        "tests/test_plugin.py": _filled(f"roles/{wish.role}_test", values),
    }
    return files | ({".github/workflows/tests.yml": _filled("project/workflow.yml", values)} if wish.workflow else {})


def _values(wish: Wish) -> dict[str, str]:
    """Return what the templates are filled with."""
    example = EXAMPLES[wish.role]
    major, minor = (*Version(metadata.version("accord")).release, 0)[:2]
    accord = f">={major}.{minor},<{major}.{minor + 1}"
    ending = _ending(wish) if wish.role == "reader" else ""
    needed = [f'"accord{accord}"', *['"numpy>=2.0"'] * example.numpy]
    return {
        "name": wish.name,
        "distribution": wish.distribution,
        "package": wish.package,
        "role": wish.role,
        "licence": wish.licence,
        "author": wish.author or f"The {wish.distribution} authors",
        "year": str(datetime.datetime.now(tz=datetime.UTC).year),
        "component": f"{wish.name}.{example.component}",
        "summary": example.summary,
        "example": example.command.replace("NAME", wish.name).replace("ENDING", ending),
        "ending": ending,
        "accord": accord,
        "series": f"{major}.{minor}",
        "dependencies": ", ".join(needed),
        "kit": _KIT,
    }


def _ending(wish: Wish) -> str:
    """Return the ending of the files that a new reader reads: the plugin's name, unless another reader reads such files."""
    taken = {suffix for entry in discover().of_role("reader") for suffix in entry.component.suffixes}
    return wish.name if f".{wish.name}" not in taken else f"{wish.name}-table"


def _filled(template: str, values: dict[str, str]) -> str:
    file = resources.files("accord.scaffold").joinpath(*f"{template}.template".split("/"))
    return Template(file.read_text(encoding="utf-8")).substitute(values)


def _quoted(text: str) -> str:
    """Return a text as it stands between quotation marks in TOML."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
