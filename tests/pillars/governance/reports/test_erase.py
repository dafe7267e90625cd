"""Who reported can be shown for a reason, and erased so that they are nowhere, while the log still proves itself."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from linli.base.files import storage
from linli.base.files.operations import keep_file
from linli.base.files.queries import blob_names
from linli.base.flow.models import Case, Step
from linli.base.flow.verify import verify_case
from linli.base.notices import jobs as notices
from linli.base.notices.models import Notice
from linli.base.people import operations as people
from linli.base.people import refusals
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.people.models import AccessLog, Deletion
from linli.base.people.vault import Sealed, SealedTextField, fingerprint
from linli.config.logs import NoSecrets
from linli.insight import filler
from linli.insight.models import Fact
from linli.kernel import clock
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Reporter
from tests.base.files import samples
from tests.town import IN_FIRST_GRID, MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
LON, LAT = IN_FIRST_GRID
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PHONE, NAME = "13800001234", "张三丰"
TEXT = f"我是{NAME}，电话 {PHONE}，桃花坞 3 号楼 2 单元 501 的下水道堵了"


@pytest.fixture(autouse=True)
def fresh_store(settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}


@pytest.fixture
def town() -> Town:
    return build_town()


def filed(**more: Any) -> operations.Filed:
    given = {"text": TEXT, "phone": PHONE, "name": NAME, "lon": LON, "lat": LAT, "at": MONDAY}
    return operations.file_report(actor=ANYONE, **given | more)


def everything() -> str:
    """The whole database in one text, with every sealed value opened."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT t::text FROM {table} t")
            found += [row[0] for row in cursor.fetchall()]
            for column in model._meta.concrete_fields:
                if isinstance(column, SealedTextField):
                    held = model._default_manager.values_list(column.name, flat=True)
                    found += [v.open() for v in held if isinstance(v, Sealed)]
    return "\n".join(found)


class TestReveal:
    def ask(self, town: Town, name: str, reporter: Reporter, field: str = "phone") -> str:
        return people.reveal(
            actor=town.actor(name),
            subject="reports.Reporter",
            id=reporter.pk,
            field=field,
            reason="回访核实情况",
            at=MONDAY,
        )

    def test_the_holder_sees_the_number_for_a_reason(self, town: Town) -> None:
        reporter = filed().reporter
        assert self.ask(town, "worker", reporter) == PHONE
        assert self.ask(town, "dispatcher", reporter, "name") == NAME
        row = AccessLog.objects.earliest("id")
        assert bytes(row.person_print or b"") == fingerprint(PHONE, "phone")

    @pytest.mark.parametrize("name", ["worker3", "secretary2", "stoker", "sysadmin", "secadmin", "auditor"])
    def test_nobody_out_of_reach_does(self, town: Town, name: str) -> None:
        with pytest.raises(refusals.UnableToReveal):
            self.ask(town, name, filed().reporter)

    @pytest.mark.parametrize("name", ["worker", "secretary", "leader"])
    def test_a_confidential_reporter_is_hidden_from_who_handles(self, town: Town, name: str) -> None:
        reporter = filed(is_confidential=True).reporter
        with pytest.raises(refusals.UnableToReveal):
            self.ask(town, name, reporter)
        assert self.ask(town, "dispatcher", reporter) == PHONE


