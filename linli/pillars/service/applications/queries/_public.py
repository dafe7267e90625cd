"""What is public now (公示), and what became of an objection. No number, no address, no figures: a name and a community."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.sealed_fields import opened
from linli.base.people.vault import check_token
from linli.kernel import clock
from linli.kernel.masking import mask_name
from linli.pillars.service.applications import policies
from linli.pillars.service.applications.models import Application, Objection, Publicity
from linli.pillars.service.catalog.rules.item import Line

PUBLICITY_VIEWS = ("live", "objected", "over")
_VIEWS: dict[str, Q] = {
    "live": Q(ended_at__isnull=True),
    "objected": Q(said__gt=0),
    "over": Q(ended_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One line of what is public: the name, the community, what for, from when until when."""

    id: int
    name: str
    item: Line
    area: str
    area_id: int
    from_at: datetime
    until: datetime
    days_left: int
    """Whole days after today; 0 is the last day."""


def last_day(until: datetime) -> datetime:
    """Give a moment within the last day: what ends at midnight ends with the day before."""
    return until - timedelta(seconds=1)


def _shown(at: datetime) -> QuerySet[Publicity]:
    rows = Publicity.objects.filter(
        ended_at__isnull=True, erased_at__isnull=True, from_at__lte=at, until__gt=at
    )
    return rows.select_related("application__item", "application__case", "area")


def _row(one: Publicity, at: datetime) -> PublicRow:
    days = (clock.local(last_day(one.until)).date() - clock.local(at).date()).days
    return PublicRow(
        id=one.pk,
        name=one.name,
        item=one.application.item.item.name,
        area=str(one.area),
        area_id=one.area_id,
        from_at=one.from_at,
        until=one.until,
        days_left=days,
    )


def public_until(application: Application) -> datetime | None:
    """Give a moment of the last day on which an application is public. One query."""
    live = application.publicities.filter(ended_at__isnull=True).first()
    return last_day(live.until) if live is not None else None


def publicity_list(
    *, office: Unit, at: datetime, area: int | None = None, most: int = 200
) -> tuple[PublicRow, ...]:
    """List what is public in an office now, by community, what ends first first. One query."""
    rows = _shown(at).filter(application__case__office=office)
    if area is not None:
        rows = rows.filter(area_id=area)
    return tuple(_row(one, at) for one in rows.order_by("area__order", "area_id", "until", "id")[:most])


def public_notice(*, pk: int, at: datetime) -> tuple[PublicRow, str, Unit]:
    """Give one publicity that is shown now, with the number of its case, for the verb, and its office. One query.

    :raises NoSuchCase: none, or not public any more; both look the same.
    """
    found = _shown(at).select_related("application__case__office").filter(pk=pk).first()
    if found is None:
        raise NoSuchCase(number="")
    return _row(found, at), found.application.case.number, found.application.case.office


@dataclass(frozen=True, slots=True)
class ObjectionPage:
    """What whoever objected reads: what they said, where it stands, what they were answered. Never whom it is about."""

    id: int
    item: Line
    area: str
    words: str
    at: datetime
    looked_into_at: datetime | None
    answer: str
    answered_at: datetime | None
    is_erased: bool
    office: Unit


def objection_by_key(*, number: str, key: uuid.UUID) -> Objection | None:
    """Give the objection that a form made: a phone may send it again. Two queries."""
    step = Step.objects.filter(case__number=number, key=key, verb="object").first()
    if step is None:
        return None
    return Objection.objects.filter(publicity__application__case=step.case_id, at=step.at).first()


def objection_by_link(*, pk: int, token: str) -> ObjectionPage:
    """Give what a receipt opens. One query.

    :raises NoSuchCase: none, or a wrong secret; both look the same.
    """
    rows = Objection.objects.select_related(
        "publicity__area", "publicity__application__item", "publicity__application__case__office"
    )
    one = rows.filter(pk=pk).first()
    if one is None or not check_token(token, "objection", one.pk):
        raise NoSuchCase(number="")
    publicity = one.publicity
    return ObjectionPage(
        id=one.pk,
        item=publicity.application.item.item.name,
        area=str(publicity.area),
        words=one.words,
        at=one.at,
        looked_into_at=publicity.ended_at,
        answer=one.answer,
        answered_at=one.answered_at,
        is_erased=one.erased_at is not None,
        office=publicity.application.case.office,
    )


def unanswered_objections(application: Application) -> tuple[Objection, ...]:
    """List the objections that nobody has answered. One query."""
    return tuple(
        Objection.objects.filter(
            publicity__application=application, answered_at__isnull=True, erased_at__isnull=True
        )
    )


@dataclass(frozen=True, slots=True)
class PublicityRow:
    """One line for the desk. The name is masked here as everywhere; what is on the wall is on the public page."""

    id: int
    number: str
    item: str
    applicant: str
    area: str
    from_at: datetime
    until: datetime
    ended_at: datetime | None
    is_clean: bool
    is_public: bool
    objections: int
    unanswered: int


def _for_desk(actor: Actor, view: str) -> QuerySet[Publicity]:
    mine = Application.objects.filter(policies.reachable(actor))
    rows = Publicity.objects.filter(application__in=mine.values("pk"))
    told = rows.annotate(
        said=Count("objections"),
        waiting=Count(
            "objections", filter=Q(objections__answered_at__isnull=True, objections__erased_at__isnull=True)
        ),
    )
    return told.filter(_VIEWS[view]).select_related("application__case", "application__item", "area")


def _desk_row(one: Publicity, at: datetime) -> PublicityRow:
    application = one.application
    return PublicityRow(
        id=one.pk,
        number=application.case.number,
        item=application.item.name,
        applicant=application.body or (mask_name(opened(application.name)) if application.name else ""),
        area=str(one.area),
        from_at=one.from_at,
        until=one.until,
        ended_at=one.ended_at,
        is_clean=one.is_clean,
        is_public=one.ended_at is None and one.until > at,
        objections=one.said,  # type: ignore[attr-defined]
        unanswered=one.waiting,  # type: ignore[attr-defined]
    )


def publicities_for_desk(
    *, actor: Actor, view: str, at: datetime, before: int | None = None, size: int = 30
) -> tuple[tuple[PublicityRow, ...], int | None]:
    """List what is or was public of the applications somebody sees, newest first. One query."""
    rows = _for_desk(actor, view)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    return tuple(_desk_row(one, at) for one in found[:size]), found[size - 1].pk if len(
        found
    ) > size else None


def all_publicities(*, actor: Actor, view: str, at: datetime, most: int) -> Iterator[PublicityRow]:
    """Give the same list whole, for a sheet. One query."""
    for one in _for_desk(actor, view).order_by("-pk")[:most]:
        yield _desk_row(one, at)
