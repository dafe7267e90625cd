"""Open data at the desk: what each set would show now, publishing it, taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk_for
from linli.faces.parts import opendata as shapes
from linli.faces.parts.inputs import WordsField
from linli.insight.opendata import operations, policies, queries
from linli.insight.opendata.models import OpenSet
from linli.insight.opendata.sets import SETS
from linli.kernel.refusals import Refusal

opening = desk_for(policies.publishes_some, gettext_lazy("公开数据由街道领导决定。"))


class WithdrawForm(forms.Form):
    """Why a set is taken back."""

    note = WordsField(label=gettext_lazy("为什么撤下"), most=200)


@opening
@require_GET
def sets(request: DeskRequest) -> HttpResponseBase:
    """List every set of one's offices with what stands of it. At most twelve queries."""
    context = {"offices": queries.every_set(actor=request.actor)}
    return furniture.page(request, "desk/opendata/list.html", context)


def _office(request: DeskRequest, office: int) -> Unit:
    found = Unit.objects.filter(pk=office).first()
    if found is None or not policies.publishes(request.actor, found):
        raise Http404
    return found


def _page(
    request: DeskRequest, office: Unit, code: str, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    content = queries.draft(office=office, code=code, at=request.at)
    of = SETS[code]
    standing = OpenSet.objects.filter(office=office, code=code, ended_at=None).select_related("published_by")
    context: dict[str, Any] = {
        "office": office,
        "of": of,
        "standing": standing.first(),
        "form": form or WithdrawForm(),
        **shapes.table(of, content),
    }
    return furniture.page(request, "desk/opendata/set.html", context, status=status)


@opening
@require_http_methods(["GET", "POST"])
def one(request: DeskRequest, office: int, code: str) -> HttpResponseBase:
    """Show a set as everybody would see it; publish it, or take it back with a reason."""
    unit = _office(request, office)
    if request.method != "POST":
        return _page(request, unit, code)
    form = WithdrawForm(request.POST if request.POST.get("do") == "withdraw" else {"note": "-"})
    if not form.is_valid():
        return _page(request, unit, code, form, 422)
    try:
        if request.POST.get("do") == "withdraw":
            operations.withdraw_set(
                actor=request.actor, office=unit, code=code, note=form.cleaned_data["note"], at=request.at
            )
            messages.success(request, _("撤下了，居民看不到了。"))
        else:
            operations.publish_set(actor=request.actor, office=unit, code=code, at=request.at)
            messages.success(request, _("公开了，谁都可以看、可以下载。"))
    except Refusal as refusal:
        return _page(request, unit, code, form, refused_at(form, refusal, request.at))
    return redirect("desk:open-set", office=unit.pk, code=code)
