"""Reads about requests, and a person's own data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.notices.parties import Party
from linli.base.people import subjects
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.kernel.masking import mask_phone
from linli.pillars.service.rights import policies
from linli.pillars.service.rights.models import RightsRequest


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line of a list of requests."""

    number: str
    what: str
    state: str
    who: str
    filed_at: datetime
    due_at: datetime | None
    card: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of a request's history."""

    verb: str
    at: datetime
    who: str
    note: str
    answer: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """What the page of a request shows."""

    request: RightsRequest
    who: str
    steps: tuple[StepRow, ...]


def requests_of(
    *, actor: Actor, is_open: bool | None = None, before: int | None = None, size: int = 30
) -> tuple[tuple[RequestRow, ...], int | None]:
    """List the requests an actor may see, newest first; for staff the person is masked. One query."""
    rows = RightsRequest.objects.filter(policies.reachable(actor)).select_related("case", "account")
    if is_open is not None:
        rows = rows.filter(case__is_open=is_open)
    if before:
        rows = rows.filter(case_id__lt=before)
    found = list(rows.order_by("-case_id")[: size + 1])
    page = tuple(
        RequestRow(
            number=r.case.number,
            what=r.what,
            state=r.case.state,
            who=mask_phone(r.account.phone),
            filed_at=r.case.filed_at,
            due_at=r.case.due_at or r.case.resolve_by,
            card=r.case.card,
            is_open=r.case.is_open,
        )
        for r in found[:size]
    )
    return page, found[size - 1].case_id if len(found) > size else None


def get_request(*, actor: Actor, number: str) -> RightsRequest:
    """Give a request the actor may see. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = RightsRequest.objects.select_related("case__holder", "case__office", "case__area", "account")
    found = rows.filter(policies.reachable(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def request_page(*, actor: Actor, number: str) -> RequestPage:
    """Give everything the page of a request shows. Two queries.

    :raises NoSuchCase: absent or out of reach.
    """
    request = get_request(actor=actor, number=number)
    own = request.account_id == actor.account_id
    rows = Step.objects.filter(case=request.case).select_related("unit", "words").order_by("-seq")
    steps = tuple(
        StepRow(
            verb=s.verb,
            at=s.at,
            who=str(s.unit or ""),
            note="" if own or not hasattr(s, "words") else s.words.note,
            answer=s.words.answer if hasattr(s, "words") else "",
        )
        for s in rows
        if s.is_public or not own
    )
    return RequestPage(request, mask_phone(request.account.phone), steps)


def parties_of(case_ids: Iterable[int]) -> dict[int, list[Party]]:
    """Give who asked, to be told in their account. One query."""
    rows = RightsRequest.objects.filter(case__in=list(case_ids)).select_related("account", "case")
    return {
        r.case_id: [Party(r.account_id, "", r.account.language, "", r.case.filed_at)]
        for r in rows
        if r.account.is_active
    }


def my_data(*, account: Account) -> dict[str, list[Any]]:
    """Give all that is kept about an account's owner, by kind."""
    return dict(subjects.collected(account))


def my_data_file(*, account: Account) -> bytes:
    """Give the same as a file that other systems read: JSON in UTF-8, moments in ISO 8601."""
    words = json.dumps(my_data(account=account), ensure_ascii=False, indent=2, default=_plain)
    return words.encode()


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
