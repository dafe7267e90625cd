"""Canteens at the desk: a caller's order, the till that sends twice, who may see, the month's sheet."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.models import AccessLog
from linli.kernel import clock
from linli.pillars.service.canteens.models import (
    AbsenceAnswer,
    Canteen,
    Eater,
    Meal,
    Menu,
    Order,
    Settlement,
    Stay,
    SubsidyRule,
)
from tests.pillars.service.bulletins.doing import resident
from tests.pillars.service.canteens.kitchen import elder, kitchen, menu, rule, serve
from tests.town import MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 16)
NOON = MONDAY + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


@pytest.fixture
def canteen(town: Town) -> Canteen:
    rule(town)
    return kitchen(town)


def read(response: Any) -> str:
    return str(response.content.decode())


def test_the_till_sends_twice_and_asks_before_a_second_portion(as_: As, town: Town, canteen: Canteen) -> None:
    clerk, number = as_("clerk"), elder(town).number
    form = {"canteen": canteen.pk, "meal": "lunch", "number": number, "idempotency_key": str(uuid.uuid4())}
    for _again in range(2):
        sent = clerk.post("/d/till/serve/", {**form, "served_at": "2026-11-16T03:40:00.000Z"})
        assert sent.headers["Location"] == f"/d/till/?canteen={canteen.pk}"
    assert Meal.objects.get().at == MONDAY + timedelta(hours=2, minutes=40)
    second = {**form, "idempotency_key": str(uuid.uuid4())}
    asked = clerk.post("/d/till/serve/", second)
    assert asked.status_code == 409
    assert "再来一份" in read(asked)
    assert clerk.post("/d/till/serve/", {**second, "is_second": "on"}).status_code == 302
    assert Meal.objects.count() == 2
    for wrong in ({"number": "999999"}, {"number": "abc"}, {"canteen": "0"}):
        assert (
            clerk.post("/d/till/serve/", {**form, "idempotency_key": str(uuid.uuid4()), **wrong}).status_code
            == 422
        )


def test_the_empty_till_knows_nobody(client: Client, town: Town, canteen: Canteen) -> None:
    elder(town)
    page = read(client.get("/d/till/shell/"))
    assert canteen.name in page
    assert "100001" not in page
    assert "csrfmiddlewaretoken" not in page


def test_a_day_from_menu_to_counter_entry(as_: As, town: Town, canteen: Canteen) -> None:
    clerk, eater, here = as_("clerk"), elder(town), f"/d/canteens/{canteen.pk}/"
    clerk.post(f"{here}menu/", {"day": TODAY + DAY, "meal": "lunch", "dishes": "红烧鱼"})
    there = Menu.objects.get()
    clerk.post(f"{here}order/?day={there.day}", {"menu": there.pk, "number": eater.number, "channel": "call"})
    assert eater.number in read(clerk.get(f"{here}?day={there.day}"))
    clerk.post(f"{here}cancel/?day={there.day}", {"order": Order.objects.get().pk})
    assert Order.objects.get().cancelled_at is not None
    # Who rings says the number they are registered with; two under one number are told apart by the card.
    by_phone = {"menu": there.pk, "number": "138 0001 0001", "channel": "call"}
    clerk.post(f"{here}order/", by_phone)
    assert Order.objects.filter(eater=eater, cancelled_at=None).count() == 1
    assert clerk.post(f"{here}order/", {**by_phone, "number": "13899990000"}).status_code == 404
    assert (
        clerk.post(f"{here}order/", {"menu": there.pk, "number": "999999", "channel": "call"}).status_code
        == 404
    )
    made = serve(town, canteen, eater, NOON)
    clerk.post(
        f"{here}correct/", {"meal": made.pk, "reason": "打错了人", "idempotency_key": str(uuid.uuid4())}
    )
    assert Meal.objects.filter(corrects=made).count() == 1
    again = clerk.post(f"{here}correct/", {"meal": made.pk, "reason": "再冲一次"})
    assert again.status_code == 409
    assert read(clerk.get(here)).count(eater.number) >= 2


def test_others_see_nobody(as_: As, town: Town, canteen: Canteen) -> None:
    eater = elder(town)
    for who in ("worker", "leader", "dispatcher"):
        assert as_(who).get("/d/canteens/eaters/").status_code == 403, who
    far = as_("secretary2")
    assert eater.number not in read(far.get("/d/canteens/eaters/"))
    for path in (
        f"/d/canteens/{canteen.pk}/",
        f"/d/canteens/{canteen.pk}/month/",
        f"/d/canteens/eaters/{eater.pk}/reveal/phone/",
    ):
        assert far.get(path).status_code == 404, path
    assert far.post(f"/d/canteens/eaters/{eater.pk}/end/").status_code == 404


def test_an_elder_is_registered_shown_for_a_reason_and_lets_family_order(
    as_: As, town: Town, canteen: Canteen
) -> None:
    clerk = as_("clerk")
    form = {
        "community": town.communities[0].pk,
        "name": "孙桂香",
        "phone": "13800002222",
        "born": "1951-03-01",
    }
    assert clerk.post("/d/canteens/eaters/", {**form, "born": "1990-01-01"}).status_code == 422
    assert clerk.post("/d/canteens/eaters/", {**form, "subsidy": "B"}).status_code == 422
    clerk.post("/d/canteens/eaters/", {**form, "subsidy": "B", "ground": "看过证明", "wants_alert": "on"})
    eater, here = Eater.objects.get(), f"/d/canteens/eaters/{Eater.objects.get().pk}/"
    assert "孙桂香" not in read(clerk.get("/d/canteens/eaters/"))
    assert "孙桂香" in read(clerk.post(f"{here}reveal/name/", {"reason": "核对饭卡"}))
    assert AccessLog.objects.filter(subject="canteens.Eater", is_success=True).count() == 1
    son = resident("13900005555")
    clerk.post(f"{here}family/", {"phone": "13900005555"})
    eater.refresh_from_db()
    assert eater.orders_by == son
    clerk.post(f"{here}no-family/")
    clerk.post(f"{here}answer/", {"words": "在家歇着"})
    clerk.post(f"{here}end/")
    eater.refresh_from_db()
    assert (eater.orders_by, eater.until, AbsenceAnswer.objects.count()) == (None, TODAY, 1)


def test_the_month_is_a_sheet_and_is_closed_once(as_: As, town: Town, canteen: Canteen) -> None:
    clerk, eater, here = as_("clerk"), elder(town), f"/d/canteens/{canteen.pk}/month/"
    for n in range(3):
        serve(town, canteen, eater, NOON + n * DAY)
    assert clerk.post(here, {"month": "2026-11"}).status_code == 409
    with clock.frozen(NOON + 20 * DAY):
        clerk.post(here, {"month": "2026-11"})
        assert Settlement.objects.get().price_fen == 3600
        assert "已结账" in read(clerk.get(f"{here}?month=2026-11"))
        sent = clerk.get(f"{here}sums.xlsx?month=2026-11")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
        rows = [[str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
        assert any(row[:2] == ["B", "区财政"] and "36.00" in row and "9.00" in row for row in rows)
        sent = clerk.get(f"{here}book.xlsx?month=2026-11")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
        assert sum("100001" in [str(c) for c in row] for row in book.active.iter_rows(values_only=True)) == 3
    assert clerk.get(f"{here}nothing.xlsx").status_code == 404


def test_the_section_writes_subsidies_and_a_canteen_is_opened(as_: As, town: Town) -> None:
    office = add_unit(kind=UnitKind.OFFICE, name="公服办", parent=town.office, handles=["civil_affairs"])
    town.hire("civil", Role.SECTION_STAFF, office)
    form = {"code": "A", "name": "八十岁以上", "min_age": 80, "amount": "3.00", "per_week": 5, "payer": "区财政",
            "valid_from": "2026-11-01", "basis": "助餐办法"}  # fmt: skip
    assert as_("civil").post("/d/canteens/subsidies/", form).status_code == 302
    assert SubsidyRule.objects.get().fen == 300
    assert as_("clerk").post("/d/canteens/subsidies/", {**form, "amount": "9"}).status_code == 403
    assert "3.00" in read(as_("clerk").get("/d/canteens/subsidies/"))
    opened = {"community": town.communities[0].pk, "kind": "day_care", "name": "东里日间照料", "place": "3 号院",
              "capacity": 30, "price": "12", "order_until": "10:00"}  # fmt: skip
    assert as_("clerk").post("/d/canteens/", opened).status_code == 302
    assert Canteen.objects.get().price_fen == 1200
    assert as_("clerk").post("/d/canteens/", {**opened, "capacity": 0}).status_code == 422


def test_pages_ask_little(as_: As, town: Town, canteen: Canteen, django_assert_max_num_queries: Any) -> None:
    menu(town, canteen, TODAY)
    for n in range(5):
        serve(town, canteen, elder(town, n, wants_alert=True), NOON)
    clerk = as_("clerk")
    clerk.get("/d/me/")
    for path in (
        "/d/canteens/",
        f"/d/canteens/{canteen.pk}/",
        "/d/canteens/eaters/",
        f"/d/canteens/{canteen.pk}/month/",
        "/d/till/",
        "/d/care/",
    ):
        with django_assert_max_num_queries(16):
            assert clerk.get(path).status_code == 200, path


def test_the_book_of_a_day_centre_is_written_twice_and_stands_once(as_: As, town: Town) -> None:
    clerk, centre, eater = (
        as_("clerk"),
        kitchen(town, kind="day_care", name="东里日间照料"),
        elder(town, subsidy=""),
    )
    form = {"canteen": centre.pk, "what": "came", "number": eater.number}
    for _again in range(2):
        sent = clerk.post("/d/daycare/note/", {**form, "served_at": "2026-11-16T01:10:00.000Z"})
        assert sent.headers["Location"] == f"/d/daycare/?canteen={centre.pk}"
    assert Stay.objects.get().came_at == MONDAY + timedelta(minutes=10)
    page = read(clerk.get("/d/daycare/"))
    assert eater.number in page
    assert "孙桂" not in page
    clerk.post("/d/daycare/note/", {**form, "what": "left", "given": ["meal", "bath"]})
    assert "吃饭、助浴" in read(clerk.get("/d/daycare/"))
    for wrong in ({"number": "999999"}, {"number": "x"}, {"canteen": "0"}, {"what": "slept"}):
        assert clerk.post("/d/daycare/note/", {**form, **wrong}).status_code == 422, wrong
    sent = clerk.get(f"/d/daycare/{centre.pk}/book.xlsx?month=2026-11")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    rows = [[str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
    assert [row for row in rows if eater.number in row and "吃饭、助浴" in row]
    assert as_("secretary2").get(f"/d/daycare/{centre.pk}/book.xlsx").status_code == 404
    assert as_("worker").get("/d/daycare/").status_code == 403
    shell = read(Client().get("/d/daycare/shell/"))
    assert centre.name in shell
    assert eater.number not in shell
    assert "csrfmiddlewaretoken" not in shell
