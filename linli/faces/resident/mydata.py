"""About my data: what is kept and why, who looked, and the requests that the law gives everybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.people import queries as people
from linli.faces.parts import shapes
from linli.faces.resident.account import residents_only
from linli.faces.resident.forms import AskForm
from linli.faces.resident.pages import page, purposes
from linli.faces.resident.readers import Reader
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.rights import operations, queries, texts
from linli.pillars.service.rights.models import RightsRequest

STALE = 200
SHAPES: dict[str, shapes.StateShape] = {
    "received": "new",
    "accepted": "doing",
    "closed": "done",
    "refused": "back",
    "withdrawn": "back",
}
What = RightsRequest.What


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as its owner reads it."""

    number: str
    what: str
    state: shapes.State
    at: datetime
    due_at: datetime | None
    is_open: bool


@require_safe
@residents_only
def data_page(request: HttpRequest, *, reader: Reader) -> HttpResponse:
    """Say what is kept about somebody, why, until when, who looked, and what they asked for."""
    return _page(request, reader)


def _page(
    request: HttpRequest, reader: Reader, *, form: AskForm | None = None, note: str = "", status: int = 200
) -> HttpResponse:
    seen, _older = people.accesses_of(account=reader.account) if reader.account else ([], None)
    asked, _more = queries.requests_of(actor=reader.actor)
    context = {
        "entries": purposes(),
        "seen": seen,
        "asked": [
            Asked(
                row.number,
                str(What(row.what).label),
                shapes.State(SHAPES[row.state], texts.STATES[row.state]),
                row.filed_at,
                row.due_at,
                row.is_open,
            )
            for row in asked
        ],
        "form": form or AskForm(initial={"idempotency_key": uuid.uuid4()}),
        "note": note,
    }
    return page(request, "data", reader, "account", context, status=status)


@require_safe
@residents_only
def request_page(request: HttpRequest, number: str, *, reader: Reader) -> HttpResponse:
    """Show one's own request and what the office answered."""
    return _request_page(request, reader, number)


def _request_page(
    request: HttpRequest, reader: Reader, number: str, *, note: str = "", status: int = 200
) -> HttpResponse:
    try:
        found = queries.request_page(actor=reader.actor, number=number)
    except Refusal as refusal:
        return _page(request, reader, note=words_of(refusal), status=status_of(refusal))
    case = found.request.case
    context = {
        "number": number,
        "what": found.request.get_what_display(),
        "state": shapes.State(SHAPES[case.state], texts.STATES[case.state]),
        "due_at": case.due_at or case.resolve_by,
        "is_open": case.is_open,
        "steps": [
            shapes.Step(
                shape="new" if step.verb == "file" else "doing",
                who=_("您") if step.verb in ("file", "withdraw") else step.who or _("到时自动"),
                text=step.answer or str(texts.VERBS[step.verb]),
                at=step.at,
            )
            for step in found.steps
        ],
        "note": note,
    }
    return page(request, "data_request", reader, "account", context, status=status)


@require_POST
@kindly
@residents_only
def file_request(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """File a request about one's own data; to take it along is answered with the file at once."""
    form, what = AskForm(request.POST), request.POST.get("what", "")
    if is_stale:
        return _page(request, reader, form=form, note=_("这一页放得久了一点，再按一次就行。"), status=STALE)
    if what not in What.values:
        return _page(request, reader, form=form, note=_("请选您要哪一样。"), status=422)
    if not form.is_valid() or (what == What.CORRECT and not form.cleaned_data["words"]):
        form.add_error("words", _("写清楚哪里不对、该是什么。")) if not form.errors else None
        return _page(request, reader, form=form, status=422)
    if what == What.DELETE and "sure" not in request.POST:
        note = _("要删，请先勾上“我知道删了找不回来”，再按一次。")
        return _page(request, reader, form=form, note=note, status=422)
    try:
        filed = operations.file_request(
            actor=reader.actor,
            at=clock.now(),
            what=what,
            words=form.cleaned_data["words"],
            key=form.cleaned_data["idempotency_key"],
        )
    except Refusal as refusal:
        return _page(request, reader, form=form, note=words_of(refusal), status=status_of(refusal))
    if what == What.EXPORT and reader.account is not None:
        return _file(queries.my_data_file(account=reader.account), filed.case.number)
    return redirect("resident:data-request", number=filed.case.number)


def _file(body: bytes, number: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="linli-{number}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@kindly
@residents_only
def withdraw_request(request: HttpRequest, number: str, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Take one's own request back."""
    if is_stale:
        return _request_page(request, reader, number, note=_("这一页放得久了一点，再按一次就行。"))
    try:
        operations.withdraw_request(actor=reader.actor, number=number, at=clock.now())
    except Refusal as refusal:
        note, status = words_of(refusal), status_of(refusal)
        return _request_page(request, reader, number, note=note, status=status)
    return redirect("resident:data-request", number=number)
