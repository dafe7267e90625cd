"""What partner units say to residents and did for them; and one's own report-in where one lives, for nobody else's eyes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import WordsField
from linli.faces.resident.account import residents_only
from linli.faces.resident.guide import office_for
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.partners import operations, queries
from linli.pillars.party.partners.rules import Duty
from linli.pillars.party.partners.texts import DUTIES


class ReportInForm(forms.Form):
    """Where, what, when."""

    community = forms.ChoiceField(label=gettext_lazy("住在哪个社区"), widget=LongSelect)
    duties = forms.MultipleChoiceField(
        label=gettext_lazy("愿意帮哪些忙"),
        choices=[(one.value, DUTIES[one]) for one in Duty],
        widget=forms.CheckboxSelectMultiple,
    )
    times = WordsField(
        label=gettext_lazy("什么时候有空"),
        most=60,
        required=False,
        help_text=gettext_lazy("如：周末上午、工作日晚上七点以后"),
    )


@require_safe
def partners(request: HttpRequest) -> HttpResponseBase:
    """List what units offer residents and what they did lately."""
    at = clock.now()
    reader = reader_of(request, at)
    office, choices = office_for(request, reader)
    rows = queries.spoken(today=clock.local(at).date(), office=office)
    return page(request, "partners", reader, "home", {"rows": rows, "offices": choices})


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
@residents_only
def report_in(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Report in where one lives, or change what one said; only oneself, only for oneself."""
    assert reader.account is not None
    own, status = queries.own_report(reader.account), 200
    form = _form(request, reader, own)
    if request.method == "POST" and not is_stale:
        if form.is_valid():
            given = form.cleaned_data
            try:
                operations.report_member_in(
                    account=reader.account,
                    at=clock.now(),
                    community=Unit.objects.get(pk=given["community"]),
                    duties=[Duty(one) for one in given["duties"]],
                    times=given["times"],
                )
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("记下了，社区党组织会联系您。"))
                return redirect("resident:report-in")
        else:
            status = 422
    context = {
        "form": form,
        "own": own,
        "duties": [DUTIES[Duty(one)] for one in own.duties] if own else [],
    }
    response = page(request, "report_in", reader, "account", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _form(request: HttpRequest, reader: Reader, own: Any) -> ReportInForm:
    home = home_of(reader)
    where = str(own.committee.unit.parent_id if own else (home.parent_id if home else ""))
    first = {"community": where, "duties": own.duties if own else [], "times": own.times if own else ""}
    form = ReportInForm(request.POST if request.method == "POST" else None, initial=first)
    rows = Unit.objects.filter(kind=UnitKind.COMMUNITY, is_active=True).order_by("path")[:300]
    field: Any = form.fields["community"]
    field.choices = [("", _("请选")), *((str(unit.pk), str(unit)) for unit in rows)]
    return form


@require_POST
@kindly
@residents_only
def take_back(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Erase that one reported in."""
    if not is_stale and reader.account is not None:
        operations.take_member_report_back(account=reader.account, at=clock.now())
        messages.success(request, _("撤回了，记录删掉了。"))
    return redirect("resident:report-in")
