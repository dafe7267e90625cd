"""What reading costs is said of pages that answered, and what would grow with the years is named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from linli.base.places.models import Building
from linli.bench import facts, load, naming, plans, reads, wanted
from linli.bench.plan import Plan
from linli.insight import filler
from linli.insight.models import Fact

ROOT = Path(__file__).resolve().parents[2]
UNTIL = datetime(2026, 11, 20, 6, tzinfo=UTC)
QUICK = reads.Cost(9, 2.0, 4.0, 1.0, 2.0, 5, 10, 20, (), "")


@pytest.fixture
def city(db: Any) -> None:
    load.load(Plan(cases=60, until=UNTIL, subdistricts=1), workers=1, progress=lambda *_: None)
    with (
        connection.cursor() as cursor
    ):  # the load lets triggers sleep to the end of its transaction: here, of the test
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert naming.name_city() > Building.objects.count() > 500


def test_every_read_answers_and_its_statements_are_explained(city: None) -> None:
    told: list[str] = []
    found = reads.measure(list(reads.PROBES), 1, UNTIL, told.append)
    assert set(found) == set(reads.PROBES), [line for line in told if "answered" in line]
    assert all(cost.statements and cost.blocks_max for cost in found.values())
    assert not Session.objects.exists()


def test_a_page_that_does_not_answer_is_no_figure(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reads.PROBES, "nothing", lambda sample: sample.page(None, "/nothing-here/"))
    told: list[str] = []
    assert reads.measure(["nothing"], 1, UNTIL, told.append) == {}
    assert "404" in told[0]


def test_what_is_slow_or_reads_all_or_grows_is_named() -> None:
    slow = reads.Cost(9, 50.0, 120.0, 9.0, 9.0, 5, 10, 20, ("flow_case",), "")
    wrong = reads.verdict({"inbox": slow, "search: words": slow}, {"inbox": {"cpu_p95_ms": 3.0}})
    assert [line.partition(": ")[0] for line in wrong] == ["inbox", "inbox", "inbox", "search"]
    assert reads.verdict({"inbox": QUICK}, {"inbox": {"cpu_p95_ms": 1.9}}) == []


#: What few rows are planned for like many, once reading all is forbidden.
PLANNED_ALIKE = (
    "case", "inbox: everything, newest first", "inbox: everything, due first", "inbox: a page of long ago",
    "map: view port of all years", "search: number", "search: telephone", "public list", "public map",
    "board: behind the flow",
)  # fmt: skip


def test_reads_use_the_indexes_they_need(city: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")
        known = {name for (name,) in cursor.fetchall()}
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert set(wanted.INDEXES) == set(reads.PROBES)
    told = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    assert all(f"| {name} | `{row[0].split('|')[0]}`" in told for name, row in wanted.INDEXES.items())
    assert {one for row in wanted.INDEXES.values() for name in row for one in name.split("|")} <= known
    found = reads.measure(list(PLANNED_ALIKE), 2, UNTIL, lambda _line: None)
    left = {name: wanted.missing(name, found[name].indexes) for name in PLANNED_ALIKE}
    assert not any(left.values()), left


def test_a_read_without_its_index_is_named_where_there_are_many_cases() -> None:
    without = {"search: telephone": reads.Cost(9, 2.0, 4.0, 1.0, 2.0, 5, 10, 20, (), "", ("case_reach",))}
    assert reads.verdict(without, {}) == []
    assert reads.verdict(without, {}, plans_count=True) == ["search: telephone: does not use reporter_phone"]
    assert wanted.missing("inbox: a page of long ago", {"case_filed", "flow_case_pkey"}) == []


def test_a_scan_of_what_grows_is_found_below_other_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_large", lambda: frozenset({"flow_case"}))
    whole = {"Node Type": "Seq Scan", "Relation Name": "flow_case"}
    small = {"Node Type": "Seq Scan", "Relation Name": "orgs_unit"}
    vain = {
        "Node Type": "Index Scan",
        "Relation Name": "flow_case",
        "Index Name": "case_area_filed",
        "Rows Removed by Filter": 30_000,
    }
    found = plans.Plans()
    top = {
        "Node Type": "Limit",
        "Shared Hit Blocks": 3,
        "Shared Read Blocks": 4,
        "Plans": [small, whole, vain],
    }
    assert found.take("SELECT 1", top) == 7
    assert sorted(found.scans) == ["flow_case", "flow_case (case_area_filed, 20000 rows for nothing)"]


def test_facts_of_a_city_are_what_counting_every_row_gives(city: None) -> None:
    assert facts.differences()
    filler.fill_all(UNTIL)
    assert facts.differences() == []
    one = Fact.objects.filter(below__gt=0).order_by("pk")[0]
    Fact.objects.filter(pk=one.pk).update(below=one.below + 1)
    assert facts.differences() == [(one.indicator, one.unit_id, one.day)]
