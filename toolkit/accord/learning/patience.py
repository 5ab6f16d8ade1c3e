"""A limit on time for work that is done round by round."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from accord.errors import TimeLimitError

__all__ = ["Patience"]


@dataclass(frozen=True)
class Patience:
    """Ends work that takes longer than agreed.

    Attributes:
        seconds: how long it may take, from now on.
        what: what to call the work.
        remedy: what to do about it.
    """

    seconds: float
    what: str
    remedy: str
    _since: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Go on, unless time is up.

        Raises:
            TimeLimitError: if it is.
        """
        if time.monotonic() - self._since > self.seconds:
            raise TimeLimitError(f"{self.what} did not finish within {self.seconds:g} s; {self.remedy}")
