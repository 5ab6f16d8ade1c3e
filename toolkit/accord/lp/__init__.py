"""Linear programming: the one place where linear programs are solved."""

from accord.lp.program import Optimum, Program
from accord.lp.rows import Rows, row

__all__ = ["Optimum", "Program", "Rows", "row"]
