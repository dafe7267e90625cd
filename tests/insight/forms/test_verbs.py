"""A form from the department's file to the file that goes back: taken in, known again, put right, asked, handed in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import load_workbook

from linli.base.files.refusals import (
    FileHasMacros,
    FileKindRefused,
    OldOfficeFile,
    SheetLocked,
    SheetReachesTooFar,
)
from linli.base.people.models import AccessLog
from linli.insight.forms import operations as op
from linli.insight.forms import queries
from linli.insight.forms.models import AskedForm, FormShape
from linli.insight.forms.operations import About
from linli.insight.forms.rules.filled import State
from linli.insight.forms.rules.period import month_of
from linli.insight.forms.texts import doubts_in_words
from tests.insight.forms.ground import NOW, Place
from tests.insight.forms.templates import lists, pairs, statistics
from tests.insight.forms.templates.making import xlsx
from tests.office_suite import needs_suite, text_of
from tests.security.brought import changed

pytestmark = pytest.mark.django_db
ASTRAY = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
HUGE = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD9000"/></mergeCells>'
MACROS = (b"sheet.main+xml", b"sheet.macroEnabled.main+xml")


def take(place: Place, data: bytes, who: str = "leader", **about: Any) -> AskedForm:
    """Take a form in."""
    actor = place.actor(who)
    ground = queries.grounds_of(actor=actor)[0]
    return op.take_in_form(
        actor=actor,
        at=NOW,
        data=data,
        name="表.xlsx",
        about=About(**{"asked_by": "区民政局", **about}),
        ground=ground,
    )


def produced(place: Place, form: AskedForm, who: str = "leader", **given: Any) -> bytes:
    return op.produce_form(actor=place.actor(who), at=NOW, pk=form.pk, words=doubts_in_words, **given)


def sheet_of(data: bytes) -> Any:
    return load_workbook(BytesIO(data)).worksheets[0]


class TestTakeIn:
    def test_is_filled_at_once_and_keeps_what_the_department_laid_out(self, place: Place) -> None:
        form = take(place, statistics.WASTE.data)
        assert form.asked_by == "区民政局"
        made, was = sheet_of(produced(place, form)), sheet_of(statistics.WASTE.data)
        assert made["B3"].value == 2
        assert made["D4"].value == 400
        assert made["B5"].value == "=SUM(B3:B4)"
        assert [str(m) for m in made.merged_cells.ranges] == [str(m) for m in was.merged_cells.ranges]
        assert made["A1"].font.name == was["A1"].font.name
        assert made["B3"].border.left.style == "thin"

    @needs_suite
    def test_an_office_suite_opens_what_goes_back_with_the_department_s_own_sums(
        self, place: Place, tmp_path: Path
    ) -> None:
        form = take(place, statistics.WASTE.data)
        cells = [
            line.split(",") for line in text_of(produced(place, form), "waste.xlsx", tmp_path).splitlines()
        ]
        assert cells[2][1] == "2"
        assert cells[4][1] == str(sum(int(row[1]) for row in cells[2:4])), "its formula adds what was filled"
        word = take(place, pairs.SENTENCES.data)
        assert "全街道共有网格3个" in text_of(produced(place, word), "report.docx", tmp_path)

    def test_a_form_asked_twice_is_known_again_whatever_its_month_and_order(self, place: Place) -> None:
        first = take(place, statistics.HOTLINE.data)
        again = statistics.HOTLINE.data
        book = load_workbook(BytesIO(again))
        book.worksheets[0]["A1"] = "试验街道12345热线群众诉求办理情况月报（2026年10月）"
        out = BytesIO()
        book.save(out)
        second = take(place, out.getvalue())
        assert second.shape_id == first.shape_id
        assert not second.is_edition
        assert second.period_start == month_of(2026, 10).start
        opened = queries.open_form(actor=place.actor("leader"), pk=second.pk, at=NOW)
        assert opened.before == first

    def test_an_altered_edition_takes_over_what_was_said(self, place: Place) -> None:
        heads = ["社区", "网格（个）", "小区（个）", "门店（家）", "楼栋（栋）", "驻点数"]
        rows = [["各社区家底统计表"], heads, ["东里社区"], ["西里社区"]]
        first = take(place, xlsx(rows, boxed="A2:F4", merge=["A1:F1"]))
        op.map_heading(actor=place.actor("leader"), at=NOW, pk=first.pk, key="驻点数", to="service_centres")
        rows[1] = [*rows[1], "桩位数"]
        second = take(place, xlsx(rows, boxed="A2:G4", merge=["A1:G1"]))
        assert second.is_edition
        assert second.shape_id != first.shape_id
        assert second.shape.mapping == {"驻点数": "service_centres"}
        assert sheet_of(produced(place, second))["F3"].value == 1

    @pytest.mark.parametrize(
        ("data", "refusal"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OldOfficeFile),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"),
                SheetLocked,
            ),
            (b"%PDF-1.4 ... %%EOF", FileKindRefused),
            ("社区,户数\n".encode(), FileKindRefused),
            (xlsx([["没有要填的"]]), op.FormWithoutTable),
            (
                changed(
                    xlsx([["社区", "户数"]]), "sheet1.xml", lambda xml: xml.replace(b"</sheetData>", ASTRAY)
                ),
                SheetReachesTooFar,
            ),
            (
                changed(
                    xlsx([["a"]]),
                    "sheet1.xml",
                    lambda xml: xml.replace(b"</sheetData>", HUGE),
                ),
                op.FormTooLarge,
            ),
        ],
        ids=["old", "locked", "pdf", "text", "nothing", "a word in the last corner", "huge merge"],
    )
    def test_says_why_it_takes_no_other_file(
        self, place: Place, data: bytes, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            take(place, data)
        assert not AskedForm.objects.exists()

    def test_of_what_is_no_sheet_the_page_says_which_files_it_takes(self, place: Place) -> None:
        sent = {"asked_by": "区民政局", "ground": place.town.office.pk}
        photo = SimpleUploadedFile("表.xlsx", b"\x89PNG\r\n\x1a\n")
        answer = place.town.client("leader").post("/d/forms/new/", {**sent, "file": photo})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "这里只收表" in page
        assert "区民政局" in page, "what was typed is kept"

    def test_no_macros(self, place: Place) -> None:
        data = changed(statistics.WASTE.data, "[Content_Types].xml", lambda xml: xml.replace(*MACROS))
        with pytest.raises((FileHasMacros, FileKindRefused)):
            take(place, data)

    def test_not_for_a_ground_that_is_not_ones_own(self, place: Place) -> None:
        with pytest.raises(op.NoSuchForm):
            op.take_in_form(
                actor=place.actor("clerk"), at=NOW, data=statistics.WASTE.data, name="a.xlsx", about=About("区里"),
                ground=place.town.office,
            )  # fmt: skip


class TestMeanings:
    def test_a_heading_put_right_is_kept_for_everybody_and_the_next_time(self, place: Place) -> None:
        rows = [["网格情况统计表"], ["社区", "驻点数"], ["东里社区"], ["西里社区"]]
        data = xlsx(rows, boxed="A2:B4", merge=["A1:B1"])
        form = take(place, data)
        assert sheet_of(produced(place, form))["B3"].value is None
        op.map_heading(actor=place.actor("leader"), at=NOW, pk=form.pk, key="驻点数", to="service_centres")
        assert sheet_of(produced(place, form))["B3"].value == 1
        assert FormShape.objects.get().changed_by == place.town.people["leader"]
        assert sheet_of(produced(place, take(place, data, "dispatcher")))["B4"].value == 1
        with pytest.raises(op.MeaningUnknown):
            op.map_heading(actor=place.actor("leader"), at=NOW, pk=form.pk, key="驻点数", to="nothing")
        with pytest.raises(op.NotAsked):
            op.map_heading(actor=place.actor("leader"), at=NOW, pk=form.pk, key="别的", to="grids")

    def test_doubts_are_marked_in_the_file_until_somebody_says_that_it_is_meant_so(
        self, place: Place
    ) -> None:
        form = take(place, statistics.NOTED.data, "civil")
        made = sheet_of(produced(place, form, "civil"))
        assert made["B3"].value == 2
        assert made["B3"].fill.fgColor.rgb == "FFFFE9A8"
        assert "只统计户籍" in made["B3"].comment.text
        op.confirm_form(actor=place.actor("civil"), at=NOW, pk=form.pk)
        made = sheet_of(produced(place, form, "civil"))
        assert made["B3"].value == 2
        assert made["B3"].comment is None
        assert take(place, statistics.NOTED.data, "civil").check_count == 0


class TestAnswers:
    def test_what_was_typed_is_put_in_and_proposed_the_next_time(self, place: Place) -> None:
        form = take(place, pairs.BASICS.data)
        gap = next(c for c in queries.cells_of(form) if "户籍人口" in c.words)
        op.answer_gaps(actor=place.actor("leader"), at=NOW, pk=form.pk, said={gap.name: " 3210 "})
        assert sheet_of(produced(place, form))["D4"].value == 3210
        again = take(place, pairs.BASICS.data)
        cell = next(c for c in queries.cells_of(again) if c.name == gap.name)
        assert (cell.value, cell.state) == (3210, State.CHECK)
        assert "leader" in cell.who
        with pytest.raises(op.NotAsked):
            op.answer_gaps(actor=place.actor("leader"), at=NOW, pk=form.pk, said={"没有": "1"})

    def test_words_stay_words(self, place: Place) -> None:
        form = take(place, pairs.BASICS.data)
        gap = next(c for c in queries.cells_of(form) if "户籍人口" in c.words)
        op.answer_gaps(actor=place.actor("leader"), at=NOW, pk=form.pk, said={gap.name: "=1+1"})
        cell = sheet_of(produced(place, form))["D4"]
        assert (cell.value, cell.data_type) == ("=1+1", "s")

    def test_nothing_changes_once_it_was_handed_in(self, place: Place) -> None:
        form = take(place, pairs.BASICS.data)
        op.hand_in_form(actor=place.actor("leader"), at=NOW, pk=form.pk)
        with pytest.raises(op.AlreadyHanded):
            op.refill_form(actor=place.actor("leader"), at=NOW, pk=form.pk)


class TestPermission:
    def test_names_are_masked_and_whole_only_for_a_reason_that_each_of_them_can_read(
        self, place: Place
    ) -> None:
        form = take(place, lists.ALONE.data, "civil")
        made = sheet_of(produced(place, form, "civil"))
        assert (made["B3"].value, made["E3"].value) == ("孙*", "138****2221")
        assert AccessLog.objects.filter(what="exported", subject="care.CarePerson").count() == 1
        with pytest.raises(Exception, match="reason-missing"):
            produced(place, form, "civil", reason="看")
        made = sheet_of(produced(place, form, "civil", reason="上门核对前打印"))
        assert (made["B3"].value, made["E3"].value) == ("孙桂香", "13800002221")
        told = AccessLog.objects.filter(what="revealed", subject="care.CarePerson")
        assert told.count() == 2
        assert all(row.person_print and "上门核对" in row.reason for row in told)

    def test_who_may_not_know_the_people_gets_no_row_of_another_s_filling(self, place: Place) -> None:
        form = take(place, lists.ALONE.data, "civil")
        for who in ("leader", "safety", "dispatcher"):
            made = sheet_of(produced(place, form, who))
            assert made["B3"].value is None
            opened = queries.open_form(actor=place.actor(who), pk=form.pk, at=NOW)
            assert not any(rows for _one, rows in opened.lists)
        with pytest.raises(op.NoSuchForm):
            queries.get_form(actor=place.actor("secretary2"), pk=form.pk)

    def test_party_numbers_are_for_the_party_s_posts_alone(self, place: Place) -> None:
        hired = place.town.hire("party_clerk", "section_staff", place.town.office)  # type: ignore[arg-type]
        hired.posts.filter(role="section_staff").update(role="dispatcher")
        form = take(place, statistics.WORD_PARTY.data, "party_clerk")
        mine = Document(BytesIO(produced(place, form, "party_clerk"))).tables[0]
        assert mine.cell(2, 2).text == "3"
        assert AccessLog.objects.filter(what="exported", subject="branches.PartyMember").exists()
        for who in ("leader", "dispatcher"):
            other = Document(BytesIO(produced(place, form, who))).tables[0]
            assert [c.text for c in other.rows[2].cells[1:]] == ["", "", "", ""]
            opened = queries.open_form(actor=place.actor(who), pk=form.pk, at=NOW)
            assert all(c.value is None and c.above == 0 for c in opened.cells)
        # Filled anew by somebody else it is not wiped out, and they see no more of it.
        op.refill_form(actor=place.actor("leader"), at=NOW, pk=form.pk)
        assert Document(BytesIO(produced(place, form, "party_clerk"))).tables[0].cell(2, 2).text == "3"


class TestLists:
    def test_more_rows_than_the_form_has_push_down_what_stands_below(self, place: Place) -> None:
        form = take(place, lists.CATERING.data, "clerk")
        made = sheet_of(produced(place, form, "clerk"))
        assert [made.cell(r, 2).value for r in (3, 4)] == ["柳岸1号店", "柳岸2号店"]
        assert made["A5"].value == "合计"
        assert made["C5"].value == 16
        assert made["B4"].border.left.style == "thin"

    def test_reads_a_fixed_number_of_queries(self, place: Place, django_assert_max_num_queries: Any) -> None:
        form = take(place, lists.SHOPS.data)
        actor = place.actor("leader")
        with django_assert_max_num_queries(14):
            queries.open_form(actor=actor, pk=form.pk, at=NOW)
        with django_assert_max_num_queries(2):
            assert queries.forms_of(actor=actor, at=NOW)[1] == 1
