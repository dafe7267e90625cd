"""Organisations stand where rules let them, warn where one is crossed, and open whom they have to their own posts only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people import operations as people
from linli.base.people.actors import SYSTEM
from linli.base.people.models import AccessLog, Account, Deletion
from linli.base.people.refusals import UnableToReveal
from linli.base.people.subjects import Erasing, collected, erased
from linli.kernel.standards import party as law
from linli.pillars.party.branches import operations as op
from linli.pillars.party.branches import policies, queries, rules
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.rules import Enrolled, Facts, Finding, Left, OrgKind
from tests.pillars.party.branches.doing import DAY, line_of, people_of
from tests.pillars.service.bulletins.doing import resident
from tests.town import MONDAY, Town

TODAY = date(2026, 11, 16)


def found(kind: OrgKind, **facts: Any) -> set[Finding]:
    given = {"term_until": TODAY + timedelta(days=900), "founded_on": DAY, **facts}
    return {one.what for one in rules.findings(Facts(kind=kind, **given), TODAY, counts=True)}


class TestRules:
    @pytest.mark.parametrize(
        ("members", "full", "committee", "told"),
        [
            (2, 2, 0, {Finding.TOO_FEW}),
            (3, 3, 0, set()),
            (6, 6, 0, set()),
            (7, 7, 0, {Finding.NO_COMMITTEE}),
            (7, 7, 3, set()),
            (50, 50, 7, set()),
            (51, 50, 7, {Finding.TOO_MANY}),
            (20, 20, 8, {Finding.COMMITTEE_LARGE}),
        ],
    )
    def test_a_branch_is_as_large_as_the_rule_says(
        self, members: int, full: int, committee: int, told: set[Finding]
    ) -> None:
        facts = {"members": members, "full": full, "committee_size": committee}
        assert found(OrgKind.GRID_BRANCH, **facts) == told

    def test_a_term_that_ends_is_told_half_a_year_before_and_after(self) -> None:
        ahead = law.ELECTION_AHEAD_DAYS
        cases = {
            ahead + 1: set(),
            ahead: {Finding.ELECTION_DUE},
            0: {Finding.ELECTION_DUE},
            -1: {Finding.TERM_OVER},
        }
        for days, told in cases.items():
            assert found(OrgKind.COMMITTEE, term_until=TODAY + timedelta(days=days)) == told
        assert found(OrgKind.COMMITTEE, term_until=None) == {Finding.NO_TERM}
        assert found(OrgKind.JOINT_BRANCH, members=9, full=6, units=6) == {Finding.JOINT_WIDE}
        assert found(OrgKind.TASK_FORCE, ends_on=TODAY - timedelta(days=1)) == {Finding.WORK_OVER}

    def test_what_tells_how_many_there_are_is_for_who_may_know(self) -> None:
        facts = Facts(kind=OrgKind.BRANCH, founded_on=DAY, term_until=None, members=60, full=60)
        assert {one.what for one in rules.findings(facts, TODAY, counts=False)} == {Finding.NO_TERM}
        assert all(one.source.is_complete for one in rules.findings(facts, TODAY, counts=True))

    def test_communities_elect_for_five_years_and_firms_for_three(self) -> None:
        assert rules.term_end(OrgKind.GRID_BRANCH, date(2024, 2, 29)) == date(2029, 2, 28)
        assert rules.term_end(OrgKind.FIRM_BRANCH, date(2024, 3, 1)) == date(2027, 3, 1)


@pytest.mark.django_db
class TestOrganisations:
    def test_a_line_is_founded_by_who_keeps_it_and_stands_in_the_one_tree(self, town: Town) -> None:
        line = line_of(town)
        assert line.branch.unit.line[-3:] == (line.committee.pk, town.grids[0].pk, line.branch.pk) or (
            line.branch.unit.parent == town.grids[0]
        )
        assert line.branch.line == (line.top.pk, line.committee.pk, line.branch.pk)
        given = {
            "kind": OrgKind.GRID_BRANCH,
            "name": "第2网格党支部",
            "founded_on": DAY,
            "ground": town.grids[1],
        }
        with pytest.raises(op.NotYourOrganisation):
            op.found_organisation(actor=town.actor("secretary"), superior=line.committee, **given)
        with pytest.raises(op.NotUnderThat):
            op.found_organisation(actor=SYSTEM, superior=line.branch, **given)
        with pytest.raises(op.NotUnderThat):
            op.found_organisation(actor=SYSTEM, superior=None, **given)
        made = op.found_organisation(actor=town.actor("party_clerk"), superior=line.committee, **given)
        assert made.unit.kind == UnitKind.PARTY

    def test_everybody_of_the_ground_sees_the_tree_and_only_its_posts_the_counts(self, town: Town) -> None:
        line = line_of(town)
        people_of(line.branch, 8, town)
        seen = {name: queries.organisations_of(actor=town.actor(name), at=MONDAY)[0] for name in
                ("leader", "secretary", "secretary2", "worker", "sysadmin", "party_clerk")}  # fmt: skip
        assert [len(seen[n]) for n in ("leader", "secretary", "worker", "sysadmin")] == [4, 2, 0, 0]
        assert all(row.counts is None for name in ("leader", "secretary", "secretary2") for row in seen[name])
        counted = {row.id: row.counts for row in seen["party_clerk"]}
        assert counted[line.branch.pk] is not None
        assert counted[line.branch.pk].members == 8
        told = {one.what for row in seen["party_clerk"] for one in row.findings if row.id == line.branch.pk}
        assert Finding.NO_COMMITTEE in told
        op.record_election(
            actor=town.actor("party_clerk"), pk=line.branch.pk, elected_on=TODAY, committee_size=3
        )
        rows, _ = queries.organisations_of(actor=town.actor("party_clerk"), at=MONDAY)
        assert next(r for r in rows if r.id == line.branch.pk).findings == ()

    def test_a_unit_sits_once_and_an_organisation_with_people_is_not_closed(self, town: Town) -> None:
        line = line_of(town)
        clerk, partner = (
            town.actor("party_clerk"),
            add_unit(kind=UnitKind.PARTNER, name="农商行", parent=town.office),
        )
        given: dict[str, Any] = {"actor": clerk, "pk": line.committee.pk, "unit": partner, "since": TODAY}
        seat = op.seat_unit(**given, name="钱行长")
        with pytest.raises(op.UnitSeated):
            op.seat_unit(**given, name="别人")
        op.unseat_unit(actor=clerk, pk=line.committee.pk, seat_id=seat.pk, on=TODAY)
        seat.refresh_from_db()
        assert seat.name == ""
        people_of(line.branch, 1, town)
        with pytest.raises(op.OrganisationInUse):
            op.close_organisation(actor=clerk, pk=line.branch.pk, on=TODAY)
        member = PartyMember.objects.get()
        op.leave_organisation(actor=clerk, at=MONDAY, member_id=member.pk, why=Left.MOVED)
        op.close_organisation(actor=clerk, pk=line.branch.pk, on=TODAY)
        assert not Unit.objects.get(pk=line.branch.pk).is_active


@pytest.mark.django_db
class TestMembers:
    def test_a_post_opens_its_own_line_and_nothing_else(self, town: Town) -> None:
        line = line_of(town)
        town.hire("branch_clerk", Role.HANDLER, line.branch.unit)
        town.hire("other_clerk", Role.HANDLER, line.other.unit)
        people_of(line.branch, 2, town)
        member = PartyMember.objects.order_by("pk")[0]
        for name in ("party_clerk", "branch_clerk"):
            assert policies.knows(town.actor(name), member)
            assert queries.members_of(actor=town.actor(name))[1] == 2
        given: dict[str, Any] = {"subject": queries.MEMBERS, "id": member.pk, "field": "name", "at": MONDAY}
        for name in ("other_clerk", "leader", "secretary", "worker", "sysadmin", "auditor", "dispatcher"):
            actor = town.actor(name)
            assert not policies.knows(actor, member)
            assert queries.members_of(actor=actor)[1] == 0
            with pytest.raises(op.NoSuchMember):
                queries.get_member(actor=actor, pk=member.pk)
            with pytest.raises(UnableToReveal):
                people.reveal(actor=actor, reason="想看一看是谁", **given)
        assert people.reveal(actor=town.actor("branch_clerk"), reason="核对名册", **given) == "党员甲"
        logged = AccessLog.objects.filter(subject=queries.MEMBERS)
        assert logged.filter(is_success=False).count() == 7
        assert logged.get(is_success=True).person is None

    def test_the_rows_of_many_are_written_at_once_and_nobody_twice(
        self, town: Town, django_assert_max_num_queries: Any
    ) -> None:
        line = line_of(town)
        with django_assert_max_num_queries(6):
            assert people_of(line.branch, 300, town) == 300
        assert people_of(line.branch, 300, town) == 0
        with pytest.raises(op.NotYourOrganisation):
            op.enrol_members(
                actor=town.actor("leader"),
                at=MONDAY,
                organisation=line.branch,
                rows=[(Enrolled(name="谁"), None)],
            )

    def test_somebody_takes_part_in_a_task_force_and_its_leader_then_knows_them(self, town: Town) -> None:
        line = line_of(town)
        people_of(line.branch, 3, town)
        ids = list(PartyMember.objects.order_by("pk").values_list("pk", flat=True))
        force = op.found_organisation(
            actor=town.actor("party_clerk"), kind=OrgKind.TASK_FORCE, name="拆违攻坚党小组", superior=line.top,
            ground=town.office, founded_on=TODAY, purpose="拆违", ends_on=TODAY + timedelta(days=90),
        )  # fmt: skip
        with pytest.raises(op.NotToJoin):
            op.enrol_members(actor=SYSTEM, at=MONDAY, organisation=force, rows=[(Enrolled(name="谁"), None)])
        town.hire("force_leader", Role.HANDLER, force.unit)
        clerk = town.actor("party_clerk")
        assert op.join_organisation(actor=clerk, at=MONDAY, pk=force.pk, member_ids=ids[:2]) == 2
        assert queries.members_of(actor=town.actor("force_leader"))[1] == 2
        with pytest.raises(op.NoSuchMember):
            op.leave_organisation(
                actor=town.actor("force_leader"), at=MONDAY, member_id=ids[0], why=Left.MISTAKE
            )

    def test_who_left_is_forgotten_after_a_year_and_who_asks_at_once(self, town: Town) -> None:
        line = line_of(town)
        people_of(line.branch, 2, town)
        first, second = PartyMember.objects.order_by("pk")
        op.leave_organisation(actor=SYSTEM, at=MONDAY, member_id=first.pk, why=Left.ENDED)
        days = timedelta(days=law.KEPT_DAYS)
        assert op.forget_old(actor=SYSTEM, at=MONDAY + days - timedelta(days=1)) == 0
        assert op.forget_old(actor=SYSTEM, at=MONDAY + days) == 1
        account: Account = resident(second.phone)
        assert collected(account)["party"][0]["organisation"] == str(line.branch)
        erased(account, Erasing(actor=SYSTEM, basis="asked", at=MONDAY))
        assert not PartyMember.objects.exists()
        assert Deletion.objects.filter(subject=op.SUBJECT).count() == 2
        assert not AccessLog.objects.filter(subject=op.SUBJECT, person__isnull=False).exists()
        assert Organisation.objects.filter(pk=line.branch.pk).exists()


@pytest.mark.django_db
class TestMoving:
    def test_moves_within_the_office_and_leaves_seat_and_group_behind(self, town: Town) -> None:
        line = line_of(town)
        people_of(line.branch, 2, town)
        clerk = town.actor("party_clerk")
        one, two = PartyMember.objects.order_by("pk")
        op.change_member(
            actor=clerk, at=MONDAY, member_id=one.pk, standing=rules.Standing.FULL,
            relation=rules.Relation.MOVING_OUT, position=rules.Position.SECRETARY,
        )  # fmt: skip
        group, force = (
            op.found_organisation(
                actor=SYSTEM,
                kind=kind,
                name=kind.value,
                superior=line.branch,
                ground=town.grids[0],
                founded_on=DAY,
            )
            for kind in (OrgKind.GROUP, OrgKind.TASK_FORCE)
        )
        for made in (group, force):
            op.join_organisation(actor=clerk, at=MONDAY, pk=made.pk, member_ids=[one.pk, two.pk])
        moved = op.move_member(actor=clerk, at=MONDAY, member_id=one.pk, to=line.other.pk)
        assert (moved.organisation, moved.position, moved.relation) == (line.other, "", "here")
        assert [j.organisation for j in moved.joinings.all()] == [force]
        op.part_organisation(actor=clerk, member_id=two.pk, pk=force.pk)
        assert [j.organisation for j in two.joinings.all()] == [group]
        with pytest.raises(op.NoSuchMember):
            op.part_organisation(actor=clerk, member_id=two.pk, pk=force.pk)
        for to in (line.other.pk, group.pk):  # where they are, and where nobody belongs
            with pytest.raises(op.NotToJoin):
                op.move_member(actor=clerk, at=MONDAY, member_id=one.pk, to=to)
        town.hire("other_secretary", Role.HANDLER, line.other.unit)
        with pytest.raises(op.NoSuchMember):
            op.move_member(actor=town.actor("other_secretary"), at=MONDAY, member_id=two.pk, to=line.other.pk)

    def test_who_has_no_number_is_found_again_where_they_moved(self, town: Town) -> None:
        line = line_of(town)
        row = Enrolled(name="党员甲")
        given = {"actor": SYSTEM, "at": MONDAY}
        op.enrol_members(organisation=line.branch, rows=[(row, None)], **given)
        op.move_member(member_id=PartyMember.objects.get().pk, to=line.other.pk, **given)
        assert op.enrol_members(organisation=line.other, rows=[(row, None)], **given) == 0
        assert op.enrol_members(organisation=line.branch, rows=[(row, None)], **given) == 1  # a namesake
