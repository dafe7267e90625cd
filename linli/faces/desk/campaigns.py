"""Campaigns at the desk: the list, opening one, its doors, drawing them from sheets and registers, closing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.desk import campaignforms as cf
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.campaignpapers import report_of
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.parts.papers import word_of
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Due, Pages, Row, State
from linli.kernel import clock
from linli.kernel.masking import mask_text
from linli.kernel.refusals import Refusal
from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns import policies, queries, rules
from linli.pillars.governance.campaigns.models import Campaign
from linli.pillars.governance.campaigns.queries import TargetRow
from linli.pillars.governance.campaigns.rules import CampaignKind, Source
from linli.pillars.governance.duties import queries as duties
from linli.pillars.service.enterprises import queries as firms

campaigning = desk_for(policies.sees_any, gettext_lazy("专项行动归负责的单位和一起办的单位。"))

VIEWS: Final = (
    ("open", gettext_lazy("没办完的")),
    ("mine", gettext_lazy("轮到我的")),
    ("stuck", gettext_lazy("卡住的")),
    ("ended", gettext_lazy("办完的")),
    ("all", gettext_lazy("全部")),
)
ENDS: Final = {"done": gettext_lazy("办完"), "exempt": gettext_lazy("不用办")}


@campaigning
@require_GET
def campaigns(request: DeskRequest) -> HttpResponseBase:
    """List campaigns with how their doors stand."""
    is_open = request.GET.get("view") != "ended"
    rows = [_line(row) for row in queries.campaigns_of(actor=request.actor, is_open=is_open)]
    context = {
        "rows": rows,
        "is_open": is_open,
        "opens": bool(policies.opening_posts(request.actor)),
        "waiting": queries.waiting_for(actor=request.actor) if is_open else (),
    }
    return furniture.page(request, "desk/campaigns/list.html", context)


def _line(row: queries.CampaignRow) -> Row:
    told = {"done": row.done, "of": row.total - row.exempt}
    stuck = _("%(n)s 户卡住") % {"n": row.stuck} if row.stuck else ""
    days = f"{row.from_date:%Y-%m-%d} — {row.until_date:%Y-%m-%d}"
    return Row(
        url=reverse("desk:campaign", args=[row.id]),
        title=row.name,
        state=State("doing", _("在办")) if row.is_open else State("done", _("结束")),
        due=Due(_("%(done)s / %(of)s 户办完") % told),
        left=tuple(part for part in (stuck, str(Campaign.Kind(row.kind).label), days) if part),
        holder=row.unit,
    )


@campaigning
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Open a campaign."""
    posts = policies.opening_posts(request.actor)
    if not posts:
        raise Http404
    units = list(Unit.objects.filter(pk__in=[p.unit_id for p in posts]).select_related("parent"))
    lines = {pk for unit in units for pk in unit.line}
    office = Unit.objects.filter(pk__in=lines, kind=UnitKind.SUBDISTRICT).order_by("pk").first()
    if office is None:
        raise Http404
    parties = queries.parties_of(office)
    form = cf.CampaignForm(request.POST or None, units=units, parties=parties)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = op.open_campaign(
                    actor=request.actor,
                    at=request.at,
                    unit=next(one for one in units if str(one.pk) == data["unit"]),
                    office=office,
                    kind=CampaignKind(data["kind"]),
                    parties=[one for one in parties if str(one.pk) in data["parties"]],
                    **{
                        name: data[name]
                        for name in ("name", "basis", "from_date", "until_date", "steps", "form", "key")
                    },
                )
            except Refusal as refusal:
                form.add_error(_where(refusal), said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("开了。下一步把名单放进来。"))
                return redirect("desk:campaign-list", pk=made.pk)
    return furniture.page(request, "desk/campaigns/new.html", {"form": form, "office": office}, status=status)


def _where(refusal: Refusal) -> str | None:
    where = {rules.StepsUnread: "steps", rules.FieldsUnread: "form", op.CampaignTooLong: "until_date"}
    return where.get(type(refusal))


