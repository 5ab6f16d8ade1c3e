"""The TOML and JSON readers, standard input, and the `.npz` reader."""

import json
import zipfile
from fractions import Fraction

import numpy as np
import pytest

from accord.builtin.readers import JsonReader, NpzReader, TomlReader, parse_json, parse_toml, sniff
from accord.errors import InputError
from accord.game import Game

CHICKEN = Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
LABELLED = Game.from_arrays(
    [[0, 7], [2, 6]], [[0, 2], [7, 6]], players=["R", "C"], actions=[["D", "S"], ["d", "s"]], title="Chicken"
)
JOINT = [[[0, 0], [7, 2]], [[2, 7], [6, 6]]]


@pytest.mark.parametrize(
    "text",
    [
        "payoffs = [[[0, 0], [7, 2]], [[2, 7], [6, 6]]]",
        "payoffs = [[[0.0, '0'], [7, '4/2']], [['2e0', 7.00], [60e-1, 6]]]",
        "payoff_arrays = [[[0, 7], [2, 6]], [[0, 2], [7, 6]]]",
        "\ufefftitle = 'x'\nsource = 'y'\npayoffs = [[[0, 0], [7, 2]], [[2, 7], [6, 6]]]",
    ],
)
def test_toml(text):
    assert parse_toml(text) == CHICKEN == sniff(text)


@pytest.mark.parametrize(
    "document",
    [
        {"payoffs": JOINT},
        {"payoff_arrays": [[[0, 7], [2, 6]], [["0", 2], ["14/2", 6.0]]], "title": "any"},
    ],
)
def test_json(document):
    assert parse_json(json.dumps(document)) == CHICKEN == sniff("\n " + json.dumps(document))


def test_labels_and_files(tmp_path):
    document = {"payoffs": JOINT, "players": ["R", "C"], "actions": [["D", "S"], ["d", "s"]], "title": " Chicken\n"}
    (tmp_path / "g.json").write_text(json.dumps(document))
    (tmp_path / "g.toml").write_text("\n".join(f"{key} = {json.dumps(value)}" for key, value in document.items()))
    for game in (JsonReader().read(str(tmp_path / "g.json")), TomlReader().read(str(tmp_path / "g.toml"))):
        assert game == LABELLED
        assert game.title == "Chicken"


def test_numbers_are_what_is_written():
    game = parse_json('{"payoffs": [[0.1], [1e-3], ["17/3"], [123456789012345678901234567890], [-0.30000000000000000001]]}')
    expected = [
        Fraction(1, 10),
        Fraction(1, 1000),
        Fraction(17, 3),
        Fraction(123456789012345678901234567890),
        Fraction(-30000000000000000001, 10**20),
    ]
    assert [game.exact(k)[0] for k in range(5)] == expected
    assert parse_toml("payoffs = [[0.1], [1_000.5], [0x10]]").exact(1) == (Fraction(2001, 2),)


