"""Two offices that know nothing of each other, with one of everything in each: what an address can be asked about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from types import SimpleNamespace
from typing import Any

from linli.base.files.operations import keep_file
from linli.base.flow.models import CalendarDay, Case, LimitOverride, OfficeHours, SavedView
from linli.base.notices.models import Hook, Notice
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people import api_keys
from linli.base.people import operations as people
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.people.models import Account, Deputy, Post
from linli.base.people.queries import actor_for
from linli.base.places.models import Grid, GridShape, MapVersion
from linli.insight.topics.models import Signal, Topic
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Report, StandardAnswer
from linli.pillars.service.applications import operations as applications
from linli.pillars.service.applications.rules import Applicant, GivenPaper
from linli.pillars.service.appointments import operations as appointments
from linli.pillars.service.bulletins import operations as bulletins
from linli.pillars.service.bulletins.rules import BulletinKind, Content
from linli.pillars.service.catalog import operations as catalog
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.counters.models import HallCheck, HallFinding, Ticket
from linli.pillars.service.ratings import operations as ratings
from linli.pillars.service.ratings.rules import Given
from linli.pillars.service.rights import operations as rights
from linli.pillars.service.volunteers import operations as volunteers
from tests.base.files import samples
from tests.pillars.service.catalog.items import ITEM
from tests.pillars.service.counters.hamlet import SmallHall, open_small_hall
from tests.security.applying import apply_at_window
from tests.security.calling import campaign, emergency, estate, supervised, task, whistle
from tests.security.firms import keep_enterprise
from tests.security.partying import branch
from tests.security.resolving import cooperative
from tests.security.talking import talk_about
from tests.security.twin_care import cared_for, open_canteen
from tests.security.twin_visits import visited
from tests.security.walking import walked
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town, build_town, square

IN_OTHER_OFFICE = (118.005, 36.005)
OWN, BESIDE, ELSEWHERE = "own", "beside", "elsewhere"
PHONES = {OWN: "13800001234", BESIDE: "13800005678", ELSEWHERE: "13800009012"}


@dataclass
class Twin:
    """The hamlet, its twin, and by place what is there to ask for."""

    town: Town
    office: Unit
    residents: dict[str, Account] = field(default_factory=dict)
    things: dict[str, SimpleNamespace] = field(default_factory=dict)

    def account(self, name: str) -> Account:
        return self.residents[OWN] if name == "resident" else self.town.people[name]


def build_twin() -> Twin:
    town = build_town()
    town.hire("adviser", Role.GRID_ADVISER, town.grids[0])
    town.hire("section", Role.SECTION_STAFF, town.heating)
    lamps = add_unit(kind=UnitKind.DEPARTMENT, name="路灯所", parent=town.office, handles=["lamps"])
    town.people["postless"] = Account.objects.create_user("postless", None, name="postless")
    office = _office()
    # What everybody may read of an office: an item under the code that addresses are asked about with.
    item = replace(ITEM, code="R01")
    for place_of in (town.office, office):
        catalog.import_items(actor=SYSTEM, at=MONDAY, office=place_of, items=[(1, item)], publish=True)
    twin = Twin(town, office)
    department = add_unit(kind=UnitKind.DEPARTMENT, name="清运队", parent=office, handles=["sanitation"])
    for name, role, unit in (
        ("far_leader", Role.LEADER, office),
        ("far_dispatcher", Role.DISPATCHER, office),
        ("far_secadmin", Role.SECURITY_ADMIN, office),
        ("far_sysadmin", Role.SYSTEM_ADMIN, office),
        ("far_handler", Role.HANDLER, department),
    ):
        town.hire(name, role, unit)
    for place, point, hands, lead in (
        (OWN, IN_FIRST_GRID, ("worker", "dispatcher"), town.sanitation),
        (BESIDE, IN_THIRD_GRID, ("worker3", "dispatcher"), lamps),
        (ELSEWHERE, IN_OTHER_OFFICE, ("far_dispatcher", "far_dispatcher"), department),
    ):
        twin.residents[place] = resident(PHONES[place])
        twin.things[place] = _case(twin, place, point, hands, lead)
    _bulletin(twin, OWN, "clerk", "secretary", town.communities[0])
    _bulletin(twin, BESIDE, "secretary2", "leader", town.communities[1])
    _bulletin(twin, ELSEWHERE, "far_dispatcher", "", office)
    for place, blower, unit, called in (
        (OWN, "secretary", town.communities[0], town.sanitation),
        (BESIDE, "secretary2", town.communities[1], lamps),
        (ELSEWHERE, "far_dispatcher", office, department),
    ):
        whistle(twin.things[place], twin.town.actor(blower), unit, called)
        talk_about(twin.things[place], twin.town.actor(blower), unit)
    far = Unit.objects.get(parent=office, kind=UnitKind.COMMUNITY)
    for place, leader, street, given in (
        (OWN, "leader", town.office, town.sanitation),
        (BESIDE, "leader", town.office, lamps),
        (ELSEWHERE, "far_leader", office, department),
    ):
        supervised(twin.things[place], twin.town.actor(leader), street, given)
        area = far if place == ELSEWHERE else town.communities[place == BESIDE]
        campaign(twin.things[place], twin.town.actor(leader), street, given, area)
    for place, leader, street, ground in (
        (OWN, "leader", town.office, town.communities[0]), (BESIDE, "leader", town.office, town.communities[1]),
        (ELSEWHERE, "far_leader", office, far),
    ):  # fmt: skip
        task(twin.things[place], twin.town.actor(leader), street, ground)
        estate(twin.things[place], twin.town.actor(leader), ground)
    far_grid = Unit.objects.get(parent=far, kind=UnitKind.GRID)
    branch(twin, OWN, town.office, town.communities[0], town.grids[0], PHONES[OWN])
    branch(twin, BESIDE, town.office, town.communities[1], town.grids[2], PHONES[BESIDE])
    branch(twin, ELSEWHERE, office, far, far_grid, PHONES[ELSEWHERE])
    twin.town.hire("far_secretary", Role.COMMUNITY_SECRETARY, far)
    for place, who, ground in (
        (OWN, "secretary", town.communities[0]), (BESIDE, "secretary2", town.communities[1]),
        (ELSEWHERE, "far_secretary", far),
    ):  # fmt: skip
        cooperative(twin.things[place], twin.town, who, ground)
    _activity(twin, OWN, "secretary", town.communities[0])
    _activity(twin, BESIDE, "secretary2", town.communities[1])
    _activity(twin, ELSEWHERE, "far_dispatcher", office)
    keep_enterprise(twin, OWN, "clerk", IN_FIRST_GRID, PHONES[OWN])
    keep_enterprise(twin, BESIDE, "secretary2", IN_THIRD_GRID, PHONES[BESIDE])
    keep_enterprise(twin, ELSEWHERE, "far_dispatcher", IN_OTHER_OFFICE, PHONES[ELSEWHERE])
    cared_for(twin, OWN, "clerk", town.grids[0])
    cared_for(twin, BESIDE, "secretary2", town.grids[2])
    cared_for(twin, ELSEWHERE, "", Unit.objects.get(parent__parent=office, kind=UnitKind.GRID))
    visited(twin, OWN, town.grids[0], "worker")
    visited(twin, BESIDE, town.grids[2], "worker3")
    visited(twin, ELSEWHERE, Unit.objects.get(parent__parent=office, kind=UnitKind.GRID), "far_dispatcher")
    apply_at_window(twin, OWN, "receptionist", town.office, town.communities[0], town.sanitation)
    apply_at_window(twin, BESIDE, "receptionist", town.office, town.communities[1], lamps)
    apply_at_window(twin, ELSEWHERE, "far_dispatcher", office, office, department)
    open_canteen(twin, OWN, town.communities[0])
    open_canteen(twin, ELSEWHERE, Unit.objects.get(parent=office, kind=UnitKind.COMMUNITY))
    walked(twin.things.values(), (town.grids[0], town.grids[2], far_grid))
    _house(twin, OWN, town.office, town.sanitation, "sysadmin", "secadmin", "sweeper")
    _house(twin, ELSEWHERE, office, department, "far_sysadmin", "far_secadmin", "far_handler")
    return twin


def resident(phone: str) -> Account:
    code = people.ask_code(phone=phone, address="x", at=MONDAY).code
    return people.enter_code(phone=phone, code=code, address="x", language="zh-hans", at=MONDAY)


def _office() -> Unit:
    district = add_unit(kind=UnitKind.DISTRICT, name="邻区", parent=None, code="379902")
    office = add_unit(kind=UnitKind.SUBDISTRICT, name="邻街道", parent=district, code="379902001")
    community = add_unit(kind=UnitKind.COMMUNITY, name="远里社区", parent=office, code="379902001001")
    unit = add_unit(kind=UnitKind.GRID, name="远一网格", parent=community, code="379902001001001")
    grid = Grid.objects.create(unit=unit, code=unit.code, households_count=300, valid_from=date(2020, 1, 1))
    version = MapVersion.objects.create(office=office, valid_from=date(2020, 1, 1), published_at=MONDAY)
    shape = square(118.0, 36.0)
    GridShape.objects.create(
        grid=grid, version=version, shape=shape, area_m2=1e6, valid_from=date(2020, 1, 1)
    )
    return office


def _case(
    twin: Twin, place: str, point: tuple[float, float], hands: tuple[str, str], lead: Unit
) -> SimpleNamespace:
    """A published report with a photo, given to a department; a request about one's own data; a topic."""
    photo = keep_file(actor=ANYONE, data=samples.photo(size=(64, 48)), name="", at=MONDAY)
    own = actor_for(twin.residents[place], MONDAY)
    given: dict[str, Any] = {"actor": own, "at": MONDAY, "text": f"{place} 下水井冒水", "files": [photo]}
    filed = operations.file_report(
        **given, lon=point[0], lat=point[1], phone=PHONES[place], name="李桂兰", category="R01"
    )
    number, at = filed.report.case.number, MONDAY + timedelta(minutes=10)
    operations.accept_report(actor=twin.town.actor(hands[0]), number=number, at=at)
    operations.dispatch_report(
        actor=twin.town.actor(hands[1]),
        number=number,
        at=at,
        lead=lead,
        assists=[twin.town.heating] if place == OWN else [],
    )
    operations.publish_report(
        actor=twin.town.actor(hands[1]),
        number=number,
        at=at,
        title="下水井冒水",
        text="已派单",
        files=[photo.pk],
    )
    case = Report.objects.get(case__number=number).case
    data = rights.file_request(
        actor=own, at=at, what="correct", words="换了电话", office=filed.report.case.office
    )
    topic = Topic.objects.create(office=case.office, area=case.area, category="R01", began_at=MONDAY)
    signal = Signal.objects.create(
        office=case.office, rule="repeated", category="R01", count=1, cases=[case.pk]
    )
    hall = open_small_hall(case.office)
    ticket = counters.take_ticket(actor=SYSTEM, at=MONDAY, hall=hall.hall, kind=hall.a)
    booked = appointments.book_appointment(
        actor=ANYONE, at=MONDAY, hall=hall.hall, kind=hall.a,
        starts_at=MONDAY + timedelta(hours=25, minutes=30 * (case.pk % 4)),
        phone=f"1380000{case.pk % 10_000:04d}", name="李桂兰",
    )  # fmt: skip
    round_made = HallCheck.objects.create(
        hall=hall.hall, what=HallCheck.What.TIDY, at=MONDAY, by=Account.objects.earliest("pk")
    )
    return SimpleNamespace(
        finding_id=HallFinding.objects.create(check_made=round_made, point="shine", note="地上有水").pk,
        rated=_rated(hall, rights.file_request(actor=own, at=at, what="export", office=case.office).case),
        hall=hall.hall.pk,
        window=1,
        ticket=ticket.pk,
        ticket_id=ticket.pk,
        booking_id=booked.pk,
        booking_token=appointments.token_of(booked),
        ticket_token=counters.token_of(ticket),
        applied=_applied(case.office),
        case=case,
        number=number,
        token=filed.token,
        file_id=photo.pk,
        reporter_id=filed.report.reporters.get().pk,
        rights=data.case.number,
        topic=topic.pk,
        call=signal.pk,
        grid=case.area_id,
    )


