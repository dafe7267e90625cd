"""Whistles at the desk: lists, blowing one, its page with every department side by side, and every verb as a form."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk import whistleforms as wf
from linli.faces.desk.asking import DeskRequest, is_piece
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.whistlepage import PRESSES, form_of, prefix_of, row_of, show
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Pages
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import queries as reports
from linli.pillars.governance.whistles import operations as op
from linli.pillars.governance.whistles import policies, queries
from linli.pillars.governance.whistles.models import Whistle
from linli.pillars.governance.whistles.rules import Attendance, WhistleKind
from linli.pillars.governance.whistles.texts import ASKED, CALL_STATES, STATES, VERBS

hearing = desk_for(policies.sees_any, gettext_lazy("吹哨归社区和街道，报到归部门。网格里有事请找社区。"))

VIEWS: Final = (
    ("open", gettext_lazy("在办的")),
    ("mine", gettext_lazy("等我的")),
    ("to_claim", gettext_lazy("等认领")),
    ("to_assess", gettext_lazy("等评价")),
    ("above", gettext_lazy("报上一级的")),
    ("shelved", gettext_lazy("挂账的")),
    ("ended", gettext_lazy("办结的")),
)
EMPTY: Final = {
    "open": (gettext_lazy("没有在办的哨"), gettext_lazy("自己办不了、要部门来的事，就吹一个哨。")),
    "mine": (gettext_lazy("没有等您的"), gettext_lazy("叫您单位来的、等您评价的，会排在这里。")),
    "to_claim": (gettext_lazy("没有等认领的"), gettext_lazy("吹哨的挂出来请部门认领的，会排在这里。")),
    "to_assess": (gettext_lazy("没有等评价的"), gettext_lazy("部门反馈了结果，就到这里。")),
    "above": (gettext_lazy("没有报上一级的"), gettext_lazy("都退了、到点没来的，由上一级定。")),
    "shelved": (gettext_lazy("没有挂账的"), gettext_lazy("一时办不了的记在这里，到日子自己回来。")),
    "ended": (gettext_lazy("还没有办结的"), gettext_lazy("评价完的留在这里，随时能查。")),
}


# --- lists --------------------------------------------------------------------------------------------------


@hearing
@require_GET
def whistles(request: DeskRequest) -> HttpResponseBase:
    """List whistles: those at work, those that wait for me, to be assessed, above, shelved, ended."""
    view = _view(request)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.whistles_of(actor=request.actor, view=view, before=before)
    here = reverse("desk:whistles")
    title, text = EMPTY[view]
    context = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "rows": [row_of(row, request.at) for row in rows],
        "empty_title": title,
        "empty_text": text,
        "pages": Pages(after_url=f"{here}?view={view}&before={after}" if after else ""),
        "can_blow": bool(policies.blowing_posts(request.actor)),
        "export_url": f"{reverse('desk:whistles-export')}?view={view}",
    }
    return furniture.page(request, "desk/whistles/list.html", context)


def _view(request: DeskRequest) -> str:
    view = request.GET.get("view", "open")
    return view if view in EMPTY else "open"


@hearing
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """Hand over the list as a sheet: the same rows in the same order."""
    rows, _after = queries.whistles_of(actor=request.actor, view=_view(request), size=MOST_ROWS)
    columns = [
        (str(_("编号")), 16.0), (str(_("标题")), 40.0), (str(_("哪种哨")), 10.0), (str(_("状态")), 18.0),
        (str(_("谁吹的")), 16.0), (str(_("叫了谁")), 40.0), (str(_("什么时候吹的")), 17.0),
        (str(_("下一步期限")), 17.0), (str(_("办结时间")), 17.0),
    ]  # fmt: skip
    lines = (
        (
            row.number,
            row.title,
            str(Whistle.Kind(row.kind).label),
            str(STATES[row.state]),
            row.unit,
            "；".join(f"{unit}（{CALL_STATES[state]}）" for unit, state in row.called),
            row.filed_at,
            row.due_at,
            row.closed_at,
        )
        for row in rows
    )
    return sheet_response(_("吹哨"), columns, lines, request.at)


# --- blowing one --------------------------------------------------------------------------------------------


@hearing
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Blow a whistle, for a report that made it necessary or by itself."""
    posts = policies.blowing_posts(request.actor)
    if not posts:
        raise Http404
    number = request.POST.get("parent") or request.GET.get("parent", "")
    report = reports.get_report(actor=request.actor, number=number) if number else None
    unit = Unit.objects.get(pk=posts[0].unit_id)
    office = orgs.office_of(orgs.line_up(unit))
    if office is None or (report is not None and report.case.office_id != office.pk):
        raise NoSuchCase(number=number)
    every = queries.callable_units(office)
    proposed = [p.unit for p in reports.proposed_units(report)] if report else []
    ids = {u.pk for u in every}
    proposed = [u for u in proposed if u.pk in ids]
    offers = queries.offers_for(office=office, at=request.at)
    asked_for = request.GET.get("offer", "")
    initial: dict[str, Any] = {"offers": [asked_for] if asked_for in {str(o.pk) for o in offers} else []}
    initial |= {"kind": "emergency" if report and report.case.is_urgent else "coordination"}
    if report:
        initial |= {"asked": report.case.title, "place": report.case.place_words}
    chosen = {u.pk for u in proposed}
    form = wf.BlowForm(
        request.POST or None,
        initial=initial,
        proposed=proposed,
        others=[u for u in every if u.pk not in chosen],
        offers=offers,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = op.blow_whistle(
                    actor=request.actor,
                    at=request.at,
                    unit=unit,
                    kind=WhistleKind(data["kind"]),
                    units=form.called,
                    asked=data["asked"],
                    place=data["place"],
                    wanted_by=data["wanted_by"],
                    parent=report.case if report else None,
                    offers=form.taken,
                    posted=data["is_posted"],
                    key=data["key"],
                )
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("吹了，部门的人马上收到。"))
                return redirect("desk:whistle", number=made.case.number)
    context = {"form": form, "unit": unit, "parent": report.case if report else None}
    return furniture.page(request, "desk/whistles/new.html", context, status=status)