@campaigning
@require_GET
def campaign(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a campaign: how it stands, its doors, what runs it."""
    return _page(request, pk)


def _asked(request: DeskRequest) -> tuple[str, int | None, int]:
    view = request.GET.get("view", "open")
    step, after = request.GET.get("step", ""), request.GET.get("after", "")
    number = int(step) if step.isascii() and step.isdigit() and len(step) < 3 else None
    since = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    return (view if view in queries.VIEWS else "open"), number, since


def _page(
    request: DeskRequest, pk: int, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    one = queries.get_campaign(actor=request.actor, pk=pk)
    view, step, since = _asked(request)
    rows, after = queries.targets_of(
        actor=request.actor, campaign=one, at=request.at, view=view, step=step, after=since
    )
    here = reverse("desk:campaign", args=[pk])
    runs = policies.runs(request.actor, one) and one.closed_at is None
    held = given or {}
    narrowed = f"&step={step}" if step is not None else ""
    context = {
        "one": one,
        "view": view,
        "views": [(code, word, code == view) for code, word in VIEWS],
        "rows": [(row, ENDS.get(row.outcome, "")) for row in rows],
        "pages": Pages(after_url=f"{here}?view={view}{narrowed}&after={after}" if after else ""),
        "figures": queries.figures_of(one),
        "steps": [
            (i, name, n, i == step) for i, name, n in queries.by_step(actor=request.actor, campaign=one)
        ],
        "parties": queries.parties_in(one),
        "progress": queries.progress_of(one)[-14:],
        "grounds": queries.by_ground(actor=request.actor, campaign=one),
        "runs": runs,
        "is_over": one.until_date < clock.local(request.at).date(),
        "sheet_url": f"{reverse('desk:campaign-sheet', args=[pk])}?view={view}{narrowed}",
        "give": held.get("give") or (cf.GiveForm(units=queries.deciders_of(one)) if runs else None),
        "task": held.get("task") or (cf.TaskForm() if runs else None),
        "close": held.get("close") or (cf.CloseForm() if runs else None),
        "wrong": set(held),
    }
    return furniture.page(request, "desk/campaigns/campaign.html", context, status=status)


@campaigning
@require_GET
def as_sheet(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hand over the doors that are shown: numbers that identify somebody are masked."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    view, step, _since = _asked(request)
    rows, _after = queries.targets_of(
        actor=request.actor, campaign=one, at=request.at, view=view, step=step, size=MOST_ROWS
    )
    asks = [ask.label for ask in one.asks]
    columns = [
        (str(_("序号")), 8.0), (str(_("名称")), 26.0), (str(_("地址")), 30.0), (str(_("所在社区、网格")), 20.0),
        (str(_("轮到谁")), 20.0), (str(_("到哪一步")), 16.0), (str(_("哪天到这一步")), 17.0),
        (str(_("这一步到哪天")), 13.0), (str(_("卡住，从哪天")), 17.0), (str(_("要谁拍板")), 18.0),
        (str(_("结果")), 10.0), (str(_("办完时间")), 17.0), *((label, 16.0) for label in asks),
    ]  # fmt: skip
    cells = (_cells(row, asks) for row in rows)
    return sheet_response(one.name, columns, cells, request.at, frozen_columns=2)


def _cells(row: TargetRow, asks: list[str]) -> tuple[object, ...]:
    return (
        row.order, mask_text(row.name), mask_text(row.address), row.area, row.unit, row.step, row.since, row.due,
        row.stuck_since, row.decider, str(ENDS.get(row.outcome, "")), row.ended_at,
        *(mask_text(row.answers.get(label, "")) for label in asks),
    )  # fmt: skip


# --- the list -----------------------------------------------------------------------------------------------


@campaigning
@require_GET
def blank_sheet(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Give an empty sheet with the headings of this campaign."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    heads = [*rules.HEADS, *(ask.label for ask in one.asks)]
    return sheet_response(_("名单模板"), [(head, 20.0) for head in heads], [], request.at)


@campaigning
@require_http_methods(["GET", "POST"])
def fill_list(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Put doors on the list: from a sheet, or from a register."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    if not policies.runs(request.actor, one) or one.closed_at is not None:
        raise Http404
    areas = queries.grounds_of(one.office)
    compounds = {c.pk: c for c in queries.compounds_in(one.office)}
    is_sheet = request.method == "POST" and "file" in request.FILES
    is_draw = request.method == "POST" and not is_sheet
    sheet = cf.SheetForm(request.POST if is_sheet else None, request.FILES if is_sheet else None)
    draw = cf.DrawForm(
        request.POST if is_draw else None,
        areas=areas,
        compounds=[(c.pk, c.name) for c in compounds.values()],
    )
    refused: list[tuple[int, str]] = []
    status = 200
    if request.method == "POST":
        status = 422
        form: forms.Form = sheet if is_sheet else draw
        if form.is_valid():
            data = form.cleaned_data
            try:
                if is_sheet:
                    rows, refused = _from_sheet(request, one, data["file"].read())
                else:
                    area = next((u for u in areas if str(u.pk) == data["area"]), None)
                    compound = compounds.get(int(data["compound"] or 0))
                    rows = _from_register(request, one, data["what"], area, data["words"], compound)
                made = op.list_targets(actor=request.actor, at=request.at, campaign=one, rows=rows)
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                told = {"n": made, "there": len(rows) - made}
                messages.success(request, _("新列进 %(n)s 户，%(there)s 户已经在名单里。") % told)
                if not refused:
                    return redirect("desk:campaign", pk=pk)
    context = {"one": one, "sheet": sheet, "draw": draw, "refused": refused[:100]}
    return furniture.page(request, "desk/campaigns/fill.html", context, status=status)


def _from_sheet(
    request: DeskRequest, one: Campaign, content: bytes
) -> tuple[list[Source], list[tuple[int, str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        path.write_bytes(content)
        rows = op.rows_of_file(path, one)
    areas = queries.named_grounds(one.office, [r.area for _n, r in rows if isinstance(r, rules.Read)])
    good: list[Source] = []
    bad: list[tuple[int, str]] = []
    for number, row in rows:
        if isinstance(row, Refusal):
            bad.append((number, said(row, request.at)))
        elif row.area and row.area not in areas:
            bad.append((number, _("没有叫“%(name)s”的社区、网格。") % {"name": row.area}))
        else:
            good.append(Source(row.name, row.address, areas.get(row.area), answers=row.answers))
    return good, bad


def _from_register(
    request: DeskRequest, one: Campaign, what: str, area: Unit | None, words: str, compound: Any
) -> list[Source]:
    if what == "households":
        return queries.households_in(compound) if compound else []
    if area is None:
        return []
    if what == "shops":
        return queries.shops_in(one, area, words)
    by = firms.Narrowed(unit=area.pk)
    found = firms.every_enterprise(actor=request.actor, by=by, most=rules.MOST_TARGETS)
    return [Source(row.name[:60], row.address[:120], area.pk, enterprise=row.id, answers={}) for row in found]


# --- running it ---------------------------------------------------------------------------------------------


@campaigning
@require_POST
def give(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Give every open door to a unit, or each to its own ground."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    units = queries.deciders_of(one)
    form = cf.GiveForm(request.POST, units=units)
    if not form.is_valid():
        return _page(request, pk, {"give": form}, status=422)
    to = next((u for u in units if str(u.pk) == form.cleaned_data["to"]), None)
    rows, _after = queries.targets_of(
        actor=request.actor, campaign=one, at=request.at, size=rules.MOST_TARGETS
    )
    try:
        n = op.give_targets(
            actor=request.actor, at=request.at, campaign=one, targets=[row.id for row in rows], to=to
        )
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return _page(request, pk, {"give": form}, status=status_of(refusal))
    messages.success(request, _("交了 %(n)s 户。") % {"n": n})
    return redirect("desk:campaign", pk=pk)


@campaigning
@require_POST
def name_task(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Name the task by which grid workers were let in."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    form = cf.TaskForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, {"task": form}, status=422)
    try:
        task = duties.get_task(actor=request.actor, number=form.cleaned_data["number"].strip())
        op.name_task(actor=request.actor, at=request.at, campaign=one, task=task)
    except Refusal as refusal:
        form.add_error("number", said(refusal, request.at))
        return _page(request, pk, {"task": form}, status=422)
    messages.success(request, _("挂上了。准入的网格可以接。"))
    return redirect("desk:campaign", pk=pk)


@campaigning
@require_POST
def close(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Close a campaign and say what came of it."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    form = cf.CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, {"close": form}, status=422)
    try:
        op.close_campaign(
            actor=request.actor, at=request.at, campaign=one, result=form.cleaned_data["result"]
        )
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return _page(request, pk, {"close": form}, status=status_of(refusal))
    messages.success(request, _("结束了。总结在下面，可以下载。"))
    return redirect("desk:campaign-report", pk=pk)


@campaigning
@require_GET
def report(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the report with its figures as paper, from the records of that moment."""
    sheet = report_of(queries.get_campaign(actor=request.actor, pk=pk), request.actor, request.at)
    context = {"sheet": sheet, "docx_url": reverse("desk:campaign-report-docx", args=[pk])}
    return render(request, "parts/document.html", context)


@campaigning
@require_GET
def report_docx(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the report as a Word file."""
    return word_of(report_of(queries.get_campaign(actor=request.actor, pk=pk), request.actor, request.at))
