"""What boards read of topics and signals: recounted for the ground and the eyes of whoever looks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q

from linli.base.flow.models import Case
from linli.base.language.topics_heat import Heat, Voice, heat_of
from linli.base.orgs.models import Unit
from linli.insight.indicators import Scope
from linli.insight.queries import BehindRow
from linli.insight.topics.models import Gathering, Signal, Topic, TopicCase
from linli.insight.topics.rules import OFTEN, Rule
from linli.kernel import clock
from linli.kernel.standards import seasons
from linli.kernel.standards.seasons import Season
from linli.pillars.governance.reports.models import Category

WEEK: Final = timedelta(days=7)
WEEKS: Final = 8
MOST_TOPICS: Final = 30
MOST_SIGNALS: Final = 40
MOST_LISTED: Final = 300
YEAR: Final = timedelta(days=365)
NO_TROUBLE: Final = ("withdrawn", "merged")


@dataclass(frozen=True)
class HotTopic:
    """A topic as somebody may see it: every figure is counted over the cases that are theirs to open."""

    id: int
    place: str
    area: str
    category: str
    category_en: str
    words: tuple[str, ...]
    heat: Heat
    cases: int
    open: int
    weeks: tuple[int, ...]
    """Cases by week, the oldest first."""
    began_at: datetime
    case_ids: tuple[int, ...] = field(repr=False, default=())
    is_new: bool = False

    @property
    def change(self) -> int:
        """Give how many more came this week than the week before."""
        return self.weeks[-1] - self.weeks[-2]


@dataclass(frozen=True)
class OwnTopic:
    """The topic a case belongs to, as its page names it: how many of its cases the reader may open."""

    id: int
    cases: int
    place: str
    area: str
    category: str
    category_en: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """A signal as somebody may see it, with how many of its cases they may open."""

    id: int
    rule: str
    area: str
    category: str
    category_en: str
    count: int
    mean: float | None
    deviation: float | None
    basis: str
    cases: int


@dataclass(frozen=True)
class Coming:
    """A season that runs or comes, and what it brought in the same weeks a year ago."""

    season: Season
    first: datetime
    last: datetime
    runs: bool
    last_year: int | None


@dataclass(frozen=True)
class Hot:
    """The page of topics."""

    gathered_at: datetime | None
    since: datetime | None
    cases: int
    left_out: int
    topics: list[HotTopic]
    calls: list[Call]
    coming: list[Coming]


def _offices(unit: Unit) -> Q:
    return Q(office__in=unit.line) | Q(office__path__startswith=unit.path)


def topics(*, scope: Scope, unit: Unit, at: datetime, most: int = MOST_TOPICS) -> list[HotTopic]:
    """Rank the topics of a piece of ground, the hottest first. Three queries."""
    rows: dict[int, list[Any]] = defaultdict(list)
    members = TopicCase.objects.filter(scope.match("case__"), _of_offices(unit)).values(
        "topic_id",
        "people",
        "case_id",
        "case__filed_at",
        "case__area_id",
        "case__is_open",
        "case__is_answered",
    )
    for row in members.order_by("topic_id", "case_id"):
        rows[row["topic_id"]].append(row)
    seen = {number: own for number, own in rows.items() if len(own) >= OFTEN}
    found = [
        _topic(topic, seen[topic.pk], at)
        for topic in Topic.objects.filter(pk__in=seen).select_related("area__parent")
    ]
    found.sort(key=lambda t: (-t.heat.heat, t.id))
    return _named(found[:most])


def _of_offices(unit: Unit) -> Q:
    return Q(topic__office__in=unit.line) | Q(topic__office__path__startswith=unit.path)


def _topic(topic: Topic, rows: list[Any], at: datetime) -> HotTopic:
    voices = [
        Voice(
            who=str(person),
            at=row["case__filed_at"],
            is_waiting=row["case__is_open"] and not row["case__is_answered"],
            area=str(row["case__area_id"]),
        )
        for row in rows
        for person in (row["people"] or [f"?{row['case_id']}"])
    ]
    weeks = [0] * WEEKS
    for row in rows:
        ago = int((at - row["case__filed_at"]) / WEEK)
        if 0 <= ago < WEEKS:
            weeks[WEEKS - 1 - ago] += 1
    parent = topic.area.parent
    is_grid = topic.area.kind == "grid" and parent is not None
    return HotTopic(
        id=topic.pk,
        place=topic.place,
        area=f"{parent}·{topic.area}" if is_grid else str(topic.area),
        category=topic.category,
        category_en="",
        words=tuple(topic.words),
        heat=heat_of(voices, at=at),
        cases=len(rows),
        open=sum(row["case__is_open"] for row in rows),
        weeks=tuple(weeks),
        began_at=topic.began_at,
        case_ids=tuple(row["case_id"] for row in rows),
        is_new=topic.began_at > at - WEEK,
    )


def _named(found: list[HotTopic]) -> list[HotTopic]:
    """Put the names of categories where their codes stand. One query."""
    names = _names({t.category for t in found})
    return [
        replace(
            t, category=names.get(t.category, ("", ""))[0], category_en=names.get(t.category, ("", ""))[1]
        )
        for t in found
    ]


def _names(codes: set[str]) -> dict[str, tuple[str, str]]:
    rows = Category.objects.filter(pk__in=codes - {""}).values_list("code", "name", "name_en")
    return {code: (name, name_en) for code, name, name_en in rows}


def topic(
    *, scope: Scope, unit: Unit, number: int, at: datetime, most: int = MOST_LISTED
) -> tuple[HotTopic, list[BehindRow]] | None:
    """Give one topic with its cases, newest first; None where nobody may see three of them. Four queries."""
    found = next((t for t in topics(scope=scope, unit=unit, at=at, most=10_000) if t.id == number), None)
    return (found, _cases(scope, found.case_ids, most)) if found else None


def _cases(scope: Scope, ids: tuple[int, ...] | list[int], most: int) -> list[BehindRow]:
    fields = ("number", "title", "state", "area__name", "holder__name", "filed_at")
    rows = Case.objects.filter(scope.match(), pk__in=ids).order_by("-filed_at", "-pk")
    return [BehindRow(*values) for values in rows.values_list(*fields)[:most]]


def calls(*, scope: Scope, unit: Unit, most: int = MOST_SIGNALS) -> list[Call]:
    """List what calls for acting ahead on a piece of ground, each rule in its turn. Three queries."""
    rows = list(Signal.objects.filter(_offices(unit)).select_related("area__parent").order_by("-count", "pk"))
    ids = {pk for row in rows for pk in row.cases}
    mine = set(Case.objects.filter(scope.match(), pk__in=ids).values_list("pk", flat=True))
    kept = [(row, sum(pk in mine for pk in row.cases)) for row in rows]
    kept = [(row, own) for row, own in kept if _concerns(row, own, unit)]
    names = _names({row.category for row, _own in kept})
    order = list(Rule)
    found = [
        Call(
            id=row.pk,
            rule=row.rule,
            area=_area(row.area),
            category=names.get(row.category, ("", ""))[0],
            category_en=names.get(row.category, ("", ""))[1],
            count=own if row.rule == Rule.REPEATED else row.count,
            mean=row.mean,
            deviation=row.deviation,
            basis=row.basis,
            cases=own,
        )
        for row, own in kept
    ]
    return sorted(found, key=lambda c: (order.index(Rule(c.rule)), -c.count))[:most]


def _concerns(row: Signal, own: int, unit: Unit) -> bool:
    """Say whether a signal is this ground's: all of it must be theirs, or its figures would be another's."""
    if row.rule == Rule.UNUSUAL and unit.pk != row.office_id and row.office_id in unit.line:
        return False
    return own == len(row.cases) and own > 0


def _area(area: Unit | None) -> str:
    if area is None:
        return ""
    return f"{area.parent}·{area}" if area.kind == "grid" and area.parent else str(area)


def call(
    *, scope: Scope, unit: Unit, number: int, most: int = MOST_LISTED
) -> tuple[Call, list[BehindRow]] | None:
    """Give one signal with its cases; None where it is not this ground's. Four queries."""
    found = next((c for c in calls(scope=scope, unit=unit, most=10_000) if c.id == number), None)
    if found is None:
        return None
    return found, _cases(scope, Signal.objects.get(pk=number).cases, most)