# --- one whistle --------------------------------------------------------------------------------------------


@hearing
@require_GET
def whistle(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show one whistle."""
    if is_piece(request):
        # From the inbox a line opens beside the list; a whistle needs the whole page for its departments.
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = reverse("desk:whistle", args=[number])
        return response
    return show(request, number)


@hearing
@require_POST
def act(request: DeskRequest, number: str, verb: str, unit_id: int = 0) -> HttpResponseBase:
    """Make a move of a whistle, or of one of its departments."""
    press = PRESSES[verb]
    found = queries.get_whistle(actor=request.actor, number=number)
    about = _about(found, unit_id) if press.is_of_call else None
    given: dict[str, Any] = {}
    prefix = prefix_of(verb, about)
    if press.form is not None:
        claims: Sequence[Unit] = ()
        if verb == "claim_whistle":
            page = queries.whistle_page(actor=request.actor, number=number, at=request.at)
            claims = page.claims or _own_units(request)
        form = form_of(press, found, request.POST, prefix, claims)
        if not form.is_valid():
            status = 422
            try:
                queries.check_open(verb, found, actor=request.actor, about=about, at=request.at)
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at)
            return show(request, number, {prefix: form}, status=status)
        given = {name: int(v) if name in ASKED else v for name, v in form.cleaned_data.items()}
        if "unit" in given:
            given["unit"] = Unit.objects.get(pk=given["unit"])
    if verb == "report_in":
        how = request.POST.get("how", "")
        given["how"] = Attendance(how) if how in set(Attendance) else Attendance.SPOT
    if about is not None:
        given["unit"] = about
    try:
        press.operate(**given, **_by(request, number))
    except Refusal as refusal:
        if press.form is None or status_of(refusal) == 404:
            raise
        form.add_error(None, said(refusal, request.at))
        return show(request, number, {prefix: form}, status=status_of(refusal))
    messages.success(request, _("记下了：%(verb)s。") % {"verb": VERBS[verb]})
    return redirect("desk:whistle", number=number)


def _own_units(request: DeskRequest) -> list[Unit]:
    """Give the units somebody works at, for a form whose words are kept though it came too late."""
    return list(Unit.objects.filter(pk__in=[p.unit_id for p in policies.claiming_posts(request.actor)]))


def _about(found: Whistle, unit_id: int) -> Unit:
    """Give the department a submission is about. :raises NoSuchCase: not one that was called."""
    unit = Unit.objects.filter(pk=unit_id, calls__whistle=found).first()
    if unit is None:
        raise NoSuchCase(number=found.case.number)
    return unit


def _by(request: DeskRequest, number: str) -> dict[str, Any]:
    seen, key = request.POST.get("seen", ""), request.POST.get("key", "")
    try:
        once = uuid.UUID(key)
    except ValueError:
        once = None
    return {
        "actor": request.actor,
        "number": number,
        "at": request.at,
        "seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
        "key": once,
    }
