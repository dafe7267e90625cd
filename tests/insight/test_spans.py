"""Every figure of some days agrees with a count row by row, of every ground; map, list and sheet say the same of each."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from linli.base.orgs.models import Unit
from linli.base.places.models import Grid
from linli.insight import coloured, comparison
from linli.insight.appraisals import operations as appraisals
from linli.insight.appraisals.rules import Whom
from linli.insight.cited import CITED, Measure
from linli.insight.cited.figure import is_told_of, read_one
from linli.insight.comparison import Choice
from linli.insight.small import LEAST
from linli.insight.spans import COUNTINGS, Span, figure_of
from linli.kernel import clock
from tests.insight import brute_boards
from tests.insight.appraisals.test_appraisals import LINES
from tests.insight.brute_spans import tables
from tests.insight.spanning import agree
from tests.pillars.governance.reports.doing import file
from tests.town import IN_FIRST_GRID, IN_SECOND_GRID, IN_THIRD_GRID, MONDAY, Town

LATER = MONDAY + timedelta(days=3)
WEEK = Span(date(2026, 11, 16), date(2026, 11, 23))
GRIDS = (IN_FIRST_GRID, IN_SECOND_GRID, IN_THIRD_GRID)


@pytest.fixture
def told(town: Town) -> Town:
    """Give a street with reports of three weeks in three grids, most in the first."""
    draw = Random(3)
    for n in range(12):
        lon, lat = GRIDS[min(draw.randrange(5), 2) if n > 5 else 0]
        when = MONDAY - timedelta(days=draw.choice((0, 0, 0, 6, 8, 15)), hours=draw.randrange(4))
        file(town, when, phone=f"138000000{n:02}", text=f"第{n}件：路灯不亮。", lon=lon, lat=lat)
    return town


def test_every_figure_of_some_days_has_a_brute_force(db: None) -> None:
    assert set(tables()) == set(COUNTINGS)


def test_an_empty_street_and_a_small_one_add_up(town: Town) -> None:
    assert agree(town.office, (WEEK,), LATER) == 0


def test_what_boards_tell_of_an_empty_street_and_of_one_with_reports_adds_up(town: Town) -> None:
    for at in (MONDAY, LATER):
        assert (brute_boards.first_board(town.office, at) > 0) == (at == LATER)
        assert brute_boards.departments(at) == brute_boards.talks(at) == brute_boards.visits(at) == 0
        file(town, MONDAY, phone="13800000001", text="路灯不亮。")


def test_a_street_with_reports_adds_up(told: Town) -> None:
    spans = (WEEK, Span(date(2026, 11, 9), date(2026, 11, 16)), Span(date(2026, 11, 1), date(2026, 12, 1)))
    assert agree(told.office, spans, LATER) > 20


class TestMap:
    def test_every_figure_colours_a_street_and_what_lies_in_no_area_is_said(self, told: Town) -> None:
        for code in (*COUNTINGS, *CITED):
            figure = coloured.figure_for(code, WEEK)
            assert figure is not None
            for unit in (told.office, *([told.communities[0]] if code in COUNTINGS else ())):
                if not is_told_of(figure.finest, unit.kind):
                    continue
                found = coloured.coloured(figure=figure, unit=unit, at=LATER)
                read = read_one(figure, LATER, unit)
                assert found.whole.above == (
                    read.value or 0 if figure.measure is Measure.SUM else read.above
                ), code
                if figure.measure is not Measure.DISTINCT:
                    assert found.whole.above == found.rest.above + sum(one.above for one in found.patches)
                    assert found.whole.below == found.rest.below + sum(one.below for one in found.patches)
                for one in found.patches:
                    area = Unit.objects.get(pk=one.unit_id)
                    assert is_told_of(figure.finest, area.kind), "a grid's work is one person's"
                    assert one.above == (
                        (lambda r: r.value or 0 if figure.measure is Measure.SUM else r.above)(
                            read_one(figure, LATER, area)
                        )
                    ), code
                assert sum(one.count for one in found.classes) == sum(
                    one.value is not None for one in found.patches
                )

    def test_work_is_never_told_of_a_grid_and_membership_of_no_community(self, told: Town) -> None:
        for code in ("answered", "in_time", "visits", "care", "late"):
            found = coloured.coloured(figure=figure_of(code, WEEK), unit=told.office, at=LATER)  # type: ignore[arg-type]
            assert {one.unit_id for one in found.patches} == {one.pk for one in told.communities}
        for code in ("party_members", "vanguard_households", "floating_members", "part_time_members"):
            assert not is_told_of(CITED[code].finest, "community")
            assert code not in {one.code for one in coloured.figures_for(told.communities[0])}

    def test_counts_are_of_a_hundred_households_and_few_are_no_share(self, told: Town) -> None:
        found = coloured.coloured(figure=figure_of("filed", WEEK), unit=told.office, at=LATER)  # type: ignore[arg-type]
        assert [one.value for one in found.patches] == [round(one.above / 4, 1) for one in found.patches]
        share = coloured.coloured(figure=figure_of("answered", WEEK), unit=told.office, at=LATER)  # type: ignore[arg-type]
        for one in share.patches:
            assert one.is_few == (0 < one.below < LEAST)
            assert (one.value is None) == (one.below < LEAST)

    def test_where_nobody_lives_there_is_no_colour(self, told: Town) -> None:
        Grid.objects.filter(unit=told.grids[0]).update(households_count=0)
        found = coloured.coloured(figure=figure_of("filed", WEEK), unit=told.office, at=LATER)  # type: ignore[arg-type]
        first = next(one for one in found.patches if one.unit_id == told.grids[0].pk)
        assert first.value is None
        assert first.above > 0

    def test_who_may_not_know_the_people_learns_no_small_number_even_by_reckoning(self, told: Town) -> None:
        for code in ("filed", "answered", "open"):
            open_ = coloured.coloured(figure=figure_of(code, WEEK), unit=told.office, at=LATER)  # type: ignore[arg-type]
            shut = coloured.coloured(
                figure=figure_of(code, WEEK),  # type: ignore[arg-type]
                unit=told.office,
                at=LATER,
                is_public=True,
            )
            sizes = [one.below if shut.is_share else one.above for one in open_.patches]
            for one, size in zip(shut.patches, sizes, strict=True):
                if 0 < size < LEAST:
                    assert one.is_shut
                    assert (one.value, one.above, one.below) == (None, 0, 0)
            assert sum(one.is_shut for one in shut.patches) != 1 or sum(size >= LEAST for size in sizes) == 0


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    book = load_workbook(BytesIO(answer.getvalue()))
    return list(book.active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]


class TestPages:
    def test_map_list_rows_and_sheet_are_one(self, told: Town, django_assert_max_num_queries: object) -> None:
        with clock.frozen(LATER):
            leader = told.client("leader")
            leader.get("/b/map/")
            with django_assert_max_num_queries(14):  # type: ignore[operator]
                page = leader.get("/b/map/", {"code": "filed", "days": "month"}).content.decode()
            assert "每百户收到的反映" in page
            assert 'fill="url(#ll-m' in page
            lines = sheet(leader.get("/b/map/export.xlsx", {"code": "filed", "days": "month"}))
            for grid, line in zip(told.grids, lines, strict=False):
                shown = f"{line[3]} ÷ {line[4]} 户"
                assert shown in page
                asked = {"unit": told.office.pk, "area": grid.pk, "from": "2026-11-01", "until": "2026-11-20"}
                if line[3]:
                    rows = leader.get("/b/spans/filed/", asked).content.decode()
                    assert f'<p class="ll-fig">{line[3]}<small>' in rows
                    assert len(sheet(leader.get("/b/spans/filed/export.xlsx", asked))) == line[3]
            assert lines[-1][3] == sum(line[3] for line in lines[:-1])  # type: ignore[misc]

    def test_every_number_of_the_comparison_is_its_sheet_and_its_rows(self, told: Town) -> None:
        with clock.frozen(LATER):
            leader = told.client("leader")
            page = leader.get("/b/compare/", {"days": "week"}).content.decode()
            lines = {line[0]: line for line in sheet(leader.get("/b/compare/export.xlsx", {"days": "week"}))}
            spans = comparison.spans_of(Choice.WEEK, clock.local(LATER).date())
            found = comparison.compare_all(unit=told.office, spans=spans, at=LATER)
            assert found
            assert [str(one.counting.label) for one in found] == list(lines)
            ways = links_in(page)
            for one in found:
                cells = lines[str(one.counting.label)][2:]
                for nth, (number, span) in enumerate(
                    ((one.now, spans.now), (one.before, spans.before), (one.year_ago, spans.year_ago))
                ):
                    if number is None or span is None:
                        continue
                    assert cells[3 * nth] == number.value
                    if one.counting.is_share:
                        assert cells[3 * nth + 1 : 3 * nth + 3] == (number.above, number.below)
                    asked = {
                        "unit": told.office.pk,
                        "from": span.start.isoformat(),
                        "until": span.until.isoformat(),
                    }
                    rows = sheet(leader.get(f"/b/spans/{one.code}/export.xlsx", asked))
                    assert len(rows) == number.above, one.code
                    if number.above and nth == 0:
                        assert any(f"/b/spans/{one.code}/" in way for way in ways), one.code

    def test_every_number_of_an_assessment_is_its_sheet_and_its_rows(self, told: Town) -> None:
        leader = told.actor("leader", LATER)
        scheme = appraisals.draft_scheme(
            actor=leader,
            office=told.office,
            name="办法",
            whom=Whom.COMMUNITY,
            basis="会上定的",
            least=1,
            lines=LINES,
        )
        appraisals.publish_scheme(actor=leader, at=LATER, scheme=scheme.pk)
        made = appraisals.open_round(actor=leader, scheme=scheme.pk, start=WEEK.start, until=WEEK.until)
        brute = tables()
        with clock.frozen(LATER):
            client, url = told.client("leader"), f"/b/appraisals/{made.pk}/"
            page = client.get(url).content.decode()
            lines = {line[0]: line for line in sheet(client.get(f"{url}sheet.xlsx"))}
            for unit in told.communities:
                for nth, line in enumerate(LINES):
                    above, below = brute[line.code].count(WEEK, LATER).get(unit.pk, (0, 0))
                    cells = lines[unit.name][1 + 4 * nth : 4 + 4 * nth]
                    assert cells[1:] == (above, below), (unit, line.code)
                    if not below:
                        continue
                    assert f"{above} ÷ {below}" in page
                    for part, many in (("above", above), ("below", below)):
                        rows = client.get(f"{url}units/{unit.pk}/{line.code}/export.xlsx", {"part": part})
                        assert len(sheet(rows)) == many

    def test_every_figure_opens_and_nothing_else(self, told: Town) -> None:
        with clock.frozen(LATER):
            leader = told.client("leader")
            for code in (*COUNTINGS, "reports_answered", "shops", "kind_r01"):
                assert leader.get("/b/map/", {"code": code, "days": "week"}).status_code == 200, code
            wrong = (
                {"code": "nothing"}, {"days": "decade"}, {"unit": "x"}, {"unit": "99999999"},
            )  # fmt: skip
            for one in wrong:
                assert leader.get("/b/map/", one).status_code == 404, one
            asked = {"from": "2026-11-16", "until": "2026-11-23", "unit": told.office.pk}
            for area in (told.grids[0].pk, "x", "99999999", told.sanitation.pk, told.district.pk):
                assert leader.get("/b/spans/answered/", {**asked, "area": area}).status_code == 404, area
            assert leader.get("/b/figures/reports/", {"area": told.communities[0].pk}).status_code == 200
            assert (
                leader.get("/b/figures/party_members/", {"area": told.communities[0].pk}).status_code == 404
            )

    def test_who_works_in_a_grid_sees_the_community_and_every_number_opens(self, told: Town) -> None:
        """What a page links to opens for who reads the page, also where it tells more than their own ground."""
        with clock.frozen(LATER):
            worker = told.client("worker")
            for url in ("/b/map/?code=filed&days=month", "/b/compare/?days=month", "/b/figures/"):
                page = worker.get(url).content.decode()
                assert told.communities[0].name in page or told.office.name in page
                ways = links_in(page)
                assert ways or "figures" in url
                for way in ways:
                    assert worker.get(way).status_code == 200, way


def links_in(page: str) -> list[str]:
    return [unescape(way) for way in re.findall(r'href="(/b/(?:spans|figures|compare)/[^"]+)"', page)]