class TestEraseReporter:
    def test_they_are_nowhere_and_the_log_still_proves_itself(
        self, town: Town, django_capture_on_commit_callbacks: Any
    ) -> None:
        photo = keep_file(actor=ANYONE, data=samples.photo(), name="", at=MONDAY)
        made = filed(files=[photo])
        number = made.report.case.number
        worker = town.actor("worker")
        operations.ask_reporter(actor=worker, number=number, at=MONDAY + HOUR, question="哪一户？")
        operations.reply_report(
            actor=ANYONE, number=number, at=MONDAY + 2 * HOUR, words=f"{NAME} {PHONE}", as_reporter=True
        )
        operations.settle_report(actor=worker, number=number, at=MONDAY + 3 * HOUR, answer="已疏通")
        notices.turn(MONDAY + 3 * HOUR)
        assert PHONE in everything()
        assert NAME in everything()
        with django_capture_on_commit_callbacks(execute=True):
            operations.erase_reporter(
                actor=SYSTEM, reporter=made.reporter, basis="asked", at=MONDAY + DAY, request_number="R1"
            )
        left = everything()
        assert PHONE not in left
        assert NAME not in left
        assert "501" not in made.report.case.title + Case.objects.get().title
        assert Reporter.objects.get().phone_print is None
        assert not any(storage.store().exists(n) for n in blob_names(photo).values())
        assert not Notice.objects.filter(channel="sms").exists()
        assert verify_case(Case.objects.get()) == []
        assert "已疏通" in left
        assert Deletion.objects.get(subject="reports.Reporter").request_number == "R1"
        with pytest.raises(Exception, match="no-such-case"):
            queries.follow_page(number=number, token=made.token)
        assert queries.file_for_staff(actor=worker, number=number, file_id=photo.pk).is_erased  # type: ignore[union-attr]

    def test_no_search_export_figure_or_line_of_the_log_holds_them(
        self, town: Town, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
    ) -> None:
        made = filed()
        number = made.report.case.number
        operations.settle_report(actor=town.actor("worker"), number=number, at=MONDAY + HOUR, answer="已疏通")

        def found(words: str) -> bool:
            return number in client.get("/d/", {"view": "all", "q": words}).content.decode()

        def exported() -> str:
            answer = client.get("/d/export.xlsx?view=all&state=closed,settled")
            whole = io.BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
            with zipfile.ZipFile(whole) as parts:
                return "".join(parts.read(name).decode() for name in parts.namelist())

        def figures() -> list[tuple[Any, ...]]:
            filler.fill_all(clock.now())
            return sorted(
                Fact.objects.values_list("unit_id", "indicator", "day", "above", "below", "left_out")
            )

        caplog.set_level(logging.DEBUG)
        with clock.frozen(MONDAY + DAY):
            client = town.client("dispatcher")
            assert all(found(words) for words in (PHONE, "下水道堵了", number))
            before = figures()
            assert before
            with django_capture_on_commit_callbacks(execute=True):
                operations.erase_reporter(
                    actor=SYSTEM, reporter=made.reporter, basis="asked", at=MONDAY + DAY
                )
            # The number and what was broken are the office's own record and stay; who it was finds nothing.
            assert all(found(words) for words in ("下水道堵了", number))
            assert [words for words in (PHONE, NAME, "2 单元 501", "501") if found(words)] == []
            sheet = exported()
            assert number in sheet
            assert not any(words in sheet for words in (PHONE, NAME, "501"))
            # A case that was counted stays counted: figures name nobody.
            assert figures() == before
        line = NoSecrets()
        written = "".join(line.format(r) for r in caplog.records if not r.name.startswith("django.db"))
        assert not any(words in written for words in (PHONE, NAME, "501"))

    def test_an_open_case_goes_on_for_the_place(self, town: Town) -> None:
        made = filed()
        number = made.report.case.number
        operations.erase_reporter(actor=SYSTEM, reporter=made.reporter, basis="asked", at=MONDAY)
        case = Case.objects.get()
        assert case.is_open
        assert not case.can_be_asked
        operations.settle_report(actor=town.actor("worker"), number=number, at=MONDAY + HOUR, answer="已疏通")
        assert verify_case(case) == []

    def test_others_who_joined_stay(self, town: Town) -> None:
        made = filed()
        number = made.report.case.number
        joined = operations.join_report(
            actor=ANYONE, number=number, at=MONDAY + HOUR, phone="13900001234", note="我家也是，我叫李四"
        )
        operations.erase_reporter(actor=SYSTEM, reporter=made.reporter, basis="asked", at=MONDAY + DAY)
        assert Case.objects.get().can_be_asked
        assert queries.follow_page(number=number, token=joined.token)
        operations.erase_reporter(actor=SYSTEM, reporter=joined.reporter, basis="asked", at=MONDAY + DAY)
        assert "李四" not in everything()
        assert not Case.objects.get().can_be_asked

    def test_the_copy_that_a_merge_made_goes_too(self, town: Town) -> None:
        first = filed(phone="13700001234", name="", text="下水道堵了")
        second = filed(text="下水道堵了，快来")
        operations.merge_report(
            actor=town.actor("dispatcher"),
            number=second.report.case.number,
            into=first.report.case.number,
            at=MONDAY + HOUR,
            note="同一件",
        )
        assert Reporter.objects.filter(phone_print=fingerprint(PHONE, "phone")).count() == 2
        operations.erase_reporter(actor=SYSTEM, reporter=second.reporter, basis="asked", at=MONDAY + DAY)
        assert PHONE not in everything()
        assert NAME not in everything()

    def test_twice_does_nothing_more(self, town: Town) -> None:
        reporter = filed().reporter
        for _ in range(2):
            operations.erase_reporter(actor=SYSTEM, reporter=reporter, basis="asked", at=MONDAY)
        assert Deletion.objects.count() == 1


class TestForgetOld:
    def test_three_years_after_the_end_the_person_is_gone_and_the_record_stays(self, town: Town) -> None:
        made, still_open = filed(), filed(text="别的事", name="", phone="13600001234")
        worker = town.actor("worker")
        number = made.report.case.number
        operations.note_report(actor=worker, number=number, at=MONDAY + HOUR, note=f"联系人 {PHONE}")
        operations.note_report(actor=worker, number=number, at=MONDAY + HOUR, note="已到现场")
        operations.settle_report(actor=worker, number=number, at=MONDAY + HOUR, answer="已疏通")
        operations.rate_report(
            actor=town.actor("dispatcher"),
            number=number,
            at=MONDAY + DAY,
            solved=True,
            level=5,
        )
        later = MONDAY + 2 * DAY + operations.KEPT_FOR
        assert operations.forget_old(actor=SYSTEM, at=later - 5 * DAY) == 0
        assert operations.forget_old(actor=SYSTEM, at=later) == 1
        assert operations.forget_old(actor=SYSTEM, at=later) == 0
        left = everything()
        assert PHONE not in left
        assert NAME not in left
        assert "已到现场" in left
        assert "13600001234" in left
        assert still_open.reporter.erased_at is None
        case = Case.objects.get(number=number)
        assert verify_case(case) == []
        assert Step.objects.filter(case=case).count() >= 5
