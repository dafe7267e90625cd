"""Rows behind figures of the ground: units, grids, compounds, places."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UNIT_KIND_WORDS
from linli.base.people.actors import Actor
from linli.base.places.models import Compound, Facility, Grid
from linli.insight.cited.behind import Column, Shape
from linli.pillars.governance.estates import policies as estates
from linli.pillars.governance.estates.models import Sitting
from linli.pillars.party.venues import policies as venues
from linli.pillars.party.venues.models import Brand, RoomBooking, Venue


def everybody(actor: Actor) -> Q:
    """Let everybody see what stands on the map and in the tree of units."""
    return Q()


SHAPES: Final = {
    Unit: Shape(
        (
            Column(_("单位"), "name"),
            Column(_("种类"), "kind", {kind.value: word for kind, word in UNIT_KIND_WORDS.items()}),
            Column(_("上级"), "parent__name"),
        ),
        "order",
        everybody,
    ),
    Grid: Shape(
        (
            Column(_("网格"), "unit__name"),
            Column(_("编码"), "code"),
            Column(_("种类"), "grid_kind"),
            Column(_("社区"), "unit__parent__name"),
            Column(_("户数"), "households_count"),
            Column(_("启用"), "valid_from"),
        ),
        "households_count",
        everybody,
    ),
    Compound: Shape(
        (
            Column(_("小区"), "name"),
            Column(_("社区"), "community__name"),
            Column(_("物业"), "manager__name"),
            Column(_("业主委员会任期到"), "estate__committee_until"),
        ),
        "estate__committee_until",
        estates.reachable,
        "estate",
    ),
    Sitting: Shape(
        (
            Column(_("小区"), "estate__compound__name"),
            Column(_("哪天"), "held_on"),
            Column(_("地点"), "place"),
            Column(_("记下"), "recorded_at"),
        ),
        "recorded_at",
        lambda actor: estates.reachable(actor, "estate__compound__"),
        "estate",
        "estate",
    ),
    Venue: Shape(
        (
            Column(_("阵地"), "name"),
            Column(_("哪一类"), "kind"),
            Column(_("在哪里"), "ground__name"),
            Column(_("面积（平方米）"), "area_m2"),
        ),
        "area_m2",
        everybody,
        "venue",
    ),
    RoomBooking: Shape(
        (
            Column(_("阵地"), "room__venue__name"),
            Column(_("房间"), "room__name"),
            Column(_("哪天约的"), "booked_at"),
        ),
        "booked_at",
        venues.reachable,
        "room",
        "room",
        why=_("谁约了哪间屋，只给管这间屋的和约的单位看。"),
    ),
    Brand: Shape(
        (
            Column(_("社区"), "community__name"),
            Column(_("品牌"), "name"),
            Column(_("从哪天起"), "since"),
        ),
        "since",
        everybody,
    ),
    Facility: Shape(
        (Column(_("名称"), "name"), Column(_("哪里"), "area__name"), Column(_("谁管"), "owner__name")),
        "name",
        everybody,
    ),
}
