"""Requests about one's own data, at the desk: what is asked, by whom (masked), and what the office does about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture, rail
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.formmoves import make_by_form
from linli.faces.desk.guards import desk
from linli.faces.parts.shapes import Pages
from linli.pillars.service.rights import operations, queries
from linli.pillars.service.rights.models import RightsRequest
from linli.pillars.service.rights.texts import STATES, VERBS


class AnswerForm(forms.Form):
    """What the person reads."""

    answer = forms.CharField(
        label=gettext_lazy("写给本人的话"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("办了什么，或者为什么不能办、可以向谁申诉"),
    )


class NoteForm(forms.Form):
    """What only those who handle it read."""

    note = forms.CharField(
        label=gettext_lazy("备注"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


Verb = Callable[..., Any]
_VERBS: Final[dict[str, tuple[Verb, type[forms.Form] | None]]] = {
    "accept": (operations.accept_request, None),
    "carry-out": (operations.carry_out_request, AnswerForm),
    "refuse": (operations.refuse_request, AnswerForm),
    "note": (operations.note_request, NoteForm),
}


@desk
@require_GET
def requests(request: DeskRequest) -> HttpResponseBase:
    """List the requests of the office, open ones first."""
    if not rail.answers_rights(request.actor):
        raise Http404
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    shows_all = request.GET.get("all") == "1"
    rows, after = queries.requests_of(actor=request.actor, is_open=None if shows_all else True, before=before)
    here = reverse("desk:rights")
    kept = "all=1&" if shows_all else ""
    labels = dict(RightsRequest.What.choices)
    context = {
        "rows": [(row, labels[row.what], STATES.get(row.state, row.state)) for row in rows],
        "shows_all": shows_all,
        "pages": Pages(after_url=f"{here}?{kept}before={after}" if after else ""),
    }
    return furniture.page(request, "desk/rights/list.html", context)


@desk
@require_GET
def rights_request(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show one request and what can be done about it."""
    return _page(request, number)


@desk
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Take a request up, carry it out, decline it, or note something."""
    operate, kind = _VERBS[verb]
    form = kind(request.POST, prefix=verb) if kind is not None else None
    return make_by_form(
        request,
        number=number,
        operate=operate,
        form=form,
        again=lambda status: _page(request, number, {verb: form} if form else {}, status=status),
        words=VERBS[verb.replace("-", "_")],
        to="desk:rights-request",
    )


def _page(
    request: DeskRequest,
    number: str,
    forms_with_errors: dict[str, forms.Form] | None = None,
    *,
    status: int = 200,
) -> HttpResponseBase:
    if not rail.answers_rights(request.actor):
        raise Http404
    page = queries.request_page(actor=request.actor, number=number)
    case = page.request.case
    given = forms_with_errors or {}
    context = {
        "page": page,
        "case": case,
        "what": page.request.get_what_display(),
        "state": STATES.get(case.state, case.state),
        "steps": [(step, VERBS.get(step.verb, step.verb)) for step in page.steps],
        "is_new": case.state == "received",
        "deletes": page.request.what == RightsRequest.What.DELETE,
        "carry_out": given.get("carry-out") or AnswerForm(prefix="carry-out"),
        "refuse": given.get("refuse") or AnswerForm(prefix="refuse"),
        "note": given.get("note") or NoteForm(prefix="note"),
    }
    return furniture.page(request, "desk/rights/request.html", context, status=status)
