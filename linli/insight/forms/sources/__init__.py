"""Where values come from: figures counted of a ground and a time, and the rows of registers. Nothing is kept here."""

from linli.insight.forms.sources.figure import Figure, Reading, Whose
from linli.insight.forms.sources.reach import Reached, reach_of
from linli.insight.forms.sources.reading import Ask, Tally, read
from linli.insight.forms.sources.registers import REGISTERS, SPECS, Register, Row
from linli.insight.forms.sources.table import CONCEPTS, FIGURES

__all__ = [
    "CONCEPTS", "FIGURES", "REGISTERS", "SPECS", "Ask", "Figure", "Reached", "Reading", "Register", "Row",
        "Tally", "Whose",
    "reach_of", "read",
]  # fmt: skip
