"""The board of cited figures: counted by a job, kept, the same in the sheet, one street's and no other's."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import UnitKind
from linli.insight.cited import CITED, keeping, read_all
from linli.insight.jobs import count_figures
from linli.kernel import clock
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

LATER = MONDAY + timedelta(days=2)
WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'insight.count_figures'"


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return int(cursor.fetchone()[0])


def test_opening_counts_nothing_and_a_job_counts_once(town: Town) -> None:
    file(town, MONDAY, phone="13800000001", text="路灯三天不亮。")
    leader = town.client("leader")
    with clock.frozen(LATER):
        assert "正在数" in leader.get("/b/figures/").content.decode()
        leader.get("/b/figures/")
    assert _waiting() == 1, "who looks again while it is being counted asks for no second count"
    with clock.frozen(LATER + timedelta(minutes=1)):
        assert count_figures(town.office.pk) == len(CITED)
        with CaptureQueriesContext(connection) as queries:
            page = leader.get("/b/figures/").content.decode()
        assert len(queries) <= 10
        for one in CITED.values():
            assert str(one.label) in page
            assert str(one.formula) in page
        assert _waiting() == 1
    with clock.frozen(LATER + timedelta(hours=3)):
        assert "正在重新数" in leader.get("/b/figures/").content.decode()
        assert _waiting() == 2


def test_page_sheet_and_command_say_the_same(town: Town) -> None:
    file(town, MONDAY, phone="13800000001", text="路灯三天不亮。")
    keeping.count(unit=town.office, at=LATER)
    with clock.frozen(LATER + timedelta(minutes=1)):
        answer = town.client("leader").get("/b/figures/export.xlsx")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = {row[1]: row for row in book.active.iter_rows(min_row=2, values_only=True)}  # type: ignore[union-attr]
    assert len(rows) == len(CITED)
    for one in read_all(CITED.values(), LATER, town.office):
        assert rows[str(one.figure.label)][2] == one.value
        if one.figure.unit == "percent":
            assert rows[str(one.figure.label)][4:6] == (one.above, one.below)


def test_a_community_reads_its_own_street_and_a_stranger_nothing(town: Town) -> None:
    other = add_unit(kind=UnitKind.SUBDISTRICT, name="邻街道", parent=town.office.parent, code="999")
    file(town, MONDAY, phone="13800000001", text="路灯三天不亮。")
    keeping.count(unit=town.office, at=LATER)
    keeping.count(unit=other, at=LATER)
    with clock.frozen(LATER + timedelta(minutes=1)):
        page = town.client("secretary").get("/b/figures/").content.decode()
        assert f"{town.office.name}·数说街道" in page
        assert town.client("leader").get("/b/figures/", {"unit": other.pk}).status_code == 404
        assert Client().get("/b/figures/").status_code == 302
