"""Whatever a reader is given, it returns a game or raises an error of accord's own."""

import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.builtin.readers import NfgReader, format_nfg, parse_json, parse_nfg, parse_npz, parse_toml, sniff
from accord.errors import AccordError
from accord.game import Game

GAME = Game.from_arrays([[0, "7/2"], [2, 6.5]], [[0, 2], [7, -6]], players=["a", "b"], actions=[["x", "y"], ["z", "w"]])
PAYOFFS = '"payoffs": [[["1/3", 0], [7.5, 2]], [[2, 7], [6e0, -6]]]'
TEXTS = {
    parse_nfg: [
        format_nfg(GAME),
        format_nfg(GAME, labels=False),
        'NFG 1 D "t\\"" { "" "b" } { { "x" "x" } { "" "y" } } "c" { { "o" 1, 2.5 } { "" 1/3 4 } } 1 0 2 1',
    ],
    parse_json: ["{" + PAYOFFS + ', "players": ["a", "b"], "actions": [["x", "y"], ["z", "w"]], "title": "t"}'],
    parse_toml: [PAYOFFS.replace('"payoffs":', "payoffs =") + '\nplayers = ["a", "b"]\ntitle = "t"\n'],
}
TEXTS[sniff] = [text for texts in list(TEXTS.values()) for text in texts]


def archive(**arrays):
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


ARCHIVES = [
    archive(payoffs=GAME.payoffs, players=np.array(["a", "b"])),
    archive(A=GAME.payoffs[0], B=GAME.payoffs[1].astype(str)),
]


def check(reader, content):
    try:
        game = reader(content)
    except AccordError as trouble:
        message = str(trouble)
        assert message
        assert "\n" not in message
        return
    assert isinstance(game, Game)
    assert np.isfinite(game.payoffs).all()
    assert len(game.digest) == 64


def mutated(data, content):
    """Return the content with pieces deleted, doubled, swapped or cut off."""
    for _ in range(data.draw(st.integers(1, 3))):
        low = data.draw(st.integers(0, len(content)))
        high = data.draw(st.integers(low, min(low + 8, len(content))))
        piece = content[low:high]
        change = data.draw(st.sampled_from(["delete", "double", "cut", "replace"]))
        if change == "cut":
            content = content[:low]
        elif change == "replace":
            filler = data.draw(st.text(max_size=3) if isinstance(content, str) else st.binary(max_size=3))
            content = content[:low] + filler + content[high:]
        else:
            content = content[:low] + piece * (0 if change == "delete" else 2) + content[high:]
    return content


@pytest.mark.parametrize("reader", TEXTS, ids=lambda reader: reader.__name__)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_text(reader, data):
    check(reader, mutated(data, data.draw(st.sampled_from(TEXTS[reader]))))


@pytest.mark.parametrize("reader", TEXTS, ids=lambda reader: reader.__name__)
@given(text=st.one_of(st.text(), st.text(alphabet='NFG1RD"{}[]=,. -/e0123\n')))
@settings(max_examples=80, deadline=None)
def test_arbitrary_text(reader, text):
    check(reader, text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=12,
)


@given(document=st.dictionaries(st.sampled_from(["payoffs", "payoff_arrays", "players", "actions", "title"]), JSON))
@settings(max_examples=150, deadline=None)
def test_arbitrary_documents(document):
    check(parse_json, json.dumps(document))


@given(data=st.data())
@settings(max_examples=250, deadline=None)
def test_damaged_archives(data):
    check(parse_npz, mutated(data, data.draw(st.sampled_from(ARCHIVES))))


@given(content=st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_arbitrary_bytes(content, tmp_path_factory):
    check(parse_npz, content)
    path = tmp_path_factory.mktemp("fuzz") / "g.nfg"
    path.write_bytes(content)
    check(lambda source: NfgReader().read(source), str(path))


@given(
    shape=st.lists(st.integers(1, 3), min_size=1, max_size=3),
    data=st.data(),
)
@settings(max_examples=60, deadline=None)
def test_writing_and_reading_is_the_identity(shape, data):
    payoff = st.fractions(max_denominator=10**6) | st.floats(allow_nan=False, allow_infinity=False, width=32)
    size = int(np.prod(shape))
    tables = []
    for _ in shape:
        table = np.empty(size, dtype=object)
        table[:] = data.draw(st.lists(payoff, min_size=size, max_size=size))
        tables.append(table.reshape(shape))
    label = st.text(min_size=1, max_size=5).filter(lambda text: text.strip() and "\0" not in text)
    players = data.draw(st.lists(label, min_size=len(shape), max_size=len(shape), unique=True))
    game = Game.from_arrays(*tables, players=players)
    assert parse_nfg(format_nfg(game)) == game
