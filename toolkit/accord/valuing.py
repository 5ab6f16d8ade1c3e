"""From a worth to a characteristic function."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import partial
from math import isfinite

from accord.coalitions import CharacteristicFunction
from accord.coalitions.characteristic import members
from accord.coalitions.on_demand import WorthsOnDemand
from accord.coalitions.threats import greatest_total
from accord.errors import ComponentError, UnsuitableError, guarded
from accord.game import Game
from accord.rationals import Number, text
from accord.roles import Worth
from accord.work import Piece, worked_out

__all__ = ["worths_of"]

_MOST_PLAYERS = 16
"""Players up to which a worth is asked for every single coalition."""
_ROUNDING = 1e-9


def worths_of(worth: Worth, game: Game, *, on_demand: bool = False) -> CharacteristicFunction:
    """Return what every coalition of a game is worth: 0 for none, the greatest total payoff for all players together.

    A worth that has a method ``worths`` is asked once, any other one for each coalition.

    Args:
        worth: says what a coalition earns by itself.
        game: the game.
        on_demand: ask for single coalitions only, when somebody looks at them.

    Raises:
        UnsuitableError: if there are too many players for that.
        ComponentError: if the worth returns something else than finite numbers, or something else for all players together.
    """
    who = f"worth {worth.name}"

    if on_demand:
        return WorthsOnDemand(game.n_players, greatest_total(game), partial(_all_asked, worth, game))
    together = getattr(worth, "worths", None)
    if callable(together):
        found = guarded(who, together, game)
        if not isinstance(found, CharacteristicFunction) or found.n_players != game.n_players:
            raise ComponentError(f"{who} returned {type(found).__name__}; a CharacteristicFunction of the players is expected")
        _check_total(found, game, who)
        return found
    n = game.n_players
    if n > _MOST_PLAYERS:
        raise UnsuitableError(
            f"{who} would be asked for {(1 << n) - 2:,} coalitions; at most {_MOST_PLAYERS} players are accepted"
        )
    inner = _all_asked(worth, game, range(1, (1 << n) - 1))
    return CharacteristicFunction(n, (Fraction(0), *inner.values(), greatest_total(game)))


def _all_asked(worth: Worth, game: Game, masks: Iterable[int]) -> dict[int, Number]:
    """Ask a worth for some coalitions, one by one."""
    found = worked_out("worths of coalitions", _asked, (worth, game), ((mask,) for mask in masks))
    return {mask: answer.numbers[0] for (mask,), answer in found.items()}


def _asked(worth: Worth, game: Game, piece: Piece) -> tuple[tuple[Number], tuple[()]]:
    """Ask a worth for one coalition."""
    who = f"worth {worth.name}"
    (mask,) = piece
    return (_number(guarded(who, partial(worth.worth, game), frozenset(members(mask))), who),), ()


def _check_total(found: CharacteristicFunction, game: Game, who: str) -> None:
    for value in found.worths:
        _number(value, who)
    most = greatest_total(game)
    span = sum((high - low for high, low in zip(game.highest, game.lowest, strict=True)), Fraction(0))
    slack = Fraction(0) if isinstance(found.total, Fraction) else Fraction(_ROUNDING) * span
    if abs(Fraction(found.total) - most) > slack:
        raise ComponentError(
            f"{who} says that all players together are worth {text(found.total)}; the best outcome yields {text(most)}"
        )


def _number(value: object, who: str) -> Number:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    try:
        number = float(value)  # type: ignore[arg-type] # whatever comes
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if not isfinite(number):
        raise ComponentError(f"{who} returned {value!r}; a finite number is expected")
    return number
