"""A word against using papers again, kept at the window for who has no account; and lifted again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.applications.window import window_of
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import said, taking_in
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import operations


class StopForm(forms.Form):
    """Whose papers, by the card that lies on the desk. The number is not kept and not shown again."""

    id_number = forms.CharField(
        label=gettext_lazy("本人的证件号码"),
        max_length=30,
        help_text=gettext_lazy("号码不留，只留一个看不出号码的摘要；以后收件时自动比对。"),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    seen = forms.BooleanField(label=gettext_lazy("本人来的，看过证件"), required=False)


@taking_in
@require_http_methods(["GET", "POST"])
def stopping(request: DeskRequest) -> HttpResponseBase:
    """Keep at the window that somebody wants no paper used again, or that they may be used after all."""
    place, _above = window_of(request)
    form = StopForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                words = _keep(request, form, place)
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, words)
                return redirect("desk:application-reuse")
    response = furniture.page(request, "desk/applications/reuse.html", {"form": form}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _keep(request: DeskRequest, form: StopForm, place: Unit) -> str:
    given: dict[str, Any] = {
        "actor": request.actor,
        "at": request.at,
        "place": place,
        "id_number": form.cleaned_data["id_number"],
        "has_seen_card": form.cleaned_data["seen"],
    }
    if request.POST.get("then") == "allow":
        if operations.allow_reuse_for(**given):
            return _("记下了：他以前交的材料可以再用了。")
        return _("他没有说过不让再用，不用改。")
    if operations.stop_reuse_for(**given):
        return _("记下了：以前交的材料不再拿出来用，各个窗口都一样。已经在办的不受影响。")
    return _("早就记过了，一直是不再用。")
