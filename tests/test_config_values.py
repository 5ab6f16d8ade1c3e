"""Settings are typed: what each annotation accepts, what it refuses, and how the refusal reads."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

import pytest

from accord.config import gather, parse_assignment
from accord.config.coercion import coerce, expected, role_of
from accord.errors import ConfigurationError
from accord.rationals import Number
from accord.roles import Solver


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def nested(role, value, where):
    return role, value, where


ACCEPTED = [
    (bool, "true", True),
    (bool, "False", False),
    (bool, True, True),
    (int, "12", 12),
    (int, -3, -3),
    (float, "0.5", 0.5),
    (float, 2, 2.0),
    (float, Fraction(1, 4), 0.25),
    (str, "[not TOML", "[not TOML"),
    (Fraction, "1/3", Fraction(1, 3)),
    (Fraction, 2, Fraction(2)),
    (Number, "0.1", Fraction(1, 10)),
    (Number, 0.5, Fraction(1, 2)),
    (Literal["pmm", "nadir"], "nadir", "nadir"),
    (Literal[1, 2], "2", 2),
    (Literal[1, 2], 2, 2),
    (Colour, "red", Colour.RED),
    (Colour, Colour.BLUE, Colour.BLUE),
    (int | None, "none", None),
    (int | None, None, None),
    (int | None, "4", 4),
    (str | int, "4", 4),
    (str | int, "four", "four"),
    (tuple[Number, ...], "1/2,3", (Fraction(1, 2), Fraction(3))),
    (tuple[Number, ...], [1, "1/2"], (Fraction(1), Fraction(1, 2))),
    (tuple[Number, ...], "[1, 0.1]", (Fraction(1), Fraction(1, 10))),
    (tuple[int, ...], "", ()),
    (tuple[int, str], "1, a", (1, "a")),
    (tuple[tuple[int, ...], ...], "[[1, 2], [3]]", ((1, 2), (3,))),
    (tuple[Number, ...] | None, "1,2", (Fraction(1), Fraction(2))),
    (Mapping[str, Number], '{a = 1, b = "1/2"}', {"a": Fraction(1), "b": Fraction(1, 2)}),
    (Solver, "pure", ("solver", "pure", "x")),
    (Solver | None, {"name": "pure"}, ("solver", {"name": "pure"}, "x")),
    (Solver, "{name = 'pure', time_limit = 5}", ("solver", {"name": "pure", "time_limit": 5}, "x")),
    (tuple[Solver, ...], "pure,other", (("solver", "pure", "x[0]"), ("solver", "other", "x[1]"))),
    (Any, {"what": "ever"}, {"what": "ever"}),
]

REFUSED = [
    (bool, "yes", "x is 'yes'; true or false is accepted"),
    (bool, 1, "x is 1; true or false is accepted"),
    (int, "1.5", "x is '1.5'; a whole number is accepted"),
    (int, True, "x is true; a whole number is accepted"),
    (int, 2.0, "x is 2.0; a whole number is accepted"),
    (float, "nan", "x is 'nan'; a finite number is accepted"),
    (float, float("inf"), "x is inf; a finite number is accepted"),
    (float, "1e5000", "a finite number is accepted"),
    (float, True, "x is true; a finite number is accepted"),
    (Number, True, "'17/3' is accepted"),
    (Number, "1/0", "a number such as 3, 0.5 or '17/3' is accepted"),
    (str, 4, "x is 4; text is accepted"),
    (Literal["pmm", "nadir"], "nadr", "one of 'pmm', 'nadir' is accepted; did you mean 'nadir'?"),
    (Literal[1, 2], True, "one of 1, 2 is accepted"),
    (Colour, "green", "one of 'red', 'blue' is accepted"),
    (int | None, "many", "a whole number is accepted"),
    (tuple[int, ...], "1,b", "x[1] is 'b'; a whole number is accepted"),
    (tuple[int, ...], 3, "a list, each a whole number is accepted"),
    (tuple[int, str], "1", "a list of 2: a whole number, text is accepted"),
    (tuple[int, ...], "[1, 2", "no TOML value"),
    (Mapping[str, int], "a", "a table, each value a whole number is accepted"),
    (bytes, "a", "bytes is accepted"),
]


@pytest.mark.parametrize(("annotation", "value", "wanted"), ACCEPTED, ids=lambda value: f"{value!r:.30}")
def test_accepted(annotation, value, wanted):
    found = coerce(value, annotation, "x", nested)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(("annotation", "value", "message"), REFUSED, ids=lambda value: f"{value!r:.30}")
def test_refused(annotation, value, message):
    with pytest.raises(ConfigurationError) as caught:
        coerce(value, annotation, "x", nested)
    assert message in str(caught.value)
    assert str(caught.value).startswith("x")


def test_a_number_is_one_thing_to_a_user():
    assert expected(Number | None) == "a number such as 3, 0.5 or '17/3' or none"
    assert role_of(Solver | None) == "solver"
    assert role_of(Number) is None


def test_assignments():
    assert parse_assignment("solver.time_limit = 5") == (("solver", "time_limit"), "5")
    assert parse_assignment("fallback.selection=egalitarian") == (("fallback", "selection"), "egalitarian")
    assert parse_assignment("fallback.selection.reference=nadir") == (("selection", "reference"), "nadir")
    assert parse_assignment("split.label=a=b") == (("split", "label"), "a=b")


def test_assignments_of_inner_components_come_together_in_any_order():
    wanted = {"split": {"inner": {"name": "a", "x": "1"}}}
    assert gather(["split.inner=a", "split.inner.x=1"]) == wanted
    assert gather(["split.inner.x=1", "split.inner=a"]) == wanted


@pytest.mark.parametrize(
    "bad", ["reference=nadir", "selection.reference", "selection.=1", ".x=1", "selecton.reference=nadir", "=", ""]
)
def test_assignments_of_another_form_are_refused(bad):
    with pytest.raises(ConfigurationError):
        parse_assignment(bad)


@pytest.mark.parametrize(
    "twice", [["split.x=1", "split.x=2"], ["split.i=a", "split.i.x=1", "split.i=b"], ["split.i=a", "split.i=b"]]
)
def test_assignments_given_twice_are_refused(twice):
    with pytest.raises(ConfigurationError, match="given twice"):
        gather(twice)
