"""The fallback that learners end up with who have never heard of equilibrium."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

import numpy as np

from accord.builtin.settings import Level, Seconds, Seed
from accord.claims import Claim
from accord.game import Game
from accord.learning import LEARNERS, History, Patience, conditional_matching, external_regret, internal_regret, mixed_learning
from accord.plan import JointPlan
from accord.ranges import Range, check_settings
from accord.roles import Disagreement, Needs, Uncertainty

__all__ = ["Learned"]

Method = Literal["conditional-regret-matching", "swap-regret", "regret-matching-plus", "predictive-regret-matching-plus"]

_MATCHING = "conditional-regret-matching"
_INTERNAL = frozenset({_MATCHING, "swap-regret"})
"""The methods whose internal regret vanishes in the limit, so that play approaches the correlated equilibria."""
_MOST_ROUNDS = 10**9
_MOST_SEEDS = 10**3
_ON_THE_PLAY = frozenset({Claim.DISTRIBUTION, Claim.PAYOFFS_OF_PLAY})


@dataclass(frozen=True)
class Learned:
    """Fall back to how players end up who learn from their regrets while they play the game again and again.

    The play is the joint play of all rounds, averaged, not the product of what each player does on average. Four ways of
    learning:

    - ``conditional-regret-matching`` (Hart and Mas-Colell 2000): from its last action j a player switches to k with a
      probability proportional to ``max(D(j, k), 0)``, where D is the mean over all rounds of what k would have brought instead
      wherever it played j. Play approaches the *set* of correlated equilibria, and chance decides where: several runs are
      averaged, and how they differ travels on to intervals on the agreement.
    - ``swap-regret`` (Blum and Mansour 2007): a learner per action advises what to play instead, and the player mixes as it
      would after following the advice again and again. It approaches correlated equilibria as well, without chance.
    - ``regret-matching-plus`` (Tammelin 2014) and ``predictive-regret-matching-plus`` (Farina, Kroer and Sandholm 2021): mix in
      proportion to the positive regrets added up. Both only promise coarse correlated equilibria.

    Learning for a finite time leaves some regret: it is stated, and certified to be at most 2 % of the payoff range. The
    methods without chance start from uniform strategies and treat players and actions alike, so they may stay at a symmetric
    equilibrium that is unstable. Payoffs are approximate.

    Attributes:
        method: how the players learn.
        rounds: how often the game is played; regret falls about as the square root of it rises.
        seeds: how many independent runs, for the method that involves chance.
        seed: what chance depends on.
        level: the share of the runs that the intervals cover.
        time_limit: seconds after which learning is stopped.
    """

    name: ClassVar[str] = "learned"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = _ON_THE_PLAY
    method: Method = "conditional-regret-matching"
    rounds: Annotated[int, Range(1, _MOST_ROUNDS)] = 20_000
    seeds: Annotated[int, Range(1, _MOST_SEEDS)] = 32
    seed: Seed = 0
    level: Level = 0.9
    time_limit: Seconds = 60.0

    def __post_init__(self) -> None:
        check_settings(self, "fallback learned")

    def fall_back(self, game: Game) -> Disagreement:
        """Return the average play of the learners; it claims that little is regretted, internally or only externally.

        Raises:
            TimeLimitError: if learning takes longer than the time limit.
        """
        patience = Patience(self.time_limit, "fallback learned", "allow more (time_limit) or fewer rounds")
        if self.method == _MATCHING:
            history = conditional_matching(game, self.rounds, self.seeds, self.seed, patience)
        else:
            history = mixed_learning(game, LEARNERS[self.method], self.rounds, patience)
        play = JointPlan.of((int(cell), float(history.play.flat[cell])) for cell in np.flatnonzero(history.play))
        promise = Claim.LOW_INTERNAL_REGRET if self.method in _INTERNAL else Claim.LOW_EXTERNAL_REGRET
        return Disagreement(
            play.payoffs(game),
            play,
            claims=frozenset({promise}),
            warnings=(self._report(game, history),),
            uncertainty=self._spread(game, history),
        )

    def _spread(self, game: Game, history: History) -> Uncertainty | None:
        """Return each run's payoffs."""
        if history.payoffs is None or len(history.payoffs) == 1:
            return None
        draws = tuple(
            tuple(
                float(low + (high - low) * Fraction(float(share)))
                for low, high, share in zip(game.lowest, game.highest, run, strict=True)
            )
            for run in history.payoffs
        )
        return Uncertainty(draws, self.level, "seeds")

    def _report(self, game: Game, history: History) -> str:
        """Say what was done, what is regretted, and how far the runs are apart."""
        if self.method in _INTERNAL:
            regret = f"internal regret {internal_regret(game, history.play):.2g}"
        else:
            regret = f"external regret {external_regret(game, history.play):.2g}"
        done = f"{self.method}, {self.rounds} rounds"
        apart = ""
        if history.payoffs is None:
            done += ", one run, which depends on no seed"
        else:
            done += f", {self.seeds} run(s) from seed {self.seed}"
            if self.seeds > 1:
                apart = f"; payoffs of single runs differ by up to {float(np.ptp(history.payoffs, axis=0).max()):.2g}"
        return f"learned by {done}: {regret}{apart} (in payoff ranges); the payoffs are approximate"
