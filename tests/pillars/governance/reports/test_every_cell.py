"""Every verb × state × person: the engine does what the table says, and nothing else."""

from __future__ import annotations

import pytest

from linli.base.flow.models import Case
from linli.base.flow.table import REGISTRY, problems
from linli.kernel.limits import Limit
from linli.kernel.standards import hotline_limits
from linli.pillars.governance.reports import texts
from linli.pillars.governance.reports.flow import LAST, REPORT
from tests import kinds
from tests.pillars.governance.reports.doing import CALLS, INNER, PATHS, REPORTS, bring
from tests.town import Town


def test_every_flow_is_sound() -> None:
    assert {kind: problems(flow) for kind, flow in REGISTRY.items()} == {kind: [] for kind in REGISTRY}


def test_every_clock_of_the_flow_says_where_it_comes_from() -> None:
    published = {name: v for name, v in vars(hotline_limits).items() if isinstance(v, Limit)}
    for slot, limit in REPORT.limits.items():
        # One home: the very object of the standards, not another number that happens to be equal.
        assert any(limit is known for known in published.values()), slot
        assert limit.source.note or limit.source.url, slot


def test_every_verb_and_state_has_words() -> None:
    assert set(REPORT.verbs) | {"file"} == set(texts.VERBS)
    assert set(REPORT.states) == set(texts.STATES)


def test_every_verb_can_be_tried() -> None:
    of_the_clock = {m.verb for m in REPORT.moves if all(w.stand == "system" for w in m.who)}
    assert set(CALLS) - {"rate_bad"} == set(REPORT.verbs) - of_the_clock - INNER
    assert set(PATHS) == set(REPORT.states)


@pytest.mark.parametrize("state", sorted(PATHS))
def test_every_cell(town: Town, state: str) -> None:
    kinds.every_cell(REPORTS, town, state, least=300)


def test_ended_states_hold_still(town: Town) -> None:
    for state in LAST:
        number, _at = bring(town, state, phone=f"1390000{LAST.index(state):04d}")
        case = Case.objects.get(number=number)
        assert not case.is_open
        assert case.next_tick_at is None
        assert case.is_answered or case.end_reason
