"""The registers whose rows a list can want: which headings mean which column, and how a row is read for somebody.

Names and numbers of people are masked; they are given whole only on an order with a reason,
    and then each of them is on record.
"""

from __future__ import annotations

from typing import Final

from linli.insight.forms.sources.registers._business import FIRMS, SHOPS
from linli.insight.forms.sources.registers._cases import CASES
from linli.insight.forms.sources.registers._ground import COMMUNITIES, COMPOUNDS, GRIDS, HOMES
from linli.insight.forms.sources.registers._people import CARE, MEMBERS
from linli.insight.forms.sources.registers._register import MOST_ROWS, Asking, Register, Row

__all__ = ["MOST_ROWS", "REGISTERS", "SPECS", "Asking", "Register", "Row"]

REGISTERS: Final[dict[str, Register]] = {
    one.spec.code: one for one in (SHOPS, FIRMS, COMPOUNDS, GRIDS, COMMUNITIES, HOMES, CARE, MEMBERS, CASES)
}
SPECS: Final = tuple(one.spec for one in REGISTERS.values())
