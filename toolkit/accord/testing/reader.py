"""The contract of the role `reader`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

import accord
from accord.errors import InputError
from accord.game import Game
from accord.host import load_registry
from accord.roles import Reader
from accord.testing.base import Contract
from accord.testing.games import shown
from accord.testing.garbage import GARBAGE, TRAP, traps
from accord.testing.observing import Run, observed
from accord.testing.versions import introduced

__all__ = ["ReaderContract"]

_CUTS = 12
"""At so many places a sample is cut off."""
_NOBODY = Game.from_arrays([0])
"""Stands for the game that observed calls are about."""


class ReaderContract(Contract):
    """Inherit this, set ``component``, say how a sample looks, and every promise of a reader is put to the test.

    ::

        class TestSpreadsheet(ReaderContract):
            component = Spreadsheet()

            def sample(self, folder):
                file = folder / "chicken.sheet"
                file.write_text("0,2;7,6")
                return str(file)

    - ``test_sample_is_read``: the sample is read as a game, silently, twice the same, and by `accord.read` as well.
    - ``test_sample_is_what_is_expected``: it is the game of ``expected``, if that is overridden.
    - ``test_no_other_reader_takes_its_endings``: suffixes and schemes belong to one installed reader only.
    - ``test_missing_sources_are_named``, ``test_garbage_is_refused``, ``test_truncated_samples_are_refused_or_read``: what is no
      game ends in an `InputError` of one line that names the source: nothing, an empty file, white space, binary data, text that
      is no UTF-8, other formats, the author's own ``garbage``, and the sample cut off at several places.
    - ``test_nothing_is_executed``: files that run code when they are loaded carelessly do not run it.
    - ``test_leaves_no_files``: neither in the working directory nor where temporary files go.
    - ``test_library_is_fit_to_be_audited``: the games of ``games()``, if it has that, are small, titled and always the same.

    Attributes:
        garbage: contents of files that are no games, beside those that the kit tries; a reader of URIs is given text as names.
    """

    component: ClassVar[Reader]
    role: ClassVar[str] = "reader"
    garbage: ClassVar[Sequence[bytes | str]] = ()

    def sample(self, folder: Path) -> str:
        """Return what to read: a file that is written into the folder, or a URI."""
        raise NotImplementedError("override sample(self, folder): return the path of a file written there, or a URI")

    def expected(self) -> Game | None:
        """Return the game that the sample is, to be compared; None if it is only to be read."""
        return None

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Work in an empty folder, with another one beside it for temporary files."""
        for name in ("here", "temporary", "samples"):
            (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / "here")
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
        return tmp_path / "samples"

    def _read(self, source: str) -> Run:
        """Read something as the host does, and watch."""
        return observed(lambda _: _guarded(self.component, source), _NOBODY)

    def _sample(self, folder: Path) -> Game:
        run = self._read(self.sample(folder))
        assert run.error is None, f"the sample is not read: {type(run.error).__name__}: {run.error}"
        assert isinstance(run.answer, Game), f"it returned {type(run.answer).__name__}; a Game is expected"
        return run.answer

    def _check_refusal(self, source: str, what: str) -> None:
        """Check that a source that is no game is refused in one line that names it."""
        run = self._read(source)
        ended = "it is read" if run.error is None else f"{type(run.error).__name__}: {run.error}"
        assert isinstance(run.error, InputError), f"{what}: an InputError is needed; {ended}"
        name = Path(source).name if ":" not in source else source.partition(":")[2]
        named = any(way in str(run.error) for way in (name, repr(name)[1:-1], str(InputError(name))))  # as errors print it, too
        assert named, f"{what}: the message does not name {name[:60]!r}: {run.error}"
        assert not run.printed, f"{what}: it prints {run.printed[:200]!r}"

    def _sources(self, folder: Path, contents: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
        """Yield sources with such contents, one for each suffix; a reader of URIs has none."""
        for suffix in self.component.suffixes:
            for what, content in contents.items():
                file = folder / f"{what.replace(' ', '-')}{suffix}"
                file.write_bytes(content)
                yield str(file), f"{what} as a {suffix} file"

    @introduced("0.1")
    def test_sample_is_read(self, folder: Path) -> None:
        """The sample is read twice as equal games, silently, and `accord.read` finds this reader."""
        source = self.sample(folder)
        first, second = self._read(source), self._read(source)
        game = self._sample(folder)
        assert first.answer == second.answer == game, (
            f"read twice, the sample is {shown(first.answer)} and {shown(second.answer)}"
        )
        assert first.answer.title == second.answer.title, "read twice, the sample has different titles"
        assert not first.printed, f"it prints {first.printed[:200]!r}"
        assert not first.warned, f"it warns {first.warned}"
        assert not first.disturbed, f"it changes {', '.join(first.disturbed)}"
        assert accord.read(source) == game, f"accord.read({source!r}) leads to another game: {shown(accord.read(source))}"

    @introduced("0.1")
    def test_sample_is_what_is_expected(self, folder: Path) -> None:
        """The sample is the game that it should be."""
        wanted = self.expected()
        if wanted is None:
            return self.inapplicable("the contract does not say which game the sample is")
        found = self._sample(folder)
        assert found == wanted, f"the sample is read as {shown(found)}; expected is {shown(wanted)}"
        return None

    @introduced("0.1")
    def test_no_other_reader_takes_its_endings(self) -> None:
        """The reader takes suffixes or schemes, and no other installed reader takes one of them."""
        own = {*self.component.suffixes, *self.component.schemes}
        assert own, "it takes neither suffixes nor schemes, so that nothing leads to it"
        for entry in load_registry().of_role("reader"):
            if entry.component is not type(self.component):
                shared = own & {*entry.component.suffixes, *entry.component.schemes}
                assert not shared, f"{', '.join(sorted(shared))} also belongs to the reader {entry.name}"

    @introduced("0.1")
    def test_missing_sources_are_named(self, folder: Path) -> None:
        """What does not exist is refused by name: a missing file, a folder, an unknown URI."""
        for suffix in self.component.suffixes:
            self._check_refusal(str(folder / f"missing{suffix}"), f"a missing {suffix} file")
            (folder / f"folder{suffix}").mkdir()
            self._check_refusal(str(folder / f"folder{suffix}"), f"a folder called like a {suffix} file")
        for scheme in self.component.schemes:
            for name in ("no/such/game", "../../../etc/passwd", "no-such-game"):
                self._check_refusal(f"{scheme}:{name}", f"an unknown {scheme} URI")

    @introduced("0.1")
    def test_garbage_is_refused(self, folder: Path) -> None:
        """What is no game is refused by name."""
        own = {f"garbage {k}": c.encode() if isinstance(c, str) else c for k, c in enumerate(self.garbage, 1)}
        for source, what in self._sources(folder, {**GARBAGE, **own}):
            self._check_refusal(source, what)
        for scheme in self.component.schemes:
            for content in ("", "\0", "a" * 5000, *(c for c in self.garbage if isinstance(c, str))):
                self._check_refusal(f"{scheme}:{content}", f"the URI {scheme}:{content[:20]!r}")

    @introduced("0.1")
    def test_truncated_samples_are_refused_or_read(self, folder: Path) -> None:
        """A sample that is cut off somewhere is a game, or is refused by name."""
        source = self.sample(folder)
        file = Path(source)
        if not file.is_file():
            return self.inapplicable("the sample is no file")
        content = file.read_bytes()
        for k in range(_CUTS):
            cut = folder / f"cut-{k}{file.suffix}"
            cut.write_bytes(content[: len(content) * k // _CUTS])
            run = self._read(str(cut))
            if run.error is not None:
                self._check_refusal(str(cut), f"the sample cut off at {k}/{_CUTS}")
            else:
                assert isinstance(run.answer, Game), f"the sample cut off at {k}/{_CUTS} is read as {run.answer!r}"
        return None

    @introduced("0.1")
    def test_nothing_is_executed(self, folder: Path) -> None:
        """No file runs code by being read."""
        if not self.component.suffixes:
            return self.inapplicable("it reads no files")
        for source, what in self._sources(folder, traps()):
            self._read(source)
            assert not Path(TRAP).exists(), f"{what}: reading it runs the code inside"
        return None

    @introduced("0.1")
    def test_leaves_no_files(self, folder: Path) -> None:
        """Reading, whether it succeeds or not, leaves no file behind."""
        self._sample(folder)
        for source, _ in self._sources(folder, GARBAGE):
            self._read(source)
        for where in (Path.cwd(), Path(tempfile.gettempdir())):
            left = sorted(path.name for path in where.iterdir())
            assert not left, f"it leaves {', '.join(left)} in {where.name!r}, which was empty"

    @introduced("0.1")
    def test_library_is_fit_to_be_audited(self) -> None:
        """The games of a library are games, each with a title of its own, and the same ones when asked again."""
        listing = getattr(self.component, "games", None)
        if not callable(listing):
            return self.inapplicable("the reader lists no games")
        games, again = list(listing()), list(listing())
        assert games, "its library is empty"
        assert all(isinstance(game, Game) for game in games), "its library has something else than games"
        assert games == again, "its library is another one when asked again"
        titles = [game.title for game in games]
        assert all(titles), "a game of its library has no title"
        assert len(set(titles)) == len(titles), f"two games of its library are called {max(titles, key=titles.count)!r}"
        return None


def _guarded(reader: Reader, source: str) -> Game:
    """Read as the host does: what the operating system raises, and bytes that are no UTF-8, are no fault of the reader."""
    try:
        return reader.read(source)
    except UnicodeDecodeError as error:
        raise InputError(f"{source} is not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror or error}") from None
