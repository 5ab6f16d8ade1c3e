"""Wrap a command-line solver: exact text in, exact text out, a time limit that holds."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from typing import IO, Annotated, ClassVar

from accord import Claim, Completeness, Findings, Game, Needs, Range, check_settings, format_nfg
from accord.errors import ConfigurationError, SolverError, TimeLimitError

__all__ = ["SmallSupports"]

_FRACTION = re.compile(r"\s*\d+(/\d+)?\s*")
"""How probabilities are written; a number such as 1e999999999 would take for ever."""
_MOST = 10**7
"""How many bytes the program may print."""


@dataclass(frozen=True)
class SmallSupports:
    """Ask the program ``small-supports`` for the equilibria in which both players mix equally many actions, one or two.

    Attributes:
        command: the program and its first arguments; a program without a path is looked for along PATH.
        time_limit: seconds.
    """

    name: ClassVar[str] = "cookbook.small-supports"
    needs: ClassVar[Needs] = Needs(min_players=2, max_players=2)
    claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})
    command: tuple[str, ...] = ("small-supports",)
    time_limit: Annotated[float, Range(above=0)] = 60.0

    def __post_init__(self) -> None:
        check_settings(self, f"solver {self.name}")
        if not self.command or "\0" in "".join(self.command):
            raise ConfigurationError(
                f"solver {self.name}: command is {list(self.command)}; a program and its arguments are needed, without zero bytes"
            )

    @classmethod
    def missing(cls) -> str | None:
        """Say whether the usual program is not there, for ``accord plugins doctor``."""
        (program,) = cls.command
        return None if shutil.which(program) else f"the program {program}, which is not in PATH"

    def equilibria(self, game: Game) -> Findings:
        """Return what the program prints, as fractions."""
        printed = self._run(format_nfg(game, labels=False))
        profiles = [self._profile(line, game.shape) for line in printed.splitlines() if line.strip()]
        return Findings(profiles, Completeness.PARTIAL)

    def _run(self, text: str) -> str:
        """Give the program some text and return what it prints."""
        program = self.command[0]
        # Files, not pipes: no memory is needed for what is printed, and nobody waits for whatever else holds a pipe open.
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complaint:
            given.write(text.encode())
            given.seek(0)
            try:
                # A group of its own: what the program starts itself is killed with it, and Ctrl-C reaches it through us only.
                process = subprocess.Popen(  # noqa: S603 - the user names the program
                    self.command, stdin=given, stdout=printed, stderr=complaint, process_group=0
                )
            except OSError as error:
                hint = "install it, or say where it is (command)"
                raise SolverError(f"{self.name}: the program {program!r} cannot be run ({error.strerror}); {hint}") from None
            with process:
                try:
                    self._wait(process, printed, complaint)
                except BaseException:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    raise
            printed.seek(0)
            complaint.seek(0)
            if process.returncode:
                said = complaint.read().decode(errors="replace").strip().splitlines()
                last = said[-1] if said else "it does not say why"
                raise SolverError(f"{self.name}: {program} ended with exit code {process.returncode}: {last}")
            try:
                return printed.read().decode()
            except UnicodeDecodeError:
                raise SolverError(f"{self.name}: {program} printed something that is no text") from None

    def _wait(self, process: subprocess.Popen[bytes], *files: IO[bytes]) -> None:
        """Wait until the program ends, its time is up, or it has printed too much."""
        deadline = time.monotonic() + self.time_limit
        running = True
        while running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(min(0.01, self.time_limit))
                running = False
            if any(os.fstat(file.fileno()).st_size > _MOST for file in files):
                raise SolverError(f"{self.name}: {self.command[0]} printed more than {_MOST // 10**6} MB")
            if running and time.monotonic() > deadline:
                raise TimeLimitError(
                    f"{self.name} did not finish within {self.time_limit:g} s; allow more (time_limit) or use another solver"
                )

    def _profile(self, line: str, shape: tuple[int, ...]) -> list[list[Fraction]]:
        """Read one line: NE, then the probabilities of all actions, player by player."""
        kind, *numbers = line.split(",")
        try:
            probabilities = [Fraction(number) for number in numbers] if all(map(_FRACTION.fullmatch, numbers)) else []
        except (ValueError, ZeroDivisionError):
            probabilities = []
        if kind != "NE" or len(probabilities) != sum(shape):
            raise SolverError(f"{self.name}: {self.command[0]} printed {line[:60]!r}; NE and {sum(shape)} fractions are expected")
        return [probabilities[: shape[0]], probabilities[shape[0] :]]
