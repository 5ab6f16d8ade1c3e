"""Tables of games in sweep files: files, names, libraries, and families with seeds and grids of parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from accord import source
from accord.builtin.readers import bundled_names
from accord.errors import AccordError, ConfigurationError, nearest
from accord.generators import LARGEST_SEED, family
from accord.host import Registry
from accord.sweeps.games import Generated, Library, Named, Source
from accord.sweeps.tables import Table, files_like

__all__ = ["games_of"]

_KINDS = ("files", "names", "library", "family")
_FAMILY = ("family", "count", "first_seed", "seeds", "parameters", "grid")
_MOST_GAMES = 10**9
_MOST_COMBINATIONS = 100_000


def games_of(table: Table, folder: Path, registry: Registry) -> Iterator[Source]:
    """Yield the sources of one table of games."""
    kinds = [kind for kind in _KINDS if kind in table.values]
    if len(kinds) != 1:
        said = f"has both {' and '.join(kinds)}" if kinds else "says nothing about where they come from"
        raise table.error(kinds[1] if kinds else None, f"a table of games {said}; one of {', '.join(_KINDS)} is needed")
    table.only(_FAMILY if kinds == ["family"] else kinds)
    if kinds == ["family"]:
        yield _generated(table)
    elif kinds == ["files"]:
        yield Named(tuple(_files(table, folder, registry)))
    elif kinds == ["names"]:
        yield from _named(table, folder, registry)
    else:
        for k, scheme in enumerate(table.texts("library", "the scheme of a library of games, such as bundled")):
            yield _library(table, ("library", k), scheme.removesuffix(":"), registry)


def _files(table: Table, folder: Path, registry: Registry) -> Iterator[tuple[str, str]]:
    """Yield the files that patterns and folders stand for, in the order of their names."""
    known = {suffix for entry in registry.of_role("reader") for suffix in entry.component.suffixes}
    for k, pattern in enumerate(table.texts("files", "a file, a folder or a pattern such as games/*.nfg")):
        inside = f"{pattern}/*" if (folder / pattern).is_dir() else pattern
        files = [file for file in files_like(inside, folder) if inside == pattern or file.suffix.lower() in known]
        if not files:
            message = f"there is no game file {pattern!r} in {folder}; files of games end in {', '.join(sorted(known))}"
            raise table.placed(ConfigurationError(message), "files", k)
        for file in files:
            shown = str(file.relative_to(folder)) if file.is_relative_to(folder) else str(file)
            yield str(file) if len(file.parts) > 1 else f"./{file}", shown


def _named(table: Table, folder: Path, registry: Registry) -> Iterator[Source]:
    """Yield games by name; a scheme with nothing behind it stands for all that is there."""
    for k, name in enumerate(table.texts("names", "a bundled name or a URI")):
        if name.endswith(":"):
            yield _library(table, ("names", k), name[:-1], registry)
        elif name == "-":
            raise table.error("names", "standard input cannot be read again when the sweep goes on; name a file")
        elif ":" not in name and name not in bundled_names():
            close = nearest(name, bundled_names())
            hint = "; files are named under the key files" if (folder / name).exists() else close
            raise table.error("names", f"there is no bundled game {name!r}{hint}; 'accord games' lists them")
        else:
            yield Named(((name, name),))


def _library(table: Table, keys: tuple[str | int, ...], scheme: str, registry: Registry) -> Library:
    known = source.libraries(registry)
    if scheme.lower() not in known:
        message = f"there is no library of games {scheme!r}{nearest(scheme, known)}; libraries are {', '.join(known)}"
        raise table.placed(ConfigurationError(message), *keys)
    return Library(scheme.lower())


def _generated(table: Table) -> Generated:
    """Return the games of a family: of every combination of parameters on the grid, for every seed."""
    name = table.text("family", None, "the name of a family of games")
    if "seeds" in table.values and ("count" in table.values or "first_seed" in table.values):
        raise table.error("seeds", "seeds and a count are given; one of these is needed")
    seeds = _seeds(table)
    fixed, grid = table.table("parameters"), table.table("grid")
    values = dict(fixed.values) if fixed else {}
    varied = dict(grid.values) if grid else {}
    for key, listed in varied.items():
        if not isinstance(listed, list) or not listed:
            raise grid.refused(key, "a list of values")  # type: ignore[union-attr] # it is where the key comes from
        if key in values:
            raise grid.error(key, f"{key} is among the parameters already")  # type: ignore[union-attr] # as above
    if prod(map(len, varied.values())) > _MOST_COMBINATIONS:
        raise table.error("grid", f"the grid has more than {_MOST_COMBINATIONS} combinations of parameters; shorten its lists")
    families = []
    for combination in product(*varied.values()):
        try:
            families.append(family(str(name), **values, **dict(zip(varied, combination, strict=True))))
        except AccordError as error:
            raise _blamed(table, values, varied, error) from None
    return Generated(tuple(families), seeds)


def _seeds(table: Table) -> Sequence[int]:
    given = table.values.get("seeds")
    if given is None:
        first = table.whole("first_seed", 0, 0, LARGEST_SEED) or 0
        return range(first, first + (table.whole("count", 1, 1, _MOST_GAMES) or 1))
    listed = given if isinstance(given, list) else [None]
    if not listed or not all(type(seed) is int and 0 <= seed <= LARGEST_SEED for seed in listed):
        raise table.refused("seeds", f"a list of whole numbers from 0 to {LARGEST_SEED}")
    return tuple(dict.fromkeys(listed))


def _blamed(table: Table, values: dict[str, Any], varied: dict[str, Any], error: AccordError) -> AccordError:
    """Return an error about a family at the parameter that it names."""
    for inside, keys in (("parameters", values), ("grid", varied)):
        for key in keys:
            if f": {key} " in f": {error}" or f"{key!r}" in str(error):
                return table.placed(error, inside, key)
    return table.placed(error, "family")
