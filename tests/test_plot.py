"""Pictures: what they show, exactly; that they can be read; the files; and what cannot be drawn."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import warnings
from fractions import Fraction
from html import escape
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Annotation

import accord
from accord import plot
from accord.cli import main
from accord.equilibria import PayoffSet
from accord.errors import ConfigurationError, InputError, SolverError, UnsuitableError
from accord.host import load_registry
from accord.plot.body import faces
from accord.plot.combinations import solved
from accord.plot.figure import figure_of
from accord.plot.flat import ways
from accord.plot.names import counted, safe
from accord.plot.plane import axis_units
from accord.plot.style import course_style
from accord.plot.ternary import marks
from accord.plot.units import PLAIN, comparable, units_for
from accord.roles import Needs

F = Fraction
SVG = "{http://www.w3.org/2000/svg}"
USUAL = ("correlated", "minimax-threat", "security")


def game(*tables, **labels):
    return accord.Game.from_arrays(*tables, **labels)


def of(name, *fallbacks, side_payments=True, **options):
    played = accord.read(name) if isinstance(name, str) else name
    return [accord.solve(played, f, side_payments=side_payments, **options) for f in fallbacks or ("correlated",)]


def scene(name, *fallbacks, side_payments=True, **options):
    return plot.scene_of(of(name, *fallbacks, side_payments=side_payments), **options)


def region(shown, concept):
    return next(r for r in shown.regions if concept in r.concepts)


def words(figure):
    """All texts of a figure's SVG, in order."""
    root = ElementTree.fromstring(plot.encoded(figure, "svg"))
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def chicken_times(factor, shift=0):
    return game(
        [[shift, 7 * factor + shift], [2 * factor + shift, 6 * factor + shift]],
        [[shift, 2 * factor + shift], [7 * factor + shift, 6 * factor + shift]],
    )


class TestWhatIsShown:
    def test_chicken_exactly(self):
        shown = scene("chicken", *USUAL)
        assert shown.view == "plane"
        assert shown.total == 12
        assert [r.concepts for r in shown.regions] == [("feasible",), ("coarse-correlated", "correlated")]
        assert set(region(shown, "correlated").corners) == {(2, 7), (F(18, 5), F(18, 5)), (7, 2), (F(21, 4), F(21, 4))}
        assert set(region(shown, "feasible").corners) == {(0, 0), (7, 2), (6, 6), (2, 7)}
        assert region(shown, "feasible").frontier == ((2, 7), (6, 6), (7, 2))
        assert shown.nash == ((2, 7), (7, 2))
        assert [spot.payoffs for spot in shown.starts] == [(F(21, 4), F(21, 4)), (0, 0), (2, 2)]
        assert [(spot.payoffs, spot.courses) for spot in shown.ends] == [((6, 6), (0, 1, 2))]
        assert [course.fallback for course in shown.courses] == ["correlated, max-welfare", "minimax-threat", "security"]
        assert {course.split for course in shown.courses} == {"equal"}
        assert {(o.payoffs, o.profiles) for o in shown.outcomes} >= {((6, 6), (("Swerve", "Swerve"),))}

    @pytest.mark.parametrize(
        ("name", "concept", "corners"),
        [
            ("hot_dog", "correlated", {(100, 50)}),
            ("pd", "coarse-correlated", {(4, 4)}),
            ("cruciatus_free", "feasible", {(0, 0), (0, -1000)}),
            ("shapley3x3", "correlated", {(F(1, 3), F(1, 3)), (F(1, 2), F(1, 2))}),
        ],
    )
    def test_points_and_segments(self, name, concept, corners):
        shown = region(scene(name), concept).corners
        assert set(shown) == corners
        assert all(isinstance(v, F) for corner in shown for v in corner)

    def test_without_side_payments_nothing_is_transferred(self):
        shown = scene("cruciatus_free", "minimax-threat", side_payments=False)
        assert shown.courses[0].end == (0, 0)
        assert not shown.side_payments

    def test_equal_payoffs_are_one_outcome(self):
        (only,) = scene(game([[3, 3], [3, 3]], [[5, 5], [5, 5]])).outcomes
        assert only.payoffs == (3, 5)
        assert len(only.profiles) == 4

    def test_nash_equilibria_of_another_solver(self):
        assert scene("matching_pennies").nash == ()
        assert scene("matching_pennies", solvers=("pure", "nashpy.support-enumeration")).nash == ((0, 0),)
        bos = scene("bos", solvers=("nashpy.support-enumeration",)).nash
        assert bos == ((F(2, 3), F(2, 3)), (1, 2), (2, 1))

    def test_a_solver_instance_will_do(self):
        assert scene("bos", solvers=(accord.solvers.Pure(),)).nash == ((1, 2), (2, 1))

    def test_a_region_that_cannot_be_computed_is_missing_and_that_is_said(self, monkeypatch):
        def refuse(*_, **__):
            raise SolverError("too hard")

        monkeypatch.setattr("accord.plot.regions.PayoffSet.of", refuse)
        shown = scene("chicken")
        assert shown.regions == ()
        assert len(shown.notes) == 3
        assert "too hard" in shown.notes[0]
        assert figure_of(shown)

    def test_too_many_outcomes_are_not_dots(self, monkeypatch):
        monkeypatch.setattr("accord.plot.surroundings._MOST", 3)
        shown = scene("chicken")
        assert shown.outcomes == ()
        assert "4 outcomes" in shown.notes[0]


