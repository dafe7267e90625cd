"""One visit in every book that wants it: typed once, written by one act, all or nothing, the same key once.

Pillars do not know each other; here the row of the visit, the check-in of care, the visit of an enterprise, the case, the
confirmed change and the wish are written together. Each part's key is made of the visit's own.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from typing import Any

from django.db import transaction

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Household
from linli.kernel import clock
from linli.pillars.governance.inspections import queries as inspections
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.visits import operations, queries
from linli.pillars.governance.visits.models import Visit
from linli.pillars.governance.visits.operations import Met
from linli.pillars.governance.visits.policies import WhereWasIt
from linli.pillars.service.care import operations as care
from linli.pillars.service.care.models import CarePerson
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises import queries as firms
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
from linli.pillars.service.enterprises.rules.record import Purpose, Record

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Target:
    """Where somebody was: a door, an enterprise, or a shop with the enterprise that runs it."""

    household: Household | None = None
    enterprise: Enterprise | None = None
    shop: Shop | None = None

    @property
    def code(self) -> str:
        """How a form names it."""
        if self.household is not None:
            return f"home:{self.household.pk}"
        return (
            f"shop:{self.shop.pk}"
            if self.shop
            else f"enterprise:{self.enterprise.pk if self.enterprise else 0}"
        )

    @property
    def words(self) -> str:
        """How people read it."""
        return str(self.household or self.shop or self.enterprise or "")

    @property
    def area(self) -> Unit | None:
        """The unit it lies in."""
        if self.household is not None:
            return self.household.building.grid
        one = self.shop or self.enterprise
        return one.area if one is not None else None


def target_of(actor: Actor, code: str) -> Target | None:
    """Give what a form names, on the actor's ground; an odd name is nothing.

    :raises Refusal: absent or elsewhere.
    """
    kind, _colon, text = code.partition(":")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    pk = int(text)
    if kind == "home":
        return Target(household=queries.home_page(actor=actor, household_id=pk).household)
    if kind == "enterprise":
        return Target(enterprise=firms.get_enterprise(actor=actor, pk=pk))
    if kind == "shop":
        shop = inspections.get_shop(actor=actor, pk=pk)
        return Target(enterprise=shop.enterprise, shop=shop)
    return None


def target_by_words(actor: Actor, words: str) -> Target:
    """Find what was typed on a doorstep without signal: a door, else the one enterprise or shop of that name.

    :raises WhereWasIt:
    """
    if door := queries.household_by_words(actor=actor, words=words):
        return Target(household=door)
    if words.strip():
        found, _more = firms.enterprises_of(actor=actor, by=firms.Narrowed(words=words.strip()))
        if len(found) == 1:
            return Target(enterprise=firms.get_enterprise(actor=actor, pk=found[0].id))
        shops, _more = inspections.shops_of(actor=actor, by=inspections.Narrowed(words=words.strip()))
        if len(shops) == 1:
            return target_of(actor, f"shop:{shops[0].id}") or Target()
    raise WhereWasIt


@dataclass(frozen=True, slots=True)
class Kept:
    """What one visit came to: itself, and the case it gave rise to."""

    visit: Visit
    case: Case | None = None
    is_answered: bool = False


def keep_visit(*, actor: Actor, at: datetime, key: uuid.UUID, target: Target, given: dict[str, Any]) -> Kept:
    """Write a visit down in every book that wants it. Sent again it is the same, in each of them.

    :raises Refusal: what any of the books says.
    """
    with transaction.atomic():
        visit = operations.record_visit(
            actor=actor,
            at=at,
            key=key,
            met=Met(
                household_id=target.household.pk if target.household else None,
                enterprise_id=target.enterprise.pk if target.enterprise else None,
                shop_id=target.shop.pk if target.shop else None,
                area=target.area,
            ),
            outcome=given["outcome"],
            way=given["way"],
            purposes=given["purposes"],
            said=given["said"] or given.get("matter", ""),
            happened_at=given.get("happened_at"),
        )
        if target.enterprise is not None:
            beside = _of_enterprise(actor, at, key, target.enterprise, visit, given)
        else:
            beside = None
            _of_care(actor, at, key, visit, given)
        case = _matter(actor, at, key, target, beside, given)
        if case is not None and visit.case_id is None:
            operations.link_case(actor=actor, visit=visit, case=case)
        if given.get("change"):
            _put_right(actor, at, target, visit, given)
        return Kept(visit, case, _answer(actor, at, key, visit, given))


def _of_enterprise(
    actor: Actor, at: datetime, key: uuid.UUID, one: Enterprise, visit: Visit, given: dict[str, Any]
) -> EnterpriseVisit:
    known = {purpose.value for purpose in Purpose}
    return enterprises.write_visit(
        actor=actor,
        at=at,
        enterprise=one,
        on=clock.local(visit.at).date(),
        purposes=[p for p in given["purposes"] if p in known] or [Purpose.LISTEN.value],
        said=given["said"],
        key=uuid.uuid5(key, "enterprise"),
    )


def _of_care(actor: Actor, at: datetime, key: uuid.UUID, visit: Visit, given: dict[str, Any]) -> None:
    for person_id in given.get("cared", ()):
        care.record_visit(
            actor=actor,
            at=visit.at,
            person_id=int(person_id),
            way=given["way"],
            outcome=given["outcome"],
            found=visit.said,
            key=uuid.uuid5(key, f"care:{person_id}"),
        )
    if given.get("wish"):
        care.publish_wish(
            actor=actor,
            at=at,
            person_id=int(given["wish_of"]),
            words=given["wish"],
            key=uuid.uuid5(key, "wish"),
        )


def _matter(
    actor: Actor,
    at: datetime,
    key: uuid.UUID,
    target: Target,
    beside: EnterpriseVisit | None,
    given: dict[str, Any],
) -> Case | None:
    if not given.get("matter"):
        return None
    if target.enterprise is not None:
        need = enterprises.file_need(
            actor=actor,
            at=at,
            enterprise=target.enterprise,
            what=given["what"],
            text=given["matter"],
            visit=beside,
            key=uuid.uuid5(key, "need"),
        )
        return need.case
    filed = reports.file_report(
        actor=actor,
        at=at,
        channel=Report.Channel.GRID,
        nature=Report.Nature.HELP,
        text=given["matter"],
        area=target.area,
        place_words=target.words,
        key=uuid.uuid5(key, "matter"),
    )
    return filed.report.case


def _put_right(actor: Actor, at: datetime, target: Target, visit: Visit, given: dict[str, Any]) -> None:
    what, _colon, use = given["change"].partition(":")
    if target.enterprise is None:
        operations.put_right(
            actor=actor,
            at=at,
            visit=visit,
            what=what,
            source=given["source"],
            use=use,
            name=given["named"],
            phone=given["phone"],
            resident_id=int(given.get("who") or 0),
        )
        return
    if visit.changes.exists():
        return
    one = target.enterprise
    now: Any = {"contact_name": "named", "contact_phone": "phone", "staff_count": "staff_count"}[what]
    value, was = given[now], getattr(one, what)
    operations.note_change(
        actor=actor,
        at=at,
        visit=visit,
        what=what,
        was="" if was is None else str(was),
        now="" if value is None else str(value),
        source=given["source"],
    )
    held = Record(**{field.name: getattr(one, field.name) for field in fields(Record)})
    enterprises.keep_enterprise(actor=actor, at=at, enterprise=one, record=replace(held, **{what: value}))


def _answer(actor: Actor, at: datetime, key: uuid.UUID, visit: Visit, given: dict[str, Any]) -> bool:
    number = given.get("ask", "")
    if not number or visit.outcome == Visit.Outcome.AWAY:
        return False
    operations.answer_ask(actor=actor, visit=visit, number=number)
    if not given.get("answer"):
        return False
    reports.settle_report(
        actor=actor, at=at, number=number, answer=given["answer"], key=uuid.uuid5(key, "answer")
    )
    return True


def count_at_the_door(
    *, actor: Actor, at: datetime, person: CarePerson, key: uuid.UUID, way: str, outcome: str
) -> None:
    """Let a check-in that was written in care's own book count for the door too, without a word of it."""
    household = person.resident.household_id
    if household is None or not queries.is_on_ones_ground(actor=actor, household_id=household):
        return
    if way not in Visit.Way.values or outcome not in Visit.Outcome.values:
        return
    operations.record_visit(
        actor=actor,
        at=at,
        key=uuid.uuid5(key, "door"),
        met=Met(household_id=household),
        outcome=Visit.Outcome.AWAY if outcome == Visit.Outcome.AWAY else Visit.Outcome.WELL,
        way=way,
    )


def count_for_the_visits(
    *, actor: Actor, at: datetime, made: EnterpriseVisit, purposes: Sequence[str]
) -> None:
    """Let a visit that was written in the enterprises' own book count among all visits, without its words."""
    operations.record_visit(
        actor=actor,
        at=at,
        key=uuid.uuid5(made.key or uuid.NAMESPACE_OID, f"enterprise-visit:{made.pk}"),
        met=Met(enterprise_id=made.enterprise_id, area=made.enterprise.area),
        outcome=Visit.Outcome.WELL,
        purposes=purposes,
        happened_at=min(at, datetime.combine(made.on_date, NOON, clock.SHANGHAI)),
    )
