"""Secretaries' projects and a Party organisation's responsibility list in the demo town."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from linli.base.flow.models import Case
from linli.base.people.actors import Actor
from linli.base.people.queries import actor_for
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.pillars.governance.supervision import operations as supervision
from linli.pillars.governance.supervision.rules import DutyOf, Every
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.secretary import operations as op

SECRETARY: Final = "chenguifang"
TOP_TITLE: Final = "党建引领社会治理创新"
GRID_TITLE: Final = "把没有物业的老院子管起来"
PARTY_LISTS: Final = (
    (DutyOf.FIRST, "召开党建专题会", Every.QUARTER, 6, "会议记录和议定事项"),
    (DutyOf.DIRECT, "给党员讲一次党课", Every.HALF, 30, "台账里的党课记录"),
    (DutyOf.DUAL, "带队到联系的社区解决一件事", Every.MONTH, -2, "办结的编号"),
)
CORE: Final = "党工委书记牵头，五个社区党委、派出所、物业站一月一议。"
SUBJECT: Final = "社区党委主责，居委会、业委会、物业、居民代表各认一块，写进责任表。"
SUPPORT: Final = "用党群服务中心和议事厅，十五支百姓管家队伍跟上。"


def _top() -> Organisation:
    return Organisation.objects.get(kind=OrgKind.WORKING_COMMITTEE.value, closed_on=None)


def _propose(company: Company, at: datetime) -> None:
    """Let the working committee take on the first of all subjects, and a grid's branch an old courtyard."""
    clerk, year = company.actor("zuzhi"), clock.local(at).year
    op.propose_project(
        actor=clerk, at=at, organisation=_top().pk, year=year, title=TOP_TITLE,
        aim="小区里的事多头管、没人牵头，居民不知道找谁。", proof="每个社区都有一张谁管什么的表，议定的事年底办成八成以上。",
    )  # fmt: skip
    top = _top()
    for of, what, every, days, proof in PARTY_LISTS:
        supervision.keep_responsibility(
            actor=company.actor("luoshuji"), office=company.unit("street"), unit=top.unit,
            of=of, what=what, basis="党建工作责任清单", every=every,
            due=(clock.local(at) + timedelta(days=10 + days)).date(), proof=proof,
        )  # fmt: skip


def _number(title: str) -> str:
    return Case.objects.get(kind="party.secretary", title=title).number


def _approve(company: Company, at: datetime) -> None:
    """Let the office's leader say yes; the committee builds the core and sets the subject."""
    number, clerk = _number(TOP_TITLE), company.actor("zuzhi")
    op.approve_project(actor=company.actor("luoshuji"), at=at, number=number)
    op.build_core(actor=clerk, at=at + timedelta(minutes=20), number=number, note=CORE)


def _on(company: Company, at: datetime) -> None:
    op.set_subject(actor=company.actor("zuzhi"), at=at, number=_number(TOP_TITLE), note=SUBJECT)


def _further(company: Company, at: datetime) -> None:
    op.find_support(actor=company.actor("zuzhi"), at=at, number=_number(TOP_TITLE), note=SUPPORT)


def _grid(company: Company, at: datetime) -> None:
    """Let the secretary of a grid's branch propose to her community's committee."""
    actor: Actor = actor_for(company.settled.accounts[SECRETARY], at)
    own = Organisation.objects.filter(
        pk__in=[post.unit_id for post in actor.posts if post.unit_kind == "party"]
    ).first()
    if own is not None:
        op.propose_project(
            actor=actor, at=at, organisation=own.pk, year=clock.local(at).year, title=GRID_TITLE,
            aim="三个老院子没有物业，垃圾、停车、路灯没人管。", proof="三个院子都选出自管会，连着三个月有人收垃圾费。",
        )  # fmt: skip


ACTS: Final = (Act(500, _propose), Act(470, _approve), Act(300, _on), Act(100, _further), Act(28, _grid))
