"""Names of players and actions: given ones are checked, missing ones made up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accord.errors import InputError

__all__ = ["action_labels", "distinct", "player_labels"]


def player_labels(given: Sequence[str] | None, count: int) -> tuple[str, ...]:
    """Check the players' names, or number the players.

    Raises:
        InputError: if there are too few or too many, or one is empty or occurs twice.
    """
    return _checked(given, count, "player")


def action_labels(given: Sequence[Sequence[str]] | None, shape: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """Check every player's action names, or number the actions.

    Raises:
        InputError: if there are too few or too many, or one is empty or occurs twice.
    """
    if given is not None and (isinstance(given, str) or len(given) != len(shape)):
        raise InputError(f"action labels for {len(given)} player(s); the game has {len(shape)}")
    return tuple(_checked(None if given is None else given[i], count, "action") for i, count in enumerate(shape))


def distinct(labels: Iterable[str]) -> tuple[str, ...]:
    """Return labels with a number after each that occurred before, so that all differ."""
    seen: set[str] = set()
    result = []
    for label in labels:
        chosen, k = label, 1
        while chosen in seen:
            k += 1
            chosen = f"{label} ({k})"
        seen.add(chosen)
        result.append(chosen)
    return tuple(result)


def _checked(given: Sequence[str] | None, count: int, kind: str) -> tuple[str, ...]:
    if given is None:
        return tuple(f"{kind} {k + 1}" for k in range(count)) if kind == "player" else tuple(str(k + 1) for k in range(count))
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise InputError(f"{kind} labels are {given!r}; a list of {count} names is needed")
    if len(given) != count:
        raise InputError(f"{len(given)} {kind} label(s) for {count} {kind}(s): {', '.join(map(str, given))}; one each is needed")
    seen: set[str] = set()
    for label in given:
        if not isinstance(label, str) or not label.strip():
            raise InputError(f"{kind} label {label!r} is no name; a non-empty string is needed")
        if label in seen:
            raise InputError(f"{kind} label {label!r} occurs twice; labels must differ")
        seen.add(label)
    return tuple(given)
