"""An item that contradicts itself is named for what is wrong with it, and cannot be published."""

from dataclasses import replace
from typing import Any

import pytest

from linli.pillars.service.catalog.rules import checks
from linli.pillars.service.catalog.rules.item import (
    Fee,
    Ground,
    Handling,
    Line,
    Material,
    Need,
    Question,
    Result,
    ResultKind,
    Review,
    Time,
    Way,
    Who,
)
from tests.pillars.service.catalog.items import ITEM, spoilt

REASON = Line("来一趟")
PAPER = ITEM.materials[0]


def test_a_sound_item_has_nothing_against_it() -> None:
    assert checks.check(ITEM) == ()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"handling": Handling.INSTANT}, checks.InstantHasTime),
        ({"time": Time()}, checks.PromiseMissing),
        ({"review": Review.AT_ONCE}, checks.PromiseNeedsReview),
        ({"time": replace(ITEM.time, promised="21 work_day")}, checks.PromiseBeyondLaw),
        ({"time": replace(ITEM.time, promised="40 calendar_day")}, checks.PromiseBeyondLaw),
        ({"visits_reason": Line()}, checks.VisitReasonMissing),
        ({"visits": 0}, checks.VisitReasonIdle),
        ({"visits": 0, "visits_reason": Line("无"), "ways": (Way.WINDOW,), "depth": 1}, checks.NoWayFromHome),
        ({"depth": 4}, checks.DepthNeedsNoVisit),
        ({"depth": 1}, checks.OnlineWithoutDepth),
        (
            {"ways": (Way.WINDOW, Way.POST), "depth": 4, "visits": 0, "visits_reason": Line()},
            checks.OnlineWithoutDepth,
        ),
        ({"result": Result(Line("残疾人证"), ResultKind.NONE)}, checks.ResultUnlikeKind),
        ({"result": Result(Line("同意的批复"), ResultKind.DOCUMENT)}, checks.ResultUnlikeKind),
        ({"fee": Fee(is_charged=True, amount=Line("10 元"))}, checks.FeeWithoutGround),
        ({"grounds": ()}, checks.GroundMissing),
        ({"who": Who()}, checks.NameMissing),
        ({"group": "moon"}, checks.GroupUnknown),
        ({"conditions": ()}, checks.ConditionMissing),
        ({"steps": ()}, checks.StepsMissing),
        ({"materials": (PAPER, PAPER)}, checks.CodeTwice),
        ({"questions": (Question("card", Line("?"), when={"who": ("self",)}),)}, checks.AnswerUnknown),
        ({"materials": (replace(PAPER, when={"who": ("nobody",)}),)}, checks.AnswerUnknown),
        ({"materials": (replace(PAPER, need=Need.LATER),)}, checks.NothingSure),
        (
            {"materials": (Material("alive", Line("健在证明"), source=Line("社区居委会")),)},
            checks.PaperAbolished,
        ),
        (
            {
                "who": Who(body="东里社区居委会"),
                "result": Result(Line("婚姻状况证明"), ResultKind.CERTIFICATE),
            },
            checks.PaperAbolished,
        ),
    ],
)
def test_names_what_contradicts_itself(changes: dict[str, Any], refusal: type[checks.ItemUnfit]) -> None:
    assert refusal in [type(found) for found in checks.check(spoilt(**changes))]


def test_a_proof_from_those_who_still_give_it_may_be_asked_for() -> None:
    paper = Material("death", Line("死亡证明"), source=Line("医院"))
    assert checks.check(spoilt(materials=(paper,))) == ()


def test_a_promise_of_as_many_calendar_days_as_working_days_keeps_the_law() -> None:
    assert checks.check(spoilt(time=Time(statutory="20 work_day", promised="20 calendar_day"))) == ()


def test_hints_say_what_nobody_looked_at_yet() -> None:
    assert checks.hints(ITEM) == ()
    unread = spoilt(grounds=(Ground("某法", "第一条"),), said=(), time=Time(promised="3 work_day"))
    assert set(checks.hints(unread)) == {checks.GROUND_UNCHECKED, checks.NOT_SAID, checks.NO_STATUTORY}
