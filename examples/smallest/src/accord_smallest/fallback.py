"""A fallback: everybody plays it safe."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from accord import Claim, Disagreement, Fallback, Game, JointPlan, Needs, hookimpl


@dataclass(frozen=True)
class Cautious:
    """Let everybody play the action whose least payoff is greatest; several such actions are equally likely."""

    name: ClassVar[str] = "smallest.cautious"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def fall_back(self, game: Game) -> Disagreement:
        """Return the payoffs of the cautious play."""
        profile = []
        for i, payoffs in enumerate(game.numerators):
            least = np.moveaxis(payoffs, i, 0).reshape(game.shape[i], -1).min(axis=1)
            safe = (least == least.max()).tolist()
            profile.append(tuple(Fraction(int(each), sum(safe)) for each in safe))
        play = JointPlan.independent(tuple(profile))
        return Disagreement(play.payoffs(game), play)


@hookimpl
def accord_register_fallbacks() -> list[type[Fallback]]:
    """Register the fallback."""
    return [Cautious]
