"""Supervision over a case and by itself, what should be raised, responsibility lists, leads, and the laws of the loop."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.models import AccessLog
from linli.base.places.models import Compound
from linli.kernel import clock
from linli.pillars.governance.estates import operations as estates
from linli.pillars.governance.supervision import operations as op
from linli.pillars.governance.supervision import queries, rules, texts
from linli.pillars.governance.supervision.flow import SUPERVISION
from linli.pillars.governance.supervision.models import DisciplineLead, Responsibility
from linli.pillars.governance.supervision.rules import DutyOf, Every, Why
from tests import deaths, kinds
from tests.pillars.governance.reports.doing import file
from tests.pillars.governance.supervision.doing import CALLS, MATTERS, PATHS, raised
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db


class TestOverACase:
    def test_a_report_is_marked_by_its_own_step_and_shows_the_matter(self, town: Town) -> None:
        report = file(town).report.case
        number = raised(town, over=report)
        report.refresh_from_db()
        assert report.is_supervised
        assert report.steps.latest("seq").verb == "supervise"
        assert Case.objects.get(number=number).parent_id == report.pk
        with pytest.raises(op.SupervisedAlready):
            raised(town, over=report)

    def test_what_is_red_for_a_day_should_be_raised_until_it_is(self, town: Town) -> None:
        number, at = file(town).report.case.number, MONDAY + timedelta(days=20)
        sweep(at)
        leader = town.actor("leader", at)
        assert [c.number for c in queries.should_be_raised(actor=leader)] == [number]
        assert not queries.should_be_raised(actor=town.actor("secretary", at))
        raised(town, at, over=Case.objects.get(number=number), why=Why.OVERDUE)
        assert not queries.should_be_raised(actor=leader)
        # Its red card leaves as a letter, made of the step, as those of matters do.
        card = Case.objects.get(number=number).steps.filter(verb="turn_red").latest("seq")
        letter = queries.letter_step(actor=leader, number=number, seq=card.seq)
        assert letter.to == card.holder.name

    def test_only_the_office_raises(self, town: Town) -> None:
        for name in ("secretary", "sweeper", "auditor"):
            with pytest.raises(op.NotYoursToRaise):
                raised(town, who=name)


class TestLists:
    def keep(self, town: Town, **fields: object) -> Responsibility:
        given = {
            "unit": town.communities[0],
            "of": DutyOf.FIRST,
            "every": Every.QUARTER,
            "due": date(2026, 11, 30),
        }
        return op.keep_responsibility(
            actor=town.actor("leader"),
            office=town.office,
            what="党建专题会",
            basis="责任清单",
            **{**given, **fields},  # type: ignore[arg-type]
        )

    def test_falls_due_again_and_the_end_of_a_month_stays_in_it(self, town: Town) -> None:
        line = self.keep(town)
        secretary = town.actor("secretary")
        with pytest.raises(op.NotYourResponsibility):
            op.fulfil_responsibility(
                actor=town.actor("secretary2"),
                at=MONDAY,
                responsibility=line,
                due=line.due_date,
                words="开了",
            )
        op.fulfil_responsibility(
            actor=secretary, at=MONDAY, responsibility=line, due=line.due_date, words="开了"
        )
        line.refresh_from_db()
        assert line.due_date == date(2027, 2, 28)
        with pytest.raises(op.ResponsibilityOver):  # the same date, from a page that stood open
            op.fulfil_responsibility(
                actor=secretary, at=MONDAY, responsibility=line, due=date(2026, 11, 30), words="又开了"
            )
        rows = queries.duties_due(actor=secretary, today=date(2027, 3, 1))
        assert [(r.standing, r.last, r.said) for r in rows] == [("overdue", MONDAY.date(), "开了")]
        assert not queries.duties_due(actor=town.actor("secretary2"), today=date(2027, 3, 1))

    def test_what_is_due_once_is_over_when_it_is_done(self, town: Town) -> None:
        line = self.keep(town, every=Every.ONCE)
        op.fulfil_responsibility(
            actor=town.actor("secretary"), at=MONDAY, responsibility=line, due=line.due_date, words="做了"
        )
        assert not queries.duties_due(actor=town.actor("leader"), today=date(2026, 11, 20))


SECRET = "李四收了摊主的钱"


class TestLeads:
    @pytest.fixture
    def body(self, town: Town) -> Unit:
        unit = add_unit(kind=UnitKind.OFFICE, name="纪检办", parent=town.office)
        Unit.objects.filter(pk=unit.pk).update(handles=["discipline"])
        town.hire("inspector", Role.SECTION_STAFF, unit)
        return unit

    def hand(self, town: Town, who: str = "secretary") -> DisciplineLead:
        return op.hand_lead(
            actor=town.actor(who), at=MONDAY, office=town.office, unit=town.communities[0], words=SECRET
        )

    def test_goes_to_the_body_and_no_further(self, town: Town, body: Unit) -> None:
        lead = self.hand(town)
        for name in ("secretary", "leader", "dispatcher", "sysadmin", "auditor", "worker"):
            with pytest.raises(op.NoSuchLead):
                op.open_lead(actor=town.actor(name), at=MONDAY, number=lead.number)
        before = AccessLog.objects.count()
        opened = op.open_lead(actor=town.actor("inspector"), at=MONDAY, number=lead.number)
        assert (opened.words, opened.received_at) == (SECRET, MONDAY)
        assert AccessLog.objects.count() == before + 1
        # Lists hold numbers alone; a leader above the body has not even those.
        assert [(r.number, r.is_mine) for r in queries.leads_of(actor=town.actor("inspector"))] == [
            (lead.number, True)
        ]
        assert [r.is_mine for r in queries.leads_of(actor=town.actor("secretary"))] == [False]
        assert not queries.leads_of(actor=town.actor("leader"))
        assert not any(SECRET in repr(r) for r in queries.leads_of(actor=town.actor("secretary")))

    def test_is_forgotten_here_once_the_body_has_had_it_for_a_month(self, town: Town, body: Unit) -> None:
        kept, lead = self.hand(town), self.hand(town)
        op.open_lead(actor=town.actor("inspector"), at=MONDAY, number=lead.number)
        assert op.forget_leads(at=MONDAY + timedelta(days=29)) == 0
        assert op.forget_leads(at=MONDAY + timedelta(days=31)) == 1
        assert DisciplineLead.objects.get(pk=lead.pk).words == ""
        assert DisciplineLead.objects.get(pk=kept.pk).words == SECRET  # nobody has opened it yet

    def test_without_a_body_it_says_so(self, town: Town) -> None:
        with pytest.raises(op.NoDisciplineBody):
            self.hand(town)


class TestKind(kinds.Machines):
    kind, verbs, states, paths = MATTERS, texts.VERBS, texts.STATES, PATHS


@pytest.mark.django_db(transaction=True)
def test_all_of_a_move_or_nothing() -> None:
    town = build_town()
    deaths.dies_whole(lambda: raised(town), MATTERS.tables, least=3)
    number = raised(town)
    for name, said in PATHS["closed"]:
        actor = town.actor(name)
        deaths.dies_whole(
            lambda said=said, actor=actor: CALLS[said](town, actor, number, MONDAY), MATTERS.tables, 4
        )
    assert set(SUPERVISION.limits) == set(texts.SLOTS)
    assert set(rules.LIMITS) == set(SUPERVISION.limits)


class TestFromAnyPage:
    def test_a_case_of_any_kind_is_put_under_supervision_from_its_page_or_by_its_number(
        self, town: Town
    ) -> None:
        leader, secretary = town.client("leader"), town.client("secretary")
        compound = Compound.objects.create(
            community=town.communities[0], name="康乐花园", address="里弄 1 号"
        )
        made = estates.propose_election(
            actor=town.actor("secretary"), at=MONDAY, compound=compound, words="想选业主委员会"
        )
        number = made.case.number
        link = f"/d/supervision/new/?over={number}"
        assert link in leader.get(f"/d/elections/{number}/").content.decode()
        assert link not in secretary.get(f"/d/elections/{number}/").content.decode()
        assert number in leader.get(f"{link}&typed=1").content.decode()
        missed = leader.get("/d/supervision/new/?over=20990101-0001&typed=1")
        assert (missed.status_code, "没有 20990101-0001 这一件" in missed.content.decode()) == (200, True)
        with clock.frozen(MONDAY):
            given = {"over": number, "why": "leader", "asked": "月底前成立筹备组", "key": str(uuid.uuid4())}
            answer = leader.post("/d/supervision/new/", given)
        assert answer.status_code == 302
        matter = Case.objects.get(kind="governance.supervision")
        assert matter.parent == made.case
        assert link not in leader.get(answer["Location"]).content.decode()
