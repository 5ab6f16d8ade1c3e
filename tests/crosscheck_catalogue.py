"""Gambit's games, cross-checked: how every solver fares on each, what of that needs an explanation, and a table.

Run as a script it prints the table in Markdown, for the installed catalogue and the games of Gambit's solver tests, or for
the files of a folder::

    python tests/crosscheck_catalogue.py [FOLDER]
"""

from __future__ import annotations

import runpy
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from accord import source
from accord.crosschecks import CrossCheck, Outcome, Row, crosscheck, gathered
from accord.game import Game
from accord.host import Registry, load_registry
from accord.roles import Completeness

EXPLAINED = Path(__file__).with_name("crosscheck_explained.toml")
TYPED = Path(__file__).parents[1] / "plugins/accord-gambit/tests/games_of_gambit.py"
"""The games in strategic form of Gambit's solver tests; part of the plugin because they come from Gambit's sources."""
AMPLE = 60.0
"""Seconds for those that come to an end: far more than they need, so that a busy machine changes nothing."""
ENOUGH = 1.5
"""Seconds for those that are known to need far more, or never end."""
LARGEST = 100
"""Action profiles of a small game."""
SETTINGS = {"gambit.liap": {"starts": 2}}
"""Ten starts, the default, take as long as all other solvers together."""
_PURE = ("pure", "gambit.enumpure")
_SILENT = ("agrees", "a part")
KINDS = ("agrees", "a part", "lost", "nothing", "astray", "refuted", "incomplete", "too slow", "failed")


class Pair(NamedTuple):
    """A solver and a game."""

    solver: str
    game: str


@dataclass(frozen=True)
class Explanation:
    """Why solvers disagree on some games.

    Attributes:
        solver: the solver.
        kind: what it does there, one of `KINDS`.
        why: the reason.
        games: where.
        sometimes: whether it depends on the machine, how it rounds and how fast it is, whether it happens.
    """

    solver: str
    kind: str
    why: str
    games: tuple[str, ...]
    sometimes: bool = False

    @property
    def pairs(self) -> list[Pair]:
        """Each game with the solver."""
        return [Pair(self.solver, game) for game in self.games]


@dataclass(frozen=True)
class Finding:
    """What a solver does on a game.

    Attributes:
        kind: one of `KINDS`.
        detail: what to say about it.
    """

    kind: str
    detail: str = ""


def explanations(generation: str = "") -> list[Explanation]:
    """Read what is explained, as far as it concerns a generation of pygambit, such as "17": by default the one installed."""
    tables = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["disagreement"]
    generation = generation or metadata.version("pygambit").partition(".")[0]
    return [
        Explanation(table["solver"], table["kind"], table["why"], tuple(table["games"]), table.get("sometimes", False))
        for table in tables
        if table.get("pygambit", generation) == generation
    ]


def catalogue(registry: Registry) -> list[tuple[str, Game]]:
    """Return the small games of the catalogue that is installed, under their short names."""
    return [(game.title.removeprefix("catalog:"), game) for game in source.library("catalog", registry)]


def of_solver_tests(besides: Iterable[tuple[str, Game]] = ()) -> list[tuple[str, Game]]:
    """Return the small games of Gambit's solver tests, as "tests/…", but those with the payoffs of other games."""
    others = {_payoffs(game) for _, game in besides}
    games = [(f"tests/{name}", make()) for name, make in runpy.run_path(str(TYPED))["GAMES"].items()]
    return [(name, game) for name, game in games if game.n_profiles <= LARGEST and _payoffs(game) not in others]


def _payoffs(game: Game) -> tuple[Any, ...]:
    return game.shape, *(game.exact(cell) for cell in range(game.n_profiles))


def folder(where: Path, registry: Registry) -> list[tuple[str, Game]]:
    """Return the small games among the `.nfg` files of a folder but those of a catalogue in it, under their file names."""
    paths = [path for path in sorted(where.rglob("*.nfg")) if "catalog" not in path.relative_to(where).parts]
    found, _ = gathered([str(path) for path in paths], registry)
    return [(name, game) for name, game in found if game.n_profiles <= LARGEST]


