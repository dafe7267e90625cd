"""A cooperative at the desk and on the phone, from its founding to a member's statement."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from linli.base.people.models import AccessLog
from linli.kernel import clock
from linli.pillars.governance.cooperative.models import Cooperative, Distribution, Resolution
from tests.pillars.governance.cooperative.doing import DAY, vote, with_register
from tests.pillars.governance.deliberation.doing import council, resident
from tests.town import MONDAY, Town

LATER = MONDAY + DAY * 20


def test_a_cooperative_is_founded_and_drafts_by_forms(town: Town) -> None:
    council(town)
    with clock.frozen(MONDAY):
        desk = town.client("secretary")
        desk.post(
            "/d/cooperatives/",
            {"unit": town.communities[0].pk, "name": "东里股份经济合作社", "formed_on": "2010-07-01"},
        )
        row = Cooperative.objects.get()
        page = f"/d/cooperatives/{row.pk}/"
        term = {"delegate-from_date": "2026-01-01", "delegate-until_date": "2031-01-01"}
        assert desk.post(f"{page}delegate/", {"delegate-name": "赵代表", **term}).status_code == 302
        desk.post(f"{page}draft/", {"draft-title": "确认登记", "draft-words": "名单贴过七天。"})
        one = Resolution.objects.get()
        draft = f"/d/cooperatives/resolutions/{one.pk}/"
        bad = desk.post(f"{draft}joins/", {"joins-from_date": "2010-07-01", "joins-people": "孙一"})
        assert (bad.status_code, "第 1 行" in bad.content.decode()) == (422, True)
        given = {"joins-from_date": "2010-07-01", "joins-people": "郑七，退休老年人，30，13900000021"}
        assert desk.post(f"{draft}joins/", given).status_code == 302
        bad = desk.post(
            f"{draft}version/", {"version-from_date": "2010-07-01", "version-ratio_retired": "一比八"}
        )
        assert bad.status_code == 422
        rules = {"version-from_date": "2010-07-01", "version-ratio_retired": "1：8"}
        rules |= {f"version-counted_{k}": "person" for k in ("working", "retired", "resident", "minor")}
        assert desk.post(f"{draft}version/", rules).status_code == 302
        shown = desk.get(draft).content.decode()
        assert "郑*" in shown
        assert "郑七" not in shown
        assert "1:8" in shown
        put = {"put-minutes": "到会一人。", "put-until": "2026-11-16"}
        assert desk.post(f"{draft}put/", put).status_code == 302
    one.refresh_from_db()
    vote(town, one, (0,))
    with clock.frozen(LATER):
        assert desk.post(f"{draft}carry/").status_code == 302
        body = desk.get(page).content.decode()
        assert "第 1 版" in body
        assert "办好了" in body
        assert town.client("secretary2").get(page).status_code == 404
        assert town.client("worker").get(page).status_code == 403
        leader = town.client("leader")
        assert "人太少，不单列" in leader.get(page).content.decode()
        assert leader.get(f"{page}members/").status_code == 404


@pytest.mark.django_db
def test_members_read_their_own_and_lists_go_out_for_a_reason(town: Town) -> None:
    row = with_register(town)
    page = f"/d/cooperatives/{row.pk}/"
    member = row.members.get(number=2)
    with clock.frozen(LATER):
        desk = town.client("secretary")
        given = {
            "distribute-period": "2026 年下半年",
            "distribute-as_of": "2026-12-01",
            "distribute-words": "租金。",
        }
        assert desk.post(f"{page}distribute/", {**given, "distribute-pool": "1.001"}).status_code == 422
        assert desk.post(f"{page}distribute/", {**given, "distribute-pool": "10,000.01"}).status_code == 302
        made = Distribution.objects.get()
        at = f"/d/cooperatives/distributions/{made.pk}/"
        assert desk.post(at, {"reason": "看"}).status_code == 422
        sheet = load_workbook(BytesIO(b"".join(desk.post(at, {"reason": "交银行代发"}))))  # type: ignore[arg-type]
        rows = list(sheet.active.values)  # type: ignore[union-attr]
        assert rows[-1][-3:] == (14, 1000001, "10,000.01")
        assert [r[1] for r in rows[-4:-1]] == ["孙一", "李二", "王三"]
        assert sum(r[6] for r in rows[-4:-1]) == 1000001
        for path in (page, f"{page}members/", f"{page}members/{member.pk}/", at):
            body = desk.get(path).content.decode()
            assert "李二" not in body
            assert "13900000022" not in body
        shown = desk.post(f"{page}members/{member.pk}/reveal/shares/", {"reason": "本人来窗口问"})
        assert "= 3" in shown.content.decode()
        paper = desk.post(f"{page}members/{member.pk}/statement/", {"reason-reason": "本人要一份"})
        assert "李二" in "".join(p.text for p in Document(BytesIO(paper.content)).paragraphs)

        account = resident("13900000022", LATER)
        assert AccessLog.objects.filter(subject_id=member.pk, subject="cooperative.Shareholder").count() == 3
        town.people["member"], town.people["other"] = account, resident("13900000098", LATER)
        mine = town.client("member").get("/shares/").content.decode()
        assert "1 × 3 ÷ 1 = 3" in mine
        assert "10,000" not in mine
        other = town.client("other")
        assert "没有股份" in other.get("/shares/").content.decode()
        assert other.get(f"/shares/{member.pk}/statement.docx").status_code == 404
        word = town.client("member").get(f"/shares/{member.pk}/statement.docx")
        assert "持股 3 股" in "".join(p.text for p in Document(BytesIO(word.content)).paragraphs)
