"""Reads of the life of organisations."""

from linli.pillars.party.life.queries._ledger import Ledger, LedgerLine, ledger_of
from linli.pillars.party.life.queries._life import (
    LifePage,
    LifeRow,
    MeetingPage,
    OwedRow,
    Signing,
    expected_of,
    hints_of,
    life_of,
    life_page,
    meeting_page,
)
from linli.pillars.party.life.queries._own import ahead_for

__all__ = [
    "Ledger",
    "LedgerLine",
    "LifePage",
    "LifeRow",
    "MeetingPage",
    "OwedRow",
    "Signing",
    "ahead_for",
    "expected_of",
    "hints_of",
    "ledger_of",
    "life_of",
    "life_page",
    "meeting_page",
]
