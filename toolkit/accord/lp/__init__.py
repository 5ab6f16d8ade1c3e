"""Linear programming: the one place where linear programs are solved."""

from accord.lp.effort import asked, exactly
from accord.lp.interior import Interior, interior
from accord.lp.optimum import Optimum
from accord.lp.program import Program
from accord.lp.rows import Rows, row

__all__ = ["Interior", "Optimum", "Program", "Rows", "asked", "exactly", "interior", "row"]
