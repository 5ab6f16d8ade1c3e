"""The `.nfg` reader: both forms, labels, numbers, and one clear line for whatever is wrong."""

import time
from fractions import Fraction

import numpy as np
import pytest

from accord.builtin.readers import NfgReader, format_nfg, parse_nfg
from accord.errors import InputError
from accord.game import Game

CHICKEN = Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])
HEAD = 'NFG 1 R "" { "a" "b" } '
_PATIENCE = 30
"""Seconds of processor time, on whatever machine, after which something is wrong with how a reader works."""


@pytest.mark.parametrize(
    "text",
    [
        'NFG 1 R "Chicken" { "player 1" "player 2" } { 2 2 } 0 0 2 7 7 2 6 6',
        'NFG 1 D "Chicken"{"player 1""player 2"}\n{{"1" "2"}{"1" "2"}}\n"a comment"\n0.0 0 +2 7e0 70e-1 2 12/2 .6e1',
        '\ufeffNFG 1 R "" { "player 1" "player 2" } { 2 2 } { { "" 0, 0 } {"x" 2 7} { "y" 7 2, } { "" 6 , 6 } } 1 2 3 4',
        'NFG 1 R "" { "" " " } { 2 2 } "" { { "x" 7, 2 } { "x" 6 6 } { "z" 2, 7 } }\r\n0 3\r\n1 2\r\n',
    ],
    ids=["payoffs", "labels and number forms", "outcomes", "null outcome and blank players"],
)
def test_both_forms(text):
    assert parse_nfg(text) == CHICKEN


def test_the_first_player_changes_fastest_and_numbers_are_exact():
    numbers = [Fraction(k, 7) for k in range(1, 37)]
    game = parse_nfg('NFG 1 R "t" { "a" "b" "c" } { 2 3 2 } ' + " ".join(map(str, numbers)))
    for place, profile in enumerate((a, b, c) for c in range(2) for b in range(3) for a in range(2)):
        cell = int(np.ravel_multi_index(profile, game.shape))
        assert game.exact(cell) == tuple(numbers[3 * place : 3 * place + 3])


def test_labels_are_made_distinct_as_documented():
    text = r'NFG 1 R "say \"hi\" \\ now" { "" "x" "x" } { { "up" "up" "up_1" } { "" "b" } { "naïve" } } ' + "0 " * 18
    game = parse_nfg(text)
    assert game.title == r'say "hi" \ now'
    assert game.players == ("player 1", "x_1", "x_2")
    assert game.actions == (("up_2", "up_3", "up_1"), ("1", "b"), ("naïve",))


