"""Figures of those who are looked after: how many of each group, and how often they were visited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.insight.cited import Measure
from linli.insight.forms.sources.figure import Figure, Whose
from linli.kernel import clock
from linli.kernel.standards.care_groups import CARE_GROUPS, CareGroup
from linli.pillars.service.care.models import CarePerson, Membership, Pair, Visit, Wish
from linli.pillars.service.care.policies import group_print

DISTINCT = Measure.DISTINCT
Rows = Callable[[datetime], QuerySet[Any]]
REGISTER = _("关爱登记")
_OF_HOUSEHOLDS: Final = frozenset({"allowance", "near_line", "bereaved"})
"""Groups that are said of a household while the register holds a person: whether people or households are meant is asked."""


def _named(group: CareGroup) -> str | Promise:
    return lazy(lambda: group.name_en if (get_language() or "").startswith("en") else group.name, str)()


def _members(code: str) -> Rows:
    def rows(at: datetime) -> QuerySet[Membership]:
        day = clock.local(at).date()
        held = Membership.objects.filter(group_print=group_print(code), since__lte=day)
        return held.filter(Q(until=None) | Q(until__gt=day))

    return rows


def _people(at: datetime) -> QuerySet[CarePerson]:
    return CarePerson.objects.filter(memberships__isnull=False, memberships__until=None)


def _visits(at: datetime) -> QuerySet[Visit]:
    return Visit.objects.exclude(outcome=Visit.Outcome.AWAY)


def _pairs(at: datetime) -> QuerySet[Pair]:
    day = clock.local(at).date()
    return Pair.objects.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))


def _wishes(at: datetime) -> QuerySet[Wish]:
    return Wish.objects.exclude(state=Wish.State.WITHDRAWN)


CARE: Final = (
    *(
        Figure(
            f"care_{group.code}", _named(group), "person", group.code, _("关爱登记里现在是这一类的人"),
                _members(group.code),
            "person__grid", has_past=True, whose=Whose.CARE, source=REGISTER,
            doubt="people" if group.code in _OF_HOUSEHOLDS else "",
        )
        for group in CARE_GROUPS
    ),
    Figure("care_people", _("关爱对象"), "person", "care", _("关爱登记里的人，一人算一次"), _people, "grid",
        measure=DISTINCT,
           whose=Whose.CARE, source=REGISTER),
    Figure("care_visits", _("探访"), "time", "care_visit", _("见到人或联系上的探访"), _visits, "person__grid", when="at",
           whose=Whose.CARE, source=_("探访记录")),
    Figure("pairs", _("结对帮扶的户"), "household", "pair", _("正在结对的，一户算一次"), _pairs,
        "person__grid", has_past=True,
           measure=DISTINCT, of="person", whose=Whose.CARE, source=REGISTER),
    Figure("wishes", _("微心愿"), "case", "wish", _("发布的心愿，不要了的除外"), _wishes, "person__grid",
        when="published_at",
           whose=Whose.CARE, source=REGISTER),
)  # fmt: skip
