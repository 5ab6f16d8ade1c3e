"""Every fallback of the host keeps the contract of its role."""

from __future__ import annotations

from contracts.generated import contracts

from accord.testing import FallbackContract

globals().update(contracts(FallbackContract, settings={"point": [], "observed": []}, examples=4, axiom_games=3))
