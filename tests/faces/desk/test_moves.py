"""Every verb has its page; a move is made once, by whom it is open to, and a refusal loses nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.flow.models import Case
from linli.faces.desk import verbs
from tests.town import Town

As = Callable[..., Client]
File = Callable[..., str]


def url(number: str, verb: str) -> str:
    return reverse(f"desk:report-{verbs.dashed(verb)}", args=[number])


def seen(number: str) -> int:
    return Case.objects.get(number=number).step_seq


def send(client: Client, number: str, verb: str, **fields: Any) -> Any:
    given = {"seen": seen(number), "idempotency_key": str(uuid.uuid4()), **fields}
    return client.post(url(number, verb), given)


def state(number: str) -> str:
    return Case.objects.get(number=number).state


def test_every_verb_that_a_person_makes_has_its_page() -> None:
    made = verbs.made_at_desk() - verbs.MADE_BY_OTHERS
    assert made == set(verbs.VERBS)
    for verb in verbs.VERBS:
        assert reverse(f"desk:report-{verbs.dashed(verb)}", args=["1"]).endswith(f"/{verbs.dashed(verb)}/")


def test_the_form_of_a_verb_asks_for_what_its_row_asks_for() -> None:
    from linli.pillars.governance.reports.flow import REPORT

    for verb, said in verbs.VERBS.items():
        for row in REPORT.rows(verb):
            for ask in row.asks:
                if verb.startswith("grant_") and ask == "until":
                    continue  # the day is the one that was asked for
                assert set(verbs.ASKED[ask]) & set(said.fields), f"{verb} has no field for {ask}"


class TestTheOneStory:
    def test_says_who_has_it_now_and_until_when(self, as_: As, file: File, town: Town) -> None:
        number = file()
        page = as_("dispatcher").post(
            url(number, "dispatch"),
            {"seen": 1, "idempotency_key": str(uuid.uuid4()), "lead": town.sanitation.pk},
            follow=True,
        )
        assert "现在由环卫所办" in page.content.decode()

    def test_goes_back_to_where_it_came_from_but_nowhere_else(self, as_: As, file: File, town: Town) -> None:
        one, two = file(), file(phone="13900000001")
        centre = as_("dispatcher")
        back = send(centre, one, "dispatch", lead=town.heating.pk, goal="/d/dispatch/")
        assert back["Location"] == "/d/dispatch/"
        away = send(centre, two, "dispatch", lead=town.heating.pk, goal="https://evil.example/")
        assert away["Location"] == f"/d/reports/{two}/"


class TestWhoMay:
    @pytest.mark.parametrize("name", ["secretary2", "worker3", "stoker", "sysadmin", "auditor", "volunteer"])
    def test_out_of_reach_looks_absent(self, as_: As, file: File, name: str) -> None:
        number = file()
        client = as_(name)
        absent = client.get(url("20000101-0001", "accept"))
        for answer in (client.get(url(number, "accept")), send(client, number, "accept")):
            assert answer.status_code == absent.status_code == 404
        assert state(number) == "received"

    def test_a_move_for_others_is_refused_in_words(self, as_: As, file: File, town: Town) -> None:
        number = file()
        page = as_("worker").get(url(number, "dispatch"))
        assert page.status_code == 403
        assert "不归您办" in page.content.decode()
        assert send(as_("worker"), number, "dispatch", lead=town.heating.pk).status_code == 403

    def test_a_visitor_is_asked_to_log_in(self, file: File, client: Client) -> None:
        number = file()
        answer = client.get(url(number, "accept"))
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]
        piece = client.get(url(number, "accept"), headers={"HX-Request": "true"})
        assert piece.status_code == 401
        assert "/accounts/login/" in piece["HX-Redirect"]

    def test_a_resident_finds_no_desk(self, town: Town, client: Client) -> None:
        from linli.base.people.models import Account

        resident = Account.objects.create_user(username="r", name="居民", is_resident=True)
        client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/d/").status_code == 404


class TestALostRace:
    def test_names_the_winner_and_keeps_what_was_typed(self, as_: As, file: File) -> None:
        number = file()
        before = seen(number)
        send(as_("worker"), number, "accept")
        late = as_("secretary").post(
            url(number, "refuse"),
            {"seen": before, "idempotency_key": str(uuid.uuid4()), "answer": "这事归供电公司，电话 95598。"},
        )
        page = late.content.decode()
        assert late.status_code == 409
        assert "worker" in page
        assert "受理" in page
        assert "这事归供电公司，电话 95598。" in page
        assert f'name="seen" value="{seen(number)}"' in page
        assert state(number) == "accepted"

    def test_a_move_that_is_gone_leaves_the_words_to_copy(self, as_: As, file: File) -> None:
        number = file()
        before = seen(number)
        send(as_("worker"), number, "settle", answer="掏干净了。")
        late = as_("secretary").post(
            url(number, "settle"),
            {"seen": before, "idempotency_key": str(uuid.uuid4()), "answer": "我这边写了半天的答复。"},
        )
        page = late.content.decode()
        assert late.status_code == 409
        assert "我这边写了半天的答复。" in page

    def test_the_same_submission_twice_is_made_once(self, as_: As, file: File) -> None:
        number = file()
        worker = as_("worker")
        given = {"seen": seen(number), "idempotency_key": str(uuid.uuid4()), "note": "我去看了"}
        first, again = worker.post(url(number, "accept"), given), worker.post(url(number, "accept"), given)
        assert first.status_code == again.status_code == 302
        assert Case.objects.get(number=number).steps.filter(verb="accept").count() == 1


class TestBadInput:
    def test_says_what_is_missing(self, as_: As, file: File) -> None:
        number = file()
        page = send(as_("worker"), number, "settle", answer="  ")
        assert page.status_code == 422
        assert 'aria-invalid="true"' in page.content.decode()
        assert state(number) == "received"

    @pytest.mark.parametrize(
        "odd", [{"seen": "x"}, {"idempotency_key": "no"}, {"answer": "长" * 5001}, {"answer": "\x00"}]
    )
    def test_odd_values_never_crash(self, as_: As, file: File, odd: dict[str, str]) -> None:
        number = file()
        page = send(as_("worker"), number, "settle", **{"answer": "好了", **odd})
        assert page.status_code == 422
        assert state(number) == "received"

    def test_merging_with_what_is_not_there_says_so(self, as_: As, file: File) -> None:
        number = file()
        page = send(as_("secretary"), number, "merge", into="20000101-0009", note="同一件")
        assert page.status_code == 422
        assert "没有找到这一件" in page.content.decode()

    def test_a_day_that_has_passed_is_refused(self, as_: As, file: File) -> None:
        number = file()
        worker = as_("worker")
        send(worker, number, "accept")
        page = send(worker, number, "ask_pause", day_starts="2020-01-01", note="等配件")
        assert page.status_code == 422
        assert "已经过去" in page.content.decode()


class TestOtherWays:
    def test_split_into_two(self, as_: As, file: File) -> None:
        number = file()
        send(as_("secretary"), number, "split", part1="路灯也不亮。", part2="还有狗叫。", note="三件事")
        assert Case.objects.filter(parent__number=number).count() == 2

    def test_more_time_is_asked_and_granted(self, as_: As, file: File) -> None:
        number = file()
        worker = as_("worker")
        send(worker, number, "accept")
        send(worker, number, "ask_extension", day_ends="2026-11-25", note="等配件")
        page = as_("dispatcher").get(f"/d/reports/{number}/").content.decode()
        assert "申请延期" in page
        assert "同意延期" in page
        send(as_("dispatcher"), number, "grant_extension")
        assert Case.objects.get(number=number).extended_count == 1

    def test_publishing_masks_what_was_left_in(self, as_: As, file: File) -> None:
        number = file()
        given = {"title": "井盖坏了", "text": "找我 13800001234", "public_answer": ""}
        send(as_("dispatcher"), number, "publish", **given)
        report = Case.objects.get(number=number).report
        assert report.is_published
        assert "13800001234" not in report.public_text

    def test_photos_come_with_the_words(self, as_: As, file: File) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        from tests.base.files import samples

        number = file()
        photo = SimpleUploadedFile("井盖.jpg", samples.photo(), "image/jpeg")
        send(as_("worker"), number, "settle", answer="换了井盖。", photos=[photo])
        page = as_("secretary").get(f"/d/reports/{number}/").content.decode()
        assert f"/d/reports/{number}/files/" in page

    def test_watching(self, as_: As, file: File) -> None:
        number = file()
        leader = as_("leader")
        leader.post(f"/d/reports/{number}/watch/")
        assert number in leader.get("/d/?view=watched").content.decode()
        leader.post(f"/d/reports/{number}/unwatch/")
        assert number not in leader.get("/d/?view=watched").content.decode()


def test_the_resident_reads_what_the_preview_shows(as_: As, file: File) -> None:
    number = file()
    page = as_("worker").post(
        url(number, "settle"),
        {"seen": 1, "answer": "疏通好了，请看看。", "preview": "1"},
        headers={"HX-Request": "true"},
    )
    assert "疏通好了，请看看。" in page.content.decode()
    assert "请您看看解决没有" in page.content.decode()
    assert state(number) == "received"
