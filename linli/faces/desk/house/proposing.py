"""How a community could be divided into grids: a proposal beside today's map, taken over into the editor."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.base.orgs.models import Unit
from linli.base.people.policies import keeps_house
from linli.base.places import operations as places
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, refused_in, show
from linli.faces.desk.house.maps import MapForm, map_page
from linli.faces.parts.shapes import Area, Layer
from linli.insight.division import queries
from linli.insight.division.queries import CommunityProposal
from linli.kernel.refusals import Refusal
from linli.kernel.standards import grid_sizes

MOST_GRIDS = 60


class AskForm(forms.Form):
    """Which community, and into how many grids."""

    community = forms.ModelChoiceField(
        label=gettext_lazy("社区"), queryset=Unit.objects.none(), empty_label=None
    )
    count = forms.IntegerField(
        label=gettext_lazy("分成几个网格"), required=False, min_value=1, max_value=MOST_GRIDS
    )

    def __init__(self, *args: Any, communities: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["community"]
        field.queryset = Unit.objects.filter(pk__in=[u.pk for u in communities]).order_by("code")  # type: ignore[attr-defined]


class TakeForm(forms.Form):
    """What is taken over: the proposed shapes, by grid or by the name of a new one."""

    shapes = forms.JSONField(widget=forms.HiddenInput)

    def clean_shapes(self) -> list[dict[str, Any]]:
        """Keep what reads as features with a grid or a name."""
        given = self.cleaned_data["shapes"]
        features = given.get("features") if isinstance(given, Mapping) else None
        if not isinstance(features, list) or not 0 < len(features) <= MOST_GRIDS:
            raise forms.ValidationError(_("方案读不出来，请重新算一次。"))
        for feature in features:
            said = feature.get("properties") if isinstance(feature, Mapping) else None
            if not isinstance(said, Mapping) or not isinstance(said.get("name"), str):
                raise forms.ValidationError(_("方案读不出来，请重新算一次。"))
            homes = said.get("households", 0)
            if not isinstance(homes, int) or not 0 <= homes < 100_000 or not 0 < len(said["name"]) <= 100:
                raise forms.ValidationError(_("方案读不出来，请重新算一次。"))
        return features


@office_keeper
@require_http_methods(["GET", "POST"])
def propose(request: KeeperRequest) -> HttpResponse:
    """Show a proposal for a community; taking it over registers its new grids and opens the editor with its lines."""
    communities = queries.drawn_communities(request.ground)
    if request.method == "POST":
        return _take(request, communities)
    data = request.GET.copy()
    if communities:
        data.setdefault("community", str(communities[0].pk))
    form = AskForm(data, communities=communities)
    found = None
    if communities and form.is_valid():
        community = form.cleaned_data["community"]
        found = queries.propose_grids(community=community, at=request.at, count=form.cleaned_data["count"])
    status = 422 if communities and form.errors else 200
    return show(request, "propose", _context(form, found), status=status)


def _context(form: AskForm, found: CommunityProposal | None) -> dict[str, Any]:
    limits = {"least": grid_sizes.LEAST_HOUSEHOLDS, "most": grid_sizes.MOST_HOUSEHOLDS}
    context: dict[str, Any] = {"form": form, "found": found, "source": grid_sizes.SOURCE, **limits}
    if found is not None:
        context["layers"] = _layers(found)
        context["shapes"] = json.dumps(_features(found), ensure_ascii=False)
        context["better"] = sum(each.is_better for each in found.compared)
    return context


def _features(found: CommunityProposal) -> dict[str, Any]:
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "properties": {"grid": each.grid, "name": each.name, "households": each.households},
            "geometry": each.shape,
        }
        for each in found.grids
    ]
    features += [
        {"type": "Feature", "properties": {"grid": each.grid, "name": each.name}, "geometry": None}
        for each in found.gone
    ]
    return {"type": "FeatureCollection", "features": features}


def _layers(found: CommunityProposal) -> tuple[Layer, ...]:
    """Lay today's lines over the proposed grids; neighbours never have the same tint."""
    beside: dict[str, set[str]] = defaultdict(set)
    for cut in found.cuts:
        beside[cut.one].add(cut.other)
        beside[cut.other].add(cut.one)
    tints: dict[str, int] = {}
    for each in found.grids:
        taken = {tints[name] for name in beside[each.name] if name in tints}
        tints[each.name] = next(tint for tint in range(1, MOST_GRIDS + 2) if tint not in taken)
    proposed = [
        Layer(
            f"m{min(tint, 5)}",
            areas=tuple(
                Area(
                    each.rings,
                    each.name.removeprefix(found.community.name),
                    words=_("%(homes)s 户") % {"homes": each.households},
                )
                for each in found.grids
                if tints[each.name] == tint
            ),
        )
        for tint in sorted(set(tints.values()))
    ]
    today = Layer("was", _("现在的线"), areas=tuple(Area(each.rings) for each in found.today))
    return (*proposed, today)


def _take(request: KeeperRequest, communities: Sequence[Unit]) -> HttpResponse:
    """Register what is new, and open the editor with the proposed lines: nothing is published yet."""
    ask = AskForm(request.POST, communities=communities)
    take = TakeForm(request.POST)
    if not (ask.is_valid() and take.is_valid()):
        for error in take.errors.get("shapes", []):
            ask.add_error(None, error)
        return show(request, "propose", _context(ask, None), status=422)
    community: Unit = ask.cleaned_data["community"]
    if not keeps_house(request.actor, community):
        raise Http404
    mine = {str(unit.pk) for unit in community.children.filter(is_active=True)}
    shapes: dict[int, Any] = {}
    new = []
    try:
        for feature in take.cleaned_data["shapes"]:
            said = feature["properties"]
            if str(said.get("grid")) in mine:
                shapes[int(said["grid"])] = feature.get("geometry")
            elif said.get("grid") is None:
                grid = places.add_grid(community=community, name=said["name"], at=request.at)
                shapes[grid.pk] = feature.get("geometry")
                new.append(grid.unit.name)
    except Refusal as refusal:
        return show(request, "propose", _context(ask, None), status=refused_in(ask, refusal, request))
    if new:
        told = {"grids": "、".join(new), "community": community.name}
        did(request, "grid-add", _("已在“%(community)s”登记“%(grids)s”，还没有启用。") % told, community)
    note = _("按方案重新划分%(community)s的网格") % {"community": community.name}
    form = MapForm({"note": note, "cuts": "on"}, office=request.ground)
    form.keep(shapes)
    return map_page(request, form, "")