class TestThreePlayers:
    def test_the_plane_of_the_greatest_total_exactly(self):
        shown = scene("majority3", "correlated", "security")
        assert shown.view == "ternary"
        assert shown.floors == (0, 0, 0)
        third, half = F(1, 3), F(1, 2)
        assert set(region(shown, "correlated").corners) == {(0, half, half), (half, 0, half), (half, half, 0)}
        assert shown.barycentric((third, third, third)) == (third, third, third)
        assert [spot.courses for spot in shown.starts] == [(0, 1)]  # the security levels are lifted by equal gains
        assert all(sum(corner) == shown.total for r in shown.regions for corner in r.corners)

    def test_what_lies_below_the_security_levels_widens_the_frame(self):
        played = accord.read("public_good3_asym")
        below = accord.solve(played, accord.fallbacks.Point((F(-3), F(0), F(0))))
        shown = plot.scene_of([below])
        assert shown.courses[0].start == below.agreement.payoffs
        assert shown.floors[0] == min(F(0), below.agreement.payoffs[0])
        assert min(shown.barycentric(shown.courses[0].start)) >= 0

    @pytest.mark.parametrize("concept", ["correlated", "coarse-correlated"])
    def test_shadows_against_support_functions(self, concept):
        tables = np.random.default_rng(4).integers(0, 9, (3, 2, 2, 2))
        played = game(*tables)
        shown = scene(played)
        payoffs = PayoffSet.of(played, concept)
        for direction in [(1, 0, -1), (-2, 3, -1), (0, -1, 1), (5, -4, -1)]:
            lifted = max(sum(w * v for w, v in zip(direction, c, strict=True)) for c in region(shown, concept).corners)
            assert lifted == payoffs.support(direction)  # directions along the plane do not notice equal gains

    @pytest.mark.parametrize("seed", [1, 2])
    def test_faces_against_support_functions(self, seed):
        played = game(*np.random.default_rng(seed).integers(0, 9, (3, 2, 2, 2)))
        shown = scene(played, side_payments=False)
        assert shown.view == "solid"
        for concept, slack in (("feasible", 0.05), ("correlated", 0.05)):
            body, payoffs = np.array(region(shown, concept).corners, dtype=float), PayoffSet.of(played, concept)
            for direction in np.random.default_rng(3).normal(size=(8, 3)):
                support = float(payoffs.support([F(v) for v in direction]))
                reach = float((body @ direction).max())
                assert support - slack * float(np.abs(direction) @ np.ptp(body, axis=0)) <= reach <= support + 1e-7

    def test_faces_of_a_cube_close_up(self):
        low, high = (F(2), F(-1), F(0)), (F(3), F(1), F(100))
        found = faces(lambda w: tuple(h if v > 0 else o for v, o, h in zip(w, low, high, strict=True)), low, (1, 2, 100))
        assert len(found) == 6
        assert all(len(face) == 4 for face in found)
        edges = [frozenset(pair) for face in found for pair in pairwise([*face, face[0]])]
        assert all(edges.count(edge) == 2 for edge in edges)
        assert len({corner for face in found for corner in face}) == 8

    @pytest.mark.parametrize(
        ("corners", "count"),
        [
            ([(1, 2, 3)], 1),
            ([(0, 0, 0), (4, 4, 0)], 2),
            ([(0, 0, 0), (4, 0, 4), (0, 4, 4)], 3),
            ([(0, 0, 5), (4, 0, 5), (0, 4, 5), (4, 4, 5)], 4),
        ],
    )
    def test_flat_bodies_have_one_face(self, corners, count):
        def farthest(w):
            return max(corners, key=lambda c: sum(a * b for a, b in zip(w, c, strict=True)))

        (face,) = faces(farthest, (0, 0, 0), (5, 5, 5))
        assert len(face) == count
        assert set(face) == set(corners)


