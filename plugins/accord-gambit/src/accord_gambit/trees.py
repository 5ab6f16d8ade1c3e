"""Game trees as text: how large the reduced strategic form is, told without building it, and labels that nobody needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod

from accord_gambit.nfg import tokens

__all__ = ["reduced_shape", "without_inner_labels"]

_Sequence = tuple[int, int]
"""An information set of a player and the action taken there; (0, 0) before the player's first move."""
_START = (0, 0)
_STRING = r'"(?:[^"\\]|\\.)*"'
_INNER_LABELS = re.compile(rf"^(?:([ct])\s+{_STRING}|(p)\s+{_STRING}(\s+\d+\s+\d+)(?:\s+{_STRING})?)", re.MULTILINE)


def without_inner_labels(efg: str) -> str:
    """Empty the labels of nodes and of information sets: older files repeat them, which Gambit no longer accepts.

    The strategic form does not depend on them. A node must begin its line.
    """
    return _INNER_LABELS.sub(lambda node: f'{node[1]} ""' if node[1] else f'{node[2]} ""{node[3]} ""', efg)


def reduced_shape(efg: str) -> list[int]:
    """Count each player's reduced strategies in a game of perfect recall.

    A strategy says what to do at the information sets that it does not itself rule out. With the information sets
    that follow an action directly, ``f(h) = sum over actions a of prod over h' following (h, a) of f(h')``, and the player
    has as many strategies as the product of f over the sets that follow no own action.

    Args:
        efg: the tree as Gambit writes it.
    """
    words = tokens(efg)
    for _ in range(5):  # EFG 2 R title {
        next(words)
    n_players = len(list(iter(words.__next__, "}")))
    next_sets: list[dict[_Sequence, dict[int, int]]] = [{} for _ in range(n_players)]
    pending = [(_START,) * n_players]
    for kind, player, info_set, n_actions in _nodes(words):
        last = pending.pop()
        if kind == "p":
            next_sets[player - 1].setdefault(last[player - 1], {})[info_set] = n_actions
            pending += [(*last[: player - 1], (info_set, a), *last[player:]) for a in range(n_actions, 0, -1)]
        elif kind == "c":
            pending += [last] * n_actions
    return [_strategies(following) for following in next_sets]


def _strategies(following: dict[_Sequence, dict[int, int]]) -> int:
    """Work backwards: with perfect recall a set is met for the first time after the sets that lead to it."""
    count: dict[int, int] = {}
    met = [(h, n) for sets in following.values() for h, n in sets.items()]
    for info_set, n_actions in reversed(met):
        count[info_set] = sum(prod(count[h] for h in following.get((info_set, a), ())) for a in range(1, n_actions + 1))
    return prod(count[h] for h in following.get(_START, ()))


def _nodes(words: Iterator[str]) -> Iterator[tuple[str, int, int, int]]:
    """Yield each node's kind, player, information set and number of actions, in the order of the file."""
    node: list[str] = []
    for word in words:
        if word in ("p", "c", "t") and node:
            yield _node(node)
            node = []
        if node or word in ("p", "c", "t"):
            node.append(word)
    if node:
        yield _node(node)


def _node(words: list[str]) -> tuple[str, int, int, int]:
    kind = words[0]
    if kind == "t":
        return kind, 0, 0, 0
    opened = words.index("{")
    n_actions = sum(word.startswith('"') for word in words[opened : words.index("}")])
    return (kind, int(words[2]), int(words[3]), n_actions) if kind == "p" else (kind, 0, 0, n_actions)
