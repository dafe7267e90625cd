"""The figures that the five articles behind Linli tell of themselves, counted from an office's own records.

Each is declared: which rows, which of them are meant, which of those count, and how. Nothing is typed; what no record can
say yet is not in the list. `linli figures` prints them, and lists the rows behind one.
"""

from linli.insight.cited.figure import Cited, Measure, Reading, read_all, read_one
from linli.insight.cited.kinds import KindCount, kinds
from linli.insight.cited.tables import CITED

__all__ = ["CITED", "Cited", "KindCount", "Measure", "Reading", "kinds", "read_all", "read_one"]
