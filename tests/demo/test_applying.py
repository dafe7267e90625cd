"""The story's applications: one in every state that lasts, and nothing in them refused."""

from __future__ import annotations

from datetime import datetime

import pytest

from linli.demo.applying import occasions
from linli.demo.pleas import PLEAS
from linli.kernel.clock import SHANGHAI
from linli.kernel.workdays import CHINA

UNTIL = datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI)


def test_beats_come_in_their_order_and_in_office_time() -> None:
    seen: dict[int, list[datetime]] = {}
    for at, turn in occasions(UNTIL):
        assert at < UNTIL
        if turn.beat is not None:
            seen.setdefault(turn.plea, []).append(at)
            from_home = PLEAS[turn.plea].channel == "web"
            assert from_home or CHINA.is_workday(at.astimezone(SHANGHAI).date())
    assert len(seen) == len(PLEAS)
    for moments in seen.values():
        assert len(set(moments)) == len(moments)


@pytest.mark.parametrize("code", ["MZ01", "SH01", "SB03", "JY02"])
def test_the_worked_examples_are_told(code: str) -> None:
    assert any(plea.item == code for plea in PLEAS)
