"""Solvers that approach one equilibrium or a few: by subdivision, along a path, or by descent."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from accord.claims import Claim
from accord.errors import ConfigurationError
from accord.game import Game
from accord.ranges import Range
from accord.rationals import rational
from accord.roles import Completeness, Findings, Needs
from accord_gambit.solvers.asking import (
    NASH,
    ROUNDED,
    SEVERAL,
    Count,
    Positive,
    Seconds,
    ask,
    check_least,
    check_positive,
    drawn,
)

__all__ = ["Gnm", "Ipa", "Liap", "Logit", "Simpdiv"]


@dataclass(frozen=True)
class Simpdiv:
    """Approximate one equilibrium by simplicial subdivision, on ever finer grids of rational profiles.

    Source: G. van der Laan, A. J. J. Talman and L. van der Heyden, "Simplicial variable dimension algorithms for solving
    the nonlinear complementarity problem on a product of unit simplices", Mathematics of Operations Research 12 (1987).

    Attributes:
        maxregret: the greatest regret, as a share of the players' payoff ranges, at which to stop.
        refine: by how much the grid gets finer from one round to the next.
        leash: how far a round may stray, in grid steps; no limit by default.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.simpdiv"
    needs: ClassVar[Needs] = SEVERAL
    claims: ClassVar[frozenset[Claim]] = NASH

    maxregret: Positive = 1e-8
    refine: Annotated[int, Range(2)] = 2
    leash: Count | None = None
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return one approximate equilibrium, started from uniform play; in floats, because the fractions are those of a grid."""
        check_least(1, self, "leash")
        check_least(2, self, "refine")
        centre = [[f"1/{count}"] * count for count in game.shape]
        options = {"maxregret": str(rational(check_positive(self, "maxregret"))), "refine": self.refine, "leash": self.leash}
        found = ask(self, game, Completeness.PARTIAL, (ROUNDED,), centre, **options)
        return replace(found, profiles=[[list(map(float, strategy)) for strategy in profile] for profile in found.profiles])


@dataclass(frozen=True)
class Ipa:
    """Approximate equilibria by iterated polymatrix approximation: fast, may run forever on simple games.

    Source: S. Govindan and R. Wilson, "Computing Nash equilibria by iterated polymatrix approximation", Journal of
    Economic Dynamics and Control 28 (2004).

    Attributes:
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.ipa"
    needs: ClassVar[Needs] = SEVERAL
    claims: ClassVar[frozenset[Claim]] = NASH

    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return what the method converges to."""
        return ask(self, game, Completeness.PARTIAL, (ROUNDED,))


@dataclass(frozen=True)
class Gnm:
    """Approximate equilibria by a global Newton method, along the path from a perturbed game with one equilibrium.

    Source: S. Govindan and R. Wilson, "A global Newton method to compute Nash equilibria", Journal of Economic
    Theory 110 (2003).

    Attributes:
        end_lambda: the (negative) multiple of the perturbation at which the path is abandoned.
        steps: steps within each cell of the path; more are more accurate.
        local_newton_interval: after how many steps to correct the path, 0 for never.
        local_newton_maxits: iterations of such a correction at most.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.gnm"
    needs: ClassVar[Needs] = SEVERAL
    claims: ClassVar[frozenset[Claim]] = NASH

    end_lambda: float = -10.0
    steps: Count = 100
    local_newton_interval: Annotated[int, Range(0)] = 3
    local_newton_maxits: Count = 10
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria along the path."""
        if not self.end_lambda < 0:
            raise ConfigurationError(f"end_lambda of {self.name} is {self.end_lambda!r}; a negative number is needed")
        check_least(1, self, "steps", "local_newton_maxits")
        check_least(0, self, "local_newton_interval")
        options = {k: getattr(self, k) for k in ("end_lambda", "steps", "local_newton_interval", "local_newton_maxits")}
        return ask(self, game, Completeness.PARTIAL, (ROUNDED,), **options)


@dataclass(frozen=True)
class Logit:
    """Approximate the one equilibrium that the logit quantal-response equilibria lead to as noise vanishes.

    Source: T. L. Turocy, "A dynamic homotopy interpretation of the logistic quantal response equilibrium
    correspondence", Games and Economic Behavior 51 (2005).

    Attributes:
        maxregret: the greatest regret, as a share of the players' payoff ranges, at which to stop.
        first_step: length of the first step along the path.
        max_accel: by which factor a step may be longer than the one before.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.logit"
    needs: ClassVar[Needs] = SEVERAL
    claims: ClassVar[frozenset[Claim]] = NASH

    maxregret: Positive = 1e-8
    first_step: Positive = 0.03
    max_accel: Positive = 1.1
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the limit of the principal branch."""
        if not self.max_accel > 1:
            raise ConfigurationError(f"max_accel of {self.name} is {self.max_accel!r}; a number above 1 is needed")
        options = {k: check_positive(self, k) for k in ("maxregret", "first_step", "max_accel")}
        return ask(self, game, Completeness.PARTIAL, (ROUNDED,), **options)


@dataclass(frozen=True)
class Liap:
    """Approximate equilibria as minima of a Lyapunov function, the sum of squared gains from deviating.

    The search is local: from many starts it ends in a minimum that is no equilibrium and reports nothing.
    Source: R. D. McKelvey, "A Liapunov function for Nash equilibria", California Institute of Technology (1991).

    Attributes:
        starts: how many profiles to start from: uniform play, then random ones.
        seed: what the random profiles are drawn from.
        maxregret: the greatest regret, as a share of the players' payoff ranges, at which a minimum is accepted.
        maxiter: iterations of each search at most.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.liap"
    needs: ClassVar[Needs] = SEVERAL
    claims: ClassVar[frozenset[Claim]] = NASH

    starts: Count = 10
    seed: Annotated[int, Range(0)] = 0
    maxregret: Positive = 1e-6
    maxiter: Count = 1000
    time_limit: Seconds = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria that the searches end in."""
        check_least(1, self, "starts", "maxiter")
        draw = random.Random(self.seed)  # noqa: S311 - starting points, not secrets
        profiles = [[[1 / count] * count for count in game.shape]]
        profiles += [[drawn(count, draw) for count in game.shape] for _ in range(self.starts - 1)]
        options = {"maxregret": check_positive(self, "maxregret"), "maxiter": self.maxiter}
        return ask(self, game, Completeness.PARTIAL, (ROUNDED,), *profiles, **options)