def test_one_and_three_players():
    assert parse_toml("payoffs = [[1], [2], [3]]") == Game.from_arrays([1, 2, 3]) == parse_toml("payoff_arrays = [[1, 2, 3]]")
    cube = np.arange(36).reshape(2, 3, 2, 3)
    game = parse_json(json.dumps({"payoffs": cube.tolist()}))
    assert game.shape == (2, 3, 2)
    assert np.array_equal(game.payoffs, np.moveaxis(cube, -1, 0))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("payoffs = [", "g, at the end: not valid TOML"),
        ("x = 1\npayoffs = ]", "g, line 2: not valid TOML"),
        ("payoffs = [[1]]\npayoffs = [[1]]", "g, at the end: not valid TOML: Cannot overwrite"),
        ("title = 'x'", "neither payoffs nor payoff_arrays"),
        ("payoffs = [[1]]\npayoff_arrays = [[1]]", "both payoffs and payoff_arrays"),
        ("payofs = [[1]]", "unknown key 'payofs'; did you mean 'payoffs'?"),
        ("payoffs = 3", "payoffs is a number; nested lists"),
        ("payoffs = []", "payoffs is an empty list"),
        ("payoffs = [[[]]]", "payoffs[0][0] is an empty list"),
        ("payoffs = [1, 2]", "payoffs nest 1 deep with 2 number(s)"),
        ("payoffs = [[0, 7], [2, 6]]", "payoffs nest 2 deep with 2 number(s) in each innermost list"),
        ("payoffs = [[[0, 0], [7, 2]], [[2, 7]]]", "payoffs[1] is a list of 1, others of its kind are lists of 2"),
        ("payoffs = [[[0, 0], [7]], [[2, 7], [6, 6]]]", "payoffs[0][1] is a list of 1"),
        ("payoffs = [[[0, 0], 7], [[2, 7], [6, 6]]]", "payoffs[0][1] is a number"),
        ("payoffs = [[[0, [0]], [7, 1]]]", "payoffs[0][0][1] is a list"),
        ("payoffs = [[nan]]", "a value is 'nan'"),
        ("payoffs = [[-inf]]", "a value is '-inf'"),
        ("payoffs = [[1e999999999]]", "exponents between"),
        ("payoffs = [[1e999_999_999]]", "exponents between"),
        ("payoffs = [['1e999_999_999']]", "exponents between"),
        ("payoffs = [[1e350]]", "magnitudes below 10^300"),
        ("payoffs = [['x']]", "payoffs[0][0] is 'x'"),
        ("payoffs = [['1/0']]", "payoffs[0][0] is '1/0'"),
        ("payoffs = [[true]]", "payoffs[0][0] is a truth value"),
        ("payoffs = [[1979-05-27]]", "payoffs[0][0] is a date or time"),
        (f"payoffs = [[{'9' * 5000}]]", "an integer is too long"),
        ("payoff_arrays = [[[1, 2]], [[1], [2]]]", "payoff_arrays[1] is a list of 2, others of its kind are lists of 1"),
        ("payoff_arrays = [[1, 2], [3, 4]]", "2 array(s) of 1 dimension(s)"),
        ("payoff_arrays = [[[1, 2]]]", "1 array(s) of 2 dimension(s)"),
        ("payoffs = [[1], [2]]\nplayers = ['a', 'b']", "2 player label(s) for 1 player(s)"),
        ("payoffs = [[1], [2]]\nplayers = 'a'", "players is a string; a list of names"),
        ("payoffs = [[1], [2]]\nplayers = [1]", "players holds a number"),
        ("payoffs = [[1], [2]]\nactions = ['a', 'b']", "actions[0] is a string"),
        ("payoffs = [[1], [2]]\nactions = 3", "actions is a number"),
        ("payoffs = [[1], [2]]\nactions = [['a']]", "1 action label(s) for 2 action(s)"),
        ("payoffs = [[1], [2]]\nactions = [['a', 'a']]", "'a' occurs twice"),
        ("payoffs = [[1], [2]]\nactions = [['a', ' ']]", "is no name"),
        ("payoffs = [[1]]\ntitle = 3", "title is a number"),
        ("payoffs = " + "[" * 5000, "nest"),
        ("payoffs = " + "[" * 70 + "1" + "]" * 70, "nest 70 deep"),
    ],
)
def test_bad_toml(text, message):
    with pytest.raises(InputError) as caught:
        parse_toml(text, "g")
    assert message in str(caught.value)
    assert str(caught.value).startswith("g")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"payoffs": [[1]\n', "g, line 2: not valid JSON"),
        ('{"payoffs": [[1]]} x', "g, line 1: not valid JSON: Extra data"),
        ("[[1]]", "g holds a list; an object"),
        ("null", "g holds null"),
        ('{"payoffs": [[1]], "payoffs": [[2]]}', "the key 'payoffs' occurs 2 times"),
        ('{"payoffs": [[NaN]]}', "a value is 'NaN'"),
        ('{"payoffs": [[-Infinity]]}', "a value is '-Infinity'"),
        ('{"payoffs": [[1e999999999]]}', "exponents between"),
        ('{"payoffs": [[%s]]}' % ("9" * 5000), "a finite number"),
        ('{"payoffs": [[null]]}', "payoffs[0][0] is null"),
        ('{"payoffs": [[{}]]}', "payoffs[0][0] is an object"),
        ('{"payoffs": [[1]], "players": ["\\ud800"]}', "half a character"),
        ('{"payoffs": ' + "[" * 100000, "nest too deeply"),
    ],
)
def test_bad_json(text, message):
    with pytest.raises(InputError) as caught:
        parse_json(text, "g")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("\0\1", "is binary"),
        ('EFG 2 R "x"', "begins with EFG; give it as a file"),
        ("NFG 1", "standard input, line 1"),
        ("{", "not valid JSON"),
        ("hello", "not valid TOML"),
    ],
)
def test_bad_standard_input(text, message):
    with pytest.raises(InputError, match=message):
        sniff(text)


