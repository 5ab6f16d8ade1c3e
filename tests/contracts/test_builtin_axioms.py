"""Every axiom of the host keeps the contract of its role."""

from __future__ import annotations

from contracts.generated import contracts

from accord.testing import AxiomContract

globals().update(contracts(AxiomContract, examples=2))
