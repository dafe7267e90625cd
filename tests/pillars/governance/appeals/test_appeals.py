"""An appeal of a unit: brought before who answers, due by a day an office may set, answered to who made it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Card, Case
from linli.base.flow.refusals import NotYourMove
from linli.base.notices.models import Notice
from linli.base.notices.operations import read_steps
from linli.base.people.actors import SYSTEM
from linli.insight.appraisals import operations as appraisals
from linli.kernel import clock
from linli.pillars.governance.appeals import operations as op
from linli.pillars.governance.appeals.flow import LIMITS
from linli.pillars.governance.appeals.texts import STATES, VERBS
from linli.pillars.governance.estates import operations as estates
from tests.kinds import Machines
from tests.pillars.governance.appeals.doing import APPEALS, PATHS, appealed
from tests.pillars.governance.estates.test_reviews import Yard
from tests.town import MONDAY, Town

DAY = timedelta(days=1)


class TestKind(Machines):
    kind = APPEALS
    verbs = VERBS
    states = STATES
    paths = PATHS


def told(town: Town, name: str) -> list[str]:
    """Name what somebody has been told."""
    read_steps(actor=SYSTEM, at=MONDAY)
    rows = Notice.objects.filter(account=town.people[name], channel="in_app").order_by("pk")
    return list(rows.values_list("template", flat=True))


@pytest.mark.django_db
class TestAssessment:
    def test_waits_for_leaders_and_centre_until_its_day_and_the_unit_hears_the_answer(
        self, town: Town
    ) -> None:
        row = appealed(town, MONDAY, "停电三天，打不通 13812345678。")
        case = Case.objects.get(pk=row.case_id)
        assert case.holder == town.office
        assert MONDAY + 4 * DAY < case.due_at < MONDAY + 8 * DAY, "five working days"
        for name in ("leader", "dispatcher"):
            assert told(town, name) == ["appealed"]
        assert told(town, "sweeper") == []
        with clock.frozen(MONDAY):
            leader, secretary = town.client("leader"), town.client("secretary")
            page = leader.get("/d/").content.decode()
            assert case.number in page
            assert "单位的申诉" in page
            assert case.number not in secretary.get("/d/").content.decode(), "it waits for who answers"
            there = leader.get(f"/d/appeals/{case.number}/")
            assert there["Location"] == f"/b/appraisals/{row.round_id}/#appeals"
            assert "前答复" in secretary.get(f"/b/appraisals/{row.round_id}/").content.decode()
            assert town.client("sweeper").get(f"/d/appeals/{case.number}/").status_code == 404
            assert leader.get("/d/appeals/20990101-0001/").status_code == 404
        appraisals.answer_appeal(
            actor=town.actor("leader"),
            at=MONDAY,
            appraisal=row.round_id,
            appeal=row.pk,
            is_upheld=True,
            answer="属实。",
        )
        case.refresh_from_db()
        assert (case.state, case.is_open) == ("upheld", False)
        assert told(town, "secretary") == ["appeal_upheld"]

    def test_said_again_it_is_the_same_appeal_with_both_words_in_its_steps(self, town: Town) -> None:
        row = appealed(town, MONDAY)
        again = appraisals.appeal_round(
            actor=town.actor("secretary"),
            at=MONDAY + DAY,
            appraisal=row.round_id,
            unit=row.unit,
            words="还停过水。",
        )
        assert (again.pk, again.words) == (row.pk, "还停过水。")
        said = [step.words.note for step in row.case.steps.order_by("seq")]
        assert said == ["停电三天，电话打不通。", "还停过水。"]
        assert told(town, "leader") == ["appealed", "appealed_more"]

    def test_the_unit_takes_it_back_and_may_say_it_again_and_nobody_answers_it_then(self, town: Town) -> None:
        row = appealed(town, MONDAY)
        there = f"/b/appraisals/{row.round_id}/"
        back = f"{there}appeals/{row.pk}/withdraw/"
        with clock.frozen(MONDAY):
            assert back not in town.client("leader").get(there).content.decode()
            assert town.client("leader").post(back, {"words": "算了"}).status_code == 404
            secretary = town.client("secretary")
            assert back in secretary.get(there).content.decode()
            empty = secretary.post(back, {"words": " "})
            assert empty.status_code == 422
            assert "收回申诉" in empty.content.decode()
            assert secretary.post(back, {"words": "看过说明，没有意见了"}).status_code == 302
            assert "收回了" in secretary.get(there).content.decode()
            assert secretary.post(back, {"words": "再收回"}).status_code == 409
        case = Case.objects.get(pk=row.case_id)
        assert (case.state, case.is_open, case.end_reason) == ("withdrawn", False, "withdrawn")
        assert told(town, "leader") == ["appealed", "appeal_withdrawn"]
        answer = {"appraisal": row.round_id, "appeal": row.pk, "is_upheld": True, "answer": "属实。"}
        with pytest.raises(op.AppealAnswered):
            appraisals.answer_appeal(actor=town.actor("leader"), at=MONDAY, **answer)
        again = appraisals.appeal_round(
            actor=town.actor("secretary"),
            at=MONDAY,
            appraisal=row.round_id,
            unit=row.unit,
            words="还停过水。",
        )
        assert again.pk != row.pk

    def test_unanswered_it_turns_red_and_climbs_like_everything_owed(self, town: Town) -> None:
        case = appealed(town, MONDAY).case
        sweep(MONDAY + 20 * DAY)
        case.refresh_from_db()
        assert case.card == Card.RED
        assert case.climb > 0

    def test_an_office_sets_its_own_days(self, town: Town) -> None:
        keeper = town.client("sysadmin")
        slot = "governance.appeal::judge"
        assert slot in keeper.get("/d/house/limits/").content.decode()
        given = {"amount": 2, "unit": "work_day", "basis": "街办一号文"}
        assert keeper.post(f"/d/house/limits/{slot}/", given).status_code == 302
        case = appealed(town, MONDAY).case
        assert case.limits["judge"] == "2 work_day"
        assert LIMITS["judge"].amount == 5


@pytest.mark.django_db
class TestCompany:
    def test_waits_with_the_office_and_the_company_hears_the_answer(self, town: Town) -> None:
        yard = Yard(town)
        yard.case_of_theirs(20, 3, 5)
        yard.publish()
        made = estates.appeal_review(
            actor=town.actor("pm"), at=MONDAY, review=yard.review.pk, words="归供热站"
        )
        case = Case.objects.get(pk=made.case_id)
        assert made.answer_by == case.due_at
        assert "appealed" in told(town, "leader")
        with clock.frozen(MONDAY):
            assert case.number in town.client("leader").get("/d/").content.decode()
            there = town.client("pm").get(f"/d/appeals/{case.number}/")["Location"]
            assert there == f"/d/estates/reviews/{yard.review.pk}/#appeals"
        back = f"/d/estates/reviews/{yard.review.pk}/withdraw/"
        with clock.frozen(MONDAY):
            assert town.client("secretary").post(back, {"withdraw-words": "算了"}).status_code == 404
            assert town.client("pm").post(back, {"withdraw-words": "说清楚了"}).status_code == 302
            assert (
                "公司收回了"
                in town.client("leader").get(f"/d/estates/reviews/{yard.review.pk}/").content.decode()
            )
        assert told(town, "leader")[-1] == "appeal_withdrawn"
        made = estates.appeal_review(
            actor=town.actor("pm"), at=MONDAY, review=yard.review.pk, words="还是归供热站"
        )
        case = Case.objects.get(pk=made.case_id)
        by = {"actor": town.actor("pm"), "number": case.number, "at": MONDAY, "unit": yard.company}
        with pytest.raises(NotYourMove):
            op.judge_appeal(**by, is_upheld=True, answer="我们对")
        with pytest.raises(estates.OfficeMakesMethod):
            estates.answer_appeal(
                actor=town.actor("secretary"), at=MONDAY, review=yard.review.pk, answer="对", is_upheld=True
            )
        estates.answer_appeal(
            actor=town.actor("dispatcher"), at=MONDAY, review=yard.review.pk, answer="超期了", is_upheld=False
        )
        assert told(town, "pm")[-1] == "appeal_dismissed"
        case.refresh_from_db()
        assert case.state == "dismissed"
