"""Visits at the desk and on the phone: the day's way, doors owed a visit, one door, coverage and the office's plan."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.residents import REVEALED
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.revealing import FIELDS as NAMED
from linli.faces.desk.revealing import ask
from linli.faces.desk.visitforms import DaysForm, PlanForm
from linli.faces.parts import words
from linli.faces.parts.refusals import status_of
from linli.insight.indicators import percent
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards.visit_plans import SOURCE
from linli.pillars.governance.visits import operations, policies, queries
from linli.pillars.service.care import queries as care

visiting = desk_for(policies.visits_some, gettext_lazy("走访归网格和社区；您的岗位看各网格走到了哪里。"))
counting = desk_for(policies.sees_some, gettext_lazy("走访的情况归网格、社区、派单员和街道领导看。"))

DAY: Final = "day"
VIEWS: Final = {
    DAY: gettext_lazy("今天这样走"),
    "due": gettext_lazy("七天内到期"),
    "late": gettext_lazy("过了日子"),
    "seen": gettext_lazy("半年内去过"),
    "all": gettext_lazy("全部住户"),
}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _address(view: str, grid_id: int | None, name: str = "desk:visits", **more: object) -> str:
    kept = {"view": view, "grid": grid_id or "", **more}
    return f"{reverse(name)}?{urlencode({k: v for k, v in kept.items() if v})}"


@counting
@require_GET
def visits(request: DeskRequest) -> HttpResponseBase:
    """Show the day's way, or a list of doors; who only counts is shown the coverage."""
    if not policies.visits_some(request.actor):
        return coverage(request)
    asked = request.GET.get("view", DAY)
    view, grid_id = asked if asked in VIEWS else DAY, _number(request.GET.get("grid", ""))
    counts = queries.counts(actor=request.actor, at=request.at)
    context: dict[str, Any] = {
        "views": [
            (word, None if code == DAY else counts[code], _address(code, grid_id), code == view)
            for code, word in VIEWS.items()
        ],
        "view": view,
        "is_begun": bool(counts["all"]),
        "asks": [
            (row, words.due(row.resolve_by, request.at) if row.resolve_by else None)
            for row in queries.open_asks(actor=request.actor, at=request.at)
        ]
        if view == DAY
        else [],
    }
    if view == DAY:
        first = _number(request.GET.get("first", ""))
        way, metres = queries.day_way(
            actor=request.actor, at=request.at, grid_id=grid_id, first_building=first
        )
        context |= {"way": way, "metres": metres, "count": sum(len(row.doors) for row in way)}
        doors = [door for row in way for door in row.doors]
    else:
        number = _number(request.GET.get("page", "")) or 0
        doors, count = queries.doors(
            actor=request.actor, at=request.at, view=view, grid_id=grid_id, after=number * queries.PAGE
        )
        context |= {
            "rows": doors,
            "count": count,
            "previous_url": _address(view, grid_id, page=number - 1) if number else "",
            "next_url": _address(view, grid_id, page=number + 1)
            if (number + 1) * queries.PAGE < count
            else "",
            "export_url": _address(view, grid_id, "desk:visit-sheet"),
        }
    looked_after = care.people_at(actor=request.actor, household_ids=[door.id for door in doors])
    context["cared"] = {household for household, *_rest in looked_after}
    return furniture.page(request, "desk/visits/list.html", context)


@visiting
@require_GET
def sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over a list of doors as a sheet: the same doors in the same order, nobody's name."""
    asked = request.GET.get("view", "due")
    rows = queries.export_doors(
        actor=request.actor,
        at=request.at,
        view=asked if asked in queries.VIEWS else "due",
        grid_id=_number(request.GET.get("grid", "")),
        most=MOST_ROWS,
    )
    columns = [
        (str(_("住户")), 28.0),
        (str(_("社区")), 14.0),
        (str(_("网格")), 14.0),
        (str(_("怎么住的")), 10.0),
        (str(_("最晚哪天去")), 12.0),
        (str(_("上次哪天去的")), 12.0),
        (str(_("过了日子")), 8.0),
    ]
    lines = (
        (r.door, r.community, r.grid, r.use, r.due_on, r.seen_on, _("是") if r.is_late else "") for r in rows
    )
    return sheet_response(_("走访住户"), columns, lines, request.at)


