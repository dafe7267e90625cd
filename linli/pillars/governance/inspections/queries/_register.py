"""Reads of the register: for those who keep it, for whoever scans a plate, for the merchant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.people.vault import check_token, secret_token
from linli.pillars.governance.inspections import policies
from linli.pillars.governance.inspections.models import Shop, ShopReport
from linli.pillars.governance.inspections.policies import NoSuchShop

PAGE = 50
PLATE = "shop-plate"
HERE = Q(ended_at=None, enterprise__ended_at=None)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to; empty is everything."""

    words: str = ""
    unit: int | None = None
    trade: str = ""
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class ShopRow:
    """One line of the list. Who runs the shop is read in the register of enterprises."""

    id: int
    number: str
    sign: str
    trade: str
    address: str
    front_m: int | None
    area: str
    enterprise_id: int
    reports: int
    is_ended: bool


def _narrowed(actor: Actor, by: Narrowed) -> QuerySet[Shop]:
    rows = Shop.objects.filter(policies.reachable(actor))
    rows = rows.exclude(HERE) if by.is_ended else rows.filter(HERE)
    if by.words:
        found = Q(sign__icontains=by.words) | Q(address__icontains=by.words)
        if by.words.isascii() and by.words.isdigit() and len(by.words) < 10:
            found |= Q(pk=int(by.words))
        rows = rows.filter(found)
    if by.unit is not None:
        rows = rows.filter(area__path__contains=f"/{by.unit}/")
    if by.trade:
        rows = rows.filter(trade=by.trade)
    return rows


def shops_of(
    *, actor: Actor, by: Narrowed, before: int | None = None, size: int = PAGE
) -> tuple[tuple[ShopRow, ...], int | None]:
    """List the shops an actor keeps, the newest first. One query."""
    rows = _narrowed(actor, by).annotate(told=Count("reports"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("area__parent", "enterprise").order_by("-pk")[: size + 1])
    more = found[size - 1].pk if len(found) > size else None
    return tuple(_row(row, row.told) for row in found[:size]), more


def _row(shop: Shop, told: int) -> ShopRow:
    return ShopRow(
        id=shop.pk,
        number=shop.number,
        sign=shop.sign,
        trade=shop.trade,
        address=shop.address,
        front_m=shop.front_m,
        area=str(shop.area),
        enterprise_id=shop.enterprise_id,
        reports=told,
        is_ended=shop.ended_at is not None,
    )


def every_shop(*, actor: Actor, by: Narrowed, most: int) -> Iterator[ShopRow]:
    """Yield the whole narrowed list, in parts. A query for each thousand."""
    before: int | None = None
    left = most
    while left > 0:
        rows, before = shops_of(actor=actor, by=by, before=before, size=min(1_000, left))
        yield from rows
        left -= len(rows)
        if before is None:
            return


def shops_to_print(*, actor: Actor, by: Narrowed, most: int) -> list[Shop]:
    """List the shops whose plates are printed, in the order of the round: by grid, then by address. One query."""
    rows = _narrowed(actor, by).filter(HERE).select_related("area__parent", "office")
    return list(rows.order_by("area__path", "address", "pk")[:most])


def get_shop(*, actor: Actor, pk: int) -> Shop:
    """Give a shop the actor keeps. One query.

    :raises NoSuchShop:
    """
    rows = Shop.objects.select_related("area__parent", "office", "enterprise")
    found = rows.filter(policies.reachable(actor), pk=pk).first()
    if found is None:
        raise NoSuchShop
    return found


def same_shop(*, enterprise_id: int, sign: str) -> Shop | None:
    """Find the shop of an enterprise under a sign. One query."""
    rows = Shop.objects.select_related("area", "office")
    return rows.filter(enterprise=enterprise_id, sign=sign, ended_at=None).first()


def grounds_of(*, actor: Actor) -> list[Unit]:
    """List the communities and grids by which an actor narrows the list. One query."""
    found = Q(pk__in=[])
    for ground in policies.grounds(actor):
        found |= Q(path__contains=f"/{ground}/")
    rows = Unit.objects.filter(found, kind__in=[UnitKind.COMMUNITY, UnitKind.GRID], is_active=True)
    return list(rows.select_related("parent").order_by("path")[:300])


def token_of(shop: Shop) -> str:
    """Give the secret of the plate as it is now."""
    return secret_token(PLATE, shop.pk, shop.plate_version)


def plate_of(shop: Shop) -> str:
    """Give the path that the plate opens."""
    return f"/shop/{shop.pk}/{token_of(shop)}/"


def opened_by_plate(*, pk: int, token: str) -> Shop:
    """Give the shop whose plate this is. One query.

    :raises NoSuchShop: none, or the plate was made anew, or the shop has gone.
    """
    rows = Shop.objects.select_related("office", "area__parent")
    found = rows.filter(HERE, pk=pk).first()
    if found is None or not check_token(token, PLATE, found.pk, found.plate_version):
        raise NoSuchShop
    return found


def shops_of_enterprise(*, enterprise_id: int) -> list[Shop]:
    """List the shops that an enterprise runs. One query."""
    rows = Shop.objects.filter(HERE, enterprise=enterprise_id).select_related("area__parent", "office")
    return list(rows.order_by("pk")[:100])


@dataclass(frozen=True, slots=True)
class AboutRow:
    """A report about a shop: never its words, which could say who wrote them."""

    number: str
    category: str
    state: str
    filed_at: datetime
    is_open: bool


def reports_about(*, shop: Shop, size: int = 20) -> tuple[AboutRow, ...]:
    """List what was reported about a shop, the newest first. One query."""
    rows = ShopReport.objects.filter(shop=shop).select_related("case__report__category").order_by("-case")
    return tuple(
        AboutRow(
            number=row.case.number,
            category=row.case.report.category.name if row.case.report.category else "",
            state=row.case.state,
            filed_at=row.case.filed_at,
            is_open=row.case.is_open,
        )
        for row in rows[:size]
    )
