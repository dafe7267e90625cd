"""The form of a visit, on the doorstep: it opens without signal, keeps on the phone, sends once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.visitforms import VisitForm
from linli.faces.desk.visitkeeping import Kept, Target, keep_visit, target_by_words, target_of
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.governance.visits import policies, queries
from linli.pillars.governance.visits.policies import WhereWasIt
from linli.pillars.service.care import queries as care
from linli.pillars.service.enterprises.policies import keeps_some

going = desk_for(
    lambda actor: policies.visits_some(actor) or keeps_some(actor),
    gettext_lazy("走访归网格、社区，和联系企业的街道科室、领导。"),
)


def _form(request: DeskRequest, target: Target | None, data: Any = None) -> VisitForm:
    shape: dict[str, Any] = {"is_open": target is None, "is_asked": bool(_asked(request))}
    if target is not None and target.household is not None:
        page = queries.home_page(actor=request.actor, household_id=target.household.pk)
        people = care.people_at(actor=request.actor, household_ids=[target.household.pk])
        shape |= {"residents": page.residents, "cared": [(pk, name) for _door, pk, name, _due in people]}
    elif target is not None:
        shape["is_firm"] = True
    initial = {
        "target": target.code if target else "",
        "ask": _asked(request),
        "idempotency_key": uuid.uuid4(),
    }
    return VisitForm(data, initial=initial, **shape)


def _asked(request: DeskRequest) -> str:
    return (request.POST.get("ask") or request.GET.get("ask") or "")[:24]


def _show(request: DeskRequest, form: VisitForm, target: Target | None, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "target": target,
        "door": target.words if target else "",
        "asked": _asked(request),
    }
    if target is not None and target.household is not None:
        context["back_url"] = reverse("desk:visit-door", args=[target.household.pk])
    elif target is not None and target.enterprise is not None:
        context["back_url"] = reverse("desk:enterprise", args=[target.enterprise.pk])
    return furniture.page(request, "desk/visits/new.html", context, status=status)


@going
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Write a visit down. The same key again is the same visit, in every book it counts in."""
    held = request.POST if request.method == "POST" else request.GET
    target = target_of(request.actor, held.get("target", "")[:24])
    if request.method == "GET":
        return _show(request, _form(request, target), target)
    form = _form(request, target, request.POST)
    if not form.is_valid():
        return _show(request, form, target, 422)
    given = {"matter": "", "change": "", "named": "", "phone": "", "source": "", **form.cleaned_data}
    try:
        met = target or target_by_words(request.actor, given["where"])
        if target is None and met.household is None and given["matter"]:
            given["what"] = "other"
        kept = keep_visit(actor=request.actor, at=request.at, key=form.key, target=met, given=given)
    except Refusal as refusal:
        form.add_error("where" if isinstance(refusal, WhereWasIt) else None, said(refusal, request.at))
        # A door that is absent is the form's own mistake: what was typed on the doorstep stays.
        status = status_of(refusal)
        return _show(request, form, target, 422 if status == 404 else status)
    messages.success(request, _told(kept))
    return redirect(_next(request, met, kept))


def _told(kept: Kept) -> str:
    if kept.case is not None:
        return _("记下了，立了一件 %(number)s。") % {"number": kept.case.number}
    if kept.is_answered:
        return _("记下了，也答复了请您来的人。")
    if kept.visit.outcome == kept.visit.Outcome.AWAY:
        return _("记下了。没见着，还算没去，改天再试。")
    return _("记下了。")


def _next(request: DeskRequest, met: Target, kept: Kept) -> str:
    if asked := _asked(request):
        return reverse("desk:report", args=[asked])
    if met.household is not None or met.enterprise is None:
        return reverse("desk:visits")
    return reverse("desk:enterprise", args=[met.enterprise.pk])


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """Return the empty form that a phone keeps for when there is no signal: nobody's name, no door, no token."""
    return render(request, "desk/visits/new.html", {"form": VisitForm(is_open=True), "is_shell": True})
