"""Every selection of the host keeps the contract of its role."""

from __future__ import annotations

from contracts.generated import contracts

from accord.testing import SelectionContract

globals().update(contracts(SelectionContract, examples=4, axiom_games=0))
