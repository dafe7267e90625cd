"""The chain from cadre to door at the desk: communities with their plans, one from top to bottom, words that go down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.places import queries as places
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk_for
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import WordsField
from linli.faces.parts.shapes import Area, Dot, Layer, Ring, Shade
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches.policies import knows_members
from linli.pillars.party.contacts import operations as op
from linli.pillars.party.contacts import queries
from linli.pillars.party.contacts.models import Steward
from linli.pillars.party.contacts.queries import ChainMap, ChainRow, House, Taker
from linli.pillars.party.contacts.rules import Level


def hand_in(taker: Taker | None) -> str:
    """Say to whom a consent on paper goes, for who may not read it."""
    if taker is None:
        return ""
    return _(
        "先锋户在纸上签了同意的，请本人封进信封，交给%(organisation)s的%(names)s写下。您转交就行，不要拆开，也不要记在别处。"
    ) % {"organisation": taker.organisation, "names": "、".join(taker.names)}


chaining = desk_for(
    knows_members,
    gettext_lazy("谁联系谁，只有党组织的岗位能看；别的岗位、领导和管理员都看不到。"),
    lambda request: hand_in(queries.taker_for(actor=request.actor, at=request.at)),
)


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


@chaining
@require_GET
def chains(request: DeskRequest) -> HttpResponseBase:
    """List the communities whose chain one keeps, with what the last plan came to."""
    rows = queries.chains_of(actor=request.actor)
    plans = [row.plan for row in rows if row.plan is not None]
    doors, covered = sum(plan.doors for plan in plans), sum(plan.covered for plan in plans)
    context = {
        "rows": [(row, _share(row)) for row in rows],
        "areas": _areas(rows) if plans else (),
        "shades": [Shade(least, words) for least, words in SHADES],
        "blank": _("还没排过"),
        "doors": doors,
        "covered": covered,
        "share": f"{covered / doors:.1%}" if doors else "",
    }
    return furniture.page(request, "desk/contacts/list.html", context)


SHADES: Final = (
    (0.0, gettext_lazy("不到 90% 的户有人联系")),
    (90.0, gettext_lazy("90% 以上")),
    (99.0, gettext_lazy("99% 以上")),
    (100.0, gettext_lazy("都有人联系")),
)


def _areas(rows: Sequence[ChainRow]) -> list[Area]:
    """Give the communities as a map draws them; each leads to who covers whom there."""
    outlines = places.outlines_joined([row.community for row in rows])
    return [
        Area(
            outlines[row.community.pk],
            row.community.name.removesuffix("社区"),
            value=100 * row.plan.covered / row.plan.doors if row.plan and row.plan.doors else None,
            words=_share(row),
            url=reverse("desk:contact-map", args=[row.community.pk]),
        )
        for row in rows
        if row.community.pk in outlines
    ]


@chaining
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


@chaining
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
        "wanted": sum(n for _grid, _left, n in page.wanted),
        "pass_form": given.get("words") or PassForm(),
        "steward_form": given.get("steward") or StewardForm(staff=staff),
        "open": next(iter(given), ""),
    }
    return furniture.page(request, "desk/contacts/chain.html", context, status=status)


class WhoForm(forms.Form):
    """Whose doors are shown."""

    who = forms.ChoiceField(label=gettext_lazy("看谁联系的"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, found: ChainMap, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["who"].choices = [
            ("", _("全部")),
            (_("社区党委委员"), [(f"s{pk}", name) for pk, name in found.stewards.items()]),
            (
                _("先锋户"),
                [(f"v{pk}", f"{name} {grid}".strip()) for pk, (name, grid) in found.vanguards.items()],
            ),
        ]


@chaining
@require_GET
def chain_map(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Draw who covers which building and where nobody does, and beside it the same in words."""
    found = queries.chain_map(actor=request.actor, community=pk)
    form = WhoForm(request.GET if "who" in request.GET else None, found=found)
    who = form.cleaned_data["who"] if form.is_bound and form.is_valid() else ""
    houses = [(patch, house, house.of(who)) for patch in found.patches for house in patch.houses]
    mine = [(patch.name, house.name, runs) for patch, house, runs in houses if runs]
    context = {
        "found": found,
        "form": form,
        "who": _name_of(found, who),
        "mine": mine,
        "mine_doors": sum(run.doors for _grid, _name, runs in mine for run in runs),
        "gaps": [(patch.name, house) for patch, house, _runs in houses if house.left],
        "layers": _layers(found, who),
    }
    return furniture.page(request, "desk/contacts/map.html", context, status=422 if form.errors else 200)


def _name_of(found: ChainMap, who: str) -> str:
    if not who:
        return ""
    return found.stewards[int(who[1:])] if who[0] == "s" else " ".join(found.vanguards[int(who[1:])])


def _layers(found: ChainMap, who: str) -> tuple[Layer, ...]:
    """Lay the buildings on their grids; those of whom one asks for, and those with doors nobody covers, stand out."""
    outlines = places.outlines_of([patch.id for patch in found.patches])
    ground = tuple(
        Area(outlines[patch.id], patch.name, words="、".join(patch.stewards))
        for patch in found.patches
        if patch.id in outlines
    )
    houses = [house for patch in found.patches for house in patch.houses]
    ours: list[House] = []
    rest: list[House] = []
    for house in houses:
        is_ours = bool(house.of(who)) if who else house.left < house.doors
        (ours if is_ours else rest).append(house)
    gaps = [house for house in houses if house.left]
    layers = (
        Layer("m1", areas=ground),
        Layer("block", _("别的楼") if who else "", areas=_drawn(rest)),
        Layer("held", _("联系的楼") if who else _("有人联系的楼"), areas=_drawn(ours)),
        Layer("miss", _("有户没人联系的楼"), dots=tuple(Dot(one.lon, one.lat, one.name) for one in gaps)),
    )
    return tuple(layer for layer in layers if layer.areas or layer.dots)


def _drawn(houses: list[House]) -> tuple[Area, ...]:
    return tuple(Area((_ring(one),), words=f"{one.name} {one.doors}") for one in houses)


def _ring(house: House) -> Ring:
    """Give the outline of a building; of one that is not drawn, a small square where it stands."""
    if house.shape is not None:
        return tuple((lon, lat) for lon, lat in house.shape["coordinates"][0])
    side = 0.00012
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return tuple((house.lon + x * side, house.lat + y * side) for x, y in corners)


@chaining
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


@chaining
@require_POST
def pass_down(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Pass a word down."""
    form = PassForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, 422, words=form)
    op.pass_down(actor=request.actor, at=request.at, community=pk, words=form.cleaned_data["words"])
    messages.success(request, _("发下去了。"))
    return redirect("desk:contact-chain", pk=pk)


@chaining
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


@chaining
@require_POST
def end_steward(request: DeskRequest, pk: int, steward_id: int) -> HttpResponseBase:
    """End that somebody answers for the community."""
    op.end_steward(actor=request.actor, steward=steward_id, on=clock.local(request.at).date())
    return redirect("desk:contact-chain", pk=pk)