def coming(*, scope: Scope, at: datetime) -> list[Coming]:
    """List the seasons at hand with what the same weeks brought a year ago. One query."""
    day = clock.local(at).date()
    rows = seasons.near(day)
    codes = {code for season, _first, _last in rows for code in season.categories}
    until = at - YEAR + seasons.AHEAD
    counted = dict(
        Case.objects.filter(scope.match(), filed_at__gt=at - YEAR, filed_at__lte=until, topic__in=codes)
        .exclude(state__in=NO_TROUBLE)
        .values_list("topic")
        .annotate(n=Count("id"))
        .order_by()
    )
    return [
        Coming(
            season=season,
            first=_midnight(first),
            last=_midnight(last),
            runs=first <= day,
            last_year=sum(counted.get(code, 0) for code in season.categories) if counted else None,
        )
        for season, first, last in rows
    ]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI)


def gathered_at(unit: Unit) -> datetime | None:
    """Say when the topics of a ground were gathered last. One query."""
    return min((g.at for g in Gathering.objects.filter(_offices(unit))), default=None)


def hot(*, scope: Scope, unit: Unit, at: datetime) -> Hot:
    """Give the page of topics of a piece of ground. Eight queries, whatever the history."""
    gathered = list(Gathering.objects.filter(_offices(unit)))
    return Hot(
        gathered_at=min((g.at for g in gathered), default=None),
        since=min((g.since for g in gathered), default=None),
        cases=sum(g.cases_count for g in gathered),
        left_out=sum(g.left_out_count for g in gathered),
        topics=topics(scope=scope, unit=unit, at=at),
        calls=calls(scope=scope, unit=unit),
        coming=coming(scope=scope, at=at),
    )


def topic_of(*, scope: Scope, unit: Unit, case_id: int) -> OwnTopic | None:
    """Say to which topic of a ground a case belongs, and how many of its cases one may see. Three queries at most.

    None where somebody may see fewer than three of them: the page of the topic would not open either.
    """
    row = (
        TopicCase.objects.filter(_of_offices(unit), scope.match("case__"), pk=case_id)
        .select_related("topic__area__parent")
        .first()
    )
    if row is None:
        return None
    count = TopicCase.objects.filter(scope.match("case__"), topic_id=row.topic_id).count()
    if count < OFTEN:
        return None
    topic = row.topic
    name, name_en = _names({topic.category}).get(topic.category, ("", ""))
    return OwnTopic(topic.pk, count, topic.place, _area(topic.area), name, name_en, tuple(topic.words))
