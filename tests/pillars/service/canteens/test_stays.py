"""The attendance book of a day-care centre: the same in whatever order it hears; the family told once; who is missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations, permutations
from typing import Any

import pytest

from linli.base.notices.models import Notice
from linli.pillars.service.canteens import operations as op
from linli.pillars.service.canteens import queries
from linli.pillars.service.canteens.models import Canteen, Eater, Stay
from linli.pillars.service.canteens.rules import Times, after_coming, after_leaving
from tests.pillars.service.bulletins.doing import resident
from tests.pillars.service.canteens.kitchen import elder, kitchen
from tests.town import MONDAY, Town

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def told(events: Sequence[tuple[bool, int]]) -> Times:
    times = Times()
    for is_coming, hour in events:
        do = after_coming if is_coming else after_leaving
        times = do(times, MONDAY + hour * HOUR)
    return times


def test_the_order_in_which_the_book_hears_and_how_often_make_no_difference() -> None:
    every = [(is_coming, hour) for is_coming in (True, False) for hour in (1, 2, 3)]
    for events in (chosen for size in (1, 2, 3) for chosen in combinations(every, size)):
        # As it was, in any order, and with one of them sent twice.
        expected = told(sorted(events, key=lambda one: one[1]))
        assert {told([*order]) for order in permutations([*events, events[0]])} == {expected}, events


def test_who_came_again_is_here_and_an_older_departure_changes_nothing() -> None:
    times = told([(True, 1), (False, 3), (True, 4)])
    assert times.is_here
    assert after_leaving(times, MONDAY + 3 * HOUR) == times
    assert not after_leaving(times, MONDAY + 8 * HOUR).is_here


@pytest.fixture
def centre(town: Town) -> Canteen:
    return kitchen(town, name="东里日间照料", kind="day_care")


def note(town: Town, centre: Canteen, eater: Eater, verb: str, hours: float, **more: Any) -> Stay:
    at = MONDAY + hours * HOUR
    who: dict[str, Any] = {"actor": town.actor("clerk"), "at": more.pop("at", at), "moment": at}
    made: Stay = getattr(op, verb)(**who, canteen_id=centre.pk, number=eater.number, **more)
    return made


@pytest.mark.django_db
class TestBook:
    def test_a_day_is_one_line_with_what_was_done(self, town: Town, centre: Canteen) -> None:
        eater = elder(town, subsidy="")
        for _again in range(2):
            note(town, centre, eater, "note_arrival", 0)
        note(town, centre, eater, "note_services", 3, given=["rest", "nonsense"])
        note(town, centre, eater, "note_departure", 7, given=["meal", "rest"])
        row = queries.stays_on(canteen=centre, day=Stay.objects.get().day)[0]
        assert (row.came_at, row.left_at, row.given) == (MONDAY, MONDAY + 7 * HOUR, ("吃饭", "午休"))
        assert "桂" not in row.name

    def test_refuses_what_is_no_centre_no_eater_nobody_there_or_too_old(
        self, town: Town, centre: Canteen
    ) -> None:
        eater = elder(town, subsidy="")
        with pytest.raises(op.NotADayCentre):
            note(town, kitchen(town), eater, "note_arrival", 0)
        with pytest.raises(op.NoSuchEater):
            note(town, centre, eater, "note_services", 0, given=["meal"])
        with pytest.raises(op.NotThisDay):
            note(town, centre, eater, "note_arrival", 0, at=MONDAY + 4 * DAY)
        eater.number = "999999"
        with pytest.raises(op.NoSuchEater):
            note(town, centre, eater, "note_arrival", 0)
        assert not Stay.objects.exists()

    def test_family_hears_once_if_the_elder_agreed_and_the_news_is_fresh(
        self, town: Town, centre: Canteen
    ) -> None:
        eater, clerk = elder(town, subsidy=""), town.actor("clerk")
        with pytest.raises(op.NobodyToTell):
            op.let_family_hear(actor=clerk, at=MONDAY, eater_id=eater.pk, wanted=True)
        son = resident("13900005555")
        op.let_family_order(actor=clerk, at=MONDAY, eater_id=eater.pk, account=son)
        note(town, centre, eater, "note_arrival", 0)
        assert not Notice.objects.exists()
        op.let_family_hear(actor=clerk, at=MONDAY, eater_id=eater.pk, wanted=True)
        for _again in range(2):
            note(town, centre, eater, "note_arrival", 24)
        note(town, centre, eater, "note_departure", 24 + 7)
        in_app = Notice.objects.filter(account=son, channel="in_app").order_by("pk")
        assert [one.template for one in in_app] == ["stay_came", "stay_left"]
        assert not any(eater.number in str(one.data) or "孙" in str(one.data) for one in in_app)
        # A book that was without signal since the day before tells nobody.
        note(town, centre, eater, "note_arrival", 48, at=MONDAY + 3 * DAY)
        assert in_app.count() == 2
        # Somebody else is asked anew.
        op.let_family_order(actor=clerk, at=MONDAY, eater_id=eater.pk, account=None)
        assert Eater.objects.get().family_told_since is None

    def test_who_always_comes_and_does_not_is_listed_until_somebody_asked(
        self, town: Town, centre: Canteen
    ) -> None:
        regular, other = elder(town, 1, subsidy="", wants_alert=True), elder(town, 2, subsidy="")
        for day in range(10):
            note(town, centre, other, "note_arrival", 24 * day)
            if day < 8:
                note(town, centre, regular, "note_arrival", 24 * day)
        clerk, later = town.actor("clerk"), MONDAY + 10 * DAY
        assert [one.id for one in queries.missed(actor=clerk, at=later)] == [regular.pk]
        op.answer_absence(actor=clerk, at=later, eater_id=regular.pk, words="在女儿家住几天")
        assert queries.missed(actor=clerk, at=later) == []

    def test_a_year_later_the_day_is_forgotten(self, town: Town, centre: Canteen) -> None:
        note(town, centre, elder(town, subsidy=""), "note_arrival", 0)
        assert op.forget_stays(actor=town.actor("clerk"), at=MONDAY + 360 * DAY) == 0
        assert op.forget_stays(actor=town.actor("clerk"), at=MONDAY + 370 * DAY) == 1
