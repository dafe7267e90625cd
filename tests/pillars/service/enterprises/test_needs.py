"""What an enterprise needs, as a case: what every kind passes, and the green channel."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from linli.base.flow import refusals as flow
from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.people.actors import ANYONE
from linli.pillars.service.enterprises import operations as op
from linli.pillars.service.enterprises import policies, queries
from linli.pillars.service.enterprises.models import EnterpriseNeed
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.enterprises.rules.needs import ReopenedAlready, SentBackAlready, green_of
from linli.pillars.service.enterprises.texts import GREEN, STATES, VERBS
from tests.kinds import Machines
from tests.pillars.service.enterprises.doing import HOUR, NEEDS, PATHS, bring, filed, firm
from tests.town import Town

pytestmark = pytest.mark.django_db


class TestKind(Machines):
    kind, verbs, states, paths = NEEDS, VERBS, STATES, PATHS


class TestGreenChannel:
    @pytest.mark.parametrize(
        ("kind", "wanted", "why"),
        [
            ("supply", None, "stopped"),
            ("safety", None, "safety"),
            ("wages", date(2027, 1, 1), "wages"),
            ("permit", date(2026, 11, 23), "deadline"),
            ("permit", date(2026, 11, 24), ""),
            ("other", None, ""),
        ],
    )
    def test_is_a_rule_that_can_be_read(self, kind: str, wanted: date | None, why: str) -> None:
        assert green_of(kind, wanted, date(2026, 11, 16)) == why
        assert not why or why in GREEN

    def test_goes_first_and_sooner(self, town: Town) -> None:
        one = firm(town)
        slow = filed(town, one)
        fast = filed(town, one, what="supply", text="整条街停电，烤箱开不了")
        rows, _more = queries.needs_of(actor=town.actor("dispatcher"))
        assert [r.number for r in rows] == [fast.case.number, slow.case.number]
        assert rows[0].green == "stopped"
        assert fast.case.due_at < slow.case.due_at  # type: ignore[operator]
        assert fast.case.resolve_by < slow.case.resolve_by  # type: ignore[operator]


class TestLoop:
    def test_not_solved_goes_to_the_street_once(self, town: Town) -> None:
        one = firm(town)
        need, at = bring(town, one, "answered")
        number = need.case.number
        case = op.reopen_need(actor=ANYONE, enterprise=one, number=number, at=at, answer="还没来人")
        assert (case.state, case.holder_id, case.is_answered) == ("accepted", town.office.pk, False)
        op.settle_need(actor=town.actor("dispatcher"), number=number, at=at + HOUR, answer="又去了一次")
        with pytest.raises(ReopenedAlready):
            op.reopen_need(actor=ANYONE, enterprise=one, number=number, at=at + 2 * HOUR, answer="不行")

    def test_bounces_once_and_then_a_leader_decides(self, town: Town) -> None:
        one = firm(town)
        need, at = bring(town, one, "dispatched")
        number = need.case.number
        op.send_need_back(actor=town.actor("stoker"), number=number, at=at, note="不归供热站")
        op.dispatch_need(actor=town.actor("dispatcher"), number=number, at=at + HOUR, to=town.sanitation)
        with pytest.raises(SentBackAlready):
            op.send_need_back(actor=town.actor("sweeper"), number=number, at=at + 2 * HOUR, note="也不归我们")
        case = op.rule_need(actor=town.actor("leader"), number=number, at=at + 3 * HOUR, to=town.heating)
        assert case.holder_id == town.heating.pk

    def test_without_a_word_it_ends_answered(self, town: Town) -> None:
        need, _at = bring(town, firm(town), "answered")
        due = Case.objects.get(pk=need.pk).due_at
        assert due is not None
        sweep(due + timedelta(minutes=1))
        case = Case.objects.get(pk=need.pk)
        assert (case.state, case.is_answered, case.end_reason) == ("closed", True, "lapse")

    def test_a_link_moves_only_its_own(self, town: Town) -> None:
        one, other = firm(town), firm(town, 2)
        need, at = bring(town, one, "answered")
        for do in (op.confirm_need, op.withdraw_need):
            with pytest.raises(op.NotTheirLink):
                do(actor=ANYONE, enterprise=other, number=need.case.number, at=at)
        with pytest.raises((flow.NoSuchCase, flow.NotYourMove)):
            op.confirm_need(actor=ANYONE, number=need.case.number, at=at)

    def test_who_files_and_who_sees(self, town: Town) -> None:
        one = firm(town)
        with pytest.raises(NoSuchEnterprise):
            filed(town, one, actor=town.actor("secretary2"))
        need = filed(town, one)
        key = uuid.uuid4()
        assert filed(town, one, key=key).pk == filed(town, one, key=key).pk
        every = list(EnterpriseNeed.objects.select_related("case"))
        for name in town.people:
            actor = town.actor(name)
            seen = set(EnterpriseNeed.objects.filter(policies.reachable_needs(actor)))
            assert seen == {n for n in every if policies.reaches_need(actor, n)}, name
        assert need not in EnterpriseNeed.objects.filter(policies.reachable_needs(town.actor("sysadmin")))

    def test_the_enterprise_hears_and_never_reads_notes(self, town: Town) -> None:
        one = firm(town)
        need, at = bring(town, one, "accepted")
        op.note_need(actor=town.actor("clerk"), number=need.case.number, at=at, note="老板脾气急")
        assert all(step.note == "" for step in queries.steps_of(need, is_own=True))
        (party,) = queries.parties_of([need.pk])[need.pk]
        assert party.link == queries.link_of(one)
        assert party.phone == one.contact_phone
