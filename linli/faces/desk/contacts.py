"""The chain from cadre to door at the desk: communities with their plans, one from top to bottom, words that go down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.partymembers import knowing
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import WordsField
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.contacts import operations as op
from linli.pillars.party.contacts import queries
from linli.pillars.party.contacts.models import Steward
from linli.pillars.party.contacts.queries import ChainRow
from linli.pillars.party.contacts.rules import Level


class PassForm(forms.Form):
    """A word that goes down."""

    words = WordsField(
        label=gettext_lazy("转告什么"),
        most=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("先锋户在自己的手机页上看到，转告完点一下"),
    )


class StewardForm(forms.Form):
    """Who answers for the community."""

    level = forms.TypedChoiceField(label=gettext_lazy("哪一级"), choices=Steward.Level.choices, coerce=Level)
    account = forms.ChoiceField(label=gettext_lazy("谁"), widget=LongSelect)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(one.pk): one for one in staff}
        fields: Any = self.fields
        fields["account"].choices = [(pk, one.name) for pk, one in self.staff.items()]


def _share(row: ChainRow) -> str:
    return f"{row.plan.covered / row.plan.doors:.1%}" if row.plan and row.plan.doors else ""


@knowing
@require_GET
def chains(request: DeskRequest) -> HttpResponseBase:
    """List the communities whose chain one keeps, with what the last plan came to."""
    rows = queries.chains_of(actor=request.actor)
    plans = [row.plan for row in rows if row.plan is not None]
    doors, covered = sum(plan.doors for plan in plans), sum(plan.covered for plan in plans)
    context = {
        "rows": [(row, _share(row)) for row in rows],
        "doors": doors,
        "covered": covered,
        "share": f"{covered / doors:.1%}" if doors else "",
    }
    return furniture.page(request, "desk/contacts/list.html", context)


@knowing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the communities with their plans as a sheet."""
    columns = [
        (str(_("社区")), 18.0), (str(_("户数")), 10.0), (str(_("有人联系的")), 12.0), (str(_("先锋户")), 10.0),
        (str(_("最多联系几户")), 12.0), (str(_("平均多远（米）")), 14.0), (str(_("哪天排的")), 17.0),
    ]  # fmt: skip

    def cells(row: ChainRow) -> tuple[object, ...]:
        one = row.plan
        if one is None:
            return (str(row.community), "", "", "", "", "", "")
        return (
            str(row.community), one.doors, one.covered, one.vanguards, one.most, one.mean_m, one.planned_at,
        )  # fmt: skip

    return sheet_response(
        _("联系群众"), columns, map(cells, queries.chains_of(actor=request.actor)), request.at
    )


@knowing
@require_GET
def chain(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a community's chain from top to bottom, and where it has gaps."""
    return _page(request, pk)


def _page(request: DeskRequest, pk: int, status: int = 200, **given: forms.Form) -> HttpResponseBase:
    page = queries.chain_page(actor=request.actor, community=pk)
    staff = queries.staff_for(actor=request.actor, community=pk)
    context = {
        "page": page,
        "row": page.row,
        "plan": page.row.plan,
        "share": _share(page.row),
        "count": len(page.vanguards),
        "pass_form": given.get("words") or PassForm(),
        "steward_form": given.get("steward") or StewardForm(staff=staff),
        "open": next(iter(given), ""),
    }
    return furniture.page(request, "desk/contacts/chain.html", context, status=status)


@knowing
@require_POST
def plan(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Plan who covers which doors anew, keeping what holds."""
    made = op.plan_contacts(actor=request.actor, at=request.at, community=pk)
    messages.success(
        request,
        _("排好了：%(covered)s 户有人联系，其中 %(kept)s 户还是原来的人。")
        % {"covered": made.covered, "kept": made.kept},
    )
    return redirect("desk:contact-chain", pk=pk)


@knowing
@require_POST
def pass_down(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Pass a word down."""
    form = PassForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, 422, words=form)
    op.pass_down(actor=request.actor, at=request.at, community=pk, words=form.cleaned_data["words"])
    messages.success(request, _("发下去了。"))
    return redirect("desk:contact-chain", pk=pk)


@knowing
@require_POST
def steward(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Name who answers for the community."""
    form = StewardForm(request.POST, staff=queries.staff_for(actor=request.actor, community=pk))
    if not form.is_valid():
        return _page(request, pk, 422, steward=form)
    try:
        op.name_steward(
            actor=request.actor,
            community=pk,
            account=form.staff[form.cleaned_data["account"]],
            level=form.cleaned_data["level"],
            on=clock.local(request.at).date(),
        )
    except Refusal as refusal:
        return _page(request, pk, refused_at(form, refusal, request.at), steward=form)
    messages.success(request, _("记下了。重新排一次，联系户就分给新的人。"))
    return redirect("desk:contact-chain", pk=pk)


@knowing
@require_POST
def end_steward(request: DeskRequest, pk: int, steward_id: int) -> HttpResponseBase:
    """End that somebody answers for the community."""
    op.end_steward(actor=request.actor, steward=steward_id, on=clock.local(request.at).date())
    return redirect("desk:contact-chain", pk=pk)
