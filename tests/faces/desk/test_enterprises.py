"""Enterprises at the desk: register, sheet in and out, a visit with a need, and the need through every desk."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from linli.base.people.models import AccessLog
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed, EnterpriseVisit
from tests.pillars.service.enterprises.doing import PHONE, code_of, filed, firm
from tests.town import IN_THIRD_GRID, Town

As = Callable[[str], Client]


def test_one_is_registered_and_its_code_is_checked(town: Town, as_: As) -> None:
    clerk = as_("clerk")
    given: dict[str, Any] = {
        "name": "老周面馆",
        "uscc": code_of(3)[:-1] + "I",
        "trade": "H",
        "lon": 117.005,
        "lat": 36.005,
    }
    answer = clerk.post("/d/enterprises/new/", given)
    assert answer.status_code == 422
    assert "18 位" in answer.content.decode()
    assert "老周面馆" in answer.content.decode()
    done = clerk.post("/d/enterprises/new/", {**given, "uscc": code_of(3), "contact_phone": PHONE})
    one = Enterprise.objects.get()
    assert done.headers["Location"] == f"/d/enterprises/{one.pk}/"
    assert "138****7777" in clerk.get(f"/d/enterprises/{one.pk}/").content.decode()
    again = clerk.post("/d/enterprises/new/", {**given, "uscc": code_of(3)})
    assert again.status_code == 409
    assert "老周面馆" in again.content.decode()
    changed = clerk.post(f"/d/enterprises/{one.pk}/edit/", {**given, "uscc": code_of(3), "size": "micro"})
    assert changed.status_code == 302
    assert Enterprise.objects.get().contact_phone == PHONE


def test_the_sheet_is_the_list_and_comes_in_again(town: Town, as_: As) -> None:
    firm(town, 1)
    firm(town, 2, trade="F", point=IN_THIRD_GRID)
    desk = as_("dispatcher")
    page = desk.get("/d/enterprises/?trade=F").content.decode()
    assert "第2家" in page
    assert "第1家" not in page
    sheet = b"".join(desk.get("/d/enterprises/enterprises.xlsx?trade=F").streaming_content)  # type: ignore[attr-defined]
    rows = list(load_workbook(BytesIO(sheet)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [r[0] for r in rows[1:]] == ["柳岸第2家包子铺"]
    assert rows[1][11] == "138****7777"
    whole = b"".join(desk.get("/d/enterprises/enterprises.xlsx").streaming_content)  # type: ignore[attr-defined]
    back = desk.post("/d/enterprises/import/", {"file": SimpleUploadedFile("a.xlsx", whole)})
    assert "没变 2 家" in back.content.decode()
    worker = as_("worker")
    mine = b"".join(worker.get("/d/enterprises/enterprises.xlsx").streaming_content)  # type: ignore[attr-defined]
    assert "第2家" not in str(list(load_workbook(BytesIO(mine)).active.iter_rows(values_only=True)))  # type: ignore[union-attr]
    bad = desk.post("/d/enterprises/import/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 ...")})
    assert bad.status_code in {415, 422}


def test_a_visit_with_a_promise_and_a_need(town: Town, as_: As) -> None:
    one, worker = firm(town), as_("worker")
    given = {
        "visit-on": "2026-11-16",
        "visit-purposes": ["policy", "job"],
        "visit-said": "想招两个帮厨",
        "visit-promised": "2026-11-20",
        "visit-follows": "送招聘单",
        "visit-need": "门口井盖松了",
        "visit-key": "7b1f3a44-6a0e-4d0c-9a58-4f2b6f0c7a11",
    }
    answer = worker.post(f"/d/enterprises/{one.pk}/visit/", given)
    assert answer.status_code == 422
    assert "想招两个帮厨" in answer.content.decode()
    for _press in range(2):
        assert (
            worker.post(f"/d/enterprises/{one.pk}/visit/", {**given, "visit-what": "around"}).status_code
            == 302
        )
    visit, need = EnterpriseVisit.objects.get(), EnterpriseNeed.objects.get()
    assert need.visit == visit
    assert "送招聘单" in worker.get("/d/enterprises/?view=promised").content.decode()
    worker.post(f"/d/enterprises/{one.pk}/visits/{visit.pk}/kept/", {"back": "promised"})
    assert "送招聘单" not in worker.get("/d/enterprises/?view=promised").content.decode()
    assert as_("worker3").get(f"/d/enterprises/{one.pk}/").status_code == 404
    assert as_("worker3").post(f"/d/enterprises/{one.pk}/visit/", given).status_code == 404


def test_a_need_goes_to_a_department_and_back(town: Town, as_: As) -> None:
    number = filed(town, firm(town)).case.number
    clerk, stoker = as_("clerk"), as_("stoker")
    assert stoker.get(f"/d/needs/{number}/").status_code == 404
    page = clerk.get(f"/d/needs/{number}/").content.decode()
    assert f"/d/needs/{number}/accept/" in page
    assert f"/d/needs/{number}/rule/" not in page
    assert clerk.post(f"/d/needs/{number}/dispatch/", {"dispatch-to": town.heating.pk}).status_code == 302
    assert number in stoker.get("/d/needs/").content.decode()
    assert PHONE not in stoker.get(f"/d/needs/{number}/").content.decode()
    empty = stoker.post(f"/d/needs/{number}/settle/", {"settle-answer": ""})
    assert empty.status_code == 422
    assert stoker.post(f"/d/needs/{number}/settle/", {"settle-answer": "通了"}).status_code == 302
    late = stoker.post(f"/d/needs/{number}/settle/", {"settle-answer": "又通了"})
    assert late.status_code == 409
    assert "又通了" in late.content.decode()
    assert clerk.post(f"/d/needs/{number}/confirm/").status_code == 302
    assert number in clerk.get("/d/needs/?all=1").content.decode()
    sheet = b"".join(clerk.get("/d/needs/needs.xlsx?all=1").streaming_content)  # type: ignore[attr-defined]
    assert number in str(list(load_workbook(BytesIO(sheet)).active.iter_rows(values_only=True)))  # type: ignore[union-attr]


def test_a_contact_is_seen_for_a_reason_that_is_kept(town: Town, as_: As) -> None:
    one, clerk = firm(town), as_("clerk")
    path = f"/d/enterprises/{one.pk}/reveal/contact_phone/"
    assert PHONE not in clerk.post(path, {"reason": ""}).content.decode()
    shown = clerk.post(path, {"reason": "约时间上门"})
    assert PHONE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert AccessLog.objects.filter(subject="enterprises.Enterprise", reason="约时间上门").count() == 1
    assert as_("worker3").get(path).status_code == 404


def test_steward_link_and_end(town: Town, as_: As, client: Client) -> None:
    one, clerk = firm(town), as_("clerk")
    worker = town.people["worker"]
    clerk.post(f"/d/enterprises/{one.pk}/steward/", {"steward-steward": worker.pk})
    assert "我做金管家的" in as_("worker").get("/d/enterprises/?view=mine").content.decode()
    assert one.name in as_("worker").get("/d/enterprises/?view=mine").content.decode()
    from linli.pillars.service.enterprises import queries

    link = queries.link_of(one)
    assert client.get(link).status_code == 200
    clerk.post(f"/d/enterprises/{one.pk}/link/")
    assert client.get(link).status_code == 404
    assert clerk.post(f"/d/enterprises/{one.pk}/end/", {"end-reason": "moved"}).status_code == 302
    page = clerk.get(f"/d/enterprises/{one.pk}/").content.decode()
    assert "搬走了" in page
    assert "/visit/" not in page


def test_pages_cost_few_queries_however_many_there_are(
    town: Town, as_: As, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 8):
        filed(town, firm(town, number))
    desk = as_("dispatcher")
    one = Enterprise.objects.first()
    number = EnterpriseNeed.objects.first().case.number  # type: ignore[union-attr]
    for path in ("/d/enterprises/", f"/d/enterprises/{one.pk}/", "/d/needs/", f"/d/needs/{number}/"):  # type: ignore[union-attr]
        desk.get(path)
        with django_assert_max_num_queries(15, info=path):
            assert desk.get(path).status_code == 200