class TestUnits:
    @pytest.mark.parametrize(
        ("low", "high", "remark"),
        [
            (0, 7, ""),
            (F(1, 1000), F(9, 1000), ""),
            (0, 0, ""),
            (0, 3 * 10**295, " (in units of 1e295)"),
            (F(-2, 10**300), F(0), " (in units of 1e-300)"),
            (10**15, 10**15 + 7, " (above 1000000000000000)"),
            (-(10**15), -(10**15) + 7, " (above −1000000000000000)"),
        ],
    )
    def test_readable_at_any_size(self, low, high, remark):
        units = units_for(F(low), F(high))
        assert units.remark == remark
        assert max(abs(units.place(F(low))), abs(units.place(F(high)))) < 1e5
        assert units.place(F(high)) > units.place(F(low)) or low == high

    @given(st.fractions(), st.fractions(min_value=0))
    @settings(max_examples=100, deadline=None)
    def test_places_are_small_and_keep_their_order(self, low, span):
        units = units_for(low, low + span)
        ends = units.place(low), units.place(low + span)
        assert max(map(abs, ends)) < 1e5 * (1 + 1e-9)
        assert ends[0] < ends[1] or span == 0
        assert span == 0 or ends[1] - ends[0] >= 0.000999 * max(map(abs, ends))  # wide enough to be seen and named

    def test_axes_share_their_units_where_they_are_alike(self):
        alike = ((F(0), F(10**6)), (F(0), F(4 * 10**5)))
        assert axis_units(alike)[0] == axis_units(alike)[1]
        assert not comparable(((F(0), F(1)), (F(0), F(100))))
        assert axis_units(((F(0), F(7)), (F(0), F(10**9)))) == (PLAIN, units_for(F(0), F(10**9)))

    def test_round_numbers_within(self):
        assert marks(F(0), F(1)) == [F(1, 5), F(2, 5), F(3, 5), F(4, 5)]
        assert all(F(-7, 3) < m < F(10**6, 7) for m in marks(F(-7, 3), F(10**6, 7)))
        assert 2 <= len(marks(F(10**20), F(10**20) + F(1, 3))) <= 5


