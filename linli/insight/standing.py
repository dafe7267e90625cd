"""What the first board says beside its rates and streams: today's cases, and those that stand open, by how late they are.

Each is a selection with a name: the number on the board counts it, the list shows it, the sheet has it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.insight.indicators import Scope
from linli.insight.queries import BehindRow
from linli.kernel import clock


def _today(name: str) -> Callable[[datetime], Q]:
    def since_midnight(at: datetime) -> Q:
        midnight = clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
        return Q(**{f"{name}__gte": midnight, f"{name}__lte": at})

    return since_midnight


def _standing(condition: Q) -> Callable[[datetime], Q]:
    return lambda _at: Q(is_open=True) & condition


@dataclass(frozen=True, slots=True)
class Listed:
    """Some cases by a name: what they are, which they are at a moment, and by what they are in order, the latest first."""

    words: str | Promise
    which: Callable[[datetime], Q]
    by: str = "filed_at"


RED: Final = Q(card="red")
LISTS: Final[dict[str, Listed]] = {
    "filed_today": Listed(_("今天来的件"), _today("filed_at")),
    "closed_today": Listed(_("今天办结的件"), _today("closed_at"), "closed_at"),
    "open": Listed(_("正在办的件"), _standing(Q())),
    "due_soon": Listed(_("快到期的件"), _standing(Q(card="yellow"))),
    "late_1": Listed(_("逾期 1 天内的件"), _standing(RED & Q(climb__lte=1))),
    "late_2": Listed(_("逾期 1–3 天的件"), _standing(RED & Q(climb=2))),
    "late_3": Listed(_("逾期 3 天以上的件"), _standing(RED & Q(climb__gte=3))),
}
LADDER: Final = ("due_soon", "late_1", "late_2", "late_3")


def behind_list(
    scope: Scope, at: datetime, code: str, *, states: Sequence[str] = (), most: int = 500
) -> tuple[list[BehindRow], int]:
    """List the cases of a name, of some states or of all, and count them. Two queries."""
    one = LISTS[code]
    rows = Case.objects.filter(scope.match(), one.which(at))
    if states:
        rows = rows.filter(state__in=states)
    names = ("number", "title", "state", "area__name", "holder__name", one.by)
    listed = [BehindRow(*values) for values in rows.order_by(f"-{one.by}", "-pk").values_list(*names)[:most]]
    return listed, rows.count()
