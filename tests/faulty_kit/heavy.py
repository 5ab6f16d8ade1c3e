"""A plugin that loads something slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import scipy.optimize  # noqa: F401 - that is the fault

from accord import Split, hookimpl
from faulty_kit.splits import Sound


@dataclass(frozen=True)
class Heavy(Sound):
    """Share equally."""

    name: ClassVar[str] = "kit-heavy.heavy"


@hookimpl
def accord_register_splits() -> list[type[Split]]:
    return [Heavy]
