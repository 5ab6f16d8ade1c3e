"""Every selection of the host keeps the contract of its role."""

from __future__ import annotations

from contracts.generated import contracts

from accord.testing import SelectionContract

COUNTED = "constraints that follow from others count, by the definition of the analytic center, and floors are such constraints"
FLOORED = ("bos", "degenerate", "thirds", "beyond-2^53", "three-pennies")

globals().update(
    contracts(
        SelectionContract,
        attributes={
            "analytic-center": {
                "expected_failures": {f"test_storage_of_polytopes_does_not_matter[{game}]": COUNTED for game in FLOORED}
            }
        },
        examples=2,
        axiom_games=0,
    )
)
