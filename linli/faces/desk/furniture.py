"""What stands around every page of the desk: the rail, the tabs below it on a phone, who one is and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.notices import queries as notices
from linli.base.notices.shown import desk_path
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.written import written
from linli.faces.desk import keeping, kin, rail, waiting
from linli.faces.desk.asking import DeskRequest
from linli.faces.parts.shapes import RailGroup, Tab
from linli.pillars.governance.supervision.flow import KIND as SUPERVISION


@cache
def _address(name: str) -> str:
    return reverse(name)


def page(request: DeskRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page with its furniture. Six queries at most. What was typed and has no field in it is given back."""
    whole = {**around(request, context), "supervise_url": _supervise_url(request, context), **context}
    if request.method != "POST" or status < 400:
        return render(request, template, whole, status=status)
    answer = render(request, template, {**whole, "typed_here": keeping.PLACE}, status=status)
    return keeping.give_back(request, answer, context)


def _supervise_url(request: DeskRequest, context: dict[str, Any]) -> str:
    """Say where the case whose own page this is can be put under supervision, by whoever raises matters there."""
    case = context.get("case")
    if not isinstance(case, Case) or case.kind == SUPERVISION:
        return ""
    is_own_page = request.path == desk_path(case.kind, case.number)
    return kin.supervision_url(case, request.actor) if is_own_page else ""


def fragment(
    request: DeskRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a piece of a page that stands already."""
    return render(request, template, context, status=status)


def around(request: DeskRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return what the rail and the tabs show."""
    actor = request.actor
    counts = context.get("counts")
    if counts is None:
        counts = waiting.counts(actor=actor) if rail.sees(actor) else {}
    if rail.is_told(actor):
        counts = {**counts, "unread": notices.unread_count(actor=actor)}
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "rail": _rail(actor, counts, here),
        "foot": _tabs(actor, here),
        "me_words": _me(actor),
        "me_tabs": _me_tabs(),
        # A function: only one's own page asks.
        "elsewhere": lambda: _elsewhere(actor, counts, here),
        "office_name": context.get("office_name") or _office_name(actor),
        "desk_home": _address("desk:inbox"),
        "counts": counts,
    }


def _tab(entry: rail.Entry, counts: dict[str, int], here: str) -> Tab:
    return Tab(
        entry.word,
        _address(entry.url_name),
        entry.icon,
        counts.get(entry.count) if entry.count else None,
        is_current=_is_here(entry.url_name, here),
    )


_BELOW: Final = {
    "desk:topics": ("desk:cooperative", "desk:assembl"),
    "desk:estates": ("desk:election",),
    "desk:patrols": ("desk:component",),
    "desk:campaigns": ("desk:decision",),
    "desk:supervision": ("desk:responsibilit", "desk:lead"),
}
"""Pages that stand below another's entry in the rail."""


def _is_here(name: str, here: str) -> bool:
    if name == "desk:inbox":
        return here == name or here.startswith("desk:report")
    if name.startswith("desk:house-"):
        return here.startswith(name.removesuffix("s"))  # “house-units” stands for every “house-unit…”
    one = name.removesuffix("s")  # “bulletins” stands for every “bulletin-…”
    return here in (name, one) or here.startswith((f"{name}-", f"{one}-", *_BELOW.get(name, ())))


def _rail(actor: Actor, counts: dict[str, int], here: str) -> tuple[RailGroup, ...]:
    groups = [RailGroup(tuple(_tab(e, counts, here) for e in rail.WORK if e.is_for(actor)))]
    for name, icon, entries in rail.GROUPS:
        tabs = tuple(_tab(e, counts, here) for e in entries if e.is_for(actor))
        if tabs:
            groups.append(RailGroup(tabs, name, icon, is_party=entries is rail.PARTY))
    return tuple(groups)


def _tabs(actor: Actor, here: str) -> tuple[Tab, ...]:
    """Five at most, with 记一件 in the middle, under the thumb."""
    found = []
    if rail.sees(actor):
        is_inbox = _is_here("desk:inbox", here)
        found += [
            Tab(_("等我办"), _address("desk:inbox"), rail.ENTRY_ICONS["inbox"], is_current=is_inbox),
            Tab(_("地图"), _address("desk:map"), rail.ENTRY_ICONS["map"], is_current=here == "desk:map"),
        ]
    if rail.on_the_ground(actor):
        is_here = here == "desk:new"
        found.append(
            Tab(_("记一件"), _address("desk:new"), rail.ENTRY_ICONS["new"], is_current=is_here, is_new=True)
        )
    if not rail.sees(actor):
        found += _house_tabs(actor, here)
    if rail.is_told(actor):
        is_here = here == "desk:notices"
        found.append(
            Tab(_("通知"), _address("desk:notices"), rail.ENTRY_ICONS["notices"], is_current=is_here)
        )
    found.append(Tab(_("我的"), _address("desk:me"), rail.ENTRY_ICONS["me"], is_current=here == "desk:me"))
    return tuple(found)


def _house_tabs(actor: Actor, here: str) -> list[Tab]:
    """The rail is not there on a phone: who only keeps the house gets all its pages behind the first tab."""
    mine = [entry for entry in rail.HOUSE if entry.is_for(actor)]
    every = Tab(_("总览"), _address("desk:inbox"), rail.HOUSE_ICONS["group"], is_current=here == "desk:inbox")
    return [every, *(_tab(entry, {}, here) for entry in mine[:2])]


def _elsewhere(actor: Actor, counts: dict[str, int], here: str) -> tuple[RailGroup, ...]:
    """The rail is not there on a phone: what has no tab below is listed on one's own page, by group as there."""
    below = {tab.url for tab in _tabs(actor, here)}
    groups = (
        replace(group, tabs=tuple(tab for tab in group.tabs if tab.url not in below))
        for group in _rail(actor, counts, here)
    )
    return tuple(group for group in groups if group.tabs)


def _me(actor: Actor) -> str:
    post = next((p for p in actor.posts if not p.is_deputy), actor.posts[0])
    return f"{actor.name}·{post.unit_name}"


def _me_tabs() -> tuple[Tab, ...]:
    return (
        Tab(_("我的账号"), _address("desk:me"), rail.ENTRY_ICONS["me"]),
        Tab(_("退出"), _address("account_logout"), rail.ENTRY_ICONS["logout"]),
    )


def _office_name(actor: Actor) -> str:
    """Name the subdistrict somebody works for; for a body outside of it, the body itself. One query."""
    ids = sorted({i for post in actor.posts for i in post.line})
    found = _offices(ids=ids)
    return str(found[0]) if found else actor.posts[0].unit_name


@written
def _offices(*, ids: Sequence[int]) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=ids, kind=UnitKind.SUBDISTRICT)[:1]
