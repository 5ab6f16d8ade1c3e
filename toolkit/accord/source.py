"""Where a game comes from: a file, a bundled name, a URI of an installed reader, or standard input."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from accord.builtin.readers import bundled_game, bundled_names, sniff
from accord.errors import AccordError, ComponentError, ConfigurationError, InputError, at_work, guarded, nearest
from accord.game import Game
from accord.host import Registration, Registry

__all__ = ["libraries", "library", "read"]

_URI = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+):", re.IGNORECASE)
_ELSEWHERE = dict.fromkeys((".efg", ".gbt", ".agg", ".bagg", "catalog"), "accord-gambit")
"""Distributions that read what the host itself does not, to name in errors."""
_OPENINGS = (("EFG", ".efg"), ("#AGG", ".agg"), ("#BAGG", ".bagg"), ("<", ".gbt"))
"""How text begins that only readers of files can take."""


def read(source: str, registry: Registry) -> Game:
    """Return the game that a user names.

    Args:
        source: ``-`` for standard input (UTF-8 text, the format told by how it begins), a URI whose scheme an installed
            reader takes, the name of a bundled game, or a path whose suffix a reader takes. A bare name is looked for among
            the bundled games first; ``./name`` is always a path.
        registry: where readers are looked up.

    Raises:
        InputError: if there is no such thing, or it is no game; with the nearest name, or what would be accepted.
        ConfigurationError: if two installed readers take the same suffix or scheme.
        ComponentError: if a reader fails in a way that is no fault of the file.
    """
    if source == "-":
        return _read_standard_input(registry)
    if not source:
        raise InputError("the name of the game is empty; a file, a bundled name, a URI or - is accepted")
    if source in bundled_names():
        return bundled_game(source).game
    path = Path(source)
    uri = _URI.match(source)
    if uri and not _exists(path):
        scheme = uri["scheme"].lower()
        return _apply(_reader(registry, "schemes", scheme, source), scheme + source[len(scheme) :], source)
    if _exists(path) and path.is_dir():
        raise InputError(f"{source} is a directory; a game file is needed")
    if not _exists(path):
        raise InputError(
            f"there is no file and no bundled game {source!r}{_neighbour(path)}; 'accord games' lists the bundled ones"
        )
    return _apply(_reader(registry, "suffixes", path.suffix.lower(), source), source)


def libraries(registry: Registry) -> tuple[str, ...]:
    """Return the schemes of all installed readers that list games, the host's own first."""
    listing = (entry.component for entry in registry.of_role("reader") if callable(getattr(entry.component, "games", None)))
    return tuple(component.schemes[0] for component in listing)


def library(scheme: str, registry: Registry) -> tuple[Game, ...]:
    """Return the small games behind a scheme, such as ``bundled`` or ``catalog``.

    Raises:
        InputError: if no installed reader takes the scheme, or the one that does lists no games.
        ConfigurationError: if two installed readers take it.
        ComponentError: if the reader fails.
    """
    entry = _reader(registry, "schemes", scheme.lower(), f"{scheme}:")
    listing = getattr(entry.component(), "games", None)
    if not callable(listing):
        raise InputError(f"reader {entry.name} lists no games; name them one by one")
    games = guarded(f"reader {entry.name}", lambda _: tuple(listing()), None)
    if not all(isinstance(game, Game) for game in games):
        raise ComponentError(f"reader {entry.name} listed something else than games")
    return games


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # names too long, or with a zero byte
        return False


def _neighbour(path: Path) -> str:
    try:
        siblings = [str(path.with_name(entry.name)) for entry in path.parent.iterdir() if entry.is_file()]
    except (OSError, ValueError):
        siblings = []
    return nearest(str(path), siblings if path.suffix else [*bundled_names(), *siblings])


def _reader(registry: Registry, kind: str, ending: str, source: str) -> Registration:
    """Return the one reader that takes a suffix or a scheme."""
    readers = registry.of_role("reader")
    fitting = [entry for entry in readers if ending in getattr(entry.component, kind)]
    if len(fitting) == 1:
        return fitting[0]
    what = f"{ending!r} files" if kind == "suffixes" else f"{ending + ':'!r} URIs"
    if fitting:
        claimants = " and ".join(f"{entry.name!r} (plugin {entry.plugin!r})" for entry in fitting)
        raise ConfigurationError(f"{source}: {what} are claimed by {claimants}; switch one off with ACCORD_DISABLE_PLUGINS")
    known = sorted({each for entry in readers for each in getattr(entry.component, kind)})
    hint = f"; the plugin {_ELSEWHERE[ending]} reads them" if ending in _ELSEWHERE else nearest(ending, known)
    named = f"no reader for {what} is installed" if ending else "the file has no suffix that tells its format"
    raise InputError(f"{source}: {named}{hint}; installed: {', '.join(known) or 'none'}")


def _apply(entry: Registration, source: str, shown: str = "") -> Game:
    """Let a reader read, and turn whatever goes wrong into one of accord's errors."""
    shown = shown or source
    try:
        with at_work():
            game = entry.component().read(source)
    except AccordError as error:
        if shown == source:
            raise
        raise type(error)(str(error).replace(source, shown)) from None
    except UnicodeDecodeError as error:
        raise InputError(f"{shown} is not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise InputError(f"{shown} cannot be read: {error.strerror or error}") from None
    except (MemoryError, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise ComponentError(f"reader {entry.name!r} failed on {shown} ({type(error).__name__}: {error})") from error
    if not isinstance(game, Game):
        raise ComponentError(f"reader {entry.name!r} returned {type(game).__name__} for {shown}; an accord.Game is needed")
    return game


def _read_standard_input(registry: Registry) -> Game:
    shown = "standard input"
    if sys.stdin is None:
        raise InputError(f"{shown} is closed; a game as text is needed")
    content = sys.stdin.buffer.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{shown} is not UTF-8 text (byte {error.start}); a game as text is needed") from None
    for opening, suffix in _OPENINGS:
        if text.lstrip().startswith(opening):
            entry = _reader(registry, "suffixes", suffix, shown)
            with tempfile.TemporaryDirectory(prefix="accord-") as folder:
                file = Path(folder, f"stdin{suffix}")
                file.write_bytes(content)
                return _apply(entry, str(file), shown)
    return sniff(text, shown)
