"""Games in Gambit's formats: read exactly, with labels that can be told apart, or refused with one line."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pygambit
import pytest

from accord.errors import InputError, TimeLimitError
from accord.game import Game
from accord_gambit import convert, library, nfg, trees
from accord_gambit.readers import Catalogue, File

EFG = """EFG 2 R "Ultimatum \\"small\\"" { "Proposer" "" }
""

p "" 1 1 "offer" { "fair" "greedy" } 0
p "" 2 1 "fair" { "yes" "no" } 0
t "" 1 "even" { 5, 5 }
t "" 2 "nothing" { 0, 0 }
p "" 2 2 "greedy" { "yes" "no" } 0
t "" 3 "uneven" { 17/2, 1.5 }
t "" 2 "nothing" { 0, 0 }
"""
CHANCE = """EFG 2 R "Coin" { "a" "b" }
""

c "" 1 "coin" { "head" 1/3 "tail" 2/3 } 0
p "" 1 1 "h" { "x" "y" } 0
t "" 1 "one" { 3, 0 }
t "" 2 "two" { 0, 3 }
p "" 1 1 "h" { "x" "y" } 0
t "" 2 "two" { 0, 3 }
t "" 1 "one" { 3, 0 }
"""
NFG = 'NFG 1 R "Shop" { "a" "b" } { 2 3 }\n\n1 2 3 4 1/3 5 0.25 6 -7 8 1 9\n'
AGG = "#AGG\n2\n2\n0\n\n2 2\n\n0 1\n0 1\n\n2 0 1\n2 1 0\n\n0 1.5 -4\n0 0.1 2\n"
BAGG = "#BAGG\n2\n2\n0\n2 1\n0.5 0.5\n1\n2 2\n2\n0 1\n0 1\n0 1\n2 0 1\n2 1 0\n\n0 1.5 -4\n0 3 2\n"
GBT = """<?xml version="1.0" encoding="UTF-8"?>
<gambit:document xmlns:gambit="http://gambit.sourceforge.net/" version="0.1">
<game>
{}
</game>
</gambit:document>
"""

SOURCE = os.environ.get("ACCORD_GAMBIT_SOURCE")


def read(tmp_path: Path, name: str, text: str) -> Game:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return File().read(str(path))


def test_a_tree_becomes_its_strategic_form(tmp_path: Path) -> None:
    game = read(tmp_path, "ultimatum.efg", EFG)
    assert (game.shape, game.players, game.title) == ((2, 4), ("Proposer", game.players[1]), 'Ultimatum "small"')
    assert game.players[1].strip()
    assert [game.exact(k)[1] for k in range(8)] == [5, 5, 0, 0, Fraction(3, 2), 0, Fraction(3, 2), 0]
    assert [game.exact(k)[0] for k in range(4, 8)] == [Fraction(17, 2), 0, Fraction(17, 2), 0]


def test_chance_is_averaged_exactly(tmp_path: Path) -> None:
    game = read(tmp_path, "coin.efg", CHANCE)
    assert game.shape == (2, 1)
    assert [game.exact(k) for k in range(2)] == [(1, 2), (2, 1)]


def test_labels_inside_a_tree_may_repeat(tmp_path: Path) -> None:
    repeated = (
        EFG.replace('p "" 2 1 "fair"', 'p "n" 2 1 "same"')
        .replace('p "" 2 2 "greedy"', 'p "n" 2 2 "same"')
        .replace('t ""', 't "n"')
    )
    assert read(tmp_path, "repeated.efg", repeated) == read(tmp_path, "ultimatum.efg", EFG)


def test_an_upper_case_ending_and_a_mark_of_byte_order(tmp_path: Path) -> None:
    assert read(tmp_path, "ultimatum.EFG", "\ufeff" + EFG) == read(tmp_path, "ultimatum.efg", EFG)


@pytest.mark.parametrize(("tag", "text"), [("nfgfile", NFG), ("efgfile", CHANCE)])
def test_a_workbook_holds_a_table_or_a_tree(tmp_path: Path, tag: str, text: str) -> None:
    game = read(tmp_path, "book.gbt", GBT.format(f"<{tag}>\n{text}</{tag}>"))
    (tmp_path / "plain.nfg").write_text(text)
    plain = convert.read_nfg(tmp_path / "plain.nfg") if tag == "nfgfile" else read(tmp_path, "plain.efg", text)
    assert game == plain


def test_an_action_graph_game_is_exact(tmp_path: Path) -> None:
    game = read(tmp_path, "graph.agg", AGG)
    assert [game.exact(k) for k in range(4)] == [
        (-4, -4),
        (Fraction(3, 2), Fraction(1, 10)),
        (Fraction(1, 10), Fraction(3, 2)),
        (2, 2),
    ]
    assert game.title == "graph"


def test_the_types_of_a_bayesian_action_graph_game_are_players(tmp_path: Path) -> None:
    game = read(tmp_path, "types.bagg", BAGG)
    assert (game.shape, game.n_players) == ((2, 2, 2), 3)
    payoff = {
        (0, 0): Fraction(-4),
        (0, 1): Fraction(3, 2),
        (1, 0): Fraction(3),
        (1, 1): Fraction(2),
    }  # own node, the other's node
    for cell, (first, second, other) in enumerate(np.ndindex(2, 2, 2)):
        assert game.exact(cell)[:2] == (payoff[first, other], payoff[second, other])
        assert game.exact(cell)[2] == (payoff[other, first] + payoff[other, second]) / 2


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.efg", "", "is empty"),
        ("a.efg", "EFG 2 R", "not a valid .efg file"),
        ("a.efg", EFG.replace("5, 5", "5, x"), r"not a valid .efg file .*\(line 6, column \d+\)"),
        ("a.agg", "#AGG\n2\n", r"\.agg"),
        ("a.bagg", "#BAGG\n2 2\n", r"\.bagg"),
        ("a.agg", "not a game", r"\.agg"),
        ("a.gbt", "<a>", r"\.gbt"),
        ("a.gbt", GBT.format(""), r"\.gbt"),
        ("a.txt", "", "does not end in one of .efg"),
    ],
)
def test_bad_files_are_refused_in_one_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as raised:
        read(tmp_path, name, text)
    assert name in str(raised.value)
    for foreign in ("Parse error", "std::", "Traceback", "Expect"):
        assert foreign not in str(raised.value)


def test_what_is_no_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.efg").mkdir()
    (tmp_path / "latin.efg").write_bytes(b"EFG 2 R \xff")
    for name in ("folder.efg", "latin.efg", "missing.efg"):
        with pytest.raises(InputError, match=name):
            File().read(str(tmp_path / name))


def test_a_tree_whose_strategic_form_is_enormous_is_refused_at_once(tmp_path: Path) -> None:
    nodes = ['c "" 1 "deal" { ' + " ".join(f'"{k}" 1/60' for k in range(60)) + " } 0"]
    for k in range(1, 61):
        nodes += [f'p "" 1 {k} "h{k}" {{ "x" "y" }} 0', 't "" 1 "win" { 1 }', 't "" 2 "lose" { 0 }']
    text = 'EFG 2 R "Sixty" { "a" }\n""\n\n' + "\n".join(nodes) + "\n"
    assert trees.reduced_shape(text) == [2**60]
    with pytest.raises(InputError, match=r"the strategic form of .*sixty\.efg has 1\.15e\+18 action profiles"):
        read(tmp_path, "sixty.efg", text)


def test_the_catalogue_is_read_and_its_sizes_foretold() -> None:
    for slug in pygambit.catalog.games()["Game"]:
        theirs = pygambit.catalog.load(slug)
        if library.is_tree(theirs) and theirs.is_perfect_recall:
            assert trees.reduced_shape(theirs.to_efg()) == [len(own) for own in library.strategies(theirs)], slug
        ours = Catalogue().read(f"catalog:{slug}")
        tables = theirs.to_arrays()
        assert ours.shape == tables[0].shape
        for i, table in enumerate(tables):
            assert [ours.exact(k)[i] for k in range(ours.n_profiles)] == [Fraction(str(u)) for u in table.ravel()], slug


@pytest.mark.parametrize("name", ["journals/ijgt/nau2004/sec33", "", "../../secret", "/etc/passwd"])
def test_an_unknown_name_of_the_catalogue_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"nau2004/sec3|it has, for instance|did you mean"):
        Catalogue().read(f"catalog:{name}")


def test_conversions_are_inverse_to_each_other() -> None:
    game = Game.from_tensor(np.random.default_rng(2).integers(-9, 9, (3, 2, 3, 4)), players=["a", 'b "x"', "c"], title="T \\ x")
    assert convert.from_gambit(convert.to_gambit(game)) == game
    assert convert.from_gambit(convert.to_gambit(game)).title == game.title
    huge = Game.from_arrays([[10**40, Fraction(1, 3**40)]], [[Fraction(-(10**9) - 1, 7), 0]], actions=[["only"], ["L", "R"]])
    assert convert.from_gambit(convert.to_gambit(huge)) == huge


def test_labels_beyond_ascii_are_carried_since_version_17_and_refused_by_name_before() -> None:
    game = Game.from_arrays([1, 2], actions=[["grün", "rot"]])
    if pygambit.__version__.startswith("16."):
        with pytest.raises(InputError, match="grün"):
            convert.to_gambit(game)
    else:
        assert convert.from_gambit(convert.to_gambit(game)) == game


def test_labels_that_the_format_cannot_carry_are_refused() -> None:
    with pytest.raises(InputError, match="backslash"):
        convert.to_gambit(Game.from_arrays([1, 2], actions=[["L\\", "R"]]))


def test_labels_are_made_unique() -> None:
    assert nfg.unique(["L", "L", "", "L (2)", " "]) == ["L", "L (3)", "3", "L (2)", "5"]
    assert nfg.unique(["", "b"], "player ") == ["player 1", "b"]
    assert len(set(nfg.unique(["a", "a", "a", "a (2)", "2", ""]))) == 6


def test_gambit_reads_both_forms_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "payoffs.nfg").write_text(NFG)
    game = convert.read_nfg(tmp_path / "payoffs.nfg")
    assert [game.exact(k) for k in range(6)] == [(1, 2), (Fraction(1, 3), 5), (-7, 8), (3, 4), (Fraction(1, 4), 6), (1, 9)]
    (tmp_path / "outcomes.nfg").write_text(nfg.write(game.title, game.players, game.actions, nfg.cells(game)))
    assert convert.read_nfg(tmp_path / "outcomes.nfg") == game
    (tmp_path / "bad.nfg").write_text("NFG 1 R")
    with pytest.raises(InputError, match="does not accept"):
        convert.read_nfg(tmp_path / "bad.nfg")


def test_importing_the_plugin_is_light() -> None:
    code = "import sys, accord_gambit.plugin as p; p.accord_register_solvers(); p.accord_register_readers(); print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split())
    assert "accord_gambit.solvers" in loaded
    assert not loaded & {"pygambit", "pandas", "scipy", "highspy", "accord_gambit.worker", "accord_gambit.library"}


@pytest.mark.skipif(not SOURCE, reason="ACCORD_GAMBIT_SOURCE names no checkout of Gambit's repository")
def test_all_games_of_gambits_repository_are_read_or_refused() -> None:
    assert SOURCE
    read_ones: dict[str, int] = {}
    slow = {"Bayesian-Coffee-3-2-2-3.bagg"}  # 117,649 profiles of six types: half a minute
    for path in sorted(p for folder in ("contrib/games", "tests/test_games") for p in (Path(SOURCE) / folder).rglob("*")):
        if path.suffix not in File.suffixes or path.name in slow:
            continue
        game = read_or_refused(path)
        if game is not None:
            assert game.n_profiles > 0
            read_ones[path.suffix] = read_ones.get(path.suffix, 0) + 1
    assert read_ones[".efg"] > 80
    assert read_ones[".agg"] >= 3
    assert read_ones[".bagg"] >= 1


def read_or_refused(path: Path) -> Game | None:
    """The game in a file, or None after an error that names the file."""
    try:
        return File(time_limit=10).read(str(path))
    except (InputError, TimeLimitError) as error:
        named = str(path) in str(error)
    return None if named else pytest.fail(f"an error that does not name {path}")


def test_the_catalogue_lists_its_small_games():
    games = Catalogue().games()
    assert len(games) > 10
    assert all(game.n_profiles <= 100 for game in games)
    assert len({game.title for game in games}) == len(games)
    one = next(game for game in games if game.title == "catalog:journals/ijgt/nau2004/sec3")
    assert one == Catalogue().read(one.title)
