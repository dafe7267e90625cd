"""How often an office visits: more often than the rule asks, never less."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.faces.desk.careforms import IntervalForm
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, refused_in, show
from linli.kernel.refusals import Refusal
from linli.kernel.standards.care_groups import AFTER_CHANGE_HOURS, INTERVALS_SOURCE
from linli.pillars.service.care import operations
from linli.pillars.service.care.models import CarePerson, VisitInterval


@office_keeper
@require_http_methods(["GET", "POST"])
def visits(request: KeeperRequest) -> HttpResponse:
    """Show the intervals in force and take the office's own."""
    form = IntervalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_interval(
                actor=request.actor, at=request.at, office=request.ground, **form.cleaned_data
            )
        except Refusal as refusal:
            refused_in(form, refusal, request)
        else:
            level = str(CarePerson.Level(form.cleaned_data["level"]).label)
            words = _("“%(level)s”改好了，还没去的按新的算。") % {"level": level}
            did(request, "visit-interval-set", words, form.cleaned_data["level"], form=form)
            return redirect("desk:house-visits")
    own = {one.level: one for one in VisitInterval.objects.filter(office=request.ground)}
    rule = {"high": _("每周"), "key": _("每月"), "general": _("每季")}
    context = {
        "form": form,
        "rows": [(label, rule[code], own.get(code)) for code, label in CarePerson.Level.choices],
        "hours": AFTER_CHANGE_HOURS,
        "source": INTERVALS_SOURCE,
    }
    return show(request, "visits", context, status=422 if form.errors else 200)
