"""Honours given and withdrawn with a reason, and the district's rules of points, version by version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections import policies
from linli.pillars.governance.inspections.models import Honour, PointRules, Shop
from linli.pillars.governance.inspections.operations._register import theirs
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.rules import points as rules


class HonouredAlready(Refusal):
    """The shop holds this honour."""


class NoSuchHonour(Refusal):
    """The shop holds no such honour, or it was withdrawn."""


def give_honour(*, actor: Actor, at: datetime, shop: Shop, kind: str, ground: str, is_agreed: bool) -> Honour:
    """Give a shop an honour, and say why. Only what the merchant agreed to is shown to everybody.

    :raises NoSuchShop: not of those who act for the whole office. :raises ShopEnded: :raises HonouredAlready:
    :raises WordsMissing: no reason.
    """
    which = Honour.Kind(kind)
    if not ground.strip():
        raise WordsMissing(fields=["ground"])
    with transaction.atomic():
        row = theirs(actor, shop.pk)
        if not policies.runs_office(actor, row.office):
            raise NoSuchShop
        if row.honours.filter(kind=which, withdrawn_at=None).exists():
            raise HonouredAlready
        return Honour.objects.create(
            shop=row,
            kind=which,
            ground=ground.strip(),
            is_agreed=is_agreed,
            given_at=at,
            given_by_id=actor.account_id,
        )


def withdraw_honour(*, actor: Actor, at: datetime, shop: Shop, honour_id: int, reason: str) -> Honour:
    """Withdraw an honour, and say why; that it was held stays on record.

    :raises NoSuchShop: :raises ShopEnded: :raises NoSuchHonour: :raises WordsMissing: no reason.
    """
    if not reason.strip():
        raise WordsMissing(fields=["reason"])
    with transaction.atomic():
        row = theirs(actor, shop.pk)
        if not policies.runs_office(actor, row.office):
            raise NoSuchShop
        held = row.honours.filter(pk=honour_id, withdrawn_at=None).first()
        if held is None:
            raise NoSuchHonour
        held.withdrawn_at, held.withdrawn_by_id, held.withdraw_reason = at, actor.account_id, reason.strip()
        held.save()
        return held


def keep_rules(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    points: Mapping[str, int],
    basis: str,
    base: int = rules.BASE,
    since: date | None = None,
) -> PointRules:
    """Keep a new version of the district's rules; those before it stay, and count for what was found under them.

    :raises NoSuchShop: not of those who act for the office. :raises RulesTooEarly: :raises PointsUnusable:
    :raises WordsMissing: whose rules they are.
    """
    today = clock.local(at).date()
    begins = since or today
    if begins < today:
        raise rules.RulesTooEarly
    if not basis.strip():
        raise WordsMissing(fields=["basis"])
    if not policies.runs_office(actor, office):
        raise NoSuchShop
    held = rules.checked(points, base)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)
        last = PointRules.objects.filter(office=office).aggregate(last=Max("version"))["last"] or 0
        return PointRules.objects.create(
            office=office,
            version=last + 1,
            since=begins,
            base=base,
            points=held,
            basis=basis.strip(),
            kept_at=at,
            kept_by_id=actor.account_id,
        )
