"""What runs in the process of its own: it takes and returns what JSON can carry, and imports what is heavy."""

from __future__ import annotations

from math import prod
from typing import Any

__all__ = ["best_replies"]


def best_replies(payload: dict[str, Any]) -> list[int]:
    """Return the profile from which nobody wants to move any more, if there ever is one."""
    payoffs, shape = payload["payoffs"], payload["shape"]
    strides = [prod(shape[i + 1 :]) for i in range(len(shape))]
    profile, settled, mover = [0] * len(shape), 0, 0
    while settled < len(shape):
        here = sum(action * stride for action, stride in zip(profile, strides, strict=True)) - profile[mover] * strides[mover]
        own = [payoffs[mover][here + action * strides[mover]] for action in range(shape[mover])]
        if own[profile[mover]] == max(own):
            settled += 1
        else:
            profile[mover], settled = own.index(max(own)), 1
        mover = (mover + 1) % len(shape)
    return profile
