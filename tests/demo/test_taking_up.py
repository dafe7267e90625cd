"""A story that was broken off goes on as if it had not been: nothing is told twice, nothing is lost but the day itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction

from linli.base.flow.models import Step
from linli.base.flow.verify import verify_log
from linli.demo import story
from linli.kernel.clock import SHANGHAI

UNTIL = datetime(2026, 11, 20, 15, 20, tzinfo=SHANGHAI)
pytestmark = [pytest.mark.django_db, pytest.mark.first]


class _Broken(Exception):
    pass


def _break_off_on(day: str) -> Callable[..., None]:
    def progress(done: int, total: int | None = None, words: str = "") -> None:
        if words.startswith(day):
            raise _Broken

    return progress


def _everything() -> list[tuple[object, ...]]:
    steps = Step.objects.select_related("case", "actor", "unit", "words").order_by("case__number", "seq")
    return [
        (
            *(step.case.number, step.seq, step.verb, step.at, step.after, str(step.actor), str(step.unit)),
            step.words.answer if hasattr(step, "words") else "",
        )
        for step in steps
    ]


class TestTakingUp:
    def test_goes_on_as_if_it_had_not_been_broken_off(self) -> None:
        with transaction.atomic():
            story.tell(days=4, scale="tiny", until=UNTIL)
            whole = _everything()
            transaction.set_rollback(True)
        for day in ("11-18", "11-19"):
            with pytest.raises(_Broken):
                story.tell(days=4, scale="tiny", until=UNTIL, progress=_break_off_on(day))
        half = _everything()
        assert story.tell(until=UNTIL).is_done
        told = _everything()
        assert 0 < len(half) < len(told)
        numbers = {row[0] for row in whole}
        assert [row for row in told if row[0] in numbers] == whole
        assert len(told) == len(whole)
        assert list(verify_log()) == []

    def test_loses_only_the_day_in_which_it_was_killed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        happen = story._Teller._happen

        def killed(self: story._Teller, at: datetime, what: str, name: str, seq: int) -> None:
            if at >= datetime(2026, 11, 19, 12, tzinfo=SHANGHAI):
                raise _Broken
            happen(self, at, what, name, seq)

        monkeypatch.setattr(story._Teller, "_happen", killed)
        with pytest.raises(_Broken):
            story.tell(days=3, scale="tiny", until=UNTIL)
        assert not Step.objects.filter(at__gte=datetime(2026, 11, 19, tzinfo=SHANGHAI)).exists()
        monkeypatch.undo()
        assert story.tell(until=UNTIL).is_done
        assert Step.objects.filter(at__gte=datetime(2026, 11, 19, tzinfo=SHANGHAI)).exists()
