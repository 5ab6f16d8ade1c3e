"""The example that a new plugin begins with: a small component of each role that does something real."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EXAMPLES", "Example"]


@dataclass(frozen=True)
class Example:
    """The component of one role that a new plugin begins with.

    Attributes:
        component: its name, without the plugin's.
        summary: what it does, in a sentence.
        command: how to try it; NAME stands for the plugin, ENDING for that of a reader's files.
        numpy: whether its module imports numpy.
    """

    component: str
    summary: str
    command: str
    numpy: bool = False


EXAMPLES = {
    "solver": Example(
        "best-replies",
        "Players take turns to improve until nobody can, which is a pure equilibrium.",
        "accord solve bos --fallback nash --solver NAME.best-replies",
    ),
    "selection": Example(
        "fair-chance",
        "The equilibrium that is best for everybody together, among those that leave everybody a fair chance.",
        "accord solve bos --selection NAME.fair-chance --set selection.share=3/4",
    ),
    "fallback": Example(
        "status-quo",
        "If talks fail, everybody goes on as today.",
        "accord solve bos --fallback NAME.status-quo --set fallback.action=1",
        numpy=True,
    ),
    "worth": Example(
        "hurwicz",
        "What a coalition may hope for, between the worst and the best that the others can do.",
        "accord solve chicken --worth NAME.hurwicz --set worth.optimism=1/3",
    ),
    "split": Example(
        "first-mover",
        "Whoever moves first keeps a fixed share of the gains.",
        "accord solve chicken --split NAME.first-mover --set split.share=2/3",
    ),
    "reader": Example(
        "outcome-table",
        "Games as tables with a line for every outcome.",
        "accord solve game.ENDING",
        numpy=True,
    ),
    "executor": Example(
        "threads",
        "The threads of this process work on a sweep.",
        "accord plugins show NAME",
    ),
    "axiom": Example(
        "kept-bonus",
        "Whoever is paid a bonus keeps it.",
        "accord audit desiderata --axiom NAME.kept-bonus --budget 20",
        numpy=True,
    ),
}
"""By role; the modules and their tests are the templates ``roles/ROLE.template`` and ``roles/ROLE_test.template``."""
