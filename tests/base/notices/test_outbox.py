"""From a step to a message that arrives, or whose failure is told."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.base.flow.models import Case
from linli.base.notices import channels, jobs, operations, queries, refusals, rules
from linli.base.notices.channels import Message, NotDelivered
from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports import queries as report_queries
from linli.pillars.governance.reports.models import Category
from tests.base.notices.scene import Gateway, file, in_app
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NIGHT = MONDAY + 14 * HOUR  # 23:00


class TestReadSteps:
    def test_the_grid_hears_of_a_new_report_and_nobody_else(self, town: Town) -> None:
        file()
        operations.read_steps(actor=SYSTEM, at=MONDAY)
        assert in_app(town, "worker") == in_app(town, "grid_leader") == ["new"]
        for name in ("worker2", "volunteer", "helper", "secretary", "dispatcher", "sysadmin"):
            assert in_app(town, name) == []

    def test_nobody_is_told_twice_whatever_is_run_again(self, town: Town) -> None:
        file()
        first = operations.read_steps(actor=SYSTEM, at=MONDAY)
        assert first == Notice.objects.count() == 3
        assert operations.read_steps(actor=SYSTEM, at=MONDAY) == 0
        from linli.base.flow.models import Bookmark

        Bookmark.objects.all().delete()
        assert operations.read_steps(actor=SYSTEM, at=MONDAY) == 0

    def test_who_acts_is_not_told_of_it(self, town: Town) -> None:
        number = file()
        reports.pass_report_up(actor=town.actor("worker"), number=number, at=MONDAY, note="办不了")
        operations.read_steps(actor=SYSTEM, at=MONDAY)
        assert in_app(town, "secretary") == in_app(town, "clerk") == ["given"]
        assert in_app(town, "worker") == ["new"]

    def test_departments_hear_of_their_share_and_its_reds(self, town: Town) -> None:
        number = file()
        reports.pass_report_up(actor=town.actor("worker"), number=number, at=MONDAY, note="办不了")
        reports.pass_report_up(actor=town.actor("secretary"), number=number, at=MONDAY, note="办不了")
        reports.dispatch_report(
            actor=town.actor("dispatcher"),
            number=number,
            at=MONDAY,
            lead=town.sanitation,
            assists=[town.heating],
        )
        operations.read_steps(actor=SYSTEM, at=MONDAY)
        assert in_app(town, "sweeper") == in_app(town, "stoker") == ["dispatched"]
        from linli.base.flow.jobs import sweep

        late = MONDAY + 30 * DAY
        sweep(late)
        operations.read_steps(actor=SYSTEM, at=late)
        assert "red" in in_app(town, "sweeper")
        assert "climbed" in in_app(town, "leader")

    def test_names_the_moment_that_counts_the_step_or_the_whole_matter(self, town: Town) -> None:
        Category.objects.filter(pk="R01").update(limits={"resolve": "2 urgent_hour"})
        # 17:00 in Shanghai: the step may wait until the morning, the matter may not.
        evening = MONDAY.replace(hour=9)
        number = file(evening, category="R01")
        reports.pass_report_up(actor=town.actor("worker"), number=number, at=evening, note="办不了")
        case = Case.objects.get(number=number)
        assert case.due_at
        assert case.resolve_by
        assert case.resolve_by < case.due_at
        operations.read_steps(actor=SYSTEM, at=evening)
        given = Notice.objects.get(account=town.people["secretary"], template="given")
        assert given.data["due"] == case.resolve_by.isoformat()

    def test_reporters_follow_by_their_own_link_even_after_a_merge(self, town: Town) -> None:
        first, second = file(), file(phone="13700001234")
        reports.merge_report(
            actor=town.actor("dispatcher"), number=second, into=first, at=MONDAY + MINUTE, note="同一件"
        )
        reports.accept_report(actor=town.actor("worker"), number=first, at=MONDAY + 2 * MINUTE)
        operations.read_steps(actor=SYSTEM, at=MONDAY + 2 * MINUTE)
        rows = Notice.objects.filter(template="accepted", channel="sms")
        links = {n.address: n.secrets for n in rows}
        assert set(links) == {"13800001234", "13700001234"}
        assert f"/r/{second}/" in links["13700001234"]
        token = links["13700001234"].split("/")[3]
        assert report_queries.report_by_link(number=second, token=token)

    def test_old_news_rings_nowhere_and_an_archive_is_told_to_nobody(self, town: Town) -> None:
        file(at=MONDAY - 40 * DAY)
        file(at=MONDAY - 3 * DAY)
        operations.read_steps(actor=SYSTEM, at=MONDAY)
        assert set(Notice.objects.values_list("channel", flat=True)) == {"in_app"}
        assert Notice.objects.filter(read_at__isnull=True).count() == 0
        assert in_app(town, "worker") == ["new"]

    def test_takes_a_fixed_number_of_queries(self, town: Town, django_assert_max_num_queries: Any) -> None:
        for _ in range(3):
            file()
        with django_assert_max_num_queries(26):
            operations.read_steps(actor=SYSTEM, at=MONDAY)
        for n in range(12):
            file(phone=f"1380000{n:04}")
        with django_assert_max_num_queries(26):
            operations.read_steps(actor=SYSTEM, at=MONDAY)


class TestSendDue:
    def make(self, town: Town, at: datetime = MONDAY, **more: Any) -> Notice:
        given: dict[str, Any] = {
            "channel": "sms",
            "address": "13800001234",
            "office": town.office,
            "template": "answered",
            "made_at": at,
            "next_try_at": at,
            "expires_at": at + rules.UNSENT_FOR,
            "key": f"t{Notice.objects.count()}",
        }
        return Notice.objects.create(**given | more)

    def test_sends_what_the_recipient_can_read(self, town: Town, gateway: Gateway) -> None:
        number = file(language="en")
        jobs.turn(MONDAY)
        (message,) = gateway.taken
        assert message.to == "13800001234"
        assert number in message.words
        assert f"/r/{number}/" in message.words
        assert message.words.isascii() or "试验街道" in message.words
        sent = Notice.objects.get(channel="sms")
        assert (sent.state, sent.secrets, sent.sent_at) == ("sent", "", MONDAY)
        assert operations.send_due(actor=SYSTEM, at=MONDAY + DAY).sent == 0

    def test_a_receipt_goes_at_night_and_other_news_in_the_morning(
        self, town: Town, gateway: Gateway
    ) -> None:
        number = file(at=NIGHT)
        jobs.turn(NIGHT)
        assert len(gateway.taken) == 1
        reports.accept_report(actor=town.actor("worker"), number=number, at=NIGHT + MINUTE)
        _, sent = jobs.turn(NIGHT + MINUTE)
        assert (sent.sent, sent.put_off) == (0, 1)
        waiting = Notice.objects.get(template="accepted", channel="sms")
        assert waiting.next_try_at == MONDAY + DAY
        assert waiting.attempts == 0
        jobs.turn(MONDAY + DAY)
        assert len(gateway.taken) == 2

    def test_urgent_news_ring_at_night(self, town: Town, gateway: Gateway) -> None:
        file(at=NIGHT, is_urgent=True)
        jobs.turn(NIGHT)
        assert sorted(m.to[:3] for m in gateway.taken) == ["138", "139", "139"]

    def test_tries_again_later_and_later_tells_the_administrators_and_gives_up(
        self, town: Town, gateway: Gateway
    ) -> None:
        notice = self.make(town, is_urgent=True)
        gateway.trouble = NotDelivered("gateway: 503")
        at, tries = MONDAY, []
        while Notice.objects.get(pk=notice.pk).next_try_at:
            result = operations.send_due(actor=SYSTEM, at=at)
            if result.failed + result.given_up:
                tries.append(at)
                if len(tries) == rules.ALARM_AFTER:
                    assert in_app(town, "sysadmin") == ["sending_fails"]
            at = Notice.objects.get(pk=notice.pk).next_try_at or at
        notice.refresh_from_db()
        assert (notice.state, notice.last_error) == ("dead", "gateway: 503")
        assert len(tries) == len(rules.BACK_OFF) + 1
        gaps = [b - a for a, b in itertools.pairwise(tries)]
        assert gaps == list(rules.BACK_OFF)
        assert in_app(town, "secadmin") == []

    def test_does_not_try_again_what_cannot_help(self, town: Town, gateway: Gateway) -> None:
        notice = self.make(town)
        gateway.trouble = NotDelivered("no such number", for_good=True)
        assert operations.send_due(actor=SYSTEM, at=MONDAY).given_up == 1
        notice.refresh_from_db()
        assert (notice.state, notice.attempts) == ("dead", 1)

    def test_can_be_sent_again_by_hand(self, town: Town, gateway: Gateway) -> None:
        notice = self.make(town)
        gateway.trouble = NotDelivered("no credit", for_good=True)
        operations.send_due(actor=SYSTEM, at=MONDAY)
        gateway.trouble = None
        admin = town.actor("sysadmin")
        row = queries.outbox_notice(actor=admin, id=notice.pk)
        assert row is not None
        operations.resend(actor=admin, notice=row, at=MONDAY + HOUR)
        assert operations.send_due(actor=SYSTEM, at=MONDAY + HOUR).sent == 1
        with pytest.raises(refusals.NothingToResend):
            operations.resend(actor=admin, notice=row, at=MONDAY + HOUR)

    def test_a_sender_killed_half_way_loses_nothing(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Killed(BaseException):
            pass

        def dies(_message: Message) -> None:
            raise Killed

        self.make(town)
        monkeypatch.setattr("linli.base.notices.operations._send.sender", lambda channel: dies)
        with pytest.raises(Killed):
            operations.send_due(actor=SYSTEM, at=MONDAY)
        taken = Gateway()
        monkeypatch.setattr("linli.base.notices.operations._send.sender", lambda channel: taken.send)
        assert operations.send_due(actor=SYSTEM, at=MONDAY + MINUTE).sent == 0
        assert operations.send_due(actor=SYSTEM, at=MONDAY + rules.LEASE).sent == 1

    def test_a_code_never_arrives_after_it_ran_out(self, town: Town, gateway: Gateway) -> None:
        operations.send_log_in_code(phone="13800001234", address="x", language="zh-hans", at=NIGHT)
        code = Notice.objects.get(template="log_in_code")
        gateway.trouble = NotDelivered("busy")
        operations.send_due(actor=SYSTEM, at=NIGHT)
        gateway.trouble = None
        assert operations.send_due(actor=SYSTEM, at=NIGHT + 5 * MINUTE).given_up == 1
        code.refresh_from_db()
        assert (code.state, code.secrets, gateway.taken) == ("dead", "", [])
        with pytest.raises(refusals.NothingToResend):
            operations.resend(actor=SYSTEM, notice=code, at=NIGHT + HOUR)

    def test_a_code_rings_at_night(self, town: Town, gateway: Gateway) -> None:
        asked = operations.send_log_in_code(phone="13800001234", address="x", language="en", at=NIGHT)
        assert operations.send_due(actor=SYSTEM, at=NIGHT).sent == 1
        assert asked.code in gateway.taken[0].words
        assert "Tell nobody" in gateway.taken[0].words

    def test_the_database_keeps_states_honest(self, town: Town) -> None:
        for broken in ({"state": "sent"}, {"next_try_at": None}, {"channel": "in_app"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                self.make(town, **broken)


class TestWithoutGateway:
    def test_messages_lie_in_a_folder_for_their_owner_only(
        self, town: Town, settings: Any, tmp_path: Path
    ) -> None:
        settings.DATA_DIR = tmp_path
        number = file()
        jobs.turn(MONDAY)
        (written,) = (tmp_path / "outbox").iterdir()
        assert written.name == "2026-11-16.log"
        assert written.stat().st_mode & 0o077 == 0
        words = written.read_text()
        assert f"/r/{number}/" in words
        assert "13800001234" not in words
        assert channels.sender("sms").__name__ == "send_sms"


class TestReading:
    def test_a_list_in_the_readers_language_with_an_unread_count(
        self, town: Town, django_assert_num_queries: Any
    ) -> None:
        numbers = [file(phone=f"1380000{n:04}") for n in range(4)]
        operations.read_steps(actor=SYSTEM, at=MONDAY)
        worker = town.actor("worker")
        with django_assert_num_queries(1):
            assert queries.unread_count(actor=worker) == 4
        with django_assert_num_queries(1):
            rows, more = queries.notices_of(actor=worker, language="en", size=3)
        assert [r.number for r in rows] == numbers[:0:-1]
        assert more == rows[-1].id
        assert "第1网格" in rows[0].words
        assert "New" in rows[0].words
        assert operations.mark_read(actor=worker, at=MONDAY, ids=[rows[0].id]) == 1
        assert queries.unread_count(actor=worker) == 3
        assert operations.mark_read(actor=worker, at=MONDAY) == 3
        assert queries.unread_count(actor=town.actor("grid_leader")) == 4

    def test_a_wish_keeps_the_phone_still_and_opens_the_mailbox(self, town: Town, gateway: Gateway) -> None:
        leader = town.people["grid_leader"]
        leader.email = "leader@example.cn"
        leader.save()
        operations.choose_wish(actor=town.actor("grid_leader"), sms=False, email=True, at=MONDAY)
        file(is_urgent=True, phone="")
        jobs.turn(MONDAY)
        assert "leader@example.cn" in {m.to for m in gateway.taken}
        assert leader.phone not in {m.to for m in gateway.taken}
