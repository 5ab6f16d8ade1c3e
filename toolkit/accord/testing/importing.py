"""Plugins are cheap to list: importing one loads nothing that takes long."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from importlib import metadata
from typing import Any, ClassVar

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
importlib.import_module(sys.argv[2])
heavy = sorted(name for name in json.loads(sys.argv[3]) if name in sys.modules)
print(json.dumps({"heavy": heavy}), file=sys.stderr)
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
        modules = {type(self.component).__module__}
        origin = self.origin()
        if origin is not None:
            modules |= {_HOST} if origin.plugin == "accord" else {entry.module for entry in _entries(origin.plugin)}
        for module in sorted(modules):
            loaded, printed = _imported(module, (*HEAVY, *self.heavy), tuple(sys.path))
            assert not loaded, (
                f"importing {module} loads {', '.join(loaded)}, so that everything which lists plugins takes longer; import "
                "such a package inside the method that needs it"
            )
            assert not printed, f"importing {module} prints {printed[:200]!r}"


def _entries(plugin: str) -> tuple[metadata.EntryPoint, ...]:
    return tuple(metadata.entry_points(group="accord", name=plugin))


@cache
def _imported(module: str, heavy: tuple[str, ...], path: tuple[str, ...]) -> tuple[list[str], str]:
    """Import a module in a fresh process; return which heavy packages that loads, and what it prints."""
    arguments = [json.dumps([entry for entry in path if entry]), module, json.dumps(heavy)]
    done = subprocess.run(  # noqa: S603 - this interpreter and the plugin under test
        [sys.executable, "-P", "-c", _PROBE, *arguments], capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    assert done.returncode == 0, f"{module} cannot be imported by a fresh Python: {done.stderr[-2000:]}"
    loaded: list[str] = json.loads(done.stderr.strip().splitlines()[-1])["heavy"]
    return loaded, done.stdout
