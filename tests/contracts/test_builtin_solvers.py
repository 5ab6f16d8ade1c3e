"""Every solver of the host keeps the contract of its role."""

from __future__ import annotations

from contracts.generated import contracts

from accord.testing import SolverContract

globals().update(contracts(SolverContract, examples=2))
