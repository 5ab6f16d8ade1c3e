"""Every split of the host keeps the contract of its role."""

from __future__ import annotations

from fractions import Fraction

from contracts.generated import contracts

from accord.testing import SplitContract

globals().update(
    contracts(
        SplitContract,
        settings={
            "weighted": [{"weights": (Fraction(2), Fraction(1))}],
            "nash": [{}, {"weights": (Fraction(1), Fraction(2))}],
        },
        examples=2,
        axiom_games=0,
    )
)
