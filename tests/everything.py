"""Run every check there is, and fail if one fails: python tests/everything.py [NAME ...]."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKS = {
    "style": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "imports": ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
    "types": ("-m", "mypy"),
    "user-types": ("-m", "mypy", "--strict", "tests/typing/user_code.py", "examples/cookbook/src"),
    "documentation": ("-m", "sphinx", "-nW", "--keep-going", "-q", "-b", "html", "docs", "{scratch}/html"),
    "tests": ("-m", "pytest", "-n", "auto", "--dist", "loadfile"),
}
"""Each check's command, as arguments of this very interpreter. The tests include doctests and the documentation's examples."""


def run(name: str, scratch: str) -> bool:
    """Run one check in the root of the repository, with nothing on standard input, and say how it went."""
    command = [argument.format(scratch=scratch) for argument in CHECKS[name]]
    print(f"── {name}: python {' '.join(command)}", flush=True)
    start = time.monotonic()
    passed = subprocess.run([sys.executable, *command], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0
    print(f"── {name}: {'passed' if passed else 'FAILED'} after {time.monotonic() - start:.0f} s\n", flush=True)
    return passed


def main(names: list[str]) -> int:
    """Run the named checks, or all of them, each whatever became of the others."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"there is no check {', '.join(unknown)}; checks are {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="accord-checks-") as scratch:
        failed = [name for name in names or CHECKS if not run(name, scratch)]
    print(f"FAILED: {', '.join(failed)}" if failed else f"all {len(names or CHECKS)} checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
