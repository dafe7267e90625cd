"""A shop looked at by its list; what fails becomes a case with a limit in the same breath."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from linli.base.files.models import StoredFile
from linli.base.flow import deadlines, opening
from linli.base.flow.models import Case
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY, GRID
from linli.base.people.actors import Actor, HeldPost
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.refusals import Refusal
from linli.kernel.standards.frontage import LIST_VERSION
from linli.pillars.governance.inspections import policies
from linli.pillars.governance.inspections.flow import KIND, RECTIFICATION
from linli.pillars.governance.inspections.models import Rectification, Shop, ShopCheck
from linli.pillars.governance.inspections.operations._rectify import pass_check
from linli.pillars.governance.inspections.operations._register import ShopEnded
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.rules import rectify


class DaysUnusable(Refusal):
    """A limit of no days, or of more than the rule allows: `most`."""


def check_shop(
    *,
    actor: Actor,
    at: datetime,
    shop: Shop,
    marks: Mapping[str, str],
    note: str = "",
    files: Sequence[StoredFile] = (),
    days: int | None = None,
    mended: str = "",
    key: uuid.UUID | None = None,
) -> ShopCheck:
    """Look at a shop by the list of its trade. What failed is ordered to be put right, in as many working days as the
    most pressing line says or `days`; what was put right on the spot (`mended` says how) ends at once.

    :raises NoSuchShop: out of reach. :raises ShopEnded: :raises DaysUnusable: :raises Refusal: what `read_marks` says.
    """
    if days is not None and not 0 < days <= rectify.MOST_DAYS:
        raise DaysUnusable(most=rectify.MOST_DAYS)
    with transaction.atomic():
        row = _locked(shop.pk)
        if not policies.reaches(actor, row):
            raise NoSuchShop
        if key is not None and (made := ShopCheck.objects.filter(key=key).first()):
            return made
        if row.ended_at is not None:
            raise ShopEnded
        post = _post_of(actor, row)
        is_grid = post is not None and post.role in GRID | COMMUNITY
        check = _write(row, at, marks, note, key)
        check.kind = ShopCheck.Kind.GRID if is_grid else ShopCheck.Kind.CITY
        check.by_id, check.unit_id = actor.account_id, post.unit_id if post else row.office_id
        check.save(force_insert=True)
        if check.bad_count:
            made_case = _order(actor, at, row, check, files, days)
            if mended:
                pass_check(actor=actor, number=made_case.number, at=at, answer=mended)
    return check


def self_check(
    *, actor: Actor, at: datetime, shop: Shop, marks: Mapping[str, str], key: uuid.UUID | None = None
) -> ShopCheck:
    """Write down how the merchant sees their own door; it orders nothing and costs nothing. The face has checked the link.

    :raises ShopEnded: :raises Refusal: what `read_marks` says.
    """
    with transaction.atomic():
        row = _locked(shop.pk)
        if key is not None and (made := ShopCheck.objects.filter(key=key).first()):
            return made
        if row.ended_at is not None:
            raise ShopEnded
        check = _write(row, at, marks, "", key)
        check.kind = ShopCheck.Kind.SELF
        check.save(force_insert=True)
    return check


def _locked(pk: int) -> Shop:
    return Shop.objects.select_for_update(of=("self",)).select_related("area", "office").get(pk=pk)


def _write(shop: Shop, at: datetime, marks: Mapping[str, str], note: str, key: uuid.UUID | None) -> ShopCheck:
    held = rectify.read_marks(shop.trade, marks)
    bad = len(rectify.bad_lines(held))
    return ShopCheck(
        shop=shop, at=at, list_version=LIST_VERSION, marks=held, bad_count=bad, note=note.strip(), key=key
    )


def _post_of(actor: Actor, shop: Shop) -> HeldPost | None:
    """Give the post in which somebody checks: the nearest to the shop. No query."""
    line = set(shop.area.line)
    fitting = [p for p in actor.posts if not line.isdisjoint({p.unit_id, policies.GROUND.of(p)})]
    return max(fitting, key=lambda p: len(p.line), default=None)


def _order(
    actor: Actor, at: datetime, shop: Shop, check: ShopCheck, files: Sequence[StoredFile], days: int | None
) -> Case:
    lines = rectify.bad_lines(check.marks)
    within = days or rectify.days_for(check.marks)
    unit = Unit.objects.select_related("parent").get(pk=check.unit_id or shop.office_id)
    own = {"mend": str(Limit(within, LimitUnit.WORK_DAY, rectify.SOURCE))}
    row = Rectification(
        shop=shop, check_made=check, unit=unit, codes=[line.code for line in lines], days=within
    )

    def beside(case: Case) -> tuple[Rectification]:
        row.case = case
        return (row,)

    return opening.open_case(
        KIND,
        actor=actor,
        at=at,
        verb="order",
        area=shop.area,
        office=shop.office,
        holder=unit,
        title=rectify.title_of(shop.sign, lines),
        state="ordered",
        slot="mend",
        limits=deadlines.limits_for(RECTIFICATION, shop.office, "", own),
        said=Said(note=check.note, files=tuple(files), data={"codes": row.codes, "days": within}),
        index=f"{shop.sign} {shop.address} {' '.join(line.words for line in lines)}",
        channel="grid",
        lon=shop.lon,
        lat=shop.lat,
        place_words=f"{shop.address} {shop.sign}".strip()[:200],
        can_be_asked=True,
        beside=beside,
    )
