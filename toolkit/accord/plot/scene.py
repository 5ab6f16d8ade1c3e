"""What a picture shows, as payoffs: outcomes, regions, equilibria, and the way from each fallback to its agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from accord.equilibria.guarantees import security_level
from accord.errors import InputError, UnsuitableError
from accord.game import Game
from accord.plot.regions import Payoffs, Region, regions, shadow
from accord.plot.surroundings import Outcome, nash_points, outcomes
from accord.solution import Solution, Step

__all__ = ["MOST", "Course", "Scene", "Spot", "View", "drawable", "scene_of"]

View = Literal["plane", "solid", "ternary"]
MOST = 30
"""Solutions beyond which nobody could tell them apart in one picture."""
_SAME = 1e-9
"""Points that differ by less than this share of the payoff ranges are one."""


@dataclass(frozen=True)
class Course:
    """What one solution adds to a picture: the way from its fallback to its agreement.

    Attributes:
        fallback: the fallback's name, with those of its selection and its solver where it has them.
        split: the split's name.
        start, end: the disagreement point and the agreed payoffs.
    """

    fallback: str
    split: str
    start: Payoffs
    end: Payoffs


@dataclass(frozen=True)
class Spot:
    """A point at which some courses start or end.

    Attributes:
        payoffs: where.
        courses: the numbers of the courses, from 0.
    """

    payoffs: Payoffs
    courses: tuple[int, ...]


@dataclass(frozen=True)
class Scene:
    """What there is to see, in the game's own payoffs, exact where those are known exactly.

    Attributes:
        title: what to write above the picture.
        players: the players' labels.
        view: ``plane`` for two players, ``ternary`` for three who can pay each other, ``solid`` for three who cannot. A ternary
            view shows the plane of payoffs that add up to the greatest total; what lies below is lifted to it by equal gains.
        side_payments: whether money can change hands.
        total: the greatest total payoff.
        outcomes: the payoffs of the action profiles; for a ternary view of those with the greatest total.
        regions: the payoffs of all joint plans, of coarse correlated and of correlated equilibria, the largest set first.
        nash: the payoffs of the Nash equilibria that were found.
        solvers: the names of the solvers that looked for them.
        courses: one for every solution.
        floors: what each player gets at least in the frame of a ternary view: its security level, or less where something lies
            below that.
        notes: what is missing, one sentence each.
    """

    title: str
    players: tuple[str, ...]
    view: View
    side_payments: bool
    total: Fraction
    outcomes: tuple[Outcome, ...]
    regions: tuple[Region, ...]
    nash: tuple[Payoffs, ...]
    solvers: tuple[str, ...]
    courses: tuple[Course, ...]
    floors: tuple[Fraction, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def starts(self) -> tuple[Spot, ...]:
        """The disagreement points; those at the same place are one."""
        return self._spots([course.start for course in self.courses])

    @property
    def ends(self) -> tuple[Spot, ...]:
        """The agreements; those at the same place are one."""
        return self._spots([course.end for course in self.courses])

    @property
    def ranges(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The least and the greatest payoff of each player in what is shown."""
        shown: list[Payoffs] = [outcome.payoffs for outcome in self.outcomes] + list(self.nash)
        shown += [corner for region in self.regions for corner in region.corners]
        shown += [point for course in self.courses for point in (course.start, course.end)]
        return tuple((Fraction(min(column)), Fraction(max(column))) for column in zip(*shown, strict=True))

    def barycentric(self, payoffs: Payoffs) -> tuple[Fraction, ...]:
        """Return a point's place in the frame of a ternary view, whose corners are (1, 0, 0), (0, 1, 0) and (0, 0, 1)."""
        side = self.total - sum(self.floors, Fraction(0))
        return tuple((Fraction(v) - floor) / side for v, floor in zip(payoffs, self.floors, strict=True))

    def _spots(self, points: Sequence[Payoffs]) -> tuple[Spot, ...]:
        slack = [_SAME * float(high - low) for low, high in self.ranges]
        found: list[tuple[Payoffs, list[int]]] = []
        for number, point in enumerate(points):
            for payoffs, courses in found:
                if all(abs(float(a - b)) <= s for a, b, s in zip(point, payoffs, slack, strict=True)):
                    courses.append(number)
                    break
            else:
                found.append((point, [number]))
        return tuple(Spot(payoffs, tuple(courses)) for payoffs, courses in found)


