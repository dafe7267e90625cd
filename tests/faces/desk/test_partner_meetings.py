"""Joint meetings at the desk and on a unit's phone: called, answered, held line by line, followed; the year as a sheet."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from openpyxl import load_workbook

from linli.kernel import clock
from linli.pillars.party.partners.models import JointMeeting
from tests.pillars.party.partners.doing import listed
from tests.pillars.party.partners.meeting import NIGHT, called, committee_of, held
from tests.town import MONDAY, Town

As = Callable[..., Client]


def read(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_from_the_call_to_the_ledger(town: Town, as_: As) -> None:
    need, committee = listed(town), committee_of(town)
    with clock.frozen(MONDAY):
        keeper, unit = as_("party_clerk"), as_("sweeper")
        here = f"/d/partners/meetings/new/{committee.pk}/"
        form = {
            "day": "2026-11-17",
            "time": "09:00",
            "place": "社区会议室",
            "needs": [need.pk],
            "items": "停车",
        }
        assert "还没有联席会议" in read(unit.get("/d/partners/meetings/"))
        assert keeper.post(here, {**form, "needs": [], "items": ""}).status_code == 422
        assert keeper.post(here, {**form, "day": "2026-11-01"}).status_code == 422
        assert keeper.post(here, form).status_code == 302
        row = JointMeeting.objects.get()
        page = f"/d/partners/meetings/{row.pk}/"
        assert "等您说来不来" in read(unit.get("/d/partners/meetings/"))
        answer = {"answer-unit": town.sanitation.pk, "answer-coming": "yes", "answer-note": "带两台车"}
        assert unit.post(f"{page}answer/", answer).status_code == 302
        assert "带两台车" in read(keeper.get(page))
        assert unit.get(f"{page}hold/").status_code == 403
        assert "请了 2 家" in read(as_("leader").get(f"/d/party/{committee.pk}/"))
    with clock.frozen(MONDAY + NIGHT):
        given = {
            "came": [town.sanitation.pk],
            "minutes": "说好了",
            "0-unit": town.sanitation.pk,
            "0-what": "擦窗",
        }
        bad = as_("party_clerk").post(f"{page}hold/", given)
        assert (bad.status_code, "到哪天？" in read(bad)) == (422, True)
        given |= {"0-due": "2026-12-01", "2-unit": town.heating.pk, "2-what": "送暖", "2-due": "2026-12-05"}
        assert as_("party_clerk").post(f"{page}hold/", given).status_code == 302
        first, second = row.lines.all()
        assert (first.project_id, second.project_id) == (need.pk, None)
        claimed = as_("sweeper").post(f"/d/partners/lines/{first.pk}/claim/", {"claim-steps": "擦"})
        assert claimed.url == f"/d/partners/projects/{need.case.number}/"
        said = {"say-done": "no", "say-said": "管子冻了"}
        assert as_("stoker").post(f"/d/partners/lines/{second.pk}/say/", said).status_code == 302
        assert as_("sweeper").post(f"/d/partners/lines/{second.pk}/say/", said).status_code == 403
        ledger = f"/d/partners/ledger/{committee.pk}"
        assert "开了 1 次，议定 2 件，办到 0 件" in read(as_("leader").get(f"{ledger}/"))
        assert as_("sweeper").get(f"{ledger}/").status_code == 404
        sheet = load_workbook(io.BytesIO(b"".join(as_("leader").get(f"{ledger}.xlsx")))).active
        assert sheet is not None
        cells = [cell for line in sheet.iter_rows(values_only=True) for cell in line]
        assert {"擦窗", "送暖", "管子冻了", "没办到", need.case.number} <= set(cells)


def test_what_was_agreed_stands_on_the_next_meetings_page(town: Town, as_: As) -> None:
    held(town)
    later = MONDAY + NIGHT + timedelta(hours=2)
    row = called(town, later)
    with clock.frozen(later):
        page = read(as_("stoker").get(f"/d/partners/meetings/{row.pk}/"))
        assert "以前说定的，办到没有" in page
        assert "扫三条路的雪" in page
        assert "庄严肃" not in page
        clerk = as_("party_clerk")
        moved = {"change-day": "2026-11-25", "change-time": "10:00", "change-place": "二楼"}
        assert clerk.post(f"/d/partners/meetings/{row.pk}/change/", moved).status_code == 302
        assert clerk.post(f"/d/partners/meetings/{row.pk}/call-off/", {"call-off-why": ""}).status_code == 422
        assert (
            clerk.post(f"/d/partners/meetings/{row.pk}/call-off/", {"call-off-why": "大雪"}).status_code
            == 302
        )
        assert "大雪" in read(as_("stoker").get(f"/d/partners/meetings/{row.pk}/"))
        assert as_("secretary2").get(f"/d/partners/meetings/{row.pk}/").status_code == 404


def test_a_community_lists_what_was_agreed(town: Town, as_: As) -> None:
    line = held(town).lines.get()
    with clock.frozen(MONDAY + 2 * NIGHT):
        here = f"/d/partners/lines/{line.pk}/"
        form = {"list-community": town.communities[0].pk, "list-what": "hands", "list-served": "过路的人"}
        assert "列成需求" in read(as_("secretary").get(here))
        assert as_("secretary").post(f"{here}list/", form).status_code == 302
        assert "等着做" in read(as_("sweeper").get(here))
