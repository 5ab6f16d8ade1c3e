"""The three solvers as components of accord."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from accord.claims import Claim
from accord.errors import ConfigurationError, TimeLimitError
from accord.game import Game
from accord.isolation import call
from accord.ranges import Range
from accord.roles import Completeness, Findings, Needs

__all__ = ["LemkeHowson", "SupportEnumeration", "VertexEnumeration"]

Seconds = Annotated[float, Range(above=0, says="a positive number of seconds")]
_WORKER = "accord_nashpy.worker"
_HEADROOM = 0.9
"""The share of the time limit that Lemke-Howson may spend, so that it can report on what it found in time."""


@dataclass(frozen=True)
class SupportEnumeration:
    """Find an equilibrium for each pair of supports by solving the indifference conditions.

    Nashpy compares rounded probabilities with zero and may lose mixed equilibria, so the list is never called complete.

    Source: algorithm 3.4 of N. Nisan et al. (eds), "Algorithmic Game Theory" (2007), as implemented by Nashpy.

    Attributes:
        non_degenerate: look only at supports of equal size, which is enough in nondegenerate games.
        tolerance: Nashpy's tolerance for probabilities and payoffs.
        time_limit: seconds.
    """

    name: ClassVar[str] = "nashpy.support-enumeration"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})

    non_degenerate: bool = False
    tolerance: Annotated[float, Range(0)] = 1e-16
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return what Nashpy finds."""
        settings = {"non_degenerate": self.non_degenerate, "tolerance": self.tolerance}
        return _lone_mover(game) or _findings(_ask(self, "support_enumeration", game, settings), Completeness.UNKNOWN)


@dataclass(frozen=True)
class VertexEnumeration:
    """Find the equilibria among the pairs of vertices of the two best-response polytopes.

    Nashpy computes the vertices in floating point; in degenerate games it may lose some, so the list is never called complete.

    Source: algorithm 3.5 of N. Nisan et al. (eds), "Algorithmic Game Theory" (2007), as implemented by Nashpy.

    Attributes:
        time_limit: seconds.
    """

    name: ClassVar[str] = "nashpy.vertex-enumeration"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})

    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return what Nashpy finds."""
        return _lone_mover(game) or _findings(_ask(self, "vertex_enumeration", game, {}), Completeness.UNKNOWN)


@dataclass(frozen=True)
class LemkeHowson:
    """Find the equilibria at the ends of the Lemke-Howson paths.

    In floating point a path need not end. Each label gets an equal share of the time limit.

    Source: algorithm 3.6 of N. Nisan et al. (eds), "Algorithmic Game Theory" (2007), as implemented by Nashpy.

    Attributes:
        initial_dropped_label: the label to drop first: the row player's actions from 0, then the column player's; None
            tries every one.
        time_limit: seconds for all labels together.
    """

    name: ClassVar[str] = "nashpy.lemke-howson"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})

    initial_dropped_label: Annotated[int, Range(0)] | None = None
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return what Nashpy finds."""
        n_labels = sum(game.shape)
        chosen = self.initial_dropped_label
        if chosen is not None and not 0 <= chosen < n_labels:
            raise ConfigurationError(
                f"{self.name}: initial_dropped_label is {chosen}; this game has the labels 0 to {n_labels - 1}"
            )
        alone = _lone_mover(game)
        if alone:
            return alone
        labels = list(range(n_labels)) if chosen is None else [chosen]
        settings = {"labels": labels, "seconds": _HEADROOM * self.time_limit / len(labels)}
        answer = _ask(self, "lemke_howson", game, settings)
        if len(answer["late"]) == len(labels):
            raise TimeLimitError(f"{self.name} did not finish within {self.time_limit:g} s; use another solver")
        return _findings(answer, Completeness.PARTIAL)


def _ask(
    solver: SupportEnumeration | VertexEnumeration | LemkeHowson, function: str, game: Game, settings: dict[str, Any]
) -> dict[str, Any]:
    payload = {"matrices": game.normalised.tolist(), **settings}
    answer: dict[str, Any] = call(f"{_WORKER}:{function}", payload, time_limit=solver.time_limit, what=solver.name)
    return answer


def _findings(answer: dict[str, Any], completeness: Completeness) -> Findings:
    notes = []
    if answer["broken"]:
        notes.append(f"Nashpy returned {answer['broken']} profile(s) that are no probabilities; they were dropped.")
    if late := answer.get("late"):
        notes.append(f"Lemke-Howson did not end in time for the label(s) {_listed(late)}.")
    if failed := answer.get("failed"):
        notes.append(f"Lemke-Howson failed for the label(s) {_listed(failed)}.")
    return Findings(profiles=answer["profiles"], completeness=completeness, notes=tuple(notes))


def _listed(labels: list[int]) -> str:
    return ", ".join(map(str, labels))


def _lone_mover(game: Game) -> Findings | None:
    """Answer a game in which a player has no choice; nashpy fails on these or never ends.

    The equilibria are all mixtures of the other player's best actions, and the extreme ones are those actions.
    """
    if 1 not in game.shape:
        return None
    mover = 0 if game.shape[1] == 1 else 1
    payoffs = game.numerators[mover].ravel().tolist()
    best = max(payoffs)
    profiles = []
    for k, payoff in enumerate(payoffs):
        if payoff == best:
            choice = [Fraction(int(k == j)) for j in range(len(payoffs))]
            profiles.append([choice, [Fraction(1)]] if mover == 0 else [[Fraction(1)], choice])
    note = "One player has a single action: the other's best actions were found without Nashpy."
    return Findings(profiles=profiles, completeness=Completeness.CLAIMED, notes=(note,))
