"""Office hours from a day on: winter and summer hours as the office announced them (作息时间)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.flow import deadlines
from linli.base.flow import operations as flow
from linli.base.flow.models import OfficeHours
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, refused_in, show
from linli.faces.parts.inputs import DayField
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.workdays import MOST_CHANGES, OFFICE_HOURS


class HoursForm(forms.Form):
    """From which day, and four times of the clock."""

    from_date = DayField(
        label=gettext_lazy("从哪天起"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("到下一次调整为止一直有效"),
    )
    morning_opens = forms.TimeField(label=gettext_lazy("上午上班"))
    morning_closes = forms.TimeField(label=gettext_lazy("上午下班"))
    afternoon_opens = forms.TimeField(label=gettext_lazy("下午上班"))
    afternoon_closes = forms.TimeField(label=gettext_lazy("下午下班"))
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("哪份通知，如“关于调整夏季作息时间的通知”"),
    )

    TIMES: ClassVar = ("morning_opens", "morning_closes", "afternoon_opens", "afternoon_closes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.TIMES:
            self.fields[name].widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


@office_keeper
@require_http_methods(["GET", "POST"])
def hours(request: KeeperRequest) -> HttpResponse:
    """Show when the office is open, now and from which day otherwise, and take other hours."""
    today = clock.local(request.at).date()
    (opens, closes), (reopens, ends) = OFFICE_HOURS
    usual = dict(zip(HoursForm.TIMES, (opens, closes, reopens, ends), strict=True))
    form = HoursForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            flow.set_office_hours(
                office=request.ground,
                from_date=data["from_date"],
                morning=(data["morning_opens"], data["morning_closes"]),
                afternoon=(data["afternoon_opens"], data["afternoon_closes"]),
                basis=data["basis"],
            )
        except Refusal as refusal:
            refused_in(form, refusal, request)
        else:
            words = _("%(day)s 起按新的作息时间算。已经在算的期限不变。") % {"day": data["from_date"]}
            did(request, "hours-set", words, data["from_date"], form=form)
            return redirect("desk:house-hours")
    changes = list(OfficeHours.objects.filter(office=request.ground).order_by("-from_date")[:MOST_CHANGES])
    context = {
        "now": deadlines.calendar_of(request.ground).hours_of(today),
        "usual": OFFICE_HOURS,
        "changes": changes,
        "form": form,
    }
    return show(request, "hours", context, status=422 if form.errors else 200)


@office_keeper
@require_POST
def clear_hours(request: KeeperRequest, pk: int) -> HttpResponse:
    """Take hours back; those before them hold on."""
    found = OfficeHours.objects.filter(pk=pk, office=request.ground).first()
    if found is None:
        raise Http404
    flow.clear_office_hours(office=request.ground, from_date=found.from_date)
    told = _("%(day)s 起的作息时间取消了，按之前的来。") % {"day": found.from_date}
    did(request, "hours-clear", told, found.from_date)
    return redirect("desk:house-hours")
