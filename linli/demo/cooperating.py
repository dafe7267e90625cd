"""A cooperative of a village that became a community: its register, its rules of 2006 and 2010, a distribution."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from linli.base.flow import jobs as flow
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.kernel.periods import Each
from linli.pillars.governance.assemblies import operations as calendars
from linli.pillars.governance.assemblies.models import MeetingRule
from linli.pillars.governance.assemblies.rules import Body
from linli.pillars.governance.cooperative import operations as op
from linli.pillars.governance.cooperative.models import Cooperative, Resolution
from linli.pillars.governance.cooperative.rules import Counted, MemberKind, Ratio
from linli.pillars.governance.deliberation import operations as topics
from linli.pillars.governance.deliberation.models import Entry
from linli.pillars.governance.deliberation.rules import Via

SECRETARY: Final = "zhengshuji"
DELEGATES: Final = (("沙师傅", ""), ("孟老师", ""), ("老曲", ""), ("张秀兰", "19900000101"))
"""Who represents the members; with a number they vote on their phone, and are reminded there."""
FIRST, REFORM = date(2006, 1, 1), date(2010, 7, 1)
W, R, N, M = MemberKind.WORKING, MemberKind.RETIRED, MemberKind.RESIDENT, MemberKind.MINOR
PEOPLE: Final = (
    ("张秀兰", R, 36, "19900000101"), ("官德福", R, 38, ""), ("官玉梅", R, 31, ""), ("孟广才", R, 29, ""),
    ("沙桂英", R, 33, ""), ("曲长河", R, 27, ""), ("官建军", W, 18, ""), ("官晓东", W, 11, ""),
    ("孟丽", W, 9, ""), ("沙海涛", W, 14, ""),
    ("曲敏", W, 7, ""), ("窦志强", W, 16, ""), ("官秀珍", N, 0, ""), ("孟小雨", M, 0, ""),
)  # fmt: skip
OLD: Final = (Ratio(W, Counted.PERSON, 1, 8), Ratio(R, Counted.PERSON, 1, 3), Ratio(N, Counted.PERSON, 1, 3))
NEW: Final = (
    Ratio(W, Counted.PERSON, 1, 8), Ratio(R, Counted.PERSON, 1, 8), Ratio(N, Counted.PERSON, 1, 4),
    Ratio(M, Counted.PERSON, 1, 2),
)  # fmt: skip


def _found(company: Company, at: datetime) -> None:
    today = clock.local(at).date()
    actor = company.actor(SECRETARY)
    row = op.found_cooperative(
        actor=actor, unit=company.unit("c5"), name="官园股份经济合作社", formed_on=REFORM
    )
    for name, phone in DELEGATES:
        op.seat_delegate(
            actor=actor,
            cooperative=row.pk,
            name=name,
            phone=phone,
            from_date=date(today.year - 1, 1, 1),
            until_date=date(today.year + 4, 1, 1),
        )
    one = _draft(
        company, at, "确认成员名册和历次配股办法", "名册和两版配股办法在公开栏贴过七天，没有人提意见。"
    )
    given: dict[str, Any] = {"actor": actor, "resolution": one.pk}
    op.add_version(**given, from_date=FIRST, ratios=OLD)
    op.add_version(**given, from_date=REFORM, ratios=NEW)
    op.add_joins(**given, from_date=FIRST, people=PEOPLE)
    _put(company, at, one, "股民代表大会，四位代表都到了，逐条念过名册。", len(DELEGATES))


def _draft(company: Company, at: datetime, title: str, words: str) -> Resolution:
    row = Cooperative.objects.get(unit=company.unit("c5"))
    return op.draft_resolution(
        actor=company.actor(SECRETARY), at=at, cooperative=row.pk, title=title, words=words
    )


def _put(company: Company, at: datetime, one: Resolution, minutes: str, votes: int) -> None:
    actor = company.actor(SECRETARY)
    made = op.put_to_vote(
        actor=actor, at=at, resolution=one.pk, until=at + timedelta(days=2), minutes=minutes
    )
    if made.topic is not None:
        number = made.topic.case.number
        for entry in Entry.objects.filter(vote__topic=made.topic).order_by("pk")[:votes]:
            topics.take_vote(actor=actor, number=number, at=at, entry=entry.pk, via=Via.SPOT, choice=0)


def _waiting() -> tuple[Resolution, str] | None:
    rows = Resolution.objects.filter(topic__isnull=False, carried_out_at=None).select_related("topic__case")
    one = rows.order_by("pk").first()
    return (one, one.topic.case.number) if one is not None and one.topic is not None else None


def _publish(company: Company, at: datetime) -> None:
    if (found := _waiting()) is not None:
        given: dict[str, Any] = {"actor": company.actor(SECRETARY), "number": found[1], "at": at}
        topics.close_vote(**given)
        topics.publish_result(**given, resolution=f"{found[0].title}：通过。", days=7)


def _carry(company: Company, at: datetime) -> None:
    if (found := _waiting()) is not None:
        flow.tick(found[1], at)
        op.carry_out(actor=company.actor(SECRETARY), at=at, resolution=found[0].pk)


def _distribute(company: Company, at: datetime) -> None:
    row = Cooperative.objects.get(unit=company.unit("c5"))
    made = op.draft_distribution(
        actor=company.actor(SECRETARY),
        at=at,
        cooperative=row.pk,
        period=f"{clock.local(at).year} 年下半年",
        as_of=clock.local(at).date(),
        pool_fen=286_543_21,
        words="沿街门面租金收入，先留百分之三十作公积金、公益金，剩下的按股分。",
    )
    _put(company, at, made.resolution, "每半年一次的股民代表大会，听了收支，看了分红表。", len(DELEGATES))


def _turns(company: Company, at: datetime) -> None:
    one = _draft(company, at, "成员变更两人", "一人到龄退休，一人户口迁走、自愿退社。")
    op.add_turns(
        actor=company.actor(SECRETARY),
        resolution=one.pk,
        from_date=clock.local(at).date(),
        turns=[(7, R, 18), (11, None, 0)],
    )
    _put(company, at, one, "征求过四位代表的意见，这次不开会，在手机上和当面表决。", 1)


def _remind(_company: Company, at: datetime) -> None:
    """Let the clock remind whoever has not voted, a day before the close; never at night, so it is asked more than once."""
    topics.remind_voters(at=at)


RULES: Final = (
    (Body.TWO_COMMITTEES, "“两委”会和辖区企业例会", Each.WEEK, "党委议事规则：每周一次"),
    (Body.PARTY_COMMITTEE, "社区党委会", Each.MONTH, "党委议事规则：每月至少一次"),
    (Body.RESIDENTS, "居民代表会议", Each.HALF, "居民代表议事制度：每半年一次"),
    (Body.MEMBERS, "党员议事会", Each.QUARTER, "党员议事制度：每季度一次"),
    (Body.DELEGATES, "股民代表大会", Each.HALF, "合作社章程：每半年一次"),
)
MEETINGS: Final = (
    (0, "门面租约到期怎么续、消防通道谁来盯。", "租约按去年的价续一年；通道两家企业各派一人，周三前清完。"),
    (1, "今年发展几名党员、书记项目到哪一步。", "培养名单公示；项目月底前验收。"),
    (4, "听收支，看分红表。", "提交表决。"),
    (0, "供暖前哪几栋楼要试水。", "物业周五前试完，网格员上门告诉。"),
)


def _rules(company: Company, at: datetime) -> None:
    begun = clock.local(at).date() - timedelta(days=200)
    for body, name, each, basis in RULES:
        calendars.set_rule(
            actor=company.actor(SECRETARY), unit=company.unit("c5"), body=body, name=name, each=each, basis=basis,
            from_date=clock.local(at).date() if each is Each.WEEK else begun,
        )  # fmt: skip


def _voted_on(rule: MeetingRule, at: datetime) -> list[int]:
    """Give what the representatives' meeting put to the vote that day."""
    if rule.body != Body.DELEGATES.value:
        return []
    rows = Resolution.objects.filter(
        cooperative__unit=rule.unit_id, topic__accepted_at__gte=at - timedelta(days=1)
    )
    return list(rows.values_list("topic", flat=True))


def _meet(which: int) -> Callable[[Company, datetime], None]:
    def do(company: Company, at: datetime) -> None:
        n, agenda, settled = MEETINGS[which]
        rule = MeetingRule.objects.get(unit=company.unit("c5"), name=RULES[n][1])
        calendars.record_assembly(
            actor=company.actor(SECRETARY), at=at, rule=rule.pk, held_on=clock.local(at).date(),
            place="党群服务中心一层", came=9 + which, agenda=agenda, settled=settled, topics=_voted_on(rule, at),
        )  # fmt: skip

    return do


RESOLUTIONS: Final = 3
"""What the cooperative puts to the vote: the founding, the half year's distribution, two who leave."""
ACTS: Final = (
    Act(642, _rules),
    Act(600, _meet(0)),
    Act(500, _meet(1)),
    Act(457, _meet(2)),
    Act(170, _meet(3)),
    Act(640, _found),
    Act(636, _publish),
    Act(460, _carry),
    Act(458, _distribute),
    Act(454, _publish),
    Act(278, _carry),
    Act(36, _turns),
    *(Act(hour, _remind) for hour in (11, 7, 2)),
)
