"""Party organisations at the desk: founded, elected, written into, changed, taken in from a sheet, and shown masked."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.orgs.roles import Role
from linli.base.people.actors import SYSTEM
from linli.base.people.models import AccessLog
from linli.kernel import clock
from linli.pillars.party.branches import operations as op
from linli.pillars.party.branches.models import Organisation, PartyMember, Term
from linli.pillars.party.branches.rules import OrgKind
from tests.pillars.party.branches.doing import DAY, line_of, people_of
from tests.security.brought import as_xlsx
from tests.town import MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


def read(response: Any) -> str:
    return str(response.content.decode())


def test_a_clerk_founds_elects_enrols_changes_and_lets_go(as_: As, town: Town) -> None:
    line = line_of(town)
    with clock.frozen(MONDAY):
        clerk = as_("party_clerk")
        form = {
            "kind": "grid_branch", "name": "第2网格党支部", "superior": line.committee.pk, "ground": town.grids[1].pk,
            "founded_on": "2026-11-01", "purpose": "", "ends_on": "", "units_count": "",
        }  # fmt: skip
        assert clerk.post("/d/party/new/", {**form, "superior": line.branch.pk}).status_code == 422
        assert clerk.post("/d/party/new/", form).status_code == 302
        made = Organisation.objects.get(unit__name="第2网格党支部")
        here = f"/d/party/{made.pk}/"
        assert "没有记哪天选的" in read(clerk.get(here))
        elected = {"elect-elected_on": "2026-11-02", "elect-committee_size": "3", "elect-until": ""}
        assert clerk.post(f"{here}elect/", elected).status_code == 302
        assert Term.objects.get(organisation=made).until.isoformat() == "2031-11-02"
        person = {
            "enrol-name": "党员申",
            "enrol-phone": "13800138000",
            "enrol-standing": "full",
            "enrol-grid": town.grids[1].pk,
        }
        assert clerk.post(f"{here}enrol/", {**person, "enrol-phone": "12"}).status_code == 422
        assert clerk.post(f"{here}enrol/", person).status_code == 302
        one = PartyMember.objects.get()
        page = read(clerk.get(here))
        assert "党*" in page
        assert "党员申" not in page
        change = {
            "standing": "full",
            "relation": "moving_out",
            "door_role": "vanguard",
            "position": "",
            "grid": "",
        }
        here_of = f"/d/party/members/{one.pk}/"
        assert clerk.post(f"{here_of}change/", change | {"relation": "flown_out"}).status_code == 422
        assert clerk.post(f"{here_of}change/", change).status_code == 302
        one.refresh_from_db()
        assert (one.relation, one.door_role, one.grid) == ("moving_out", "vanguard", None)
        shown = clerk.post(f"/d/party/members/{one.pk}/reveal/name/", {"reason": "上门慰问前核对"})
        assert "党员申" in read(shown)
        assert clerk.post(f"{here}close/").status_code == 409
        assert clerk.post(f"/d/party/members/{one.pk}/leave/", {"why": "mistake"}).status_code == 302
        assert clerk.post(f"{here}close/").status_code == 302
        assert not PartyMember.objects.exists()


def test_a_sheet_of_members_comes_in_once_and_goes_out_masked(as_: As, town: Town) -> None:
    line = line_of(town)
    rows = [
        ["姓名", "党支部", "联系电话", "网格", "人员类别", "户类型"],
        ["党员甲", "第1网格党支部", "13800138001", "第1网格", "正式党员", "先锋户"],
        ["党员乙", "第9网格党支部", "", "", "", ""],
        ["党员丙", "第1网格党支部", "", "第8网格", "", ""],
        ["党员丁", "第1网格党支部", "", "", "党外", ""],
    ]
    with clock.frozen(MONDAY):
        clerk = as_("party_clerk")

        def bring() -> str:
            return read(
                clerk.post("/d/party/members/import/", {"file": SimpleUploadedFile("a.xlsx", as_xlsx(rows))})
            )

        first = bring()
        assert "新记下 1 人，原来就有 0 人" in first
        assert first.count("没有填，或者认不出来") == 3
        assert "新记下 0 人，原来就有 1 人" in bring()
        sent = clerk.get("/d/party/members.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))  # type: ignore[attr-defined]
        cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
        assert "先锋户" in cells
        assert "党员甲" not in cells
        assert AccessLog.objects.filter(what="exported", subject="branches.PartyMember").count() == 1
    assert PartyMember.objects.get().organisation_id == line.branch.pk


def test_a_branch_sees_its_own_and_others_are_told_whose_page_it_is(as_: As, town: Town) -> None:
    line = line_of(town)
    people_of(line.branch, 2, town)
    town.hire("other_clerk", Role.HANDLER, line.other.unit)
    member = PartyMember.objects.order_by("pk")[0]
    with clock.frozen(MONDAY):
        other, leader = as_("other_clerk"), as_("leader")
        assert other.get("/d/party/members/").status_code == 200
        assert other.get(f"/d/party/members/{member.pk}/").status_code == 404
        assert other.get(f"/d/party/{line.branch.pk}/").status_code == 404
        assert leader.get("/d/party/members/").status_code == 403
        page = read(leader.get(f"/d/party/{line.branch.pk}/"))
        assert "有谁" not in page
        assert leader.post(f"/d/party/{line.branch.pk}/change/", {"change-name": "别的"}).status_code == 403


def test_a_member_moves_joins_and_parts_by_page(as_: As, town: Town) -> None:
    line = line_of(town)
    people_of(line.branch, 1, town)
    one = PartyMember.objects.get()
    group = op.found_organisation(
        actor=SYSTEM,
        kind=OrgKind.GROUP,
        name="第一党小组",
        superior=line.branch,
        ground=town.grids[0],
        founded_on=DAY,
    )
    with clock.frozen(MONDAY):
        clerk, here = as_("party_clerk"), f"/d/party/members/{one.pk}/"
        assert "第一党小组" in read(clerk.get(here))
        assert clerk.post(f"{here}join/", {"join-to": "0"}).status_code == 422
        assert clerk.post(f"{here}join/", {"join-to": group.pk}).status_code == 302
        assert "不再参加" in read(clerk.get(here))
        assert clerk.post(f"{here}join/", {"join-to": group.pk}).status_code == 409  # nothing left to join
        assert clerk.post(f"{here}parts/{group.pk}/").status_code == 302
        assert clerk.post(f"{here}parts/{group.pk}/").status_code == 404
        assert clerk.post(f"{here}move/", {"move-to": line.other.pk}).status_code == 302
        one.refresh_from_db()
        assert one.organisation == line.other
