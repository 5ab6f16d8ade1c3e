"""Independent pieces of work: done one by one or side by side, shown as they go, and kept when they are interrupted."""

from accord.work.answers import Answer, Piece, number_from_text, number_to_text
from accord.work.doing import Known, Progress, quiet, shared, tell, worked_out, working
from accord.work.showing import bars, lines

__all__ = [
    "Answer",
    "Known",
    "Piece",
    "Progress",
    "bars",
    "lines",
    "number_from_text",
    "number_to_text",
    "quiet",
    "shared",
    "tell",
    "worked_out",
    "working",
]
