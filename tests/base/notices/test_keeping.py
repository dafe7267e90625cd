"""Keeping the outbox: who tends it, in which words, and where else news goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.notices import jobs, operations, policies, queries, refusals
from linli.base.notices.channels import NotDelivered
from linli.base.notices.models import Hook, Notice
from linli.base.people.actors import SYSTEM
from linli.pillars.governance.reports import operations as reports
from tests.base.notices.scene import Gateway, file
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class TestKeeping:
    def test_only_the_offices_administrator_tends_the_outbox_and_reads_no_matters(self, town: Town) -> None:
        file()
        operations.read_steps(actor=SYSTEM, at=MONDAY)
        rows, _ = queries.outbox(actor=town.actor("sysadmin"))
        assert [r.to for r in rows] == ["***1234"]
        for name in ("secadmin", "auditor", "leader", "dispatcher", "worker"):
            assert queries.outbox(actor=town.actor(name)) == ((), None)

    def test_one_row_and_many_rows_agree(self, town: Town) -> None:
        file()
        operations.read_steps(actor=SYSTEM, at=MONDAY)
        every = list(Notice.objects.select_related("office"))
        for name in town.people:
            actor = town.actor(name)
            seen = set(Notice.objects.filter(policies.tended(actor)))
            assert seen == {n for n in every if policies.tends(actor, n)}

    def test_an_office_chooses_its_words_after_seeing_them(self, town: Town, gateway: Gateway) -> None:
        admin = town.actor("sysadmin")
        given = {"template": "accepted", "language": "zh-hans", "office": town.office}
        seen = queries.preview(**given, words="{office}在办了：{link}")
        assert "试验街道在办了" in seen.words
        assert seen.sms_parts in (1, 2)
        assert queries.preview(**given, words="{phone}").strange == ("phone",)
        with pytest.raises(refusals.StrangeSlots):
            operations.choose_words(actor=admin, **given, words="{phone}", at=MONDAY)
        with pytest.raises(refusals.NotYourNotices):
            operations.choose_words(actor=town.actor("leader"), **given, words="x", at=MONDAY)
        operations.choose_words(actor=admin, **given, words="{office}在办了：{link}", at=MONDAY)
        number = file()
        reports.accept_report(actor=town.actor("worker"), number=number, at=MONDAY)
        jobs.turn(MONDAY)
        assert any(m.words.startswith("试验街道在办了：http") for m in gateway.taken)
        assert operations.choose_words(actor=admin, **given, words=" ", at=MONDAY) is None

    def test_messages_are_forgotten_after_half_a_year(self, town: Town) -> None:
        file()
        operations.read_steps(actor=SYSTEM, at=MONDAY)
        assert operations.forget_old(actor=SYSTEM, at=MONDAY + 179 * DAY) == 0
        assert operations.forget_old(actor=SYSTEM, at=MONDAY + 181 * DAY) == 3


class TestHooks:
    def test_a_grids_chat_hears_of_new_work_without_what_was_said(self, town: Town, gateway: Gateway) -> None:
        admin = town.actor("sysadmin")
        url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc"
        hook = operations.add_hook(
            actor=admin, unit=town.grids[0], kind="robot", name="一网格群", url=url, at=MONDAY
        )
        number = file()
        jobs.turn(MONDAY)
        (message,) = [m for m in gateway.taken if m.to == url]
        assert number in message.words
        assert "井盖" not in message.words
        assert hook.url == url
        assert Hook.objects.values_list("url").get()[0].blob

    def test_a_partner_hears_of_public_steps_with_facts_only(self, town: Town, gateway: Gateway) -> None:
        hook = operations.add_hook(
            actor=town.actor("sysadmin"),
            unit=town.office,
            kind="webhook",
            name="区平台",
            url="https://hub.example.cn/in",
            at=MONDAY,
        )
        number = file()
        reports.note_report(actor=town.actor("worker"), number=number, at=MONDAY, note="内部")
        jobs.turn(MONDAY)
        events = [dict(m.facts) for m in gateway.taken if m.to == hook.url]
        assert [e["event"] for e in events] == ["governance.report.file"]
        assert set(events[0]) == {"event", "number", "state", "seq", "at", "office"}
        assert len(hook.secret) > 30

    @pytest.mark.parametrize(
        ("kind", "url"),
        [
            ("robot", "https://evil.example/cgi-bin/webhook/send?key=1"),
            ("robot", "http://qyapi.weixin.qq.com/x"),
            ("webhook", "http://hub.example.cn/in"),
            ("webhook", "https://user:pw@hub.example.cn/in"),
            ("webhook", "file:///etc/passwd"),
            ("webhook", "https://hub.example.cn:99999/"),
            ("webhook", "no address"),
        ],
    )
    def test_addresses_we_do_not_post_to_are_refused(self, town: Town, kind: str, url: str) -> None:
        with pytest.raises(refusals.BadHookAddress):
            operations.add_hook(
                actor=town.actor("sysadmin"), unit=town.office, kind=kind, name="x", url=url, at=MONDAY
            )

    def test_is_tried_changed_and_dropped(self, town: Town, gateway: Gateway) -> None:
        admin = town.actor("sysadmin")
        given = {"actor": admin, "unit": town.office, "kind": "webhook", "name": "x", "at": MONDAY}
        hook = operations.add_hook(**given, url="https://hub.example.cn/in")
        gateway.trouble = NotDelivered("webhook: 500")
        assert operations.test_hook(actor=admin, hook=hook, at=MONDAY) == "webhook: 500"
        hook.refresh_from_db()
        assert hook.failing_since == MONDAY
        gateway.trouble = None
        assert operations.test_hook(actor=admin, hook=hook, at=MONDAY + MINUTE) == ""
        operations.change_hook(actor=admin, hook=hook, name="y", url="", is_active=False, at=MONDAY)
        assert queries.hooks_of(unit=town.office)[0].url == "https://hub.example.cn/in"
        with pytest.raises(refusals.NotYourNotices):
            operations.drop_hook(actor=town.actor("auditor"), hook=hook, at=MONDAY)
        operations.drop_hook(actor=admin, hook=hook, at=MONDAY)
        assert queries.hooks_of(unit=town.office) == []
