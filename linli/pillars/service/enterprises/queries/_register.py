"""Reads of the register for those who keep it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.queries import live_posts
from linli.kernel.masking import mask_name, mask_phone
from linli.pillars.service.enterprises import policies
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed, EnterpriseVisit
from linli.pillars.service.enterprises.policies import NoSuchEnterprise

PAGE = 50
MOST_STEWARDS = 200


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to; empty is everything."""

    words: str = ""
    unit: int | None = None
    trade: str = ""
    size: str = ""
    steward: int | None = None
    is_mine: bool = False
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """One line of the list; the contact is masked."""

    id: int
    name: str
    uscc: str
    no_code: str
    form: str
    trade: str
    size: str
    taxpayer: str
    staff_count: int | None
    founded_date: date | None
    address: str
    area: str
    contact_name: str
    contact_phone: str
    steward: str
    visited: date | None
    is_ended: bool


def _narrowed(actor: Actor, by: Narrowed) -> QuerySet[Enterprise]:
    rows = Enterprise.objects.filter(policies.reachable(actor), ended_at__isnull=not by.is_ended)
    if by.words:
        rows = rows.filter(
            Q(name__icontains=by.words) | Q(uscc=by.words.upper()) | Q(address__icontains=by.words)
        )
    if by.unit is not None:
        rows = rows.filter(area__path__contains=f"/{by.unit}/")
    if by.trade:
        rows = rows.filter(trade=by.trade)
    if by.size:
        rows = rows.filter(size=by.size)
    if by.steward is not None:
        rows = rows.filter(steward=by.steward)
    if by.is_mine:
        rows = rows.filter(steward=actor.account_id or 0)
    return rows


def enterprises_of(
    *, actor: Actor, by: Narrowed, before: int | None = None, size: int = PAGE
) -> tuple[tuple[EnterpriseRow, ...], int | None]:
    """List the enterprises an actor keeps, the newest first. One query."""
    rows = _narrowed(actor, by).annotate(visited=Max("visits__on_date"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("area__parent", "steward").order_by("-pk")[: size + 1])
    more = found[size - 1].pk if len(found) > size else None
    return tuple(_row(row, row.visited) for row in found[:size]), more


def _row(row: Enterprise, visited: date | None) -> EnterpriseRow:
    return EnterpriseRow(
        id=row.pk,
        name=row.name,
        uscc=row.uscc,
        no_code=row.no_code,
        form=row.form,
        trade=row.trade,
        size=row.size,
        taxpayer=row.taxpayer,
        staff_count=row.staff_count,
        founded_date=row.founded_date,
        address=row.address,
        area=str(row.area),
        contact_name=mask_name(row.contact_name) if row.contact_name else "",
        contact_phone=mask_phone(row.contact_phone) if row.contact_phone else "",
        steward=row.steward.name if row.steward else "",
        visited=visited,
        is_ended=row.ended_at is not None,
    )


def every_enterprise(*, actor: Actor, by: Narrowed, most: int) -> Iterator[EnterpriseRow]:
    """Yield the whole narrowed list for a sheet, in parts. A query for each thousand."""
    before: int | None = None
    left = most
    while left > 0:
        rows, before = enterprises_of(actor=actor, by=by, before=before, size=min(1_000, left))
        yield from rows
        left -= len(rows)
        if before is None:
            return


def get_enterprise(*, actor: Actor, pk: int) -> Enterprise:
    """Give an enterprise the actor keeps. One query.

    :raises NoSuchEnterprise:
    """
    rows = Enterprise.objects.select_related("area__parent", "office", "steward")
    found = rows.filter(policies.reachable(actor), pk=pk).first()
    if found is None:
        raise NoSuchEnterprise
    return found


def known_enterprise(*, office: Unit, uscc: str, name: str) -> Enterprise | None:
    """Find an enterprise that is here: by its code, else by the name under which it has none. One query."""
    rows = Enterprise.objects.select_related("area", "office").filter(office=office, ended_at=None)
    return rows.filter(uscc=uscc).first() if uscc else rows.filter(uscc="", name=name).first()


@dataclass(frozen=True, slots=True)
class WhoRuns:
    """Who runs a shop, for those who keep the shop; the contact is masked."""

    id: int
    name: str
    uscc: str
    no_code_words: str
    contact_name: str
    contact_phone: str
    is_ended: bool


def enterprises_by_id(*, ids: Sequence[int]) -> dict[int, WhoRuns]:
    """Give enterprises by their ids, to whoever may read what they run. One query."""
    return {
        row.pk: WhoRuns(
            id=row.pk,
            name=row.name,
            uscc=row.uscc,
            no_code_words=str(row.get_no_code_display()),
            contact_name=mask_name(row.contact_name) if row.contact_name else "",
            contact_phone=mask_phone(row.contact_phone) if row.contact_phone else "",
            is_ended=row.ended_at is not None,
        )
        for row in Enterprise.objects.filter(pk__in=ids)
    }


@dataclass(frozen=True, slots=True)
class EnterprisePage:
    """What the page of an enterprise shows."""

    enterprise: Enterprise
    row: EnterpriseRow
    visits: tuple[EnterpriseVisit, ...]
    needs: tuple[EnterpriseNeed, ...]


def enterprise_page(*, actor: Actor, pk: int) -> EnterprisePage:
    """Give everything the page of an enterprise shows. Three queries.

    :raises NoSuchEnterprise:
    """
    row = get_enterprise(actor=actor, pk=pk)
    visits = tuple(row.visits.select_related("by", "unit").order_by("-on_date", "-pk")[:PAGE])
    needs = tuple(row.needs.select_related("case__holder").order_by("-case")[:PAGE])
    return EnterprisePage(row, _row(row, visits[0].on_date if visits else None), visits, needs)


def promises_of(*, actor: Actor, size: int = PAGE) -> list[EnterpriseVisit]:
    """List what an actor promised on visits and has not kept yet, the nearest first. One query."""
    rows = EnterpriseVisit.objects.filter(
        by=actor.account_id or 0, promised_date__isnull=False, kept_at=None, enterprise__ended_at=None
    )
    return list(rows.select_related("enterprise").order_by("promised_date", "pk")[:size])


def grounds_of(*, actor: Actor) -> list[Unit]:
    """List the communities and grids by which an actor narrows the list. One query."""
    found = Q(pk__in=[])
    for ground in policies.grounds(actor):
        found |= Q(path__contains=f"/{ground}/")
    rows = Unit.objects.filter(found, kind__in=[UnitKind.COMMUNITY, UnitKind.GRID], is_active=True)
    return list(rows.select_related("parent").order_by("path")[:300])


def stewards_for(*, enterprise: Enterprise, at: datetime) -> list[Account]:
    """List who can look after an enterprise: live posts that keep enterprises where it lies. One query."""
    posts = live_posts(at).filter(unit__in=enterprise.area.line, role__in=policies.KEEPING)
    ids = posts.values("account")[:MOST_STEWARDS]
    return list(Account.objects.filter(pk__in=ids, is_active=True).order_by("name"))
