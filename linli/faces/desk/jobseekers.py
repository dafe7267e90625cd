"""Who looks for work, at the desk: written down with consent, masked, deleted when they ask."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import said
from linli.faces.desk.jobforms import SeekerForm, SeekerVisitForm
from linli.faces.desk.jobs import grids_of, labels, office_of, placing
from linli.faces.desk.revealing import ask
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Pages
from linli.kernel import clock
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.refusals import Refusal
from linli.pillars.service.jobs import operations, queries
from linli.pillars.service.jobs.models import JobPosting, SeekerVisit
from linli.pillars.service.jobs.queries import SeekerPage
from linli.pillars.service.jobs.texts import WHY

VIEWS = {"ask": gettext_lazy("该去问问的"), "all": gettext_lazy("全部")}
FIELDS = {"name": gettext_lazy("称呼"), "phone": gettext_lazy("电话")}


@placing
@require_http_methods(["GET", "POST"])
def seekers(request: DeskRequest) -> HttpResponseBase:
    """List who looks for work, and write somebody down."""
    office = office_of(request)
    grids = grids_of(office)
    form = SeekerForm(request.POST or None, grids=grids)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.enrol_seeker(
                actor=request.actor,
                at=request.at,
                office=office,
                name=data["name"],
                phone=data["phone"],
                sought=form.sought,
                grid=Unit.objects.filter(pk=data["grid"]).first() if data["grid"] else None,
                has_signed=data["has_signed"],
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal, request.at))
            status = status_of(refusal)
        else:
            messages.success(request, _("登记了，留 90 天。"))
            return redirect("desk:job-seekers")
    view, today = _view(request), clock.local(request.at).date()
    before = request.GET.get("before", "")
    at = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    where: dict[str, Any] = (
        {"ask_by": today, "after": min(at or 0, 100_000)} if view == "ask" else {"before": at}
    )
    rows, after = queries.seekers_of(actor=request.actor, **where)
    here = f"{reverse('desk:job-seekers')}?view={view}"
    waiting = queries.count_to_ask(actor=request.actor, ask_by=today)
    context: dict[str, Any] = {
        "rows": [(r, labels(JobPosting.Skill, r.skills), labels(JobPosting.Hours, r.hours)) for r in rows],
        "views": [
            (code, word, waiting if code == "ask" else None, code == view) for code, word in VIEWS.items()
        ],
        "view": view,
        "today": today,
        "form": form,
        "pages": Pages(after_url=f"{here}&before={after}" if after else ""),
    }
    return furniture.page(request, "desk/jobs/seekers.html", context, status=status)


def _view(request: DeskRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in VIEWS else "all"


@placing
@require_GET
def seeker(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show somebody who looks for work: what they said, what came of it, what could be brought to them."""
    return _show(request, queries.seeker_page(actor=request.actor, pk=pk, at=request.at))


def _visit_form(page: SeekerPage, *args: Any, **kwargs: Any) -> SeekerVisitForm:
    return SeekerVisitForm(
        *args,
        postings=[(f.posting.pk, f"{f.posting.title}·{f.posting.enterprise.name}") for f in page.fitting],
        trainings=[(t.pk, t.title) for t in page.trainings],
        **kwargs,
    )


def _show(
    request: DeskRequest, page: SeekerPage, form: SeekerVisitForm | None = None, status: int = 200
) -> HttpResponseBase:
    row = page.row
    hidden = (("name", row.name), ("phone", row.phone))
    context = {
        "page": page,
        "one": row,
        "skills": labels(JobPosting.Skill, row.skills),
        "hours": labels(JobPosting.Hours, row.hours),
        "reveals": [
            (FIELDS[field], masked, reverse("desk:job-seeker-reveal", args=[row.id, field]))
            for field, masked in hidden
            if masked
        ],
        "visits": [(v, labels(SeekerVisit.Brought, v.brought)) for v in page.visits],
        "fitting": [
            (f.posting, labels(JobPosting.Skill, f.skills), [WHY[why.value] for why in f.reasons])
            for f in page.fitting
        ],
        "form": form
        or _visit_form(page, initial={"key": uuid.uuid4(), "on": clock.local(request.at).date()}),
        "is_open": form is not None,
    }
    return furniture.page(request, "desk/jobs/seeker.html", context, status=status)


@placing
@require_POST
def visit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Write down that somebody was met and what was brought."""
    page = queries.seeker_page(actor=request.actor, pk=pk, at=request.at)
    form = _visit_form(page, request.POST)
    if not form.is_valid():
        return _show(request, page, form, 422)
    try:
        operations.visit_seeker(
            actor=request.actor,
            at=request.at,
            seeker=page.seeker,
            met=form.met,
            key=form.cleaned_data["key"],
        )
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return _show(request, page, form, status_of(refusal))
    messages.success(request, _("记下了。"))
    return redirect("desk:job-seeker", pk=pk)


@placing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook, masked as it is shown."""
    ask_by = clock.local(request.at).date() if _view(request) == "ask" else None
    rows = queries.every_seeker(actor=request.actor, most=MOST_ROWS, ask_by=ask_by)
    heads = (
        _("称呼"),
        _("电话"),
        _("会做什么"),
        _("什么时间能上班"),
        _("月薪至少（元）"),
        _("网格"),
        _("上次见面、联系"),
        _("哪天该问"),
        _("留到"),
    )
    cells = (
        (
            r.name,
            r.phone,
            "、".join(labels(JobPosting.Skill, r.skills)),
            "、".join(labels(JobPosting.Hours, r.hours)),
            r.wage_from or "",
            r.area,
            r.met_on.isoformat() if r.met_on else "",
            r.ask_on.isoformat() if r.ask_on else "",
            r.until_date.isoformat(),
        )
        for r in rows
    )
    return sheet_response(_("找活的人"), [(str(head), 16.0) for head in heads], cells, request.at)


@placing
@require_POST
def forget(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Delete somebody who asked for it."""
    seeker = queries.get_seeker(actor=request.actor, pk=pk)
    operations.forget_seeker(actor=request.actor, at=request.at, seeker=seeker)
    messages.success(request, _("全删了。"))
    return redirect("desk:job-seekers")


@placing
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, pk: int, field: str) -> HttpResponseBase:
    """Show a seeker's name or number in full, for a reason that is kept."""
    if field not in FIELDS:
        raise Http404
    one = queries.get_seeker(actor=request.actor, pk=pk)
    return ask(
        request,
        subject="jobs.JobSeeker",
        id=pk,
        field=field,
        context={
            "title": _("找活的人"),
            "field_words": FIELDS[field],
            "masked": mask_phone(one.phone) if field == "phone" else mask_name(one.name or "—"),
            "case_url": reverse("desk:job-seeker", args=[pk]),
            "is_phone": field == "phone",
        },
    )
