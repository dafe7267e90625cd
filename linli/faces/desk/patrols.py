"""Roads and spots walked by plan, at the desk and on the phone: today's, one with its days, the plan itself."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.places import queries as places
from linli.faces.desk import furniture, uploads
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.patrolforms import BeatForm, WalkForm, post_words
from linli.faces.parts.shapes import Area, Place, State
from linli.faces.parts.words import listed
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.patrols import operations, policies, queries
from linli.pillars.governance.patrols.models import Beat
from linli.pillars.governance.patrols.policies import NoSuchComponent
from linli.pillars.governance.patrols.rules import BeatPlaceless, Standing
from linli.pillars.governance.patrols.texts import SHAPES, STANDINGS, WEEKDAYS
from linli.pillars.governance.reports.texts import STATES

walking = desk_for(policies.sees_some, gettext_lazy("巡查归网格、社区、街道，和当路长的部门。"))
planning = desk_for(policies.plans_some, gettext_lazy("巡查由社区、街道安排。"))

VIEWS: Final = (("now", gettext_lazy("在巡的")), ("ended", gettext_lazy("不巡了的")))


def state_of(standing: Standing) -> State:
    """Give where a beat stands, in words and colour."""
    return State(SHAPES[standing], STANDINGS[standing])  # type: ignore[arg-type]


def days_of(beat: Beat) -> str:
    """Say on which days a beat is walked."""
    if len(beat.weekdays) == len(WEEKDAYS):
        return _("每天")
    if list(beat.weekdays) == [0, 1, 2, 3, 4]:
        return _("周一到周五")
    return listed(WEEKDAYS[day] for day in beat.weekdays)


def steward_of(beat: Beat) -> str:
    """Say who answers for a beat: the post with its name, or the unit until somebody is named."""
    return post_words(beat.steward) if beat.steward is not None else str(beat.unit)


def told_of(beat: Beat) -> str:
    """Say what a phone without signal shows of a beat: its name, and what is looked at. It stands in the address."""
    return "\n".join(filter(None, (beat.name, "、".join(beat.looks)[:200])))


@walking
@require_GET
def patrols(request: DeskRequest) -> HttpResponseBase:
    """List the beats one sees, those of today first."""
    view = "ended" if request.GET.get("view") == "ended" else "now"
    rows = queries.beats_of(actor=request.actor, at=request.at, view=view)
    context = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "view": view,
        "rows": [
            (row, state_of(row.standing), steward_of(row.beat), days_of(row.beat), told_of(row.beat))
            for row in rows
        ],
        "due": sum(row.standing is Standing.DUE for row in rows),
        "plans": policies.plans_some(request.actor),
        "walks": policies.walks_some(request.actor),
    }
    return furniture.page(request, "desk/patrols/list.html", context)


@walking
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand the plan over as a sheet: what, whose, when; no column for whoever went."""
    columns = [
        (str(_("名称")), 26.0), (str(_("路段还是点位")), 10.0), (str(_("归哪块地")), 18.0), (str(_("路长")), 30.0),
        (str(_("哪几天走")), 22.0), (str(_("看什么")), 40.0), (str(_("今天")), 16.0), (str(_("上次走的那天")), 12.0),
        (str(_("发现的")), 8.0), (str(_("还没办完的")), 10.0),
    ]  # fmt: skip
    view = "ended" if request.GET.get("view") == "ended" else "now"
    lines = (
        (
            row.beat.name, str(row.beat.get_kind_display()), str(row.beat.area), steward_of(row.beat), days_of(row.beat),
            "、".join(row.beat.looks), str(STANDINGS[row.standing]), row.last_on, row.found_count, row.open_count,
        )
        for row in queries.beats_of(actor=request.actor, at=request.at, view=view)
    )  # fmt: skip
    return sheet_response(_("巡查安排"), columns, lines, request.at)


