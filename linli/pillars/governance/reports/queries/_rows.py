"""The frozen row of every list, and the one scoped selection that list, count, export, map and search share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case as By
from django.db.models import Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Least

from linli.base.flow import policies
from linli.base.flow.models import Assignment, Case
from linli.base.flow.opening import prints_of
from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.roles import INTAKE
from linli.base.people.actors import Actor
from linli.base.people.sealed_fields import opened
from linli.base.people.vault import fingerprint
from linli.base.written import counted, written
from linli.kernel import clock, masking
from linli.kernel.chinese import query_tokens
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Report, Reporter
from linli.pillars.governance.reports.queries._views import view_of

PAGE = 30


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of a list."""

    id: int
    number: str
    title: str
    state: str
    is_open: bool
    is_taken: bool
    nature: str
    category: str
    category_code: str
    channel: str
    area: str
    community: str
    holder: str
    holder_name: str
    place: str
    lon: float | None
    lat: float | None
    filed_at: datetime
    due_at: datetime | None
    resolve_by: datetime | None
    stopped_until: datetime | None
    closed_at: datetime | None
    card: str
    is_urgent: bool
    is_supervised: bool
    is_confidential: bool
    joined_count: int
    step_seq: int
    category_en: str = ""
    alarm: str = ""


_FIELDS = (
    "id", "number", "title", "state", "is_open", "is_taken", "report__nature", "report__category__name", "topic",
    "channel", "area__name", "area__short_name", "area__parent__name", "area__parent__short_name", "area__kind",
    "holder__name", "holder__short_name", "holder_account__name", "place_words", "lon", "lat", "filed_at", "due_at",
    "resolve_by", "stopped_until", "closed_at", "card", "is_urgent", "is_supervised", "is_confidential",
    "report__joined_count", "step_seq", "report__category__name_en", "report__alarm",
)  # fmt: skip


