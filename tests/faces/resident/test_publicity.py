"""公示: a name and a community for some days, an objection by anybody with its receipt; afterwards nothing of it is left."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from linli.kernel import clock
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications.flow import ObjectionUnanswered
from linli.pillars.service.applications.models import Objection, Publicity
from linli.pillars.service.applications.rules import Applicant
from tests.pillars.service.applications.doing import CALLS, SHOWN, bring, item, offer
from tests.town import Town

WHO = Applicant("欧阳秀英", "13800001234", "11010519491231002X", address="官园小区 3 号楼 201")
HIDDEN = ("13800001234", "11010519491231002X", "3 号楼")


def shown(town: Town) -> tuple[str, Publicity]:
    offered = offer(town, item("T03", **SHOWN))
    number, _at = bring(town, "publicised", offered=offered, applicant=WHO, area=town.communities[0])
    return number, Publicity.objects.get()


def body(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_shows_a_name_and_a_community_and_nothing_else(town: Town, client: Client) -> None:
    number, live = shown(town)
    with clock.frozen(live.from_at + timedelta(hours=1)):
        for url in ("/publicity/", f"/publicity/{live.pk}/", f"/publicity/?area={live.area_id}&print=1"):
            answer = client.get(url)
            page = answer.content.decode()
            assert "欧阳秀英" in page, url
            assert live.area.name in page, url
            assert not [one for one in (*HIDDEN, number) if one in page], url
            assert "noindex" in answer["X-Robots-Tag"]
            assert "no-store" in answer["Cache-Control"]
        assert "还有 7 天" in body(client, "/publicity/")
        assert "欧阳秀英" not in body(client, f"/publicity/?area={town.office.pk}")


def test_everywhere_the_name_is_gone_when_its_days_are_over(town: Town, client: Client) -> None:
    """Before any job ran the pages are empty; after it the name is out of the table too."""
    number, live = shown(town)
    with clock.frozen(live.until):
        assert "欧阳秀英" not in body(client, "/publicity/")
        assert "欧阳秀英" not in body(client, "/publicity/?print=1")
        body(client, f"/publicity/{live.pk}/", 404)
        desk = town.client("receptionist")
        for view in ("live", "objected", "over"):
            assert "欧阳秀英" not in body(desk, f"/d/publicities/?view={view}")
            sheet = b"".join(desk.get(f"/d/publicities/export.xlsx?view={view}").streaming_content)  # type: ignore[attr-defined]
            rows = list(load_workbook(BytesIO(sheet)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
            assert not [row for row in rows if "欧阳秀英" in str(row)]
        for words in ("欧阳", "秀英"):
            assert "欧阳秀英" not in body(client, f"/guide/?q={words}")
            assert number not in body(desk, f"/d/applications/?q={words}&view=open")
        op.end_publicities(at=live.until)
    live.refresh_from_db()
    assert (live.name, live.is_clean) == ("", True)
    assert live.erased_at == live.until


def test_a_name_that_waits_for_an_objection_is_taken_down_on_its_day(town: Town, client: Client) -> None:
    number, live = shown(town)
    CALLS["object"](town, town.actor("receptionist", live.from_at), number, live.from_at + timedelta(hours=2))
    op.end_publicities(at=live.until)
    live.refresh_from_db()
    assert (live.name, live.ended_at) == ("", None)


def send(client: Client, live: Publicity, **given: Any) -> Any:
    return client.post(f"/publicity/{live.pk}/object/", {"idempotency_key": str(uuid.uuid4()), **given})


def test_anybody_objects_once_reads_their_receipt_and_is_answered_before_it_is_decided(
    town: Town, client: Client
) -> None:
    number, live = shown(town)
    at, key = live.from_at + timedelta(days=1), str(uuid.uuid4())
    with clock.frozen(at):
        empty = send(client, live, words=" ")
        assert empty.status_code == 422
        assert not Objection.objects.exists()
        first = send(client, live, words="她家有一套房子租出去了", contact="邻居", idempotency_key=key)
        again = send(client, live, words="她家有一套房子租出去了", contact="邻居", idempotency_key=key)
        assert (first.status_code, again.status_code, Objection.objects.count()) == (302, 302, 1)
        assert first["Location"] == again["Location"]
        receipt = body(client, first["Location"])
        assert "收到了，停下来查" in receipt
        assert "她家有一套房子租出去了" in receipt
        assert "欧阳秀英" not in receipt
        assert number not in receipt
        body(client, re.sub(r"/[^/]+/$", "/wrong/", first["Location"]), 404)
        desk = town.client("receptionist")
        assert "异议等答复" in body(desk, "/d/publicities/?view=objected")
        op.reexamine_application(actor=town.actor("leader", at), number=number, at=at, note="入户再查")
        assert "正在重新调查" in body(client, first["Location"])
        op.review_application(
            actor=town.actor("receptionist", at), number=number, at=at, proposal="approved", note="查清了"
        )
        why = {"reason": "超过标准", "basis": "办法第九条", "remedy": "可以复议"}
        with pytest.raises(ObjectionUnanswered):
            op.decline_application(actor=town.actor("leader", at), number=number, at=at, **why)
        said = {
            "answer-objection-objection": Objection.objects.get().pk,
            "answer-objection-note": "房子是她姐姐的。",
        }
        done = desk.post(f"/d/applications/{number}/answer-objection/", said, follow=True)
        assert "房子是她姐姐的。" in done.content.decode()
        assert "房子是她姐姐的。" in body(client, first["Location"])
        op.decline_application(actor=town.actor("leader", at), number=number, at=at, **why)


def test_specialists_read_no_objection(town: Town, client: Client) -> None:
    number, live = shown(town)
    with clock.frozen(live.from_at + timedelta(hours=1)):
        send(client, live, words="她儿子开公司")
        assert town.client("worker").get("/d/publicities/").status_code == 403
        page = town.client("sweeper").get("/d/publicities/?view=objected").content.decode()
        assert number not in page
