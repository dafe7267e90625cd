"""Elections of owners' committees in the demo town: one from its proposal to its filing, others on their way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from linli.base.flow import jobs as flow
from linli.base.people.models import Household
from linli.base.places.models import Compound
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.demo.estates import home
from linli.pillars.governance.deliberation import operations as topics
from linli.pillars.governance.deliberation.rules import Via
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import queries
from linli.pillars.governance.estates.models import Election, ElectionVote
from linli.pillars.governance.estates.operations import Door, Named, Standing
from linli.pillars.governance.estates.rules import GroupSide, Meeting

What = Callable[[Company, datetime], object]
SECRETARY: Final = "zhengshuji"
CLERK: Final = "fangzhuren"
GROUP: Final = (
    Named(GroupSide.STREET, "街道平安办老潘", is_chair=True),
    Named(GroupSide.COMMUNITY, "社区居委会小陈"),
    Named(GroupSide.OWNER, "业主代表孟老师"),
    Named(GroupSide.OWNER, "业主代表沙师傅"),
    Named(GroupSide.OWNER, "业主代表老曲"),
)
LIST: Final = (
    Standing("孟老师", "1 号楼", "教了三十年书，愿意替大家跑腿"),
    Standing("沙师傅", "3 号楼", "懂水电，先把门禁修好"),
    Standing("老曲", "2 号楼", "账目一季一公布"),
    Standing("窦会计", "5 号楼", "管过账"),
    Standing("小丛", "4 号楼", "年轻人多听大家的"),
    Standing("老邢", "6 号楼", "退休前管过锅炉房"),
)
COVENANT: Final = (
    "一、不堵消防通道，不从窗户拉线充电。二、装修先登记，早八点到晚八点。三、公共收益一季一公示。"
)
PROCEDURE: Final = (
    "一、业主大会一年开一次，百分之二十以上业主提议就临时开。二、业主委员会七日内答复业主的书面意见。"
)
SEATS: Final = 5
MANY_AGREED: Final = 1
"""The door whose paper agrees to all who stand, and is void."""
MOST_DOORS: Final = 12


def _others(company: Company) -> list[Compound]:
    rows = Compound.objects.filter(community=company.unit("c5")).exclude(pk=home(company).pk)
    return list(rows.filter(estate__committee_from=None).order_by("pk"))


def _by(company: Company, at: datetime, which: int, who: str = SECRETARY) -> dict[str, Any]:
    one = home(company) if which < 0 else _others(company)[which]
    found = Election.objects.select_related("case").get(estate=one.pk)
    return {"actor": company.actor(who), "number": found.case.number, "at": at}


def _propose(which: Iterable[int]) -> What:
    def do(company: Company, at: datetime) -> None:
        for n in which:
            rest = _others(company)
            if n < len(rest):
                one = home(company) if n < 0 else rest[n]
                op.propose_election(
                    actor=company.actor(SECRETARY),
                    at=at,
                    compound=one,
                    words="有二十几户业主提出来，想选一个业主委员会。",
                )

    return do


def _convene(which: int) -> What:
    def do(company: Company, at: datetime) -> None:
        by = _by(company, at, which)
        op.name_group(**by, members=GROUP)
        op.convene_group(**by, answer="筹备组名单已经贴在小区门口。")

    return do


def _prepare(which: int) -> What:
    def do(company: Company, at: datetime) -> None:
        by = _by(company, at, which)
        estate = Election.objects.get(case__number=by["number"]).estate_id
        doors = Household.objects.filter(building__compound=estate).select_related("building__compound")
        rows = doors.order_by("building", "stairwell", "room")[:MOST_DOORS]
        op.write_roll(**by, doors=[Door(str(door), 6_200 + n % 7 * 550) for n, door in enumerate(rows)])
        op.write_list(**by, candidates=LIST, seats=SEATS)
        op.write_drafts(**by, covenant=COVENANT, procedure=PROCEDURE, meeting=Meeting.ONLINE, term_years=5)
        op.post_papers(**by, until=at + timedelta(days=15, hours=1), answer="名册、名单和规约都贴出来了。")

    return do


def _object(which: int) -> What:
    def do(company: Company, at: datetime) -> None:
        op.object_to_election(
            **_by(company, at, which), words="2 号楼有一户的面积和房产证不一样。", name="老徐"
        )

    return do


def _dismiss(which: int) -> What:
    def do(company: Company, at: datetime) -> None:
        op.dismiss_objection(**_by(company, at, which), answer="拿房产证核对过，名册上的面积没有错。")

    return do


def _tick(company: Company, at: datetime) -> None:
    """Let the clock do what is due with the finished election and its topics."""
    found = Election.objects.select_related("case").get(estate=home(company).pk)
    numbers = [vote.topic.case.number for vote in queries.latest_votes(found)]
    for number in (*numbers, found.case.number):
        while flow.tick(number, at):
            pass


def _vote(company: Company, at: datetime) -> None:
    op.put_to_vote(**_by(company, at, -1), until=at + timedelta(days=5))


def _count(company: Company, at: datetime) -> None:
    """Take every vote in by hand at the gate, and count."""
    found = Election.objects.get(estate=home(company).pk)
    votes = queries.latest_votes(found)
    by = _by(company, at, -1)
    for n, door in enumerate(found.doors.values_list("label", flat=True)):
        given: dict[str, Any] = {"door": door, "choices": {vote.pk: _said(n, vote) for vote in votes}}
        op.take_ballot(**by, via=Via.PAPER if n == MANY_AGREED else Via.SPOT, **given)
        if n == MANY_AGREED:
            op.check_ballot(**{**by, "actor": company.actor(CLERK)}, **given)
    for vote in votes:
        topics.close_vote(**{**by, "number": vote.topic.case.number})
    op.take_result(**by)


def _said(door: int, vote: ElectionVote) -> int:
    """Say what a door answers: six stand for five seats, the last one convinces half, a paper agrees to all six."""
    if vote.candidate is None or door == MANY_AGREED:
        return int(door % 9 == 8)
    left_out = LIST[-1] if door % 2 == 0 else LIST[door % SEATS]
    return int(door % 9 == 8 or vote.candidate.name == left_out.name)


def _seat(company: Company, at: datetime) -> None:
    by = _by(company, at, -1)
    rows = list(Election.objects.get(case__number=by["number"]).candidates.filter(is_elected=True))
    op.seat_committee(
        **by, answer="推选孟老师当主任，沙师傅当副主任，先办门禁。", chair=rows[0].pk, deputy=rows[1].pk
    )


def _file(company: Company, at: datetime) -> None:
    op.file_committee(**_by(company, at, -1), answer="会议记录、管理规约、议事规则、委员名单，一共四份。")


def _confirm(company: Company, at: datetime) -> None:
    op.confirm_filing(**_by(company, at, -1, "fangzhuren"), answer="材料齐全，同意备案。")


def _shelve(company: Company, at: datetime) -> None:
    op.shelve_election(
        **_by(company, at, 2), until=at + timedelta(days=40), note="业主代表不到一半，再动员一个月。"
    )


ACTS: Final = (
    Act(690, _propose((-1,))),
    Act(680, _convene(-1)),
    Act(676, _prepare(-1)),
    Act(500, _object(-1)),
    Act(470, _dismiss(-1)),
    Act(312, _tick),
    Act(300, _vote),
    Act(252, _count),
    Act(200, _seat),
    Act(82, _tick),
    Act(60, _file),
    Act(20, _confirm),
    Act(330, _propose(range(8))),
    Act(260, _convene(0)),
    Act(230, _prepare(0)),
    Act(90, _object(0)),
    Act(200, _convene(1)),
    Act(160, _shelve),
)
