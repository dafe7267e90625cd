"""Grids: the list, what the register says of each, a new one, and one that is closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.flow import operations as flow
from linli.base.orgs import operations as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people import queries as people
from linli.base.people.policies import keeps_house
from linli.base.places import mending
from linli.base.places import operations as places
from linli.base.places import queries as found_places
from linli.base.places.models import Grid, GridKind
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, refused_in, show
from linli.faces.parts.shapes import Area, Place
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations as reports


class GridForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("种类"),
        choices=GridKind.choices,
        help_text=gettext_lazy("综合网格要铺满，不重不漏；微网格、专属网格画在综合网格里面"),
    )
    households = forms.IntegerField(label=gettext_lazy("户数"), min_value=0, max_value=99_999)
    scope_words = forms.CharField(
        label=gettext_lazy("四至范围"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("东到哪、南到哪、西到哪、北到哪，公示给居民看"),
    )


class NewGridForm(forms.Form):
    community = forms.ModelChoiceField(
        label=gettext_lazy("社区"), queryset=Unit.objects.none(), empty_label=gettext_lazy("请选")
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=GridKind.choices)
    households = forms.IntegerField(label=gettext_lazy("户数"), min_value=0, max_value=99_999)

    def __init__(self, *args: Any, office: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communities = Unit.objects.filter(
            path__startswith=office.path, kind=UnitKind.COMMUNITY, is_active=True
        )
        self.fields["community"].queryset = communities.order_by("code")  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    to = forms.ModelChoiceField(label=gettext_lazy("地划给"), queryset=Unit.objects.none(), required=False)
    note = forms.CharField(label=gettext_lazy("为什么"), max_length=200)

    def __init__(self, *args: Any, heirs: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not heirs:
            del self.fields["to"]
            return
        field = self.fields["to"]
        field.queryset = Unit.objects.filter(pk__in=[u.pk for u in heirs])  # type: ignore[attr-defined]
        field.required = True
        field.choices = [("", "—"), *((u.pk, f"{u.parent}·{u}") for u in heirs)]  # type: ignore[attr-defined]


def grid_of(request: KeeperRequest, pk: int) -> Grid:
    """Return a grid on the keeper's ground."""
    grid = Grid.objects.filter(pk=pk).select_related("unit__parent").first()
    if grid is None or not keeps_house(request.actor, grid.unit):
        raise Http404
    return grid


@office_keeper
@require_GET
def grids(request: KeeperRequest) -> HttpResponse:
    """List the grids with who leads each, how many households, and when it was drawn."""
    words = request.GET.get("q", "").strip()
    rows = mending.grid_rows(request.ground, request.at, words)
    context = {
        "rows": rows,
        "q": words,
        "households": sum(row.households for row in rows),
        "undrawn": [row for row in rows if row.drawn_on is None],
    }
    return show(request, "grids", context)


@office_keeper
@require_http_methods(["GET", "POST"])
def new_grid(request: KeeperRequest) -> HttpResponse:
    """Add a grid to a community and lead on to drawing it."""
    form = NewGridForm(request.POST or None, office=request.ground)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                grid = places.add_grid(at=request.at, **form.cleaned_data)
            except Refusal as refusal:
                status = refused_in(form, refusal, request)
            else:
                told = {"grid": grid.unit.name, "code": grid.code}
                words = _("已建“%(grid)s”，编码 %(code)s。接着在图上画出它的范围。") % told
                did(request, "grid-add", words, grid)
                return redirect(f"{reverse('desk:house-grid-map')}?grid={grid.pk}")
    return show(request, "new_grid", {"form": form}, status=status)


@office_keeper
@require_http_methods(["GET", "POST"])
def grid(request: KeeperRequest, pk: int) -> HttpResponse:
    """Show a grid, its people and how it was drawn over time, and correct its register."""
    found = grid_of(request, pk)
    form = GridForm(request.POST or None, initial=_initial(found))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = dict(form.cleaned_data)
            name = data.pop("name")
            try:
                with transaction.atomic():
                    mending.change_grid(office=request.ground, grid=found, **data)
                    orgs.change_unit(unit=found.unit, name=name)
            except Refusal as refusal:
                found = grid_of(request, pk)
                status = refused_in(form, refusal, request)
            else:
                did(request, "grid-change", _("已改好“%(grid)s”。") % {"grid": name}, found, form=form)
                return redirect("desk:house-grid", pk=pk)
    return _grid_page(request, found, form=form, status=status)


def _initial(found: Grid) -> dict[str, object]:
    return {
        "name": found.unit.name,
        "kind": found.grid_kind,
        "households": found.households_count,
        "scope_words": found.scope_words,
    }


def _grid_page(
    request: KeeperRequest,
    found: Grid,
    *,
    form: GridForm,
    close_form: CloseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    heirs = mending.neighbours(office=request.ground, grid=found.unit) if found.unit.is_active else []
    shapes = list(
        found.shapes.select_related("version__published_by").defer("shape").order_by("-valid_from", "-pk")
    )
    rings = found_places.outline_of(found.pk)
    context = {
        "grid": found,
        "form": form,
        "close_form": close_form or CloseForm(heirs=heirs),
        "shapes": shapes,
        "live": next((shape for shape in shapes if shape.valid_until is None), None),
        "members": people.members_of(found.unit, request.at),
        "place": Place(None, None, areas=(Area(rings, found.unit.name, is_here=True),)) if rings else None,
    }
    return show(request, "grid", context, status=status)


@office_keeper
@require_POST
def close_grid(request: KeeperRequest, pk: int) -> HttpResponse:
    """Close a grid: a neighbour takes its ground, and what waits there goes along."""
    found = grid_of(request, pk)
    office = request.ground
    form = CloseForm(request.POST, heirs=mending.neighbours(office=office, grid=found.unit))
    status = 422
    if form.is_valid():
        try:
            with transaction.atomic():
                heir = form.cleaned_data.get("to")
                shapes = mending.give_ground(office=office, grid=found.unit, to=heir) if heir else {pk: None}
                by = request.actor.account_id
                note = form.cleaned_data["note"]
                places.redraw_grids(office=office, shapes=shapes, by=by, at=request.at, note=note)
                reports.follow_map(office=office, at=request.at)
                flow.close_unit(unit=found.unit)
        except Refusal as refusal:
            status = refused_in(form, refusal, request)
        else:
            words = _("“%(grid)s”已停用，图已更新。") % {"grid": found.unit.name}
            did(request, "grid-close", words, found, form=form)
            return redirect("desk:house-grids")
    found = grid_of(request, pk)
    return _grid_page(request, found, form=GridForm(initial=_initial(found)), close_form=form, status=status)
