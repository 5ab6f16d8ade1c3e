"""Components beside the pipeline: they read games, do the work of sweeps, and say what ought to hold."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor as FuturesExecutor
from typing import ClassVar, Protocol, runtime_checkable

from accord.game import Game
from accord.rationals import Number
from accord.roles.passed import Demand
from accord.roles.stages import Component

__all__ = ["Axiom", "Executor", "Reader", "Solving"]


@runtime_checkable
class Reader(Component, Protocol):
    """Turns a file or a URI into a game.

    It is built without settings, so every field has a default.

    A reader may also have:

    - ``games() -> Sequence[Game]``: the games of the library behind its scheme that are small enough to be solved thousands of
      times. Audits try them (``--library SCHEME``).

    Attributes:
        suffixes: file name endings that this reader takes, lower-case and with the dot; two installed readers must not share one.
        schemes: URI schemes that it takes, lower-case and without the colon; as above.
    """

    suffixes: ClassVar[tuple[str, ...]]
    schemes: ClassVar[tuple[str, ...]]

    def read(self, source: str) -> Game:
        """Return the game in a file or behind a URI; raise `InputError` naming the source, and the line where there is one.

        Args:
            source: the path as the user gave it, or the URI with its scheme in lower case.

        Raises:
            InputError: if it is no such file, or no game: ``file:line: what is wrong; what would be accepted``. Whatever the
                operating system raises about a file, and bytes that are no UTF-8, become such an error by themselves.
        """
        ...


@runtime_checkable
class Executor(Component, Protocol):
    """Supplies the workers of a sweep.

    A sweep hands out functions and arguments that can be pickled. If a worker dies, the futures concerned raise
    `concurrent.futures.BrokenExecutor`: the sweep then asks for another executor and repeats what was lost.

    An executor may also have:

    - ``jobs: int``, a field: how many workers. The option ``--jobs`` sets it.
    """

    def executor(self) -> FuturesExecutor:
        """Return an executor in the sense of `concurrent.futures`, whose workers can import accord and the plugins that are used.

        It may say by an attribute ``max_workers`` how many tasks it works on at a time, so that none of them waits.

        Raises:
            ConfigurationError: if a library that it needs is missing, or nobody answers where its workers should be.
        """
        ...


class Solving(Protocol):
    """The rule that an axiom examines."""

    @property
    def side_payments(self) -> bool:
        """Whether money can change hands."""
        ...

    def __call__(self, game: Game, /) -> tuple[Number, ...]:
        """Return the agreed payoffs, one per player."""
        ...


@runtime_checkable
class Axiom(Component, Protocol):
    """Says what a good rule does: an audit looks for games in which a rule does not.

    It never judges: it states what must hold, and the host compares. It must yield the same whenever it is given the same game.

    An axiom may also have:

    - ``adapt(game: Game) -> Game``: a game of the special kind that the axiom is about, made from any game that ``needs``
      accepts. The search for counterexamples uses it.
    """

    def examine(self, game: Game, solve: Solving) -> Iterable[Demand]:
        """Yield what must hold in this game, and in games made from it; nothing if the axiom is not about this game.

        Args:
            game: a game that ``needs`` accepts.
            solve: the rule: ``solve(game)`` returns the agreed payoffs, ``solve.side_payments`` says whether money can move.

        Raises:
            UnsuitableError: if the axiom says nothing about games of this kind. What ``solve`` raises, let through: the rule has
                no answer then, and the audit says so.
        """
        ...