def _rated(hall: SmallHall, matter: Case) -> dict[str, dict[str, object]]:
    """A visit that was rated badly, a matter that ended, and the tablet of a window."""
    window, number = hall.windows[1], 900 + Ticket.objects.filter(hall=hall.hall).count()
    seen = {
        "window": window,
        "called_at": MONDAY,
        "started_at": MONDAY,
        "ended_at": MONDAY,
        "outcome": "done",
    }
    line = {"kind": hall.a, "day": MONDAY.date(), "letter": "A", "number": number, "source": "desk"}
    counters.keep_visits(
        hall=hall.hall,
        visits=[
            counters.Visit(
                {**line, **seen, "state": "finished", "taken_at": MONDAY, "place_at": MONDAY},
                [("take", MONDAY, None), ("finish", MONDAY, window)],
            )
        ],
    )
    ticket = Ticket.objects.get(hall=hall.hall, number=number)
    given = Given(1, words="等太久", phone="13800001234")
    bad = ratings.rate_visit(actor=ANYONE, at=MONDAY, ticket=ticket, given=given)
    assert bad.case is not None
    return {
        "rating": {"number": bad.case.number, "pk": bad.pk},
        "matter": {"number": matter.number, "token": ratings.matter_token(matter)},
        "tablet": {"pk": window.pk, "token": ratings.tablet_token(window)},
    }