def _row(values: tuple[Any, ...]) -> ReportRow:
    v = dict(zip(_FIELDS, values, strict=True))
    area = v["area__short_name"] or v["area__name"]
    above = v["area__parent__short_name"] or v["area__parent__name"] or ""
    return ReportRow(
        id=v["id"],
        number=v["number"],
        title=v["title"],
        state=v["state"],
        is_open=v["is_open"],
        is_taken=v["is_taken"],
        nature=v["report__nature"],
        category=v["report__category__name"] or "",
        category_code=v["topic"],
        channel=v["channel"],
        area=area,
        community=above if v["area__kind"] == "grid" else area,
        holder=v["holder__short_name"] or v["holder__name"],
        holder_name=v["holder_account__name"] or "",
        place=opened(v["place_words"]),
        lon=v["lon"],
        lat=v["lat"],
        filed_at=v["filed_at"],
        due_at=v["due_at"],
        resolve_by=v["resolve_by"],
        stopped_until=v["stopped_until"],
        closed_at=v["closed_at"],
        card=v["card"],
        is_urgent=v["is_urgent"],
        is_supervised=v["is_supervised"],
        is_confidential=v["is_confidential"],
        joined_count=v["report__joined_count"],
        step_seq=v["step_seq"],
        category_en=v["report__category__name_en"] or "",
        alarm=v["report__alarm"] or "",
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed by; an empty field does not narrow. `unit` is a path ("/1/4/"): that ground and below."""

    view: str = "all"
    words: str = ""
    phone: str = ""
    unit: str = ""
    holder: int | None = None
    category: str = ""
    nature: str = ""
    state: str = ""
    channel: str = ""
    card: str = ""
    is_open: bool | None = None
    filed_from: date | None = None
    filed_until: date | None = None
    is_urgent: bool = False
    is_supervised: bool = False
    order: str = "due"

    def over(self, **changes: Any) -> Filters:
        """Give the same filters with some changed."""
        return replace(self, **changes)


def selection(actor: Actor, filters: Filters) -> QuerySet[Case]:
    """Give the cases an actor may see, narrowed: the one door of list, count, export, map and search.

    A whole number typed as words ignores every other filter.
    """
    rows = Case.objects.filter(policies.reachable(actor), kind=KIND)
    words = filters.words.strip()
    if words and (exact := rows.filter(number=words)).exists():
        return exact
    rows = rows.filter(view_of(filters.view, actor))
    if words:
        # A number is looked for by its print: none is kept as a word.
        tokens = [*query_tokens(masking.without(words)), *prints_of(words)]
        if not tokens:
            return rows.none()
        rows = rows.filter(policies.found_by(tokens, actor))
    if filters.phone:
        rows = rows.filter(_raised_by(filters.phone, actor))
    if filters.unit:
        rows = rows.filter(area__path__startswith=filters.unit)
    if filters.holder:
        rows = rows.filter(holder_id=filters.holder)
    if filters.category:
        rows = rows.filter(Q(topic=filters.category) | Q(report__category__parent=filters.category))
    if filters.nature:
        rows = rows.filter(report__nature=filters.nature)
    for name in ("state", "channel", "card"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.is_open is not None:
        rows = rows.filter(is_open=filters.is_open)
    if filters.filed_from:
        rows = rows.filter(filed_at__gte=_midnight(filters.filed_from))
    if filters.filed_until:
        rows = rows.filter(filed_at__lt=_midnight(filters.filed_until) + timedelta(days=1))
    if filters.is_urgent:
        rows = rows.filter(Q(is_urgent=True) | Q(report__alarm__in=Report.Alarm.values))
    if filters.is_supervised:
        rows = rows.filter(is_supervised=True)
    return rows


def _raised_by(phone: str, actor: Actor) -> Q:
    """Match what a phone raised. A confidential reporter is found only by the desk that must call back."""
    mine = Reporter.objects.filter(report=OuterRef("pk"), phone_print=fingerprint(phone, "phone"))
    offices = [p.unit_id for p in actor.posts if p.role in INTAKE]
    openly = Q(Exists(mine.filter(is_confidential=False)), is_confidential=False)
    # Begins with the few that the phone raised, whoever may see which of them.
    raised = Q(pk__in=Reporter.objects.filter(phone_print=fingerprint(phone, "phone")).values("report_id"))
    return raised & (openly | Q(office__in=offices)) if offices else raised & openly


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and where the next begins."""

    rows: tuple[ReportRow, ...]
    after: str
    count: int
    is_more_than_count: bool = False


UNGIVEN = ("checking", "received", "accepted")


def _taken() -> Exists:
    return Exists(Assignment.objects.filter(case=OuterRef("pk"), part="lead", state="taken"))


#: The moment a row shows: what is late comes first, what is stopped on the day it goes on, what has ended last. What
#: may be an emergency and nobody has given to anybody yet was due when it was filed.
TURN = By(
    When(is_open=False, then=None),
    When(state__in=UNGIVEN, report__alarm__in=Report.Alarm.values, then=F("filed_at")),
    When(state__in=("asked", "paused", "ledgered"), then=F("stopped_until")),
    When(state__in=("answered", "callback"), then=F("due_at")),
    default=Least("due_at", "resolve_by"),
)


def _ordered(rows: QuerySet[Any], filters: Filters) -> QuerySet[Any]:
    if filters.order == "due":
        return rows.order_by(F("turn_at").asc(nulls_last=True), "id")
    return rows.order_by("-filed_at", "-id")


def _place_of(after: str) -> tuple[datetime | None, int] | None:
    """Read where a page begins: after this moment (none: after all that have one) and this id."""
    try:
        moment, pk = after.rsplit(".", 1)
        last_id = int(pk)
        last = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None
    return (last, last_id) if 0 <= last_id < 2**63 and (last is None or last.tzinfo) else None


def _from(rows: QuerySet[Any], filters: Filters, after: str) -> QuerySet[Any]:
    place = _place_of(after)
    if place is None:
        return rows
    last, last_id = place
    if filters.order == "due":
        if last is None:
            return rows.filter(turn_at__isnull=True, id__gt=last_id)
        return rows.filter(Q(turn_at__gt=last) | Q(turn_at=last, id__gt=last_id) | Q(turn_at__isnull=True))
    if last is None:
        return rows
    # The first condition says nothing new, but is one that an index answers.
    return rows.filter(Q(filed_at__lte=last), Q(filed_at__lt=last) | Q(id__lt=last_id))


COUNT_MOST = 1000
"""Counts are exact up to here; beyond, a page says “more than 1,000”. A list is for working, not for statistics."""


def inbox(
    *, actor: Actor, filters: Filters, after: str = "", size: int = PAGE, count: int | None = None
) -> Page:
    """List reports, one page. Three queries (one less when the count is known already)."""
    if filters.words or filters.phone:
        count, values = _searched(actor, filters, after, size)
    elif after or filters.view == "all":
        # Planned anew for each reader: of all years somebody sees a hundred cases, somebody else a million.
        count = selection(actor, filters).order_by()[: COUNT_MOST + 1].count()
        values = list(_page(selection(actor, filters), filters, after, size))
    else:
        if count is None:
            count = _written_count(filters, actor=actor)
        values = _written_page(filters, size, actor) if count else []
    found = tuple(_row(v[:-1]) for v in values[:size])
    more, last = len(values) > size, found[-1] if found else None
    moment = (values[len(found) - 1][-1] if filters.order == "due" else last.filed_at) if last else None
    return Page(
        rows=found,
        after=f"{moment.isoformat() if moment else ''}.{last.id}" if more and last else "",
        count=min(count, COUNT_MOST),
        is_more_than_count=count > COUNT_MOST,
    )


def _searched(actor: Actor, filters: Filters, after: str, size: int) -> tuple[int, list[Any]]:
    """Count what was looked for and give a page of it: the words are looked up once, unless very much was found."""
    found = selection(actor, filters)
    ids = list(found.order_by().values_list("id", flat=True)[: COUNT_MOST + 1])
    if not ids:
        return 0, []
    if len(ids) <= COUNT_MOST:
        found = Case.objects.filter(pk__in=ids)
    return len(ids), list(_page(found, filters, after, size))


def _page(found: QuerySet[Case], filters: Filters, after: str, size: int) -> QuerySet[Case, Any]:
    """Find the few of a page in their own table first; names are joined to them alone, however many there are."""
    ids = _few(found, filters, after, size)
    if filters.order == "due" and filters.view == "all" and filters.is_open is None and not filters.words:
        # What is open comes first and is little; what has ended is many, and stands by its id.
        ids = _few(found.filter(is_open=True), filters, after, size).union(
            _ended(found.filter(is_open=False), after).values("id")[: size + 1], all=True
        )
    page = _ordered(Case.objects.filter(pk__in=ids).annotate(turn_at=TURN), filters)
    rows: QuerySet[Case, Any] = page.annotate(is_taken=_taken()).values_list(*_FIELDS, "turn_at")[: size + 1]
    return rows


def _few(found: QuerySet[Any], filters: Filters, after: str, size: int) -> QuerySet[Any, Any]:
    timed = found.annotate(turn_at=TURN) if filters.order == "due" else found
    return _ordered(_from(timed, filters, after) if after else timed, filters).values("id")[: size + 1]


def _ended(found: QuerySet[Any], after: str) -> QuerySet[Any]:
    place = _place_of(after)
    return (
        found.filter(id__gt=place[1]).order_by("id") if place and place[0] is None else found.order_by("id")
    )


def _written_page(filters: Filters, size: int, actor: Actor) -> list[Any]:
    """Find the few of a page, then their rows. Two queries.

    As one, its twelve tables would be planned at every page: who sees how much differs from reader to reader. By their ids
    rows have one plan for everybody, which the server keeps.
    """
    found: list[Any] = list(_written_few(filters, size, actor=actor))
    if not found:
        return []
    ids = [row[0] for row in found]
    rows = {row[0]: row for row in _written_rows(ids=(*ids, *[0] * (size + 1 - len(ids))))}
    return [(*rows[pk], moment) for pk, moment in found if pk in rows]


@written
def _written_few(filters: Filters, size: int, /, *, actor: Actor) -> QuerySet[Case, Any]:
    rows = selection(actor, filters).annotate(turn_at=TURN)
    return _ordered(rows, filters).values_list("id", "turn_at")[: size + 1]


@written
def _written_rows(*, ids: tuple[int, ...]) -> QuerySet[Case, Any]:
    return Case.objects.filter(pk__in=ids).annotate(is_taken=_taken()).order_by().values_list(*_FIELDS)


@counted
def _written_count(filters: Filters, /, *, actor: Actor) -> QuerySet[Case, Any]:
    return selection(actor, filters).order_by().values_list("id")[: COUNT_MOST + 1]


def report_row(*, actor: Actor, number: str) -> ReportRow:
    """Give one report as a list shows it. One query.

    :raises NoSuchCase: absent or out of reach.
    """
    rows = Case.objects.filter(policies.reachable(actor), kind=KIND, number=number).annotate(
        is_taken=_taken()
    )
    values = rows.values_list(*_FIELDS).first()
    if values is None:
        raise NoSuchCase(number=number)
    return _row(values)


def export_rows(*, actor: Actor, filters: Filters) -> Iterator[ReportRow]:
    """Stream every row of a list in its order. One server-side cursor; memory stays flat."""
    rows = _ordered(selection(actor, filters).annotate(turn_at=TURN), filters).annotate(is_taken=_taken())
    for values in rows.values_list(*_FIELDS).iterator(chunk_size=1000):
        yield _row(values)
