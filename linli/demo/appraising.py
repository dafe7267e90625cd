"""The street assesses its communities: a published scheme, two weeks of it made public, an appeal answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final

from linli.demo.company import Company
from linli.demo.errands import Act
from linli.insight.appraisals import operations as op
from linli.insight.appraisals.models import AppraisalAppeal, AppraisalRound, AppraisalScheme
from linli.insight.appraisals.rules import Line, Whom
from linli.kernel import clock

LEADER: Final = "luoshuji"
NAME: Final = "社区接诉即办考核办法"
LINES: Final = (
    Line("answered", 30, 60, 98),
    Line("in_time", 30, 60, 95),
    Line("solved", 20, 60, 95),
    Line("satisfied", 20, 60, 95),
)
APPEAL: Final = "有两件是停电时报的，电力部门周末才修好，我们当天就上门说明了。"
AGAIN: Final = "这两周替隔壁社区接了电话，他们的件记在了我们名下，请核一下。"
TOO_SOON: Final = "有几位没接到回访电话，不该算不满意。"
READ: Final = "点开看了分子分母，没接到回访的本来就不算，收回。"
ANSWER: Final = "查过记录，按时联系了居民；办结晚在抢修，这一项不算。"


def _publish(company: Company, at: datetime) -> None:
    made = op.draft_scheme(
        actor=company.actor(LEADER), office=company.unit("street"), name=NAME, whom=Whom.COMMUNITY,
        basis="主任办公会议定，征求过各社区意见", least=2, lines=LINES,
    )  # fmt: skip
    op.publish_scheme(actor=company.actor(LEADER), at=at, scheme=made.pk)


def _show(company: Company, at: datetime) -> None:
    """Assess the two weeks up to yesterday, leave out a community that was moving, and make it public."""
    today = clock.local(at).date()
    scheme = AppraisalScheme.objects.get(name=NAME)
    actor = company.actor(LEADER)
    row = op.open_round(actor=actor, scheme=scheme.pk, start=today - timedelta(days=14), until=today)
    reason = "这两周社区服务站搬家，由街道代办。"
    op.exclude_unit(actor=actor, at=at, appraisal=row.pk, unit=company.unit("c9"), reason=reason)
    op.show_round(actor=actor, at=at, appraisal=row.pk)


def _appeal(company: Company, at: datetime) -> None:
    unit = company.unit("c4")
    actor = company.of(unit, Random("appraisal"), "community_secretary")
    row = AppraisalRound.objects.get(scheme__name=NAME)
    op.appeal_round(actor=actor, at=at, appraisal=row.pk, unit=unit, code="in_time", words=APPEAL)


def _appeal_again(company: Company, at: datetime) -> None:
    """Let another community appeal, about all of its result; its answer is owed when the story ends."""
    unit = company.unit("c7")
    actor = company.of(unit, Random("appraisal"), "community_secretary")
    row = AppraisalRound.objects.get(scheme__name=NAME)
    op.appeal_round(actor=actor, at=at, appraisal=row.pk, unit=unit, words=AGAIN)


def _appeal_too_soon(company: Company, at: datetime) -> None:
    """Let a third community appeal, and take it back when it has read how its number is counted."""
    unit = company.unit("c2")
    actor = company.of(unit, Random("appraisal"), "community_secretary")
    row = AppraisalRound.objects.get(scheme__name=NAME)
    op.appeal_round(actor=actor, at=at, appraisal=row.pk, unit=unit, code="satisfied", words=TOO_SOON)


def _take_back(company: Company, at: datetime) -> None:
    one = AppraisalAppeal.objects.get(round__scheme__name=NAME, code="satisfied")
    actor = company.of(one.unit, Random("appraisal"), "community_secretary")
    op.withdraw_appeal(actor=actor, at=at, appraisal=one.round_id, appeal=one.pk, words=READ)


def _answer(company: Company, at: datetime) -> None:
    one = AppraisalAppeal.objects.get(round__scheme__name=NAME, code="in_time")
    actor = company.actor(LEADER)
    op.answer_appeal(actor=actor, at=at, appraisal=one.round_id, appeal=one.pk, is_upheld=True, answer=ANSWER)


ACTS: Final = (
    Act(51, _publish),
    Act(25, _show),
    Act(8, _appeal_too_soon),
    Act(6, _appeal),
    Act(5, _take_back),
    Act(4, _appeal_again),
    Act(2, _answer),
)
"""Hours before the story ends."""
