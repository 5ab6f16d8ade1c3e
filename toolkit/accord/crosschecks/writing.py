"""Profiles and deviations as data that JSON can hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accord.equilibria.nash import Deviation
from accord.game import Game
from accord.rationals import Number, all_written, written

__all__ = ["deviation_to_dict", "profile_to_dict"]


def profile_to_dict(profile: Sequence[Sequence[Number]]) -> dict[str, Any]:
    """Return a profile as JSON-able data: as floats, and once more as fractions where it is known exactly."""
    exact = [all_written(strategy) for strategy in profile]
    return {"profile": [[float(p) + 0.0 for p in s] for s in profile], "exact": None if None in exact else exact}


def deviation_to_dict(game: Game, deviation: Deviation | None) -> dict[str, Any] | None:
    """Return who gains most by leaving a profile, by what and how much; None if nobody is known to."""
    if deviation is None:
        return None
    return {
        "player": game.players[deviation.player],
        "action": game.actions[deviation.player][deviation.action],
        "gain": float(deviation.gain) + 0.0,
        "exact_gain": written(deviation.gain),
    }