def test_standard_input_may_be_nfg():
    assert sniff('\n NFG 1 R "" { "player 1" "player 2" } { 2 2 } 0 0 2 7 7 2 6 6') == CHICKEN


A, B = np.array([[0, 7], [2, 6]]), np.array([[0, 2], [7, 6]])


@pytest.mark.parametrize(
    "arrays",
    [
        {"payoffs": np.stack([A, B])},
        {"payoffs": np.stack([A, B]).astype(">f4")},
        {"player_1": A.astype(np.uint8), "player_2": B.astype(str)},
        {"A": A, "B": np.asfortranarray(B)},
    ],
)
def test_npz(arrays, tmp_path):
    np.savez_compressed(tmp_path / "g.npz", **arrays)
    assert NpzReader().read(str(tmp_path / "g.npz")) == CHICKEN
    names = {"players": np.array(["R", "C"]), "actions_1": np.array(["D", "S"]), "actions_2": np.array(["d", "s"])}
    np.savez(tmp_path / "h.npz", **arrays, **names)
    assert NpzReader().read(str(tmp_path / "h.npz")) == LABELLED


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({}, "no payoffs, only nothing"),
        ({"C": A}, "no payoffs, only 'C'"),
        ({"A": A}, "the array 'B' is missing"),
        ({"player_1": A, "player_3": B}, "the array 'player_2' is missing"),
        ({"A": A, "B": B, "payoffs": np.stack([A, B])}, "payoffs in two ways"),
        ({"A": A, "B": B, "player": A}, "unknown array 'player'; did you mean 'players'?"),
        ({"payoffs": A}, "payoffs have shape (2, 2); (n, A1, …, An) is needed"),
        ({"payoffs": np.zeros((2, 0, 2))}, "player 1 has no action"),
        ({"A": A, "B": B[:1]}, "have shape (1, 2)"),
        ({"A": A.astype(object), "B": B}, "A holds Python objects"),
        ({"A": A.astype(bool), "B": B}, "A has type bool"),
        ({"A": A.astype(complex), "B": B}, "A has type complex128"),
        ({"A": A.astype("m8[s]"), "B": B}, "A has type timedelta64"),
        ({"A": A, "B": np.array([[1, np.nan], [0, 1]])}, "payoffs of player 2[0, 1] is nan"),
        ({"A": A, "B": np.array([["1", "x"], ["0", "1"]])}, "is 'x'"),
        ({"A": A, "B": B, "players": np.array([1, 2])}, "players is an array of type int64"),
        ({"A": A, "B": B, "actions_1": np.array(["a", "b"])}, "actions_2 is missing"),
        ({"A": A, "B": B, "actions_1": np.array(["a", "a"]), "actions_2": np.array(["a", "b"])}, "occurs twice"),
    ],
)
def test_bad_npz(arrays, message, tmp_path):
    np.savez(tmp_path / "g.npz", **arrays)
    with pytest.raises(InputError) as caught:
        NpzReader().read(str(tmp_path / "g.npz"))
    assert message in str(caught.value)


def test_archives_that_are_damaged_or_claim_too_much(tmp_path):
    good, bad = tmp_path / "g.npz", tmp_path / "b.npz"
    np.savez(good, A=A, B=B)
    bad.write_bytes(good.read_bytes()[:-30])
    with pytest.raises(InputError, match=r"damaged .npz archive"):
        NpzReader().read(str(bad))
    bad.write_text("payoffs = 3")
    with pytest.raises(InputError, match=r"is no .npz archive"):
        NpzReader().read(str(bad))
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1000000, 10000000), }\n"
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("payoffs.npy", b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header)
    with pytest.raises(InputError, match="does not fit into memory"):
        NpzReader().read(str(bad))
