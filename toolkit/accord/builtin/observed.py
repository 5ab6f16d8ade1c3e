"""The fallback that goes by what happened when talks failed before."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from accord.builtin.observations import Breakdowns, Posterior, prior_weights, read
from accord.builtin.settings import Level, Seed
from accord.claims import Claim
from accord.errors import ConfigurationError, UnsuitableError
from accord.game import LARGEST, Game
from accord.plan import JointPlan
from accord.ranges import Range, check_settings
from accord.rationals import Number, text
from accord.roles import Disagreement, Needs, Uncertainty

__all__ = ["Observed"]

_MOST_DRAWS = 10**6
_BIAS = "breakdowns are observed only where talks failed, and those may have been special cases"
_NO_CELLS = (
    "fallback observed: method dirichlet needs joint actions, and the file's kind is payoffs; bootstrap is accepted for payoffs"
)


@dataclass(frozen=True)
class Observed:
    """Fall back to what happened in past breakdowns, known as well as their number allows.

    The file has one row per breakdown, or per different breakdown with the column ``count``, and a column per player, named
    after it, that holds its action's label or, where only these are known, its payoff. With counts c and a Dirichlet prior alpha
    over the action profiles, ``alpha = strength ((1 - floor) mu + floor / profiles)``, the play is the posterior mean
    ``(alpha + c) / sum(alpha + c)`` and the payoffs are the expected ones, exactly. Draws from the posterior carry the
    uncertainty to intervals on the agreement. ``bootstrap`` does without a prior: rows get random weights (Bayesian bootstrap,
    Rubin 1981). The play is a record, not an equilibrium.

    Attributes:
        file: the CSV or Parquet file; relative paths start from the working directory.
        kind: whether the players' columns hold ``actions`` or ``payoffs``; ``auto`` tells by what is in them and refuses to
            guess.
        method: ``dirichlet``, a prior over the profiles, for actions; ``bootstrap``, the rows alone; ``auto`` takes
            ``dirichlet`` for actions and ``bootstrap`` for payoffs.
        base: the prior's mean mu: every profile alike (``uniform``), or the welfare-maximal correlated equilibrium
            (``correlated``).
        strength: how many breakdowns the prior is worth.
        floor: the share of the prior that is spread over all profiles alike, so that those which the equilibrium leaves out
            can be learned.
        level: the share of the draws that the intervals cover.
        draws: how many points are drawn for the intervals.
        seed: what the draws depend on.
    """

    name: ClassVar[str] = "observed"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    file: str
    kind: Literal["auto", "actions", "payoffs"] = "auto"
    method: Literal["auto", "dirichlet", "bootstrap"] = "auto"
    base: Literal["uniform", "correlated"] = "uniform"
    strength: Annotated[Number, Range(0, LARGEST, says="a number that is not negative and below 10^300")] = Fraction(1)
    floor: Annotated[Number, Range(0, 1, says="a share between 0 and 1")] = Fraction(1, 10)
    level: Level = 0.9
    draws: Annotated[int, Range(1, _MOST_DRAWS)] = 400
    seed: Seed = 0

    def __post_init__(self) -> None:
        if not isinstance(self.file, str) or self.file.strip() in {"", "-"}:
            raise ConfigurationError(
                f"fallback observed: file is {self.file!r}; the name of a CSV or Parquet file is accepted, such as "
                "file=breakdowns.csv (standard input may be the game)",
                path=("file",),
            )
        check_settings(self, "fallback observed")
        if self.kind == "payoffs" and self.method == "dirichlet":
            raise ConfigurationError(_NO_CELLS, path=("method",))

    def fall_back(self, game: Game) -> Disagreement:
        """Return the posterior mean of past breakdowns, with draws from the posterior."""
        past = read(self.file, self.kind, game)
        if past.cells is None and self.method == "dirichlet":
            raise UnsuitableError(_NO_CELLS)
        what = "payoffs" if past.cells is None else "joint actions"
        note = f"{text(past.total)} breakdown(s) were read as {what} from {past.name} (SHA-256 {past.digest[:16]}…)"
        if past.cells is None:
            return self._bootstrapped(past, (note,))
        if self.method == "bootstrap":
            unseen = _unseen(game.n_profiles - len(past.cells), game.n_profiles, Fraction(0))
            return self._bootstrapped(past, (note, *unseen))
        return self._with_prior(past, past.cells, game, (note,))

    def _bootstrapped(self, past: Breakdowns, notes: tuple[str, ...]) -> Disagreement:
        """Weigh what was recorded by how often it was."""
        play = None if past.cells is None else JointPlan(past.cells, tuple(count / past.total for count in past.counts))
        alike = ("all breakdowns in the file were alike: a bootstrap cannot show how much they vary",)
        posterior = Posterior.of_payoffs(past.payoffs, past.counts)
        return self._answer(posterior, play, (*notes, *(alike if len(past.counts) == 1 else ())), "bootstrap")

    def _with_prior(self, past: Breakdowns, cells: tuple[int, ...], game: Game, notes: tuple[str, ...]) -> Disagreement:
        """Add the counts to the prior."""
        alpha, known = prior_weights(game, self.base, Fraction(self.strength), Fraction(self.floor))
        unseen = Fraction(self.strength) - sum(alpha[cell] for cell in cells)
        for cell, count in zip(cells, past.counts, strict=True):
            alpha[cell] += count
        possible = [cell for cell, weight in enumerate(alpha) if weight]
        posterior = Posterior.of_cells(game, possible, [alpha[cell] for cell in possible])
        missing = _unseen(game.n_profiles - len(cells), game.n_profiles, unseen / (past.total + Fraction(self.strength)))
        return self._answer(posterior, JointPlan(tuple(possible), posterior.shares), (*notes, *missing, *known), "posterior")

    def _answer(self, posterior: Posterior, play: JointPlan | None, notes: tuple[str, ...], source: str) -> Disagreement:
        drawn = posterior.draws(self.draws, self.seed)
        return Disagreement(posterior.mean, play, warnings=(*notes, _BIAS), uncertainty=Uncertainty(drawn, self.level, source))


def _unseen(unseen: int, profiles: int, mass: Fraction) -> tuple[str, ...]:
    """Say how much of the play is not from data."""
    if unseen == 0:
        return ()
    prior = f"they carry {float(mass):.3g} of the play, from the prior alone" if mass else "they count as impossible"
    return (f"{unseen} of the game's {profiles} profiles were never seen: {prior}",)