def drawable(game: Game) -> None:
    """Refuse games that no picture shows.

    Raises:
        UnsuitableError: if there are neither two nor three players.
    """
    if game.n_players not in {2, 3}:
        raise UnsuitableError(f"a picture needs a game of two or three players; this one has {game.n_players}")


def scene_of(solutions: Sequence[Solution], *, solvers: Sequence[object] = ("pure",), title: str | None = None) -> Scene:
    """Collect what a picture of some solutions of one game shows.

    Args:
        solutions: one to `MOST` solutions of one game, all with side payments or all without.
        solvers: names or instances of the solvers whose Nash equilibria are shown; each equilibrium is verified first.
        title: the game's title by default.

    Raises:
        InputError: if there is no solution, there are too many, or they are not of one game on the same terms.
        UnsuitableError: if the game has neither two nor three players, or a solver refuses it.
        ConfigurationError: if there is no such solver.
        SolverError: if a solver fails.
    """
    first = _first(solutions)
    game, paying = first.game, first.side_payments
    view: View = "plane" if game.n_players == 2 else "ternary" if paying else "solid"
    welfare, denominator = game.welfare
    whole = Fraction(int(welfare.max()), denominator)
    notes: list[str] = []
    courses, nash = [_course(solution) for solution in solutions], nash_points(game, solvers)
    if view == "ternary":
        courses = [Course(c.fallback, c.split, shadow(c.start, whole), shadow(c.end, whole)) for c in courses]
        nash = tuple(dict.fromkeys(shadow(point, whole) for point in nash))
    scene = Scene(
        title=game.title if title is None else title,
        players=game.players,
        view=view,
        side_payments=paying,
        total=whole,
        outcomes=outcomes(game, notes, adding_up_to=whole if view == "ternary" else None),
        regions=regions(game, view, whole, notes),
        nash=nash,
        solvers=tuple(str(getattr(solver, "name", solver)) for solver in solvers),
        courses=tuple(courses),
        notes=tuple(notes),
    )
    return replace(scene, floors=_floors(scene, game)) if view == "ternary" else scene


def _first(solutions: Sequence[Solution]) -> Solution:
    if not solutions:
        raise InputError("there is nothing to draw; at least one solution is needed")
    if len(solutions) > MOST:
        raise InputError(f"{len(solutions)} solutions are too many to tell apart in one picture; at most {MOST} are accepted")
    first = solutions[0]
    drawable(first.game)
    if any(other.game != first.game for other in solutions):
        raise InputError("the solutions are of different games; a picture shows one game")
    if any(other.side_payments != first.side_payments for other in solutions):
        raise InputError("some solutions are with side payments and some without; a picture shows either")
    return first


def _course(solution: Solution) -> Course:
    fallback, split = solution.steps["fallback"], solution.steps["split"]
    names = [] if fallback is None else [fallback.name, *(v.name for v in fallback.settings.values() if isinstance(v, Step))]
    return Course(", ".join(names), split.name if split else "", solution.disagreement.payoffs, solution.agreement.payoffs)


def _floors(scene: Scene, game: Game) -> tuple[Fraction, ...]:
    """Return the floors of a frame that holds everything; it has some size even where nothing is left to share."""
    lows = [min(low, Fraction(security_level(game, i))) for i, (low, _) in enumerate(scene.ranges)]
    if sum(lows, Fraction(0)) < scene.total:
        return tuple(lows)
    margin = max([high - low for low, high in zip(game.lowest, game.highest, strict=True)]) or max(map(abs, lows)) or Fraction(1)
    return tuple(low - margin / 3 for low in lows)
