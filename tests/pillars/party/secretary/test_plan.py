"""The yearly plan of an organisation: items with who and by when, ended in words, supervised when late; it names nobody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.refusals import DayElsewhen, NoSuchCase, WordsMissing
from linli.base.notices.models import Notice
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.supervision import operations as supervision
from linli.pillars.governance.supervision.models import Supervision
from linli.pillars.governance.supervision.rules import Why
from linli.pillars.party.branches.operations import NoSuchOrganisation, NotYourOrganisation
from linli.pillars.party.secretary import operations as op
from linli.pillars.party.secretary import policies, queries, rules
from linli.pillars.party.secretary.models import PlanItem
from linli.pillars.party.secretary.policies import NoSuchPlanItem, doer_of
from linli.pillars.party.secretary.rules import Standing
from tests.pillars.party.branches.doing import Line, line_of
from tests.town import MONDAY, Town

TODAY = MONDAY.date()
DAY = timedelta(days=1)


@pytest.fixture
def line(town: Town) -> Line:
    return line_of(town)


def laid(
    town: Town, line: Line, due: date = TODAY + 30 * DAY, who: str = "party_clerk", **words: str
) -> PlanItem:
    said = {"what": "开四次协商会", "who": "组织委员", "proof": "四份会议记录", **words}
    return op.lay_plan_item(
        actor=town.actor(who), at=MONDAY, organisation=line.branch.pk, year=2026, due_on=due, **said
    )


def row_of(town: Town, item: PlanItem, who: str = "leader", today: date = TODAY) -> queries.PlanRow:
    return queries.plan_item(actor=town.actor(who), pk=item.pk, today=today)[1]


class TestRules:
    @given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    def test_an_item_is_late_from_the_day_after_and_what_was_done_late_is_done(
        self, due: date, today: date
    ) -> None:
        found = rules.standing(due, today)
        assert (found is Standing.LATE) == (today > due)
        assert (found is Standing.SOON) == (timedelta() <= due - today <= rules.SOON)
        assert rules.standing(due, today, done=today) is Standing.DONE
        assert rules.standing(due, today, dropped=today) is Standing.DROPPED


class TestPlan:
    def test_is_laid_by_who_keeps_the_organisation_with_everything_said(self, town: Town, line: Line) -> None:
        laid(town, line)
        for who in ("leader", "secretary"):
            with pytest.raises(NotYourOrganisation):
                laid(town, line, who=who)
        # The same press twice is one item.
        assert laid(town, line) == PlanItem.objects.get()
        with pytest.raises(NoSuchOrganisation):
            laid(town, line, who="sweeper")
        with pytest.raises(WordsMissing):
            laid(town, line, who="party_clerk", proof=" ")
        with pytest.raises(op.PlannedElsewhen):
            laid(town, line, date(2027, 1, 1))

    def test_ends_once_in_words_and_stays_in_sight(self, town: Town, line: Line) -> None:
        one, two = laid(town, line), laid(town, line, what="修一间活动室")
        by: dict[str, Any] = {"actor": town.actor("party_clerk"), "at": MONDAY}
        for odd in (TODAY + DAY, date(2025, 12, 31), date(1, 1, 1)):
            with pytest.raises(DayElsewhen):
                op.finish_plan_item(pk=one.pk, on=odd, words="开了", **by)
        with pytest.raises(WordsMissing):
            op.finish_plan_item(pk=one.pk, on=TODAY, words=" ", **by)
        with pytest.raises(NoSuchPlanItem):
            op.finish_plan_item(actor=town.actor("leader"), at=MONDAY, pk=one.pk, on=TODAY, words="开了")
        op.finish_plan_item(pk=one.pk, on=TODAY, words="开了四次", **by)
        op.drop_plan_item(pk=two.pk, words="房子要拆", **by)
        for again in (op.finish_plan_item, op.drop_plan_item):
            day = {"on": TODAY} if again is op.finish_plan_item else {}
            with pytest.raises(op.PlanItemOver):
                again(pk=one.pk, words="再说", **day, **by)  # type: ignore[operator]
        rows = queries.plan_items_of(actor=town.actor("leader"), today=TODAY, year=2026)
        assert [(row.standing, row.said) for row in rows] == [
            (Standing.DONE, "开了四次"),
            (Standing.DROPPED, "房子要拆"),
        ]
        assert queries.plan_sum(rows) == queries.PlanSum(2, 1, 0)
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanItem.objects.filter(pk=one.pk).update(dropped_on=TODAY)

    def test_a_late_item_is_supervised_once_by_a_matter_of_its_office(self, town: Town, line: Line) -> None:
        late, ahead = laid(town, line, TODAY - DAY), laid(town, line)
        leader = town.actor("leader")

        def raised() -> Supervision:
            return supervision.raise_supervision(
                actor=leader, at=MONDAY, office=town.office, why=Why.LISTED, asked="为什么没做到"
            )

        matter = raised().case
        with pytest.raises(op.NotLateYet):
            op.supervise_plan_item(actor=leader, at=MONDAY, pk=ahead.pk, case=matter)
        op.supervise_plan_item(actor=leader, at=MONDAY, pk=late.pk, case=matter)
        assert (row_of(town, late).matter, row_of(town, late).is_watched) == (matter.number, True)
        with pytest.raises(op.NotLateYet):
            op.supervise_plan_item(actor=leader, at=MONDAY, pk=late.pk, case=raised().case)
        with pytest.raises((NoSuchPlanItem, NoSuchCase)):
            op.supervise_plan_item(actor=town.actor("sweeper"), at=MONDAY, pk=late.pk, case=matter)

    def test_a_day_is_moved_within_its_year_with_a_reason_that_stays(self, town: Town, line: Line) -> None:
        one, over = laid(town, line, TODAY - DAY), laid(town, line, what="修一间活动室")
        by: dict[str, Any] = {"actor": town.actor("party_clerk"), "at": MONDAY}
        op.drop_plan_item(pk=over.pk, words="房子要拆", **by)
        refused: tuple[tuple[type[Refusal], dict[str, Any]], ...] = (
            (WordsMissing, {"why": "  "}),
            (op.MovedTooFar, {"due_on": date(2028, 1, 4)}),
            (op.MovedTooFar, {"due_on": date(2025, 12, 31)}),
            (op.MovedNowhere, {"due_on": TODAY - DAY}),
            (op.MovedNowhere, {"due_on": TODAY - 2 * DAY}),
            (op.PlanItemOver, {"pk": over.pk}),
            (NoSuchPlanItem, {"actor": town.actor("leader")}),
            (NoSuchPlanItem, {"actor": town.actor("sweeper")}),
        )
        form = {"pk": one.pk, "due_on": TODAY + DAY, "why": "材料没到", **by}
        for refusal, wrong in refused:
            with pytest.raises(refusal):
                op.move_plan_item(**(form | wrong))
        op.move_plan_item(**form)
        op.move_plan_item(**(form | {"due_on": TODAY + 9 * DAY, "why": "又没到"}))
        row = row_of(town, one)
        assert (row.standing, row.due, row.first) == (Standing.SOON, TODAY + 9 * DAY, TODAY - DAY)
        assert (row.moved, [each.why for each in one.moves.all()]) == (2, ["材料没到", "又没到"])
        # What nobody supervises rings nowhere.
        assert not Notice.objects.filter(template="plan_moved").exists()

    def test_carried_to_the_next_year_it_ends_in_its_own_and_both_years_count_it_once(
        self, town: Town, line: Line
    ) -> None:
        one = laid(town, line, TODAY - DAY)
        laid(town, line, what="修一间活动室")
        by: dict[str, Any] = {"actor": town.actor("party_clerk"), "at": MONDAY}
        leader = town.actor("leader")
        matter = supervision.raise_supervision(
            actor=leader, at=MONDAY, office=town.office, why=Why.LISTED, asked="为什么没做到"
        ).case
        op.supervise_plan_item(actor=leader, at=MONDAY, pk=one.pk, case=matter)
        spring = date(2027, 3, 31)
        now = op.move_plan_item(pk=one.pk, due_on=spring, why="等换届", **by)
        one.refresh_from_db()
        assert (now.pk != one.pk, now.year, now.what, now.proof) == (True, 2027, one.what, one.proof)
        assert (one.carried_to, one.due_on, one.said) == (now, TODAY - DAY, "等换届")
        this, following = (
            queries.plan_items_of(actor=leader, today=TODAY, year=year) for year in (2026, 2027)
        )
        # It is late no more, and not done either: the old year says so.
        assert queries.plan_sum(this) == queries.PlanSum(2, 0, 0, 1)
        assert [(row.standing, row.first, row.carried_from) for row in following] == [
            (Standing.AHEAD, TODAY - DAY, (one.pk, 2026))
        ]
        # Who has it supervised is told, and watches what it is now.
        assert (row_of(town, now).matter, row_of(town, now).is_watched) == (matter.number, True)
        assert Notice.objects.filter(template="plan_moved", account__username="leader").count() == 1
        for again in ({"due_on": spring + DAY}, {"due_on": TODAY + DAY}):
            with pytest.raises(op.PlanItemOver):
                op.move_plan_item(pk=one.pk, why="再挪", **again, **by)
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanItem.objects.filter(pk=one.pk).update(carried_to=None)
        op.move_plan_item(pk=now.pk, due_on=date(2028, 3, 31), why="还等", **by)
        assert queries.plan_sum(
            queries.plan_items_of(actor=leader, today=TODAY, year=2027)
        ) == queries.PlanSum(1, 0, 0, 1)

    def test_scope_agrees_and_lists_cost_the_same(
        self, town: Town, line: Line, django_assert_num_queries: Any
    ) -> None:
        items = [laid(town, line, what=f"第 {n} 件") for n in range(4)]
        for who in town.people:
            actor = town.actor(who)
            seen = PlanItem.objects.filter(policies.plans(actor)).count()
            assert seen == (len(items) if policies.sees_plan(actor, items[0]) else 0), who
        leader = town.actor("leader")
        with django_assert_num_queries(1):
            queries.plan_items_of(actor=leader, today=TODAY, year=2026)


class TestPages:
    def test_laid_done_and_supervised_in_the_browsers_forms(self, town: Town, line: Line) -> None:
        with clock.frozen(MONDAY):
            clerk, leader = town.client("party_clerk"), town.client("leader")
            form = {"organisation": line.branch.pk, "what": "开四次协商会", "who": "", "due_on": "2026-11-20",
                    "proof": "四份记录"}  # fmt: skip
            bad = clerk.post("/d/party/plan/", form)
            assert (bad.status_code, "开四次协商会" in bad.content.decode()) == (422, True)
            assert clerk.post("/d/party/plan/", form | {"who": "组织委员"}).status_code == 302
            one = PlanItem.objects.get()
            here = f"/d/party/plan/{one.pk}/"
            assert "快到了" in clerk.get("/d/party/plan/").content.decode()
            done = {"done-on": "2026-11-16", "done-words": "开了"}
            assert leader.post(f"{here}done/", done).status_code == 403
            assert clerk.post(f"{here}supervise/", {"supervise-asked": "为什么"}).status_code == 403
        with clock.frozen(MONDAY + 10 * DAY):
            assert "督办" in leader.get(here).content.decode()
            assert leader.post(f"{here}supervise/", {"supervise-asked": "为什么没做到"}).status_code == 302
            matter = Supervision.objects.get()
            # The branch has nobody at a desk: it comes to the nearest above it that has.
            assert (matter.why, matter.case.holder) == ("listed", doer_of(line.branch, TODAY))
            assert matter.case.holder_id in {post.unit_id for post in town.actor("party_clerk").posts}
            shown = clerk.get(here).content.decode()
            assert matter.case.number in shown
            assert clerk.get(f"/d/supervision/{matter.case.number}/").status_code == 200
            assert leader.post(f"{here}supervise/", {"supervise-asked": "再问"}).status_code == 409
            assert (
                leader.post(f"{here}move/", {"move-due_on": "2026-12-20", "move-why": "等"}).status_code
                == 403
            )
            bad = clerk.post(f"{here}move/", {"move-due_on": "2029-01-20", "move-why": "等场地"})
            assert (bad.status_code, "等场地" in bad.content.decode()) == (422, True)
            moved = {"move-due_on": "2026-12-20", "move-why": "等场地"}
            assert clerk.post(f"{here}move/", moved).status_code == 302
            assert "原定" in leader.get(here).content.decode()
            # Who has it supervised is told, reads why in the matter, and its clock goes on as it was.
            assert Notice.objects.filter(template="plan_moved", account__username="leader").count() == 1
            due = matter.case.due_at
            matter.refresh_from_db()
            assert matter.case.due_at == due
            assert "等场地" in leader.get(f"/d/supervision/{matter.case.number}/").content.decode()
            done = {"done-on": "2026-11-25", "done-words": "开了四次"}
            assert clerk.post(f"{here}done/", done).status_code == 302
            assert "开了四次" in leader.get(here).content.decode()
            other = laid(town, line, what="十个楼门选出楼门长")
            sent = {"move-due_on": "2027-03-31", "move-why": "等换届"}
            gone = clerk.post(f"/d/party/plan/{other.pk}/move/", sent, follow=True).content.decode()
            assert ("从哪里挪来" in gone, "挪到 2027 年的计划里了" in gone) == (True, True)
            assert "不算做到" in leader.get("/d/party/plan/?year=2026").content.decode()
            assert "等换届" in leader.get(f"/d/party/plan/{other.pk}/").content.decode()
            assert clerk.get("/d/party/plan/plan.xlsx").status_code == 200
            assert town.client("sweeper").get(here).status_code in (403, 404)