@visiting
@require_GET
def door(request: DeskRequest, household_id: int) -> HttpResponseBase:
    """Show one door: who lives there (masked), what was said, what was put right and what it was before."""
    page = queries.home_page(actor=request.actor, household_id=household_id)
    looked_after = care.people_at(actor=request.actor, household_ids=[household_id])
    today = clock.local(request.at).date()
    context = {
        "page": page,
        "door": str(page.household),
        "is_late": page.home is not None and page.home.due_on < today,
        "cared": [(pk, name) for _door, pk, name, _due in looked_after],
        "changes": [(row, _shown(row.what, row.was), _shown(row.what, row.now)) for row in page.changes],
    }
    return furniture.page(request, "desk/visits/door.html", context)


def _shown(what: str, value: str) -> str:
    """Show a former value masked: a name or number is read in full only where it is kept."""
    from linli.kernel.masking import mask_name, mask_phone
    from linli.pillars.governance.visits.models import Home

    if what == "use":
        return str(dict(Home.Use.choices).get(value, value))
    if what == "staff_count":
        return value
    if "phone" in what:
        return mask_phone(value)
    name, _space, phone = value.partition(" ")
    return " ".join(part for part in (mask_name(name), mask_phone(phone)) if part) if value else ""


@visiting
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, household_id: int, resident_id: int, field: str) -> HttpResponseBase:
    """Show a resident's name or number in full for a reason; they can read who looked and why."""
    page = queries.home_page(actor=request.actor, household_id=household_id)
    shown = {pk: {"name": name, "phone": phone} for pk, name, phone in page.residents}.get(resident_id, {})
    if not shown.get(field):
        raise Http404
    return ask(
        request,
        subject=REVEALED,
        id=resident_id,
        field=field,
        context={
            "title": str(page.household),
            "field_words": NAMED[field],
            "masked": shown[field],
            "case_url": reverse("desk:visit-door", args=[household_id]),
            "is_phone": field == "phone",
        },
    )


def _office(request: DeskRequest) -> Unit | None:
    ground = next(iter(policies.counted_grounds(request.actor)), None)
    return orgs.office_of(orgs.line_of(ground)) if ground else None


@counting
@require_http_methods(["GET", "POST"])
def coverage(request: DeskRequest) -> HttpResponseBase:
    """Show how far the doors of each grid were visited; its leaders begin the plan and set its days."""
    office = _office(request)
    plans = office is not None and policies.plans_for(request.actor, office)
    plan, days = queries.plan_of(office=office) if office else (None, [])
    status = 200
    forms: dict[str, Any] = {
        "plan": PlanForm(initial={"day_doors": plan.day_doors} if plan else None),
        "days": DaysForm(),
    }
    if request.method == "POST":
        if not plans or office is None:
            raise Http404
        name = "days" if request.POST.get("what") == "days" else "plan"
        form = forms[name] = {"plan": PlanForm, "days": DaysForm}[name](request.POST)
        status = 422
        if form.is_valid():
            who: dict[str, Any] = {"actor": request.actor, "at": request.at, "office": office}
            try:
                (operations.set_days if name == "days" else operations.start_plan)(**who, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("定好了，还没去的按新的算。"))
                return redirect("desk:visit-coverage")
    rows = queries.coverage(actor=request.actor, at=request.at)
    doors, seen = sum(row.doors for row in rows), sum(row.seen for row in rows)
    context = {
        "rows": [(row, percent(row.seen, row.doors)) for row in rows],
        "communities": [(row, percent(row.seen, row.doors)) for row in queries.by_community(rows)],
        "doors": doors,
        "seen": seen,
        "late": sum(row.late for row in rows),
        "share": percent(seen, doors),
        "plans": plans,
        "plan": plan,
        "days": days,
        "forms": forms,
        "source": SOURCE,
        "visits": policies.visits_some(request.actor),
    }
    return furniture.page(request, "desk/visits/coverage.html", context, status=status)


@counting
@require_GET
def coverage_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the coverage of each grid as a sheet; there is no column for a worker."""
    columns = [
        (str(_("社区")), 16.0),
        (str(_("网格")), 16.0),
        (str(_("住户")), 8.0),
        (str(_("半年内去过")), 10.0),
        (str(_("过了日子")), 8.0),
        (str(_("改了登记")), 8.0),
    ]
    rows = queries.coverage(actor=request.actor, at=request.at)
    sums = {one.community: one for one in queries.by_community(rows)}
    lines = []
    for community, grids in groupby(rows, key=lambda row: row.community):
        lines += [(r.community, r.grid, r.doors, r.seen, r.late, r.changed) for r in grids]
        one = sums[community]
        lines.append((community, str(_("小计")), one.doors, one.seen, one.late, one.changed))
    return sheet_response(_("走访到了哪里"), columns, lines, request.at)
