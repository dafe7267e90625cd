"""A topic of the twin offices: shown to everybody, with a meeting called, and a vote open on another one."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people.actors import Actor
from linli.base.people.models import Account, Post
from linli.base.people.queries import actor_for
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation.models import Entry
from linli.pillars.governance.deliberation.rules import (
    CommitteeKind,
    MemberSource,
    Origin,
    PartyKind,
    Track,
    Via,
)
from tests.town import MONDAY


def talk_about(things: SimpleNamespace, actor: Actor, unit: Unit) -> None:
    """Propose a topic in the name of a unit and bring it to an open vote, with one paper taken in."""
    at = MONDAY
    if not any(p.role in ("community_secretary", "leader") for p in actor.posts):
        actor = _leader(unit)
    hall = op.form_committee(
        actor=actor,
        at=at,
        unit=unit,
        kind=CommitteeKind.HALL,
        name=f"{unit}议事厅",
        formed_on=date(2026, 1, 1),
    )
    member = op.seat_member(
        actor=actor, at=at, committee=hall, name="魏委员", source=MemberSource.SOCIETY, from_date=date(2026, 1, 1),
        until_date=date(2031, 1, 1),
    )  # fmt: skip
    topic = op.propose_topic(actor=actor, at=at, unit=unit, words="健身器材装在哪里", origin=Origin.PARTY)
    by = {"actor": actor, "number": topic.case.number, "at": at}
    op.accept_topic(
        **by, title="健身器材装在哪里", text="请大家商量。", committee=hall, track=Track.QUICK, rule="parties"
    )
    op.name_party(**by, kind=PartyKind.STAKEHOLDER, name="蒋住户", stands_for="1 号楼")
    op.call_meeting(**by, starts_at=at + timedelta(days=1), place="议事厅")
    op.record_minutes(**by, minutes="都赞成装在东边。")
    op.open_vote(**by, question="装在东边吗", closes_at=at + timedelta(days=30))
    entry = Entry.objects.filter(vote__topic=topic).first()
    assert entry is not None
    op.take_vote(**by, entry=entry.pk, via=Via.PAPER, choice=0)
    things.matter = topic.case.number
    things.talked = {
        "pk": hall.pk, "member_id": member.pk, "entry_id": entry.pk, "party": topic.parties.all()[0].pk,
        "kind": "notice", "verb": "vote",
    }  # fmt: skip


def _leader(unit: Unit) -> Actor:
    """Give somebody of the unit who may convene; a dispatcher alone may not."""
    account = Account.objects.create_user(f"head-{unit.pk}", None, name="head")
    Post.objects.create(account=account, unit=unit, role=Role.LEADER, held_from=date(2020, 1, 1))
    return actor_for(account, MONDAY)
