"""Gambit's equilibrium solvers as components.

Every game is sent with each player's payoffs scaled exactly to [0, 1] (`nfg.normalised`) into a worker process that is killed
when the time limit passes; tolerances are therefore relative to each player's payoff range. Descriptions of all methods:
T. L. Turocy and others, *Gambit: the package for computation in game theory*, and R. D. McKelvey and A. McLennan,
"Computation of equilibria in finite games", Handbook of Computational Economics 1 (1996).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Literal

from accord import isolation
from accord.claims import Claim
from accord.errors import ConfigurationError, UnsuitableError
from accord.game import Game
from accord.rationals import Number, rational
from accord.roles import Completeness, Findings, Needs, Solver
from accord_gambit import nfg

__all__ = ["EnumMixed", "EnumPoly", "EnumPure", "Gnm", "Ipa", "Lcp", "Liap", "Logit", "Lp", "Simpdiv"]

_NASH = frozenset({Claim.NASH})
_ANY = Needs()
_TWO = Needs(min_players=2, max_players=2)
_SEVERAL = Needs(min_players=2)
_ROUNDED = "the profiles are floating-point approximations"

Arithmetic = Literal["exact", "float"]


@dataclass(frozen=True)
class EnumPure:
    """Find all equilibria in pure strategies, by looking at every profile; mixed ones are not looked for.

    Attributes:
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.enumpure"
    needs: ClassVar[Needs] = _ANY
    claims: ClassVar[frozenset[Claim]] = _NASH

    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return all pure equilibria."""
        return _findings(self, game, Completeness.PARTIAL, ("only equilibria in pure strategies are looked for",))


@dataclass(frozen=True)
class EnumMixed:
    """Find all extreme equilibria of a two-player game, by enumerating the vertices of the best-response polyhedra.

    Every equilibrium is a convex combination of extreme ones that are interchangeable. About ten actions each are feasible
    in exact arithmetic. Source: O. L. Mangasarian, "Equilibrium points of bimatrix games", SIAM Journal 12 (1964).

    Attributes:
        arithmetic: ``"exact"`` with rationals; ``"float"`` is faster and may lose equilibria of degenerate games.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.enummixed"
    needs: ClassVar[Needs] = _TWO
    claims: ClassVar[frozenset[Claim]] = _NASH

    arithmetic: Arithmetic = "exact"
    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the extreme equilibria."""
        exact = _is_exact(self.arithmetic, self.name)
        completeness = Completeness.CLAIMED if exact else Completeness.UNKNOWN
        return _findings(self, game, completeness, () if exact else (_ROUNDED,), rational=exact)


@dataclass(frozen=True)
class Lcp:
    """Find equilibria of a two-player game by complementary pivoting: those that paths of Lemke's method reach.

    Finds at least one; others are reached by starting anew from those found, which need not lead to all of them.
    Source: C. E. Lemke and J. T. Howson, "Equilibrium points of bimatrix games", SIAM Journal 12 (1964).

    Attributes:
        stop_after: how many equilibria to find at most; all that can be reached by default.
        max_depth: how many times in a row to start anew at most; no limit by default.
        arithmetic: ``"exact"`` with rationals, or ``"float"``.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.lcp"
    needs: ClassVar[Needs] = _TWO
    claims: ClassVar[frozenset[Claim]] = _NASH

    stop_after: int | None = None
    max_depth: int | None = None
    arithmetic: Arithmetic = "exact"
    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria that can be reached."""
        exact = _is_exact(self.arithmetic, self.name)
        _at_least(1, self, "stop_after", "max_depth")
        options = {"rational": exact, "stop_after": self.stop_after, "max_depth": self.max_depth}
        return _findings(self, game, Completeness.PARTIAL, () if exact else (_ROUNDED,), **options)


@dataclass(frozen=True)
class Lp:
    """Find one equilibrium of a two-player constant-sum game by linear programming.

    All equilibria of such a game give the same payoffs. Source: J. von Neumann, "Zur Theorie der Gesellschaftsspiele",
    Mathematische Annalen 100 (1928).

    Attributes:
        arithmetic: ``"exact"`` with rationals, or ``"float"``.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.lp"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2, constant_sum=True)
    claims: ClassVar[frozenset[Claim]] = _NASH

    arithmetic: Arithmetic = "exact"
    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return one pair of maximin strategies."""
        exact = _is_exact(self.arithmetic, self.name)
        return _findings(self, game, Completeness.PARTIAL, () if exact else (_ROUNDED,), rational=exact)


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
    needs: ClassVar[Needs] = _SEVERAL
    claims: ClassVar[frozenset[Claim]] = _NASH

    maxregret: float = 1e-8
    refine: int = 2
    leash: int | None = None
    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return one approximate equilibrium, started from uniform play."""
        _at_least(1, self, "leash")
        _at_least(2, self, "refine")
        centre = [[f"1/{count}"] * count for count in game.shape]
        options = {"maxregret": str(rational(_positive(self, "maxregret"))), "refine": self.refine, "leash": self.leash}
        return _findings(self, game, Completeness.PARTIAL, (), centre, **options)


