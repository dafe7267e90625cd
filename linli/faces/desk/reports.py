"""A case at the desk: its page, what lies around it, its files, its paper, and following it."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.models import Case
from linli.base.places import queries as places
from linli.faces.desk import furniture, showing
from linli.faces.desk.asking import DeskRequest, is_piece
from linli.faces.desk.casepage import case_context
from linli.faces.desk.filters import KEPT, FilterForm
from linli.faces.desk.guards import desk
from linli.faces.desk.inbox import list_context
from linli.faces.parts import words
from linli.faces.parts.shapes import Area, Place
from linli.insight import queries as figures
from linli.insight.indicators import Scope
from linli.insight.topics import queries as topics
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.texts import LEVELS
from linli.pillars.service.volunteers import queries as volunteers
from linli.pillars.service.volunteers.models import Activity
from linli.pillars.service.volunteers.policies import reaches

MANY = 3
"""As many of a kind around one place in a month as make it worth solving once."""


def list_query(request: DeskRequest) -> str:
    """Return the address of the list a case was opened from, so that it stays beside it."""
    kept = request.GET.copy()
    for name in list(kept):
        if name not in KEPT:
            del kept[name]
    return kept.urlencode()


@desk
@require_GET
def report(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show a case. The list comes beside it by itself where there is room."""
    page = queries.case_page(actor=request.actor, number=number, at=request.at)
    context = case_context(page, request.actor, request.at, query=list_query(request))
    context["office_name"] = str(page.report.case.office)
    if is_piece(request):
        return furniture.fragment(request, "desk/reports/detail.html#case", context)
    return furniture.page(request, "desk/reports/detail.html", context)


@desk
@require_GET
def beside(request: DeskRequest, number: str) -> HttpResponseBase:
    """Return the list that stands beside a case."""
    form = FilterForm(request.GET, request.actor)
    context = list_context(request, form, current=number)
    return furniture.fragment(request, "desk/_parts/pane.html", context)


@desk
@require_GET
def around(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show where a case is, its hot topic, what may be the same, and how the like was solved before."""
    found = queries.around_case(actor=request.actor, number=number, at=request.at)
    case = found.report.case
    same = [near for near in found.nearby if near.is_likely]
    others = [near for near in found.nearby if not near.is_likely]
    many = sum(near.is_same_category for near in found.nearby) + 1
    context: dict[str, Any] = {
        "report": found.report,
        "case": case,
        "place": _place(case),
        "topic": _topic(request, case),
        "component": queries.component_of(found.report),
        "helping": [_helping(one, request) for one in volunteers.activities_for(case)],
        "groups": [
            (title, [_near(near, number, request) for near in rows])
            for title, rows in ((_("可能是同一件事"), same), (_("附近别的事"), others))
            if rows
        ],
        "solved": [
            {
                "title": solved.title,
                "url": showing.report_url(solved.number),
                "words": "·".join(_solved_words(solved)),
            }
            for solved in found.solved
        ],
        "same_words": _("这个月这一带第 %(n)d 件同类的事，可以一起办、一次根治。") % {"n": many}
        if many >= MANY
        else "",
        "can_merge": request.GET.get("merge") == "1",
    }
    if is_piece(request):
        return furniture.fragment(request, "desk/reports/around.html#around", context)
    return furniture.page(request, "desk/reports/around.html", context)


def _helping(one: Activity, request: DeskRequest) -> dict[str, str]:
    """Say when neighbours lend a hand; whoever organises them opens the list, others everybody's page."""
    name = "desk:volunteer-activity" if reaches(request.actor, one) else "resident:volunteer-activity"
    places = _("%(team)s，%(going)s／%(capacity)s 人") % {
        "team": one.team,
        "going": one.going,
        "capacity": one.capacity,
    }
    return {
        "url": reverse(name, args=[one.pk]),
        "title": one.title,
        "words": f"{words.when(one.starts_at, request.at)}·{places}",
    }


def _topic(request: DeskRequest, case: Case) -> dict[str, str] | None:
    """Say which hot topic a case belongs to, where its page would open for this reader. Five queries at most."""
    unit = figures.ground_for(request.actor.sight_ids, None)
    if unit is None:
        return None
    found = topics.topic_of(scope=Scope(request.actor, unit.path), unit=unit, case_id=case.pk)
    if found is None:
        return None
    kind = words.in_language(found.category, found.category_en)
    return {
        "name": words.topic_name(found.place, found.area, kind, found.words),
        "words": _("您看得到的有 %(n)d 件") % {"n": found.cases},
        "url": reverse("boards:topic", args=[found.id]),
    }


def _near(near: queries.NearbyRow, number: str, request: DeskRequest) -> dict[str, Any]:
    return {
        "title": near.title,
        "url": showing.report_url(near.number),
        "words": f"{showing.alike_words(near)}·{words.day(near.filed_at, request.at)}",
        "state": showing.state_of(near.state),
        "merge_url": reverse("desk:report-merge", args=[number]) + f"?into={near.number}",
        "can_merge": near.is_open and near.is_likely,
    }


def _solved_words(solved: queries.SolvedRow) -> list[str]:
    days = max(1, (solved.closed_at - solved.filed_at).days)
    found = [solved.area, _("%(n)d 天办结") % {"n": days}]
    if solved.level in LEVELS:
        found.append(str(LEVELS[solved.level]))
    return found


def _place(case: Case) -> Place:
    here, others = places.grid_among_others(case.area_id)
    areas = [Area(rings, is_here=False) for rings in others]
    if here:
        areas.append(Area(here, str(case.area), is_here=True))
    url = reverse("desk:map")
    if case.lon is not None and case.lat is not None:
        url += f"?at={case.lon:.6f},{case.lat:.6f}"
    return Place(case.lon, case.lat, case.place_words or str(case.area), tuple(areas), url=url)


def _find_file(request: DeskRequest, number: str, file_id: int) -> StoredFile | None:
    return queries.file_for_staff(actor=request.actor, number=number, file_id=file_id)


#: A photo or paper of a case, for those who may see the case.
file = desk(guarded(_find_file))


@desk
@require_GET
def paper(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show a case as one sheet of paper: for the file, for whoever goes there."""
    page = queries.case_page(actor=request.actor, number=number, at=request.at)
    context = case_context(page, request.actor, request.at)
    context["steps"] = [step for step in context["steps"] if not step.is_inside]
    context["office_name"] = str(page.report.case.office)
    context["printed_at"] = request.at
    context["printed_by"] = request.actor.name
    code = segno.make(request.build_absolute_uri(showing.report_url(number)), error="m")
    context["qr"] = mark_safe(code.svg_inline(scale=3, border=2, omitsize=True))
    return furniture.page(request, "desk/reports/paper.html", context)


@desk
@require_POST
def watch(request: DeskRequest, number: str) -> HttpResponse:
    """Follow a case: its news come to the follower's notices."""
    found = queries.get_report(actor=request.actor, number=number)
    operations.watch_report(actor=request.actor, case=found.case, at=request.at)
    messages.success(request, _("关注了，有进展会告诉您。"))
    return redirect("desk:report", number)


@desk
@require_POST
def unwatch(request: DeskRequest, number: str) -> HttpResponse:
    """Stop following a case."""
    found = queries.get_report(actor=request.actor, number=number)
    operations.unwatch_report(actor=request.actor, case=found.case)
    messages.success(request, _("不再关注。"))
    return redirect("desk:report", number)
