"""The moves that partner units make: each is the operation that the desk calls, called once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, Router

from linli.base.files import queries as files
from linli.base.flow.models import Case
from linli.base.people.api_keys import Ability
from linli.faces.openapi.v1 import shapes as s
from linli.faces.openapi.v1.cases import Number
from linli.faces.openapi.v1.door import asker
from linli.pillars.governance.reports import operations

router = Router(tags=["moves"])

Key = Annotated[
    uuid.UUID | None,
    Header(
        alias="Idempotency-Key",
        description="A UUID of yours for this call: sent again, nothing is done twice.",
    ),
]


def _make(
    request: HttpRequest, operation: Callable[..., Case], number: str, body: s.MoveIn, key: uuid.UUID | None
) -> dict[str, Any]:
    who = asker(request, Ability.ACT)
    given = body.dict()
    if "files" in given:
        given["files"] = files.claim(given["files"], who.at)
    case = operation(actor=who.actor, number=number, at=who.at, key=key, **given)
    return {
        "number": case.number,
        "state": case.state,
        "is_open": case.is_open,
        "seq": case.step_seq,
        "holder": str(case.holder),
        "due_at": case.due_at,
        "resolve_by": case.resolve_by,
    }


@router.post("/cases/{number}/take", response=s.Moved, operation_id="take_report")
def take_report(request: HttpRequest, number: Number, body: s.TakeIn, key: Key = None) -> dict[str, Any]:
    """Sign in what was given to the unit (签收)."""
    return _make(request, operations.take_report, number, body, key)


@router.post("/cases/{number}/answer", response=s.Moved, operation_id="answer_report")
def answer_report(request: HttpRequest, number: Number, body: s.AnswerIn, key: Key = None) -> dict[str, Any]:
    """Answer as the unit that leads (答复). The spot is checked where the matter asks for it."""
    return _make(request, operations.answer_report, number, body, key)


@router.post("/cases/{number}/answer-share", response=s.Moved, operation_id="answer_share")
def answer_share(
    request: HttpRequest, number: Number, body: s.ShareAnswerIn, key: Key = None
) -> dict[str, Any]:
    """Answer as a unit that assists (反馈)."""
    return _make(request, operations.answer_share, number, body, key)


@router.post("/cases/{number}/send-back", response=s.Moved, operation_id="send_report_back")
def send_report_back(
    request: HttpRequest, number: Number, body: s.SendBackIn, key: Key = None
) -> dict[str, Any]:
    """Return what is not the unit's duty, in time and with a reason (退回). The second return goes to a ruling."""
    return _make(request, operations.send_report_back, number, body, key)


@router.post("/cases/{number}/contact", response=s.Moved, operation_id="contact_reporter")
def contact_reporter(
    request: HttpRequest, number: Number, body: s.AnswerIn, key: Key = None
) -> dict[str, Any]:
    """Tell whoever raised it how it stands (告诉居民)."""
    return _make(request, operations.contact_reporter, number, body, key)


@router.post("/cases/{number}/note", response=s.Moved, operation_id="note_report")
def note_report(request: HttpRequest, number: Number, body: s.NoteIn, key: Key = None) -> dict[str, Any]:
    """Add an internal note (备注). Residents never read it."""
    return _make(request, operations.note_report, number, body, key)