class TestFigures:
    def test_the_words_are_in_the_svg(self):
        found = words(plot.draw(of("chicken", *USUAL)))
        for wanted in (
            "Chicken",
            "payoff of Row",
            "payoff of Column",
            "1: correlated, max-welfare",
            "2: minimax-threat",
            "3: security",
        ):
            assert wanted in found
        for wanted in (
            "agreement: equal split",
            "pure Nash equilibria",
            "greatest total, 12",
            "1–3",
            "Swerve / Dare",
            "outcomes",
        ):
            assert wanted in found

    def test_terms_without_side_payments(self):
        found = words(plot.draw(of("chicken", side_payments=False)))
        assert "efficient payoffs" in found
        assert "fallback: correlated, max-welfare" in found
        assert not any("greatest total" in word for word in found)

    def test_different_splits_are_named_one_by_one(self):
        solutions = of("bos", split="equal") + of("bos", split=accord.splits.Weighted((F(2), F(1))))
        found = words(plot.draw(solutions))
        assert "1: correlated, max-welfare → equal" in found
        assert {"2: correlated, max-welfare →", "weighted"} <= set(found)

    def test_labels_are_text_whatever_they_are(self):
        odd = game(
            [[0, 7], [2, 6]],
            [[0, 2], [7, 6]],
            players=["<b>&$x_$", "参与者\x01"],
            actions=[["$\\frac$", "long " * 20], ["<script>", "鸡"]],
            title="50% of $a$ & </svg>",
        )
        found = words(plot.draw(of(odd)))
        assert "50% of $a$ & </svg>" in found
        assert "payoff of <b>&$x_$" in found
        assert "payoff of 参与者�" in found
        assert "$\\frac$ / <script>" in found
        assert not any("long long long long long" in word for word in found)

    @pytest.mark.parametrize("form", ["svg", "png", "pdf"])
    def test_the_same_bytes_again(self, form):
        first, second = (plot.encoded(plot.draw(of("bos", "correlated", "security")), form) for _ in range(2))
        assert first == second
        assert first.startswith({"svg": b"<?xml", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-"}[form])
        assert not re.search(rb"/CreationDate|<dc:date>", first)

    def test_neither_pyplot_nor_the_user_s_settings_matter(self):
        code = (
            "import sys, accord, matplotlib\n"
            "from accord import plot\n"
            "solution = accord.solve(accord.read('bos'))\n"
            "plain = plot.encoded(solution.plot(), 'svg')\n"
            "matplotlib.rcParams.update({'font.size': 30, 'svg.fonttype': 'path', 'figure.facecolor': 'black'})\n"
            # to ask for the backend would load pyplot
            "held = lambda: {k: matplotlib.rcParams[k] for k in matplotlib.rcParams if k != 'backend'}\n"
            "before = held()\n"
            "assert plot.encoded(solution.plot(), 'svg') == plain\n"
            "assert 'matplotlib.pyplot' not in sys.modules\n"
            "assert held() == before\n"
        )
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr

    def test_on_axes_of_the_user(self):
        (solution,) = of("chicken")
        axes = Figure().subplots(1, 2, sharey=True)
        assert solution.plot(ax=axes[1]) is axes[1]
        assert axes[1].get_title() == "Chicken"
        assert axes[1].get_legend() is not None
        assert not axes[0].lines
        assert solution.plot(axes[0], legend=False, title="").get_legend() is None

    @pytest.mark.parametrize("side_payments", [True, False], ids=["tu", "ntu"])
    @pytest.mark.parametrize("name", ["chicken", "majority3"])
    def test_the_legend_of_the_user_s_axes_is_within_the_figure(self, name, side_payments):
        (solution,) = of(name, side_payments=side_payments)
        projection = "3d" if solution.game.n_players == 3 and not side_payments else None
        for layout in (None, "constrained"):
            axes = Figure(layout=layout).add_subplot(projection=projection)
            solution.plot(axes)
            axes.figure.draw_without_rendering()
            box = axes.get_legend().get_window_extent()
            assert box.x1 <= axes.figure.bbox.x1
            assert not box.overlaps(axes.get_window_extent())
        left, right = Figure(figsize=(16, 4)).subplots(1, 2)
        if projection is None:
            solution.plot(left)
            assert left.get_legend().get_window_extent().x1 <= right.get_window_extent().x0
        narrow = Figure(figsize=(3, 3)).add_subplot(projection=projection)
        before = narrow.get_position(original=True).bounds
        solution.plot(narrow)
        assert narrow.get_position(original=True).bounds == before

    def test_a_figure_that_notebooks_show(self):
        figure = of("chicken")[0].plot(title="Mine", size=(4, 5))
        assert isinstance(figure, Figure)
        assert tuple(figure.get_size_inches()) == (4, 5)
        assert "Mine" in figure._repr_svg_()

    def test_axes_of_the_wrong_kind(self):
        (solid,), (plane,) = of("majority3", side_payments=False), of("chicken")
        with pytest.raises(ConfigurationError, match="projection='3d'"):
            solid.plot(Figure().add_subplot())
        with pytest.raises(ConfigurationError, match="in the plane"):
            plane.plot(Figure().add_subplot(projection="3d"))
        assert solid.plot(Figure().add_subplot(projection="3d")).get_zlabel() == "payoff of Player 3"

    @pytest.mark.parametrize(
        "played",
        [
            game([[3, 3], [3, 3]], [[5, 5], [5, 5]]),
            game([[7]], [[2]]),
            chicken_times(10**294),
            chicken_times(F(1, 10**300)),
            chicken_times(1, shift=10**18),
            game([[3, 3], [3, 3]], [[1, 5], [2, 4]]),
            game([[F(1, 10**300), 0]], [[0, 10**295]]),
            game(*np.zeros((3, 2, 2, 2))),
            game(*np.random.default_rng(5).integers(0, 9, (3, 2, 1, 2)) * 1e290),
        ],
        ids=["constant", "one", "huge", "tiny", "offset", "upright", "unlike", "zero3", "huge3"],
    )
    @pytest.mark.parametrize("side_payments", [True, False], ids=["tu", "ntu"])
    def test_degenerate_games_are_drawn_without_a_warning(self, played, side_payments):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            figure = plot.draw(of(played, "correlated", "security", side_payments=side_payments))
            assert len(plot.encoded(figure, "png")) > 10_000
        axes = figure.axes[0]
        for low, high in (axes.get_xlim(), axes.get_ylim()):
            assert np.isfinite([low, high]).all()
            assert high > low

    def test_nothing_is_cut_off_and_the_legend_covers_nothing(self):
        for name, paying in (("hot_dog", True), ("hot_dog", False), ("majority3", True), ("majority3", False)):
            figure = plot.draw(of(name, "correlated", "security", side_payments=paying))
            (legend,), (axes,) = figure.legends, figure.axes
            whole = figure.bbox
            for text in [axes.title, axes.xaxis.label, axes.yaxis.label, *axes.texts, *legend.get_texts()]:
                if text.get_text() and text.get_visible():
                    box = text.get_window_extent()
                    assert box.x0 >= whole.x0 - 1, (name, text)
                    assert box.x1 <= whole.x1 + 1, (name, text)
                    assert box.y0 >= whole.y0 - 1, (name, text)
                    assert box.y1 <= whole.y1 + 1, (name, text)
            assert not legend.get_window_extent().overlaps(axes.get_window_extent())

    def test_labels_cover_neither_each_other_nor_markers(self):
        figure = plot.draw(of("shapley3x3", *USUAL))
        (axes,) = figure.axes
        boxes = [text.get_window_extent().shrunk(0.9, 0.8) for text in axes.texts if text.get_text()]
        assert len(boxes) == 5
        assert not any(one.overlaps(other) for k, one in enumerate(boxes) for other in boxes[:k])
        dots = axes.transData.transform([(0, 0), (0, 1), (1, 0), (0.5, 0.5), (1 / 3, 1 / 3)])
        assert not any(box.contains(*dot) for box in boxes for dot in dots)

    @pytest.mark.parametrize("size", [None, (5, 5), (6, 8)])
    @pytest.mark.parametrize("players", [("1", "2", "3"), ("An extraordinarily long label", "Another one, no shorter", "Third")])
    def test_pictures_in_space_stay_within_their_figure(self, players, size):
        """The box is far higher than it is wide, so that the names of its axes would hang out at the bottom."""
        tables = np.array([[0, 4, -4, 1, 2, -3, 3, 0], [1, -2, 2, 0, -3, 2, -4, 3]])
        tall = game(*(u.reshape(2, 2, 2) for u in (*tables, -tables.sum(axis=0) * 2)), players=players)
        for name in (tall, "public_good3_asym"):
            figure = plot.draw(of(name, "correlated", "security", side_payments=False), size=size, title="Title")
            figure.draw_without_rendering()
            (axes,), (legend,) = figure.axes, figure.legends
            drawn = [axis.get_tightbbox(figure.canvas.get_renderer()) for axis in (axes.xaxis, axes.yaxis, axes.zaxis)]
            drawn += [text.get_window_extent() for text in (*axes.texts, *figure.texts) if text.get_text()]
            for box in drawn:
                assert figure.bbox.padded(1).containsx(box.x0)
                assert figure.bbox.padded(1).containsx(box.x1)
                assert figure.bbox.padded(1).containsy(box.y0)
                assert figure.bbox.padded(1).containsy(box.y1)
                assert not box.shrunk(0.98, 0.98).overlaps(legend.get_window_extent())
            assert "Title" in words(figure)

    @pytest.mark.parametrize("name", ["majority3", "public_good3_asym"])
    @pytest.mark.parametrize("side_payments", [True, False], ids=["tu", "ntu"])
    def test_labels_cover_no_other_words(self, name, side_payments):
        figure = plot.draw(of(name, *USUAL, side_payments=side_payments))
        figure.draw_without_rendering()
        (axes,) = figure.axes
        sides = [] if side_payments else [axes.xaxis, axes.yaxis, axes.zaxis]
        ticks = [tick.label1 for axis in sides for tick in axis.majorTicks]
        places = []
        for text in (*(axis.label for axis in sides), *ticks, *axes.texts):
            if not text.get_text() or isinstance(text, Annotation):
                continue
            box, turn = text.get_window_extent(), np.radians(text.get_rotation())
            long = max(box.width * abs(np.cos(turn)), box.height * abs(np.sin(turn))) * 0.8
            middle = np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2
            places += [middle + share * long * np.array([np.cos(turn), np.sin(turn)]) for share in np.linspace(-0.5, 0.5, 9)]
        labels = [text for text in axes.texts if isinstance(text, Annotation) and text.get_text()]
        assert len(labels) > 1
        assert len(places) > 50
        for label in labels:
            box = label.get_bbox_patch().get_window_extent() if label.get_bbox_patch() else label.get_window_extent()
            assert not any(box.contains(*place) for place in places), label.get_text()

    def test_the_shorter_of_two_ways_is_on_top(self):
        """The fallbacks of Chicken lie on one line with the agreement, each on the way of those before it."""
        shown = scene("chicken", "correlated", "security", "minimax-threat")
        assert [number for number, _ in ways(shown)] == [2, 1, 0]
        (axes,) = plot.draw(of("chicken", "correlated", "security", "minimax-threat")).axes
        arrows = [text.arrow_patch.get_edgecolor() for text in axes.texts if not text.get_text()]
        assert arrows == [to_rgba(course_style(k)["color"]) for k in (2, 1, 0)]

    def test_a_long_legend_makes_the_figure_higher(self):
        figure = plot.draw(of("bos", *USUAL) * 10)
        assert figure.get_figwidth() == 7.2
        box = figure.legends[0].get_window_extent()
        assert box.height > 5 * figure.dpi
        assert figure.bbox.y0 <= box.y0
        assert box.y1 <= figure.bbox.y1

    def test_equal_scales_where_ranges_are_alike(self):
        (axes,) = plot.draw(of("hot_dog")).axes
        box = axes.get_window_extent()
        scales = [np.ptp(limits) / size for limits, size in ((axes.get_xlim(), box.width), (axes.get_ylim(), box.height))]
        assert scales[0] == pytest.approx(scales[1], rel=1e-9)

    def test_courses_differ_in_shape_and_line_not_in_colour_alone(self):
        looks = [course_style(k) for k in range(plot.MOST)]
        assert len({(look["color"], look["marker"]) for look in looks}) == plot.MOST
        assert len({look["marker"] for look in looks[:11]}) == 11
        assert all(one["linestyle"] != other["linestyle"] for one, other in pairwise(looks))


class TestNames:
    def test_numbers_in_a_row(self):
        assert counted([0]) == "1"
        assert counted([1, 0]) == "1, 2"
        assert counted([0, 2, 3, 4, 9]) == "1, 3–5, 10"

    @given(st.text(min_size=1))
    def test_labels_fit_xml_and_a_line(self, label):
        line = safe(label)
        assert len(line) <= 40
        assert line.isprintable()
        assert (ElementTree.fromstring(f"<a>{escape(line)}</a>").text or "") == line


class TestRefusals:
    def test_numbers_of_players(self):
        for shape in ((2,), (2, 2, 2, 2)):
            played = game(*np.arange(len(shape) * 2 ** len(shape)).reshape(len(shape), *shape))
            with pytest.raises(UnsuitableError, match=f"two or three players; this one has {len(shape)}"):
                of(played)[0].plot()

    def test_solutions_that_do_not_go_together(self):
        with pytest.raises(InputError, match="at least one"):
            plot.draw([])
        with pytest.raises(InputError, match="different games"):
            plot.draw(of("chicken") + of("bos"))
        with pytest.raises(InputError, match="side payments"):
            plot.draw(of("bos") + of("bos", side_payments=False))
        with pytest.raises(InputError, match="at most 30"):
            plot.draw(of("bos") * 31)

    @pytest.mark.parametrize("size", [(2, 2), (2, 5), (5, 2.5)])
    def test_sizes_without_room_for_the_legend(self, size):
        with pytest.raises(ConfigurationError, match="leave no room"):
            plot.draw(of("chicken", *USUAL), size=size)

    def test_views_that_need_more_room(self):
        """What is written below a triangle would be cut off, and its sides' names would cover each other."""
        ternary, solid = of("majority3"), of("majority3", side_payments=False)
        for solutions, size in ((ternary, (2.5, 4)), (ternary, (5, 2)), (solid, (2, 2))):
            with pytest.raises(ConfigurationError, match="leave no room"):
                plot.draw(solutions, size=size, legend=False)
        figure = plot.draw(ternary, size=(3.6, 3.6), legend=False)
        (caption,) = [text for text in figure.axes[0].texts if "add up to" in text.get_text()]
        box = caption.get_window_extent()
        assert 0 <= box.x0 < box.x1 <= figure.bbox.x1
        assert box.y0 >= 0

    def test_names_of_outcomes_without_room_are_left_out(self):
        found = {size: words(plot.draw(of("majority3", *USUAL), size=size)) for size in ((7.2, 4.6), (4, 4))}
        roomy, cramped = ({word for word in found[size] if " / " in word} for size in found)
        assert len(roomy) == 6
        assert cramped < roomy
        assert "1–3" in found[4, 4]

    def test_a_small_figure_without_legend(self):
        assert plot.draw(of("chicken"), size=(2.4, 2.4), legend=False).legends == []

    @pytest.mark.parametrize("size", [(1, 5), (5, 50), (float("nan"), 5)])
    def test_sizes(self, size):
        with pytest.raises(ConfigurationError, match="between 2 and 40"):
            plot.draw(of("bos"), size=size)

    def test_matplotlib_is_missing(self, monkeypatch, capsys, tmp_path):
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        with pytest.raises(ConfigurationError, match=r"pip install 'accord\[plot\]'"):
            of("bos")[0].plot()
        assert main(["plot", "bos", "-o", str(tmp_path / "a.svg")]) == 2
        assert "pip install 'accord[plot]'" in capsys.readouterr().err
        assert not list(tmp_path.iterdir())

    def test_nothing_is_loaded_that_is_not_needed(self):
        code = (
            "import sys, accord, accord.plot\nfrom accord.cli import main\nmain(['plot', '--help'])\n"
            "accord.solve(accord.read('bos'))._repr_html_()\nassert not {'matplotlib', 'scipy.spatial'} & set(sys.modules)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr


class TestCombinations:
    def combined(self, name, **options):
        return solved(accord.read(name), load_registry(), **options)

    def test_the_usual_ones(self):
        solutions, left_out = self.combined("chicken")
        assert [s.steps["fallback"].name for s in solutions] == list(USUAL)
        assert left_out == []

    def test_usual_ones_that_do_not_accept_the_game_are_left_out(self, monkeypatch):
        monkeypatch.setattr(accord.fallbacks.MinimaxThreat, "needs", Needs(max_players=2))
        solutions, left_out = self.combined("majority3")
        assert [s.steps["fallback"].name for s in solutions] == ["correlated", "security"]
        assert left_out == ["fallback minimax-threat accepts at most 2 player(s); the game has 3"]

    def test_usual_ones_that_lead_to_no_agreement_are_left_out(self):
        """Threats of three players may promise more than anything feasible gives them without money."""
        solutions, left_out = self.combined("threat3_cost1", side_payments=False)
        assert [s.steps["fallback"].name for s in solutions] == ["correlated", "security"]
        (reason,) = left_out
        assert reason.startswith("fallback minimax-threat: without side payments no outcome gives everybody")
        assert reason.endswith("(997/6, -4997/6, -1000/3); allow side payments")
        with pytest.raises(UnsuitableError, match="allow side payments"):
            self.combined("threat3_cost1", fallbacks=["correlated", "minimax-threat"], side_payments=False)

    def test_every_combination(self):
        solutions, _ = self.combined(
            "bos", fallbacks=["nash", "security"], selections=["max-welfare", "egalitarian"], splits=["equal", "nash"]
        )
        found = [
            (s.steps["fallback"].name, s.steps["selection"] and s.steps["selection"].name, s.steps["split"].name)
            for s in solutions
        ]
        assert found == [
            ("nash", "max-welfare", "equal"),
            ("nash", "max-welfare", "nash"),
            ("nash", "egalitarian", "equal"),
            ("nash", "egalitarian", "nash"),
            ("security", None, "equal"),
            ("security", None, "nash"),
        ]

    def test_settings_go_where_they_fit(self):
        solutions, _ = self.combined(
            "bos",
            fallbacks=["point", "correlated"],
            splits=["weighted", "equal"],
            settings={"fallback": {"payoffs": "1,0"}, "split": {"weights": "3,1"}},
        )
        assert solutions[0].disagreement.payoffs == (1, 0)
        assert [s.agreement.payoffs for s in solutions[:2]] == [(F(5, 2), F(1, 2)), (2, 1)]

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"settings": {"fallback": {"foo": "1"}}}, "has no setting 'foo'"),
            ({"settings": {"nope": {"foo": "1"}}}, "no stage 'nope'"),
            ({"fallbacks": ["security"], "selections": ["egalitarian"]}, "selection: none of the fallbacks takes one: security"),
            ({"fallbacks": ["nope"]}, "no fallback 'nope'"),
            ({"splits": ["nope"]}, "no split 'nope'"),
            ({"solver": "nope"}, "no solver 'nope'"),
        ],
    )
    def test_what_fits_nowhere_is_refused(self, options, message):
        with pytest.raises(ConfigurationError, match=message):
            self.combined("bos", **options)

    def test_a_named_fallback_that_does_not_accept_the_game(self, monkeypatch):
        monkeypatch.setattr(accord.fallbacks.MinimaxThreat, "needs", Needs(max_players=2))
        with pytest.raises(UnsuitableError, match="at most 2"):
            self.combined("majority3", fallbacks=["minimax-threat"])


