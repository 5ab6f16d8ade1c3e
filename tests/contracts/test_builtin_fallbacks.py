"""Every fallback of the host keeps the contract of its role."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from contracts.generated import contracts

from accord.builtin.readers import bundled_game
from accord.builtin.solvers import Pure
from accord.testing import FallbackContract, shared

DATA = Path(__file__).parents[2] / "examples" / "data"

globals().update(
    contracts(
        FallbackContract,
        settings={
            "nash": [{"solver": Pure()}],
            "point": [{"payoffs": (Fraction(0), Fraction(0))}],
            "observed": [{"file": str(DATA / "chicken.csv")}],
            "learned": [{"seeds": 2}, {"method": "regret-matching-plus", "rounds": 5000}],
        },
        attributes={
            "learned": {
                "games": shared("one-row", "chicken", "pennies", "non-square", "huge", "far-from-zero", "three-players"),
                "examples": 1,
            },
            "observed": {
                "games": (bundled_game("chicken").game,),
                "expected_failures": {"test_labels_do_not_matter": "a record names players and actions by their labels"},
            },
        },
        examples=2,
        axiom_games=0,
    )
)
