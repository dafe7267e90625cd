"""Venues at the desk: the list with areas and brands, one with its rooms, a room with who has it and forms to book it."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk import venueforms as vf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.formmoves import sent
from linli.faces.desk.guards import desk
from linli.faces.parts.shapes import State
from linli.faces.parts.words import listed
from linli.kernel import clock
from linli.pillars.party.venues import operations as op
from linli.pillars.party.venues import policies, queries
from linli.pillars.party.venues.models import Venue
from linli.pillars.party.venues.queries import BookingRow
from linli.pillars.party.venues.texts import SHAPES, WEEK

VIEWS: Final = (
    ("venues", gettext_lazy("阵地")),
    ("asked", gettext_lazy("等答复的")),
    ("ahead", gettext_lazy("约出去的")),
    ("past", gettext_lazy("用过的、没约成的")),
    ("brands", gettext_lazy("社区品牌")),
)
EMPTY: Final = {
    "asked": (gettext_lazy("没有等答复的"), gettext_lazy("有人约了要您点头的屋子，就在这里。")),
    "ahead": (gettext_lazy("以后还没有人约"), gettext_lazy("谁约了您管的屋子、您单位约了哪里，都在这里。")),
    "past": (gettext_lazy("还没有用过的"), gettext_lazy("用完的、取消的、没约成的，都在这里。")),
}


def week_of(days: list[int]) -> str:
    """Say on which days of the week it is open: 周一至周五."""
    if len(days) == 7:
        return _("每天")
    is_run = days == list(range(days[0], days[-1] + 1))
    if is_run and len(days) > 2:
        return _("%(first)s至%(last)s") % {"first": WEEK[days[0]], "last": WEEK[days[-1]]}
    return listed(WEEK[day] for day in days)


def shown(rows: list[BookingRow]) -> list[tuple[BookingRow, State]]:
    """Give bookings with how each state is drawn."""
    return [(row, State(SHAPES[row.state], row.state_word)) for row in rows]  # type: ignore[arg-type]


@desk
@require_GET
def venues(request: DeskRequest) -> HttpResponseBase:
    """Show the venues, or who has booked, or what communities are known for."""
    actor, at = request.actor, request.at
    view = request.GET.get("view", "")
    view = view if view in queries.VIEWS else "venues"
    words = request.GET.get("q", "").strip()[:40]
    context: dict[str, Any] = {"view": view, "q": words, "keeps": policies.keeps_any(actor)}
    asked = queries.asked_count(actor=actor)
    context["views"] = [(code, word, code == view, asked if code == "asked" else 0) for code, word in VIEWS]
    if view == "venues":
        rows = queries.venues_of(actor=actor, words=words)
        context["rows"] = [(row, week_of(row.venue.days)) for row in rows]
        context["area"] = sum(row.venue.area_m2 for row in rows)
    elif view == "brands":
        context |= _brands(request)
    else:
        context["rows"] = shown(queries.bookings_of(actor=actor, at=at, view=view))
        context["empty"] = EMPTY[view]
    return furniture.page(request, "desk/venues/list.html", context)


def _brands(request: DeskRequest, form: vf.BrandForm | None = None) -> dict[str, Any]:
    communities = queries.communities_to_name(actor=request.actor)
    rows = queries.brands_seen(actor=request.actor)
    today = clock.local(request.at).date()
    if form is None and communities:
        form = vf.BrandForm(communities=communities, initial={"since": today})
    return {"rows": rows, "form": form, "is_open": bool(form and form.is_bound)}


@desk
@require_POST
def name_brand(request: DeskRequest) -> HttpResponseBase:
    """Name what a community is known for."""
    communities = queries.communities_to_name(actor=request.actor)
    if not communities:
        raise op.BrandElsewhere
    form = vf.BrandForm(request.POST, communities=communities)

    def name(given: dict[str, Any]) -> object:
        community = form.communities[given["community"]]
        rest = {key: said for key, said in given.items() if key != "community"}
        return op.name_brand(actor=request.actor, at=request.at, community=community, **rest)

    made, status = sent(request, form, name)
    if made is not None:
        messages.success(request, _("记下了，居民在社区的页上看得到。"))
        return redirect(f"{reverse('desk:venues')}?view=brands")
    views = [(code, word, code == "brands", 0) for code, word in VIEWS]
    context = {"view": "brands", "views": views, "q": "", **_brands(request, form)}
    return furniture.page(request, "desk/venues/list.html", context, status=status)


@desk
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the register of venues as a sheet: a row for each room, one for a venue without."""
    columns = [
        (str(_("阵地")), 26.0), (str(_("哪一类")), 14.0), (str(_("在哪里")), 16.0), (str(_("面积（平方米）")), 12.0),
        (str(_("什么时候开")), 24.0), (str(_("找谁")), 16.0), (str(_("值班电话")), 14.0), (str(_("房间")), 18.0),
        (str(_("房间面积")), 10.0), (str(_("坐几个人")), 10.0), (str(_("谁能约")), 18.0),
    ]  # fmt: skip
    cells = []
    for row in queries.venues_of(actor=request.actor, words=request.GET.get("q", "").strip()[:40]):
        one = row.venue
        hours = f"{week_of(one.days)} {one.opens:%H:%M}–{one.closes:%H:%M}"
        plain = (
            one.name, str(one.get_kind_display()), str(one.ground), one.area_m2, hours, one.contact_role,
            one.contact_phone,
        )  # fmt: skip
        for room in row.rooms or (None,):
            tail: tuple[object, ...] = ("", "", "", "")
            if room is not None:
                tail = (room.name, room.area_m2, room.seats, str(room.get_open_to_display()))
            cells.append((*plain, *tail))
    return sheet_response(_("阵地台账"), columns, cells, request.at)


