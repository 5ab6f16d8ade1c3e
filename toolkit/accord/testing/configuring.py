"""A component's fields are its settings: they travel through files and processes, and nonsense in them is refused."""

from __future__ import annotations

import pickle
import typing
from collections.abc import Iterator
from typing import Any, ClassVar

from accord.config import build, settings_of
from accord.config.building import fields_of
from accord.errors import AccordError, ConfigurationError, PluginError
from accord.host import Registration, load_registry
from accord.testing.versions import introduced

__all__ = ["Configured"]

_NONSENSE: tuple[object, ...] = (object(), 1j, b"bytes", {1, 2}, [[[]]], float("nan"), float("inf"), "∅ no such value ∅", "1,x")
"""Values that no setting should take; one that accepts any text is not asked about text."""
_EXTREMES: tuple[object, ...] = (
    0,
    -1,
    1,
    2,
    10**9,
    -(10**9),
    2**64,
    0.5,
    -0.5,
    1e-300,
    1e300,
    "",
    " ",
    "0",
    "-1",
    (),
    (0,),
    (-1, 1),
    None,
)
"""Values of the right type here and there, at the edge of what makes sense or beyond."""


class Configured:
    """What a component does with its settings."""

    component: ClassVar[Any]
    role: ClassVar[str]

    @classmethod
    def origin(cls) -> Registration | None:
        """Return where the component comes from, or None if no plugin registered it."""
        raise NotImplementedError

    @introduced("0.1")
    def test_settings_survive_a_file(self) -> None:
        """What a pipeline file says about the component builds an equal one."""
        registry, component = load_registry(), self.component
        settings = _as_in_a_file(settings_of(component))
        again = build(registry, self.role, _named(component, self.origin()), settings, self.role)
        assert again == component, f"from the settings {settings} comes {again!r}, not {component!r}"
        assert settings_of(again) == settings_of(component), f"the settings {settings} come back as {settings_of(again)}"

    @introduced("0.1")
    def test_copies_are_equal(self) -> None:
        """A pickled copy is equal and has the same hash: sweeps send components to workers, and know them again."""
        component = self.component
        try:
            copy = pickle.loads(pickle.dumps(component))  # noqa: S301 - our own bytes
        except Exception as error:
            raise AssertionError(f"{component!r} cannot be pickled: {type(error).__name__}: {error}") from error
        assert copy == component, f"a pickled copy of {component!r} is {copy!r}"
        try:
            hashes = hash(copy), hash(component)
        except TypeError as error:
            raise AssertionError(f"{component!r} cannot be hashed ({error}); use tuples and frozen mappings") from error
        assert hashes[0] == hashes[1], f"a pickled copy of {component!r} is equal and has another hash"

    @introduced("0.1")
    def test_wrong_settings_are_refused(self) -> None:
        """Every value of a setting, from a file or by hand, makes a component or one line that says what would do."""
        for field, annotation in fields_of(type(self.component)).items():
            for value in _NONSENSE:
                if annotation is Any or (isinstance(value, str) and _takes_text(annotation)):
                    continue
                refusal = self._refusal(field, value)
                assert refusal is not None, f"{field} accepts {value!r}"
            for value in _EXTREMES:
                self._refusal(field, value)

    def _refusal(self, field: str, value: object) -> str | None:
        """Return why a value is refused, or None if it is accepted."""
        try:
            build(load_registry(), self.role, self.component, {field: value}, self.role)
        except (ConfigurationError, PluginError) as error:
            line = str(error)
        except AccordError as error:
            kind = type(error).__name__
            raise AssertionError(f"{field} = {value!r} ends in {kind} ({error}); a ConfigurationError is needed") from error
        else:
            return None
        assert line.strip(), f"{field} = {value!r} is refused without a word"
        return line


def _as_in_a_file(value: Any) -> Any:
    """Return settings as files write them: those of a component inside a component stand beside its name."""
    if isinstance(value, list):
        return [_as_in_a_file(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"name", "settings"}:
        value = {"name": value["name"], **value["settings"]}
    return {key: _as_in_a_file(item) for key, item in value.items()}


def _named(component: Any, origin: Registration | None) -> Any:
    """Return what `build` takes: the name, if it leads to this class, so that required settings are looked at as well."""
    return component if origin is None else origin.name


def _takes_text(annotation: Any) -> bool:
    """Whether any text might do."""
    return any(part is str for part in _parts(annotation))


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for member in typing.get_args(annotation):
        yield from _parts(member)
