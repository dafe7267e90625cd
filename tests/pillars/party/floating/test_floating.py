"""Who is away counts as floating after six months, is asked after each half year, and is nobody's to know elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.base.people.subjects import Erasing
from linli.kernel import clock
from linli.kernel.sources import LOCAL
from linli.kernel.standards import floating as law
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.branches.policies import NoSuchMember
from linli.pillars.party.branches.rules import Relation, Standing
from linli.pillars.party.floating import operations as op
from linli.pillars.party.floating import policies, queries, rules
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.floating.rules import Due, Facts, Outcome, Way, Why
from linli.pillars.party.life.queries import expected_of
from linli.pillars.party.life.rules import Audience
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.party.branches.doing import Line, line_of, people_of
from tests.town import MONDAY, Town

TODAY = MONDAY.date()


class TestRules:
    @given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 60))
    def test_months_keep_the_day_or_take_the_last_of_a_shorter_month(self, day: date, months: int) -> None:
        after = rules.months_after(day, months)
        assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
        assert after.day == day.day or (after.day < day.day and (after + timedelta(days=1)).day == 1)

    @given(st.dates(date(2020, 1, 1), date(2026, 11, 1)), st.sampled_from(Way), st.sampled_from(Why))
    def test_whoever_is_registered_and_asked_after_owes_nothing_but_a_graduates_relation(
        self, since: date, way: Way, why: Why
    ) -> None:
        told = rules.due(Facts(way, why, since, max(since, TODAY), TODAY), TODAY)
        assert {one.what for one in told} <= {Due.TRANSFER}
        bare = rules.due(Facts(way, why, since), TODAY)
        assert (Due.REGISTER in {one.what for one in bare}) == (rules.months_after(since, 6) <= TODAY)
        assert all(one.on <= TODAY for one in bare if one.what in rules.PRESSING)

    def test_each_has_its_clause_and_its_day(self) -> None:
        since = rules.months_after(TODAY, -6)
        what = {one.what: one for one in rules.due(Facts(Way.OUT, Why.ABROAD, since), TODAY)}
        assert (what[Due.REGISTER].source, what[Due.CONTACT].source) == (law.AWAY, law.ABROAD)
        day_before = rules.due(Facts(Way.OUT, Why.WORK, since + timedelta(days=1)), TODAY)
        assert [(one.what, one.source) for one in day_before] == [(Due.SOON, LOCAL)]
        graduate = Facts(Way.OUT, Why.GRADUATE, rules.months_after(TODAY, -24), TODAY, TODAY)
        assert [one.what for one in rules.due(graduate, TODAY)] == [Due.TRANSFER]


@pytest.fixture
def line(town: Town) -> Line:
    line = line_of(town)
    people_of(line.branch, 4, town)
    return line


def note(town: Town, ids: list[int], way: Way = Way.OUT, days: int = 200, **more: Any) -> FloatingMember:
    said = {"why": Why.WORK, "place": "南方做木工", **more}
    op.note_floating(
        actor=town.actor("party_clerk"), at=MONDAY, member_ids=ids, way=way, since=TODAY - timedelta(days=days), **said
    )  # fmt: skip
    return FloatingMember.objects.get(member=ids[0], ended_on=None)


class TestFloating:
    def test_noted_registered_asked_after_and_back(self, town: Town, line: Line) -> None:
        first, second, *_rest = PartyMember.objects.order_by("pk")
        by: dict[str, Any] = {"actor": town.actor("party_clerk"), "at": MONDAY}
        one = note(town, [first.pk, second.pk])
        first.refresh_from_db()
        assert first.relation == "flown_out"
        assert first not in expected_of(line.branch, Audience.MEMBERS)
        with pytest.raises(op.FloatsAlready):
            note(town, [first.pk])
        row = queries.floating_of(actor=by["actor"], today=TODAY)[0]
        assert {told.what for told in row.due} == {Due.REGISTER, Due.CONTACT}
        with pytest.raises(op.FloatingBackward):
            op.register_floating(pk=one.pk, on=TODAY + timedelta(days=1), **by)
        op.register_floating(pk=one.pk, on=TODAY, **by)
        op.contact_floating(pk=one.pk, on=TODAY, **by)
        row = next(r for r in queries.floating_of(actor=by["actor"], today=TODAY) if r.id == one.pk)
        assert (row.due, row.is_floating) == ((), True)
        op.end_floating(pk=one.pk, on=TODAY, outcome=Outcome.BACK, **by)
        one.refresh_from_db()
        first.refresh_from_db()
        assert (one.place, first.relation) == ("", "here")
        other = FloatingMember.objects.get(ended_on=None)
        op.end_floating(pk=other.pk, on=TODAY, outcome=Outcome.TRANSFERRED, **by)
        second.refresh_from_db()
        assert second.until == TODAY

    def test_floating_begins_and_ends_by_an_entry_alone(self, town: Town, line: Line) -> None:
        first, second, *_rest = PartyMember.objects.order_by("pk")
        by: dict[str, Any] = {"actor": town.actor("party_clerk"), "at": MONDAY}

        def change(one: PartyMember, relation: Relation) -> None:
            branches.change_member(member_id=one.pk, standing=Standing.FULL, relation=relation, **by)

        for relation in (Relation.FLOWN_OUT, Relation.FLOWN_IN):
            with pytest.raises(branches.FloatsByEntry):
                change(first, relation)
        note(town, [second.pk])
        with pytest.raises(branches.FloatsByEntry):
            change(second, Relation.HERE)
        change(second, Relation.FLOWN_OUT)  # what else changed about them may be written down
        change(first, Relation.ABROAD)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.relation, second.relation) == ("abroad", "flown_out")

    def test_who_came_takes_part_here_and_stays_when_the_relation_follows(
        self, town: Town, line: Line
    ) -> None:
        one = PartyMember.objects.earliest("pk")
        row = note(town, [one.pk], Way.IN)
        assert one in expected_of(line.branch, Audience.MEMBERS)
        by: dict[str, Any] = {"actor": town.actor("party_clerk"), "at": MONDAY, "on": TODAY}
        op.end_floating(pk=row.pk, outcome=Outcome.TRANSFERRED, **by)
        one.refresh_from_db()
        assert (one.relation, one.until) == ("here", None)

    def test_nobody_outside_the_line_knows_and_the_table_names_nobody(self, town: Town, line: Line) -> None:
        first, second, *_rest = PartyMember.objects.order_by("pk")
        one = note(town, [first.pk])
        for name in set(town.people) - {"party_clerk"}:
            actor = town.actor(name)
            assert queries.floating_of(actor=actor, today=TODAY) == []
            with pytest.raises(policies.NoSuchFloating):
                op.register_floating(actor=actor, at=MONDAY, pk=one.pk, on=TODAY)
            with pytest.raises(NoSuchMember):
                op.note_floating(
                    actor=actor, at=MONDAY, member_ids=[second.pk], way=Way.OUT, why=Why.WORK, since=TODAY
                )
            with pytest.raises(policies.NoSuchFloating):
                queries.get_floating(actor=actor, pk=one.pk)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {FloatingMember._meta.db_table}")
            held = repr([bytes(v) if isinstance(v, memoryview) else v for r in cursor.fetchall() for v in r])
        assert "木工" not in held

    def test_is_reminded_of_once_a_week_without_whom_or_how_many(self, town: Town, line: Line) -> None:
        town.hire("branch_secretary", next(iter(town.actor("party_clerk").posts)).role, line.branch.unit)
        note(town, [PartyMember.objects.earliest("pk").pk], days=30)
        assert op.remind_of_floating(actor=SYSTEM, at=MONDAY) == 0
        later = MONDAY + timedelta(days=210)
        assert op.remind_of_floating(actor=SYSTEM, at=later) == 1
        assert op.remind_of_floating(actor=SYSTEM, at=later + timedelta(days=1)) == 0
        notice = Notice.objects.get(template="floating_due")
        assert notice.account == town.people["branch_secretary"]
        assert set(notice.data) == {"unit"}

    def test_is_read_and_erased_by_whose_it_is(self, town: Town, line: Line) -> None:
        one = PartyMember.objects.earliest("pk")
        note(town, [one.pk])
        account = resident(one.phone)
        assert queries.collect(account)["floating"][0]["place"] == "南方做木工"
        assert op.erase(account, Erasing(actor=SYSTEM, basis="withdrawn", at=MONDAY)) == 1
        assert not FloatingMember.objects.exists()


def test_the_desk_notes_lists_and_ends(town: Town, line: Line) -> None:
    one = PartyMember.objects.earliest("pk")
    clerk = town.client("party_clerk")
    here = f"/d/party/members/{one.pk}/float/"
    form = {"float-way": "out", "float-why": "work", "float-since": "2026-03-01", "float-place": "南方"}
    with clock.frozen(MONDAY):
        assert clerk.post(here, {**form, "float-since": "2030-01-01"}).status_code == 422
        assert clerk.post(here, form).status_code == 302
        page = clerk.get("/d/party/floating/").content.decode()
        assert ("满六个月了" in page, "流动党员管理问答" in page, "南方" in page) == (True, True, False)
        row = FloatingMember.objects.get()
        act = f"/d/party/floating/{row.pk}/"
        bad = clerk.post(f"{act}register/", {f"register{row.pk}-on": "2020-01-01"})
        assert (bad.status_code, "日子要在" in bad.content.decode()) == (422, True)
        assert clerk.post(f"{act}register/", {f"register{row.pk}-on": "2026-11-16"}).status_code == 302
        assert clerk.post(f"{act}contact/", {f"contact{row.pk}-on": "2026-11-16"}).status_code == 302
        ended = {f"end{row.pk}-on": "2026-11-16", f"end{row.pk}-outcome": "back"}
        assert town.client("leader").post(f"{act}end/", ended).status_code in (403, 404)
        assert clerk.post(f"{act}end/", ended).status_code == 302
        assert "没有流动党员" in clerk.get("/d/party/floating/?way=in").content.decode()
