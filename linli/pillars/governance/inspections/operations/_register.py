"""The register: a shop kept, its plate, its end, and a report about it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.places import grounds
from linli.base.writing import insert
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections import policies
from linli.pillars.governance.inspections.models import Shop, ShopReport
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.rules.shops import ShopRecord, checked
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.operations import Filed


class ShopKnown(Refusal):
    """The same enterprise has a shop under this sign: `sign`."""


class ShopElsewhere(Refusal):
    """It lies outside the ground of whoever writes it down: `area`."""


class ShopOwes(Refusal):
    """Something is still to be put right: it is looked at again or taken back first: `number`."""


class ShopEnded(Refusal):
    """It has gone; the record stays as it is."""


def keep_shop(
    *,
    actor: Actor,
    at: datetime,
    record: ShopRecord,
    enterprise_id: int,
    office: Unit,
    fallback: tuple[Unit, float | None, float | None],
    shop: Shop | None = None,
    key: uuid.UUID | None = None,
) -> Shop:
    """Write a shop down, or what is known about it now. `fallback` is where its enterprise lies, if it says no place itself.

    :raises NoSuchShop: out of reach. :raises ShopElsewhere: it lies elsewhere. :raises ShopKnown: the sign is there.
    :raises Refusal: what `rules.shops.checked` says.
    """
    held = checked(record)
    try:
        with transaction.atomic():
            if key is not None and (made := Shop.objects.filter(key=key).first()):
                return made
            row = theirs(actor, shop.pk) if shop is not None else None
            area, lon, lat = _place(office, held, row, fallback)
            if not policies.keeps_at(actor, area):
                raise ShopElsewhere(area=str(area))
            _refuse_twice(enterprise_id, held.sign, row)
            row = row or Shop(office=office, kept_at=at, key=key)
            row.enterprise_id, row.sign, row.trade = enterprise_id, held.sign, held.trade
            row.address, row.front_m = held.address, held.front_m
            row.area, row.lon, row.lat = area, lon, lat
            row.changed_at, row.changed_by_id = at, actor.account_id
            row.save()
    except IntegrityError:
        # Two wrote the same one down at once: the second is told that it is there.
        _refuse_twice(enterprise_id, held.sign, shop)
        raise
    return row


def _refuse_twice(enterprise_id: int, sign: str, row: Shop | None) -> None:
    same = Shop.objects.filter(enterprise=enterprise_id, sign=sign, ended_at=None)
    if same.exclude(pk=row.pk if row is not None else 0).exists():
        raise ShopKnown(sign=sign)


def _place(
    office: Unit, held: ShopRecord, row: Shop | None, fallback: tuple[Unit, float | None, float | None]
) -> tuple[Unit, float | None, float | None]:
    """Find where it lies: by the point, as before, by its address; at last where its enterprise lies."""
    if held.lon is None and row is not None and row.address == held.address:
        return row.area, row.lon, row.lat
    if found := grounds.ground_at(office, lon=held.lon, lat=held.lat, words=held.address):
        return found
    return fallback


def theirs(actor: Actor, pk: int) -> Shop:
    """Lock a shop the actor keeps and that is still there.

    :raises NoSuchShop: :raises ShopEnded:
    """
    held = Shop.objects.select_for_update(of=("self",)).select_related("area", "office")
    row = held.filter(pk=pk).first()
    if row is None or not policies.reaches(actor, row):
        raise NoSuchShop
    if row.ended_at is not None:
        raise ShopEnded
    return row


def end_shop(*, actor: Actor, at: datetime, shop: Shop, reason: str) -> Shop:
    """Note that it has gone: closed, somebody else's now, or written down twice. Its plate opens nothing any more.

    :raises NoSuchShop: :raises ShopEnded: :raises ShopOwes: something is still to be put right.
    """
    why = Shop.End(reason)
    with transaction.atomic():
        row = theirs(actor, shop.pk)
        owed = row.rectifications.filter(case__is_open=True).select_related("case").first()
        if owed is not None:
            raise ShopOwes(number=owed.case.number)
        row.ended_at, row.end_reason, row.changed_at, row.changed_by_id = at, why, at, actor.account_id
        row.plate_version += 1
        row.save()
    return row


def renew_plate(*, actor: Actor, shop: Shop) -> Shop:
    """Make the code of a plate anew: the old plate opens nothing, a new one is printed.

    :raises NoSuchShop: :raises ShopEnded:
    """
    with transaction.atomic():
        row = theirs(actor, shop.pk)
        row.plate_version += 1
        row.save(update_fields=["plate_version"])
    return row


def report_shop(*, actor: Actor, at: datetime, shop: Shop, **said: Any) -> Filed:
    """File an ordinary report about a shop: at its place and in its grid, bound to it. `said` as for `file_report`.

    :raises Refusal: what filing a report says.
    """
    place: dict[str, Any] = {}
    if said.get("lon") is None or said.get("lat") is None:
        place = {"lon": shop.lon, "lat": shop.lat}
    if not said.get("place_words"):
        place["place_words"] = f"{shop.address} {shop.sign}".strip()
    with transaction.atomic():
        filed = reports.file_report(
            actor=actor, at=at, **{**said, **place, "area": said.get("area") or shop.area}
        )
        if filed.is_new:
            insert(ShopReport(case_id=filed.report.case_id, shop=shop))
    return filed
