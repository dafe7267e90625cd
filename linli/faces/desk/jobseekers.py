"""Who looks for work, at the desk: written down with consent, masked, deleted when they ask."""

from __future__ import annotations

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
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import said
from linli.faces.desk.jobforms import SeekerForm
from linli.faces.desk.jobs import grids_of, labels, office_of, placing
from linli.faces.desk.revealing import ask
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Pages
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.refusals import Refusal
from linli.pillars.service.jobs import operations, queries
from linli.pillars.service.jobs.models import JobPosting

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
    before = request.GET.get("before", "")
    at = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows, after = queries.seekers_of(actor=request.actor, before=at)
    context: dict[str, Any] = {
        "rows": [(r, labels(JobPosting.Skill, r.skills), labels(JobPosting.Hours, r.hours)) for r in rows],
        "form": form,
        "pages": Pages(after_url=f"{reverse('desk:job-seekers')}?before={after}" if after else ""),
    }
    return furniture.page(request, "desk/jobs/seekers.html", context, status=status)


@placing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook, masked as it is shown."""
    rows, _more = queries.seekers_of(actor=request.actor, size=2_000)
    heads = (
        _("称呼"),
        _("电话"),
        _("会做什么"),
        _("什么时间能上班"),
        _("月薪至少（元）"),
        _("网格"),
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
            "case_url": reverse("desk:job-seekers"),
            "is_phone": field == "phone",
        },
    )
