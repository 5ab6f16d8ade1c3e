"""The registry answers by role and name, explains what it does not know, and is light to build."""

import json
import subprocess
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import ClassVar

import pytest

from accord.claims import Claim
from accord.errors import ConfigurationError, PluginError
from accord.hookspecs import hookimpl
from accord.host import Broken, Plugin, Registration, Registry, discover, load_registry
from accord.host.checks import check_component
from accord.roles import Needs

HEAVY = {"scipy", "highspy", "nashpy", "pygambit", "networkx", "pandas", "flint"}


@dataclass(frozen=True)
class Even:
    """Give everybody what the fallback does."""

    name: ClassVar[str] = "even"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def agree(self, problem):
        return problem.fallback


@dataclass(frozen=True)
class Odd(Even):
    """Do the same under another name."""

    name: ClassVar[str] = "far.odd"


@pytest.fixture
def registry():
    failure = RuntimeError("no such luck")
    return Registry(
        plugins=(Plugin("accord", "accord", "1"), Plugin("far", "far-away", "2")),
        registrations=(
            Registration("split", "far.odd", Odd, "far", "far-away", "2"),
            Registration("split", "even", Even, "accord", "accord", "1"),
            Registration("worth", "alpha", Even, "accord", "accord", "1"),
        ),
        broken=(Broken("lost", "lost-cause", "3", failure, "give up"),),
    )


def test_lookup_finds_by_role_and_name(registry):
    assert registry.lookup("split", "far.odd").component is Odd
    assert registry.names("split") == ("even", "far.odd")
    assert registry.names("solver") == ()


@pytest.mark.parametrize(
    ("role", "name", "parts"),
    [
        ("split", "eevn", ["did you mean 'even'?", "installed: even, far.odd"]),
        ("split", "far.od", ["did you mean 'far.odd'?"]),
        ("split", "alpha", ["it is the name of a worth"]),
        ("solver", "gone.lcp", ["no plugin 'gone' is installed", "installed: none"]),
        ("splitt", "even", ["no role 'splitt'", "did you mean 'split'?"]),
    ],
)
def test_unknown_names_are_explained(registry, role, name, parts):
    with pytest.raises(ConfigurationError) as caught:
        registry.lookup(role, name)
    assert all(part in str(caught.value) for part in parts)


def test_names_of_a_broken_plugin_raise_chained(registry):
    with pytest.raises(PluginError, match=r"lost-cause 3.*RuntimeError: no such luck") as caught:
        registry.lookup("solver", "lost.and-found")
    assert caught.value.__cause__ is registry.broken[0].error


def test_origin_is_by_class(registry):
    assert registry.origin(Odd()).distribution == "far-away"
    assert registry.origin(Even()).role == "split"
    assert registry.origin(object()) is None


def test_builtins_go_through_the_same_hooks(monkeypatch):
    module = ModuleType("stub_builtin")
    module.accord_register_splits = hookimpl(lambda: [Even])
    module.accord_register_splits.__name__ = "accord_register_splits"
    monkeypatch.setitem(sys.modules, "stub_builtin", module)
    found = discover("stub_builtin").lookup("split", "even")
    assert (found.component, found.plugin, found.distribution) == (Even, "accord", "accord")
    assert found.version


def test_builtins_that_break_the_contract_are_blocked_too(monkeypatch):
    module = ModuleType("stub_builtin")
    module.accord_register_splits = hookimpl(lambda: [Odd])
    monkeypatch.setitem(sys.modules, "stub_builtin", module)
    broken = discover("stub_builtin").broken[0]
    assert broken.plugin == "accord"
    assert "'far.odd'" in broken.reason
    assert "fault of accord itself" in broken.advice


def test_the_registry_is_loaded_once():
    assert load_registry() is load_registry()


def test_everything_the_host_brings_keeps_the_contract():
    registry = load_registry()
    assert [broken.reason for broken in registry.broken if broken.distribution == "accord"] == []
    own = [entry for entry in registry.registrations if entry.plugin == "accord"]
    assert {entry.role for entry in own} >= {"fallback", "selection", "split", "solver", "reader"}
    for entry in own:
        assert check_component(entry.role, entry.component, "accord") == entry.name


def test_loading_the_registry_imports_nothing_heavy():
    code = "import json, sys; from accord.host import load_registry; load_registry(); print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert HEAVY.isdisjoint(name.partition(".")[0] for name in json.loads(done.stdout))
