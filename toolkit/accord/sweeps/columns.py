"""The columns of the wide table: what kind of values each holds, how one is written, and conditions on them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accord.errors import ConfigurationError, nearest
from accord.sweeps.store import Store, damaged

__all__ = ["Condition", "check_column", "kind", "rows_of", "shown"]

_KINDS: Mapping[type, tuple[str, ...]] = {
    bool: ("side_payments", "certified"),
    int: ("seed", "players", "warnings"),
    float: ("residual", "surplus", "welfare", "seconds"),
}
_DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading rows raises where they do not say what accord has written."""
_PER_PLAYER = re.compile(r"(disagreement|agreement|transfer)_\d+")


def kind(column: str) -> type:
    """Return what a column holds where it is not empty: `bool`, `int`, `float` or `str`.

    >>> kind("certified"), kind("agreement_12"), kind("agreement_12_exact")
    (<class 'bool'>, <class 'float'>, <class 'str'>)
    """
    if _PER_PLAYER.fullmatch(column):
        return float
    return next((found for found, names in _KINDS.items() if column in names), str)


def shown(value: object) -> str:
    """Write a value as text: nothing for None, ``true`` and ``false``, floats so that they are read back as they were."""
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool) else str(value)


def check_column(name: str, columns: Sequence[str]) -> str:
    """Return the name of a column.

    Raises:
        ConfigurationError: if there is no such column.
    """
    if name not in columns:
        some = ", ".join(("pipeline", "fallback", "selection", "solver", "worth", "split", "family", "status"))
        raise ConfigurationError(
            f"there is no column {name!r}{nearest(name, columns)}; columns are {some} and all that are exported"
        )
    return name


@dataclass(frozen=True)
class Condition:
    """What rows must say in one column.

    Attributes:
        column: which column.
        value: what it must say, as text; empty for nothing.
        holds: whether it must say that, or something else.
    """

    column: str
    value: str
    holds: bool = True

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read ``COLUMN=VALUE`` or ``COLUMN!=VALUE``.

        >>> Condition.parse("status!=solved")
        Condition(column='status', value='solved', holds=False)

        Raises:
            ConfigurationError: if it is neither.
        """
        column, sign, value = text.partition("=")
        name = column.removesuffix("!").strip()
        if not sign or not name:
            raise ConfigurationError(f"--where {text} is not understood; COLUMN=VALUE or COLUMN!=VALUE is accepted")
        return cls(name, value.strip(), holds=not column.endswith("!"))

    def __str__(self) -> str:
        return f"{self.column}{'' if self.holds else '!'}={self.value}"

    def admits(self, row: Mapping[str, object]) -> bool:
        """Return whether a row says so; numbers are compared as such."""
        return self._equal(row[self.column]) == self.holds

    def _equal(self, found: object) -> bool:
        if isinstance(found, (int, float)) and not isinstance(found, bool):
            try:
                return math.isclose(float(self.value), found, rel_tol=1e-12)
            except ValueError:
                return False
        return shown(found) == self.value


def rows_of(
    store: Store, conditions: Sequence[Condition] = (), *, solutions: bool = False
) -> tuple[tuple[str, ...], Iterator[dict[str, object]]]:
    """Return the columns of a store, and the rows that fulfil all conditions.

    Args:
        store: the store.
        conditions: what rows must say.
        solutions: add the column ``solution``.

    Raises:
        ConfigurationError: if a condition is about a column that there is not.
        InputError: if the store is damaged; also while rows are read.
    """
    try:
        columns = (*store.columns, *(["solution"] if solutions else []))
    except _DAMAGE as error:
        raise damaged(store, error) from None
    for condition in conditions:
        check_column(condition.column, columns)
    rows = _readable(store, solutions)
    return columns, (row for row in rows if all(condition.admits(row) for condition in conditions))


def _readable(store: Store, solutions: bool) -> Iterator[dict[str, object]]:
    try:
        yield from store.rows(solutions=solutions)
    except _DAMAGE as error:
        raise damaged(store, error) from None
