"""Visits at the desk: one form for home, enterprise and shop, one visit in every book, figures of doors and of nobody."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from linli.base.flow.models import Case
from linli.base.people.models import AccessLog
from linli.kernel import clock
from linli.pillars.governance.visits import operations as op
from linli.pillars.governance.visits.models import Change, DiaryPage, Home, Visit
from linli.pillars.service.care.models import Visit as CareVisit
from linli.pillars.service.care.models import Wish
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed, EnterpriseVisit
from linli.pillars.service.enterprises.rules.record import Record
from tests.pillars.governance.visits.doors import houses, lives
from tests.pillars.service.care.people import somebody
from tests.town import IN_FIRST_GRID, MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db
LATE = MONDAY + timedelta(days=400)


def read(response: Any) -> str:
    return str(response.content.decode())


def typed(target: str = "", **fields: Any) -> dict[str, Any]:
    return {
        "target": target,
        "outcome": "well",
        "way": "door",
        "purposes": ["listen"],
        "idempotency_key": str(uuid.uuid4()),
        **fields,
    }


def test_one_visit_counts_in_every_book_and_sent_again_in_none_twice(as_: As, town: Town) -> None:
    door = houses(town)[0]
    elder = somebody(town, level="key")
    elder.resident.household = door
    elder.resident.save()
    form = typed(
        f"home:{door.pk}",
        said="问了暖气，说还凉。",
        cared=[elder.pk],
        matter="家里暖气不热，连着三天了。",
        change="phone",
        who=elder.resident_id,
        phone="13900006666",
        source="self",
        wish_of=elder.pk,
        wish="想要一台收音机",
    )
    worker = as_("worker")
    with clock.frozen(MONDAY):
        for _again in range(2):
            assert worker.post("/d/visits/new/", form).headers["Location"] == "/d/visits/"
        page = read(worker.get(f"/d/visits/doors/{door.pk}/"))
    visit = Visit.objects.get()
    assert (CareVisit.objects.count(), Case.objects.count(), Wish.objects.count()) == (1, 1, 1)
    assert visit.case == Case.objects.get()
    assert CareVisit.objects.get().person == elder
    change = Change.objects.get()
    assert (change.was, change.now) == ("13800002222", "13900006666")
    assert Case.objects.get().number in page
    assert "139****6666" in page
    assert "13900006666" not in page
    assert "13800002222" not in page


def test_a_wish_of_nobody_is_asked_whose_and_nothing_is_lost(as_: As, town: Town) -> None:
    door = houses(town)[0]
    elder = somebody(town, level="key")
    elder.resident.household = door
    elder.resident.save()
    answer = as_("worker").post("/d/visits/new/", typed(f"home:{door.pk}", wish="想要一台收音机"))
    assert answer.status_code == 422
    assert "请选是谁的心愿" in read(answer)
    assert "想要一台收音机" in read(answer)
    assert not Visit.objects.exists()


def test_a_check_in_of_care_counts_for_the_door_without_its_words(as_: As, town: Town) -> None:
    door = houses(town)[0]
    elder = somebody(town, level="key")
    elder.resident.household = door
    elder.resident.save()
    form = {"way": "door", "outcome": "watch", "found": "腿脚不好", "idempotency_key": str(uuid.uuid4())}
    for _again in range(2):
        as_("worker").post(f"/d/care/{elder.pk}/visit/", form)
    made = Visit.objects.get()
    assert (made.home.household, made.said, CareVisit.objects.count()) == (door, "", 1)  # type: ignore[union-attr]


def firm(town: Town) -> Enterprise:
    lon, lat = IN_FIRST_GRID
    record = Record(
        name="东里面馆",
        no_code="stall",
        contact_name="周平",
        contact_phone="13800007777",
        staff_count=3,
        lon=lon,
        lat=lat,
    )
    return enterprises.keep_enterprise(actor=town.actor("worker"), at=MONDAY, record=record)


def test_an_enterprise_is_visited_with_the_same_form(as_: As, town: Town) -> None:
    one = firm(town)
    form = typed(
        f"enterprise:{one.pk}",
        purposes=["policy", "register"],
        said="想知道补贴。",
        matter="门口要加两张桌子，问手续。",
        what="permit",
        change="staff_count",
        staff_count=5,
        source="shop",
    )
    worker = as_("worker")
    for _again in range(2):
        assert worker.post("/d/visits/new/", form).headers["Location"] == f"/d/enterprises/{one.pk}/"
    book = EnterpriseVisit.objects.get()
    assert (book.purposes, book.said) == (["policy"], "想知道补贴。")
    assert EnterpriseNeed.objects.get().visit == book
    assert Visit.objects.get().enterprise == one
    one.refresh_from_db()
    assert (one.staff_count, one.contact_phone) == (5, "13800007777")
    assert (Change.objects.get().was, Change.objects.get().now) == ("3", "5")
    # And the other way round: what is written in the enterprises' own book is one of all visits.
    worker.post(
        f"/d/enterprises/{one.pk}/visit/",
        {"visit-on": "2026-11-16", "visit-purposes": ["job"], "visit-key": str(uuid.uuid4())},
    )
    assert (EnterpriseVisit.objects.count(), Visit.objects.count()) == (2, 2)


def test_from_the_empty_form_words_find_the_door_and_a_mistake_keeps_what_was_typed(
    as_: As, town: Town
) -> None:
    door = houses(town)[0]
    worker = as_("worker")
    odd = worker.post("/d/visits/new/", typed(where="东边那家", said="问了暖气"))
    assert odd.status_code == 422
    assert "问了暖气" in read(odd)
    worker.post("/d/visits/new/", typed(where="官园小区1号楼1单元101", said="问了暖气"))
    assert Visit.objects.get().home.household == door  # type: ignore[union-attr]
    one = firm(town)
    worker.post("/d/visits/new/", typed(where="东里面馆", matter="水压低，后厨没水。"))
    assert Visit.objects.get(enterprise=one)
    assert EnterpriseNeed.objects.get().what == "other"
    assert worker.post("/d/visits/new/", typed("home:999999", said="还在")).status_code in (404, 422)
    assert as_("worker2").get(f"/d/visits/new/?target=home:{door.pk}").status_code == 404


def test_the_day_the_lists_and_their_sheet_show_the_same_doors(as_: As, town: Town) -> None:
    houses(town)
    worker = as_("worker")
    assert "还没有开始安排" in read(worker.get("/d/visits/"))
    op.start_plan(actor=town.actor("leader"), at=MONDAY, office=town.office)
    with clock.frozen(LATE):
        page = read(worker.get("/d/visits/"))
        assert page.count("记一次<span") == 4
        assert "第2网格" not in page
        for view in ("due", "late", "seen", "all"):
            rows = read(worker.get(f"/d/visits/?view={view}")).count('class="ll-row"')
            sheet = b"".join(worker.get(f"/d/visits/doors.xlsx?view={view}"))  # type: ignore[arg-type]
            lines = list(openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0].values)
            assert sum("单元" in str(line[0]) for line in lines) == rows == (0 if view == "seen" else 4), view


def test_names_are_read_one_at_a_time_for_a_reason(as_: As, town: Town) -> None:
    door = houses(town)[0]
    who = lives(door)
    worker, here = as_("worker"), f"/d/visits/doors/{door.pk}/reveal/{who.pk}/phone/"
    assert "13800003333" not in read(worker.get(here))
    assert "13800003333" in read(worker.post(here, {"reason": "上门前约时间"}))
    assert AccessLog.objects.filter(what="revealed").count() == 1
    assert as_("worker2").get(here).status_code == 404
    assert worker.get(f"/d/visits/doors/{door.pk}/reveal/{who.pk + 1}/phone/").status_code == 404


def test_leaders_see_how_far_it_got_and_nobodys_door(as_: As, town: Town) -> None:
    door = houses(town)[0]
    leader = as_("leader")
    assert "开始安排走访" in read(leader.get("/d/visits/"))
    leader.post("/d/visits/coverage/", {"what": "plan", "day_doors": 8})
    leader.post("/d/visits/coverage/", {"what": "days", "use": "own", "days": 90, "basis": "街道通知"})
    refused = leader.post(
        "/d/visits/coverage/", {"what": "days", "use": "rented", "days": 90, "basis": "街道通知"}
    )
    assert refused.status_code == 422
    as_("worker").post("/d/visits/new/", typed(f"home:{door.pk}"))
    page = read(leader.get("/d/visits/coverage/"))
    assert "第1网格" in page
    assert ">worker<" not in page
    sheet = b"".join(leader.get("/d/visits/coverage.xlsx"))  # type: ignore[arg-type]
    cells = [str(c) for line in openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0].values for c in line]
    assert not any(name in cell for cell in cells for name in ("worker", "网格员"))
    for path in (f"/d/visits/doors/{door.pk}/", "/d/visits/doors.xlsx"):
        assert leader.get(path).status_code in (403, 404), path
    assert as_("worker").post("/d/visits/coverage/", {"what": "plan", "day_doors": 8}).status_code == 404
    assert as_("sweeper").get("/d/visits/").status_code == 403
    assert Home.objects.count() == 6


def test_a_diary_is_read_by_its_writer_until_she_shares_a_page(as_: As, town: Town) -> None:
    worker, clerk = as_("worker"), as_("clerk")
    key = str(uuid.uuid4())
    for _again in range(2):
        worker.post("/d/diary/", {"words": "王大爷教我认了楼里的老邻居。", "idempotency_key": key})
    page = DiaryPage.objects.get()
    assert "老邻居" in read(worker.get("/d/diary/"))
    for verb in ("share", "keep", "throw"):
        assert clerk.post(f"/d/diary/{page.pk}/{verb}/").status_code == 404
    assert "老邻居" not in read(clerk.get("/d/diary/"))
    worker.post(f"/d/diary/{page.pk}/share/")
    assert "老邻居" in read(clerk.get("/d/diary/"))
    worker.post(f"/d/diary/{page.pk}/keep/")
    assert "老邻居" not in read(clerk.get("/d/diary/"))
    worker.post(f"/d/diary/{page.pk}/throw/")
    assert not DiaryPage.objects.exists()
    assert as_("leader").get("/d/diary/").status_code == 403
    assert worker.post("/d/diary/", {"words": " "}).status_code == 422


def test_a_visit_that_was_asked_for_is_answered_from_the_same_form(as_: As, town: Town) -> None:
    from linli.base.people.actors import ANYONE

    door = houses(town)[0]
    case = op.ask_visit(
        actor=ANYONE, at=clock.now(), grid=town.grids[0], text="想请网格员来一趟。", phone="13800001234"
    ).report.case
    worker = as_("worker")
    assert case.number in read(worker.get("/d/visits/"))
    form = typed(f"home:{door.pk}", ask=case.number, answer="去过了，帮您把表填好了。")
    for _again in range(2):
        assert case.number in worker.post("/d/visits/new/", form).headers["Location"]
    case.refresh_from_db()
    assert (case.state, case.visit_ask.visit) == ("callback", Visit.objects.get())
    assert case.number not in read(worker.get("/d/visits/"))


def test_a_resident_asks_for_a_visit_with_the_ordinary_form(town: Town) -> None:
    from linli.pillars.governance.visits.models import Ask

    client, grid = Client(), town.grids[0]
    assert f"?visit={grid.pk}" in read(client.get(f"/grid/{grid.pk}/"))
    page = read(client.get(f"/report/?visit={grid.pk}"))
    assert f'name="visit" value="{grid.pk}"' in page
    form = {"text": "想请人来家里看看表怎么填。", "phone": "13800001234", "visit": str(grid.pk), "sure": "1"}
    for _again in range(2):
        client.post("/report/", {**form, "idempotency_key": "0d9c4d3e-1111-4222-8333-444455556666"})
    asked = Ask.objects.get()
    assert (asked.area, asked.case.holder) == (grid, grid)
    assert read(client.get("/report/?visit=x")).count('name="visit"') == 0