@pytest.mark.parametrize("labels", [True, False])
def test_what_is_written_reads_back(labels):
    odd = Game.from_arrays(
        [["1/3", "-2.5", 10**30]],
        [[1e-9, 0.1, -7]],
        players=['"q"', "back\\slash\\"],
        actions=[["\\"], ["{", "new\nline", "ü"]],
        title='a "b"',
    )
    back = parse_nfg(format_nfg(odd, labels=labels))
    cells = range(odd.n_profiles)
    assert [back.exact(cell) for cell in cells] == [odd.exact(cell) for cell in cells]
    assert (back == odd) is labels
    assert format_nfg(odd, labels=False).isascii()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the file ends where NFG is needed"),
        ("EFG 2 R", "line 1: found 'EFG' where NFG is needed"),
        ("NFG 2 R", "line 1: found '2' where version 1 is needed"),
        ("NFG 1 Q", "found 'Q' where R or D is needed"),
        ('NFG 1 R\n\n"open', "line 3: the quotation mark is never closed"),
        ("NFG 1 R title", "title in quotation marks"),
        ('NFG 1 R "" 2', "found '2' where { is needed"),
        ('NFG 1 R "" { }', "list of players is empty"),
        ('NFG 1 R "" { "a" b }', "found 'b' where a quoted player name or } is needed"),
        ('NFG 1 R "" { "a" "b"', "the file ends where a quoted player name"),
        (HEAD + "\n{ 2 }", "line 2: actions are listed for 1 player(s) and names for 2"),
        (HEAD + '\n{ { "x" } { "y" } { "z" } }', "actions are listed for 3 player(s)"),
        (HEAD + "{ 2 -2 }", "found '-2' where a number of actions is needed"),
        (HEAD + "{ 2 0 }", "player 2 has no action"),
        (HEAD + '{ { "x" } { } } 1 1', "player 2 has no action"),
        (HEAD + "{ 1 1 }", "the file ends after 0 of 2 payoffs"),
        (HEAD + "{ 2 2 }\n1 2 3\n4 5 6 7\n", "line 3: the file ends after 7 of 8 payoffs"),
        (HEAD + "{ 1 1 }\n1 2\n3", "line 3: '3' follows after all 2 payoffs"),
        (HEAD + "{ 1 1 }\n1\nx", "line 3: 'x' is no payoff"),
        (HEAD + "{ 1 1 } 1, 2", "'1,' is no payoff"),
        (HEAD + "{ 1 1 } nan 2", "'nan' is no payoff"),
        (HEAD + "{ 1 1 } 1 -inf", "'-inf' is no payoff"),
        (HEAD + "{ 1 1 } 1 2/0", "'2/0' is no payoff"),
        (HEAD + "{ 1 1 } 1_0 2", "'1_0' is no payoff"),
        (HEAD + "{ 1 1 } 1 1e999999999", "'1e999999999' is no payoff"),
        (HEAD + "{ 1 1 } 1 1e350", "magnitudes below 10^300"),
        (HEAD + '{ 1 1 } { { "" 1 2 } }', "the file ends after 0 of 1 outcome numbers"),
        (HEAD + '{ 1 1 } { { "" 1 2 } }\n2', "line 2: found 2 where the number of an outcome is needed, 0 to 1"),
        (HEAD + '{ 1 1 } { { "" 1 2 } } -1', "found -1 where the number of an outcome"),
        (HEAD + '{ 1 1 } { { "" 1 2 } } 1/2', "found 1/2 where the number of an outcome"),
        (HEAD + '{ 1 1 } {\n{ "" 1 }\n} 1', "line 2: found '}' where the payoff of player 2 is needed"),
        (HEAD + '{ 1 1 } {\n{ "" 1 2 }\n{ "" 1 2 3 } } 1', "line 3: found '3' where } after the outcome's 2 payoff(s)"),
        (HEAD + "{ 1 1 } { { 1 2 } } 1", "found '1' where the outcome's name"),
        (HEAD + '{ 1 1 } { { "" 1 x } } 1', "'x' is no payoff"),
        (HEAD + '{ 1 1 } { { "" 1 2 } ', "the file ends where } after the list of outcomes"),
        (HEAD + "{ 100000 100000 } 1", "action profiles"),
        (HEAD + "{ 9999999999999999 2 }", "action profiles"),
        (HEAD + "{ 99999999999999999999 2 }", "too large for a number of actions"),
        ('NFG 1 R "" { ' + '"x" ' * 61 + "} { " + "1 " * 61 + "}", "61 players; at most 60"),
        ('NFG 1 R "" { ' + '"x" ' * 60 + "} { " + "99999999 " * 60 + "}", "no memory can hold it"),
    ],
)
def test_what_is_wrong_and_where(text, message):
    with pytest.raises(InputError) as caught:
        parse_nfg(text, "g.nfg")
    assert message in str(caught.value)
    assert str(caught.value).startswith("g.nfg")


def test_files_that_cannot_be_read(tmp_path):
    latin, binary = tmp_path / "latin.nfg", tmp_path / "binary.nfg"
    latin.write_bytes(b'NFG 1 R ""\n{ "\xe9t\xe9" }')
    binary.write_bytes(b"NFG\0\1\2")
    for path, message in [
        (latin, "line 2: byte 0xe9 is not UTF-8"),
        (binary, "is a binary file"),
        (tmp_path, "is a directory"),
        (tmp_path / "none.nfg", "no such file"),
        ("a\0b.nfg", "cannot be read"),
        ("x" * 5000 + ".nfg", "cannot be read"),
    ]:
        with pytest.raises(InputError, match=message):
            NfgReader().read(str(path))


def test_big_files_are_not_read_again_and_again():
    """A reader that starts over for every number would take hours."""
    rng = np.random.default_rng(5)
    numbers, size = rng.integers(-(10**6), 10**6, (300 * 300, 2)), "{ 300 300 }"
    payoffs = HEAD + size + " ".join(map(str, numbers.ravel()))
    decimals = HEAD + size + " ".join(f"{k / 1000:.3f}" for k in numbers.ravel())
    outcomes = HEAD + size + "{" + "".join(f'{{ "" {a}, {b} }}\n' for a, b in numbers) + "}" + " ".join(map(str, range(1, 90001)))
    games = []
    for text in (payoffs, decimals, outcomes):
        start = time.process_time()
        games.append(parse_nfg(text))
        assert time.process_time() - start < _PATIENCE
    assert games[0] == games[2]
    assert games[1].exact(5) == tuple(u / 1000 for u in games[0].exact(5))


def test_many_labels_are_not_compared_pair_by_pair():
    """That would take minutes."""
    labels = " ".join(f'"r{k}"' for k in range(20000))
    start = time.process_time()
    game = parse_nfg('NFG 1 R "" { "a" "b" } { { ' + labels + ' } { "x" } }' + " 1 2" * 20000)
    assert time.process_time() - start < _PATIENCE
    assert game.actions[0][-1] == "r19999"
