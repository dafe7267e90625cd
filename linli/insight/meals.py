"""Figures of canteens and day-care: meals, fen, elders, orders kept; added up from the book each time they are asked.

By canteen and month, never by eater or clerk; how many elders were served stays hidden where they are fewer than five.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, Sum

from linli.base.orgs.roles import CENTRE, LEADING
from linli.base.people.actors import Actor
from linli.insight.caring import HIGHER
from linli.insight.indicators import percent
from linli.insight.small import hidden
from linli.kernel.sources import local_choice
from linli.pillars.service.canteens import policies
from linli.pillars.service.canteens.models import Canteen, Meal, Order
from linli.pillars.service.canteens.rules import month_of

SOURCE: Final = local_choice("Added up from the book of meals, entry by entry; the formulas are ours.")


@dataclass(frozen=True, slots=True)
class CanteenLine:
    """A canteen's month: meals less those taken back, whole fen, elders served, orders and those that were eaten."""

    id: int
    name: str
    community: str
    meals: int
    price: int
    subsidy: int
    own: int
    elders: int
    ordered: int
    kept: int
    is_hidden: bool
    is_theirs: bool

    @property
    def kept_percent(self) -> float | None:
        """Give the share of orders that were eaten, in percent."""
        return percent(self.kept, self.ordered)


@dataclass(frozen=True, slots=True)
class MealMonth:
    """A month of all canteens of a ground."""

    month: date
    lines: tuple[CanteenLine, ...]
    elders: int
    """Elders served anywhere: who ate in two canteens is one."""
    is_folded: bool

    @property
    def meals(self) -> int:
        """Give the meals of all canteens."""
        return sum(line.meals for line in self.lines)

    @property
    def subsidy(self) -> int:
        """Give the fen that somebody else paid."""
        return sum(line.subsidy for line in self.lines)

    @property
    def own(self) -> int:
        """Give the fen that elders paid."""
        return sum(line.own for line in self.lines)

    @property
    def ordered(self) -> int:
        """Give the orders for days that are over."""
        return sum(line.ordered for line in self.lines)

    @property
    def kept(self) -> int:
        """Give the orders that were eaten."""
        return sum(line.kept for line in self.lines)


def sees_figures(actor: Actor) -> bool:
    """Say whether an actor's posts can have to do with figures of canteens. No query."""
    return policies.works_in_canteens(actor) or any(
        p.unit_kind in HIGHER and p.role in LEADING | CENTRE for p in actor.posts
    )


def month(*, actor: Actor, month: date, today: date) -> MealMonth | None:
    """Add up a month of the canteens whose figures an actor sees; None for none. Five queries."""
    own = policies.ground_of(actor)
    led = {p.unit_id for p in actor.posts if p.unit_kind in HIGHER and p.role in LEADING | CENTRE}
    if not own and not led:
        return None
    ground = Q(pk__in=[])
    for pk in sorted(own | led):
        ground |= Q(community__path__contains=f"/{pk}/")
    canteens = list(
        Canteen.objects.filter(ground).select_related("community").order_by("community__path", "pk")
    )
    entries = Meal.objects.filter(canteen__in=canteens, month=month)
    live = Q(corrects=None, corrected_by=None)
    sums: dict[int, dict[str, Any]] = {
        row["canteen"]: dict(row)
        for row in entries.order_by()
        .values("canteen")
        .annotate(
            served=Count("pk", filter=Q(corrects=None)),
            taken=Count("pk", filter=Q(corrects__isnull=False)),
            price=Sum("price_fen"),
            subsidy=Sum("subsidy_fen"),
            own=Sum("own_fen"),
            elders=Count("eater", distinct=True, filter=live),
        )
    }
    elders = entries.filter(live).aggregate(n=Count("eater", distinct=True))["n"]
    eaten = Meal.objects.filter(
        live, canteen=OuterRef("menu__canteen"), eater=OuterRef("eater"), day=OuterRef("menu__day"),
        meal=OuterRef("menu__meal"),
    )  # fmt: skip
    orders: dict[int, dict[str, Any]] = {
        row["menu__canteen"]: dict(row)
        for row in Order.objects.filter(menu__canteen__in=canteens, cancelled_at=None, menu__day__lt=today)
        .filter(menu__day__gte=month, menu__day__lt=_next(month))
        .annotate(is_eaten=Exists(eaten))
        .order_by()
        .values("menu__canteen")
        .annotate(n=Count("pk"), kept=Count("pk", filter=Q(is_eaten=True)))
    }
    theirs = {one.pk for one in canteens if not own.isdisjoint(one.community.line)}
    folded = hidden({one.pk: sums.get(one.pk, {}).get("elders", 0) for one in canteens}) - theirs
    lines = tuple(
        _line(one, sums.get(one.pk, {}), orders.get(one.pk, {}), one.pk in folded, one.pk in theirs)
        for one in canteens
        if one.is_active or one.pk in sums
    )
    return MealMonth(month, lines, elders, bool(folded))


def _line(
    one: Canteen, sums: dict[str, Any], orders: dict[str, Any], is_hidden: bool, is_theirs: bool
) -> CanteenLine:
    return CanteenLine(
        one.pk, str(one), str(one.community), sums.get("served", 0) - sums.get("taken", 0), sums.get("price", 0),
        sums.get("subsidy", 0), sums.get("own", 0), sums.get("elders", 0), orders.get("n", 0), orders.get("kept", 0),
        is_hidden, is_theirs,
    )  # fmt: skip


def _next(month: date) -> date:
    return month_of(date.fromordinal(month.toordinal() + 32))
