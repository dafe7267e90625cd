"""Enterprises at the desk: the register with its sheet in and out, one of them, visits, and what was promised."""

from __future__ import annotations

import uuid
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.places import queries as places
from linli.faces.desk import furniture, visitkeeping
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.enterpriseforms import (
    EndForm,
    EnterpriseForm,
    NeedForm,
    StewardForm,
    VisitForm,
)
from linli.faces.desk.enterprisesheets import keeping, narrowed, purpose_of, purposes_in_words, shown_words
from linli.faces.desk.guards import said
from linli.faces.desk.revealing import ask
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Area, Pages, Place
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import operations, queries
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.enterprises.texts import GREEN, STATES
from linli.pillars.service.jobs.policies import serves as posts_jobs

VIEWS: Final = (
    ("all", gettext_lazy("全部")),
    ("mine", gettext_lazy("我做金管家的")),
    ("visits", gettext_lazy("走访")),
    ("promised", gettext_lazy("我答应的")),
    ("ended", gettext_lazy("不在了的")),
)
SHOWN_FIELDS: Final = {"contact_name": gettext_lazy("联系人"), "contact_phone": gettext_lazy("联系电话")}


@keeping
@require_GET
def enterprises(request: DeskRequest) -> HttpResponseBase:
    """List the enterprises one keeps, those one looks after, what one promised, those that have gone."""
    asked = request.GET.get("view", "all")
    view = asked if asked in dict(VIEWS) else "all"
    by, form = narrowed(request, view)
    before = request.GET.get("before", "")
    context: dict[str, Any] = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "view": view,
        "form": form,
        "is_narrowed": any(request.GET.get(name) for name in ("q", "unit", "trade", "size")),
        "today": request.at,
    }
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    at = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    here = reverse("desk:enterprises")
    if view == "promised":
        context["promises"] = queries.promises_of(actor=request.actor)
    elif view == "visits":
        purpose = purpose_of(request)
        visits, after = queries.visits_of(actor=request.actor, purpose=purpose, before=at)
        context |= {
            "visits": [(v, purposes_in_words(v.purposes)) for v in visits],
            "purposes": [(code, word, code == purpose) for code, word in EnterpriseVisit.Purpose.choices],
            "purpose": purpose,
            "pages": Pages(after_url=f"{here}?{urlencode({**kept, 'before': str(after)})}" if after else ""),
        }
    else:
        rows, after = queries.enterprises_of(actor=request.actor, by=by, before=at)
        context["rows"] = [(row, shown_words(row)) for row in rows]
        more = f"{here}?{urlencode({**kept, 'before': str(after)})}" if after else ""
        context["pages"] = Pages(after_url=more)
    context["sheet_query"] = urlencode(kept)
    return furniture.page(request, "desk/enterprises/list.html", context)


@keeping
@require_http_methods(["GET", "POST"])
def edit(request: DeskRequest, pk: int = 0) -> HttpResponseBase:
    """Write an enterprise down, or what is known about it now."""
    one = _one(request, pk) if pk else None
    initial: dict[str, Any] = {"key": uuid.uuid4()}
    if one is not None:
        names = [
            name
            for name in EnterpriseForm.base_fields
            if name not in ("key", "contact_name", "contact_phone")
        ]
        initial |= {name: getattr(one, name) for name in names}
    form = EnterpriseForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                kept = operations.keep_enterprise(
                    actor=request.actor,
                    at=request.at,
                    record=form.record,
                    enterprise=one,
                    key=form.cleaned_data["key"] if one is None else None,
                )
            except Refusal as refusal:
                form.refuse(refusal, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("记下了。"))
                return redirect("desk:enterprise", pk=kept.pk)
    urls = {"shapes_url": reverse("desk:map-shapes"), "place_url": reverse("desk:map-place")}
    context = {"form": form, "one": one, **urls}
    return furniture.page(request, "desk/enterprises/edit.html", context, status=status)


def _one(request: DeskRequest, pk: int) -> Enterprise:
    try:
        return queries.get_enterprise(actor=request.actor, pk=pk)
    except NoSuchEnterprise:
        raise Http404 from None


