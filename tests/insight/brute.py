"""Every cited figure once more, row by row in plain Python: what a database was asked for has to come out the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.places.models import Compound, Facility, Grid
from linli.kernel import clock
from linli.pillars.governance.campaigns.models import Decision, Target
from linli.pillars.governance.cooperative.models import Resolution, Shareholder
from linli.pillars.governance.deliberation.models import Supporter
from linli.pillars.governance.estates.models import Sitting
from linli.pillars.governance.inspections.models import Honour, Rectification, Shop, ShopCheck, ShopReport
from linli.pillars.governance.patrols.models import Beat, Finding, Patrol
from linli.pillars.governance.reports.models import Callback
from linli.pillars.governance.visits.models import Ask, Home, Visit
from linli.pillars.governance.visits.models import Change as Entry
from linli.pillars.governance.whistles.models import Assessment, Call
from linli.pillars.party.branches.models import Organisation, PartTimeMember, PartyMember
from linli.pillars.party.contacts.models import Plan
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.life.models import LifeMeeting, LifePart
from linli.pillars.party.partners.models import Project, ReportIn
from linli.pillars.party.tiers.models import TierRating
from linli.pillars.party.venues.models import Brand, RoomBooking, Venue
from linli.pillars.service.applications.models import Application, WindowVisit
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.canteens.models import Canteen, Meal
from linli.pillars.service.care.models import Pair, Wish
from linli.pillars.service.care.models import Visit as CareVisit
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
from linli.pillars.service.exchange.models import ExchangePost
from linli.pillars.service.jobs.models import JobMatch, JobPosting
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.volunteers.models import Activity, SignUp
from tests.insight.brute_economy import ECONOMY
from tests.insight.counting import HOUR, Brute, been, every, share, topics


def _units(kind: str) -> Brute:
    return lambda at: sum(1 for unit in every(Unit) if unit.kind == kind and unit.is_active)


def _grids() -> list[Any]:
    return [grid for grid in every(Grid) if grid.valid_until is None]


def _residents_grids() -> list[Any]:
    return [grid for grid in _grids() if grid.grid_kind != "special"]


def _is_served(compound: Any) -> bool:
    return compound.manager is not None and compound.manager.kind == "property"


def _seated(at: datetime) -> tuple[int, int]:
    today = clock.local(at).date()

    def sits(compound: Any) -> bool:
        estate = getattr(compound, "estate", None)
        return estate is not None and estate.committee_until is not None and estate.committee_until >= today

    return share(every(Compound, "estate"), sits)


def _organisations(*kinds: str) -> Brute:
    return lambda at: sum(1 for one in every(Organisation) if one.closed_on is None and one.kind in kinds)


def _rated(at: datetime) -> list[Any]:
    today = clock.local(at).date()
    return [
        one
        for one in every(TierRating, "round")
        if one.round.public_from is not None and one.round.public_from <= today
    ]


def _members() -> list[Any]:
    counted = ("full", "probationary")
    return [one for one in every(PartyMember) if one.until is None and one.standing in counted]


def _cases(kind: str, at: datetime) -> list[Any]:
    return [case for case in every(Case, "holder") if case.kind == kind and been(case.filed_at, at)]


def _reports(at: datetime) -> list[Any]:
    return _cases("governance.report", at)


def _answered(at: datetime) -> tuple[int, int]:
    due = [
        case
        for case in _reports(at)
        if been(case.respond_by, at) and case.state not in ("withdrawn", "merged") and not case.is_excluded
    ]
    return share(due, lambda case: case.responded_at is not None and case.responded_at <= case.respond_by)


def _callbacks(at: datetime) -> list[Any]:
    return [
        one
        for one in every(Callback, "report__case")
        if been(one.at, at)
        and not one.report.case.is_excluded
        and not (one.appeal == "overturned" and one.attributed_to_id is None)
    ]


def _closed_by(*kinds: str) -> Brute:
    return lambda at: share(
        (case for case in _reports(at) if case.state == "closed"), lambda case: case.holder.kind in kinds
    )


def _calls(at: datetime) -> list[Any]:
    return [call for call in every(Call, "whistle__case") if been(call.report_by, at)]


def _reported(at: datetime) -> tuple[int, int]:
    meant = [
        call for call in _calls(at) if call.state != "declined" and call.whistle.case.state != "called_off"
    ]
    return share(meant, lambda call: call.reported_at is not None and call.reported_at <= call.report_by)


def _carried(at: datetime) -> tuple[int, int]:
    due = [t for t in topics() if been(t.publicity_until, at) and t.outcome in ("agreed", "passed")]
    return share(due, lambda topic: topic.carried_at is not None)


def _content(at: datetime) -> tuple[int, int]:
    asked = [
        s for s in every(Supporter, "topic__case") if been(s.topic.case.filed_at, at) and s.level is not None
    ]
    return share(asked, lambda one: one.level >= 3)


def _checked(is_own: bool) -> Brute:
    return lambda at: len(
        {one.shop_id for one in every(ShopCheck) if been(one.at, at) and (one.kind == "self") == is_own}
    )


def _put_right(at: datetime) -> tuple[int, int]:
    orders = [one.case for one in every(Rectification, "case") if been(one.case.filed_at, at)]
    return share((c for c in orders if c.state != "quashed"), lambda case: case.state == "closed")


def _doors(at: datetime) -> list[Any]:
    return [one for one in every(Target, "campaign") if been(one.campaign.opened_at, at)]


def _mornings(at: datetime) -> tuple[int, int]:
    due = [
        d.case for d in every(Decision, "case") if been(d.case.resolve_by, at) and d.case.state != "dropped"
    ]
    return share(
        due,
        lambda case: (
            case.state == "done" and case.settled_at is not None and case.settled_at <= case.resolve_by
        ),
    )


def _tickets(at: datetime) -> list[Any]:
    return [one for one in every(Ticket) if been(one.taken_at, at)]


OVER = ("finished", "left")


def _within_an_hour(at: datetime) -> tuple[int, int]:
    meant = [one for one in _tickets(at) if one.state in OVER and one.outcome != "accepted"]
    return share(
        meant,
        lambda one: one.state == "finished" and one.outcome != "told" and one.ended_at <= one.taken_at + HOUR,
    )


def _same_day(at: datetime) -> tuple[int, int]:
    meant = [one for one in _tickets(at) if one.state in OVER and one.why_left != "own"]
    return share(meant, lambda one: one.state == "finished" and clock.local(one.ended_at).date() == one.day)


def _decided(is_good: Callable[[Any, datetime], bool]) -> Brute:
    def count(at: datetime) -> tuple[int, int]:
        brought: dict[int, list[Any]] = {}
        for visit in every(WindowVisit, "ticket", "application__case"):
            if visit.ticket is not None and visit.application.case.filed_at >= visit.ticket.taken_at:
                brought.setdefault(visit.ticket_id, []).append(visit.application.decided_at)
        meant = [one for one in _tickets(at) if one.state in OVER and brought.get(one.pk)]

        def hit(one: Any) -> bool:
            decided = brought[one.pk]
            return None not in decided and is_good(one, max(decided))

        return share(meant, hit)

    return count


def _applications(at: datetime) -> list[Any]:
    return [one for one in every(Application, "case", "item") if been(one.case.filed_at, at)]


def _of_items(*codes: str) -> Brute:
    return lambda at: sum(
        1 for one in _applications(at) if one.item.code in codes and one.case.state != "withdrawn"
    )


def _introduced(at: datetime) -> tuple[int, int]:
    span = timedelta(days=90)
    meant = [m for m in every(JobMatch) if m.introduced_at is not None and m.introduced_at <= at - span]
    return share(meant, lambda m: m.hired_at is not None and m.hired_at <= m.introduced_at + span)


def _swaps(at: datetime) -> list[Any]:
    return [one for one in every(ExchangePost) if been(one.decided_at, at) and one.state != "sent_back"]


def _meals(at: datetime) -> int:
    corrected = {one.corrects_id for one in every(Meal) if one.corrects_id}
    return sum(1 for m in every(Meal) if been(m.at, at) and m.corrects_id is None and m.pk not in corrected)


def _facilities(kind: str) -> Brute:
    return lambda at: sum(1 for one in every(Facility) if one.kind == kind and one.ended_on is None)


def _centres() -> list[Any]:
    return [one for one in every(Venue) if one.until is None and one.kind == "centre"]


def _enterprises() -> list[Any]:
    return [one for one in every(Enterprise) if one.ended_at is None]


BRUTE: dict[str, Brute] = {
    **ECONOMY,
    "grids_of_residents": lambda at: len(_residents_grids()),
    "grids_special": lambda at: len(_grids()) - len(_residents_grids()),
    "grids_of_right_size": lambda at: share(_residents_grids(), lambda g: 300 <= g.households_count <= 500),
    "communities": _units("community"),
    "workstations": _units("workstation"),
    "owners_committees": _units("owners"),
    "compounds_with_company": lambda at: sum(_is_served(c) for c in every(Compound, "manager")),
    "compounds_without_company": lambda at: sum(not _is_served(c) for c in every(Compound, "manager")),
    "compounds_with_committee": _seated,
    "tables_of_six": lambda at: sum(been(one.recorded_at, at) for one in every(Sitting)),
    "volunteer_teams": _units("volunteer"),
    "service_centres": _facilities("service_centre"),
    "day_care_centres": _facilities("day_care"),
    "venues": lambda at: sum(one.until is None for one in every(Venue)),
    "venue_area": lambda at: sum(one.area_m2 for one in _centres()),
    "centres_of_400": lambda at: sum(one.area_m2 >= 400 for one in _centres()),
    "red_stations": lambda at: sum(one.until is None and one.kind == "red_station" for one in every(Venue)),
    "room_bookings": lambda at: sum(
        one.state == "granted" and been(one.booked_at, at) for one in every(RoomBooking)
    ),
    "brands": lambda at: sum(one.until is None for one in every(Brand)),
    "party_units": _units("party"),
    "party_branches": _organisations(
        "branch", "grid_branch", "interest_branch", "trade_branch", "floating_branch", "project_branch",
        "firm_branch", "joint_branch",
    ),
    "greater_working_committees": _organisations("greater_working"),
    "greater_committees": _organisations("greater_committee", "joint_committee"),
    "part_time_members": lambda at: sum(one.until is None for one in every(PartTimeMember)),
    "task_forces": _organisations("task_force"),
    "party_members": lambda at: len(_members()),
    "floating_members": lambda at: sum(
        one.ended_on is None and one.member.until is None for one in every(FloatingMember, "member")
    ),
    "vanguard_households": lambda at: sum(one.door_role == "vanguard" for one in _members()),
    "party_meetings": lambda at: sum(been(one.held_at, at) for one in every(LifeMeeting)),
    "study_meetings": lambda at: sum(
        one.kind == "study" and one.is_valid is True and been(one.meeting.held_at, at)
        for one in every(LifePart, "meeting")
    ),
    "branches_rated": lambda at: len({one.organisation_id for one in _rated(at)}),
    "branches_behind": lambda at: len({one.organisation_id for one in _rated(at) if one.tier == "behind"}),
    "partner_units": _units("partner"),
    "doors_linked": lambda at: sum(one.covered for one in every(Plan) if been(one.planned_at, at)),
    "units_reported_in": lambda at: len({one.unit_id for one in every(ReportIn) if one.until is None}),
    "projects": lambda at: sum(been(one.claimed_at, at) for one in every(Project)),
    "projects_confirmed": lambda at: share(
        (one for one in every(Project) if been(one.claimed_at, at)), lambda one: one.confirmed_at is not None
    ),
    "reports": lambda at: len(_reports(at)),
    "reports_answered": _answered,
    "reports_solved": lambda at: share(_callbacks(at), lambda one: one.solved is True),
    "reports_satisfied": lambda at: share(
        (one for one in _callbacks(at) if one.level is not None), lambda one: one.level >= 3
    ),
    "reports_closed_in_the_grid": _closed_by("grid", "workstation"),
    "reports_closed_in_the_community": _closed_by("community"),
    "whistles": lambda at: sum(c.state != "called_off" for c in _cases("governance.whistle", at)),
    "whistles_claimed": lambda at: sum(one.is_claimed and been(one.called_at, at) for one in every(Call)),
    "beats": lambda at: sum(
        b.ended_on is None and b.steward_id is not None and been(b.kept_at, at) for b in every(Beat)
    ),
    "patrols": lambda at: sum(been(one.written_at, at) for one in every(Patrol)),
    "patrol_findings": lambda at: sum(been(one.case.filed_at, at) for one in every(Finding, "case")),
    "components": lambda at: sum(bool(f.component_code) and f.ended_on is None for f in every(Facility)),
    "whistles_departments_called": lambda at: sum(been(one.called_at, at) for one in every(Call)),
    "whistles_reported_in_time": _reported,
    "whistles_assessed_well": lambda at: share(
        (one for one in every(Assessment) if been(one.at, at)), lambda one: not one.is_low
    ),
    "topics": lambda at: sum(been(one.accepted_at, at) for one in topics()),
    "topics_carried": _carried,
    "topics_content": _content,
    "shops": lambda at: sum(been(one.kept_at, at) and one.ended_at is None for one in every(Shop)),
    "shops_scanned": lambda at: sum(been(one.case.filed_at, at) for one in every(ShopReport, "case")),
    "shops_checked": _checked(is_own=False),
    "shops_checking_themselves": _checked(is_own=True),
    "shops_put_right": _put_right,
    "honoured_shops": lambda at: len(
        {h.shop_id for h in every(Honour) if been(h.given_at, at) and h.kind == "party" and not h.withdrawn_at}
    ),
    "campaign_doors": lambda at: len(_doors(at)),
    "campaign_doors_done": lambda at: share(
        (one for one in _doors(at) if one.outcome != "exempt"), lambda one: one.outcome == "done"
    ),
    "moving_doors": lambda at: sum(one.campaign.kind == "moving" for one in _doors(at)),
    "moving_doors_done": lambda at: share(
        (one for one in _doors(at) if one.campaign.kind == "moving" and one.outcome != "exempt"),
        lambda one: one.outcome == "done",
    ),
    "mornings_kept": _mornings,
    "cooperative_members": lambda at: sum(
        been(one.resolution.carried_out_at, at) for one in every(Shareholder, "resolution")
    ),
    "cooperative_resolutions": lambda at: sum(been(one.carried_out_at, at) for one in every(Resolution)),
    "visits": lambda at: sum(been(one.at, at) and one.outcome != "away" for one in every(Visit)),
    "homes_visited": lambda at: share(every(Home), lambda one: one.seen_on is not None),
    "register_put_right": lambda at: sum(been(one.at, at) for one in every(Entry)),
    "visits_asked_for": lambda at: sum(been(one.case.filed_at, at) for one in every(Ask, "case")),
    "hall_visits": lambda at: len(_tickets(at)),
    "hall_within_an_hour": _within_an_hour,
    "hall_same_day": _same_day,
    "hall_decided_within_an_hour": _decided(lambda ticket, last: last <= ticket.taken_at + HOUR),
    "hall_decided_same_day": _decided(lambda ticket, last: clock.local(last).date() == ticket.day),
    "hall_good": lambda at: share(
        (r for r in every(Rating) if been(r.rated_at, at) and r.is_counted), lambda r: r.level >= 3
    ),
    "items": lambda at: sum(been(one.published_at, at) and not one.ended_at for one in every(ServiceItem)),
    "applications": lambda at: len(_applications(at)),
    "applications_in_time": lambda at: share(
        (a for a in _applications(at) if been(a.decided_at, at) and a.promised_by),
        lambda a: a.decided_at <= a.promised_by,
    ),
    "reemployment": _of_items("JY02"),
    "medical_cards": _of_items("YB03", "SB03", "SB04"),
    "licences_to_the_door": lambda at: sum(
        been(one.delivered_at, at) and one.delivery == "door" for one in every(Application)
    ),
    "helped_to_apply": lambda at: sum(a.wants_visit or a.helper_id is not None for a in _applications(at)),
    "enterprises": lambda at: len(_enterprises()),
    "enterprises_with_a_steward": lambda at: share(_enterprises(), lambda one: one.steward_id is not None),
    "enterprise_visits": lambda at: sum(been(one.written_at, at) for one in every(EnterpriseVisit)),
    "jobs_posted": lambda at: sum(
        one.places for one in every(JobPosting) if been(one.decided_at, at) and one.state in ("shown", "ended")
    ),
    "jobs_found": lambda at: sum(been(one.hired_at, at) for one in every(JobMatch)),
    "jobs_within_90_days": _introduced,
    "jobs_stayed": lambda at: share(
        (m for m in every(JobMatch) if been(m.hired_at, at) and m.state in ("stayed", "left")),
        lambda m: m.state == "stayed",
    ),
    "swaps": lambda at: len(_swaps(at)),
    "swaps_met": lambda at: share(
        (one for one in _swaps(at) if one.state == "ended"), lambda one: one.end_reason == "met"
    ),
    "bulletins": lambda at: sum(been(one.published_at, at) for one in every(Bulletin)),
    "activities": lambda at: sum(been(a.ends_at, at) and not a.cancelled_at for a in every(Activity)),
    "volunteers": lambda at: len(
        {s.volunteer_id for s in every(SignUp) if been(s.confirmed_at, at) and (s.confirmed_minutes or 0) > 0}
    ),
    "pairs": lambda at: len({one.person_id for one in every(Pair) if one.until is None}),
    "pair_visits": lambda at: sum(been(v.at, at) and v.pair_id is not None for v in every(CareVisit)),
    "care_in_time": lambda at: share(
        (v for v in every(CareVisit) if been(v.at, at) and v.owed_at), lambda v: v.at <= v.owed_at
    ),
    "wishes_fulfilled": lambda at: share(
        (w for w in every(Wish) if been(w.published_at, at) and w.state != "withdrawn"),
        lambda w: w.state in ("fulfilled", "confirmed"),
    ),
    "canteens": lambda at: sum(one.is_active for one in every(Canteen)),
    "meals": _meals,
}  # fmt: skip
