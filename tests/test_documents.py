"""TOML documents with lines: the values are tomllib's, and everything stands where it was written."""

import json
import tomllib
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.documents import Place, read_document
from accord.errors import InputError

KEYS = st.one_of(st.sampled_from(["a", "b", "c-1", "d_2", "3"]), st.text(min_size=0, max_size=4))
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)
SCALARS = st.one_of(
    st.integers(), st.booleans(), st.floats(allow_nan=False), PLAIN, st.dates(), st.datetimes(), st.just("x\ny #z\n")
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8)
TABLES = st.recursive(
    st.dictionaries(KEYS, VALUES, max_size=3),
    lambda inner: st.dictionaries(KEYS, VALUES | inner | st.lists(inner, min_size=1, max_size=3), max_size=4),
    max_leaves=6,
)
"""Documents, as values."""


@dataclass
class Writer:
    """Writes values as TOML, now this way, now that, and keeps where it has written what."""

    draw: object
    text: str = ""
    places: dict = field(default_factory=dict)

    def choose(self, *choices):
        return self.draw(st.sampled_from(choices))

    def here(self):
        lines = self.text.split("\n")
        return Place(len(lines), len(lines[-1]) + 1)

    def key(self, key):
        bare = key and key.isascii() and key.replace("-", "").replace("_", "").isalnum() and self.choose(True, False)
        literal = all(c == "\t" or (c.isprintable() and c != "'") for c in key) and self.choose(True, False)
        self.text += key if bare else f"'{key}'" if literal else basic(key)

    def space(self, *, lines=False):
        """White space where it means nothing."""
        self.text += self.choose("", " ", "\t", *(["\n", " # comment, ] } \" ''' \n\n"] if lines else []))

    def scalar(self, value):
        if isinstance(value, str):
            forms = [basic(value), '"""\n' + basic(value)[1:-1] + '"""']
            if "'" not in value and all(c.isprintable() or c in "\n\t" for c in value):
                forms += [f"'''{value}'''"] if not value.startswith("\n") else []
                forms += [f"'{value}'"] if "\n" not in value else []
            forms += ['"""\\\n   ' + basic(value)[1:-1].replace("\\n", "\n") + '"""'] if value and not value[0].isspace() else []
            self.text += self.choose(*forms)
        elif isinstance(value, bool):
            self.text += str(value).lower()
        else:
            self.text += value.isoformat() if hasattr(value, "isoformat") else repr(value)

    def value(self, value, path):
        if isinstance(value, list):
            self.text += "["
            for k, item in enumerate(value):
                self.space(lines=True)
                self.places[(*path, k)] = self.here()
                self.value(item, (*path, k))
                self.space(lines=True)
                if k + 1 < len(value) or self.choose(True, False):
                    self.text += ","
            self.space(lines=True)
            self.text += "]"
        elif isinstance(value, dict):
            self.text += "{"
            for k, (key, item) in enumerate(value.items()):
                self.text += ", " if k else ""
                self.assignment(path, key, item)
                self.space()
            self.text += "}"
        else:
            self.scalar(value)

    def assignment(self, around, key, value):
        """``key = value``, or ``key.inner = value`` for a table with a single key."""
        self.space()
        path = (*around, key)
        self.places[path] = self.here()
        self.key(key)
        while isinstance(value, dict) and len(value) == 1 and self.choose(True, False):
            [(key, value)] = value.items()
            self.space()
            self.text += "."
            self.space()
            path = (*path, key)
            self.places[path] = self.here()
            self.key(key)
        self.text += " = "
        self.value(value, path)

    def table(self, table, path, names):
        """The assignments of a table, then the tables inside of it, each with a header."""
        later = {key: value for key, value in table.items() if headed(value) and self.choose(True, True, False)}
        for key in [key for key in table if key not in later]:
            self.assignment(path, key, table[key])
            self.text += self.choose("", " # comment") + self.choose("\n", "\r\n", "\n\n")
        for key, value in later.items():
            several = isinstance(value, list)
            for k, inner in enumerate(value if several else [value]):
                place = self.here()
                self.text += "[[" if several else "["
                for name in (*names, key):
                    self.text += "." * (not self.text.endswith("["))
                    self.key(name)
                self.text += "]]\n" if several else "]\n"
                self.places.setdefault((*path, key), place)
                inside = (*path, key, k) if several else (*path, key)
                self.places[inside] = place
                self.table(inner, inside, (*names, key))


