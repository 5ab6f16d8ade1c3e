"""Every worth of the host keeps the contract of its role."""

from __future__ import annotations

from contracts.generated import contracts

from accord.testing import WorthContract

globals().update(contracts(WorthContract, examples=2))