@planning
@require_http_methods(["GET", "POST"])
def edit(request: DeskRequest, pk: int = 0) -> HttpResponseBase:
    """Plan a beat, or change its plan."""
    one = queries.get_beat(actor=request.actor, pk=pk) if pk else None
    choices = queries.choices_for(actor=request.actor, at=request.at)
    form = BeatForm(
        request.POST or None, choices=choices, initial=_kept(one) if one else {"weekdays": range(5)}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                kept = operations.keep_beat(
                    actor=request.actor,
                    at=request.at,
                    area=form.ground,
                    record=form.record,
                    steward=form.answering,
                    beat=one,
                )
            except Refusal as refusal:
                status = refused_at(
                    form, refusal, request.at, "road" if isinstance(refusal, BeatPlaceless) else None
                )
            else:
                messages.success(request, _("记下了。"))
                return redirect("desk:patrol", pk=kept.pk)
    urls = {"shapes_url": reverse("desk:map-shapes"), "place_url": reverse("desk:map-place")}
    return furniture.page(
        request, "desk/patrols/edit.html", {"form": form, "one": one, **urls}, status=status
    )


def _kept(one: Beat) -> dict[str, Any]:
    return {
        "kind": one.kind, "road": one.road_id, "name": one.name, "area": one.area_id, "steward": one.steward_id,
        "weekdays": one.weekdays, "looks": "\n".join(one.looks), "lon": one.lon, "lat": one.lat,
    }  # fmt: skip


@walking
@require_http_methods(["GET", "POST"])
def patrol(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a beat; write a walk down: nothing found, or what was."""
    today = clock.local(request.at).date()
    given = request.POST if request.method == "POST" else None
    initial = {
        "on": today,
        "idempotency_key": uuid.uuid4(),
        "component": request.GET.get("component", "")[:12],
    }
    form = WalkForm(given, request.FILES or None, initial=initial)
    if given is None:
        return _page(request, pk, form)
    kept = uploads.take(request, form) if form.is_valid() else []
    if not form.is_valid():
        return _page(request, pk, form, 422, uploads.carry(request, kept))
    data = dict(form.cleaned_data)
    try:
        named = data.pop("component")
        if not data.pop("is_done"):
            data["answer"] = ""
        component = queries.shown_component(pk=named) if named else None
        data["key"] = data.pop("idempotency_key")
        data.pop("photos", None)
        _walk, filed = operations.record_patrol(
            actor=request.actor,
            at=request.at,
            beat=queries.get_beat(actor=request.actor, pk=pk),
            component=component,
            files=kept,
            **data,
        )
    except NoSuchComponent as refusal:
        form.add_error(None, said(refusal, request.at))
        return _page(request, pk, form, 422, uploads.carry(request, kept))
    except Refusal as refusal:
        return _page(request, pk, form, refused_at(form, refusal, request.at), uploads.carry(request, kept))
    if filed is None:
        messages.success(request, _("记下了：走过，没发现问题。"))
    else:
        messages.success(request, _("记下了，立了一件 %(number)s。") % {"number": filed.report.case.number})
    # On to the roads of today: that it leads elsewhere is how a phone knows that it was taken.
    return redirect("desk:patrols")


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """Return the empty form of a walk that a phone keeps for when there is no signal: no road, no name, no token."""
    form = WalkForm()
    form.fields["on"].widget.attrs["data-today"] = ""
    return render(request, "desk/patrols/shell.html", {"form": form, "is_shell": True})


def _page(
    request: DeskRequest,
    pk: int,
    form: WalkForm,
    status: int = 200,
    carried: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    page = queries.beat_page(actor=request.actor, at=request.at, pk=pk)
    beat = page.beat
    named = form["component"].value()
    component = None
    if str(named or "").isdecimal():
        component = next(iter(_shown(int(named))), None)
    shapes = reverse("desk:map-shapes")
    middle = _middle(beat)
    context = {
        "one": beat,
        "page": page,
        "state": state_of(page.standing),
        "steward": steward_of(beat),
        "days_words": days_of(beat),
        "found": [(row, STATES[row.state].word) for row in page.found],
        "place": _place(beat, middle),
        "form": form if page.may_walk else None,
        "component": component,
        "carried": carried or [],
        "is_open": status != 200 or component is not None,
        "shapes_url": f"{shapes}?lon={middle[0]:.5f}&lat={middle[1]:.5f}" if middle else shapes,
        "place_url": reverse("desk:map-place"),
    }
    return furniture.page(request, "desk/patrols/patrol.html", context, status=status)


def _shown(pk: int) -> list[Any]:
    try:
        return [queries.shown_component(pk=pk)]
    except NoSuchComponent:
        return []


def _middle(beat: Beat) -> tuple[float, float] | None:
    if beat.lon is not None and beat.lat is not None:
        return beat.lon, beat.lat
    line = (beat.road.line or {}).get("coordinates", []) if beat.road else []
    return (float(line[len(line) // 2][0]), float(line[len(line) // 2][1])) if line else None


def _place(beat: Beat, middle: tuple[float, float] | None) -> Place | None:
    here, others = places.grid_among_others(beat.area_id)
    if middle is None and not here:
        return None
    areas = [Area(rings) for rings in others]
    if here:
        areas.append(Area(here, str(beat.area), is_here=True))
    elif middle is not None and (grid := places.grid_at(*middle)) is not None:
        mine, around = places.grid_among_others(grid.pk)
        areas = [*(Area(rings) for rings in around), Area(mine, str(grid), is_here=True)]
    url = reverse("desk:map") + (f"?at={middle[0]:.6f},{middle[1]:.6f}" if middle else "")
    lon, lat = middle or (None, None)
    return Place(lon, lat, beat.name, tuple(areas), url=url)


@planning
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Note that a beat is walked no more."""
    operations.end_beat(actor=request.actor, at=request.at, beat=queries.get_beat(actor=request.actor, pk=pk))
    messages.success(request, _("不再巡了，走过的记录留着。"))
    return redirect("desk:patrols")
