"""Applications at the desk: taken in by keyboard, told at once, handed over, decided, on paper; each sees what is theirs."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from linli.base.people.models import AccessLog
from linli.pillars.service.applications.models import Application, Document
from linli.pillars.service.catalog.rules.item import Line
from tests.pillars.service.applications.doing import CALLS, INSTANT, PATHS, bring, item, offer, submit
from tests.town import Town


def _press(town: Town, who: str, number: str, verb: str, **data: object) -> object:
    prefix = f"{verb}-"
    given = {f"{prefix}{k}": v for k, v in data.items()}
    return town.client(who).post(f"/d/applications/{number}/{verb}/", given, follow=True)


class TestWindow:
    def test_finds_the_item_by_typing_and_accepts_in_one_press(self, town: Town) -> None:
        offer(town)
        client = town.client("receptionist")
        page = client.get("/d/applications/new/", {"q": "摆摊"})
        assert "item=T01" in page.content.decode()
        page = client.get("/d/applications/new/", {"q": "摆摊", "go": "1"})
        assert 'name="name"' in page.content.decode()
        done = client.post(
            "/d/applications/new/",
            {
                "item": "T01", "name": "李秀英", "phone": "13800001234", "channel": "window", "then": "accept",
                "got": ["id", "plan", "photo"], "original": ["id"], "key": "7e57b2a0-0000-4000-8000-000000000001",
            },
            follow=True,
        )  # fmt: skip
        made = Application.objects.get()
        assert made.case.state == "accepted"
        assert made.papers.get(code="id").original_seen
        words = done.content.decode()
        assert "李**" in words or "李＊" in words or "李*" in words
        assert "李秀英" not in words
        assert "受理回执" in words

    def test_sends_the_same_form_twice_and_takes_it_in_once(self, town: Town) -> None:
        offer(town)
        given = {
            "item": "T01", "name": "李秀英", "channel": "window", "then": "tell", "got": ["id"],
            "key": "7e57b2a0-0000-4000-8000-000000000002",
        }  # fmt: skip
        for _ in range(2):
            assert town.client("receptionist").post("/d/applications/new/", given).status_code == 302
        made = Application.objects.get()
        assert made.case.state == "correcting"
        assert set(made.told_codes) == {"plan", "photo"}

    def test_takes_two_matters_in_at_once_with_papers_of_before(self, town: Town) -> None:
        offer(town, item("T01", events=("shop",)))
        offer(town, item("T06", events=("shop",), name=Line("搭棚许可")))
        client = town.client("receptionist")
        who = {
            "item": "T01",
            "name": "李秀英",
            "id_number": "11010519491231002X",
            "channel": "window",
            "then": "accept",
        }
        first = {**who, "got": ["id", "plan", "photo"], "key": "7e57b2a0-0000-4000-8000-000000000011"}
        assert client.post("/d/applications/new/", first).status_code == 302
        page = client.post("/d/applications/new/", {**who, "fresh": "1", "also": ["T06"]}).content.decode()
        assert 'name="also" value="T06" checked' in page
        assert 'name="use" value="id"' in page
        assert 'name="use" value="plan"' not in page
        both = {
            **who,
            "also": ["T06"],
            "use": ["id", "photo"],
            "got": ["plan"],
            "wants_visit": "on",
            "wish": "door",
        }
        done = client.post(
            "/d/applications/new/", {**both, "key": "7e57b2a0-0000-4000-8000-000000000012"}, follow=True
        )
        words = done.content.decode()
        assert "2 件一起收了。" in words
        assert "搭棚许可" in words
        made = Application.objects.order_by("-case_id")[:2]
        assert [a.case.state for a in made] == ["accepted", "accepted"]
        assert {a.papers.get(code="id").reuse.source.application_id for a in made} == {
            Application.objects.order_by("case_id")[0].pk
        }
        listed = client.get("/d/applications/?view=door").content.decode()
        assert "送上门" in listed
        assert "联办" in listed

    def test_a_leader_finds_what_asks_for_more_time_in_the_inbox(self, town: Town) -> None:
        number, at = bring(town, "accepted")
        assert number not in town.client("leader").get("/d/?view=to_decide").content.decode()
        CALLS["ask_extension"](town, town.actor("receptionist", at), number, at)
        for url in ("/d/?view=to_decide", "/d/applications/?view=extension"):
            assert number in town.client("leader").get(url).content.decode(), url
        assert number not in town.client("receptionist").get("/d/?view=to_decide").content.decode()
        # The foot counts what the list shows, and the sheet holds it.
        assert "共 1 件" in town.client("leader").get("/d/?view=to_decide").content.decode()
        answer = town.client("leader").get("/d/export.xlsx?view=to_decide")
        book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        assert [row[0].value for row in book.active.iter_rows(min_row=2)] == [number]  # type: ignore[union-attr]

    def test_finishes_what_is_finished_on_the_spot(self, town: Town) -> None:
        offer(town, item("T02", **INSTANT))
        given = {
            "item": "T02",
            "name": "李秀英",
            "channel": "window",
            "then": "finish",
            "got": ["id", "plan", "photo"],
        }
        town.client("receptionist").post("/d/applications/new/", given)
        made = Application.objects.get()
        assert made.case.state == "delivered"
        assert made.receiver == "李秀英"

    def test_a_missing_paper_keeps_what_was_typed(self, town: Town) -> None:
        offer(town)
        given = {"item": "T01", "name": "李秀英", "channel": "window", "then": "accept", "got": ["id"]}
        page = town.client("receptionist").post("/d/applications/new/", given)
        assert page.status_code == 409 or page.status_code == 422
        assert "李秀英" in page.content.decode()
        assert not Application.objects.exists()

    def test_keeps_for_who_has_no_account_that_papers_are_not_used_again(self, town: Town) -> None:
        offer(town)
        client, url = town.client("receptionist"), "/d/applications/reuse/"
        card = {"id_number": "11010519491231002X", "then": "stop"}
        assert "他不让再用以前交的材料" in client.get("/d/applications/new/").content.decode()
        answer = client.post(url, card)
        assert answer.status_code == 422
        assert "先看本人的证件" in answer.content.decode()
        assert client.post(url, {**card, "id_number": "123", "seen": "on"}).status_code == 422
        done = client.post(url, {**card, "seen": "on"}, follow=True).content.decode()
        assert "不再拿出来用" in done
        assert "11010519491231002X" not in done
        log = town.client("auditor").get("/d/house/audit/", {"what": "wish_kept"}).content.decode()
        assert "本人在窗口说" in log
        assert (
            "可以再用了。"
            in client.post(url, {**card, "seen": "on", "then": "allow"}, follow=True).content.decode()
        )

    @pytest.mark.parametrize("who", ["worker", "sweeper", "volunteer", "sysadmin"])
    def test_is_not_for_others(self, town: Town, who: str) -> None:
        assert town.client(who).get("/d/applications/new/").status_code == 403
        assert town.client(who).get("/d/applications/reuse/").status_code == 403


class TestPage:
    def test_every_state_has_a_page_for_the_window_with_its_moves(self, town: Town) -> None:
        for state in PATHS:
            number, _at = bring(town, state)
            page = town.client("receptionist").get(f"/d/applications/{number}/")
            assert page.status_code == 200, state
            assert number in page.content.decode()

    def test_shows_the_department_what_was_handed_over_and_no_more(self, town: Town) -> None:
        number, _at = bring(town, "accepted")
        assert town.client("sweeper").get(f"/d/applications/{number}/").status_code == 404
        done = _press(
            town, "receptionist", number, "dispatch", lead=town.sanitation.pk, papers=["plan"], with_form=""
        )
        assert done.status_code == 200  # type: ignore[attr-defined]
        words = town.client("sweeper").get(f"/d/applications/{number}/").content.decode()
        assert "摊位图" in words
        assert "身份证" not in words
        assert "13800001234" not in words
        assert "138****1234" not in words
        assert "物料流转凭证" in words
        assert "受理回执" not in words
        receipt = Document.objects.get(application__case__number=number, kind="acceptance")
        assert town.client("sweeper").get(f"/d/applications/documents/{receipt.number}/").status_code == 404

    def test_the_checklist_accepts_short_with_a_day(self, town: Town) -> None:
        from linli.pillars.service.applications.rules import GivenPaper

        number = submit(town, papers={"id": GivenPaper(), "plan": GivenPaper()}).number
        client = town.client("receptionist")
        url = f"/d/applications/{number}/accept-short/"
        assert client.post(url, {"until-photo": "2027-12-31"}).status_code == 422
        case = Application.objects.get(case__number=number).case
        assert client.post(url, {"until-photo": f"{case.resolve_by:%Y-%m-%d}"}).status_code in (302, 422)

    def test_a_reveal_asks_for_a_reason_and_is_kept(self, town: Town) -> None:
        number = submit(town).number
        client = town.client("receptionist")
        url = f"/d/applications/{number}/reveal/phone/"
        assert "13800001234" not in client.get(url).content.decode()
        page = client.post(url, {"reason": "约时间上门收件"})
        assert "13800001234" in page.content.decode()
        assert AccessLog.objects.filter(subject="applications.Application", field="phone").count() == 1
        # With a script the value takes the place of the form, and not a whole page.
        piece = client.post(url, {"reason": "再约一次"}, headers={"hx-request": "true"}).content.decode()
        assert "13800001234" in piece
        assert "<html" not in piece
        assert client.get(f"/d/applications/{number}/reveal/salary/").status_code == 404

    def test_what_is_written_beside_a_paper_is_told_ticked_or_not(self, town: Town) -> None:
        number = submit(town).number
        town.client("receptionist").post(f"/d/applications/{number}/tell/", {"why-plan": "少了尺寸"})
        made = Application.objects.get(case__number=number)
        assert (made.case.state, list(made.told_codes)) == ("correcting", ["plan"])
        assert made.papers.get(code="plan").why == "少了尺寸"

    def test_reviewing_and_deciding_are_two_people(self, town: Town) -> None:
        number, _at = bring(town, "accepted")
        _press(town, "receptionist", number, "review", proposal="approved", note="符合条件")
        assert Application.objects.get(case__number=number).case.state == "reviewed"
        _press(town, "leader", number, "approve", answer="准予摆摊一年。")
        assert Application.objects.get(case__number=number).outcome == "approved"

    def test_refusing_needs_reason_basis_and_remedy(self, town: Town) -> None:
        number = submit(town).number
        page = town.client("receptionist").post(
            f"/d/applications/{number}/refuse/", {"refuse-reason": "不符合"}
        )
        assert page.status_code == 422
        _press(
            town, "receptionist", number, "refuse", reason="不在摊区", basis="第九条", remedy="可以复议、诉讼"
        )
        assert Application.objects.get(case__number=number).case.state == "refused"


class TestList:
    def test_narrows_and_exports_what_it_shows_masked(self, town: Town) -> None:
        offer(town, item("T02", **INSTANT))
        first = submit(town).number
        second = submit(town, offered=offer(town, item("T02", **INSTANT))).number
        client = town.client("receptionist")
        words = client.get("/d/applications/").content.decode()
        assert first in words
        assert second in words
        words = client.get("/d/applications/", {"item": "T02"}).content.decode()
        assert second in words
        assert first not in words
        sheet = b"".join(client.get("/d/applications/export.xlsx", {"item": "T02"}).streaming_content)
        with zipfile.ZipFile(BytesIO(sheet)) as book:
            text = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
        assert second in text
        assert first not in text
        assert "李秀英" not in text

    def test_names_what_is_applied_for_in_the_readers_language(self, town: Town) -> None:
        number = submit(
            town, offered=offer(town, item("T09", name=Line("摆摊许可", "Street stall permit")))
        ).number
        client = town.client("receptionist")
        client.cookies["linli_language"] = "en"
        for url in ("/d/applications/", f"/d/applications/{number}/"):
            assert "Street stall permit" in client.get(url).content.decode(), url
        assert (
            "Street stall permit" not in town.client("receptionist").get("/d/applications/").content.decode()
        )

    def test_every_view_opens_empty(self, town: Town) -> None:
        for view in ("open", "asked", "decide", "deliver", "recheck", "ended"):
            assert town.client("leader").get("/d/applications/", {"view": view}).status_code == 200

    def test_grid_workers_and_the_house_see_none(self, town: Town) -> None:
        number = submit(town).number
        for who in ("worker", "volunteer", "sysadmin", "auditor"):
            assert town.client(who).get("/d/applications/").status_code == 403
            assert town.client(who).get(f"/d/applications/{number}/").status_code in (403, 404)


class TestPapers:
    def test_every_kind_of_document_is_issued_shown_and_written_as_word(self, town: Town) -> None:
        from linli.pillars.service.applications.rules import documents

        for state in (
            "refused", "correcting", "special", "dispatched", "declined", "delivered", "withdrawn", "returned",
            "transferred", "archived",
        ):  # fmt: skip
            bring(town, state)
        number, at = bring(town, "accepted")
        for who, verb in (
            ("receptionist", "charge"),
            ("receptionist", "help"),
            ("receptionist", "ask_extension"),
            ("leader", "grant_extension"),
        ):
            CALLS[verb](town, town.actor(who, at), number, at)
        from linli.pillars.service.applications.rules import GivenPaper

        short = submit(town, papers={"id": GivenPaper(), "plan": GivenPaper()}).number
        CALLS["accept_short"](town, town.actor("receptionist"), short, at)
        issued = {d.kind: d for d in Document.objects.order_by("pk")}
        assert set(issued) == set(documents.KINDS)
        client = town.client("receptionist")
        for kind, document in issued.items():
            url = f"/d/applications/documents/{quote(document.number)}/"
            page = client.get(url)
            assert page.status_code == 200, kind
            words = page.content.decode()
            assert documents.KINDS[kind].title in words
            assert not re.search(r"\{\w+\}", words), kind
            word = client.get(f"{url}docx/")
            with zipfile.ZipFile(BytesIO(word.content)) as file:
                text = file.read("word/document.xml").decode()
            assert documents.KINDS[kind].title in text
            assert document.number in text
