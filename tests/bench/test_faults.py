"""An installation is harmed under load and has lost nothing; and who proves it would notice a loss."""

from __future__ import annotations

import json
import uuid

import pytest

from linli.base.flow.models import Case
from linli.base.notices.models import Notice
from linli.bench import harming, proving
from linli.bench.faults import Ledger
from linli.bench.gateway import Gateway, gateway
from linli.insight.models import Fact
from linli.kernel import clock
from tests.cli import installation
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town


@pytest.mark.slow
def test_faults_under_load_lose_nothing() -> None:
    town = installation.make()
    try:
        said = town.start("bench", "faults", "--rounds", str(len(harming.HARMS)), "--seed", "7", "--json")
        output, _ = said.process.communicate(timeout=900)
    finally:
        installation.remove(town)
    found = json.loads(output.splitlines()[-1])
    assert found["flaws"] == []
    assert said.process.returncode == 0
    assert found["acknowledged"] > found["rounds"]


class TestWhatProves:
    def test_misses_a_filing_that_was_acknowledged_and_is_gone(self, town: Town) -> None:
        key = uuid.uuid4()
        number = file(town, MONDAY, key=key).report.case.number
        before = Case.objects.count() - 1
        assert list(proving.filings({str(key): number}, 1, before)) == []
        assert len(list(proving.filings({str(uuid.uuid4()): "20261118-9999"}, 1, before))) == 1
        assert len(list(proving.filings({str(key): "20261118-9999"}, 1, before))) == 1

    def test_misses_a_filing_that_was_made_twice(self, town: Town) -> None:
        before = Case.objects.count()
        file(town, MONDAY)
        file(town, MONDAY, phone="13800009991")
        assert list(proving.filings({}, 1, before)) == ["2 cases of 1 filings"]

    def test_sees_facts_that_differ_from_counting(self, town: Town) -> None:
        file(town, MONDAY)
        assert list(proving.facts(seconds=0)) == []
        Fact.objects.create(indicator="on_time_rate", unit_id=town.office.pk, day=MONDAY.date(), below=7)
        assert len(list(proving.facts(seconds=0))) == 1

    def test_sees_messages_without_a_notice_and_notices_without_a_message(self, town: Town) -> None:
        case = file(town, MONDAY).report.case
        taken = Gateway()
        taken.take(b'{"id": 999999}')
        assert len(list(proving.told(taken, 0))) == 1
        Notice.objects.create(
            channel="sms", case=case, step=case.steps.get(), template="filed", state="sent", made_at=MONDAY,
            sent_at=MONDAY, key="x",
        )  # fmt: skip
        assert len(list(proving.told(taken, 0))) == 2

    def test_two_numbers_for_one_key_are_a_contradiction(self) -> None:
        ledger = Ledger()
        ledger.note("k", "1")
        ledger.note("k", "1")
        assert ledger.contradictions == []
        ledger.note("k", "2")
        assert ledger.contradictions == ["k: 1 and 2"]


def test_the_gateway_counts_repetitions() -> None:
    import urllib.request

    with gateway() as taken:
        for _ in range(2):
            urllib.request.urlopen(f"http://127.0.0.1:{taken.port}/", data=b'{"id": 5}', timeout=10).close()
    assert taken.arrived() == {5: 2}


def test_a_process_may_live_with_a_wrong_clock() -> None:
    from datetime import timedelta

    right = clock.now()
    clock.go_wrong(timedelta(days=2))
    try:
        assert timedelta(days=2) <= clock.now() - right < timedelta(days=2, minutes=1)
        with clock.frozen(MONDAY):
            assert clock.now() == MONDAY
    finally:
        clock.go_wrong(timedelta())
