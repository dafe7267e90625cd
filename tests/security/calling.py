"""What the twin offices call for: a whistle, a task, a supervised matter, a lead, a campaign with a door and a decision."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from linli.base.files.operations import keep_file
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.queries import line_up, office_of
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.places.models import Compound
from linli.pillars.governance.campaigns import operations as campaigns
from linli.pillars.governance.campaigns.models import Target
from linli.pillars.governance.campaigns.rules import CampaignKind, Source
from linli.pillars.governance.duties import operations as duties
from linli.pillars.governance.duties.rules import DutyKind, Line
from linli.pillars.governance.estates import operations as estates
from linli.pillars.governance.estates.operations import Named
from linli.pillars.governance.estates.rules import GroupSide, Hired, Side
from linli.pillars.governance.supervision import operations as supervision
from linli.pillars.governance.supervision.rules import DutyOf, Every, Why
from linli.pillars.governance.whistles import operations
from linli.pillars.governance.whistles.models import Offer
from linli.pillars.governance.whistles.rules import WhistleKind
from linli.pillars.service.volunteers import operations as volunteers
from linli.pillars.service.volunteers.rules import What
from tests.base.files.samples import photo
from tests.town import MONDAY


def whistle(things: SimpleNamespace, actor: Actor, unit: Unit, called: Unit) -> None:
    """Blow a whistle in the name of a unit, and say its number, whom it calls, and what that unit offers."""
    kind = WhistleKind.COORDINATION
    made = operations.blow_whistle(
        actor=actor, at=MONDAY, unit=unit, kind=kind, units=[called], asked="请来看看"
    )
    things.whistle, things.called = made.case.number, called.pk
    offer = Offer.objects.create(
        unit=called,
        words="周三有车",
        from_date=date(2026, 1, 1),
        until_date=date(2026, 12, 31),
        made_at=MONDAY,
    )
    things.offer = offer.pk


def task(things: SimpleNamespace, actor: Actor, office: Unit, ground: Unit) -> None:
    """Publish the list of an office once, and ask on its one line that a community's grids do something."""
    rows = [duties.SheetRow(2, Line(DutyKind.BASIC, "1", "", "楼道排查", "", "", ""))]
    given = {"actor": actor, "at": MONDAY, "office": office}
    made, _changes = duties.publish_list(**given, basis="一号", from_date=date(2026, 1, 1), rows=rows)
    duty = made.duties.get()
    asked = duties.ask_task(**given, unit=office, what="请看一遍楼道", days=20, grounds=[ground], duty=duty)
    things.task = asked.case.number


def estate(things: SimpleNamespace, actor: Actor, community: Unit) -> None:
    """Write a compound of a community down, with one who sits at its table."""
    compound = Compound.objects.create(community=community, name=f"{community}的小区", address="里弄 1 号")
    seat = estates.seat_side(
        actor=actor, compound=compound, side=Side.COMMUNITY, name="社区老郑", from_date=date(2026, 1, 1)
    )
    elected = estates.propose_election(actor=actor, at=MONDAY, compound=compound, words="想选业主委员会")
    group = [
        Named(GroupSide.STREET, "街道老周", is_chair=True),
        *(Named(GroupSide.OWNER, f"业主{n}") for n in "甲乙"),
    ]
    estates.name_group(actor=actor, number=elected.case.number, at=MONDAY, members=group)
    served = add_unit(
        kind=UnitKind.PROPERTY, name=f"{community}物业", parent=office_of(line_up(community)) or community
    )
    given = {"actor": actor, "compound": compound, "from_date": date(2026, 1, 1)}
    estates.sign_contract(**given, company=served, how=Hired.TENDER, until_date=date(2027, 1, 1))
    review = estates.start_review(**given, at=MONDAY, until_date=date(2026, 7, 1))
    named = {
        "pk": compound.pk, "seat": seat.pk, "number": elected.case.number, "kind": "group", "review": review.pk,
    }  # fmt: skip
    things.estates = named


def supervised(things: SimpleNamespace, actor: Actor, office: Unit, unit: Unit) -> None:
    """Raise a matter and give it to a unit; keep a line of a responsibility list; hand a lead over."""
    who = {"actor": actor, "at": MONDAY}
    made = supervision.raise_supervision(**who, office=office, why=Why.LEADER, asked="拆围挡")
    supervision.assign_supervision(**who, number=made.case.number, to=unit)
    line = supervision.keep_responsibility(
        actor=actor,
        office=office,
        unit=office,
        of=DutyOf.FIRST,
        what="开专题会",
        basis="责任清单",
        every=Every.YEAR,
        due=date(2027, 1, 31),
    )
    Unit.objects.filter(pk=office.pk).update(handles=["discipline"])
    lead = supervision.hand_lead(**who, office=office, unit=office, words="线索")
    things.supervised, things.line, things.lead = made.case.number, line.pk, lead.number


def campaign(things: SimpleNamespace, actor: Actor, office: Unit, unit: Unit, ground: Unit) -> None:
    """Open a campaign with one door, a step on and stuck, with a photo; let its morning decide something."""
    who = {"actor": actor, "at": MONDAY}
    one = campaigns.open_campaign(
        **who,
        unit=office,
        office=office,
        kind=CampaignKind.ACTION,
        name="老街搬迁",
        basis="街办二号文",
        from_date=date(2026, 11, 1),
        until_date=date(2026, 12, 31),
        steps="告知，2天\n签协议，3天\n搬走，5天",
        form="面积：数字",
    )
    campaigns.list_targets(**who, campaign=one, rows=[Source("一号摊", "老街 1 号", ground.pk)])
    door = Target.objects.get(campaign=one)
    picture = keep_file(**who, data=photo(), name="a.jpg")
    campaigns.advance_target(**who, target=door, words="说好了", files=[picture])
    campaigns.stick_target(**who, target=door, words="租约没到期", decider=unit)
    until = MONDAY.date()
    made = campaigns.decide(**who, campaign=one, what="和房东谈", to=unit, until=until, target=door)
    things.campaign, things.door, things.door_photo = one.pk, door.pk, picture.pk
    things.decision = made.case.number


def emergency(things: SimpleNamespace, actor: Actor, team: Unit, plan: volunteers.Plan) -> None:
    """An emergency on the ground of a team, with a post of that team."""
    ground = Unit.objects.get(pk=team.parent_id)
    event = volunteers.open_emergency(
        actor=actor, at=MONDAY, area=ground, what=What.POWER, title="停电", basis="通知"
    )
    post = volunteers.open_post(actor=actor, at=MONDAY, emergency=event, team=team, plan=plan)
    things.emergency_id, things.post_id = event.pk, post.pk
