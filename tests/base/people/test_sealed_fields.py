"""Free words lie in the database as ciphertext, and still read, turn and migrate."""

import json

import pytest
from django.db import connection

from linli.base.flow.models import Case, StepWords
from linli.base.flow.verify import verify_log
from linli.base.people import operations
from linli.base.people.actors import SYSTEM
from linli.base.people.sealed_fields import opened, sealing
from linli.base.people.vault import unseal
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.operations import dispatch_report, join_report
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

TEXT = "我叫张三丰，电话13800004321，住3号楼2单元501，鲁A12345堵着门。楼道灯也不亮。"


def dump() -> str:
    """Give everything that stands in the tables of cases, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in ("flow_case", "flow_casesearch", "flow_step", "flow_stepwords", "reports_report"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


class TestAtRest:
    def test_no_word_that_identifies_somebody_lies_open(self, town: Town) -> None:
        filed = file(
            town, text=TEXT, place_words="3号楼2单元501室", answers={"plate": "鲁A12345"}, title=TEXT
        )
        join_report(
            actor=town.actor("worker"), at=MONDAY, number=filed.report.case.number, note=TEXT, phone=""
        )
        kept = dump()
        for personal in (
            "张三丰",
            "13800004321",
            "'4321'",
            "鲁A12345",
            "A12345",
            "2单元501",
            "'501'",
            "三丰",
        ):
            assert personal not in kept, personal
        report = Report.objects.get()
        assert (report.text, report.answers) == (TEXT, {"plate": "鲁A12345"})
        assert report.case.place_words == "3号楼2单元501室"
        assert StepWords.objects.exclude(note="").get().note == TEXT
        assert "张*" in report.case.title

    def test_the_log_still_verifies(self, town: Town) -> None:
        file(town, text=TEXT)
        assert verify_log() == []

    def test_only_emptiness_can_be_asked(self, town: Town) -> None:
        file(town, text=TEXT)
        assert Report.objects.filter(answers="").count() == 1
        assert not Case.objects.exclude(place_words="").exists()
        with pytest.raises(TypeError):
            Report.objects.filter(text=TEXT).count()

    def test_a_column_read_as_values_is_opened_on_purpose(self, town: Town) -> None:
        file(town, text=TEXT)
        held = Report.objects.values_list("text", flat=True).get()
        assert TEXT not in f"{held} {held!r}"
        assert opened(held) == TEXT
        assert opened(None) == opened("") == ""


class TestFinding:
    def test_a_number_in_words_is_found_whole_by_its_print(self, town: Town) -> None:
        number = file(town, text=TEXT).report.case.number
        actor = town.actor("dispatcher")

        def found(words: str) -> list[str]:
            page = queries.inbox(actor=actor, filters=queries.Filters(words=words))
            return [row.number for row in page.rows]

        assert found("138 0000 4321") == found("鲁A·12345") == found("楼道灯") == [number]
        assert found("13800004322") == found("4321") == found("张三丰") == []

    def test_nobody_learns_by_trying_numbers_who_asked_for_secrecy(self, town: Town) -> None:
        file(town, text=TEXT, is_confidential=True)
        page = queries.inbox(actor=town.actor("dispatcher"), filters=queries.Filters(words="13800004321"))
        assert page.rows == ()


class TestTurning:
    def test_words_of_steps_are_sealed_anew_and_nothing_else(self, town: Town, settings) -> None:  # type: ignore[no-untyped-def]
        filed = file(town, text=TEXT)
        dispatcher = town.actor("dispatcher")
        number = filed.report.case.number
        join_report(actor=dispatcher, at=MONDAY, number=number, note=TEXT, phone="13800005555")
        keys = dict(settings.LINLI_VAULT_KEYS)
        settings.LINLI_VAULT_KEYS = {"newer-key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", **keys}
        assert operations.turn_keys(actor=SYSTEM, at=MONDAY).broken == ()
        settings.LINLI_VAULT_KEYS = {"newer-key": settings.LINLI_VAULT_KEYS["newer-key"]}
        assert StepWords.objects.exclude(note="").get().note == TEXT
        assert Report.objects.get().text == TEXT
        words = StepWords.objects.exclude(note="").get()
        words.note = "别的话"
        with pytest.raises(Exception, match="can only be erased"):
            words.save()


def test_a_column_of_clear_words_is_sealed_by_a_migration(db: None) -> None:
    with connection.cursor() as cursor, connection.schema_editor() as editor:
        cursor.execute("CREATE TABLE told (id int PRIMARY KEY, words text, facts jsonb)")
        cursor.execute("INSERT INTO told VALUES (1, '楼道灯不亮', '{\"a\": \"甲\"}'), (2, '', '{}')")
        sealing("told", "id", {"words": "x.Told.words"})(None, editor)
        sealing("told", "id", {"facts": "x.Told.facts"}, is_json=True)(None, editor)
        cursor.execute("SELECT words, facts FROM told ORDER BY id")
        (words, facts), empty = cursor.fetchall()
    assert unseal(bytes(words), "x.Told.words") == "楼道灯不亮"
    assert json.loads(unseal(bytes(facts), "x.Told.facts")) == {"a": "甲"}
    assert [bytes(value) for value in empty] == [b"", b""]


def test_staff_dispatch_what_is_sealed(town: Town) -> None:
    number = file(town, text=TEXT, place_words="3号楼").report.case.number
    case = dispatch_report(actor=town.actor("dispatcher"), number=number, at=MONDAY, lead=town.sanitation)
    assert case.place_words == "3号楼"
    assert Case.objects.get().place_words == "3号楼"