def headed(value):
    return isinstance(value, dict) or (isinstance(value, list) and value and all(isinstance(item, dict) for item in value))


def basic(text):
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def paths(value, around=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*around, key)
        yield from paths(inner, (*around, key))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), values=TABLES)
def test_everything_stands_where_it_was_written(data, values):
    writer = Writer(data.draw)
    writer.table(values, (), ())
    try:
        tomllib.loads(writer.text)
    except tomllib.TOMLDecodeError as error:  # pragma: no cover - the writer is wrong then
        raise AssertionError(writer.text) from error
    document = read_document(writer.text, "x.toml", parse_float=float)
    assert document.values == tomllib.loads(writer.text)
    assert document.values == values
    assert set(document.places) == set(paths(values))
    assert document.places == writer.places


def test_tables_that_are_only_mentioned_stand_where_they_are_mentioned_first():
    text = "[a.b]\nx = 1\n[[l.m]]\n[l.m.n]\ny.z = 2\ny.w = [\n 3,\n  {v = 4}]\n[[l.m]]\n[a]\n"
    document = read_document(text, "x.toml")
    assert document.values == tomllib.loads(text)
    lines = {path: place.line for path, place in document.places.items()}
    assert lines.pop(("a",)) == 10
    assert lines == {
        ("a", "b"): 1,
        ("a", "b", "x"): 2,
        ("l",): 3,
        ("l", "m"): 3,
        ("l", "m", 0): 3,
        ("l", "m", 0, "n"): 4,
        ("l", "m", 0, "n", "y"): 5,
        ("l", "m", 0, "n", "y", "z"): 5,
        ("l", "m", 0, "n", "y", "w"): 6,
        ("l", "m", 0, "n", "y", "w", 0): 7,
        ("l", "m", 0, "n", "y", "w", 1): 8,
        ("l", "m", 0, "n", "y", "w", 1, "v"): 8,
        ("l", "m", 1): 9,
    }
    assert document.line(("l", "m", 2)) is None
    assert document.at(("l", "m", 0, "n", "other", 3)) == "x.toml:4"
    assert document.at(()) == document.at(("other",)) == "x.toml"


@pytest.mark.parametrize(
    "text", ['a = """"x"""""\nb = 1', "a = '''''x'''''\nb = 1", 'a = """\\"""\\\n"""\nb = 1', "\ufeffa = ''\r\nb = 1"]
)
def test_quotes_inside_of_quotes(text):
    document = read_document(text, "x.toml")
    assert document.values == tomllib.loads(text.removeprefix("\ufeff"))
    assert set(document.places) == {("a",), ("b",)}
    assert document.line(("b",)) == text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = \n", "x.toml:2: no TOML: invalid value in 'b =' (column 5)"),
        ("a = 1\nb = [1,\n\n", "x.toml:2: no TOML: invalid value"),
        ("a = 1\n\na = 2\nb = 1", "x.toml:3: no TOML: cannot overwrite a value in 'a = 2' (column 6)"),
        ("a = 1\nb = " + "9" * 5000, "x.toml:2: a whole number is too long"),
        ("a = " + "[" * 9000 + "]" * 9000, "x.toml: values are nested too deeply"),
    ],
)
def test_what_is_no_toml(text, message):
    with pytest.raises(InputError) as error:
        read_document(text, "x.toml")
    assert str(error.value).startswith(message)