def examined(games: Sequence[tuple[str, Game]], known: Iterable[Explanation], registry: Registry) -> dict[Pair, Finding]:
    """Try every solver on every game; those that are explained to be too slow get little time, in a run of their own."""
    slow = {pair for e in known if e.kind == "too slow" for pair in e.pairs}
    solvers = registry.names("solver")
    found: dict[Pair, Finding] = {}
    groups: dict[tuple[str, ...], list[tuple[str, Game]]] = {}
    for name, game in games:
        tried = tuple(solver for solver in solvers if Pair(solver, name) not in slow)
        groups.setdefault(tried, []).append((name, game))
    for tried, group in groups.items():
        for check in _checked(group, tried, AMPLE, registry):
            found |= {
                Pair(row.name, check.name): _finding(check, row)
                for row in check.rows
                if row.outcome is not Outcome.NOT_APPLICABLE
            }
    for solver in sorted({solver for solver, _ in slow}):
        group = [(name, game) for name, game in games if Pair(solver, name) in slow]
        for check in _checked(group, [solver], ENOUGH, registry):
            found[Pair(solver, check.name)] = _finding(check, check.rows[0])
    return found


def _checked(
    games: Sequence[tuple[str, Game]], solvers: Sequence[str], seconds: float, registry: Registry
) -> Sequence[CrossCheck]:
    settings = {name: table for name, table in SETTINGS.items() if name in solvers}
    return crosscheck(games, registry, solvers=list(solvers), settings=settings, time_limit=seconds, jobs=2) if games else ()


def _finding(check: CrossCheck, row: Row) -> Finding:
    """Say what became of a solver on a game, and whether that is what it promises."""
    if row.outcome is Outcome.TIMED_OUT:
        return Finding("too slow", row.reason)
    if not row.answered:
        return Finding("failed", row.reason)
    if row.refuted:
        return Finding("refuted", row.refuted[0].reason)
    if row.contradictions:
        return Finding("incomplete", row.contradictions[0])
    by_number = {known.number: known for known in check.equilibria}
    astray = [k for k in row.found if not by_number[k].exact] if _settled(check) else []
    if astray:
        return Finding("astray", f"no exact equilibrium is near {_shown(by_number[astray[0]].profile)}")
    lacking = [by_number[lack.number] for lack in row.lacks if by_number[lack.number].exact]
    if row.name in _PURE:
        lacking = [known for known in lacking if all(max(strategy) == 1 for strategy in known.profile)]
    elif row.completeness is Completeness.PARTIAL:
        lacking = [] if row.found or row.inside else lacking
        if lacking or not (row.found or row.inside):
            return Finding("nothing", f"0 of {len(check.equilibria)}")
    if lacking:
        return Finding("lost", f"{len(lacking)} of {len(check.equilibria)}, such as {_shown(lacking[0].profile)}")
    return Finding("agrees" if row.agrees else "a part")


def _settled(check: CrossCheck) -> bool:
    """Whether a solver that claims to find everything has answered, so that all equilibria are known exactly."""
    return any(row.answered and row.completeness is Completeness.CLAIMED for row in check.rows)


def _shown(profile: Any) -> str:
    return " | ".join(" ".join(str(p) if isinstance(p, Fraction) else f"{p:.6g}" for p in strategy) for strategy in profile)


def unexplained(found: dict[Pair, Finding], known: Sequence[Explanation]) -> list[str]:
    """Return the disagreements that nothing explains, one line each."""
    covered = {(pair, e.kind) for e in known for pair in e.pairs}
    return [
        f"{pair.solver} on {pair.game}: {finding.kind} ({finding.detail})"
        for pair, finding in sorted(found.items())
        if finding.kind not in _SILENT and (pair, finding.kind) not in covered
    ]


def outdated(found: dict[Pair, Finding], known: Sequence[Explanation]) -> list[str]:
    """Return the explanations of what no longer happens, one line each; only of games that were examined."""
    return [
        f"{pair.solver} on {pair.game}: {found[pair].kind}, not {e.kind}"
        for e in known
        if not e.sometimes
        for pair in e.pairs
        if pair in found and found[pair].kind != e.kind
    ]


def table(found: dict[Pair, Finding]) -> str:
    """Count for every solver what became of it, as a table in Markdown."""
    counts = {solver: Counter(finding.kind for pair, finding in found.items() if pair.solver == solver) for solver, _ in found}
    used = [kind for kind in KINDS if any(count[kind] for count in counts.values())]
    lines = [f"| solver | games | {' | '.join(used)} |", f"|---|{'--:|' * (len(used) + 1)}"]
    for solver in sorted(counts):
        numbers = " | ".join(str(counts[solver][kind] or "") for kind in used)
        lines.append(f"| `{solver}` | {counts[solver].total()} | {numbers} |")
    return "\n".join(lines)


def main() -> int:
    """Print the table, and on standard error whatever is not explained."""
    registry, known = load_registry(), explanations()
    if len(sys.argv) > 1:
        games = folder(Path(sys.argv[1]), registry)
    else:
        games = catalogue(registry)
        games += of_solver_tests(games)
    found = examined(games, known, registry)
    print(table(found))
    for line in [*unexplained(found, known), *outdated(found, known)]:
        print(line, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
