"""Solvers with one fault each, for tests of what that costs: their own row and nothing else."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from accord.claims import Claim
from accord.errors import UnsuitableError
from accord.roles import Completeness, Findings, Needs

ROW, COLUMN = [1, 0], [0, 1]
PURE = [[ROW, COLUMN], [COLUMN, ROW]]
"""The pure equilibria of Chicken: the one dares, the other swerves."""
SLEEPER = [sys.executable, "-c", "import time; time.sleep(300)"]


def solver(title):
    """Make a solver out of a function of the game."""

    def make(function):
        @dataclass(frozen=True)
        class Faulty:
            __doc__ = function.__doc__
            name: ClassVar[str] = title
            needs: ClassVar[Needs] = Needs()
            claims: ClassVar[frozenset[Claim]] = frozenset({Claim.NASH})

            def equilibria(self, game):
                return function(game)

        Faulty.__name__ = Faulty.__qualname__ = function.__name__
        return Faulty

    return make


def note(what, pid):
    Path(os.environ["FAULTY_FOLDER"], what).write_text(str(pid), encoding="utf-8")


@solver("faulty.sound")
def sound(game):
    """Return the pure equilibria of Chicken, exactly."""
    return Findings(PURE, Completeness.PARTIAL)


@solver("faulty.hangs")
def hangs(game):
    """Hang in C without ever giving up Python's lock, deaf to SIGTERM and SIGINT."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    note("hangs", os.getpid())
    ctypes.PyDLL(None).sleep(300)


@solver("faulty.exits")
def exits(game):
    """End the process."""
    os._exit(7)


@solver("faulty.leaves")
def leaves(game):
    """Raise SystemExit."""
    raise SystemExit(5)


@solver("faulty.segfaults")
def segfaults(game):
    """Read what is not there."""
    ctypes.string_at(0)


@solver("faulty.kills-itself")
def kills_itself(game):
    """Send SIGKILL to its own process."""
    os.kill(os.getpid(), signal.SIGKILL)


@solver("faulty.chatters")
def chatters(game):
    """Print on all levels, and answer soundly."""
    print("NOISE from Python")
    print("NOISE from Python", file=sys.stderr, flush=True)
    libc = ctypes.CDLL(None)
    libc.puts(b"NOISE from C")
    libc.fflush(None)
    os.write(1, b"NOISE to descriptor 1\n")
    os.write(2, b"NOISE to descriptor 2\n")
    return Findings(PURE, Completeness.PARTIAL)


@solver("faulty.hoards")
def hoards(game):
    """Take memory without end."""
    kept = []
    while True:
        kept.append(bytearray(10**7))


@solver("faulty.has-children")
def has_children(game):
    """Leave two processes behind, one of them in a session of its own, and answer soundly."""
    note("child", subprocess.Popen(SLEEPER).pid)
    note("daemon", subprocess.Popen(SLEEPER, start_new_session=True).pid)
    return Findings(PURE, Completeness.PARTIAL)


@solver("faulty.dies-with-children")
def dies_with_children(game):
    """Start a process in a session of its own, and die."""
    note("orphan", subprocess.Popen(SLEEPER, start_new_session=True).pid)
    os._exit(1)


@solver("faulty.forks")
def forks(game):
    """Fork, and answer twice: soundly, and with nonsense from the child."""
    if os.fork() == 0:
        return Findings([[[0.5, 0.5], [0.5, 0.5]]], Completeness.CLAIMED)
    time.sleep(0.3)
    return Findings(PURE, Completeness.PARTIAL)


@solver("faulty.goes-on")
def goes_on(game):
    """Leave a thread behind that writes to a file."""
    threading.Thread(target=lambda: time.sleep(300), daemon=True).start()
    note("threaded", os.getpid())
    return Findings(PURE, Completeness.PARTIAL)


@solver("faulty.nan")
def returns_nan(game):
    """Return NaN and infinity for probabilities."""
    return Findings([[[float("nan"), 1.0], [1.0, 0.0]], [[1.0, 0.0], [float("inf"), 0.0]]], Completeness.PARTIAL)


@solver("faulty.lies")
def lies(game):
    """Return a profile that is no equilibrium, exactly, and say that this is all there is."""
    return Findings([[[Fraction(1, 2), Fraction(1, 2)]] * 2], Completeness.CLAIMED)


