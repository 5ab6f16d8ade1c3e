"""Every executor of the host keeps the contract of its role."""

from __future__ import annotations

from contracts.generated import contracts

from accord.testing import ExecutorContract

globals().update(contracts(ExecutorContract, settings={"processes": [{"jobs": 2}], "dask": [{"jobs": 1}]}))
