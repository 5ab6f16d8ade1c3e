"""Wrap a command-line solver: exact text in, exact text out, a time limit that holds."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar

from accord import Claim, Completeness, Findings, Game, Needs, Range, check_settings, format_nfg
from accord.errors import ConfigurationError, SolverError, TimeLimitError

__all__ = ["SmallSupports"]

_PIPE = subprocess.PIPE


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
        if not self.command:
            raise ConfigurationError(f"solver {self.name}: command is empty; a program and its arguments are needed")

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
        try:
            # A group of its own: what the program starts itself is killed with it, and Ctrl-C reaches it through us only.
            with subprocess.Popen(  # noqa: S603 - the user names the program
                self.command, stdin=_PIPE, stdout=_PIPE, stderr=_PIPE, encoding="utf-8", process_group=0
            ) as process:
                try:
                    printed, complaint = process.communicate(text, self.time_limit)
                except BaseException:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    raise
        except subprocess.TimeoutExpired:
            raise TimeLimitError(
                f"{self.name} did not finish within {self.time_limit:g} s; allow more (time_limit) or use another solver"
            ) from None
        except OSError as error:
            raise SolverError(
                f"{self.name}: the program {program!r} cannot be run ({error.strerror}); install it, or say where it is (command)"
            ) from None
        except UnicodeDecodeError:
            raise SolverError(f"{self.name}: {program} printed something that is no text") from None
        if process.returncode:
            last = (complaint.strip().splitlines() or ["it does not say why"])[-1]
            raise SolverError(f"{self.name}: {program} ended with exit code {process.returncode}: {last}")
        return printed

    def _profile(self, line: str, shape: tuple[int, ...]) -> list[list[Fraction]]:
        """Read one line: NE, then the probabilities of all actions, player by player."""
        kind, *numbers = line.split(",")
        try:
            probabilities = [Fraction(number) for number in numbers]
        except (ValueError, ZeroDivisionError):
            probabilities = []
        if kind != "NE" or len(probabilities) != sum(shape):
            raise SolverError(f"{self.name}: {self.command[0]} printed {line[:60]!r}; NE and {sum(shape)} fractions are expected")
        return [probabilities[: shape[0]], probabilities[shape[0] :]]