APPLIED_FOR = replace(ITEM, code="A01")


def _applied(office: Unit) -> dict[str, object]:
    """An application with a scan: what its secret link opens."""
    made = ServiceItem.objects.filter(office=office, code=APPLIED_FOR.code)
    if not made.exists():
        entries = [(1, APPLIED_FOR)]
        catalog.import_items(actor=SYSTEM, at=MONDAY, office=office, items=entries, publish=True)
    photo = keep_file(actor=SYSTEM, data=samples.photo(size=(64, 48)), name="证.jpg", at=MONDAY)
    sent = applications.submit_application(
        actor=ANYONE, at=MONDAY, office=office, item=made.get(), applicant=Applicant("李桂兰"),
        situation={"who": "self", "card": "yes"}, papers={"id": GivenPaper([photo])},
    )  # fmt: skip
    document = sent.application.documents.get().number
    return {"number": sent.number, "token": sent.token, "file_id": photo.pk, "document": document}


def _bulletin(twin: Twin, place: str, writer: str, reader: str, unit: Unit) -> None:
    """A bulletin with a photo that everybody may read; where the office has no leader, nobody must approve it."""
    actor, things = twin.town.actor(writer), twin.things[place]
    photo = keep_file(actor=actor, data=samples.photo(size=(80, 60)), name="", at=MONDAY)
    words = {"title": "停水", "summary": "明天停水。", "body": ""}
    content = Content(
        kind=BulletinKind.OTHER, valid_from=MONDAY, valid_until=MONDAY + timedelta(days=9), **words
    )
    made = bulletins.draft_bulletin(
        actor=actor, at=MONDAY, unit=unit, content=content, targets=[unit], files=[photo]
    )
    number = made.case.number
    if reader:
        bulletins.submit_bulletin(actor=actor, number=number, at=MONDAY)
        bulletins.approve_bulletin(actor=twin.town.actor(reader), number=number, at=MONDAY)
    else:
        bulletins.choose_approval(office=unit, kind="other", level="street", by="nobody", at_once=False)
        bulletins.publish_bulletin(actor=actor, number=number, at=MONDAY)
    things.bulletin, things.bulletin_file = number, photo.pk


