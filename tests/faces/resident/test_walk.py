"""What is within a walk: from a place chosen by words or point, at somebody's pace, and nothing about the place is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.base.places.models import Building, Compound, Facility, Road
from tests.town import Town

pytestmark = pytest.mark.django_db
HOME = {"lon": "117.0023", "lat": "36.0053"}


@pytest.fixture
def street(town: Town) -> Town:
    """A street of two kilometres with a house, a canteen 230 m from it, a park 290 m, a pharmacy 900 m away."""
    line = {"type": "LineString", "coordinates": [[117.0, 36.005], [117.025, 36.005]]}
    Road.objects.create(office=town.office, name="柳岸路", line=line)
    Building.objects.create(grid=town.grids[0], number="1", households_count=40, lon=117.001, lat=36.0051)
    for kind, name, lon in (
        ("canteen", "柳岸食堂", 117.0045),
        ("park", "柳岸公园", 117.0052),
        ("pharmacy", "平安药店", 117.012),
    ):
        Facility.objects.create(
            area=town.grids[0], kind=kind, name=name, hours="8:00–18:00", lon=lon, lat=36.005
        )
    Compound.objects.create(community=town.communities[0], name="翠湖园", lon=117.0023, lat=36.0053)
    return town


def ask(client: Client, **said: str) -> str:
    answer = client.post("/walk/", said)
    assert answer.status_code == 200
    return answer.content.decode()


def within(page: str, minutes: int) -> list[str]:
    """Give the names under a circle."""
    part = re.search(rf"<h2[^>]*>{minutes} 分钟以内</h2>(.*?)</section>", page, re.S)
    return re.findall(r"<b>([^<]+)</b>", part[1]) if part else []


def test_what_is_near_stands_under_its_circle_with_metres_and_minutes(street: Town, client: Client) -> None:
    page = ask(client, **HOME)
    assert within(page, 5) == ["柳岸食堂", "柳岸公园"]
    assert within(page, 10) == []
    assert within(page, 15) == ["平安药店"]
    assert "8:00–18:00" in page
    missing = page[page.index("一刻钟还走不到的") :]
    assert "菜市场" in missing
    assert "公园" not in missing[: missing.index("</section>")]


def test_who_walks_slowly_gets_less_far_and_the_elder_view_asks_for_them(
    street: Town, client: Client
) -> None:
    slow = ask(client, **HOME, pace="older")
    assert within(slow, 5) == ["柳岸食堂"], "240 m in five minutes"
    assert "柳岸公园" in within(slow, 10)
    assert within(ask(client, **HOME, pace="stick"), 15) == []
    client.cookies["ll_size"] = "large"
    chosen = re.search(r'<option value="(\w*)" selected>', client.get("/walk/").content.decode())
    assert chosen is not None
    assert chosen[1] == "older"


def test_a_place_is_chosen_by_its_name(street: Town, client: Client) -> None:
    assert within(ask(client, where="翠湖园"), 5) == ["柳岸食堂", "柳岸公园"]
    lost = client.post("/walk/", {"where": "哪里也没有的地方"})
    assert lost.status_code == 422
    assert "没有找到这个地方" in lost.content.decode()
    assert client.post("/walk/", {"lon": "121.5", "lat": "31.2"}).status_code in (200, 409, 422)
    assert client.post("/walk/", {"lon": "x", "lat": "36"}).status_code == 422
    assert client.post("/walk/", {**HOME, "pace": "flying"}).status_code == 422


def test_where_no_way_is_near_or_drawn_it_says_so(street: Town, client: Client) -> None:
    far = ask(client, lon="117.005", lat="36.0099")
    assert "附近没有画路" in far
    Road.objects.all().delete()
    Building.objects.all().delete()
    assert "还没有画路" in ask(client, **HOME)


def test_nothing_of_the_place_is_written_and_it_stands_in_no_address(street: Town, client: Client) -> None:
    client.get("/walk/")
    with CaptureQueriesContext(connection) as asked:
        page = ask(client, **HOME)
    written = [one["sql"] for one in asked if re.match(r"\s*(INSERT|UPDATE)", one["sql"])]
    assert not [sql for sql in written if "117.00" in sql or "36.00" in sql]
    assert len(asked) <= 18
    form = page[page.index('<form class="card') :]
    assert not re.search(r'(href|action)="[^"]*117\.', page)
    assert 'method="post"' in form
    assert client.cookies.get("linli_session") is None or "117" not in client.cookies["linli_session"].value


def test_where_many_are_meant_one_is_chosen(street: Town, client: Client) -> None:
    for n in (1, 2):
        Compound.objects.create(
            community=street.communities[0], name=f"康乐花园{n}区", lon=117.002 + n / 1000, lat=36.0052
        )
    found: Any = client.post("/walk/", {"where": "康乐花园"})
    page = found.content.decode()
    assert "您说的是哪里" in page or "柳岸食堂" in page
