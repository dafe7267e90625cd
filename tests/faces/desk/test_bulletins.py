"""Bulletins at the desk: from a form to the first page, by two people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from linli.base.flow.models import Case
from linli.pillars.service.bulletins.models import ApprovalRule, Bulletin
from tests.base.files import samples
from tests.pillars.service.bulletins.doing import draft
from tests.town import Town

As = Callable[..., Client]


def fields(town: Town, **more: Any) -> dict[str, Any]:
    return {
        "kind": "policy",
        "title": "高龄补贴",
        "summary": "满八十岁就能办。",
        "valid_from": "2026-11-16T09:00",
        "valid_until": "2026-11-30T22:00",
        "targets": [f"u{town.grids[0].pk}"],
        **more,
    }


def write(client: Client, town: Town, **more: Any) -> str:
    answer = client.post("/d/bulletins/new/", fields(town, **more))
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer.headers["Location"].rstrip("/").rpartition("/")[2])


def press(client: Client, number: str, verb: str, **data: Any) -> Any:
    seen = Case.objects.get(number=number).step_seq
    return client.post(f"/d/bulletins/{number}/{verb}/", {"seen": seen, **data})


class TestWriting:
    def test_goes_from_a_form_to_the_first_page(self, as_: As, town: Town, client: Client) -> None:
        clerk, secretary = as_("clerk"), as_("secretary")
        number = write(clerk, town, photos=[samples.upload()] if hasattr(samples, "upload") else [])
        page = clerk.get(f"/d/bulletins/{number}/").content.decode()
        assert "送审" in page
        assert "同意，发出" not in page
        assert press(clerk, number, "submit").status_code == 302
        assert number in secretary.get("/d/bulletins/?view=review").content.decode()
        assert press(secretary, number, "approve").status_code == 302
        assert "高龄补贴" in client.get("/").content.decode()

    def test_a_fault_stands_beside_its_field_and_nothing_is_lost(self, as_: As, town: Town) -> None:
        answer = as_("clerk").post("/d/bulletins/new/", fields(town, kind="outage", body="很长的正文"))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "很长的正文" in page
        assert answer.context["form"].errors["starts_at"]

    def test_hints_at_what_is_hard_to_read(self, as_: As, town: Town) -> None:
        clerk = as_("clerk")
        number = write(clerk, town, summary="兹定于周一予以办理。")
        page = clerk.get(f"/d/bulletins/{number}/").content.decode()
        assert "“予以”可以说成" in page

    def test_the_writers_own_is_not_theirs_to_approve(self, as_: As, town: Town) -> None:
        number = draft(town, "leader", town.office, [town.office])
        leader = as_("leader")
        press(leader, number, "submit")
        assert "等另一个人看过" in leader.get(f"/d/bulletins/{number}/").content.decode()
        assert press(leader, number, "approve").status_code == 403
        assert Case.objects.get(number=number).state == "submitted"

    def test_revised_corrected_and_withdrawn(self, as_: As, town: Town, client: Client) -> None:
        clerk, secretary = as_("clerk"), as_("secretary")
        number = write(clerk, town)
        seen = Case.objects.get(number=number).step_seq
        kept = fields(town, title="补贴", seen=seen)
        assert clerk.post(f"/d/bulletins/{number}/revise/", kept).status_code == 302
        press(clerk, number, "submit")
        press(secretary, number, "approve")
        corrected = {**fields(town), "title": "补贴", "place": "二楼", "answer": "换了地方"}
        assert press(secretary, number, "correct", **corrected).status_code == 302
        assert "换了地方" in client.get(f"/bulletins/{number}/").content.decode()
        assert press(secretary, number, "withdraw", **{"withdraw-words": ""}).status_code == 422
        assert press(secretary, number, "withdraw", **{"withdraw-words": "停办"}).status_code == 302
        assert "停办" in client.get(f"/bulletins/{number}/").content.decode()

    @pytest.mark.parametrize("name", ["worker", "sweeper", "sysadmin", "auditor"])
    def test_others_are_told_whose_it_is(self, as_: As, town: Town, name: str) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]])
        client = as_(name)
        for path in ("/d/bulletins/", "/d/bulletins/new/", f"/d/bulletins/{number}/"):
            assert client.get(path).status_code == 403
        assert press(client, number, "submit").status_code == 403
        assert Case.objects.get(number=number).state == "drafted"

    def test_another_community_does_not_find_it(self, as_: As, town: Town) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]])
        assert as_("secretary2").get(f"/d/bulletins/{number}/").status_code == 404

    def test_every_page_costs_little(self, as_: As, town: Town, django_assert_max_num_queries: Any) -> None:
        clerk = as_("clerk")
        number = write(clerk, town)
        for path in ("", "new/", f"{number}/", f"{number}/revise/"):
            with django_assert_max_num_queries(16, info=path):
                assert clerk.get(f"/d/bulletins/{path}").status_code == 200


class TestApprovals:
    def test_the_office_says_who_approves(self, as_: As, town: Town) -> None:
        client = as_("sysadmin")
        assert client.get("/d/house/approvals/").status_code == 200
        line = {"line": "job-community", "job-community-kind": "job", "job-community-level": "community"}
        answer = client.post("/d/house/approvals/choose/", {**line, "job-community-by": "nobody"})
        assert answer.status_code == 302
        assert ApprovalRule.objects.get().by == "nobody"
        street = {"line": "job-street", "job-street-kind": "job", "job-street-level": "street"}
        answer = client.post("/d/house/approvals/choose/", {**street, "job-street-by": "community"})
        assert answer.status_code == 422
        assert not Bulletin.objects.exists()
