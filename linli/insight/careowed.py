"""What figures of care are counted from: visits that fell due, changes, pairs of a month, wishes; and over which days.

Each row carries its person, community, moment, whether it counts and whether it was done.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from linli.kernel.clock import SHANGHAI, local
from linli.kernel.standards.care_groups import AFTER_CHANGE_HOURS
from linli.pillars.service.care.models import CareNote, CarePerson, Pair, Visit, Wish
from linli.pillars.service.care.rules import Outcome, after_months

WINDOW_DAYS: Final = 30
WISH_DAYS: Final = 90
WITHIN: Final = timedelta(hours=AFTER_CHANGE_HOURS)

# --- when ---------------------------------------------------------------------------------------------------


def days_back(at: datetime, days: int, back: int) -> tuple[datetime, datetime]:
    """Return the window of so many days that ends now, or one before it."""
    until = at - timedelta(days=days * back)
    return until - timedelta(days=days), until


def last_month(at: datetime, back: int) -> tuple[datetime, datetime]:
    """Return the calendar month that is over, or one before it."""
    first = local(at).date().replace(day=1)
    start, until = after_months(first, -1 - back), after_months(first, -back)
    return _midnight(start), _midnight(until)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def wish_days(at: datetime, back: int) -> tuple[datetime, datetime]:
    return days_back(at, WISH_DAYS, back)


# --- what is counted: each row with its person, level, moment, whether it counts and whether it was done ---------


ALL = Q(pk__isnull=False)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _told(rows: QuerySet[Any], *, valid: Q, hit: Q, moment: str, person: str = "person") -> QuerySet[Any]:
    path = "" if person == "pk" else f"{person}__"
    told: QuerySet[Any] = rows.annotate(
        who=F(person),
        home=F(f"{path}grid__parent"),
        moment=F(moment),
        counts=_flag(valid),
        done=_flag(valid & hit),
    )
    return told


def owed_visits(ground: Q, start: datetime, until: datetime, at: datetime) -> list[QuerySet[Any]]:
    """Give every visit that fell due in a span: those that were made, and those still owed.

    A visit at which nobody was reached pays nothing off. Nor does a second one on the same day: it leaves the day by which
    the next is owed where it was, so of several visits with one such day only the last can have paid.
    """
    level = (
        CareNote.objects.filter(person=OuterRef("person"), what=CareNote.What.LEVEL, at__lte=OuterRef("at"))
        .order_by("-at", "-pk")
        .values("level")[:1]
    )
    later = Visit.objects.filter(
        person=OuterRef("person"), owed_at=OuterRef("owed_at"), pk__gt=OuterRef("pk")
    ).exclude(outcome=Outcome.AWAY)
    made = (
        Visit.objects.filter(_of(ground, "person__"), ~Exists(later), owed_at__gt=start, owed_at__lte=until)
        .exclude(Q(outcome=Outcome.AWAY) | Q(person__due_at=F("owed_at"), person__due_at__isnull=False))
        .annotate(level=Subquery(level, output_field=CharField()), done_at=F("at"))
    )
    owed = CarePerson.objects.filter(ground, due_at__gt=start, due_at__lte=until).annotate(
        done_at=Value(None, output_field=DateTimeField())
    )
    return [
        _told(made, valid=ALL, hit=Q(at__lte=F("owed_at")), moment="owed_at"),
        _told(owed, valid=ALL, hit=Q(pk__in=[]), moment="due_at", person="pk"),
    ]


def changes(ground: Q, start: datetime, until: datetime, at: datetime) -> list[QuerySet[Any]]:
    """Give the changes noted in a span, with the first visit after each."""
    first = (
        Visit.objects.filter(person=OuterRef("person"), at__gt=OuterRef("at"))
        .exclude(outcome=Outcome.AWAY)
        .order_by("at")
        .values("at")[:1]
    )
    rows = CareNote.objects.filter(
        _of(ground, "person__"), what=CareNote.What.CHANGE, at__gt=start, at__lte=until
    ).annotate(done_at=Subquery(first))
    seen = Q(done_at__lte=F("at") + WITHIN)
    return [_told(rows, valid=seen | Q(at__lte=at - WITHIN), hit=seen, moment="at")]


def pair_duties(ground: Q, start: datetime, until: datetime, at: datetime) -> list[QuerySet[Any]]:
    """Give the pairs that stood in a month, with the first visit of the pair in it."""
    first, after = local(start).date(), local(until).date()
    went = (
        Visit.objects.filter(pair=OuterRef("pk"), at__gte=start, at__lt=until)
        .exclude(outcome=Outcome.AWAY)
        .order_by("at")
        .values("at")[:1]
    )
    rows = Pair.objects.filter(_of(ground, "person__"), since__lt=after).annotate(
        done_at=Subquery(went), asked_at=Value(until, output_field=DateTimeField())
    )
    # A pair that was parted within the month without having gone owed nothing to its end.
    stood = Q(until__isnull=True) | Q(until__gte=after) | Q(until__gte=first, done_at__isnull=False)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=first))
    return [_told(rows, valid=stood, hit=Q(done_at__isnull=False), moment="asked_at")]


def _wishes(ground: Q, start: datetime, until: datetime) -> QuerySet[Any]:
    return Wish.objects.filter(_of(ground, "person__"), published_at__gt=start, published_at__lte=until)


_WANTED = ~Q(state=Wish.State.WITHDRAWN)


def taken_wishes(ground: Q, start: datetime, until: datetime, at: datetime) -> list[QuerySet[Any]]:
    """Give the wishes published in a span, with whether somebody took them."""
    rows = _wishes(ground, start, until).annotate(done_at=F("taken_at"))
    return [_told(rows, valid=_WANTED, hit=~Q(state=Wish.State.OPEN), moment="published_at")]


def fulfilled_wishes(ground: Q, start: datetime, until: datetime, at: datetime) -> list[QuerySet[Any]]:
    """Give the wishes published in a span, with whether the person says that they came true."""
    rows = _wishes(ground, start, until).annotate(done_at=F("ended_at"))
    return [_told(rows, valid=_WANTED, hit=Q(state=Wish.State.CONFIRMED), moment="published_at")]


def _of(ground: Q, prefix: str) -> Q:
    """Turn a match of people into one of rows that belong to them."""
    return Q(person__in=CarePerson.objects.filter(ground)) if prefix else ground
