"""The host's `.nfg` reader against Gambit's own, on every file of Gambit's that can be reached.

The catalogue that pygambit installs is always used; the files of a source tree too if `ACCORD_GAMBIT_SOURCE` names one.
"""

import os
from fractions import Fraction
from pathlib import Path

import pygambit
import pytest

from accord.builtin.readers import NfgReader, format_nfg, parse_nfg

CATALOGUE = Path(pygambit.__file__).parent / "catalog_data"
TREES = [CATALOGUE, *map(Path, filter(None, [os.environ.get("ACCORD_GAMBIT_SOURCE")]))]
FILES = [pytest.param(path, id=str(path.relative_to(tree))) for tree in TREES for path in sorted(tree.rglob("*.nfg"))]


def labels_of(game):
    """Players and their actions, in pygambit 16 (objects with labels) and 17 (strings)."""
    if hasattr(game, "get_strategies"):
        return list(game.players), [list(game.get_strategies(player)) for player in game.players]
    return [p.label for p in game.players], [[s.label for s in p.strategies] for p in game.players]


def good(labels):
    return all(label.strip() for label in labels) and len(set(labels)) == len(labels)


def test_there_are_files():
    assert len(list(CATALOGUE.rglob("*.nfg"))) >= 6
    assert all(list(tree.rglob("*.nfg")) for tree in TREES)


@pytest.mark.parametrize("path", FILES)
def test_equal_to_gambit(path):
    ours, theirs = NfgReader().read(str(path)), pygambit.read_nfg(str(path))
    tables = theirs.to_arrays()
    assert ours.n_players == len(tables)
    for i, table in enumerate(tables):
        assert table.shape == ours.shape
        assert [ours.exact(cell)[i] for cell in range(ours.n_profiles)] == [Fraction(str(value)) for value in table.flat]
    assert ours.title.split() == theirs.title.split()
    players, actions = labels_of(theirs)
    for mine, other in [(ours.players, players), *zip(ours.actions, actions, strict=True)]:
        if good(other) and not any(label.startswith("_") for label in other):  # "_1" is how Gambit 17 fills a blank
            assert list(mine) == other
    assert parse_nfg(format_nfg(ours)) == ours


@pytest.mark.parametrize("path", sorted(CATALOGUE.rglob("*.nfg")), ids=lambda path: path.stem)
@pytest.mark.parametrize("labels", [True, False])
def test_gambit_reads_what_is_written(path, labels, tmp_path):
    ours = NfgReader().read(str(path))
    written = tmp_path / "written.nfg"
    written.write_text(format_nfg(ours, labels=labels), encoding="utf-8")
    for i, table in enumerate(pygambit.read_nfg(str(written)).to_arrays()):
        assert [ours.exact(cell)[i] for cell in range(ours.n_profiles)] == [Fraction(str(value)) for value in table.flat]