@desk
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Open a venue on a ground one keeps."""
    grounds = queries.grounds_to_open(actor=request.actor)
    if not grounds:
        raise op.NotYourVenue
    form = vf.VenueForm(request.POST or None, grounds=grounds, initial={"days": list(WEEK)})

    def opened(given: dict[str, Any]) -> Venue:
        since = clock.local(request.at).date()
        return op.open_venue(
            actor=request.actor, ground=form.grounds[given["ground"]], form=form.given, since=since
        )

    made, status = sent(request, form, opened)
    if made is not None:
        messages.success(request, _("登记了，再写上有哪些房间。"))
        return redirect("desk:venue", pk=made.pk)
    context = {"form": form, "title": _("登记一个阵地"), "verb": _("登记")}
    return furniture.page(request, "desk/venues/form.html", context, status=status)


def _room_form(request: DeskRequest, one: Venue, **bound: Any) -> forms.Form:
    return vf.RoomForm(**bound)


def _add_room(request: DeskRequest, one: Venue, form: vf.RoomForm) -> None:
    op.add_room(actor=request.actor, venue=one.pk, form=form.given)


def _change_form(request: DeskRequest, one: Venue, **bound: Any) -> forms.Form:
    return vf.VenueForm(grounds=[one.ground], initial=vf.first_of(one), **bound)


def _change(request: DeskRequest, one: Venue, form: vf.VenueForm) -> None:
    op.change_venue(actor=request.actor, pk=one.pk, form=form.given)


def _close_form(request: DeskRequest, one: Venue, **bound: Any) -> forms.Form:
    return forms.Form(**bound)


def _close(request: DeskRequest, one: Venue, form: forms.Form) -> str:
    op.close_venue(actor=request.actor, at=request.at, on=clock.local(request.at).date(), pk=one.pk)
    messages.success(request, _("停用了。"))
    return reverse("desk:venues")


FOLDS: Final = Folds[Venue](
    "desk:venue",
    {
        "room": Fold(gettext_lazy("加一间屋"), _room_form, _add_room),
        "change": Fold(gettext_lazy("改登记"), _change_form, _change),
        "close": Fold(
            gettext_lazy("停用这个阵地"),
            _close_form,
            _close,
            gettext_lazy("停用了，居民和单位就看不到、约不到了；以后还有预约的停用不了。"),
            is_danger=True,
        ),
    },
)


@desk
@require_GET
def venue(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a venue with its rooms."""
    return _page(request, queries.get_venue(pk=pk))


def _page(
    request: DeskRequest, one: Venue, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    is_kept = policies.keeps(request.actor, one)
    context = {
        "one": one,
        "week": week_of(one.days),
        "is_kept": is_kept,
        "rooms": list(one.rooms.all()),
        "parts": queries.parts_of(one),
        "folds": FOLDS.shown(request, one, [one.pk], given) if is_kept else [],
    }
    return furniture.page(request, "desk/venues/venue.html", context, status=status)


def kept(request: DeskRequest, pk: int) -> Venue:
    """Give a venue to who keeps it.

    :raises NoSuchVenue: :raises NotYourVenue:
    """
    one = queries.get_venue(pk=pk)
    if not policies.keeps(request.actor, one):
        raise op.NotYourVenue
    return one


@desk
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Add a room, write down what a venue is now, or close it."""
    one = kept(request, pk)

    def again(given: Given, status: int) -> HttpResponseBase:
        return _page(request, one, given, status=status)

    return FOLDS.act(request, verb, one, again=again, to=reverse("desk:venue", args=[pk]))
