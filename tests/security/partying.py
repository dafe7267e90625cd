"""What the twin offices have of Party building: a branch in each place, with somebody whom one knows otherwise in it."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people.actors import ANYONE, SYSTEM
from linli.pillars.party.branches import operations as op
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.policies import phone_print
from linli.pillars.party.branches.rules import Enrolled, OrgKind
from linli.pillars.party.contacts.models import Vanguard
from linli.pillars.party.floating import operations as floating
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.floating.rules import Way, Why
from linli.pillars.party.life import operations as life
from linli.pillars.party.life.rules import LifeKind
from linli.pillars.party.partners import operations as partners
from linli.pillars.party.partners.models import MemberReport, Resource
from linli.pillars.party.partners.rules import What
from linli.pillars.party.secretary import operations as secretary
from linli.pillars.party.study import operations as study
from linli.pillars.party.study.models import QuizAnswer, StudyTopic
from linli.pillars.party.study.rules import TRUTH, Asked, QuestionKind
from linli.pillars.party.team import operations as team
from linli.pillars.party.tiers import operations as tiers
from linli.pillars.party.venues import operations as venues
from linli.pillars.party.venues.rules import OpenTo, VenueKind
from tests.town import MONDAY

DAY = date(2024, 5, 6)
LAST = date(2027, 3, 1)
HOUR = timedelta(hours=1)
TOMORROW = MONDAY + timedelta(days=1)
#: Under which name the twin keeps what the addresses that begin so are asked about.
THEIR_OWN = {
    "open-": "open",
    "party-floating-": "floating",
    "contact": "chain",
    "partner": "partners",
    "party": "party",
    "venue": "venue",
    "room-booking": "room_booking",
    "room": "room",
    "life": "party",
    "study": "party",
    "team": "team",
    "honours": "party",
    "secretary": "secretary",
    "tier": "party",
    "estate": "estates",
    "election": "estates",
}
MEMBER = "庄严肃"
"""A name that stands nowhere else: wherever it is read, membership was read."""


def branch(twin: Any, place: str, office: Unit, community: Unit, grid: Unit, phone: str) -> None:
    """Found the line of an office down to a branch of a community, with one member and one unit that sits above it."""
    top = Organisation.objects.filter(office=office, superior=None).first() or op.found_organisation(
        actor=SYSTEM, kind=OrgKind.WORKING_COMMITTEE, name=f"{office}党工委", ground=office, founded_on=DAY
    )
    committee = op.found_organisation(
        actor=SYSTEM,
        kind=OrgKind.GREATER_COMMITTEE,
        name=f"{community}大党委",
        superior=top,
        ground=community,
        founded_on=DAY,
    )
    made = op.found_organisation(
        actor=SYSTEM,
        kind=OrgKind.GRID_BRANCH,
        name=f"{grid}党支部",
        superior=committee,
        ground=grid,
        founded_on=DAY,
    )
    row = Enrolled(name=MEMBER, phone=phone, door="密云里 9 号")
    op.enrol_members(actor=SYSTEM, at=MONDAY, organisation=made, rows=[(row, grid)])
    partner = Unit.objects.filter(path__startswith=office.path, kind="department").order_by("pk")[0]
    seat = op.seat_unit(actor=SYSTEM, pk=committee.pk, unit=partner, name=MEMBER, since=DAY)
    if place == "own":
        twin.town.hire("party_secretary", Role.HANDLER, made.unit)
    life.set_habit(actor=SYSTEM, organisation=made.pk, since=DAY, day=20, at_time=time(19), place="活动室")
    meeting, *_rest = life.plan_month(
        actor=SYSTEM,
        organisation=made.pk,
        meetings=[life.Planned(LifeKind.DAY, MONDAY.date(), MONDAY, "活动室", "学条例")],
    )
    study.add_topic(actor=SYSTEM, organisation=made.pk, year=2026, month=11, title="支部工作条例")
    question = study.add_question(
        actor=SYSTEM,
        organisation=made.pk,
        asked=Asked(QuestionKind.TRUTH, "党员大会每季度开一次", TRUTH, (0,), "支部工作条例"),
    )
    drawn = study.draw_quiz(
        actor=SYSTEM, at=MONDAY, organisation=made.pk, title="条例", opens=DAY, closes=LAST, count=1
    )
    QuizAnswer.objects.create(asked=drawn.asked.get(), member=made.members.get(), chosen=[0])
    given: dict[str, Any] = {"title": "先进", "level": "street", "issuer": "党工委", "year": 2026}
    honour = team.record_honour(actor=SYSTEM, at=MONDAY, organisation=made.pk, **given)
    team.record_honour(actor=SYSTEM, at=MONDAY, member=made.members.get().pk, **given)
    plan = team.lay_training_plan(actor=SYSTEM, organisation=committee.pk, year=2026, aim="会调解")
    session = team.plan_session(actor=SYSTEM, plan=plan.pk, day=MONDAY.date(), topic="调解", place="会议室")
    twin.things[place].team = {"pk": plan.pk, "session_id": session.pk}
    project = secretary.propose_project(
        actor=SYSTEM, at=MONDAY, organisation=made.pk, year=2026, title="管起来", aim="没人管", proof="有人管"
    )
    item = secretary.lay_plan_item(
        actor=SYSTEM,
        at=MONDAY,
        organisation=made.pk,
        year=2026,
        what="开会",
        who="书记",
        due_on=MONDAY.date(),
        proof="记录",
    )
    twin.things[place].secretary = {"number": project.case.number}
    twin.things[place].plan_item = item.pk
    held = tiers.open_round(actor=SYSTEM, at=MONDAY, organisation=committee.pk, year=2026)
    away = PartyMember.objects.get(organisation=made)
    floating.note_floating(
        actor=SYSTEM,
        at=MONDAY,
        member_ids=[away.pk],
        way=Way.OUT,
        why=Why.WORK,
        since=DAY,
        place="密云里以外",
    )
    twin.things[place].floating = {"pk": FloatingMember.objects.get(member=away).pk}
    linking = Vanguard.objects.create(member=away, community=community)
    twin.things[place].chain = {"pk": community.pk, "steward_id": 1, "vanguard_id": linking.pk}
    twin.things[place].partners = shared(partner, community, committee, place)
    lend(twin.things[place], community, made.unit)
    twin.things[place].party = {
        "pk": made.pk,
        "round_id": held.pk,
        "rating_id": held.ratings.get().pk,
        "meeting_id": meeting.pk,
        "topic_id": StudyTopic.objects.get(plan__organisation=made).pk,
        "question_id": question.pk,
        "quiz_id": drawn.pk,
        "honour_id": honour.pk,
        "seat": seat.pk,
        "person_id": PartyMember.objects.get(organisation=made).pk,
        "field": "phone",
    }


def lend(things: Any, community: Unit, unit: Unit) -> None:
    """Open a centre with a room that somebody asked for, and name a brand."""
    form = venues.VenueGiven(
        VenueKind.CENTRE, f"{community}服务中心", 400, time(8), time(20), "值班台", "0531-80000001"
    )
    made = venues.open_venue(actor=SYSTEM, ground=community, form=form, since=DAY)
    given = venues.RoomGiven("活动室", 40, 20, OpenTo.EVERYBODY, needs_word=True)
    room = venues.add_room(actor=SYSTEM, venue=made.pk, form=given)
    asked = venues.book_room(
        actor=ANYONE, at=MONDAY, room=room.pk, starts_at=TOMORROW, ends_at=TOMORROW + HOUR, title="排练", count=9,
        phone="13800004321", name="卜约人",
    )  # fmt: skip
    venues.name_brand(actor=SYSTEM, at=MONDAY, community=community, name="暖邻", words="大家来", since=DAY)
    things.venue = {"pk": made.pk}
    things.room = {"pk": room.pk}
    things.room_booking = {"pk": asked.pk, "token": venues.token_of(asked), "field": "phone"}


def shared(unit: Unit, community: Unit, committee: Organisation, place: str) -> dict[str, Any]:
    """Let a unit report in and offer something, the community list a need, and somebody in service report in."""
    made = partners.report_unit_in(
        actor=SYSTEM,
        at=MONDAY,
        unit=unit,
        community=community,
        contact_name="卜联络",
        contact_phone="13800009999",
    )
    offer = Resource.objects.create(
        unit=unit, office=made.office, what="hands", title="十个人手", times=9, until=LAST, offered_at=MONDAY,
        is_for_all=True,
    )  # fmt: skip
    need = partners.list_need(
        actor=SYSTEM,
        at=MONDAY,
        community=community,
        what=What.HANDS,
        title="擦窗",
        words="三号楼八户",
        served="独居老人",
    )
    meeting = partners.call_joint_meeting(
        actor=SYSTEM, at=MONDAY, organisation=committee.pk, starts_at=TOMORROW, place="会议室", items=["停车"]
    )
    held = partners.call_joint_meeting(
        actor=SYSTEM, at=MONDAY - 2 * HOUR, organisation=committee.pk, starts_at=MONDAY - HOUR, place="会议室", items=["灯"]
    )  # fmt: skip
    agreed = partners.Agreed(unit.pk, "修灯", LAST)
    partners.hold_joint_meeting(
        actor=SYSTEM, at=MONDAY, meeting=held.pk, came=[unit.pk], minutes="说好了", lines=[agreed]
    )
    phone = f"1380000777{('own', 'beside', 'elsewhere').index(place)}"
    reported = MemberReport.objects.create(
        committee=committee,
        name=MEMBER,
        phone=phone,
        phone_print=phone_print(phone),
        duties=["law"],
        since=DAY,
    )
    return {
        "pk": made.pk,
        "unit_id": unit.pk,
        "number": need.case.number,
        "resource": offer.pk,
        "meeting_id": meeting.pk,
        "line_id": held.lines.get().pk,
        "organisation_id": committee.pk,
        "person_id": reported.pk,
        "field": "phone",
        "year": 2026,
    }