def _activity(twin: Twin, place: str, organiser: str, above: Unit) -> None:
    """An activity of a team of volunteers, to come."""
    team = add_unit(kind=UnitKind.VOLUNTEER, name=f"志愿队 {place}", parent=above)
    day = MONDAY + timedelta(days=5)
    plan = volunteers.Plan("打扫楼道", "一起扫", "楼下", day, day + timedelta(hours=2), 5)
    things, actor = twin.things[place], twin.town.actor(organiser)
    things.activity_id = volunteers.plan_activity(actor=actor, at=MONDAY, team=team, plan=plan).pk
    emergency(things, actor, team, plan)


def _house(
    twin: Twin, place: str, office: Unit, unit: Unit, system: str, security: str, handler: str
) -> None:
    """What administrators of an office keep, one of each, and what one member of staff keeps."""
    staff, things = twin.town.people[handler], twin.things[place]
    keeper = twin.town.actor(system)
    spare = Account.objects.create_user(f"spare-{place}", None, name="闲人")
    people.give_post(actor=keeper, account=spare, unit=unit, role=Role.HANDLER, at=MONDAY)
    key = api_keys.issue_key(actor=SYSTEM, at=MONDAY, unit=unit, name="对接", abilities=["file"])
    hook = Hook.objects.create(
        unit=unit, kind="webhook", name="对接", url=f"https://hooks.example.cn/{place}", added_at=MONDAY
    )
    notice = _notice(staff, things, hook=hook, office=office, channel="webhook", state="dead")
    days = {"office": office, "basis": "通知"}
    times = (time(8, 30), time(12), time(13, 30), time(17, 30))
    fields = ("morning_opens", "morning_closes", "afternoon_opens", "afternoon_closes")
    hours = OfficeHours.objects.create(
        **days, from_date=date(2026, 12, 1), **dict(zip(fields, times, strict=True))
    )
    limit = {"kind": "governance.report", "topic": "R01", "slot": "settle", "limit": "3 工作日"}
    things.house = {
        **dict.fromkeys(("hall", "hall-kind", "hall-window"), things.hall),
        "guarded": spare.pk,
        "unlock": spare.pk,
        "factor-reset": spare.pk,
        "admin-post-give": spare.pk,
        "admin-post-end": Post.objects.get(account=twin.town.people[security]).pk,
        "post-end": Post.objects.get(account=spare).pk,
        **dict.fromkeys(("key", "key-revoke"), key.key.pk),
        "message-resend": notice.pk,
        **dict.fromkeys(("hook-test", "hook-switch", "hook-drop"), hook.pk),
        **dict.fromkeys(("unit", "unit-new", "unit-close", "post-give"), unit.pk),
        **dict.fromkeys(("grid", "grid-close"), things.grid),
        **dict.fromkeys(
            ("answer", "answer-shelve"),
            StandardAnswer.objects.create(office=office, title="套话", text="好").pk,
        ),
        "hours-clear": hours.pk,
        "limit-day-clear": CalendarDay.objects.create(**days, day=date(2026, 12, 5), kind="work").pk,
        **dict.fromkeys(("limit-of", "limit-of-end"), _limit(office, limit).pk),
        **dict.fromkeys(
            ("account", "account-change", "account-reset", "account-close", "account-reopen"), spare.pk
        ),
    }


