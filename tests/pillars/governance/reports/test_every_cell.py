"""Every verb × state × person: the engine does what the table says, and nothing else."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery

from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.table import REGISTRY, problems
from linli.base.people.actors import ANYONE
from linli.kernel.limits import Limit
from linli.kernel.refusals import Refusal
from linli.kernel.standards import hotline_limits
from linli.pillars.governance.reports import queries, texts
from linli.pillars.governance.reports.flow import LAST, REPORT
from tests.pillars.governance.reports.doing import CALLS, INNER, PATHS, bring
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


EVERYBODY = (
    "", "worker", "worker3", "grid_leader", "secretary", "dispatcher", "receptionist", "leader", "sweeper", "stoker",
    "auditor",
)  # fmt: skip
"""One of each stand: the reporter, the grid and its neighbour, the community, the office, lead, assist, house."""

REPORTERS_OWN = frozenset({"join", "urge", "rate", "rate_bad", "reply", "withdraw"})


@pytest.mark.parametrize("state", sorted(PATHS))
def test_every_cell(town: Town, state: str) -> None:
    number, at = bring(town, state)
    case = Case.objects.select_related("holder", "area", "office").get(number=number)
    assert case.state == state
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    tried, before = 0, _trace(number)
    for name in EVERYBODY:
        actor = town.actor(name, at) if name else ANYONE
        offered = {m.verb for m in queries.moves_open_to(actor, case, shares, at, as_reporter=not name)}
        for verb, call in CALLS.items():
            if not name and verb not in REPORTERS_OWN:
                continue  # without an account or a secret there is no page to try it from
            if name and verb == "join":
                continue  # anybody may join what they can name
            allowed = verb.removesuffix("_bad") in offered
            done = _try(call, town, actor, number, at, before)
            tried += 1
            if verb == "appeal_rating":
                # Beyond the table, the rating must be a bad one that counts for one's own unit.
                assert not done or allowed
            elif verb in ("call_off_assist", "add_assist", "answer_share", "take", "split", "redo"):
                assert not done or allowed, f"{name} did {verb} from {state}"
            else:
                assert done == allowed, f"{name or 'reporter'} {verb} from {state}: {done=} {allowed=}"
    assert tried > 300


def _try(call, town: Town, actor, number: str, at, before: tuple[object, ...]) -> bool:  # type: ignore[no-untyped-def]
    """Try a call and undo it; say whether it would have been done. A refusal must leave no trace."""
    try:
        with transaction.atomic():
            call(town, actor, number, at)
            assert Case.objects.get(number=number).step_seq == before[0] + 1
            transaction.set_rollback(True)
    except Refusal:
        assert _trace(number) == before
        return False
    return True


def _trace(number: str) -> tuple[object, ...]:
    """What a refusal must leave as it was. One query: it is asked after each of some thousands."""
    steps = (
        Step.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("*")).values("n")
    )
    shares = Assignment.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("*"))
    found = Case.objects.filter(number=number).annotate(
        steps_count=Subquery(steps), shares_count=Subquery(shares.values("n"))
    )
    return found.values_list(
        "step_seq", "state", "holder_id", "resolve_by", "due_at", "card", "steps_count", "shares_count"
    ).get()


def test_ended_states_hold_still(town: Town) -> None:
    for state in LAST:
        number, _at = bring(town, state, phone=f"1390000{LAST.index(state):04d}")
        case = Case.objects.get(number=number)
        assert not case.is_open
        assert case.next_tick_at is None
        assert case.is_answered or case.end_reason
