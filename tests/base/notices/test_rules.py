"""Who is told what; when it is tried again; what a wording may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.notices import rules, texts
from linli.base.notices.rules import News, Ring, Tell, Whom
from linli.kernel.refusals import refusals as every_refusal
from linli.pillars.governance.reports.flow import REPORT

AT = datetime(2026, 11, 16, 1, tzinfo=UTC)


def told(verb: str, **more: object) -> dict[Whom, str]:
    found: dict[Whom, str] = {}
    for tell in rules.who_is_told(replace(News(verb, "accepted"), **more)):  # type: ignore[arg-type]
        found.setdefault(tell.whom, tell.template)
    return found


class TestWhoIsTold:
    def test_a_new_report(self) -> None:
        assert told("file") == {
            Whom.HOLDER: "new",
            Whom.CHAT: "new",
            Whom.REPORTERS: "filed",
            Whom.WATCHERS: "moved",
        }

    def test_work_that_changes_hands_is_told_to_the_new_hands(self) -> None:
        assert told("pass_up", changed_hands=True)[Whom.HOLDER] == "given"
        assert Whom.HOLDER not in told("note")

    def test_lateness_climbs(self) -> None:
        assert told("turn_red")[Whom.ABOVE] == "red_below"
        assert Whom.LEADERS not in told("climb", climb=1)
        assert told("climb", climb=2)[Whom.LEADERS] == "climbed"

    def test_reporters_hear_of_moves_that_tell_them_and_of_no_other(self) -> None:
        assert Whom.REPORTERS not in told("note")
        assert told("settle", tells_reporter=True, after="callback")[Whom.REPORTERS] == "please_rate"
        assert told("refuse", tells_reporter=True, after="refused")[Whom.REPORTERS] == "refused"
        assert told("contact", tells_reporter=True)[Whom.REPORTERS] == "answered"

    @pytest.mark.parametrize("move", REPORT.moves, ids=lambda m: f"{m.verb}-{m.target}")
    def test_every_move_of_a_report_speaks_in_words_there_are(self, move: object) -> None:
        news = News(move.verb, move.target or "accepted", tells_reporter=move.tells_reporter)  # type: ignore[attr-defined]
        for tell in rules.who_is_told(news):
            assert tell.template in texts.TEMPLATES
            assert texts.TEMPLATES[tell.template].to_residents == (tell.whom is Whom.REPORTERS)

    def test_staff_are_rung_for_red_cards_and_urgent_work_only(self) -> None:
        quiet, urgent = Tell(Whom.LEAD, "yellow"), Tell(Whom.HOLDER, "given", Ring.IF_URGENT)
        assert not rules.rings(quiet, is_urgent=True)
        assert rules.rings(urgent, is_urgent=True)
        assert not rules.rings(urgent, is_urgent=False)
        assert rules.rings(Tell(Whom.LEAD, "red", Ring.ALWAYS), is_urgent=False)


class TestNextTry:
    def test_waits_longer_each_time_and_gives_up(self) -> None:
        waits = []
        for attempts in range(1, len(rules.BACK_OFF) + 1):
            again = rules.next_try(attempts, AT)
            assert again is not None
            waits.append(again - AT)
        assert waits == sorted(waits)
        assert sum(waits, timedelta()) < rules.UNSENT_FOR
        assert rules.next_try(len(rules.BACK_OFF) + 1, AT) is None


class TestWords:
    @given(st.text(max_size=80))
    def test_filling_never_fails_and_reaches_into_nothing(self, words: str) -> None:
        rules.filled(words, {"number": "1"})

    def test_a_format_string_is_just_words(self) -> None:
        assert rules.filled("{number.__class__} {0} {number}", {"number": "7"}) == "{number.__class__}  7"

    def test_names_what_nothing_fills(self) -> None:
        assert rules.strange_slots("{number} {phone} {", ["number"]) == ("phone", "{")
        assert rules.strange_slots("{number}", ["number"]) == ()

    @pytest.mark.parametrize(("length", "parts"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
    def test_an_sms_is_billed_in_parts(self, length: int, parts: int) -> None:
        assert rules.sms_parts("字" * length) == parts
        assert rules.sms_parts("😀" * 36) == 2

    def test_every_slot_of_every_template_is_explained(self) -> None:
        for template in texts.TEMPLATES.values():
            assert template.slots <= set(texts.SLOTS)
            for words in (template.line, template.text):
                assert rules.strange_slots(str(words), texts.SLOTS) == ()

    def test_messages_to_residents_cost_two_parts_at_most(self) -> None:
        facts = dict.fromkeys(texts.SLOTS, "一" * 8) | {
            "link": "https://linli.example.cn/r/20261118-0042/" + "x" * 27
        }
        for name, template in texts.TEMPLATES.items():
            if template.to_residents:
                assert rules.sms_parts(texts.words_of(name, "text", facts, "zh-hans")) <= 2, name

    def test_every_refusal_has_words(self) -> None:
        here = {k for k in every_refusal().values() if k.__module__ == "linli.base.notices.refusals"}
        assert here == set(texts.REFUSALS)
