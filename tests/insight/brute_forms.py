"""Every figure that a form can have filled, once more row by row: what stands, what fell into a time, on whose ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.places.models import Building, Compound, Facility, Grid
from linli.insight.forms.rules.period import Period
from linli.insight.forms.sources import FIGURES
from linli.insight.forms.sources.reading import read
from linli.insight.indicators import percent
from linli.kernel import clock
from linli.kernel.standards.care_groups import CARE_GROUPS
from linli.pillars.governance.inspections.models import Rectification, Shop, ShopCheck
from linli.pillars.governance.reports.models import Callback
from linli.pillars.governance.visits.models import Home, Visit
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.service.applications.models import Application
from linli.pillars.service.canteens.models import Canteen, Meal
from linli.pillars.service.care.models import CarePerson, Membership, Pair, Wish
from linli.pillars.service.care.models import Visit as CareVisit
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
from linli.pillars.service.volunteers.models import Activity, SignUp
from tests.insight.counting import been, every, topics

Row = Any
Yes: Callable[[Row, datetime], bool] = lambda _row, _at: True  # noqa: E731
When = Callable[[Row], datetime | date | None]
BRANCHES = (
    "branch", "grid_branch", "interest_branch", "trade_branch", "floating_branch", "project_branch", "firm_branch",
    "joint_branch",
)  # fmt: skip


_READ: dict[tuple[Any, ...], list[Row]] = {}


def _all(model: Any, *with_: str) -> list[Row]:
    """Read every row of a model, once for all figures that are asked together."""
    if (model, *with_) not in _READ:
        _READ[model, *with_] = every(model, *with_)
    return _READ[model, *with_]


@dataclass(frozen=True)
class Asked:
    """How a form's figure is told: its rows, on whose ground, when, which are meant; what of them is added or told apart."""

    rows: Callable[[], list[Row]]
    ground: Callable[[Row], Unit | None]
    meant: Callable[[Row, datetime], bool] = Yes
    when: When | None = None
    hit: Callable[[Row], bool] | None = None
    amount: Callable[[Row], int | None] | None = None
    of: Callable[[Row], Any] | None = None
    divide: int = 1

    @cached_property
    def all(self) -> list[Row]:
        return self.rows()

    def count(self, office: Unit, period: Period | None, at: datetime) -> tuple[float | int | None, int, int]:
        """Give the value, and the numbers above and below the line of a share."""
        end = at if period is None else min(at, datetime.combine(period.until, time(), clock.SHANGHAI))
        found = [
            row
            for row in self.all
            if (on := self.ground(row)) is not None
            and on.path.startswith(office.path)
            and self.meant(row, end)
            and (self.when is None or period is None or _falls(self.when(row), period, at))
        ]
        if self.hit is not None:
            above = sum(self.hit(row) for row in found)
            return percent(above, len(found)), above, len(found)
        if self.amount is not None:
            total = sum(self.amount(row) or 0 for row in found) / self.divide
            return int(total) if total == int(total) else round(total, 2), 0, 0
        return len({self.of(row) for row in found} if self.of else found), 0, 0


def _falls(when: datetime | date | None, period: Period, at: datetime) -> bool:
    if when is None:
        return False
    if isinstance(when, datetime):
        return when <= at and period.start <= clock.local(when).date() < period.until
    return period.start <= when < period.until


def _stood(row: Row, at: datetime) -> bool:
    return been(row.kept_at, at) and (row.ended_at is None or row.ended_at > at)


def _in_use(row: Row, at: datetime) -> bool:
    day = clock.local(at).date()
    return bool(row.valid_from <= day and (row.valid_until is None or row.valid_until > day))


def _grid(kind: str = "") -> Asked:
    return Asked(
        lambda: _all(Grid, "unit"), lambda g: g.unit,
        lambda g, at: _in_use(g, at) and (not kind or g.grid_kind == kind),
    )  # fmt: skip


def _unit(kind: str) -> Asked:
    return Asked(
        lambda: _all(Unit, "parent"), lambda u: u.parent, lambda u, _at: u.kind == kind and u.is_active
    )


def _compound(is_served: bool | None = None) -> Asked:
    def meant(one: Row, _at: datetime) -> bool:
        served = one.manager is not None and one.manager.kind == "property"
        return is_served is None or served is is_served

    return Asked(lambda: _all(Compound, "community", "manager"), lambda c: c.community, meant)


def _facility(kind: str) -> Asked:
    return Asked(
        lambda: _all(Facility, "area"), lambda f: f.area, lambda f, _at: f.kind == kind and f.ended_on is None
    )


def _home(use: str) -> Asked:
    return Asked(
        lambda: _all(Home, "household__building__grid"), lambda h: h.household.building.grid,
        lambda h, _at: h.use == use,
    )  # fmt: skip


def _shop(trade: str = "") -> Asked:
    return Asked(
        lambda: _all(Shop, "area"), lambda s: s.area,
        lambda s, at: _stood(s, at) and (not trade or s.trade == trade),
    )  # fmt: skip


