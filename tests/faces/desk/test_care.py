"""Care at the desk: the list of the week, a visit that is sent twice, what a form refuses, a sheet out and in."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.flow.models import Case
from linli.base.people.models import AccessLog
from linli.kernel import clock
from linli.pillars.service.care.models import CarePerson, Membership, Pair, Visit, VisitInterval, Wish
from tests.pillars.service.care.people import ALLOWANCE, ALONE, somebody
from tests.town import MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


def read(response: Any) -> str:
    return str(response.content.decode())


def test_the_week_is_listed_and_a_visit_sent_twice_is_one_with_one_case(as_: As, town: Town) -> None:
    person = somebody(town, level="high")
    worker = as_("worker")
    late = MONDAY + timedelta(days=9)
    with clock.frozen(late):
        page = read(worker.get("/d/care/?view=late"))
        assert "孙*香" in page or "孙*" in page
        assert "孙桂香" not in page
        form = {
            "way": "door",
            "outcome": "help",
            "matter": "家里下水堵了",
            "idempotency_key": str(uuid.uuid4()),
        }
        for _again in range(2):
            sent = worker.post(f"/d/care/{person.pk}/visit/", form)
            assert sent.headers["Location"] == "/d/care/"
    assert (Visit.objects.count(), Case.objects.count()) == (1, 1)
    assert Visit.objects.get().case == Case.objects.get()
    assert Case.objects.get().number in read(worker.get(f"/d/care/{person.pk}/"))


def test_a_form_that_is_refused_keeps_what_was_typed(as_: As, town: Town) -> None:
    person = somebody(town, level="key")
    answer = as_("worker").post(f"/d/care/{person.pk}/visit/", {"way": "door", "outcome": "watch"})
    assert answer.status_code == 422
    answer = as_("clerk").post(f"/d/care/{person.pk}/wish/", {"words": "孙桂香想吃饺子"})
    assert (answer.status_code, Wish.objects.count()) == (422, 0)
    assert "孙桂香想吃饺子" in read(answer)


def test_the_community_decides_and_the_worker_only_visits(as_: As, town: Town) -> None:
    person = somebody(town, ALONE, ALLOWANCE, level="key")
    for verb in ("level", "group", "pair", "wish", "move"):
        assert as_("worker").post(f"/d/care/{person.pk}/{verb}/", {}).status_code == 404, verb
    assert "低保" not in read(as_("worker").get(f"/d/care/{person.pk}/"))
    clerk, here = as_("clerk"), f"/d/care/{person.pk}/"
    assert "低保" in read(clerk.get(here))
    clerk.post(f"{here}level/", {"level": "high", "reason": "刚刚摔了"})
    clerk.post(f"{here}change/", {"words": "住院回来"})
    clerk.post(f"{here}group/", {"group": "disabled", "basis": "duty"})
    clerk.post(f"{here}pair/", {"unit": town.communities[0].pk})
    clerk.post(f"{here}wish/", {"words": "想要一台收音机"})
    clerk.post(f"{here}move/", {"grid": town.grids[1].pk, "door": "2 单元"})
    pair, wish = Pair.objects.get(), Wish.objects.get()
    person.refresh_from_db()
    assert (person.level, person.grid, Membership.objects.count()) == ("high", town.grids[1], 3)
    clerk.post(f"{here}withdraw-wish/{wish.pk}/")
    clerk.post(f"{here}end-pair/{pair.pk}/")
    clerk.post(f"{here}groups/{Membership.objects.earliest('pk').pk}/end/", {"reason": "子女回来住"})
    assert Wish.objects.get().state == "withdrawn"
    assert Pair.objects.get().until is not None
    assert Membership.objects.filter(until=None).count() == 2
    for path in (
        "/d/care/?view=all",
        "/d/care/?view=review",
        "/d/care/?view=pairs",
        "/d/care/wishes/",
        "/d/care/new/",
        here,
    ):
        assert clerk.get(path).status_code == 200


def test_a_name_is_shown_for_a_reason_on_record(as_: As, town: Town) -> None:
    person = somebody(town)
    worker, url = as_("worker"), f"/d/care/{person.pk}/reveal/name/"
    assert "孙桂香" not in read(worker.get(url))
    assert worker.post(url, {"reason": ""}).status_code == 422
    shown = worker.post(url, {"reason": "上门前认一认"})
    assert "孙桂香" in read(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert AccessLog.objects.get(subject="care.CarePerson").is_success
    assert as_("dispatcher").get(url).status_code in (403, 404)
    assert as_("secretary2").get(url).status_code == 404


def test_others_are_told_whose_page_it_is(as_: As) -> None:
    assert as_("dispatcher").get("/d/care/").status_code == 403
    assert as_("leader").get("/d/care/people.xlsx").status_code == 403


def test_the_sheet_is_the_list_masked(as_: As, town: Town) -> None:
    somebody(town, level="key")
    somebody(town, ALLOWANCE, name="周有福", phone="13800003333")
    sent = as_("clerk").get("/d/care/people.xlsx?view=all")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    rows = [[str(c or "") for c in row] for row in book.active.iter_rows(values_only=True)]
    assert len([row for row in rows if "第1网格" in row]) == 2
    assert not any("桂香" in cell or "13800" in cell for row in rows for cell in row)


def test_people_come_in_one_by_one_or_from_a_sheet(as_: As, town: Town) -> None:
    clerk = as_("clerk")
    form = {"name": "孙桂香", "phone": "", "grid": town.grids[0].pk, "group": "alone", "basis": "consent"}
    assert clerk.post("/d/care/new/", form).status_code == 422
    assert clerk.post("/d/care/new/", {**form, "ground": "当面答应"}).status_code == 302
    sheet = "姓名,网格,类别\n周有福,第1网格,低保家庭\n王老太,第3网格,低保家庭\n".encode()
    page = clerk.post("/d/care/import/", {"file": SimpleUploadedFile("a.csv", sheet)})
    assert page.status_code == 200
    assert "第 3 行" in read(page)
    assert CarePerson.objects.count() == 2
    assert clerk.post("/d/care/import/", {"file": SimpleUploadedFile("a.csv", b"x")}).status_code == 422


def test_an_office_sets_its_own_interval(as_: As, town: Town) -> None:
    keeper = as_("sysadmin")
    assert keeper.get("/d/house/visits/").status_code == 200
    keeper.post("/d/house/visits/", {"level": "key", "days": 14, "basis": "街道通知"})
    assert VisitInterval.objects.get().days == 14
    assert "街道通知" in read(keeper.get("/d/house/visits/"))


def test_pages_ask_little_and_speak_english(as_: As, town: Town, django_assert_max_num_queries: Any) -> None:
    person = somebody(town, ALONE, ALLOWANCE, level="key")
    clerk = as_("clerk")
    clerk.cookies["ll_language"] = "en"
    for path in ("/d/care/", "/d/care/?view=all", f"/d/care/{person.pk}/", "/d/care/wishes/"):
        with django_assert_max_num_queries(16):
            assert clerk.get(path).status_code == 200


def test_a_helper_goes_from_the_notice_to_the_household_and_writes_it_down(as_: As, town: Town) -> None:
    person = somebody(town, level="general")
    clerk, leader, here = as_("clerk"), as_("leader"), f"/d/care/{person.pk}/"
    named = f"{town.office.pk}:{town.people['leader'].pk}"
    assert clerk.post(f"{here}pair/", {"unit": named}).status_code == 302
    pair = Pair.objects.get()
    page = read(leader.get("/d/care/pairs/"))
    assert "孙桂香" not in page
    assert "还有 1 户没去" in page
    assert "/d/care/pairs/" in read(leader.get("/d/care/figures/"))  # on the rail of who has no list of care
    form = {"way": "door", "outcome": "help", "idempotency_key": str(uuid.uuid4())}
    assert leader.post(f"/d/care/pairs/{pair.pk}/visit/", form).status_code == 422
    for _again in range(2):
        sent = leader.post(f"/d/care/pairs/{pair.pk}/visit/", {**form, "matter": "窗户关不严"})
        assert sent.headers["Location"] == "/d/care/pairs/"
    assert (Visit.objects.count(), Case.objects.count()) == (1, 1)
    assert "这个月都去过了" in read(leader.get("/d/care/pairs/"))
    reveal = f"/d/care/pairs/{pair.pk}/reveal/name/"
    assert "孙桂香" in read(leader.post(reveal, {"reason": "上门前认一认"}))
    assert as_("secretary").get(reveal).status_code == 404
    assert as_("worker").get("/d/care/pairs/").status_code == 403
    # The sheet is the list.
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(leader.get("/d/care/pairs.xlsx").streaming_content))  # type: ignore[arg-type]
    )
    (line,) = [row for row in book.active.iter_rows(values_only=True) if "第1网格" in row]
    assert "去过了" in line


def test_a_notice_about_no_case_leads_where_it_is_about(as_: As, town: Town) -> None:
    person = somebody(town, level="general")
    as_("clerk").post(f"/d/care/{person.pk}/change/", {"words": "昨天出院回家"})
    worker = as_("worker")
    page = read(worker.get("/d/notices/"))
    assert "有一位关爱对象情况有变" in page
    link = page.partition('href="/d/notices/-/')[2].partition('"')[0]
    assert worker.get(f"/d/notices/-/{link}").headers["Location"] == "/d/care/"
    assert "有变化，一天内要去" in read(worker.get("/d/care/"))


def test_a_wish_says_what_it_takes_and_its_sheet_says_nobodys_name(as_: As, town: Town) -> None:
    person = somebody(town)
    clerk = as_("clerk")
    clerk.post(f"/d/care/{person.pk}/wish/", {"words": "想请人装一根晾衣绳", "skill": "repair"})
    assert Wish.objects.get().skill == "repair"
    assert "要会：修修补补" in read(clerk.get("/d/care/wishes/"))
    sent: Any = clerk.get("/d/care/wishes.xlsx")
    rows = [
        [str(c or "") for c in row]
        for row in openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content))).active.values
    ]
    assert any("想请人装一根晾衣绳" in row and "修修补补" in row for row in rows)
    assert not any("孙" in cell for row in rows for cell in row)
