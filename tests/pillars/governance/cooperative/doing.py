"""A cooperative in the first community of the hamlet, and how its representatives resolve something."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from linli.base.flow.jobs import tick
from linli.pillars.governance.cooperative import operations as op
from linli.pillars.governance.cooperative.models import Cooperative, Resolution
from linli.pillars.governance.cooperative.rules import Counted, MemberKind, Ratio
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation.models import Entry
from linli.pillars.governance.deliberation.rules import Via
from tests.pillars.governance.deliberation.doing import council
from tests.town import MONDAY, Town

DAY = timedelta(days=1)
RETIRED_AT_THREE = (
    Ratio(MemberKind.WORKING, Counted.PERSON, 1, 8),
    Ratio(MemberKind.RETIRED, Counted.PERSON, 1, 3),
)
ALL_AT_EIGHT = (
    Ratio(MemberKind.WORKING, Counted.PERSON, 1, 8),
    Ratio(MemberKind.RETIRED, Counted.PERSON, 1, 8),
)
PEOPLE = (
    ("孙一", MemberKind.WORKING, 12, "13900000021"),
    ("李二", MemberKind.RETIRED, 30, "13900000022"),
    ("王三", MemberKind.RETIRED, 28, ""),
)


def found(town: Town) -> Cooperative:
    """Found one with three representatives, where there is a hall to convene them."""
    council(town)
    secretary = town.actor("secretary")
    row = op.found_cooperative(
        actor=secretary, unit=town.communities[0], name="东里股份经济合作社", formed_on=date(2010, 7, 1)
    )
    for name in ("赵代表", "周代表", "吴代表"):
        op.seat_delegate(
            actor=secretary,
            cooperative=row.pk,
            name=name,
            from_date=date(2026, 1, 1),
            until_date=date(2031, 1, 1),
        )
    return row


def drafted(town: Town, row: Cooperative, at: datetime = MONDAY, title: str = "确认登记") -> Resolution:
    return op.draft_resolution(
        actor=town.actor("secretary", at),
        at=at,
        cooperative=row.pk,
        title=title,
        words="名单在社区公开栏贴过七天。",
    )


def put(town: Town, one: Resolution, at: datetime = MONDAY) -> Resolution:
    return op.put_to_vote(
        actor=town.actor("secretary", at), at=at, resolution=one.pk, until=at + DAY, minutes="上半年股民代表大会。"
    )  # fmt: skip


def vote(
    town: Town, one: Resolution, choices: tuple[int, ...], at: datetime = MONDAY, who: str = "secretary"
) -> None:
    """Let representatives raise their hands, close, publish, and let the publicity end without an objection."""
    given: dict[str, Any] = {"actor": town.actor(who, at), "number": one.topic.case.number}  # type: ignore[union-attr]
    entries = Entry.objects.filter(vote__topic=one.topic_id).order_by("pk")
    for entry, choice in zip(entries, choices, strict=False):
        deliberation.take_vote(**given, at=at, entry=entry.pk, via=Via.SPOT, choice=choice)
    if len(choices) == entries.count():
        deliberation.close_vote(**given, at=at + DAY / 2)
    else:
        tick(given["number"], at + DAY)
    deliberation.publish_result(**given, at=at + DAY * 2, resolution="议决结果见公示。", days=7)
    tick(given["number"], at + DAY * 10)


def resolved(town: Town, one: Resolution, at: datetime = MONDAY) -> Resolution:
    """Bring a draft through its vote, its publicity and into the register."""
    vote(town, put(town, one, at), (0, 0, 0), at)
    return op.carry_out(actor=town.actor("secretary", at + DAY * 11), at=at + DAY * 11, resolution=one.pk)


def with_register(town: Town) -> Cooperative:
    """Give a cooperative with a version of the rules and three members, by one resolution."""
    row = found(town)
    one = drafted(town, row)
    secretary = town.actor("secretary")
    op.add_version(actor=secretary, resolution=one.pk, from_date=date(2006, 1, 1), ratios=RETIRED_AT_THREE)
    op.add_joins(actor=secretary, resolution=one.pk, from_date=date(2006, 1, 1), people=PEOPLE)
    resolved(town, one)
    return row
