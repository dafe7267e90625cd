"""The figures that the five articles behind Linli tell of themselves, counted from an office's own records.

Each is declared: which rows, which of them are meant, which of those count, and how. Nothing is typed; what no record can
say yet is not in the list. `linli figures` prints them, a board shows them.
"""

from linli.insight.cited.figure import Cited, Measure, Reading, read_all, read_one
from linli.insight.cited.kinds import KindCount, kinds
from linli.insight.cited.tables import CITED, GROUPS

__all__ = ["CITED", "GROUPS", "Cited", "KindCount", "Measure", "Reading", "kinds", "read_all", "read_one"]