def _limit(office: Unit, fields: dict[str, str]) -> LimitOverride:
    from linli.kernel.limits import work_days

    return LimitOverride.objects.create(office=office, basis="通知", **{**fields, "limit": str(work_days(3))})


def _notice(account: Account, things: SimpleNamespace, **fields: Any) -> Notice:
    given: dict[str, Any] = {
        "account": account,
        "case": things.case,
        "template": "dispatched",
        "made_at": MONDAY,
        "key": f"test/{account.pk}/{things.number}/{fields.get('channel')}",
    }
    return Notice.objects.create(**{**given, **fields})


def keepsakes(twin: Twin, account: Account) -> dict[str, int]:
    """What one person keeps and nobody else may touch: a view, a notice, a deputy."""
    view = SavedView.objects.create(account=account, name="我的", query="state=accepted")
    notice = _notice(account, twin.things[OWN], channel="in_app", state="sent", sent_at=MONDAY)
    post = Post.objects.filter(account=account).first()
    found = {"view_id": view.pk, "notice_id": notice.pk, "deputy_id": 0}
    if post is not None:
        deputy = Deputy.objects.create(
            post=post,
            account=twin.town.people["stoker"],
            held_from=date(2026, 12, 1),
            held_until=date(2026, 12, 3),
        )
        found["deputy_id"] = deputy.pk
    return found
