"""The words of compounds, of who serves them and of what their owners decide."""

from __future__ import annotations

from typing import Final

ESTATES: Final = """
小区登记 | estate | a compound as its owners have it | press
物业合同 | service_contract | that a company serves it from a day to a day | practice
席位 | seat | who sits for one of the six sides | press
六方议事会 | sitting | one meeting of the six | press
"""
