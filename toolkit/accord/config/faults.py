"""Everything that is wrong with a configuration, and where: found in one go, so that it can be said in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from accord.errors import AccordError

__all__ = ["Faults", "all_of", "together"]


class Faults:
    """Collects the errors of several parts of a configuration.

    >>> from accord.errors import ConfigurationError
    >>> faults = Faults()
    >>> for key in ("a", "b"):
    ...     with faults.within(key):
    ...         raise ConfigurationError("no such thing")
    >>> try:
    ...     faults.report()
    ... except ConfigurationError as error:
    ...     [(fault.path, str(fault)) for fault in all_of(error)]
    [(('a',), 'no such thing'), (('b',), 'no such thing')]
    """

    def __init__(self) -> None:
        self._found: list[AccordError] = []

    @contextmanager
    def within(self, *path: str | int) -> Iterator[None]:
        """Keep the error that comes up inside, and go on; its way begins with this one."""
        try:
            yield
        except AccordError as error:
            for fault in all_of(error):
                fault.path = (*path, *fault.path)
                fault.others = ()
                self._found.append(fault)

    def report(self) -> None:
        """Raise the first error, if there is one, together with the others.

        Raises:
            AccordError: of whatever kind it is.
        """
        if self._found:
            raise together(self._found)


def all_of(error: AccordError) -> tuple[AccordError, ...]:
    """Return an error and what else was found wrong together with it."""
    return (error, *error.others)


def together(faults: Iterable[AccordError]) -> AccordError:
    """Return the first of some errors, which brings the others along."""
    first, *others = faults
    first.others = tuple(others)
    return first
