"""Plugins are cheap to list: importing one loads nothing that takes long."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from importlib import metadata
from typing import Any, ClassVar, NamedTuple

from accord.host import Registration
from accord.testing.versions import introduced

__all__ = ["HEAVY", "Light"]

HEAVY = (
    *("scipy", "highspy", "flint", "cvxpy", "clarabel", "pulp", "ortools", "gurobipy", "mosek", "cplex", "xpress"),
    *("nashpy", "pygambit", "quantecon", "pyspiel", "sympy", "networkx", "sage"),
    *("matplotlib", "plotly", "seaborn", "IPython", "ipywidgets"),
    *("pandas", "polars", "pyarrow", "xarray", "h5py", "openpyxl"),
    *("distributed", "dask", "ray", "loky", "joblib", "multiprocess", "mpi4py"),
    *("numba", "jax", "torch", "tensorflow", "sklearn", "statsmodels"),
    *("requests", "httpx", "aiohttp", "boto3", "pytest", "hypothesis", "setuptools", "pkg_resources"),
)
"""Packages that take long to import, or have no business in a plugin's module: they belong into the method that needs them."""
_HOST = "accord.builtin.plugin"
_PROBE = """
import importlib, json, sys
sys.path[:] = json.loads(sys.argv[1])
before = set(sys.modules)
importlib.import_module(sys.argv[2])
print(json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr)
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

    @introduced("0.1")
    def test_import_is_light(self) -> None:
        """Importing the entry point's module, or the component's own, loads no package of `HEAVY` and prints nothing."""
        origin = self.origin()
        modules = [] if origin is None else [_HOST] if origin.plugin == "accord" else _modules(origin.plugin)
        known: set[str] = set()
        for module in (*modules, type(self.component).__module__):
            if module in known:
                continue
            imported = _imported(module, (*HEAVY, *self.heavy), tuple(sys.path))
            known |= imported.known
            assert not imported.heavy, (
                f"importing {module} loads {', '.join(imported.heavy)}, so that everything which lists plugins takes longer; "
                "import such a package inside the method that needs it"
            )
            assert not imported.printed, f"importing {module} prints {imported.printed[:200]!r}"


def _modules(plugin: str) -> list[str]:
    return [entry.module for entry in metadata.entry_points(group="accord", name=plugin)]


class _Imported(NamedTuple):
    """What importing a module did: which packages that take long it loaded, all that it loaded, and what it printed."""

    heavy: list[str]
    known: frozenset[str]
    printed: str


@cache
def _imported(module: str, heavy: tuple[str, ...], path: tuple[str, ...]) -> _Imported:
    """Import a module in a fresh process."""
    arguments = [json.dumps([entry for entry in path if entry]), module]
    done = subprocess.run(  # noqa: S603 - this interpreter and the plugin under test
        [sys.executable, "-P", "-c", _PROBE, *arguments], capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    if done.returncode:
        raise AssertionError(f"{module} cannot be imported by a fresh Python: {done.stderr.strip()[-2000:]}")
    known = frozenset(json.loads(done.stderr.strip().splitlines()[-1]))
    return _Imported(sorted(known & set(heavy)), known, done.stdout)
