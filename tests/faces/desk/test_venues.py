"""Venues at the desk: register, rooms, bookings for units and callers, the keeper's word, brands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from linli.base.people.models import AccessLog
from linli.pillars.party.venues.models import Brand, Room, RoomBooking, Venue
from tests.pillars.party.venues.doing import HOUR, NINE, book, centre, room
from tests.town import Town

As = Callable[..., Client]
VENUE = {
    "kind": "centre", "name": "东里党群服务中心", "area_m2": 800, "days": [1, 2, 3, 4, 5], "opens": "08:00",
    "closes": "20:00", "contact_role": "值班台", "contact_phone": "053180000001",
}  # fmt: skip


def read(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_a_community_writes_down_its_centre_and_rooms(town: Town, as_: As) -> None:
    community = as_("secretary")
    assert "还没有登记阵地" in read(community.get("/d/venues/"))
    given = {**VENUE, "ground": town.communities[0].pk}
    bad = community.post("/d/venues/new/", {**given, "closes": "07:00"})
    assert (bad.status_code, "关门要晚于开门" in read(bad)) == (422, True)
    assert community.post("/d/venues/new/", given).status_code == 302
    made = Venue.objects.get()
    again = community.post("/d/venues/new/", given)
    assert (again.status_code, "换个名字" in read(again)) == (409, True)
    here = f"/d/venues/{made.pk}/"
    form = {"room-name": "排练室", "room-area_m2": 60, "room-seats": 30, "room-open_to": "everybody"}
    assert community.post(f"{here}room/", {**form, "room-seats": 0}).status_code == 422
    assert community.post(f"{here}room/", form).status_code == 302
    assert "排练室" in read(community.get(here))
    changed = {f"change-{k}": v for k, v in {**given, "area_m2": 820, "is_step_free": "on"}.items()}
    assert community.post(f"{here}change/", changed).status_code == 302
    assert "820" in read(as_("sweeper").get("/d/venues/?q=东里"))
    assert as_("sweeper").post(f"{here}change/", changed).status_code == 403
    assert as_("secretary2").post(f"{here}room/", form).status_code == 403
    sheet = as_("leader").get("/d/venues/venues.xlsx")
    assert sheet.status_code == 200
    assert community.post(f"{here}close/").status_code == 302
    assert community.get(here).status_code == 404


def test_what_is_booked_is_not_closed_and_the_page_says_so(town: Town, as_: As) -> None:
    one = room(centre(town))
    book(one)
    community = as_("secretary")
    for here in (f"/d/venues/{one.venue_id}/", f"/d/venues/rooms/{one.pk}/"):
        said = community.post(f"{here}close/")
        assert (said.status_code, "以后还有 1 个预约" in read(said)) == (409, True)
        assert as_("sweeper").post(f"{here}close/").status_code == 403
    assert Room.objects.filter(pk=one.pk, until=None).exists()


def times(prefix: str, **more: Any) -> dict[str, Any]:
    given = {
        "day": "2026-11-17", "starts": "09:00", "ends": "10:30", "title": "碰头会", "count": 8, **more,
    }  # fmt: skip
    return {f"{prefix}-{name}": value for name, value in given.items()}


def test_units_and_callers_are_booked_and_the_second_reads_why_not(town: Town, as_: As) -> None:
    one = room(centre(town))
    here = f"/d/venues/rooms/{one.pk}/"
    unit, clerk = as_("sweeper"), as_("clerk")
    assert "给自己单位约" in read(unit.get(here))
    assert "替来电" not in read(unit.get(here))
    assert unit.post(f"{here}unit/", times("unit", unit=town.sanitation.pk)).status_code == 302
    late = clerk.post(f"{here}caller/", times("caller", name="吴大爷", starts="10:00"))
    assert (late.status_code, "有人约了" in read(late), "吴大爷" in read(late)) == (409, True, True)
    odd = clerk.post(f"{here}caller/", times("caller", starts="12:00", ends="11:00"))
    assert (odd.status_code, "要晚于 12:00" in read(odd)) == (422, True)
    fits = times("caller", name="吴大爷", starts="11:00", ends="12:00")
    assert clerk.post(f"{here}caller/", fits).status_code == 302
    assert unit.post(f"{here}caller/", fits).status_code == 403
    page = read(clerk.get(here))
    assert "吴*" in page.replace("＊", "*") or "吴大爷" not in page
    assert "环卫所" in page
    assert "吴" not in read(unit.get(here))


@pytest.mark.parametrize("view", ["venues", "asked", "ahead", "past", "brands", "nonsense"])
def test_every_list_opens_empty_and_full(town: Town, as_: As, view: str) -> None:
    assert as_("secretary").get(f"/d/venues/?view={view}").status_code == 200
    book(room(centre(town), needs_word=True))
    for who in ("secretary", "sweeper", "leader", "auditor"):
        assert as_(who).get(f"/d/venues/?view={view}").status_code == 200


def test_the_keeper_answers_and_a_no_has_a_reason(town: Town, as_: As) -> None:
    one = room(centre(town), needs_word=True)
    made, other = book(one), book(one, NINE + 2 * HOUR, phone="13800002222")
    clerk = as_("clerk")
    assert "等答复" in read(clerk.get("/d/venues/?view=asked"))
    here = f"/d/venues/bookings/{made.pk}/"
    bare = clerk.post(f"{here}decline/")
    assert (bare.status_code, RoomBooking.objects.get(pk=made.pk).state) == (422, "asked")
    assert as_("secretary2").post(f"{here}confirm/").status_code == 404
    assert clerk.post(f"{here}decline/", {"reason": "消防检查"}).status_code == 302
    assert clerk.post(f"{here}confirm/").status_code == 409
    assert clerk.post(f"/d/venues/bookings/{other.pk}/confirm/").status_code == 302
    assert clerk.post(f"/d/venues/bookings/{other.pk}/cancel/", {"reason": "停电"}).status_code == 302
    assert Room.objects.get().bookings.filter(state__in=["asked", "granted"]).count() == 0
    shown = clerk.post(f"/d/venues/bookings/{other.pk}/reveal/phone/", {"reason": "停电了打电话说一声"})
    assert "13800002222" in read(shown)
    assert AccessLog.objects.filter(what="revealed", subject="venues.RoomBooking").count() == 1
    assert as_("sweeper").get(f"/d/venues/bookings/{other.pk}/reveal/phone/").status_code == 404


def test_a_brand_is_named_by_its_community_and_read_by_residents(town: Town, as_: As) -> None:
    form = {"community": town.communities[0].pk, "name": "暖东里", "words": "有事敲门", "since": "2026-03-01"}
    assert as_("sweeper").post("/d/venues/brand/", form).status_code == 403
    assert as_("secretary").post("/d/venues/brand/", {**form, "words": ""}).status_code == 422
    assert as_("secretary").post("/d/venues/brand/", form).status_code == 302
    assert Brand.objects.get().community == town.communities[0]
    assert "暖东里" in read(as_("sweeper").get("/d/venues/?view=brands"))
    assert "暖东里" in read(Client().get("/venues/"))
    assert "有事敲门" in read(Client().get(f"/grid/{town.grids[0].pk}/"))


def test_a_list_asks_as_often_whatever_it_is_long(
    town: Town, as_: As, django_assert_max_num_queries: Any
) -> None:
    client = as_("secretary")
    for n in range(3):
        hall = centre(town, name=f"服务中心{n}")
        for m in range(2):
            book(room(hall, f"屋{m}"), NINE + (2 * n + m) * HOUR, phone=f"1380000{n}{m}00")
    client.get("/d/venues/")
    for view in ("venues", "ahead"):
        with django_assert_max_num_queries(14):
            client.get(f"/d/venues/?view={view}")
