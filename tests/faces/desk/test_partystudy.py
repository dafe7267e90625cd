"""Study at the desk and on the phone: laid, filled by a meeting, asked, answered, shown in totals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.kernel import clock
from linli.pillars.party.life.rules import LifeKind
from linli.pillars.party.study.models import Question, Quiz, QuizAnswer, StudyTopic
from tests.faces.desk.test_party import read
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.party.contacts.test_chain import own_client
from tests.pillars.party.life.doing import everybody, lively, on, planned
from tests.security.brought import as_csv
from tests.town import MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


def test_a_plan_is_laid_and_a_meeting_fills_it(as_: As, town: Town) -> None:
    branch = lively(town)
    with clock.frozen(MONDAY):
        secretary = as_("party_secretary")
        here = f"/d/party/study/{branch.pk}/"
        assert secretary.get("/d/party/study/").headers["Location"] == here
        assert "还没有学习计划" in read(secretary.get(here))
        bad = secretary.post(f"{here}topic/", {"topic-month": "13", "topic-title": "条例"})
        assert bad.status_code == 422
        assert "条例" in read(bad)  # what was typed is kept
        form = {"topic-month": "11", "topic-title": "支部工作条例", "topic-material": "全文"}
        assert secretary.post(f"{here}topic/", form).status_code == 302
        assert "已经有这个题目了" in read(secretary.post(f"{here}topic/", form))
        secretary.post(f"{here}aim/", {"aim-aim": "读原文，联系网格"})
        assert "读原文" in read(secretary.get(here))
        assert "支部工作条例" in read(secretary.get(f"/d/party/life/{branch.pk}/"))  # proposed for the month
        meeting = planned(town, branch, LifeKind.DAY, at=on(15))
        topic = StudyTopic.objects.get()
        page = f"/d/party/life/meetings/{meeting.pk}/"
        assert "学了计划里的哪几项" in read(secretary.get(page))
        hold = {"came": everybody(branch), "agenda": "学条例", "studied": [topic.pk]}
        assert secretary.post(page, {**hold, "studied": ["99999"]}).status_code == 422
        assert secretary.post(page, hold).status_code == 302
        assert "11-15 的会上学了" in read(secretary.get(here))
        assert secretary.post(f"{here}topics/{topic.pk}/drop/").status_code == 409
        sheet = secretary.get("/d/party/study/progress.xlsx")
        assert sheet.status_code == 200
        assert as_("leader").get("/d/party/study/").status_code == 403
        assert as_("leader").get(here).status_code == 403


def test_a_quiz_is_drawn_answered_on_the_phone_and_told_in_totals(as_: As, town: Town) -> None:
    branch = lively(town)
    with clock.frozen(MONDAY):
        secretary = as_("party_secretary")
        here = f"/d/party/study/{branch.pk}/"
        one = {"kind": "single", "words": "主题党日多久一次", "options": "每周\n每月", "right": "B", "source": "条例",
               "explanation": "固定一天"}  # fmt: skip
        assert secretary.post(f"{here}bank/", {**one, "right": "C"}).status_code == 422
        assert secretary.post(f"{here}bank/", one).status_code == 302
        assert "已经有这道题了" in read(secretary.post(f"{here}bank/", one))
        rows = [
            ["题目", "A", "B", "答案", "出处"],
            ["三会一课有几种会", "3", "4", "A", "条例"],
            ["问", "1", "", "A", ""],
        ]
        sent = SimpleUploadedFile("题库.csv", as_csv(rows, "utf-8"))
        taken = read(secretary.post(f"{here}bank/import/", {"sheet-file": sent}))
        assert "新收 1 道" in taken
        assert "第 3 行" in taken
        quiz = {
            "draw-title": "条例二十题",
            "draw-opens": "2026-11-16",
            "draw-closes": "2026-11-30",
            "draw-count": "3",
        }
        assert "只有 2 道题" in read(secretary.post(f"{here}draw/", quiz))
        assert secretary.post(f"{here}draw/", {**quiz, "draw-count": "2"}).status_code == 302
        made = Quiz.objects.get()
        mine = own_client(resident("13800130003"))
        assert "条例二十题" in read(mine.get("/party/"))
        phone = f"/party/quizzes/{made.pk}/"
        asked = {one.question.words: f"q{one.pk}" for one in made.asked.all()}
        first = mine.get(phone)
        assert "no-store" in first["Cache-Control"]
        half = mine.post(phone, {asked["主题党日多久一次"]: "1"})
        assert half.status_code == 422
        assert "这一题还没答" in read(half)
        assert "checked" in read(half)
        answers = {asked["主题党日多久一次"]: "0", asked["三会一课有几种会"]: "0"}
        assert mine.post(phone, answers).status_code == 302
        shown = read(mine.get(phone))
        assert "您答对 1 道" in shown
        assert "固定一天" in shown
        assert "<form" in read(mine.get(f"{phone}?again"))
        mine.post(phone, {**answers, asked["主题党日多久一次"]: "1"})
        assert "您答对 2 道" in read(mine.get(phone))
        assert QuizAnswer.objects.count() == 2
        other = own_client(resident("13911112222"))
        assert other.get(phone).status_code == 404
        assert other.post(phone, answers).status_code == 404
        desk = read(secretary.get(f"/d/party/study/quizzes/{made.pk}/"))
        assert "9 名党员里，1 人答过" in desk
        assert "不到五个人答" in desk
        assert secretary.post(f"/d/party/study/quizzes/{made.pk}/close/").status_code == 302
        assert secretary.post(f"{here}bank/{Question.objects.first().pk}/retire/").status_code == 302
