"""Reads of needs: lists, one with its history, and who filed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from linli.base.flow import engine
from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import REGISTRY, Move, Stand
from linli.base.notices.parties import Party
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel.masking import mask_name, mask_phone
from linli.pillars.service.enterprises import policies
from linli.pillars.service.enterprises.flow import KIND
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed
from linli.pillars.service.enterprises.queries._people import link_of

PAGE = 30
TAKERS = (
    UnitKind.DEPARTMENT,
    UnitKind.OFFICE,
    UnitKind.COMMUNITY,
    UnitKind.GRID,
    UnitKind.PARTNER,
    UnitKind.PROPERTY,
)


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One line of a list of needs."""

    number: str
    enterprise: str
    what: str
    text: str
    green: str
    state: str
    card: str
    holder: str
    filed_at: datetime
    due_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of a need's history."""

    verb: str
    at: datetime
    who: str
    note: str
    answer: str


@dataclass(frozen=True, slots=True)
class NeedPage:
    """What the page of a need shows: `moves` are open to the reader now."""

    need: EnterpriseNeed
    contact_name: str
    contact_phone: str
    steps: tuple[StepRow, ...]
    moves: tuple[Move, ...]


def needs_of(
    *, actor: Actor, is_open: bool = True, before: int | None = None, size: int = PAGE
) -> tuple[tuple[NeedRow, ...], int | None]:
    """List the needs an actor may see: open ones, green first and then the nearest limit; else the newest. One query.

    Open ones are few and come whole, at most 300.
    """
    rows = EnterpriseNeed.objects.filter(policies.reachable_needs(actor), case__is_open=is_open)
    rows = rows.select_related("case__holder", "enterprise")
    if is_open:
        found = list(rows.order_by("-case__is_urgent", "case__due_at", "case")[:300])
        return tuple(_row(row) for row in found), None
    if before is not None:
        rows = rows.filter(case__lt=before)
    found = list(rows.order_by("-case")[: size + 1])
    return tuple(_row(row) for row in found[:size]), found[size - 1].pk if len(found) > size else None


def _row(need: EnterpriseNeed) -> NeedRow:
    case = need.case
    return NeedRow(
        number=case.number,
        enterprise=need.enterprise.name,
        what=need.what,
        text=case.title.partition("：")[2] or case.title,
        green=need.green,
        state=case.state,
        card=case.card,
        holder=str(case.holder),
        filed_at=case.filed_at,
        due_at=case.due_at or case.resolve_by,
        is_open=case.is_open,
    )


def get_need(*, actor: Actor, number: str) -> EnterpriseNeed:
    """Give a need the actor may see. One query.

    :raises NoSuchCase:
    """
    rows = EnterpriseNeed.objects.select_related(
        "case__holder", "case__area", "case__office", "enterprise", "visit"
    )
    found = rows.filter(policies.reachable_needs(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def need_page(*, actor: Actor, number: str) -> NeedPage:
    """Give everything the page of a need shows. Two queries.

    :raises NoSuchCase:
    """
    need = get_need(actor=actor, number=number)
    one = need.enterprise
    return NeedPage(
        need,
        mask_name(one.contact_name) if one.contact_name else "",
        mask_phone(one.contact_phone) if one.contact_phone else "",
        steps_of(need, is_own=False),
        moves_open(actor, need),
    )


def moves_open(actor: Actor, need: EnterpriseNeed, *, by_link: bool = False) -> tuple[Move, ...]:
    """List the moves open to somebody. No query."""
    facts = engine.facts_of(need.case, ())
    stands = engine.stands_of(actor, need.case, ())
    if by_link:
        stands = [(Stand.REPORTER, frozenset())]
    return REGISTRY[KIND].open_to(facts, stands)


def steps_of(need: EnterpriseNeed, *, is_own: bool) -> tuple[StepRow, ...]:
    """Give the history, newest first; to the enterprise without notes and without what is not public. One query."""
    rows = Step.objects.filter(case=need.case).select_related("unit", "words").order_by("-seq")
    return tuple(
        StepRow(
            s.verb,
            s.at,
            str(s.unit or ""),
            "" if is_own or not hasattr(s, "words") else s.words.note,
            s.words.answer if hasattr(s, "words") else "",
        )
        for s in rows
        if s.is_public or not is_own
    )


def units_for(*, need: EnterpriseNeed) -> list[Unit]:
    """List to whom a need may be given: departments, sections, communities and grids of the office. One query."""
    rows = Unit.objects.filter(path__startswith=need.case.office.path, kind__in=TAKERS, is_active=True)
    return list(
        rows.exclude(pk=need.case.holder_id).select_related("parent").order_by("kind", "order", "name")
    )


def parties_of(case_ids: Iterable[int]) -> dict[int, list[Party]]:
    """Give who filed: the account that listens for the enterprise, or its number with its private link. One query."""
    rows = EnterpriseNeed.objects.filter(case__in=list(case_ids)).select_related(
        "enterprise__account", "case"
    )
    found = {}
    for row in rows:
        if party := _party(row.enterprise, row.case.filed_at):
            found[row.case_id] = [party]
    return found


def _party(one: Enterprise, since: datetime) -> Party | None:
    account = one.account if one.account is not None and one.account.is_active else None
    if account is None and not one.contact_phone:
        return None
    phone = "" if account else one.contact_phone
    language = account.language if account else "zh-hans"
    return Party(account.pk if account else None, phone, language, link_of(one), since)


def speakers_of(ids: Iterable[int]) -> dict[int, Party]:
    """Give who is told what concerns enterprises, for another pillar; those gone are absent. One query."""
    rows = Enterprise.objects.filter(pk__in=list(ids), ended_at=None).select_related("account")
    return {one.pk: party for one in rows if (party := _party(one, one.kept_at))}
