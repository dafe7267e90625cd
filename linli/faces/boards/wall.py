"""Boards one after another on a wall: every one a page of its own that names the next; a script turns them.

An address says which ground, which boards and how long each stands. What is on a wall is read by whoever walks past: no
name of a person, no row to open, no cards of a grid, and no board of a grid at all, whose figures are one person's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from linli.base.orgs.roles import UnitKind
from linli.faces.boards import showing
from linli.faces.boards.guards import BoardRequest, board
from linli.faces.boards.wallboards import SLIDES, Slide
from linli.kernel import clock

SHORTEST: Final = 10
LONGEST: Final = 600
USUAL: Final = 30
"""Seconds that a board stands (LOCAL): long enough to walk up and read it."""

CHOICES: Final = (15, 30, 60, 120)


class Settings(NamedTuple):
    """What the address says: how long a board stands, which are wanted (none: all), and whether it stands still."""

    seconds: int
    wanted: tuple[str, ...]
    is_paused: bool


def can_hang(kind: str) -> bool:
    """Say whether the figures of such a unit may hang on a wall: a grid's are one person's work."""
    return kind not in (UnitKind.GRID, UnitKind.WORKSTATION)


def _whole(text: str, usual: int, least: int, most: int) -> int:
    """Read a number of an address: a wall that was typed wrong shows something rather than nothing."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return usual
    return min(max(int(text), least), most)


def _settings(request: BoardRequest) -> Settings:
    asked = request.GET.getlist("show")
    return Settings(
        _whole(request.GET.get("seconds", ""), USUAL, SHORTEST, LONGEST),
        tuple(code for code in SLIDES if code in asked),
        request.GET.get("paused") == "1",
    )


def _open(request: BoardRequest) -> list[Slide]:
    """List the boards that this reader may see of this ground. Three queries at most."""
    if not can_hang(request.unit.kind):
        raise Http404
    return [slide for slide in SLIDES.values() if slide.is_open(request)]


def _turning(slides: Sequence[Slide], settings: Settings) -> list[Slide]:
    """Give the boards that take turns: those that are wanted, or all where none of them is there."""
    return [one for one in slides if one.code in settings.wanted] or list(slides)


def _url(request: BoardRequest, settings: Settings, code: str = "", page: int = 1) -> str:
    asked: dict[str, object] = {"unit": request.unit.pk, "seconds": settings.seconds}
    if settings.wanted:
        asked["show"] = settings.wanted
    if settings.is_paused:
        asked["paused"] = 1
    if page > 1:
        asked["page"] = page
    place = reverse("boards:wall-board", args=[code]) if code else reverse("boards:wall")
    return f"{place}?{urlencode(asked, doseq=True)}"


@board
def wall(request: BoardRequest) -> HttpResponse:
    """Begin with the first board. Five queries."""
    settings = _settings(request)
    return HttpResponseRedirect(_url(request, settings, _turning(_open(request), settings)[0].code))


@board
def one(request: BoardRequest, code: str) -> HttpResponse:
    """Show one board as large as the wall is, and say which comes before and after. At most 32 queries."""
    slides, settings = _open(request), _settings(request)
    slide = next((one for one in slides if one.code == code), None)
    if slide is None:
        raise Http404
    told = slide.tell(request, _whole(request.GET.get("page", ""), 1, 1, 99))
    turning = _turning(slides, settings)
    place = turning.index(slide) if slide in turning else -1
    page = told.page
    context = {
        **told.context,
        "unit": request.unit,
        "slide": slide,
        "at": clock.local(told.at or request.at),
        "page": page,
        "pages": told.pages,
        "place": place + 1,
        "places": len(turning),
        "settings": settings,
        "here": _url(request, settings, code, page),
        "start": _url(request, settings),
        "before": _url(request, settings, code, page - 1)
        if page > 1
        else _url(request, settings, turning[max(place, 0) - 1].code),
        "after": _url(request, settings, code, page + 1)
        if page < told.pages
        else _url(request, settings, turning[(place + 1) % len(turning)].code),
        "turn_pause": _url(request, settings._replace(is_paused=not settings.is_paused), code, page),
        "choices": [
            (one.code, one.name, not settings.wanted or one.code in settings.wanted) for one in slides
        ],
        "lengths": sorted({*CHOICES, settings.seconds}),
        "board_url": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/wall.html", context)
