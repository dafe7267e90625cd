"""Figures of a hall follow from its records: counted again by hand over a told month, each open to its visits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from linli.demo import halls as demo
from linli.demo.matters import catalogue
from linli.insight import halls
from linli.insight.cited.figure import read_one
from linli.insight.cited.tables import CITED
from linli.insight.halls import HALL_INDICATORS
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.workdays import WorkCalendar
from linli.pillars.service.counters.models import Hall, Ticket, TicketMove
from tests.town import Town

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 40, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


@pytest.fixture
def hall(town: Town) -> Hall:
    """Six weeks of a hall, told as the demo tells them, up to a Friday morning."""
    demo.found(town.office)
    calendar, known = WorkCalendar(), catalogue(town.office)
    day = date(2026, 10, 8)
    while day <= NOW.date():
        end = min(NOW, datetime.combine(day + timedelta(days=1), datetime.min.time(), SHANGHAI))
        demo.tell_day(
            street=town.office,
            day=day,
            end=end,
            scale="small",
            seed=7,
            calendar=calendar,
            known=known,
        )
        day += timedelta(days=1)
    return Hall.objects.get()


def test_rates_are_what_the_visits_say(hall: Hall) -> None:
    first = date(2026, 10, 22)
    visits = list(Ticket.objects.filter(day__gte=first))
    over = [one for one in visits if one.is_over]
    spot = [one for one in over if one.outcome != "accepted"]
    quick = [
        one
        for one in spot
        if one.outcome in {"done", "advised"}
        and one.ended_at is not None
        and one.ended_at - one.taken_at <= HOUR
    ]
    stayed = [one for one in over if one.why_left != "own"]
    heard = [one for one in stayed if one.state == "finished" and clock.local(one.ended_at).date() == one.day]
    hour, same_day, *_linked = halls.hall_figures(halls=[hall], at=NOW)
    assert len(visits) > 300
    assert (hour.above, hour.below, hour.left_out) == (len(quick), len(spot), len(visits) - len(spot))
    assert (same_day.above, same_day.below) == (len(heard), len(stayed))
    assert hour.before is not None


@pytest.mark.parametrize("code", sorted(HALL_INDICATORS))
def test_behind_a_figure_are_its_visits(hall: Hall, code: str) -> None:
    figure = halls.hall_figures(halls=[hall], at=NOW, indicators=[HALL_INDICATORS[code]])[0]
    counts = {
        part: halls.behind(indicator=HALL_INDICATORS[code], part=part, halls=[hall], at=NOW)[1]
        for part in ("below", "above", "missed", "left_out")
    }
    assert counts["below"] == figure.below == counts["above"] + counts["missed"]
    assert (counts["above"], counts["left_out"]) == (figure.above, figure.left_out)


def test_medians_are_of_the_steps(hall: Hall) -> None:
    loads = halls.loads(hall=hall, at=NOW)
    assert sum(one.count for one in loads) == Ticket.objects.filter(day__gte=date(2026, 10, 22)).count()
    assert all(one.waited is not None and one.served is not None for one in loads)


def test_the_last_day_is_left_as_it_stands_and_those_before_are_over(hall: Hall) -> None:
    today = Ticket.objects.filter(day=NOW.date())
    assert today.exists()
    assert not today.filter(taken_at__gt=NOW).exists()
    assert not TicketMove.objects.filter(at__gt=NOW).exists()
    assert not Ticket.objects.filter(day__lt=NOW.date()).exclude(state__in=["finished", "left"]).exists()


def test_pages_show_the_fraction_and_the_sheet_has_the_rows(hall: Hall, town: Town) -> None:
    leader = town.client("leader")
    with clock.frozen(NOW):
        page = leader.get(reverse("desk:hall-figures", args=[hall.pk])).content.decode()
        one = leader.get(reverse("desk:hall-figure", args=[hall.pk, "within_an_hour"]), {"part": "missed"})
        sheet = leader.get(reverse("desk:hall-figure-export", args=[hall.pk, "within_an_hour"]))
        assert leader.get(reverse("desk:hall-figure", args=[hall.pk, "other"])).status_code == 404
    figure = halls.hall_figures(halls=[hall], at=NOW)[0]
    assert f"<b>{figure.above}</b>" in page
    assert one.status_code == 200
    assert b"".join(sheet.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "cited"),
    [
        ("within_an_hour", "hall_within_an_hour"),
        ("answered_same_day", "hall_same_day"),
        ("decided_within_an_hour", "hall_decided_within_an_hour"),
        ("decided_same_day", "hall_decided_same_day"),
    ],
)
def test_what_is_printed_has_the_formula_of_the_pages(hall: Hall, code: str, cited: str) -> None:
    one = HALL_INDICATORS[code]
    printed = read_one(CITED[cited], NOW, hall.unit)
    ever = date(2026, 1, 1), NOW.date()
    assert printed.above == one.part("above", [hall], *ever).count()
    assert printed.below == one.part("below", [hall], *ever).count()
    assert (printed.below > 300) == code.startswith(("within", "answered"))


class TestBoard:
    def test_shows_who_waits_and_the_rates_that_the_lists_and_sheets_have(
        self, town: Town, hall: Hall
    ) -> None:
        leader, url = town.client("leader"), reverse("boards:halls")
        with clock.frozen(NOW), CaptureQueriesContext(connection) as queries:
            page = leader.get(url).content.decode()
        assert len(queries) <= 22
        figure = halls.hall_figures(halls=[hall], at=NOW)[0]
        assert f"{figure.above} ÷ {figure.below}" in page
        waiting = Ticket.objects.filter(day=NOW.date(), state="waiting")
        assert waiting.exists()
        with clock.frozen(NOW):
            line = _sheet(leader.get(reverse("boards:halls-export"), {"part": "line"}))
            rows = _sheet(leader.get(reverse("boards:halls-export")))
            part = {"part": "missed"}
            listed = leader.get(reverse("boards:hall-rate", args=["within_an_hour"]), part).content.decode()
            missed = _sheet(leader.get(reverse("boards:hall-rate-export", args=["within_an_hour"]), part))
        assert [row[0] for row in line] == [one.code for one in waiting.order_by("taken_at", "pk")]
        assert rows[0][:2] == [hall.name, waiting.count()]
        assert len(missed) == figure.below - figure.above
        assert all(f">{row[0]}<" in listed for row in missed)

    def test_the_wall_says_how_many_wait_and_never_who(self, town: Town, hall: Hall) -> None:
        leader, url = town.client("leader"), reverse("boards:wall-board", args=["halls"])
        with clock.frozen(NOW):
            page = leader.get(url).content.decode()
        waiting = Ticket.objects.filter(day=NOW.date(), state="waiting")
        shown = page[page.index("<h2") : page.index("<footer")]
        assert f"现在 {waiting.count()} 人在等" in shown
        assert not any(one.code in shown for one in waiting)

    def test_is_only_of_ones_own_ground(self, town: Town, hall: Hall) -> None:
        with clock.frozen(NOW):
            assert town.client("worker").get(reverse("boards:halls")).status_code == 404
            assert town.client("sysadmin").get(reverse("boards:halls")).status_code == 404
            assert "大厅今日" in town.client("leader").get(reverse("boards:today")).content.decode()
            assert "大厅今日" not in town.client("worker").get(reverse("boards:today")).content.decode()


def _sheet(response: Any) -> list[list[Any]]:
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.active.iter_rows(min_row=2, values_only=True)]
