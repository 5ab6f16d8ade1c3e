"""Independent pieces of work: done one by one or side by side, shown as they go, and kept when they are interrupted."""

from accord.work.answers import Answer, Piece
from accord.work.doing import Progress, quiet, shared, tell, worked_out, working
from accord.work.showing import bars

__all__ = ["Answer", "Piece", "Progress", "bars", "quiet", "shared", "tell", "worked_out", "working"]
