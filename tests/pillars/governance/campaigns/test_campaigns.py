"""A campaign from its list to its end: doors go by steps, get stuck, are decided about; the sheet of every morning."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.base.files.operations import keep_file
from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns import policies, queries, rules, texts
from linli.pillars.governance.campaigns.flow import DECISION
from linli.pillars.governance.campaigns.models import Campaign, Morning, Target, TargetMove
from linli.pillars.governance.campaigns.rules import Source
from linli.pillars.governance.duties import operations as duties
from tests import deaths, kinds
from tests.base.files.samples import photo
from tests.pillars.governance.campaigns.doing import (
    CALLS,
    DECISIONS,
    PATHS,
    campaign,
    decided,
    doors,
)
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def picture(town: Town, who: str) -> object:
    return keep_file(actor=town.actor(who), data=photo(), name="a.jpg", at=MONDAY)


class TestData:
    def test_steps_and_form_are_written_as_lines(self) -> None:
        stages = rules.stages_of("告知，2天\n搬走, 5, 要照片")
        assert [(s.name, s.days, s.needs_photo) for s in stages] == [("告知", 2, False), ("搬走", 5, True)]
        assert rules.stages_in([s.as_data() for s in stages]) == stages
        asks = rules.asks_of("面积：数字\n去哪里：新市场/不做了\n备注")
        assert [(a.kind, a.choices) for a in asks] == [
            ("number", ()),
            ("choice", ("新市场", "不做了")),
            ("text", ()),
        ]
        assert rules.answers_of(asks, {"面积": " 20 ", "别的": "x", "备注": ""}) == {"面积": "20"}
        for wrong in ({"面积": "很大"}, {"去哪里": "外地"}, {"备注": "字" * 201}):
            with pytest.raises(rules.AnswerUnread):
                rules.answers_of(asks, wrong)
        for wrong in ("告知", "告知，0天", "", "一，1天\n" * 13):
            with pytest.raises(rules.StepsUnread):
                rules.stages_of(wrong)
        for wrong in ("面积：数字\n面积：文字", "去哪里：新市场"):
            with pytest.raises(rules.FieldsUnread):
                rules.asks_of(wrong)


class TestDoors:
    def test_go_step_by_step_and_leave_by_the_last_with_a_photo(self, town: Town) -> None:
        one = campaign(town)
        first, *_rest = doors(town, one)
        assert doors(town, one)[-1].order == 3  # the same list again adds nothing
        who, at = town.actor("sweeper"), MONDAY + DAY  # a party of the campaign
        op.advance_target(actor=who, target=first, at=at, seen=1)
        with pytest.raises(op.TargetMoved):  # from a page that stood open
            op.advance_target(actor=who, target=first, at=at, seen=1)
        first.refresh_from_db()
        assert (first.step, first.due_date) == (1, at.date() + 3 * DAY)
        op.advance_target(actor=who, target=first, at=at)
        with pytest.raises(op.PhotoMissing):
            op.advance_target(actor=who, target=first, at=at)
        op.advance_target(actor=who, target=first, at=at, files=[picture(town, "sweeper")])
        first.refresh_from_db()
        assert (first.outcome, first.ended_at, first.due_date) == ("done", at, None)
        with pytest.raises(op.TargetMoved):
            op.note_target(actor=who, target=first, at=at, words="又去了")
        assert queries.figures_of(one).done == 1
        assert queries.progress_of(one) == ((at.date(), 1, 1),)

    def test_a_phone_that_sends_again_does_it_once(self, town: Town) -> None:

        one = campaign(town)
        first, key = doors(town, one)[0], uuid.uuid4()
        for _ in range(2):
            op.advance_target(actor=town.actor("leader"), target=first, at=MONDAY, key=key)
        first.refresh_from_db()
        assert (first.step, first.moves.count()) == (1, 2)

    def test_grids_take_only_what_passed_the_gate(self, town: Town) -> None:
        one = campaign(town)
        all_of = doors(town, one)
        leader = town.actor("leader")
        pks = [t.pk for t in all_of]
        with pytest.raises(op.NotAdmitted):
            op.give_targets(actor=leader, at=MONDAY, campaign=one, targets=pks, to=None)
        task = duties.ask_task(
            actor=leader, at=MONDAY, unit=town.office, office=town.office, what="帮着通知", days=20,
            grounds=town.communities, outside_basis="街办二号文",
        )  # fmt: skip
        op.name_task(actor=leader, at=MONDAY, campaign=one, task=task)
        with pytest.raises(op.NotAdmitted):  # asked is not admitted
            op.give_targets(actor=leader, at=MONDAY, campaign=one, targets=pks, to=None)
        duties.admit_task(actor=leader, number=task.case.number, at=MONDAY, until=MONDAY + 10 * DAY)
        one.refresh_from_db()
        assert op.give_targets(actor=leader, at=MONDAY, campaign=one, targets=pks, to=None) == 3
        assert op.give_targets(actor=leader, at=MONDAY, campaign=one, targets=pks, to=None) == 0
        worker = town.actor("worker")
        seen, _more = queries.targets_of(actor=worker, campaign=one, at=MONDAY, view="mine")
        # A grid worker has the doors of the own grid and no others.
        own = {t.pk for t in Target.objects.filter(unit__in=worker.unit_ids)}
        assert {row.id for row in seen} == own
        assert own

    def test_who_does_not_take_part_sees_nothing(self, town: Town) -> None:
        one = campaign(town, who="dispatcher")
        first = doors(town, one)[0]
        for name in ("stoker", "auditor"):
            actor = town.actor(name)
            assert not queries.campaigns_of(actor=actor)
            with pytest.raises(queries.NoSuchCampaign):
                queries.get_campaign(actor=actor, pk=one.pk)
            with pytest.raises(queries.NoSuchDoor):
                queries.get_target(actor=actor, pk=first.pk)
            with pytest.raises(op.NoSuchTarget):
                op.note_target(actor=actor, target=first, at=MONDAY, words="x")
        with pytest.raises(op.NotYoursToRun):
            op.list_targets(actor=town.actor("sweeper"), at=MONDAY, campaign=one, rows=[Source("x")])
        with pytest.raises(op.NotYoursToOpen):
            campaign(town, who="worker")

    def test_scope_is_the_same_for_one_and_for_many(self, town: Town) -> None:
        one = campaign(town)
        doors(town, one)
        for name in ("leader", "worker", "worker2", "secretary", "sweeper", "stoker", "auditor"):
            actor = town.actor(name)
            many = set(Target.objects.filter(policies.reachable_targets(actor)))
            assert many == {t for t in Target.objects.all() if policies.reaches_target(actor, t)}
            found = Campaign.objects.filter(policies.reachable(actor)).exists()
            assert found == policies.reaches(actor, one)

    def test_the_database_keeps_what_was_done(self, town: Town) -> None:
        first = doors(town, campaign(town))[0]
        op.note_target(actor=town.actor("leader"), target=first, at=MONDAY, words="没人")
        for change in ({"verb": "advance"}, {"words": "有人"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                TargetMove.objects.filter(target=first, seq=2).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            TargetMove.objects.filter(target=first).delete()
        TargetMove.objects.filter(target=first, seq=2).update(words="")  # the law may ask for that
        with pytest.raises(IntegrityError), transaction.atomic():  # nobody's, and not over
            Target.objects.filter(pk=first.pk).update(due_date=None)

    def test_closes_when_every_door_has_left_or_the_last_day_is_past(self, town: Town) -> None:
        one = campaign(town, until_date=MONDAY.date() + 5 * DAY, from_date=MONDAY.date())
        first, *rest = doors(town, one)
        leader = town.actor("leader")
        with pytest.raises(op.TargetsOpen):
            op.close_campaign(actor=leader, at=MONDAY, campaign=one, result="办完了")
        for t in (first, *rest):
            op.exempt_target(actor=leader, target=t, at=MONDAY, words="不在范围里")
        op.close_campaign(actor=leader, at=MONDAY, campaign=one, result="办完了")
        with pytest.raises(op.CampaignOver):
            op.close_campaign(actor=leader, at=MONDAY, campaign=one, result="办完了")

    def test_keeps_numbers_and_nothing_of_people_a_year_after_its_end(self, town: Town) -> None:
        one = campaign(town)
        first, *rest = doors(town, one)
        leader = town.actor("leader")
        op.fill_target(actor=leader, target=first, at=MONDAY, answers={"面积": "20"})
        for t in (first, *rest):
            op.exempt_target(actor=leader, target=t, at=MONDAY, words="李四说不在范围")
        op.close_campaign(actor=leader, at=MONDAY, campaign=one, result="办完了")
        assert op.forget_campaigns(at=MONDAY + 364 * DAY) == 0
        assert op.forget_campaigns(at=MONDAY + 366 * DAY) == 1
        first.refresh_from_db()
        assert (first.name, first.address, first.answers) == ("", "", {})
        assert not any(m.words for m in TargetMove.objects.all())
        assert queries.figures_of(one).exempt == 3


class TestMornings:
    def test_says_what_moved_what_is_stuck_and_what_became_of_yesterdays_decisions(self, town: Town) -> None:
        one = campaign(town)
        a, b, c = doors(town, one)
        leader = town.actor("leader")
        op.hold_morning(actor=leader, at=MONDAY, campaign=one)
        later = MONDAY + timedelta(hours=3)
        op.advance_target(actor=leader, target=a, at=later)
        op.stick_target(actor=leader, target=b, at=later, words="租约没到期", decider=town.sanitation)
        sheet = queries.sheet_of(actor=leader, campaign=one, at=MONDAY + DAY)
        assert [(r.name, r.verb, r.step) for r in sheet.moved] == [
            ("1 号摊", "advance", "签协议"),
            ("2 号摊", "stick", "告知"),
        ]
        assert [(r.name, r.why, r.since) for r in sheet.stuck] == [("2 号摊", "租约没到期", later)]
        assert sheet.stuck[0].decider == str(town.sanitation)
        number = decided(town, MONDAY + DAY, campaign=one, target=b, what="和房东谈")
        tomorrow = queries.sheet_of(actor=leader, campaign=one, at=MONDAY + 2 * DAY)
        assert [(d.title, d.state, d.door) for d in tomorrow.before] == [("和房东谈", "given", "2 2 号摊")]
        op.answer_decision(actor=town.actor("sweeper"), number=number, at=MONDAY + DAY, answer="谈好了")
        op.confirm_decision(actor=leader, number=number, at=MONDAY + 2 * DAY)
        tomorrow = queries.sheet_of(actor=leader, campaign=one, at=MONDAY + 2 * DAY)
        assert [(d.state, d.answer, d.was_late) for d in tomorrow.before] == [("done", "谈好了", False)]
        # A door whose days are over is stuck although nobody said so; the sheet of a day stays what it was.
        past = queries.sheet_of(actor=leader, campaign=one, at=MONDAY + 9 * DAY)
        assert {r.name for r in past.stuck} == {"1 号摊", "2 号摊", "3 号摊"}
        assert [r.is_said for r in past.stuck] == [True, False, False]
        first = queries.sheet_of(actor=leader, campaign=one, at=MONDAY + 9 * DAY, day=MONDAY.date())
        assert (first.moved, first.stuck, first.open) == ((), (), 3)
        op.free_target(actor=leader, target=b, at=MONDAY + 9 * DAY, words="接着办")
        assert b.pk not in {
            r.id for r in queries.sheet_of(actor=leader, campaign=one, at=MONDAY + 9 * DAY).stuck
        }
        assert c.pk

    def test_is_held_once_a_day_and_only_by_who_runs_it(self, town: Town) -> None:
        one = campaign(town)
        for words in ("", "都到了"):
            op.hold_morning(actor=town.actor("leader"), at=MONDAY, campaign=one, words=words)
        assert Morning.objects.get().words == "都到了"
        with pytest.raises(op.NotYoursToRun):
            op.hold_morning(actor=town.actor("sweeper"), at=MONDAY, campaign=one)
        with pytest.raises(op.DecisionTooLong):
            decided(town, MONDAY, campaign=one, until=MONDAY.date() - DAY)
        with pytest.raises(op.StrangeDecider):
            decided(town, MONDAY, campaign=one, to=town.office.parent)

    def test_nobody_is_counted_by_name(self, town: Town) -> None:
        one = campaign(town)
        first = doors(town, one)[0]
        op.advance_target(actor=town.actor("leader"), target=first, at=MONDAY)
        sheet = queries.sheet_of(actor=town.actor("leader"), campaign=one, at=MONDAY)
        assert town.actor("leader").name not in repr(
            (sheet, queries.progress_of(one), queries.figures_of(one))
        )


class TestKind(kinds.Machines):
    kind, verbs, states, paths = DECISIONS, texts.VERBS, texts.STATES, PATHS


@pytest.mark.django_db(transaction=True)
def test_all_of_a_move_or_nothing() -> None:
    town = build_town()
    campaign(town)
    deaths.dies_whole(lambda: decided(town), DECISIONS.tables, least=3)
    number = decided(town)
    for name, said in PATHS["done"]:
        actor = town.actor(name)
        deaths.dies_whole(
            lambda said=said, actor=actor: CALLS[said](town, actor, number, MONDAY), DECISIONS.tables, 4
        )
    assert set(DECISION.limits) == set(texts.SLOTS)
