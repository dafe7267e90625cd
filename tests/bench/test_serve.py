"""What presses the server does what people do, and what it reports is what happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from linli.base.flow.models import Assignment, Case
from linli.bench import people, serve
from linli.bench.acting import Stage
from linli.bench.visiting import Tally, Unexpected, percentile
from linli.kernel import clock
from tests.pillars.governance.reports.doing import file
from tests.town import Town


@pytest.fixture
def stage(transactional_db: Any, town: Town, live_server: Any, settings: Any) -> Iterator[Stage]:
    settings.TRUSTED_PROXIES = 1
    file(town, clock.now())
    offices = people.gather(2, clock.now())
    port = int(live_server.url.rpartition(":")[2])
    found = Stage(port, offices, settings.SESSION_COOKIE_NAME, Tally(), seed=1, think=0)
    yield found
    found.close()


def test_a_case_is_carried_through_its_whole_life_over_http(stage: Stage) -> None:
    before = set(Case.objects.values_list("pk", flat=True))
    stage.life()
    case = Case.objects.exclude(pk__in=before).get()
    assert (case.state, case.is_answered) == ("closed", True)
    assert set(case.assignments.values_list("part", "state")) == {
        ("lead", Assignment.State.ANSWERED),
        ("assist", Assignment.State.ANSWERED),
    }
    assert stage.tally.errors == {}
    assert len(stage.tally.took("life")) == 1


def test_reads_count_as_what_they_are_and_refusals_as_errors(stage: Stage) -> None:
    stage.inbox()
    stage.case()
    assert {kind: len(stage.tally.took(kind)) for kind in ("inbox", "case")} == {"inbox": 1, "case": 1}
    with pytest.raises(Unexpected):
        stage.visitor().get("case", "/d/reports/19990101-0001/")
    assert sum(stage.tally.errors.values()) == 1


def test_sessions_end_with_the_run(stage: Stage) -> None:
    people.close(stage.offices)
    with pytest.raises(Unexpected):
        stage.inbox()


def test_percentiles_are_milliseconds_of_the_slowest_share() -> None:
    took = [n / 1000 for n in range(1, 101)]
    assert (percentile(took, 0.5), percentile(took, 0.95)) == (51.0, 96.0)
    assert percentile([], 0.95) == 0.0


def test_recovery_is_the_first_second_as_quick_as_before() -> None:
    tally = Tally()
    for second, took in enumerate((0.9, 0.5, 0.05, 0.04)):
        tally.note("inbox", 100.0 + second + 0.5, took)
    run = serve.Run(0, [], serve.Load(4))
    assert run._recovered(tally, 100.0, before=50.0) == 2.0
    assert run._recovered(tally, 100.0, before=1.0) is None
