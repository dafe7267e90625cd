"""Joint meetings in the demo town: the greater working committee met with its eight units, and meets again next week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import Any, Final

from linli.base.orgs.models import Unit
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.demo.sharing import doer_of
from linli.kernel import clock
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners import queries
from linli.pillars.party.partners.models import JointMeeting, ReportIn
from linli.pillars.party.partners.rules import What

POINTS: Final = ("货场下夜班的人没处喝口热水", "学校门口四点半堵车", "夜里小区没处停车")
MINUTES: Final = (
    "先看需求单子，再一件一件说。货场的热水由离得近的单位腾一间屋；学校门口每天排两个人；"
    "夜里停车先看单位车库能让多少。下次会上看办到没有。"
)
#: What was agreed, and in how many days it is to be done: the first becomes a project, the second is done, the third is not.
AGREED: Final = (
    ("腾一间屋，给下夜班的人烧热水", 30), ("四点半到五点半，门口排两个人护学", 7), ("夜里让出三十个车位", 10),
    ("过年前把消防水带查一遍", 45),
)  # fmt: skip
NOTES: Final = ("能出两个人", "想说说停车", "", "会议室可以用我们的")
AGAIN: Final = ("上次说定的四件，办到没有", "春节前后值守怎么排")


def _committee() -> Organisation | None:
    return Organisation.objects.filter(kind=OrgKind.GREATER_WORKING.value, closed_on=None).first()


def _day(at: datetime, days: int) -> datetime:
    day = clock.local(at).date() + timedelta(days=days)
    return datetime.combine(day, time(15), clock.SHANGHAI)


def _call(company: Company, at: datetime) -> None:
    if (one := _committee()) is not None:
        op.call_joint_meeting(
            actor=company.actor("zuzhi"), at=at, organisation=one.pk, starts_at=_day(at, 2), place="街道三楼会议室",
            items=POINTS,
        )  # fmt: skip


def _call_again(company: Company, at: datetime) -> None:
    """Call the next one for the week after, about needs that still wait."""
    if (one := _committee()) is not None:
        needs = queries.needs_of(queries.ground_of(one))
        waiting = [need.pk for need in needs if need.case.state == "listed"][:3]
        op.call_joint_meeting(
            actor=company.actor("zuzhi"), at=at, organisation=one.pk, starts_at=_day(at, 6), place="街道三楼会议室",
            needs=waiting, items=AGAIN,
        )  # fmt: skip


def _ahead() -> JointMeeting | None:
    return JointMeeting.objects.filter(held_at=None, called_off_at=None).first()


def _answer(company: Company, at: datetime) -> None:
    """Let the units say whether they come: most do, one can't, one has not said yet."""
    if (row := _ahead()) is None:
        return
    for n, seat in enumerate(row.seats.select_related("unit")):
        if n == 6:
            continue
        op.answer_invitation(
            actor=doer_of(company, seat.unit), at=at, meeting=row.pk, unit=seat.unit_id, is_coming=n != 5,
            note="那天年检，走不开" if n == 5 else NOTES[n % len(NOTES)],
        )  # fmt: skip


def _doers(row: JointMeeting) -> list[Unit]:
    """Give the units that came, those that reported in to a community first."""
    units = [seat.unit for seat in row.seats.select_related("unit").filter(is_coming=True)]
    reported = set(ReportIn.objects.filter(unit__in=units, until=None).values_list("unit", flat=True))
    return sorted(units, key=lambda unit: unit.pk not in reported)


def _hold(company: Company, at: datetime) -> None:
    if (row := _ahead()) is None:
        return
    came, today = _doers(row), clock.local(at).date()
    op.hold_joint_meeting(
        actor=company.actor("zuzhi"), at=at, meeting=row.pk, came=[unit.pk for unit in came], minutes=MINUTES,
        lines=[
            op.Agreed(unit.pk, what, today + timedelta(days=days))
            for unit, (what, days) in zip(came, AGREED, strict=False)
        ],
    )  # fmt: skip


def _lines() -> Iterator[Any]:
    held = JointMeeting.objects.filter(held_at__isnull=False).first()
    return iter(held.lines.select_related("unit") if held is not None else ())


def _follow(company: Company, at: datetime) -> None:
    """List the first as a need of a community its unit reported in to, and have it claimed; the next two are answered."""
    for n, line in enumerate(_lines()):
        doer = doer_of(company, line.unit)
        if n == 0:
            place = ReportIn.objects.filter(unit=line.unit, until=None).select_related("community").first()
            if place is None:
                continue
            keeper = company.of(place.community, Random(line.pk))
            op.list_line(
                actor=keeper,
                at=at,
                line=line.pk,
                community=place.community,
                what=What.SPACE,
                served="下夜班的人",
            )
            op.claim_line(actor=doer, at=at, line=line.pk, steps=["腾屋子", "装热水器", "排谁管钥匙"])
        elif n == 1:
            op.answer_line(actor=doer, at=at, line=line.pk, is_done=True, said="排了班，每天两个人，站了一周")
        elif n == 2:
            op.answer_line(actor=doer, at=at, line=line.pk, is_done=False, said="车库在修，下个月才能让")


ACTS: Final = (
    Act(200, _call),
    Act(186, _answer),
    Act(132, _hold),
    Act(60, _follow),
    Act(30, _call_again),
    Act(12, _answer),
)
