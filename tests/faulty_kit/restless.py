"""A plugin whose import seeds random numbers and starts a thread."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from typing import ClassVar

from accord import Split, hookimpl
from faulty_kit.splits import Sound

random.seed(2)
threading.Thread(target=time.sleep, args=(0.1,), daemon=True).start()


@dataclass(frozen=True)
class Restless(Sound):
    """Share equally."""

    name: ClassVar[str] = "kit-restless.restless"


@hookimpl
def accord_register_splits() -> list[type[Split]]:
    return [Restless]
