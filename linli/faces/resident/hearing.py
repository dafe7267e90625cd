"""What a resident's words sound like while they are being written: the kind, a danger, the place. Comfort, no condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.language.urgency import Danger
from linli.base.places import queries as places
from linli.base.places.candidates import Question
from linli.base.places.finding import Proposal
from linli.base.places.models import Facility
from linli.faces.parts.words import distance, listed
from linli.faces.resident import catalogue
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader
from linli.kernel.geo import distance_m
from linli.pillars.governance.patrols import queries as patrols
from linli.pillars.governance.patrols.policies import NoSuchComponent
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.queries import CategoryGuess

OWNED = "owner"
"""Categories of things that have an owner who comes first: lamps, covers, signs."""
MOST_THINGS = 5
FARTHEST_M = 200
"""LOCAL: who means a component farther away than this from the point they picked moved on to something else."""
MOST_HEARD = 400
"""Characters that are read while somebody writes: what happened stands at the beginning."""


@require_POST
def kinds(request: HttpRequest) -> HttpResponse:
    """Say, as a piece of the page, which categories some words sound like, and which place they name.

    Asked by POST: what people write belongs into no address, and so into no server's log.
    """
    words = request.POST.get("text", "")[:MOST_HEARD]
    where = request.POST.get("where", "")[:MOST_HEARD]
    has_point = bool(request.POST.get("lon") and request.POST.get("lat"))
    guesses = queries.guess_categories(words) if words.strip() else ()
    place = None if has_point else place_words(places.propose(where, words))
    heard = heard_in(words, guesses)
    return page(
        request, "_heard", Reader(), "home", {**heard, "place": place, **_components(request, guesses)}
    )


def _components(request: HttpRequest, guesses: Sequence[CategoryGuess]) -> dict[str, Any]:
    """Give the lamps, covers and the like near the point, where what is written sounds like something that has an owner."""
    point = point_in(request.POST)
    if point is None or not any(one.category.handler_rule == OWNED for one in guesses[:2]):
        return {}
    return {"components": components_near(*point, chosen=request.POST.get("component", ""))}


@dataclass(frozen=True, slots=True)
class Thing:
    """One component near the place, as somebody on the street would tell it apart."""

    id: int
    name: str
    far: str
    is_chosen: bool


def components_near(lon: float, lat: float, *, chosen: str = "") -> list[Thing]:
    """List the components near a point, the nearest first. One query."""
    return [
        Thing(row.pk, row.name, distance(distance_m((lon, lat), (row.lon, row.lat))), str(row.pk) == chosen)
        for row in patrols.near(lon=lon, lat=lat, most=MOST_THINGS)
    ]


def point_in(given: Mapping[str, str]) -> tuple[float, float] | None:
    """Read the point that was picked, if it is one."""
    try:
        lon, lat = float(given.get("lon", "")), float(given.get("lat", ""))
    except ValueError:
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def component_named(value: str, *, lon: float | None, lat: float | None) -> Facility | None:
    """Give the component somebody chose, if it stands and stands near where they say. One query."""
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        return None
    try:
        row = patrols.shown_component(pk=int(value))
    except NoSuchComponent:
        return None
    is_far = lon is not None and lat is not None and distance_m((lon, lat), (row.lon, row.lat)) > FARTHEST_M
    return None if is_far else row


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Give, as a piece of the page, the questions of one category."""
    code = request.GET.get("category", "")[:40]
    kind = next((k for h in queries.resident_catalogue() for k in h.kinds if k.code == code), None)
    return page(request, "_questions", Reader(), "home", {"questions": catalogue.questions(kind, {})})


def heard_in(words: str, guesses: Sequence[CategoryGuess]) -> dict[str, Any]:
    """Say which categories some words sound like, and whether they tell of danger to life."""
    kinds = {kind.code: kind for heading in queries.resident_catalogue() for kind in heading.kinds}
    found = [kinds[one.category.pk] for one in guesses if one.category.pk in kinds]
    urgency = queries.read_urgency(words)
    return {
        "found": [catalogue.choice(kind) for kind in found],
        "proposed": next((one.category.pk for one in guesses if one.is_sure), ""),
        "is_danger": urgency is not None and urgency.danger is Danger.LIFE,
    }


def place_words(proposal: Proposal) -> str:
    """Say which place was understood, or what would help to find it; nothing where no place of ours was named."""
    if proposal.chosen is not None:
        return _("听着是在：%(place)s。不对就在图上点一下。") % {"place": proposal.chosen.words}
    if proposal.question is Question.ROAD:
        return _("光凭路名还找不准是哪儿，写上旁边的小区、路口或者店，或者在图上点一下。")
    if len(proposal.found) > 1:
        names = listed(one.words for one in proposal.found[:3])
        return _("可能是%(places)s，写清楚些，或者在图上点一下。") % {"places": names}
    return ""
