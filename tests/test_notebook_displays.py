"""What notebooks show: well-formed, escaped, complete or truncated with a word about it, and fast."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import accord
from accord.report.payoffs import payoff_tables

VOID = {"br", "hr", "img", "meta", "link", "input"}

F = Fraction


class Reader(HTMLParser):
    """Reads tables, and refuses tags that are not closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tables, self.words, self.tags = [], [], [], set()
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        assert tag not in VOID
        self.tags.add(tag)
        self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)
        if self.open and self.open[-1] in {"td", "th"}:
            self.tables[-1][-1][-1] += data


def read(thing):
    return Reader(thing._repr_html_())


def test_a_game_is_a_table_of_payoffs():
    (table,) = read(accord.read("chicken")).tables
    assert table == [["Row \\ Column", "Dare", "Swerve"], ["Dare", "0, 0", "7, 2"], ["Swerve", "2, 7", "6, 6"]]


def test_one_player_has_one_column():
    (table,) = read(accord.Game.from_arrays([F(1, 3), 2])).tables
    assert table == [["player 1", "payoff"], ["1", "1/3"], ["2", "2"]]


def test_three_players_have_a_table_for_each_action_of_the_third():
    game = accord.Game.from_arrays(*np.arange(24).reshape(3, 2, 2, 2), players=["A", "B", "C"])
    page = read(game)
    assert len(page.tables) == 2
    assert {"C: 1", "C: 2"} <= set(page.words)
    assert page.tables[1][2] == ["2", "5, 13, 21", "7, 15, 23"]


def test_large_games_are_truncated_and_that_is_said():
    game = accord.Game.from_arrays(*np.zeros((3, 40, 30, 20)))
    tables, left_out = payoff_tables(game)
    assert left_out == "Not shown: 28 of 40 rows, 20 of 30 columns, 12 of 20 tables."
    assert len(tables) == 8
    assert {len(row) for table in tables for row in table.rows} == {12}
    assert tables[0].rows[0][-1] == tables[0].rows[-1][0] == "…"
    page = read(game)
    assert left_out in page.words
    assert left_out in game._repr_markdown_()


def test_a_game_that_just_fits_is_not_truncated():
    tables, left_out = payoff_tables(accord.Game.from_arrays(*np.zeros((2, 12, 10))))
    assert left_out == ""
    assert [len(row) for row in tables[0].rows] == [11] * 13


def test_a_solution_has_payoffs_reasons_and_certificates():
    solution = accord.solve(accord.read("chicken"))
    page = read(solution)
    payoffs, certificates = page.tables
    assert payoffs[1][:4] == ["Row", "6", "5.25", "0.75"]
    assert [row[1] for row in certificates[1:]] == [str(certificate.claim) for certificate in solution.certificates]
    assert {row[0] for row in certificates[1:]} == {"✓"}
    text = " ".join(page.words)
    assert "Swerve / Swerve" in text
    assert "No money changes hands." in text
    assert "worth 10.5 in total" in text
    assert solution._repr_markdown_().startswith("## Chicken")


def test_a_certificate_that_fails_is_marked():
    solution = accord.solve(accord.read("chicken"))
    broken = replace(solution, certificates=(replace(solution.certificates[0], residual=F(1)),))
    assert read(broken).tables[1][1][0] == "✗"


def test_a_comparison_and_an_audit_are_tables():
    comparison = accord.compare(accord.read("bos"))
    page = read(comparison)
    assert page.tables[0][0] == ["fallback", "selection", "split", "fallback payoffs", "agreement", "sure"]
    assert len(page.tables[0]) > 10
    assert "details" in page.tags
    assert comparison._repr_markdown_().startswith("## Battle of the sexes")
    audit = accord.audit_ambiguity(accord.read("chicken"), fallback="correlated")
    assert read(audit).tables[0][1][1] == "3.5 … 8.5"
    assert "3.5 … 8.5" in audit._repr_markdown_()


LABEL = st.text(min_size=1, max_size=12).filter(lambda label: label.strip())


@given(st.lists(LABEL, min_size=2, max_size=2, unique=True), st.lists(LABEL, min_size=2, max_size=2, unique=True), st.text())
@settings(max_examples=60, deadline=None)
def test_labels_are_text_and_never_markup(players, actions, title):
    game = accord.Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]], players=players, actions=[actions, actions], title=title)
    page = read(game)
    assert page.tags == {"div", "h4", "table", "thead", "tbody", "tr", "th", "td"}
    (table,) = page.tables
    assert [len(row) for row in table] == [3, 3, 3]


@pytest.mark.parametrize("label", ["<b>bold</b>", "<script>alert(1)</script>", "a & b", '"quoted"', "&lt;", "</table>"])
def test_markup_in_labels_is_shown_as_it_is(label):
    game = accord.Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]], players=[label, "Z"], actions=[[label, "y"], ["x", "z"]])
    page = read(accord.solve(game))
    assert not page.tags & {"b", "script"}
    assert page.tables[0][1][0] == label
    assert read(game).tables[0][1][0] == label


def test_displays_load_no_matplotlib():
    code = (
        "import sys, accord\ngame = accord.read('bos')\nfor thing in (game, accord.solve(game)):\n"
        "    assert thing._repr_html_() and thing._repr_markdown_()\nassert 'matplotlib' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
