"""Partition functions: what a coalition is worth depends on how the others team up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, isfinite, prod
from typing import Any, Literal, get_args

from accord.coalitions.characteristic import CharacteristicFunction, members
from accord.errors import ConfigurationError, InputError
from accord.rationals import Number, rational, weighted

__all__ = ["Partition", "PartitionFunction", "Reading", "bell", "embedded", "partitions", "surroundings", "weighed"]

_MOST_PLAYERS = 10
"""Ten players can be partitioned in 115,975 ways."""

Partition = tuple[int, ...]
"""The blocks of a partition as coalition numbers (bit i for player i), ascending."""
Reading = Literal["mpw", "externality-free", "optimistic", "pessimistic"]
"""How a partition function is read as a characteristic function."""


def partitions(mask: int) -> Iterator[Partition]:
    """Yield every partition of a coalition into blocks, each block a coalition number."""
    if not mask:
        yield ()
        return
    first = mask & -mask
    rest = mask ^ first
    extra = rest
    while True:
        for others in partitions(rest ^ extra):
            yield tuple(sorted((first | extra, *others)))
        if not extra:
            return
        extra = (extra - 1) & rest


def bell(n: int) -> int:
    """Return the number of partitions of n players.

    >>> [bell(n) for n in range(6)]
    [1, 1, 2, 5, 15, 52]
    """
    row = [1]
    for _ in range(n):
        following = [row[-1]]
        for value in row:
            following.append(following[-1] + value)
        row = following
    return row[0]


@dataclass(frozen=True)
class PartitionFunction:
    """A worth ``w(S; pi)`` for every coalition S in every partition pi of n players (Thrall and Lucas 1963).

    >>> w = PartitionFunction.of(2, lambda coalition, partition: 10 * len(coalition) - len(partition))
    >>> [str(x) for x in w.myerson()], str(w.read("mpw")[0])
    (['19/2', '19/2'], '8')

    Attributes:
        n_players: how many players there are.
        worths: the worth of each embedded coalition, by coalition number and partition.
    """

    n_players: int
    worths: Mapping[tuple[int, Partition], Number]

    def __post_init__(self) -> None:
        _check_count(self.n_players)
        known: dict[tuple[int, Partition], Number] = {}
        for pi in partitions((1 << self.n_players) - 1):
            for mask in pi:
                if (mask, pi) not in self.worths:
                    raise InputError(f"there is no worth for {_shown(mask, pi)}")
                value = self.worths[mask, pi]
                plain = type(value) is Fraction or (isinstance(value, float) and isfinite(value))
                known[mask, pi] = value if plain else rational(value, f"the worth of {_shown(mask, pi)}")
        object.__setattr__(self, "worths", known)

    @classmethod
    def of(cls, n_players: int, worth: Callable[[frozenset[int], tuple[frozenset[int], ...]], Any]) -> PartitionFunction:
        """Take worths from a function of a coalition and the partition that it is a block of.

        Raises:
            InputError: if there are too many players, or a worth is no finite number.
        """
        _check_count(n_players)
        worths: dict[tuple[int, Partition], Number] = {}
        for pi in partitions((1 << n_players) - 1):
            blocks = tuple(frozenset(members(mask)) for mask in pi)
            worths |= {(mask, pi): worth(block, blocks) for mask, block in zip(pi, blocks, strict=True)}
        return cls(n_players, worths)

    def __getitem__(self, embedded: tuple[int, Partition]) -> Number:
        """Return the worth of a coalition in a partition."""
        return self.worths[embedded]

    def read(self, reading: Reading) -> CharacteristicFunction:
        """Return a characteristic function.

        ``mpw``: the average over the partitions rho of the others with weights ``prod_T (t - 1)! / (n - s)!``, as if they met in
        random order (Macho-Stadler, Pérez-Castrillo and Wettstein 2007). ``externality-free``: the others stay alone (de Clippel
        and Serrano 2008). ``optimistic`` and ``pessimistic``: the partition of the others that is best, or worst, for the
        coalition.

        Raises:
            ConfigurationError: if there is no such reading.
        """
        whole = (1 << self.n_players) - 1
        worths = (self.worth(mask, reading) for mask in range(1, whole + 1))
        return CharacteristicFunction(self.n_players, (Fraction(0), *worths))

    def worth(self, mask: int, reading: Reading) -> Number:
        """Return what a reading says that one coalition is worth; see `read`."""
        settings = surroundings((1 << self.n_players) - 1 ^ mask, reading)
        return weighed([(weight, self.worths[mask, embedded(mask, rho)]) for weight, rho in settings], reading)

    def myerson(self) -> tuple[Number, ...]:
        """Return the value of Myerson (1977), which does not go through a characteristic function.

        ``Psi_i = sum over embedded (S, Q) of (-1)^(q-1) (q-1)! c_i(S, Q) w(S; Q)`` with
        ``c_i = 1/n - sum over T in Q, T != S, i not in T of 1/((q-1)(n-t))`` and q the number of blocks of Q.
        """
        n = self.n_players
        terms: list[list[tuple[Fraction, Number]]] = [[] for _ in range(n)]
        for pi in partitions((1 << n) - 1):
            q = len(pi)
            sign = (-1) ** (q - 1) * factorial(q - 1)
            shares = {t: Fraction(1, (q - 1) * (n - t.bit_count())) for t in pi if q > 1}
            together = sum(shares.values())
            for mask in pi:
                worth = self.worths[mask, pi]
                for t in pi:  # players of one block have the same coefficient
                    apart = together - shares[mask] - (shares[t] if t != mask else 0) if q > 1 else 0
                    weight = sign * (Fraction(1, n) - apart)
                    for i in members(t):
                        terms[i].append((weight, worth))
        return tuple(map(weighted, terms))


def embedded(mask: int, rho: Partition) -> Partition:
    """Return the partition in which a coalition faces a partition of the others."""
    return tuple(sorted((mask, *rho)))


def surroundings(rest: int, reading: Reading) -> list[tuple[Fraction, Partition]]:
    """Return the partitions of the others that a reading looks at, each with its weight.

    Raises:
        ConfigurationError: if there is no such reading.
    """
    if reading not in get_args(Reading):
        raise ConfigurationError(f"reading is {reading!r}; accepted: {', '.join(get_args(Reading))}")
    if reading == "externality-free":
        return [(Fraction(1), tuple(1 << i for i in members(rest)))]
    orders = factorial(rest.bit_count())
    return [(Fraction(prod(factorial(block.bit_count() - 1) for block in rho), orders), rho) for rho in partitions(rest)]


def weighed(options: list[tuple[Fraction, Number]], reading: Reading) -> Number:
    """Return what a coalition is worth by a reading, given its worth in each surrounding and the weights of these."""
    if reading == "optimistic":
        return max(value for _, value in options)
    if reading == "pessimistic":
        return min(value for _, value in options)
    return weighted(options)


def _shown(mask: int, pi: Partition) -> str:
    return f"coalition {members(mask)} in {[members(block) for block in pi]}"


def _check_count(n_players: object) -> None:
    if not isinstance(n_players, int) or isinstance(n_players, bool) or not 1 <= n_players <= _MOST_PLAYERS:
        raise InputError(f"{n_players} players; a partition function has 1 to {_MOST_PLAYERS}")