class TestCommand:
    @pytest.mark.parametrize(("suffix", "magic"), [(".svg", b"<?xml"), (".PNG", b"\x89PNG"), (".pdf", b"%PDF")])
    def test_files(self, suffix, magic, tmp_path, capsys):
        target = tmp_path / f"bos{suffix}"
        target.write_text("old")
        assert main(["plot", "bos", "-o", str(target)]) == 0
        assert target.read_bytes().startswith(magic)
        assert list(tmp_path.iterdir()) == [target]
        assert capsys.readouterr() == ("", "")

    def test_standard_output(self, capsys):
        assert main(["plot", "bos", "-o", "-", "--title", "Opera?", "--fallback", "nash", "--split", "equal"]) == 0
        root = ElementTree.fromstring(capsys.readouterr().out)
        found = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
        assert {"Opera?", "fallback: nash, pure, max-welfare", "agreement: equal split"} <= set(found)

    def test_what_is_left_out_is_said(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setattr(accord.fallbacks.MinimaxThreat, "needs", Needs(max_players=2))
        assert main(["plot", "majority3", "-o", str(tmp_path / "m.svg"), "--size", "4x4"]) == 0
        assert "not in the picture: fallback minimax-threat" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["-o", "a.gif"], "suffix .gif; pictures are written to .svg, .png, .pdf"),
            (["-o", "a"], "no suffix"),
            (["-o", "folder.svg"], "is a directory"),
            (["-o", "missing/a.svg"], "no directory missing"),
            (["-o", "a.svg", "--size", "big"], "'big' is no size"),
            (["-o", "a.svg", "--size", "1x1"], "between 2 and 40"),
            (["-o", "a.svg", "--solver", "nope"], "no solver 'nope'"),
            ([], "required: -o"),
        ],
    )
    def test_errors_are_one_line_and_leave_nothing_behind(self, arguments, message, tmp_path, monkeypatch, capsys):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "folder.svg").mkdir()
        assert main(["plot", "bos", *arguments]) == 2
        error = capsys.readouterr().err
        assert message in error
        assert error.count("\n") == 1
        assert [path.name for path in tmp_path.iterdir()] == ["folder.svg"]

    def test_one_player(self, tmp_path, capsys):
        (tmp_path / "one.json").write_text('{"players": ["Solo"], "payoffs": [[1], [2]]}')
        assert main(["plot", str(tmp_path / "one.json"), "-o", str(tmp_path / "a.svg")]) == 2
        assert "two or three players; this one has 1" in capsys.readouterr().err

    def test_a_directory_that_cannot_be_written_to(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert main(["plot", "bos", "-o", str(tmp_path / "a.svg")]) == 2
        assert "no permission" in capsys.readouterr().err

    def test_a_full_disk_keeps_the_old_file(self, tmp_path, monkeypatch, capsys):
        target = tmp_path / "a.svg"
        target.write_text("old")

        def full(self, content):
            self.touch()
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("pathlib.Path.write_bytes", full)
        assert main(["plot", "bos", "-o", str(target)]) == 2
        assert "No space left" in capsys.readouterr().err
        assert target.read_text() == "old"
        assert list(tmp_path.iterdir()) == [target]

    def test_saving_from_python(self, tmp_path):
        figure = of("bos")[0].plot()
        plot.save(figure, tmp_path / "a.svg")
        assert (tmp_path / "a.svg").read_bytes() == plot.encoded(figure, "svg")
        with pytest.raises(ConfigurationError, match="suffix"):
            plot.save(figure, tmp_path / "a.jpg")


def test_the_public_module():
    assert accord.plot is importlib.import_module("accord.plot")
