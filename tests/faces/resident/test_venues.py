"""A resident finds a venue, books a room from the phone, follows it by its link and gives it back."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from linli.kernel import clock
from linli.pillars.party.venues.models import RoomBooking
from linli.pillars.party.venues.rules import OpenTo
from tests.pillars.party.venues.doing import centre, room
from tests.town import MONDAY, Town

FORM = {"starts": "09:00", "ends": "10:30", "title": "五音社排练", "count": 12, "phone": "13800001111"}


@pytest.mark.django_db
def test_books_follows_and_gives_back(town: Town) -> None:
    with clock.frozen(MONDAY):
        one = room(centre(town, is_step_free=True), needs_word=True)
        closed = room(one.venue, "档案室", open_to=OpenTo.NOBODY)
        client = Client()
        assert "东里党群服务中心" in client.get("/venues/").content.decode()
        page = client.get(f"/venues/{one.venue_id}/").content.decode()
        assert ("问问能不能用" in page, "轮椅" in page) == (True, True)
        here = f"/venues/rooms/{one.pk}/?day=2026-11-17"
        assert client.get(f"/venues/rooms/{closed.pk}/").status_code == 404
        assert "08:00–20:00" in client.get(here).content.decode()
        bad = client.post(here, {**FORM, "phone": "12345"})
        assert (bad.status_code, "打不通" in bad.content.decode(), "五音社排练" in bad.content.decode()) == (
            422, True, True,
        )  # fmt: skip
        backward = client.post(here, {**FORM, "starts": "12:00"})
        assert (backward.status_code, "要晚于 12:00" in backward.content.decode()) == (422, True)
        many = client.post(here, {**FORM, "count": 500})
        assert (many.status_code, f"坐 {one.seats} 个人" in many.content.decode()) == (422, True)
        past = client.post(f"/venues/rooms/{one.pk}/?day={MONDAY:%Y-%m-%d}", {**FORM, "starts": "08:00"})
        assert past.status_code == 422
        key = str(uuid.uuid4())
        first = client.post(here, {**FORM, "key": key})
        again = client.post(here, {**FORM, "key": key})
        assert first.status_code == 302
        assert (again["Location"], RoomBooking.objects.count()) == (first["Location"], 1)
        page = client.get(here).content.decode()
        assert "08:00–09:00、10:30–20:00" in re.sub(r"\s+", "", page)
        assert ("五音社" not in page, "1111" not in page) == (True, True)
        link = first["Location"]
        assert "先给您留着" in client.get(link).content.decode()
        assert Client().get(f"{link[:-3]}x/").status_code == 404
        assert client.post(f"{link}cancel/").status_code == 302
        assert "取消了" in client.get(link).content.decode()
        assert client.post(f"{link}cancel/").status_code == 409
        sunday = client.post(f"/venues/rooms/{one.pk}/?day=2026-11-22", FORM)
        assert (sunday.status_code, "那天约不了" in sunday.content.decode()) == (422, True)