@keeping
@require_GET
def enterprise(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show an enterprise: what is kept, visits, needs, and what can be done."""
    return _page(request, pk)


def _page(
    request: DeskRequest, pk: int, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    try:
        page = queries.enterprise_page(actor=request.actor, pk=pk)
    except NoSuchEnterprise:
        raise Http404 from None
    one = page.enterprise
    purposes = dict(EnterpriseVisit.Purpose.choices)
    held = given or {}
    is_here = one.ended_at is None
    context = {
        "one": one,
        "row": page.row,
        "words": shown_words(page.row),
        "visits": [
            (
                v,
                [str(purposes[p]) for p in v.purposes if p in purposes],
                v.promised_date and v.kept_at is None,
            )
            for v in page.visits
        ],
        "needs": [
            (n, n.get_what_display(), STATES[n.case.state], GREEN.get(n.green, "")) for n in page.needs
        ],
        "is_here": is_here,
        "place": _place(one),
        "visit": held.get("visit")
        or VisitForm(prefix="visit", initial={"on": request.at.date(), "key": uuid.uuid4()}),
        "need": held.get("need") or NeedForm(prefix="need", initial={"key": uuid.uuid4()}),
        "steward": held.get("steward")
        or StewardForm(
            prefix="steward", people=_stewards(request, one), initial={"steward": one.steward_id or ""}
        ),
        "end": held.get("end") or EndForm(prefix="end"),
        "link": request.build_absolute_uri(queries.link_of(one)) if is_here else "",
        "listens": one.told_since is not None,
        "posts_jobs": posts_jobs(request.actor, one.office),
    }
    return furniture.page(request, "desk/enterprises/enterprise.html", context, status=status)


def _place(one: Enterprise) -> Place | None:
    here, others = places.grid_among_others(one.area_id)
    if one.lon is None and not here:
        return None
    areas = [Area(rings) for rings in others]
    if here:
        areas.append(Area(here, str(one.area), is_here=True))
    url = reverse("desk:map")
    if one.lon is not None and one.lat is not None:
        url += f"?at={one.lon:.6f},{one.lat:.6f}"
    return Place(one.lon, one.lat, one.address or str(one.area), tuple(areas), url=url)


def _stewards(request: DeskRequest, one: Enterprise) -> list[Any]:
    return queries.stewards_for(enterprise=one, at=request.at)


ACTS: Final = ("visit", "need", "steward", "end", "link")


@keeping
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Write a visit down, file a need, appoint a steward, make the link anew, note that it has gone."""
    one = _one(request, pk)
    form: forms.Form | None = None
    match verb:
        case "visit":
            form = VisitForm(request.POST, prefix="visit")
        case "need":
            form = NeedForm(request.POST, prefix="need")
        case "steward":
            form = StewardForm(request.POST, prefix="steward", people=_stewards(request, one))
        case "end":
            form = EndForm(request.POST, prefix="end")
    if form is not None and not form.is_valid():
        return _page(request, pk, {verb: form}, status=422)
    data = form.cleaned_data if form is not None else {}
    try:
        done = _do(request, one, verb, data)
    except Refusal as refusal:
        if form is None:
            raise
        form.add_error(None, said(refusal, request.at))
        return _page(request, pk, {verb: form}, status=status_of(refusal))
    messages.success(request, done)
    return redirect("desk:enterprise", pk=pk)


def _do(request: DeskRequest, one: Enterprise, verb: str, data: dict[str, Any]) -> str:
    who: dict[str, Any] = {"actor": request.actor, "enterprise": one}
    at = request.at
    if verb == "visit":
        made = operations.write_visit(
            at=at,
            on=data["on"],
            purposes=data["purposes"],
            said=data["said"],
            follows=data["follows"],
            promised=data["promised"],
            key=data["key"],
            **who,
        )
        visitkeeping.count_for_the_visits(actor=request.actor, at=at, made=made, purposes=data["purposes"])
        if not data["need"]:
            return _("走访记下了。")
        need = operations.file_need(
            at=at, what=data["what"], text=data["need"], visit=made, key=_beside(data["key"]), **who
        )
        return _("走访记下了，诉求 %(number)s 也提了。") % {"number": need.case.number}
    if verb == "need":
        need = operations.file_need(
            at=at, what=data["what"], text=data["text"], wanted=data["wanted"], key=data["key"], **who
        )
        return _("提了，编号 %(number)s。") % {"number": need.case.number}
    if verb == "steward":
        operations.appoint_steward(at=at, steward=data["steward"], **who)
        return _("金管家定了。") if data["steward"] else _("现在没有金管家。")
    if verb == "end":
        operations.end_enterprise(at=at, reason=data["reason"], **who)
        return _("记下了，联系人已经删掉。")
    operations.renew_link(**who)
    return _("换了新链接，原来的打不开了。")


def _beside(key: uuid.UUID | None) -> uuid.UUID | None:
    """Make the key of what is written together with something else."""
    return uuid.uuid5(key, "need") if key is not None else None


@keeping
@require_POST
def keep_promise(request: DeskRequest, pk: int, visit_id: int) -> HttpResponseBase:
    """Note that what was promised on a visit is done."""
    one = _one(request, pk)
    visit = EnterpriseVisit.objects.filter(pk=visit_id, enterprise=one).first()
    if visit is None:
        raise Http404
    operations.keep_promise(actor=request.actor, at=request.at, visit=visit)
    messages.success(request, _("兑现了，记下了。"))
    if request.POST.get("back") == "promised":
        return redirect(f"{reverse('desk:enterprises')}?view=promised")
    return redirect("desk:enterprise", pk=pk)


@keeping
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, pk: int, field: str) -> HttpResponseBase:
    """Show an enterprise's contact in full, for a reason that is kept."""
    page = queries.enterprise_page(actor=request.actor, pk=pk)
    if field not in SHOWN_FIELDS or not getattr(page.row, field):
        raise Http404
    return ask(
        request,
        subject="enterprises.Enterprise",
        id=pk,
        field=field,
        context={
            "title": page.enterprise.name,
            "field_words": SHOWN_FIELDS[field],
            "masked": getattr(page.row, field),
            "case_url": reverse("desk:enterprise", args=[pk]),
            "is_phone": field == "contact_phone",
        },
    )
