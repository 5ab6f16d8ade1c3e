"""Plugins are cheap to list: importing one loads nothing that takes long."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from typing import Any, ClassVar, NamedTuple

from accord.host import Registration
from accord.testing.versions import introduced

__all__ = ["HEAVY", "Light"]

HEAVY = (
    *("scipy", "highspy", "flint", "cvxpy", "clarabel", "pulp", "ortools", "gurobipy", "mosek", "cplex", "xpress"),
    *("cvxopt", "pyomo", "pyscipopt", "docplex", "mip", "casadi", "gekko", "z3"),
    *("nashpy", "pygambit", "quantecon", "pyspiel", "sympy", "networkx", "sage", "axelrod", "negmas"),
    *("matplotlib", "plotly", "seaborn", "bokeh", "altair", "PIL", "IPython", "ipywidgets"),
    *("pandas", "polars", "pyarrow", "xarray", "h5py", "openpyxl"),
    *("distributed", "dask", "ray", "loky", "joblib", "multiprocess", "mpi4py"),
    *("numba", "jax", "torch", "tensorflow", "keras", "cupy", "sklearn", "statsmodels"),
    *("requests", "httpx", "aiohttp", "boto3", "pytest", "hypothesis", "setuptools", "pkg_resources"),
)
"""Packages that take long to import, or have no business in a plugin's module: they belong into the method that needs them."""
_HOST = "accord.builtin.plugin"
_MARK = "accord: what came of it: "
_PROBE = f"""
import importlib, json, os, random, sys, threading
sys.path[:] = json.loads(sys.argv[1])
known = set(sys.modules)
import numpy.random
from accord.host.surroundings import surroundings
before, threads = surroundings(), threading.active_count()
importlib.import_module(sys.argv[2])
after = surroundings()
changed = [what for what in before if before[what] != after[what]]
changed += ["the number of threads"] * (threading.active_count() != threads)
found = json.dumps([sorted(set(sys.modules) - known), changed])
print({_MARK!r} + found, file=sys.__stderr__, flush=True)
os._exit(0)
"""
_PATIENCE = 120


class Light:
    """What importing a component's plugin must not do.

    Attributes:
        heavy: names of further packages that importing the plugin must not load.
    """

    component: ClassVar[Any]
    heavy: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def origin(cls) -> Registration | None:
        """Return where the component comes from, or None if no plugin registered it."""
        raise NotImplementedError

    def _imports(self) -> Iterator[tuple[str, _Imported]]:
        """Import the entry point's module, and the component's own, each in a fresh process unless it is known already."""
        origin = self.origin()
        modules = [] if origin is None else [_HOST] if origin.plugin == "accord" else _modules(origin.plugin)
        known: set[str] = set()
        for module in (*modules, type(self.component).__module__):
            if module not in known:
                imported = _imported(module, tuple(sys.path))
                known |= imported.loaded
                yield module, imported

    @introduced("0.1")
    def test_import_changes_nothing_else(self) -> None:
        """Importing leaves random states, environment, path and all that everybody shares as it is, and starts no threads."""
        for module, imported in self._imports():
            assert not imported.changed, (
                f"importing {module} changes {', '.join(imported.changed)}; a module should only define what it holds"
            )

    @introduced("0.1")
    def test_import_is_light(self) -> None:
        """Importing the entry point's module, or the component's own, loads no package of `HEAVY` and prints nothing."""
        for module, imported in self._imports():
            heavy = sorted(imported.loaded & {*HEAVY, *self.heavy})
            assert not heavy, (
                f"importing {module} loads {', '.join(heavy)}, so that everything which lists plugins takes longer; "
                "import such a package inside the method that needs it"
            )
            assert not imported.printed, f"importing {module} prints {imported.printed[:200]!r}"


def _modules(plugin: str) -> list[str]:
    return [entry.module for entry in metadata.entry_points(group="accord", name=plugin)]


class _Imported(NamedTuple):
    """What importing a module did: what it loaded, what it changed that everybody shares, and what it printed."""

    loaded: frozenset[str]
    changed: list[str]
    printed: str


@cache
def _imported(module: str, path: tuple[str, ...]) -> _Imported:
    """Import a module in a fresh process."""
    arguments = [json.dumps([entry for entry in path if entry]), module]
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter and the plugin under test
            [sys.executable, "-P", "-c", _PROBE, *arguments], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise AssertionError(f"importing {module} in a fresh Python does not come back within {_PATIENCE} s") from None
    _, mark, found = done.stderr.rpartition(_MARK)
    if not mark:
        end = f"it ends with exit code {done.returncode}; {done.stderr.strip()[-2000:]}"
        raise AssertionError(f"{module} cannot be imported by a fresh Python: {end}")
    loaded, changed = json.loads(found.splitlines()[0])
    return _Imported(frozenset(loaded), changed, done.stdout)
