"""Reads of checks and of what is put right: lists, one with its history, what the merchant sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from linli.base.files.models import StoredFile
from linli.base.flow import deadlines, engine
from linli.base.flow.models import Assignment, Case, Step, StepFile
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import REGISTRY, Move, Stand
from linli.base.notices import parties
from linli.base.notices.parties import Party
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel.standards.frontage import BY_CODE, Line, lines_for
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.inspections import policies
from linli.pillars.governance.inspections.flow import KIND
from linli.pillars.governance.inspections.models import Rectification, Shop, ShopCheck
from linli.pillars.governance.inspections.rules import rectify
from linli.pillars.governance.inspections.rules.papers import NoticeFacts

PAGE = 50
ENFORCERS = (UnitKind.DEPARTMENT, UnitKind.OFFICE)


def flow_facts(
    case: Case, _shares: Iterable[Assignment], at: datetime, _calendar: WorkCalendar
) -> Mapping[str, Any]:
    """Tell the guards whether the merchant objected before, and whether it ended too long ago. One query."""
    row = Rectification.objects.get(case=case)
    return {"pending": _pending(row, case, at)}


def _pending(row: Rectification, case: Case, at: datetime) -> frozenset[str]:
    found = set()
    if row.is_appealed:
        found.add("appealed")
    if row.was_closed:
        found.add("was_closed")
    if case.closed_at is not None and at > case.closed_at + rectify.APPEAL_DAYS:
        found.add("late")
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of a list of what is put right."""

    number: str
    shop_id: int
    sign: str
    found: str
    state: str
    card: str
    holder: str
    area: str
    filed_at: datetime
    due_at: datetime | None
    is_open: bool


def orders_of(
    *, actor: Actor, is_open: bool = True, before: int | None = None, size: int = PAGE
) -> tuple[tuple[OrderRow, ...], int | None]:
    """List what shops put right, as far as an actor may see it: open ones by the nearest limit, else the newest. One query.

    Open ones come whole, at most 300.
    """
    rows = Rectification.objects.filter(policies.reachable_rectifications(actor), case__is_open=is_open)
    rows = rows.select_related("case__holder__parent", "case__area__parent", "shop")
    if is_open:
        found = list(rows.order_by("case__due_at", "case")[:300])
        return tuple(_row(row) for row in found), None
    if before is not None:
        rows = rows.filter(case__lt=before)
    found = list(rows.order_by("-case")[: size + 1])
    return tuple(_row(row) for row in found[:size]), found[size - 1].pk if len(found) > size else None


def _row(row: Rectification) -> OrderRow:
    case = row.case
    return OrderRow(
        number=case.number,
        shop_id=row.shop_id,
        sign=row.shop.sign,
        found=rectify.faults_of(lines_of(row)),
        state=case.state,
        card=case.card,
        holder=str(case.holder),
        area=str(case.area),
        filed_at=case.filed_at,
        due_at=case.due_at,
        is_open=case.is_open,
    )


def lines_of(row: Rectification) -> tuple[Line, ...]:
    """Give the lines that failed. No query."""
    return tuple(BY_CODE[code] for code in row.codes if code in BY_CODE)


def get_order(*, actor: Actor, number: str) -> Rectification:
    """Give an order the actor may see. One query.

    :raises NoSuchCase:
    """
    rows = _whole().filter(policies.reachable_rectifications(actor), case__number=number)
    if (found := rows.first()) is None:
        raise NoSuchCase(number=number)
    return found


