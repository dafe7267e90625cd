"""Rounds through a hall, 5S and duty: a short list to tick, what was not in order, and when it was put right."""

from __future__ import annotations

import uuid

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.hall.doors import HallRequest, done, in_hall, key_of
from linli.faces.parts import words
from linli.faces.parts.export import sheet_response
from linli.faces.parts.refusals import words_of
from linli.kernel.refusals import Refusal
from linli.pillars.service.counters import operations, policies, queries
from linli.pillars.service.counters.models import HallCheck
from linli.pillars.service.counters.rules import Check, points_of
from linli.pillars.service.counters.texts import POINTS


@in_hall
@require_http_methods(["GET", "POST"])
def checks(request: HallRequest) -> HttpResponseBase:
    """Show the rounds of the last thirty days, and the list of one to fill in."""
    data = request.POST if request.method == "POST" else request.GET
    what = data.get("what", "")
    what = what if what in set(Check) else Check.TIDY.value
    wrong = ""
    if request.method == "POST":
        marked = {
            p: request.POST.get(f"note-{p}", "") for p in points_of(what) if p in request.POST.getlist("bad")
        }
        try:
            operations.check_hall(
                actor=request.actor,
                at=request.at,
                hall=request.hall,
                what=what,
                findings=marked,
                key=key_of(request),
            )
        except Refusal as refusal:
            wrong = words_of(refusal)
        else:
            return done(request, lambda: None, "desk:hall-checks", request.hall.pk, said=_("记下了。"))
    rows = queries.checks_of(hall=request.hall, at=request.at)
    context = {
        "hall": request.hall,
        "what": what,
        "wrong": wrong,
        "tabs": [(code, word, code == what) for code, word in HallCheck.What.choices],
        "points": [
            (p, POINTS[p], p in request.POST.getlist("bad"), request.POST.get(f"note-{p}", ""))
            for p in points_of(what)
        ],
        "rows": [
            (
                HallCheck.What(one.what).label,
                words.when(one.at, request.at),
                one.by,
                [
                    (f, POINTS[f.point], words.when(f.mended_at, request.at) if f.mended_at else "")
                    for f in one.findings
                ],
            )
            for one in rows
        ],
        "open": sum(f.mended_at is None for one in rows for f in one.findings),
        "serves": policies.serves(request.actor, request.hall),
        "key": request.POST.get("key") or uuid.uuid4(),
    }
    return furniture.page(request, "desk/hall/checks.html", context, status=422 if wrong else 200)


@in_hall
@require_POST
def mend(request: HallRequest, finding_id: int) -> HttpResponseBase:
    """Say that what was found is put right."""
    finding = queries.get_finding(hall=request.hall, pk=finding_id)

    def act() -> object:
        return operations.mend_finding(actor=request.actor, at=request.at, hall=request.hall, finding=finding)

    return done(request, act, "desk:hall-checks", request.hall.pk, said=_("记下改好了。"))


@in_hall
@require_GET
def sheet(request: HallRequest) -> HttpResponseBase:
    """Hand over the rounds as a sheet: a line for each point that was not in order, one for a round without any."""
    columns = [
        (_("看什么"), 26.0), (_("什么时候"), 17.0), (_("谁看的"), 12.0), (_("哪一项"), 38.0), (_("看到什么"), 40.0),
        (_("改好的时间"), 17.0), (_("谁记的"), 12.0),
    ]  # fmt: skip
    lines: list[tuple[object, ...]] = []
    for one in queries.checks_of(hall=request.hall, at=request.at):
        head = (str(HallCheck.What(one.what).label), one.at, one.by)
        if not one.findings:
            lines.append((*head, str(_("都好")), "", None, ""))
        lines += [(*head, str(POINTS[f.point]), f.note, f.mended_at, f.mended_by) for f in one.findings]
    return sheet_response(_("大厅巡查"), columns, lines, request.at)
