"""What all contracts share: which component, which failures are expected, which version of the kit."""

from __future__ import annotations

import dataclasses
import difflib
import inspect
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from accord.errors import PluginError, nearest
from accord.host import Registration, load_registry
from accord.host.checks import check_component
from accord.roles import ROLES
from accord.testing import versions
from accord.testing.configuring import Configured
from accord.testing.documenting import Documented
from accord.testing.importing import Light
from accord.testing.versions import introduced, version_of

__all__ = ["Contract"]

_OWN = "test_contract_is_well_formed"
"""The one test whose failure cannot be expected."""
_ALIKE = 0.85
"""How much the name of an attribute that means nothing may be like one that does; 1 is equal."""


class Contract(Light, Documented, Configured):
    """The tests that components of all roles share; use the contract of a role, such as `SplitContract`.

    - ``test_contract_is_well_formed``: the contract sets an instance of its role, and names tests, games and a version that
      there are. This failure cannot be expected.
    - ``test_plugin_registers_it``, ``test_host_accepts_it``: an installed plugin registers the class, and it is what the host
      asks of components: a frozen dataclass, a name with the plugin's prefix, ``needs``, ``claims``, the role's method.
    - ``test_import_is_light``: importing the plugin, in a fresh process, loads nothing that takes long and prints nothing.
    - ``test_import_changes_nothing_else``: nor does it change what everybody shares, such as random states, or start threads.
    - ``test_docstring_says_what_it_computes``, ``test_every_setting_is_documented``: the docstring begins with a sentence, and
      its section ``Attributes:`` explains all fields and nothing else.
    - ``test_settings_survive_a_file``, ``test_copies_are_equal``: what a pipeline file says builds an equal component, and a
      pickled copy is equal and has the same hash.
    - ``test_wrong_settings_are_refused``: whatever a setting is set to, there is a component, or a `ConfigurationError` of one
      line.

    Attributes:
        component: the component under test, an instance.
        expected_failures: by test, such as ``"test_claims_hold"`` or, for one game only, ``"test_claims_hold[huge]"``, the reason
            why it fails. Strict: a listed test that passes, or is skipped, is a failure; so are unknown names and empty reasons.
        since: the version of the kit that the contract is pinned to: tests that are newer are skipped, visibly. The newest if
            left out.
        role: set by each role's contract.
    """

    component: ClassVar[Any]
    expected_failures: ClassVar[Mapping[str, str]] = {}
    since: ClassVar[str] = versions.VERSIONS[-1]
    role: ClassVar[str] = ""

    _expected: str | None = None

    @pytest.fixture(autouse=True)
    def _contract(self, request: pytest.FixtureRequest) -> None:
        """Skip what is newer than the pinned version, and expect the failures that are expected."""
        test = request.node.originalname
        component = getattr(type(self), "component", None)
        if test != _OWN and (component is None or isinstance(component, type)):
            pytest.skip(f"the contract sets no component; {_OWN} says what is needed")
        version = version_of(getattr(type(self), test))
        known = versions.VERSIONS
        if version in known and self.since in known and known.index(version) > known.index(self.since):
            pytest.skip(f"new in version {version} of the kit; this contract is pinned to {self.since}")
        if test != _OWN:
            failures = self.expected_failures
            self._expected = failures.get(request.node.name, failures.get(test))
        if self._expected is not None:
            request.applymarker(pytest.mark.xfail(reason=self._expected, strict=True))

    def inapplicable(self, reason: str) -> None:
        """Skip the rest of a test that has nothing to say about this component; a test that was expected to fail passes instead.

        So it is reported: a failure that cannot happen is not to be expected.
        """
        if self._expected is None:
            pytest.skip(reason)

    @classmethod
    def origin(cls) -> Registration | None:
        """Return where the component comes from, or None if no plugin registered it."""
        return load_registry().origin(cls.component)

    @introduced("0.1")
    def test_contract_is_well_formed(self) -> None:
        """The contract itself has a component of its role, names existing tests and a version of the kit that there is."""
        assert self.role in ROLES, "inherit from the contract of a role, such as accord.testing.SplitContract"
        component = getattr(type(self), "component", None)
        assert component is not None, f"set `component`, an instance of the {self.role} under test"
        assert not isinstance(component, type), (
            f"component is the class {component.__name__}; an instance, {component.__name__}(…), is needed"
        )
        protocol, verb = ROLES[self.role]
        assert dataclasses.is_dataclass(component), f"component is {component!r}; a frozen dataclass is needed"
        assert isinstance(component, protocol), f"component is {component!r}, which is no {self.role}: it needs `{verb}`"
        assert self.since in versions.VERSIONS, (
            f"since is {self.since!r}; this kit knows the versions {', '.join(versions.VERSIONS)}: upgrade accord, or pin one"
        )
        self._check_names()
        self._check_expected_failures()

    @introduced("0.1")
    def test_plugin_registers_it(self) -> None:
        """An installed plugin registers the component's class, for the contract's role."""
        kind, registry = type(self.component), load_registry()
        broken = "".join(f"; plugin {b.plugin} is broken: {b.reason}" for b in registry.broken)
        origin = self.origin()
        assert origin is not None, f"no installed plugin registers {kind.__module__}.{kind.__qualname__}{broken}"
        assert origin.role == self.role, f"{origin.name} is registered as a {origin.role}, not as a {self.role}"

    @introduced("0.1")
    def test_host_accepts_it(self) -> None:
        """The class is what the host asks of a component: a frozen dataclass with name, needs, claims and the role's method."""
        origin = self.origin()
        prefix = str(getattr(self.component, "name", "")).rpartition(".")[0] or "accord"
        try:
            check_component(self.role, type(self.component), prefix if origin is None else origin.plugin)
        except PluginError as error:
            raise AssertionError(str(error)) from error

    def _check_expected_failures(self) -> None:
        tests = sorted(name for name in dir(type(self)) if name.startswith("test_"))
        for name, reason in self.expected_failures.items():
            test, bracket, place = name.partition("[")
            assert test in tests, f"expected_failures names {test!r}, which is no test{nearest(test, tests)}"
            assert test != _OWN, f"expected_failures names {test!r}, which must not fail"
            places = self.places(test)
            assert not bracket or place.removesuffix("]") in places, (
                f"expected_failures names {name!r}; {test} has {', '.join(f'[{p}]' for p in places) or 'no parts in brackets'}"
            )
            assert isinstance(reason, str) and reason.strip(), f"expected_failures gives no reason for {name!r}"

    def places(self, test: str) -> list[str]:  # noqa: ARG002 - contracts that run tests on games need it
        """Return what the names of a test end in, in brackets; nothing if it runs once."""
        return []

    def _check_names(self) -> None:
        """Check that nothing is almost called like something that can be set."""
        ours = [kind for kind in type(self).__mro__ if kind.__module__.startswith("accord.testing.")]
        options = {name for kind in ours for name in inspect.get_annotations(kind)}
        for kind in set(type(self).__mro__) - {*ours, object}:
            for name, value in vars(kind).items():
                if not (name.startswith("_") or name in options or callable(value)):
                    close = difflib.get_close_matches(name, options, n=1, cutoff=_ALIKE)
                    assert not close, f"{kind.__name__} sets {name!r}, which means nothing here; did you mean {close[0]!r}?"