@dataclass(frozen=True)
class Ipa:
    """Approximate equilibria by iterated polymatrix approximation: fast, may run forever on simple games.

    Source: S. Govindan and R. Wilson, "Computing Nash equilibria by iterated polymatrix approximation", Journal of
    Economic Dynamics and Control 28 (2004).

    Attributes:
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.ipa"
    needs: ClassVar[Needs] = _SEVERAL
    claims: ClassVar[frozenset[Claim]] = _NASH

    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return what the method converges to."""
        return _findings(self, game, Completeness.PARTIAL, (_ROUNDED,))


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
    needs: ClassVar[Needs] = _SEVERAL
    claims: ClassVar[frozenset[Claim]] = _NASH

    end_lambda: float = -10.0
    steps: int = 100
    local_newton_interval: int = 3
    local_newton_maxits: int = 10
    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria along the path."""
        if not self.end_lambda < 0:
            raise ConfigurationError(f"end_lambda of {self.name} is {self.end_lambda!r}; a negative number is needed")
        _at_least(1, self, "steps", "local_newton_maxits")
        _at_least(0, self, "local_newton_interval")
        options = {k: getattr(self, k) for k in ("end_lambda", "steps", "local_newton_interval", "local_newton_maxits")}
        return _findings(self, game, Completeness.PARTIAL, (_ROUNDED,), **options)


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
    needs: ClassVar[Needs] = _SEVERAL
    claims: ClassVar[frozenset[Claim]] = _NASH

    maxregret: float = 1e-8
    first_step: float = 0.03
    max_accel: float = 1.1
    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the limit of the principal branch."""
        if not self.max_accel > 1:
            raise ConfigurationError(f"max_accel of {self.name} is {self.max_accel!r}; a number above 1 is needed")
        options = {k: _positive(self, k) for k in ("maxregret", "first_step", "max_accel")}
        return _findings(self, game, Completeness.PARTIAL, (_ROUNDED,), **options)


@dataclass(frozen=True)
class EnumPoly:
    """Look on every support for the isolated equilibria, as roots of the polynomial system of indifference.

    Roots are bracketed numerically, and continua of equilibria have no isolated root to find; so although all supports are
    visited, whether all equilibria were found is unknown. Small games only.

    Attributes:
        stop_after: how many equilibria to find at most; all by default.
        maxregret: the greatest regret, as a share of the players' payoff ranges, at which to accept a root.
        time_limit: seconds after which the solver is stopped.
    """

    name: ClassVar[str] = "gambit.enumpoly"
    needs: ClassVar[Needs] = _SEVERAL
    claims: ClassVar[frozenset[Claim]] = _NASH

    stop_after: int | None = None
    maxregret: float = 1e-8
    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria found, one support after another."""
        _at_least(1, self, "stop_after")
        completeness = Completeness.UNKNOWN if self.stop_after is None else Completeness.PARTIAL
        options = {"stop_after": self.stop_after, "maxregret": _positive(self, "maxregret")}
        return _findings(self, game, completeness, (_ROUNDED,), **options)


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
    needs: ClassVar[Needs] = _SEVERAL
    claims: ClassVar[frozenset[Claim]] = _NASH

    starts: int = 10
    seed: int = 0
    maxregret: float = 1e-6
    maxiter: int = 1000
    time_limit: float = 60.0

    def equilibria(self, game: Game) -> Findings:
        """Return the equilibria that the searches end in."""
        _at_least(1, self, "starts", "maxiter")
        draw = random.Random(self.seed)  # noqa: S311 - starting points, not secrets
        profiles = [[[1 / count] * count for count in game.shape]]
        profiles += [[_drawn(count, draw) for count in game.shape] for _ in range(self.starts - 1)]
        options = {"maxregret": _positive(self, "maxregret"), "maxiter": self.maxiter}
        return _findings(self, game, Completeness.PARTIAL, (_ROUNDED,), *profiles, **options)


def _findings(
    solver: Solver,
    game: Game,
    completeness: Completeness,
    notes: tuple[str, ...],
    *starts: Any,
    **options: Any,
) -> Findings:
    """Run the method after which the solver is named, and read its profiles."""
    objection = solver.needs.objection(game)
    if objection:
        raise UnsuitableError(f"{solver.name} {objection}")
    method = solver.name.partition(".")[2]
    payload = {"game": nfg.normalised(game), "method": method, "options": options, "starts": list(starts)}
    limit: float = solver.time_limit  # type: ignore[attr-defined]  # all of this module's solvers have one
    answer = isolation.call("accord_gambit.worker:solve", payload, time_limit=limit, what=solver.name)
    found = [[[_number(p) for p in strategy] for strategy in profile] for profile in answer["profiles"]]
    return Findings([p for k, p in enumerate(found) if not any(_same(p, other) for other in found[:k])], completeness, notes)


def _same(profile: list[list[Number]], other: list[list[Number]]) -> bool:
    """Whether two profiles are equal, or so close that they approximate the same one (floats only)."""
    pairs = [pq for own, others in zip(profile, other, strict=True) for pq in zip(own, others, strict=True)]
    return all(p == q if isinstance(p, Fraction) else abs(p - q) < 1e-6 for p, q in pairs)


def _number(probability: str | float) -> Number:
    return Fraction(probability) if isinstance(probability, str) else float(probability)


def _drawn(count: int, draw: random.Random) -> list[float]:
    """Return a point drawn uniformly from the mixed strategies over this many actions."""
    weights = [draw.expovariate(1.0) for _ in range(count)]
    return [weight / sum(weights) for weight in weights]


def _is_exact(arithmetic: str, name: str) -> bool:
    if arithmetic not in ("exact", "float"):
        raise ConfigurationError(f"arithmetic of {name} is {arithmetic!r}; 'exact' or 'float' is accepted")
    return arithmetic == "exact"


def _at_least(least: int, solver: Solver, *settings: str) -> None:
    for setting in settings:
        value = getattr(solver, setting)
        if value is not None and value < least:
            raise ConfigurationError(f"{setting} of {solver.name} is {value}; at least {least} is needed")


def _positive(solver: Solver, setting: str) -> float:
    value: float = getattr(solver, setting)
    if not value > 0:
        raise ConfigurationError(f"{setting} of {solver.name} is {value!r}; a positive number is needed")
    return value
