"""A made-up city obeys the same laws as a real one, or what is measured on it would say nothing."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from linli.base.flow.models import Assignment, Case, CaseSearch, DayBase, Step
from linli.base.flow.numbers import next_number
from linli.base.flow.table import BACK
from linli.base.flow.verify import verify_log
from linli.base.orgs.models import Unit
from linli.base.places import index
from linli.bench import lives, load
from linli.bench.city import lay_out
from linli.bench.plan import Calendar, Plan
from linli.kernel import clock
from linli.kernel.chinese import search_query
from linli.pillars.governance.reports.flow import REPORT
from linli.pillars.governance.reports.models import Reporter

UNTIL = datetime(2026, 11, 20, 6, tzinfo=UTC)
PLAN = Plan(cases=400, until=UNTIL, subdistricts=2)


@pytest.fixture
def city(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small load, with every trigger awake."""
    write = load.write_chunk
    monkeypatch.setattr(load, "write_chunk", lambda plan, chunk: write(plan, chunk, trusting=False))
    load.load(PLAN, workers=1, progress=lambda *_: None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestTheLoad:
    def test_obeys_every_law_with_the_triggers_awake(self, city: None) -> None:
        assert Case.objects.count() == PLAN.cases
        assert verify_log() == []
        assert {"closed", "withdrawn", "refused"} >= set(
            Case.objects.filter(is_open=False).values_list("state", flat=True)
        )

    def test_makes_only_moves_of_the_table(self, city: None) -> None:
        before: dict[int, str] = {}
        for step in Step.objects.order_by("case_id", "seq"):
            if step.verb == "file":
                continue
            rows = REPORT.rows(step.verb, step.before)
            assert rows, f"{step.verb} from {step.before}"
            assert any(row.target in (step.after, BACK) or row.target is None for row in rows)
            before[step.case_id] = step.after

    def test_puts_each_case_where_its_point_lies(self, city: None) -> None:
        known = index.current()
        for case in Case.objects.all()[:100]:
            assert known.grid_at(case.lon or 0, case.lat or 0) == case.area_id

    def test_lets_cases_be_seen_by_everybody_above(self, city: None) -> None:
        for case in Case.objects.select_related("area", "holder"):
            assert {*case.area.line, *case.holder.line} <= set(case.reach)

    def test_is_found_by_its_words_and_its_number(self, city: None) -> None:
        case = Case.objects.order_by("pk")[7]
        for words in (case.number, case.title[:6]):
            found = CaseSearch.objects.extra(where=["words @@ %s::tsquery"], params=[search_query(words)])
            assert case.pk in found.values_list("case_id", flat=True)

    def test_seals_who_reported(self, city: None) -> None:
        reporter = Reporter.objects.all()[0]
        assert reporter.phone.startswith("139")

    def test_goes_on_where_it_stopped_and_doubles_nothing(self, city: None) -> None:
        assert load.load(PLAN, workers=1, progress=lambda *_: None) == 0
        assert load.plan_for(PLAN.cases, PLAN.subdistricts, datetime(2027, 1, 1, tzinfo=UTC)) == PLAN
        with pytest.raises(load.NotEmptyError):
            load.plan_for(PLAN.cases + 1, PLAN.subdistricts, UNTIL)

    def test_leaves_room_for_the_next_case(self, city: None) -> None:
        number = next_number(UNTIL)
        assert not Case.objects.filter(number=number).exists()
        assert number.startswith("20261120-")
        assert DayBase.objects.filter(day=clock.local(UNTIL).date()).exists()

    def test_has_one_live_lead_a_case(self, city: None) -> None:
        live = Assignment.objects.filter(part="lead", state__in=Assignment.LIVE).values_list(
            "case", flat=True
        )
        assert max(Counter(live).values(), default=1) == 1


def test_a_plan_makes_the_same_city_and_moments_twice() -> None:
    assert lay_out(3).bodies == lay_out(3).bodies
    calendar = Calendar(PLAN)
    moments = [calendar.at(n) for n in range(PLAN.cases)]
    assert moments == sorted(moments)
    assert PLAN.since <= moments[0]
    assert moments[-1] <= PLAN.until


def test_days_number_their_cases_from_one() -> None:
    calendar = Calendar(PLAN)
    days = [clock.local(calendar.at(n)).date() for n in range(PLAN.cases)]
    for n, day in enumerate(days):
        assert n - calendar.first_of(day) == days[:n].count(day)


def test_refuses_a_database_that_holds_something_else(db: Any) -> None:
    Unit.objects.create(kind="city", name="别的市")
    with pytest.raises(load.NotEmptyError):
        load.plan_for(10, 1, UNTIL)


def test_every_way_leads_to_an_end() -> None:
    for way in lives.WAYS:
        last = [act.move.target for act in way.acts if act.move.target and act.move.target != BACK][-1]
        assert last in REPORT.last, way.name
