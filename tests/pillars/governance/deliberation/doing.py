"""Every verb of a topic as one call with sensible words, and how to bring a topic into each state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from linli.base.flow.models import Assignment, Case, Step
from linli.base.people import operations as people
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.queries import actor_for
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation.flow import TOPIC
from linli.pillars.governance.deliberation.models import Committee, Topic, Vote
from linli.pillars.governance.deliberation.rules import (
    CommitteeKind,
    MemberSource,
    Origin,
    PartyKind,
    Track,
    Via,
)
from tests.kinds import Kind, along
from tests.town import MONDAY, Town

Done = Callable[..., Any]
DAY = timedelta(days=1)
PHONES = ("13900000001", "13900000002", "13900000003", "13900000004")


def resident(phone: str, at: datetime = MONDAY) -> Account:
    """Give somebody who logs in with a number."""
    code = people.ask_code(phone=phone, address=phone, at=at).code
    return people.enter_code(phone=phone, code=code, address=phone, language="zh-hans", at=at)


def acting(account: Account, at: datetime = MONDAY) -> Actor:
    return actor_for(account, at)


def council(town: Town) -> Committee:
    """Give the council of the first community, with three members; formed the first time it is asked for."""
    unit = town.communities[0]
    found = Committee.objects.filter(unit=unit, kind="council").first()
    if found is not None:
        return found
    given = {"actor": town.actor("secretary"), "at": MONDAY}
    found = op.form_committee(
        **given,
        unit=unit,
        kind=CommitteeKind.COUNCIL,
        name="东里社区协商议事委员会",
        formed_on=date(2026, 1, 1),
    )
    for name, source in (
        ("赵委员", MemberSource.COMMITTEE),
        ("钱代表", MemberSource.PROPERTY),
        ("孙警官", MemberSource.POLICE),
    ):
        op.seat_member(
            **given, committee=found, name=name, source=source, from_date=date(2026, 1, 1), until_date=date(2031, 1, 1)
        )  # fmt: skip
    return found


def propose(town: Town, at: datetime = MONDAY, **fields: Any) -> str:
    """Propose a topic as the secretary; give its number."""
    council(town)
    given: dict[str, Any] = {
        "actor": town.actor("secretary", at),
        "at": at,
        "unit": town.communities[0],
        "words": "楼道里的电动车往哪里停",
        "origin": Origin.PARTY,
    }
    return op.propose_topic(**{**given, **fields}).case.number


def accept(
    town: Town,
    a: Actor,
    n: str,
    at: datetime,
    *,
    track: Track = Track.QUICK,
    rule: str = "parties",
    **more: Any,
) -> Any:
    given = {
        "title": "电动车往哪里停",
        "text": "楼道里停了不少电动车。",
        "committee": council(town),
        "note": "要紧",
    }
    return op.accept_topic(actor=a, number=n, at=at, track=track, rule=rule, **{**given, **more})


def _open(t: Town, a: Actor, n: str, at: datetime, **by: Any) -> Any:
    return op.open_vote(
        actor=a, number=n, at=at, **by, question="同意在楼前建车棚吗", closes_at=at + 3 * DAY,
    )  # fmt: skip


def _note(verb: Done) -> Done:
    return lambda t, a, n, at, **by: verb(actor=a, number=n, at=at, **by, note="内部")


def _say(verb: Done, **more: Any) -> Done:
    return lambda t, a, n, at, **by: verb(actor=a, number=n, at=at, **by, answer="说明", **more)


def _party(t: Town, a: Actor, n: str, at: datetime, **by: Any) -> Any:
    topic = Topic.objects.filter(case__number=n).first()
    count = topic.parties.count() if topic else 0
    name = f"周住户{count}"
    return op.name_party(
        actor=a, number=n, at=at, **by, kind=PartyKind.STAKEHOLDER, name=name, stands_for="二单元"
    )


def _drop(t: Town, a: Actor, n: str, at: datetime, **by: Any) -> Any:
    topic = Topic.objects.get(case__number=n)
    found = topic.parties.filter(member=None).first()
    return op.drop_party(actor=a, number=n, at=at, **by, party=found.pk if found else 0, note="请错了")


def _object(town: Town, a: Actor, n: str, at: datetime, **_by: Any) -> Any:
    return op.object_to_topic(actor=a, number=n, at=at, words="挡了我家的光", name="吴住户")


def _vote(choice: int) -> Done:
    """Have everybody on the roll raise their hand."""

    def call(t: Town, a: Actor, n: str, at: datetime, **_by: Any) -> None:
        vote = Vote.objects.get(topic__case__number=n, closed_at=None)
        for entry in vote.entries.all():
            op.take_vote(actor=a, number=n, at=at, entry=entry.pk, via=Via.SPOT, choice=choice)

    return call


def _paper(t: Town, a: Actor, n: str, at: datetime, **_by: Any) -> None:
    vote = Vote.objects.get(topic__case__number=n, closed_at=None)
    for entry in vote.entries.all():
        op.take_vote(actor=a, number=n, at=at, entry=entry.pk, via=Via.PAPER, choice=0)


def _check(t: Town, a: Actor, n: str, at: datetime, **_by: Any) -> None:
    vote = Vote.objects.get(topic__case__number=n, counted_at=None)
    for entry in vote.entries.all():
        op.check_paper(actor=a, number=n, at=at, entry=entry.pk, choice=0)


CALLS: dict[str, Done] = {
    "post": lambda t, a, n, at, **by: op.post_topic(
        actor=a, number=n, at=at, **by, title="电动车", text="楼道里停了不少电动车"
    ),
    "accept_topic": lambda t, a, n, at, **by: accept(t, a, n, at, **by),
    "decline_topic": _say(op.decline_topic),
    "transfer_topic": lambda t, a, n, at, **by: op.transfer_topic(
        actor=a, number=n, at=at, **by, answer="直接修", to_case=_other(n)
    ),
    "name_party": _party,
    "drop_party": _drop,
    "call_meeting": lambda t, a, n, at, **by: op.call_meeting(
        actor=a, number=n, at=at, **by, starts_at=at + DAY, place="议事厅", materials="平面图"
    ),
    "record_minutes": lambda t, a, n, at, **by: op.record_minutes(
        actor=a, number=n, at=at, **by, minutes="都赞成建棚"
    ),
    "agree": _note(op.agree_topic),
    "open_vote": _open,
    "close_vote": lambda t, a, n, at, **by: op.close_vote(actor=a, number=n, at=at, **by),
    "count_papers": lambda t, a, n, at, **by: op.count_papers(actor=a, number=n, at=at, **by),
    "publish_result": lambda t, a, n, at, **by: op.publish_result(
        actor=a, number=n, at=at, **by, resolution="建车棚，充电桩另议"
    ),
    "uphold_objection": _say(op.uphold_objection),
    "dismiss_objection": _say(op.dismiss_objection),
    "assign_duty": lambda t, a, n, at, **by: op.assign_duty(
        actor=a, number=n, at=at, **by, unit=t.sanitation, what="清出场地", until=at + 5 * DAY
    ),
    "report_duty": _say(op.report_duty),
    "finish_duty": _say(op.finish_duty),
    "finish_topic": _say(op.finish_topic),
    "shelve_topic": _say(op.shelve_topic),
    "take_up_topic": _note(op.take_up_topic),
    "close_topic": _say(op.close_topic),
    "note": _note(op.note_topic),
}  # fmt: skip
CALLS["shelve_topic"] = lambda t, a, n, at, **by: op.shelve_topic(
    actor=a, number=n, at=at, **by, answer="等开春", until=at + 30 * DAY
)

BESIDE: dict[str, Done] = {
    "object": _object, "vote_yes": _vote(0), "vote_no": _vote(1), "paper": _paper, "check": _check,
}  # fmt: skip
"""What is done with a topic that is no move of its case."""


def _other(number: str) -> str:
    found = Case.objects.exclude(number=number).order_by("id").first()
    return found.number if found else ""


S = "secretary"
ACCEPTED = ((S, "accept_topic"),)
CONCERNED = (*ACCEPTED, (S, "name_party"))
DISCUSSED = (*CONCERNED, (S, "record_minutes"))
VOTING = (*DISCUSSED, (S, "open_vote"))
DECIDED = (*VOTING, (S, "vote_yes"), (S, "close_vote"))
PUBLISHED = (*DECIDED, (S, "publish_result"))
CARRYING = (*PUBLISHED, (S, "sweep"))
CARRIED = (*CARRYING, (S, "assign_duty"), ("sweeper", "finish_duty"))
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "proposed": (),
    "accepted": CONCERNED,
    "called": (*CONCERNED, (S, "call_meeting")),
    "discussed": DISCUSSED,
    "voting": VOTING,
    "counting": (*VOTING, (S, "paper"), ("clerk", "close_vote")),
    "decided": DECIDED,
    "published": (*PUBLISHED, (S, "object")),
    "objected": (*PUBLISHED, (S, "object"), (S, "sweep")),
    "carrying": CARRYING,
    "ledgered": (*CARRYING, (S, "shelve_topic")),
    "carried": CARRIED,
    "closed": (*CARRIED, (S, "close_topic")),
    "declined": ((S, "decline_topic"),),
    "transferred": ((S, "transfer_topic"),),
    "withdrawn": (("", "withdraw"),),
}
"""How to bring a topic into each state: who does what."""


def _first(town: Town, at: datetime) -> str:
    """Propose a topic, beside another one into which it may be turned."""
    if not Case.objects.exists():
        propose(town, at)
    return propose(town, at)


def _withdraw(t: Town, a: Actor, n: str, at: datetime, **by: Any) -> Any:
    """Take back as whoever proposed it; whoever it is, for those who did not."""
    topic = Topic.objects.select_related("proposer").get(case__number=n)
    if topic.proposer is None:
        topic.proposer = Account.objects.filter(is_resident=True).first() or resident(PHONES[0])
        topic.save()
    return op.withdraw_topic(actor=acting(topic.proposer, at), number=n, at=at, **by)


CALLS["withdraw"] = _withdraw

EVERYBODY = (
    "", "worker", "secretary", "secretary2", "clerk", "dispatcher", "receptionist", "leader", "sweeper", "stoker",
    "auditor",
)  # fmt: skip


def _open_any(town: Town, at: datetime, data: st.DataObject) -> None:
    propose(town, at, origin=data.draw(st.sampled_from([Origin.PARTY, Origin.CASES])))


def _law(case: Case, shares: list[Assignment], steps: list[Step]) -> None:
    topic = Topic.objects.get(case=case)
    # Nothing is carried out that was not decided, made public and left without an open objection.
    if case.state in ("carrying", "ledgered", "carried"):
        assert topic.is_passed
        assert topic.published_at
        assert not topic.objections.filter(answered_at=None).exists()
    # Whoever has an open duty has a live share, nobody else.
    if case.is_open:
        working = set(topic.duties.filter(done_at=None).values_list("unit_id", flat=True))
        assert {s.unit_id for s in shares if s.state in Assignment.LIVE} == working
    for vote in topic.votes.all():
        # Before the count there is no result anywhere; afterwards it adds up to who voted.
        heads = sum(vote.tallies.values_list("heads", flat=True))
        assert heads == (vote.marks.count() if vote.counted_at else 0)
        assert (vote.closed_at is None) == (case.state == "voting" and vote == topic.votes.last())


def move(town: Town, number: str, path: tuple[tuple[str, str], ...], at: datetime = MONDAY) -> datetime:
    """Go along a path."""
    for name, said in path:
        at += timedelta(minutes=15)
        actor = town.actor(name, at) if name else town.actor(S, at)
        (CALLS | BESIDE)[said](town, actor, number, at)
    return at + timedelta(minutes=15)


TOPICS = Kind(
    flow=TOPIC,
    calls=CALLS,
    everybody=EVERYBODY,
    open=_open_any,
    bring=along(PATHS, CALLS | BESIDE, _first),
    reporters_own=frozenset({"withdraw"}),
    skipped=lambda name, said: bool(name) and said == "withdraw",  # made as the proposer, whoever is named
    # Beyond the table: one has a duty of one's own or none, somebody is there to be dropped, a unit has a duty already.
    loose=frozenset(
        {"report_duty", "finish_duty", "drop_party", "assign_duty", "transfer_topic", "open_vote", "finish_topic"}
    ),
    beside=BESIDE,
    tables=(
        "deliberation_topic", "deliberation_party", "deliberation_meeting", "deliberation_vote", "deliberation_entry",
        "deliberation_tally", "deliberation_duty", "deliberation_objection",
    ),
    law=_law,
)  # fmt: skip
