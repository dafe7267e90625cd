"""A shop and the enterprise that runs it, written down together: one register of enterprises, one of doors."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections import operations, queries
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.governance.inspections.rules.shops import ShopRecord, record_of
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises import queries as firms
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.rules import record as firm_rules
from linli.pillars.service.enterprises.rules.record import Record


def keep_both(
    *,
    actor: Actor,
    at: datetime,
    record: ShopRecord,
    firm: Record | None = None,
    enterprise: Enterprise | None = None,
    shop: Shop | None = None,
    key: uuid.UUID | None = None,
) -> Shop:
    """Write a shop down together with whoever runs it: the enterprise given or known by its code, else a new one.

    What the register of enterprises knows is not changed here. All or nothing.

    :raises Refusal: what either register says.
    """
    with transaction.atomic():
        if shop is not None:
            one = shop.enterprise
        else:
            one = enterprise or _known(actor, firm) or _new(actor, at, record, firm)
        kept: Shop = operations.keep_shop(
            actor=actor,
            at=at,
            record=record,
            enterprise_id=one.pk,
            office=one.office,
            fallback=(one.area, one.lon, one.lat),
            shop=shop,
            key=key,
        )
        return kept


def _known(actor: Actor, firm: Record | None) -> Enterprise | None:
    if firm is None:
        return None
    # The code is put into the one spelling that is stored, so that a space in a cell makes no second enterprise.
    firm = firm_rules.checked(firm)
    return firms.known_enterprise(office=enterprises.office_of(actor), uscc=firm.uscc, name=firm.name)


def _new(actor: Actor, at: datetime, record: ShopRecord, firm: Record | None) -> Enterprise:
    firm = firm or Record(name=record.sign, no_code=firm_rules.NoCode.UNKNOWN)
    lying = Record(
        name=firm.name,
        uscc=firm.uscc,
        no_code=firm.no_code,
        address=record.address,
        lon=record.lon,
        lat=record.lat,
        contact_name=firm.contact_name,
        contact_phone=firm.contact_phone,
    )
    return enterprises.keep_enterprise(actor=actor, at=at, record=lying)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row: `what` is “new”, “changed”, “same” or “refused”."""

    row: int
    sign: str
    what: str
    refusal: Refusal | None = None


def take_rows(
    *, actor: Actor, at: datetime, rows: Iterable[tuple[int, Mapping[str, str]]]
) -> tuple[Taken, ...]:
    """Take the rows of a sheet in: the same one again changes nothing. Each row whole, or refused."""
    found = []
    for number, cells in rows:
        sign = cells.get("店招", "")[:60]
        try:
            with transaction.atomic():
                found.append(_take(actor, at, number, cells))
        except Refusal as refusal:
            found.append(Taken(number, sign, "refused", refusal))
    return tuple(found)


def _take(actor: Actor, at: datetime, number: int, cells: Mapping[str, str]) -> Taken:
    record = record_of(cells)
    firm = firm_rules.record_of({**cells, "名称": cells.get("登记名称", "").strip() or record.sign})
    one = _known(actor, firm)
    shop = queries.same_shop(enterprise_id=one.pk, sign=record.sign) if one else None
    if shop is None:
        keep_both(actor=actor, at=at, record=record, firm=firm, enterprise=one)
        return Taken(number, record.sign, "new")
    # A cell that is empty leaves what is kept.
    said = ShopRecord(
        record.sign, record.trade, record.address or shop.address, record.front_m or shop.front_m
    )
    if said == ShopRecord(shop.sign, shop.trade, shop.address, shop.front_m):
        return Taken(number, record.sign, "same")
    keep_both(actor=actor, at=at, record=said, shop=shop)
    return Taken(number, record.sign, "changed")
