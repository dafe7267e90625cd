"""Every verb of an election as one call, and how to bring one into each state: owners vote in topics of deliberation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Assignment, Case, Step
from linli.base.people.actors import Actor
from linli.base.people.models import Account, Household, Resident
from linli.base.places.models import Building, Compound
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation.models import Committee, Entry
from linli.pillars.governance.deliberation.rules import CommitteeKind, MemberSource, Via
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import queries
from linli.pillars.governance.estates.flow import ELECTION, KIND
from linli.pillars.governance.estates.models import Election
from linli.pillars.governance.estates.operations import Door, Named, Standing
from linli.pillars.governance.estates.rules import GroupSide, Meeting
from tests.kinds import Kind, along
from tests.pillars.governance.deliberation.doing import resident
from tests.town import MONDAY, Town

DOORS = (Door("甲 101", 8_000), Door("甲 102", 9_000), Door("甲 201", 8_000))
PEOPLE = tuple(Standing(f"候选人{n}", "1 号楼") for n in "甲乙丙丁戊")
GROUP = (
    Named(GroupSide.STREET, "街道老周", is_chair=True),
    Named(GroupSide.COMMUNITY, "居委会小陈"),
    Named(GroupSide.OWNER, "业主老吴"),
    Named(GroupSide.OWNER, "业主小郑"),
    Named(GroupSide.OWNER, "业主小王"),
)


def hall(town: Town) -> None:
    """Form the hall that convenes, once."""
    if Committee.objects.filter(unit=town.communities[0]).exists():
        return
    by: dict[str, Any] = {"actor": town.actor("secretary"), "at": MONDAY}
    formed = date(2026, 1, 1)
    made = deliberation.form_committee(
        **by, unit=town.communities[0], kind=CommitteeKind.HALL, name="东里议事厅", formed_on=formed
    )
    deliberation.seat_member(
        **by,
        committee=made,
        name="郑书记",
        source=MemberSource.COMMITTEE,
        from_date=formed,
        until_date=date(2031, 1, 1),
    )


def prepared(town: Town, number: str, at: datetime) -> None:
    """Write everything that is made public."""
    by: dict[str, Any] = {"actor": town.actor("secretary", at), "number": number, "at": at}
    if Case.objects.get(number=number).state == "preparing":
        op.write_roll(**by, doors=DOORS)
        op.write_list(**by, candidates=PEOPLE)
        op.write_drafts(
            **by, covenant="不乱停车。", procedure="一年开一次会。", meeting=Meeting.WRITTEN, term_years=5
        )


def proposed(town: Town, at: datetime = MONDAY, who: str = "secretary") -> str:
    """Open an election of a compound of its own, with its group written down."""
    hall(town)
    n = Compound.objects.count()
    one = Compound.objects.create(community=town.communities[0], name=f"东里{n}号院", address="里弄")
    number = op.propose_election(
        actor=town.actor(who, at), at=at, compound=one, words="我们想选业主委员会"
    ).case.number
    op.name_group(actor=town.actor("secretary", at), number=number, at=at, members=GROUP)
    return number


def votes(town: Town, number: str, at: datetime, choice: int) -> None:
    """Let every door vote by hand and count."""
    secretary = town.actor("secretary", at)
    if Case.objects.get(number=number).state != "voting":
        return
    every = [
        vote
        for vote in queries.latest_votes(Election.objects.get(case__number=number))
        if vote.topic.case.state == "voting"
    ]
    said = {vote.pk: choice for vote in every}
    for door in Entry.objects.filter(vote__topic__in=[v.topic_id for v in every[:1]], mark=None):
        op.take_ballot(actor=secretary, number=number, at=at, door=door.label, via=Via.SPOT, choices=said)
    for vote in every:
        deliberation.close_vote(actor=secretary, number=vote.topic.case.number, at=at)


def _convene(t: Town, a: Actor, n: str, at: datetime, **by: Any) -> object:
    made = op.convene_group(actor=a, number=n, at=at, **by)
    prepared(t, n, at)
    return made


CALLS: dict[str, Callable[..., Any]] = {
    "convene_group": _convene,
    "post_papers": lambda t, a, n, at, **by: op.post_papers(actor=a, number=n, at=at, **by, until=at + timedelta(days=16)),
    "dismiss_objection": lambda t, a, n, at, **by: op.dismiss_objection(actor=a, number=n, at=at, **by, answer="查过，没错"),
    "uphold_objection": lambda t, a, n, at, **by: op.uphold_objection(actor=a, number=n, at=at, **by, answer="面积错了"),
    "put_to_vote": lambda t, a, n, at, **by: op.put_to_vote(actor=a, number=n, at=at, **by, until=at + timedelta(days=20)),
    "take_result": lambda t, a, n, at, **by: op.take_result(actor=a, number=n, at=at, **by),
    "overturn_result": lambda t, a, n, at, **by: op.overturn_result(actor=a, number=n, at=at, **by, answer="重来"),
    "seat_committee": lambda t, a, n, at, **by: op.seat_committee(actor=a, number=n, at=at, **by, answer="推选了主任"),
    "file_committee": lambda t, a, n, at, **by: op.file_committee(actor=a, number=n, at=at, **by, answer="材料齐了"),
    "send_filing_back": lambda t, a, n, at, **by: op.send_filing_back(actor=a, number=n, at=at, **by, note="缺签名"),
    "confirm_filing": lambda t, a, n, at, **by: op.confirm_filing(actor=a, number=n, at=at, **by, answer="同意备案"),
    "shelve": lambda t, a, n, at, **by: op.shelve_election(
        actor=a, number=n, at=at, **by, until=at + timedelta(days=30), note="没人愿意"
    ),
    "take_up": lambda t, a, n, at, **by: op.take_up_election(actor=a, number=n, at=at, **by, note="有人了"),
    "drop": lambda t, a, n, at, **by: op.drop_election(actor=a, number=n, at=at, **by, answer="业主不想选"),
    "note": lambda t, a, n, at, **by: op.note_election(actor=a, number=n, at=at, **by, note="内部"),
}  # fmt: skip


def _object(t: Town, a: Actor, n: str, at: datetime, **_by: Any) -> None:
    if Case.objects.get(number=n).state == "posted":
        op.object_to_election(actor=a, number=n, at=at, words="面积不对", name="老徐")


def _overturned(t: Town, a: Actor, n: str, at: datetime, **_by: Any) -> None:
    """Object to the published result, and agree with it."""
    secretary = t.actor("secretary", at)
    for vote in queries.latest_votes(Election.objects.get(case__number=n)):
        if vote.topic.case.state == "published":
            by: dict[str, Any] = {"actor": secretary, "number": vote.topic.case.number, "at": at}
            deliberation.object_to_topic(**by, words="票数不对", name="老徐")
            deliberation.uphold_objection(**by, answer="重新计票")


BESIDE: dict[str, Callable[..., Any]] = {
    "object": _object,
    "overturned": _overturned,
    "public": lambda t, a, n, at, **by: sweep(at + timedelta(days=8)),
    "votes": lambda t, a, n, at, **by: votes(t, n, at, 0),
    "votes_no": lambda t, a, n, at, **by: votes(t, n, at, 1),
}
_POSTED = (("secretary", "convene_group"), ("secretary", "post_papers"))
_VOTING = (*_POSTED, ("", "sweep"), ("secretary", "put_to_vote"))
_ELECTED = (*_VOTING, ("secretary", "votes"), ("secretary", "take_result"))
_SEATED = (*_ELECTED, ("clerk", "seat_committee"))
_FILED = (*_SEATED, ("", "sweep"), ("clerk", "file_committee"))
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "proposed": (),
    "preparing": _POSTED[:1],
    "posted": _POSTED,
    "objected": (*_POSTED, ("clerk", "object"), ("", "sweep")),
    "ready": (*_POSTED, ("", "sweep")),
    "voting": _VOTING,
    "counting": (*_VOTING, ("", "sweep")),
    "elected": _ELECTED,
    "seated": _SEATED,
    "filed": _FILED,
    "closed": (*_FILED, ("leader", "confirm_filing")),
    "ledgered": (("secretary", "shelve"),),
    "dropped": (("secretary", "drop"),),
}
BEFORE: dict[str, tuple[tuple[str, str], ...]] = {
    "dismiss_objection": (("clerk", "object"),),
    "uphold_objection": (("clerk", "object"),),
    "take_result": (("secretary", "votes"),),
    "file_committee": (("secretary", "public"),),
    "overturn_result": (("secretary", "overturned"),),
}
EVERYBODY = ("worker", "secretary", "secretary2", "clerk", "dispatcher", "leader", "sweeper", "auditor")


def _open(town: Town, at: datetime, data: st.DataObject) -> None:
    proposed(town, at, data.draw(st.sampled_from(["secretary", "leader"])))


def _law(case: Case, shares: list[Assignment], steps: list[Step]) -> None:
    if case.kind != KIND:
        return
    election = case.election
    verbs = [s.verb for s in steps]
    # Nobody is elected but by a vote, on papers that were public, prepared by a group.
    if case.state in ("elected", "seated", "filed", "closed"):
        assert {"convene_group", "post_papers", "end_notice", "put_to_vote", "take_result"} <= set(verbs)
        assert election.elected_at is not None
        assert election.estate.committee_until is not None
    if case.state in ("voting", "counting"):
        assert election.votes.count() >= 2


ELECTIONS = Kind(
    flow=ELECTION,
    calls=CALLS,
    everybody=EVERYBODY,
    open=_open,
    bring=along(PATHS, {**CALLS, **BESIDE}, proposed),
    beside=BESIDE,
    tables=("estates_election",),
    law=_law,
)


def housed(town: Town, count: int = 1) -> tuple[str, datetime, list[str], list[Account]]:
    """Bring an election with one more candidate than seats to its vote; an owner with an account lives behind each door."""
    number, at = ELECTIONS.bring(town, "preparing")
    one = Compound.objects.get(pk=Election.objects.get(case__number=number).estate_id)
    house = Building.objects.create(compound=one, grid=town.grids[0], number="1号楼", lon=117.005, lat=36.005)
    doors, owners = [], []
    for n in range(count):
        home = Household.objects.create(building=house, stairwell=1, room=f"{n + 1}01")
        owners.append(resident(f"139000001{n:02}"))
        Resident.objects.create(household=home, account=owners[-1], source="看了房产证")
        doors.append(str(home))
    by: dict[str, Any] = {"actor": town.actor("secretary", at), "number": number, "at": at}
    op.write_roll(**by, doors=[Door(door, 8_000) for door in doors])
    op.write_list(**by, candidates=[*PEOPLE, Standing("候选人己")], seats=5)
    op.post_papers(**by, until=at + timedelta(days=15))
    late = at + timedelta(days=16)
    sweep(late)
    put: dict[str, Any] = {"actor": town.actor("secretary", late), "number": number, "at": late}
    op.put_to_vote(**put, until=late + timedelta(days=5))
    return number, late, doors, owners
