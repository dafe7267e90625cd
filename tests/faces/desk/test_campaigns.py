"""A campaign at the desk: from its list out of a sheet and the register of shops to its morning sheet and its report."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.flow.models import Case
from linli.kernel import clock
from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns import queries
from linli.pillars.governance.campaigns.models import Campaign, Decision, Target
from tests.base.files.samples import photo
from tests.pillars.governance.campaigns.doing import STEPS, campaign, doors
from tests.pillars.governance.inspections.doing import shop
from tests.security.brought import as_csv
from tests.town import MONDAY, Town

As = Callable[..., Client]


def hand_in(client: Client, one: Campaign, rows: list[list[str]]) -> Any:
    sheet = SimpleUploadedFile("list.csv", as_csv([["名称", "地址", "所在社区", "面积"], *rows], "utf-8"))
    return client.post(f"/d/campaigns/{one.pk}/list/", {"file": sheet})


def test_is_opened_and_its_doors_come_from_a_sheet_and_from_the_register(as_: As, town: Town) -> None:
    street = as_("leader")
    data = {
        "kind": "action", "name": "老街搬迁", "basis": "街办二号文", "from_date": "2026-11-01",
        "until_date": "2026-12-31", "unit": town.office.pk, "parties": [town.sanitation.pk], "steps": STEPS,
        "form": "面积：数字", "key": str(uuid.uuid4()),
    }  # fmt: skip
    wrong = street.post("/d/campaigns/new/", {**data, "steps": "告知"})
    assert wrong.status_code == 422
    assert "这一行读不懂：告知" in wrong.content.decode()
    for _ in range(2):
        assert street.post("/d/campaigns/new/", data).status_code == 302
    one = Campaign.objects.get()
    community = town.communities[0].name
    rows = [
        ["一号摊", "老街 1 号", community, "12"],
        ["二号摊", "", "没有的社区", ""],
        ["三号摊", "", "", "很大"],
    ]
    taken = hand_in(street, one, rows)
    page = taken.content.decode()
    assert "第 3 行" in page
    assert "没有叫“没有的社区”" in page
    assert "不能填“很大”" in page
    assert [t.answers for t in Target.objects.all()] == [{"面积": "12"}]
    shop(town)
    ground = {"what": "shops", "area": town.communities[0].pk, "words": "柳岸", "compound": ""}
    for _ in range(2):
        assert street.post(f"/d/campaigns/{one.pk}/list/", ground).status_code == 302
    assert [t.shop_id is None for t in Target.objects.order_by("order")] == [True, False]
    shown = street.get(f"/d/campaigns/{one.pk}/").content.decode()
    assert "柳岸第1包子铺" in shown
    assert as_("sweeper").get(f"/d/campaigns/{one.pk}/").status_code == 200
    assert as_("sweeper").get(f"/d/campaigns/{one.pk}/list/").status_code == 404
    assert as_("stoker").get(f"/d/campaigns/{one.pk}/").status_code == 404


def test_a_door_goes_to_its_end_on_a_phone(as_: As, town: Town) -> None:
    one = campaign(town, parties=[town.sanitation])
    first, second = doors(town, one, 2)
    party, key = as_("sweeper"), str(uuid.uuid4())
    here = f"/d/campaigns/doors/{first.pk}/"
    for _ in range(2):  # a phone on bad signal
        assert party.post(f"{here}advance/", {"seen": 1, "key": key, "words": "说好了"}).status_code == 302
    assert party.post(f"{here}advance/", {"seen": 1, "key": str(uuid.uuid4())}).status_code == 409
    stuck = {"stick-words": "租约没到期", "stick-decider": town.sanitation.pk, "seen": 2}
    assert party.post(f"{here}stick/", stuck).status_code == 302
    assert "租约没到期" in party.get(here).content.decode()
    assert party.post(f"{here}free/", {"free-words": "房东同意了", "seen": 3}).status_code == 302
    assert party.post(f"{here}advance/", {"seen": 4}).status_code == 302
    bare = party.post(f"{here}advance/", {"seen": 5})
    assert bare.status_code == 422
    assert "要有照片才算办完" in bare.content.decode()
    upload = SimpleUploadedFile("空摊.jpg", photo(), "image/jpeg")
    assert party.post(f"{here}advance/", {"seen": 5, "photos": upload}).status_code == 302
    first.refresh_from_db()
    assert first.outcome == "done"
    picture = f"{here}photos/{first.moves.get(photos__isnull=False).photos.get().file_id}/small/"
    assert party.get(picture).status_code == 200
    assert as_("stoker").get(picture).status_code == 404
    filled = {"fill-f0": "20", "fill-f1": "新市场"}
    assert party.post(f"/d/campaigns/doors/{second.pk}/fill/", filled).status_code == 302
    second.refresh_from_db()
    assert second.answers == {"面积": "20", "去哪里": "新市场"}


def test_the_morning_decides_and_the_next_sees_what_became_of_it(as_: As, town: Town) -> None:
    at = clock.now()
    one = campaign(town, at - timedelta(days=3))
    first, *_rest = doors(town, one, 3, at - timedelta(days=3))
    op.stick_target(
        actor=town.actor("leader"), target=first, at=at - timedelta(days=2), words="租约没到期", decider=town.sanitation
    )  # fmt: skip
    street, here = as_("leader"), f"/d/campaigns/{one.pk}/morning/"
    page = street.get(here).content.decode()
    assert "租约没到期" in page
    until = (clock.local(at) + timedelta(days=1)).date().isoformat()
    decided = {"what": "租约的事这周谈下来", "to": town.sanitation.pk, "until": until, "target": first.pk}
    decided["key"] = str(uuid.uuid4())
    assert street.post(f"{here}decide/", {**decided, "until": "2020-01-01"}).status_code == 422
    for _ in range(2):
        assert street.post(f"{here}decide/", decided).status_code == 302
    number = Decision.objects.get().case.number
    assert street.post(f"{here}hold/", {"words": "都到了"}).status_code == 302
    assert as_("sweeper").get(here).status_code == 200
    assert as_("sweeper").post(f"{here}decide/", decided).status_code == 403
    party = as_("sweeper")
    assert "租约的事这周谈下来" in party.get("/d/campaigns/").content.decode()
    seen = Case.objects.get(number=number).step_seq
    done = {"answer-answer": "谈好了，月底走", "seen": seen}
    assert party.post(f"/d/campaigns/decisions/{number}/answer/", done).status_code == 302
    with_it = queries.sheet_of(actor=town.actor("leader"), campaign=one, at=at + timedelta(days=1))
    assert [(d.title, d.state, d.answer) for d in with_it.before] == [
        ("租约的事这周谈下来", "answered", "谈好了，月底走")
    ]
    word = street.get(f"{here}docx/")
    text = "\n".join(
        cell.text for table in docx.Document(BytesIO(word.content)).tables for row in table.rows for cell in row.cells
    )  # fmt: skip
    assert "租约没到期" in text
    assert "谈好了，月底走" in text
    assert "碰头会" in street.get(f"{here}paper/").content.decode()
    assert street.get(f"{here}?day=2020-01-01").status_code == 404
    # Nobody is named on what leaves: units are.
    assert town.actor("leader").name not in text


def test_the_report_has_its_figures_and_the_list_goes_out_masked(as_: As, town: Town) -> None:
    one = campaign(town)
    first, *rest = doors(town, one, 4)
    Target.objects.filter(pk=first.pk).update(name="李四 13812345678")
    leader = town.actor("leader")
    for target in rest[:1]:
        op.exempt_target(actor=leader, target=target, at=MONDAY, words="不在范围")
    street = as_("leader")
    sheet = b"".join(street.get(f"/d/campaigns/{one.pk}/doors.xlsx?view=all"))  # type: ignore[arg-type]
    table = list(openpyxl.load_workbook(BytesIO(sheet)).active.values)  # type: ignore[union-attr]
    assert len(table) == 5
    assert "13812345678" not in repr(table)
    report = street.get(f"/d/campaigns/{one.pk}/report/").content.decode()
    assert "名单 4 户，应办 3 户，办完 0 户（0/3，0%），不用办 1 户，没办完 3 户" in report
    assert street.get(f"/d/campaigns/{one.pk}/report/docx/").status_code == 200
    refused = street.post(f"/d/campaigns/{one.pk}/close/", {"result": "办完了"})
    assert refused.status_code == 409
    assert "还有 3 个没办完" in refused.content.decode()