@solver("faulty.omits")
def omits(game):
    """Return one equilibrium of three, and say that this is all there is."""
    return Findings(PURE[:1], Completeness.CLAIMED)


@solver("faulty.nothing")
def nothing(game):
    """Return nothing, and say that this is all there is."""
    return Findings([], Completeness.CLAIMED)


@solver("faulty.misshapes")
def misshapes(game):
    """Return a probability too many, and a player too few."""
    return Findings([[[1.0, 0.0, 0.0], [1.0, 0.0]], [[1.0, 0.0]]], Completeness.PARTIAL)


@solver("faulty.misadds")
def misadds(game):
    """Return probabilities that are negative, or do not add up to 1."""
    return Findings([[[1.5, -0.5], [1.0, 0.0]], [[0.25, 0.25], [1.0, 0.0]]], Completeness.PARTIAL)


@solver("faulty.raises")
def raises(game):
    """Raise what a compiled library raises."""
    raise RuntimeError("map::at in enummixed.cc:106, QH6050")


@solver("faulty.refuses")
def refuses(game):
    """Refuse every game when it is asked."""
    raise UnsuitableError("faulty.refuses accepts no game on Wednesdays")


@solver("faulty.answers-text")
def answers_text(game):
    """Return text for an answer."""
    return "the equilibria are left as an exercise"


@solver("faulty.names-probabilities")
def names_probabilities(game):
    """Return objects that no process can send for probabilities."""
    return Findings([[[threading.Lock(), 1], [1, 0]]], Completeness.PARTIAL)


@solver("faulty.vague")
def vague(game):
    """Say of its list what nobody knows."""
    return Findings(PURE, "rather complete")


@solver("faulty.floods")
def floods(game):
    """Return profiles without end."""

    def profiles():
        k = 2
        while True:
            k += 1
            yield [[Fraction(1, k), Fraction(k - 1, k)], [1, 0]]

    return Findings(profiles(), Completeness.PARTIAL)


@solver("faulty.stretches")
def stretches(game):
    """Return a strategy without end."""

    def strategy():
        while True:
            yield 0.0

    return Findings([[strategy(), [1, 0]]], Completeness.PARTIAL)


@solver("faulty.repeats")
def repeats(game):
    """Return one profile twenty thousand times."""
    return Findings(PURE[:1] * 20_000, Completeness.PARTIAL)


@solver("faulty.long-winded")
def long_winded(game):
    """Return probabilities of a hundred thousand digits."""
    odd = Fraction(1, 3**200_000)
    return Findings([[[odd, 1 - odd], [1, 0]]], Completeness.PARTIAL)


@solver("faulty.overflows")
def overflows(game):
    """Return a probability that no float can hold, with a note that would clear the screen."""
    return Findings([[[10**400, 1 - 10**400], [1, 0]]], Completeness.PARTIAL, ("\x1b[2Jcleared",))


@solver("faulty.garbles")
def garbles(game):
    """Write nonsense to every descriptor that is open."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\xff" * 64)
        except OSError:
            continue
    return Findings(PURE, Completeness.PARTIAL)


@solver("faulty.closes")
def closes(game):
    """Close every descriptor."""
    os.closerange(0, 256)
    time.sleep(300)


class Fussy(Needs):
    """Needs that fail when they are asked."""

    def objection(self, game, side_payments=None):
        os._exit(9)


@dataclass(frozen=True)
class Fusses:
    """Die when asked what it accepts."""

    name: ClassVar[str] = "faulty.fusses"
    needs: ClassVar[Needs] = Fussy()
    claims: ClassVar[frozenset[Claim]] = frozenset()

    def equilibria(self, game):
        return Findings(PURE, Completeness.PARTIAL)


@dataclass(frozen=True)
class Demanding:
    """Do nothing without a setting."""

    name: ClassVar[str] = "faulty.demanding"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    number: int

    def equilibria(self, game):
        return Findings(PURE, Completeness.PARTIAL)


@dataclass(frozen=True)
class Stuck:
    """Hold something that no process can send."""

    name: ClassVar[str] = "faulty.stuck"
    needs: ClassVar[Needs] = Needs()
    claims: ClassVar[frozenset[Claim]] = frozenset()
    lock: Any = field(default_factory=threading.Lock)

    def equilibria(self, game):
        return Findings(PURE, Completeness.PARTIAL)


ALL = [
    thing for thing in vars().copy().values() if isinstance(thing, type) and str(getattr(thing, "name", "")).startswith("faulty.")
]
