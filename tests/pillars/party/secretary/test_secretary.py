"""A secretary's project: proposed, five steps each written down, accepted by the superior; and the laws of the loop."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.roles import Role
from linli.base.people.actors import SYSTEM
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.secretary import operations as op
from linli.pillars.party.secretary import policies, queries, rules
from linli.pillars.party.secretary.texts import STATES, VERBS
from tests.kinds import Machines
from tests.pillars.party.branches.doing import DAY
from tests.pillars.party.secretary.doing import MINE, PATHS, PROJECTS, TOP, branch_of, proposed
from tests.town import MONDAY, Town


class TestKind(Machines):
    kind = PROJECTS
    verbs = VERBS
    states = STATES
    paths = PATHS


@pytest.mark.django_db
class TestProject:
    def test_five_steps_stand_on_the_page_with_what_was_written_down(self, town: Town) -> None:
        number, _at = PROJECTS.bring(town, "assurance")
        page = queries.secretary_page(actor=town.actor(MINE), number=number)
        assert [row.is_made for row in page.five] == [True, True, True, False, False]
        assert [row.said for row in page.five][:3] == ["支部、居委会、两位楼长", "自管会五人", "用党群活动室"]
        assert [row.state for row in page.five if row.is_now] == ["assurance"]
        (line,) = queries.projects_of(actor=town.actor(TOP))
        assert (line.made, line.holder) == (3, "第1网格党支部")

    def test_whoever_is_nearest_above_and_there_says_yes(self, town: Town) -> None:
        branch = branch_of(town)
        assert policies.judge_of(branch, MONDAY.date()) == Organisation.objects.get(superior=None).unit
        assert branch.superior is not None
        town.hire("committee_clerk", Role.HANDLER, branch.superior.unit)
        project = proposed(town, MONDAY)
        assert Case.objects.get(pk=project.pk).holder == branch.superior.unit
        top = Organisation.objects.get(superior=None)
        assert policies.judge_of(top, MONDAY.date()) == town.office

    def test_it_is_done_again_once(self, town: Town) -> None:
        number, at = PROJECTS.bring(town, "finished")
        top = {"actor": town.actor(TOP, at), "number": number, "at": at + timedelta(hours=1)}
        op.redo_project(**top, answer="账还没公开")
        again = {"number": number, "at": at + timedelta(hours=2)}
        op.finish_project(actor=town.actor(MINE, at), answer="公开了", **again)
        with pytest.raises(rules.RedoneBefore):
            op.redo_project(**{**top, "at": at + timedelta(hours=3)}, answer="还差")

    def test_says_what_proves_it_and_comes_from_who_keeps_it(self, town: Town) -> None:
        branch = branch_of(town)
        with pytest.raises(WordsMissing):
            proposed(town, MONDAY, proof=" ")
        with pytest.raises(op.NotYourOrganisation):
            op.propose_project(
                actor=town.actor("leader"), at=MONDAY, organisation=branch.pk, year=2026, title="a", aim="b", proof="c"
            )  # fmt: skip
        group = branches.found_organisation(
            actor=SYSTEM, kind=OrgKind.GROUP, name="第一小组", superior=branch, ground=town.grids[0], founded_on=DAY
        )  # fmt: skip
        with pytest.raises(op.WithoutSecretary):
            proposed(town, MONDAY, organisation=group.pk)
