"""Gambit's catalogue and the games of its solver tests, and the files of its repository where a checkout is named, cross-checked.

Every solver is tried. The catalogue is the one that the installed pygambit brings; ACCORD_GAMBIT_SOURCE names a checkout.
A disagreement that `crosscheck_explained.toml` does not explain fails, and so does an explanation of what no longer happens.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from crosscheck_catalogue import (
    KINDS,
    Explanation,
    Finding,
    Pair,
    catalogue,
    examined,
    explanations,
    folder,
    of_solver_tests,
    outdated,
    table,
    unexplained,
)

from accord.host import load_registry


@pytest.fixture(scope="module")
def registry():
    return load_registry()


def test_the_catalogue_and_the_games_of_solver_tests(registry, capsys):
    games, known = catalogue(registry), explanations()
    assert len(games) >= 33
    games += (typed := of_solver_tests(games))
    assert {name for name, _ in typed} >= {
        f"tests/{name}" for name in ("coordination of 4", "graph", "long paths", "max cut", "trust")
    }
    found = examined(games, known, registry)
    with capsys.disabled():
        print("\n" + table(found))
    assert unexplained(found, known) == []
    assert outdated(found, known) == []
    assert not {finding.kind for finding in found.values()} & {"incomplete", "failed", "astray"}
    two = [pair for pair in found if pair.solver == "gambit.enummixed"]
    assert len(two) >= 27 + 9
    assert {found[pair].kind for pair in two} <= {"agrees", "a part"}  # a part of what somebody else knows approximately only


@pytest.mark.skipif("ACCORD_GAMBIT_SOURCE" not in os.environ, reason="ACCORD_GAMBIT_SOURCE names no checkout of Gambit")
def test_the_files_of_gambit_s_repository(registry, capsys):
    games, known = folder(Path(os.environ["ACCORD_GAMBIT_SOURCE"]), registry), explanations()
    assert games
    found = examined(games, known, registry)
    with capsys.disabled():
        print("\n" + table(found))
    assert unexplained(found, known) == []
    assert outdated(found, known) == []


def test_the_table_in_the_documentation_counts_what_is_explained():
    page = Path(__file__).parents[1] / "docs/explanation/how-solvers-agree.md"
    head, _, *lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    kinds = [cell.strip() for cell in head.strip("|").split("|")]
    written: Counter[tuple[str, str]] = Counter()
    always, often = Counter(written), Counter(written)
    for line in lines:
        solver, _, *counts = [cell.strip() for cell in line.strip("|").split("|")]
        written.update({(solver.strip("`"), kind): int(n or 0) for kind, n in zip(kinds[2:], counts, strict=True)})
    for e in explanations("17"):
        games = [game for game in e.games if ".nfg" not in game]  # those of the catalogue and of solver tests
        often[e.solver, e.kind] += len(games)
        always[e.solver, e.kind] += 0 if e.sometimes else len(games)
    told = {key for key in {*written, *often} if key[1] not in ("agrees", "a part")}
    assert {key: written[key] for key in told if not always[key] <= written[key] <= often[key]} == {}


def test_explanations_are_of_known_kinds_and_do_not_overlap(registry):
    pairs = [pair for e in explanations() for pair in e.pairs]
    assert len(pairs) == len(set(pairs))
    assert {e.kind for e in explanations()} <= set(KINDS)
    assert {e.solver for e in explanations()} <= set(registry.names("solver"))
    assert all(len(e.why) > 40 for e in explanations())


def test_nothing_passes_unseen():
    pair, other = Pair("a.solver", "game"), Pair("a.solver", "another")
    known = [Explanation("a.solver", "lost", "for a reason", ("game", "absent"))]
    assert unexplained({pair: Finding("lost"), other: Finding("agrees")}, known) == []
    assert unexplained({pair: Finding("nothing", "0 of 3"), other: Finding("lost", "1 of 2")}, known) == [
        "a.solver on another: lost (1 of 2)",
        "a.solver on game: nothing (0 of 3)",
    ]
    assert outdated({pair: Finding("agrees")}, known) == ["a.solver on game: agrees, not lost"]
    assert outdated({pair: Finding("agrees")}, [Explanation("a.solver", "lost", "", ("game",), sometimes=True)]) == []
