"""The story's applications: one in every state that lasts, and nothing in them refused."""

from __future__ import annotations

from datetime import datetime, timedelta

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


@pytest.mark.parametrize("hour", [1, 9, 16, 23])
@pytest.mark.parametrize("day", range(1, 22))
def test_beats_keep_their_order_whatever_day_the_story_ends(day: int, hour: int) -> None:
    seen: dict[int, list[tuple[datetime, str]]] = {}
    for at, turn in occasions(datetime(2026, 11, day, hour, tzinfo=SHANGHAI)):
        if turn.beat is not None:
            seen.setdefault(turn.plea, []).append((at, turn.beat.verb))
    for number, told in seen.items():
        moments = [at for at, _verb in told]
        assert moments == sorted(moments), (PLEAS[number].name, told)
        shown = None
        for at, verb in told:
            if verb == "approve" and shown is not None:
                assert at - shown > timedelta(days=7), (PLEAS[number].name, shown, at)
            shown = at if verb == "publicise" else shown


@pytest.mark.parametrize("code", ["MZ01", "SH01", "SB03", "JY02"])
def test_the_worked_examples_are_told(code: str) -> None:
    assert any(plea.item == code for plea in PLEAS)