def _firm(*forms: str, amount: Callable[[Row], int | None] | None = None) -> Asked:
    return Asked(
        lambda: _all(Enterprise, "area"), lambda e: e.area,
        lambda e, at: _stood(e, at) and (not forms or e.form in forms), amount=amount,
    )  # fmt: skip


def _case(
    kind: str, meant: Callable[[Row], bool] = lambda _c: True, when: str = "filed_at",
    hit: Callable[[Row], bool] | None = None,
) -> Asked:  # fmt: skip
    return Asked(
        lambda: [one for one in _all(Case, "area") if one.kind == f"governance.{kind}"], lambda c: c.area,
        lambda c, _at: meant(c), (lambda c: getattr(c, when)) if when else None, hit,
    )  # fmt: skip


def _before(moment: datetime | None, limit: datetime | None) -> bool:
    return moment is not None and limit is not None and moment <= limit


def _called(meant: Callable[[Row], bool], hit: Callable[[Row], bool]) -> Asked:
    def counts(one: Row, _at: datetime) -> bool:
        void = one.appeal == "overturned" and one.attributed_to_id is None
        return not one.report.case.is_excluded and not void and meant(one)

    return Asked(
        lambda: _all(Callback, "report__case__area"),
        lambda c: c.report.case.area,
        counts,
        lambda c: c.at,
        hit,
    )


def _check(of: Callable[[Row], Any] | None = None) -> Asked:
    return Asked(
        lambda: _all(ShopCheck, "shop__area"), lambda c: c.shop.area, lambda c, _at: c.kind != "self",
        lambda c: c.at, of=of,
    )  # fmt: skip


def _helped(**more: Any) -> Asked:
    return Asked(
        lambda: _all(SignUp, "activity__office"), lambda s: s.activity.office,
        lambda s, at: (s.confirmed_minutes or 0) > 0 and been(s.confirmed_at, at),
        lambda s: s.activity.starts_at, **more,
    )  # fmt: skip


def _meal(**more: Any) -> Asked:
    def rows() -> list[Row]:
        book = _all(Meal, "canteen__community")
        undone = {one.corrects_id for one in book if one.corrects_id}
        return [one for one in book if one.corrects_id is None and one.pk not in undone]

    return Asked(rows, lambda m: m.canteen.community, when=lambda m: m.day, **more)


def _member(meant: Callable[[Row], bool] = lambda _m: True) -> Asked:
    return Asked(
        lambda: _all(PartyMember, "organisation__unit"), lambda m: m.organisation.unit,
        lambda m, _at: m.until is None and m.standing in ("full", "probationary") and meant(m),
    )  # fmt: skip


def _organisation(*kinds: str) -> Asked:
    def meant(one: Row, at: datetime) -> bool:
        day = clock.local(at).date()
        stands = one.founded_on <= day and (one.closed_on is None or one.closed_on > day)
        return stands and (not kinds or one.kind in kinds)

    return Asked(lambda: _all(Organisation, "unit"), lambda o: o.unit, meant)


def _group(code: str) -> Asked:
    """Count who is in a group, by the sealed word itself instead of its keyed digest."""

    def meant(one: Row, at: datetime) -> bool:
        day = clock.local(at).date()
        return one.group == code and one.since <= day and (one.until is None or one.until > day)

    return Asked(lambda: _all(Membership, "person__grid"), lambda m: m.person.grid, meant)


def _paired(one: Row, at: datetime) -> bool:
    day = clock.local(at).date()
    return bool(one.since <= day and (one.until is None or one.until > day))


def _cared() -> list[Row]:
    held = {one.person_id for one in _all(Membership) if one.until is None}
    return [one for one in _all(CarePerson, "grid") if one.pk in held]


