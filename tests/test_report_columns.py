"""Tables in the columns of a terminal: nothing is lost, nothing is wider than asked, and what fits is left as it is."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import accord
from accord.report import render
from accord.report.columns import columns, folded, table

CELLS = st.text(st.sampled_from("ab/19,語 \u0301"), max_size=90).map(str.strip)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_folded_tables_have_all_their_text_and_are_as_narrow_as_asked(rows: list[list[str]]) -> None:
    narrow = folded(rows, 126)
    assert max(map(columns, narrow)) <= 126
    letters = sorted(letter for row in rows for cell in row for letter in cell if letter != " ")
    assert sorted(letter for line in narrow for letter in line if letter not in " ─") == letters
    if max(map(columns, table(rows))) <= 126:
        assert narrow == table(rows)


def test_cells_are_folded_between_words_and_rows_stay_together() -> None:
    rows = [("", "who", "what"), ("1", "somebody", "a long sentence about it"), ("2", "nobody", "short")]
    assert folded(rows, 24) == [
        "   who       what",
        "─────────────────────",
        "1  somebody  a long",
        "             sentence",
        "             about it",
        "2  nobody    short",
    ]


def test_cross_checks_fit_into_a_terminal() -> None:
    game: Any = accord.Game.from_arrays([[10**30, 0], [0, 1]], [[10**30, 0], [0, 7]])
    check = accord.crosscheck(game, ["gambit.enummixed"], time_limit=60)
    assert max(map(columns, render(check, "markdown").splitlines())) > 80
    assert max(map(columns, render(check, "text").splitlines())) <= 80