def _whole() -> QuerySet[Rectification]:
    return Rectification.objects.select_related(
        "case__holder__parent", "case__area__parent", "case__office", "shop", "check_made", "unit__parent"
    )


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the history."""

    seq: int
    verb: str
    at: datetime
    who: str
    by_link: bool
    note: str
    answer: str
    until: str
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OrderPage:
    """What the page of an order shows: `moves` are open to the reader now."""

    row: Rectification
    lines: tuple[Line, ...]
    steps: tuple[StepRow, ...]
    moves: tuple[Move, ...]


def order_page(*, actor: Actor, number: str, at: datetime) -> OrderPage:
    """Give everything the page of an order shows. Three queries.

    :raises NoSuchCase:
    """
    row = get_order(actor=actor, number=number)
    return OrderPage(row, lines_of(row), steps_of(row, is_own=False), moves_open(actor, row, at))


def moves_open(actor: Actor, row: Rectification, at: datetime, *, by_link: bool = False) -> tuple[Move, ...]:
    """List the moves open to somebody. No query."""
    facts = engine.facts_of(row.case, (), pending=_pending(row, row.case, at))
    stands = [(Stand.REPORTER, frozenset[str]())] if by_link else engine.stands_of(actor, row.case, ())
    return REGISTRY[KIND].open_to(facts, stands)


def steps_of(row: Rectification, *, is_own: bool) -> tuple[StepRow, ...]:
    """Give the history, newest first; to the merchant without notes and without what is not public. Two queries."""
    steps = list(Step.objects.filter(case=row.case).select_related("unit", "words").order_by("-seq"))
    files: dict[int, list[int]] = {}
    for step_id, file_id in StepFile.objects.filter(step__case=row.case).values_list("step", "file"):
        files.setdefault(step_id, []).append(file_id)
    return tuple(
        StepRow(
            seq=s.seq,
            verb=s.verb,
            at=s.at,
            who=str(s.unit or ""),
            by_link=bool(s.data.get("by_link")),
            note="" if is_own or not hasattr(s, "words") else s.words.note,
            answer=s.words.answer if hasattr(s, "words") else "",
            until=str(s.data.get("until") or ""),
            files=tuple(files.get(s.pk, ())),
        )
        for s in steps
        if s.is_public or not is_own
    )


def enforcers_for(*, row: Rectification) -> list[Unit]:
    """List to whom what is not put right may go: departments and sections of the office. One query."""
    rows = Unit.objects.filter(path__startswith=row.case.office.path, kind__in=ENFORCERS, is_active=True)
    return list(
        rows.exclude(pk=row.case.holder_id).select_related("parent").order_by("kind", "order", "name")
    )


def orders_of_shop(*, shop: Shop, size: int = 30) -> tuple[Rectification, ...]:
    """List what a shop was told to put right, the newest first. One query."""
    return tuple(_whole().filter(shop=shop).order_by("-case")[:size])


def checks_of(*, shop: Shop, size: int = 20) -> tuple[ShopCheck, ...]:
    """List how a shop was looked at, the newest first. One query."""
    rows = ShopCheck.objects.filter(shop=shop).select_related("unit", "rectification__case")
    return tuple(rows.order_by("-at", "-pk")[:size])


def list_for(shop: Shop) -> tuple[Line, ...]:
    """Give what is looked at in a shop. No query."""
    return lines_for(shop.trade)


def order_for_merchant(*, enterprise_id: int, number: str) -> Rectification:
    """Give an order about a shop of the enterprise whose link was opened. One query.

    :raises NoSuchCase:
    """
    found = _whole().filter(shop__enterprise=enterprise_id, case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def notice_facts(row: Rectification) -> NoticeFacts:
    """Give what the notice of an order says, as it was ordered. No query."""
    case, shop = row.case, row.shop
    due = deadlines.calendar_of(case.office).due(case.filed_at, deadlines.limit_of(case, "mend"))
    return NoticeFacts(
        number=case.number,
        office=str(case.office),
        sign=shop.sign,
        address=shop.address,
        plate=shop.number,
        at=case.filed_at,
        days=row.days,
        due=due,
        lines=lines_of(row),
        phone=case.office.phone,
        supervision=case.office.supervision_phone,
    )


def file_of(row: Rectification, file_id: int) -> StoredFile | None:
    """Give a photo of an order. One query."""
    found = StepFile.objects.filter(step__case=row.case, file=file_id).select_related("file").first()
    return found.file if found else None


def parties_of(case_ids: Iterable[int]) -> dict[int, Sequence[Party]]:
    """Give whom an order is about: whoever the enterprise said is to be told, over its own link. Two queries."""
    rows = list(Rectification.objects.filter(case__in=list(case_ids)).select_related("shop", "case"))
    known = parties.speakers("enterprise", [row.shop.enterprise_id for row in rows])
    return {row.case_id: [known[row.shop.enterprise_id]] for row in rows if row.shop.enterprise_id in known}