def asked() -> dict[str, Asked]:
    """Give a brute force for every figure that a form can have filled."""
    served = ("company", "branch")
    return {
        "grids": _grid(),
        **{f"grids_{kind}": _grid(kind) for kind in ("general", "special", "micro")},
        "households": Asked(lambda: _all(Grid, "unit"), lambda g: g.unit, _in_use, amount=lambda g: g.households_count),
        "communities": _unit("community"),
        "compounds": _compound(),
        "compounds_served": _compound(True),
        "compounds_unserved": _compound(False),
        "buildings": Asked(lambda: _all(Building, "grid"), lambda b: b.grid),
        **{f"homes_{use}": _home(use) for use in ("rented", "vacant", "shared", "own")},
        "committees": _unit("owners"),
        "property_firms": _unit("property"),
        "partners": _unit("partner"),
        "teams": _unit("volunteer"),
        "service_centres": _facility("service_centre"),
        "day_cares": _facility("day_care"),
        "canteens": Asked(lambda: _all(Canteen, "community"), lambda c: c.community, lambda c, _at: c.is_active),
        "shops": _shop(),
        **{f"shops_{t}": _shop(t) for t in ("catering", "food", "retail", "care", "repair", "leisure")},
        "entities": _firm(),
        "enterprises": _firm(*served),
        "soles": _firm("sole"),
        "staff": _firm(amount=lambda e: e.staff_count),
        "shop_checks": _check(),
        "shops_checked": _check(of=lambda c: c.shop_id),
        "orders": Asked(lambda: _all(Rectification, "case__area"), lambda r: r.case.area, when=lambda r: r.case.filed_at),
        "orders_done": Asked(
            lambda: _all(Rectification, "case__area"), lambda r: r.case.area, lambda r, _at: r.case.state == "closed",
            lambda r: r.case.closed_at,
        ),
        "firm_visits": Asked(
            lambda: _all(EnterpriseVisit, "enterprise__area"), lambda v: v.enterprise.area, when=lambda v: v.on_date
        ),
        "reports": _case("report"),
        "reports_filed": _case("report"),
        "reports_done": _case("report", lambda c: c.state == "closed", "closed_at"),
        "reports_open": _case("report", lambda c: c.is_open, ""),
        "reports_response": _case(
            "report", lambda c: c.state not in ("withdrawn", "merged") and not c.is_excluded, "respond_by",
            lambda c: _before(c.responded_at, c.respond_by),
        ),
        "reports_solved": _called(lambda _c: True, lambda c: c.solved is True),
        "reports_satisfied": _called(lambda c: c.level is not None, lambda c: c.level >= 3),
        "reports_on_time": _case(
            "report", lambda c: c.state not in ("withdrawn", "merged", "refused") and not c.is_excluded, "resolve_by",
            lambda c: _before(c.settled_at, c.resolve_by),
        ),
        "reports_done_rate": _case("report", hit=lambda c: c.state == "closed"),
        "whistles": _case("whistle", lambda c: c.state != "called_off"),
        "topics": Asked(topics, lambda t: t.case.area, when=lambda t: t.accepted_at),
        "visits": Asked(
            lambda: _all(Visit, "area"), lambda v: v.area, lambda v, _at: v.home_id is not None and v.outcome != "away",
            lambda v: v.at,
        ),
        "homes_visited": Asked(
            lambda: _all(Visit, "area"), lambda v: v.area, lambda v, _at: v.home_id is not None and v.outcome != "away",
            lambda v: v.at, of=lambda v: v.home_id,
        ),
        "activities": Asked(
            lambda: _all(Activity, "office"), lambda a: a.office,
            lambda a, at: a.cancelled_at is None and been(a.ends_at, at), lambda a: a.starts_at,
        ),
        "helped": _helped(of=lambda s: s.volunteer_id),
        "hours": _helped(amount=lambda s: s.confirmed_minutes, divide=60),
        "meals": _meal(),
        **{
            code: _meal(amount=lambda m: m.subsidy_fen, divide=100) for code in ("subsidies", "subsidies_of_canteens")
        },
        "applications": Asked(
            lambda: _all(Application, "case__area"), lambda a: a.case.area, when=lambda a: a.case.filed_at
        ),
        **{f"care_{group.code}": _group(group.code) for group in CARE_GROUPS},
        "care_people": Asked(_cared, lambda p: p.grid),
        "care_visits": Asked(
            lambda: _all(CareVisit, "person__grid"), lambda v: v.person.grid, lambda v, _at: v.outcome != "away",
            lambda v: v.at,
        ),
        "pairs": Asked(lambda: _all(Pair, "person__grid"), lambda p: p.person.grid, _paired, of=lambda p: p.person_id),
        "wishes": Asked(
            lambda: _all(Wish, "person__grid"), lambda w: w.person.grid, lambda w, _at: w.state != "withdrawn",
            lambda w: w.published_at,
        ),
        "party_orgs": _organisation(),
        "party_branches": _organisation(*BRANCHES),
        "party_members": _member(),
        "party_probationary": _member(lambda m: m.standing == "probationary"),
        "party_full": _member(lambda m: m.standing == "full"),
        "party_in_service": _member(lambda m: m.is_in_service),
        "vanguards": _member(lambda m: m.door_role == "vanguard"),
    }  # fmt: skip


def filled(office: Unit, periods: tuple[Period | None, ...], at: datetime) -> int:
    """Hold what a form would be filled with, of a street and its communities, against the rows; give how many are not 0."""
    _READ.clear()
    brute = asked()
    tallies = read(
        [(code, period) for period in periods for code, one in FIGURES.items() if period or not one.is_flow],
        office=office,
        at=at,
    )
    grounds = [office, *Unit.objects.filter(parent=office, kind="community").order_by("code")[:1]]
    found = 0
    for (code, period), tally in tallies.items():
        for unit in grounds:
            told, (value, above, below) = tally.over([unit]), brute[code].count(unit, period, at)
            assert told.value == value, (code, unit, period)
            assert FIGURES[code].measure != "share" or (told.above, told.below) == (above, below), code
            found += bool(value)
    return found
