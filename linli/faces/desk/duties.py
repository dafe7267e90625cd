"""The list of duties at the desk: search, versions, as a sheet out and in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.parts.inputs import DayField, WordsField
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.governance.duties import operations, policies, queries
from linli.pillars.governance.duties.models import Duty, DutyList
from linli.pillars.governance.duties.queries import Narrowed
from linli.pillars.governance.duties.rules import HEADS

seeing_duties = desk_for(policies.sees_any, gettext_lazy("履职事项清单归网格、社区、科室和部门看。"))


class NarrowForm(forms.Form):
    """Which lines."""

    q = WordsField(label=gettext_lazy("找什么"), most=60, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("类别"),
        required=False,
        choices=[("", gettext_lazy("全部")), *Duty.Kind.choices],
    )


class PublishForm(forms.Form):
    """A list, and which document published it."""

    file = forms.FileField(
        label=gettext_lazy("清单"), help_text=gettext_lazy("Excel、WPS 或 csv，照模板的列")
    )
    basis = WordsField(
        label=gettext_lazy("哪份文件公布的"), most=200, help_text=gettext_lazy("如“清街办〔2026〕8 号”")
    )
    from_date = DayField(label=gettext_lazy("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}))


def _asked(request: DeskRequest) -> tuple[Unit, list[Unit], list[DutyList], DutyList | None]:
    """Read which office and which version of its list is asked for."""
    offices = queries.offices_of(actor=request.actor)
    if not offices:
        raise Http404
    wanted = request.GET.get("office", "")
    office = next((one for one in offices if str(one.pk) == wanted), offices[0])
    lists = queries.lists_of(office=office)
    version = request.GET.get("version", "")
    shown = next((one for one in lists if str(one.version) == version), lists[0] if lists else None)
    return office, offices, lists, shown


def _narrowed(request: DeskRequest) -> tuple[Narrowed, NarrowForm]:
    form = NarrowForm(request.GET)
    held = form.cleaned_data if form.is_valid() else {}
    return Narrowed(held.get("q", ""), held.get("kind", "")), form


@seeing_duties
@require_GET
def duties(request: DeskRequest) -> HttpResponseBase:
    """Show the list in force, or an earlier version of it."""
    office, offices, lists, shown = _asked(request)
    by, form = _narrowed(request)
    rows = queries.duties_of(of=shown, by=by) if shown else ()
    context: dict[str, Any] = {
        "office": office,
        "offices": offices,
        "lists": lists,
        "shown": shown,
        "is_old": shown is not None and shown.pk != lists[0].pk,
        "rows": rows,
        "form": form,
        "is_narrowed": bool(by.words or by.kind),
        "publishes": policies.publishes_for(request.actor, office),
        "sheet_url": f"{reverse('desk:duty-sheet')}?{request.GET.urlencode()}",
        "asks": bool(policies.asking_posts(request.actor)),
    }
    return furniture.page(request, "desk/duties/list.html", context)


@seeing_duties
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the lines that are shown as a workbook with the headings that can be taken in again."""
    _office, _offices, _lists, shown = _asked(request)
    by, _form = _narrowed(request)
    rows = queries.duties_of(of=shown, by=by) if shown else ()
    cells = (
        (str(row.get_kind_display()), row.number, row.block, row.name, row.lead, row.part, row.basis)
        for row in rows
    )
    return sheet_response(_("履职事项清单"), _columns(), cells, request.at, frozen_columns=2)


def _columns() -> list[tuple[str, float]]:
    return list(zip(HEADS, (14.0, 8.0, 14.0, 50.0, 24.0, 40.0, 30.0), strict=True))


@seeing_duties
@require_GET
def blank_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give an empty sheet with the headings and one line that shows how they are filled."""
    shown = (
        "配合履职事项",
        "1",
        "城市管理",
        "示例：飞线整治（这一行删掉）",
        "区通信管线服务中心",
        "发现、上报",
        "",
    )
    return sheet_response(_("履职事项清单模板"), _columns(), [shown], request.at)


@seeing_duties
@require_http_methods(["GET", "POST"])
def publish(request: DeskRequest) -> HttpResponseBase:
    """Take a sheet in: shown first with what it would change, then published as the next version."""
    offices = queries.offices_of(actor=request.actor)
    office = next((one for one in offices if policies.publishes_for(request.actor, one)), None)
    if office is None:
        raise Http404
    form = PublishForm(request.POST or None, request.FILES or None)
    refused: list[tuple[int, str]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            rows: list[operations.SheetRow] = []
            try:
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / "sheet"
                    path.write_bytes(form.cleaned_data["file"].read())
                    rows = operations.lines_of_file(path)
                made, changes = operations.publish_list(
                    actor=request.actor,
                    at=request.at,
                    office=office,
                    basis=form.cleaned_data["basis"],
                    from_date=form.cleaned_data["from_date"],
                    rows=rows,
                )
            except Refusal as refusal:
                form.add_error("file", said(refusal, request.at))
                refused = [(r.row, said(r.read, request.at)) for r in rows if isinstance(r.read, Refusal)]
                status = status_of(refusal)
            else:
                told = {
                    "version": made.version,
                    "new": len(changes.new),
                    "changed": len(changes.changed),
                    "gone": len(changes.gone),
                }
                messages.success(
                    request,
                    _("和第 %(version)s 版一样，没有变。") % told
                    if changes.is_none
                    else _(
                        "公布了第 %(version)s 版：新增 %(new)s 条，改了 %(changed)s 条，去掉 %(gone)s 条。"
                    )
                    % told,
                )
                return redirect("desk:duties")
    context = {"form": form, "office": office, "refused": refused[:50]}
    return furniture.page(request, "desk/duties/publish.html", context, status=status)
