"""One box for everything somebody may see: matters, places, units, shops, items, and people by telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.flow.policies import offices_over
from linli.base.notices.shown import desk_path
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.faces.desk import furniture, rail
from linli.faces.desk.asking import DeskRequest, is_piece
from linli.faces.desk.filters import PHONE
from linli.faces.desk.guards import desk
from linli.faces.parts.dataform import said
from linli.faces.parts.shapes import State, Words
from linli.insight.finding import queries
from linli.insight.finding.queries import Found
from linli.insight.finding.rules import LONGEST_ASKED
from linli.kernel.numbers import normalise_phone
from linli.kernel.sounds import initials
from linli.pillars.service.care import queries as care
from linli.pillars.service.catalog import policies as catalog
from linli.pillars.service.catalog.queries import find_items
from linli.pillars.service.jobs import queries as jobs

#: What a case of a kind is called beside its number.
KIND_WORDS: Final[dict[str, Words]] = {
    "governance.report": gettext_lazy("诉求"),
    "governance.whistle": gettext_lazy("吹哨"),
    "governance.topic": gettext_lazy("协商"),
    "governance.task": gettext_lazy("网格任务"),
    "governance.supervision": gettext_lazy("督办"),
    "governance.appeal": gettext_lazy("单位的申诉"),
    "governance.election": gettext_lazy("业委会选举"),
    "governance.rectification": gettext_lazy("整改"),
    "governance.decision": gettext_lazy("碰头会要办的"),
    "party.project": gettext_lazy("共建项目"),
    "party.secretary": gettext_lazy("书记项目"),
    "service.application": gettext_lazy("办件"),
    "service.bulletin": gettext_lazy("公告"),
    "service.rating": gettext_lazy("评价"),
    "service.need": gettext_lazy("企业诉求"),
    "service.rights": gettext_lazy("个人信息申请"),
}
#: Heading of a group, by source.
SOURCE_WORDS: Final[dict[str, Words]] = {
    "unit": gettext_lazy("单位、社区和网格"),
    "compound": gettext_lazy("小区"),
    "building": gettext_lazy("楼栋"),
    "facility": gettext_lazy("设施"),
    "road": gettext_lazy("道路"),
    "shop": gettext_lazy("门店"),
    "enterprise": gettext_lazy("企业"),
    "scheme": gettext_lazy("惠企政策"),
    "job": gettext_lazy("招聘"),
    "activity": gettext_lazy("志愿活动"),
    "campaign": gettext_lazy("专项行动"),
    "canteen": gettext_lazy("长者食堂"),
    "hall": gettext_lazy("大厅和服务站"),
    "cooperative": gettext_lazy("合作社"),
    "organisation": gettext_lazy("党组织"),
}
SOURCE_ICONS: Final = {
    "unit": "sitemap",
    "compound": "building-community",
    "building": "building",
    "facility": "map-pin",
    "road": "road",
    "shop": "building-store",
    "enterprise": "building-skyscraper",
    "scheme": "bulb",
    "job": "briefcase",
    "activity": "heart-handshake",
    "campaign": "list-check",
    "canteen": "soup",
    "hall": "building-bank",
    "cooperative": "users-group",
    "organisation": "sitemap",
    "page": "layout",
    "case": "inbox",
    "item": "file-text",
    "person": "user-circle",
}
#: Where one of a source is opened at the desk. What is not here is shown on the map.
OPENED: Final = {
    "compound": "desk:estate",
    "shop": "desk:shop",
    "enterprise": "desk:enterprise",
    "scheme": "desk:scheme",
    "job": "desk:job",
    "activity": "desk:volunteer-activity",
    "campaign": "desk:campaign",
    "canteen": "desk:canteen",
    "hall": "desk:hall-now",
    "cooperative": "desk:cooperative",
    "organisation": "desk:party-organisation",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of what was found."""

    title: Words
    url: str = ""
    hint: Words = ""
    area: Words = ""
    state: State | None = None


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What was found of one kind, and where the rest of it is."""

    word: Words
    icon: str
    hits: tuple[Hit, ...]
    more_url: str = ""
    has_more: bool = False


@desk
@require_GET
def find(request: DeskRequest) -> HttpResponseBase:
    """Show what somebody may see of what they look for. Seven queries at most, and one for each kind of thing found."""
    asked = request.GET.get("q", "").strip()[:LONGEST_ASKED]
    groups = found_of(request.actor, request.at, asked) if asked else ()
    context: dict[str, Any] = {"asked": asked, "groups": groups, "is_phone": bool(phone_in(asked))}
    if is_piece(request):
        return furniture.fragment(request, "desk/_parts/hits.html", context)
    return furniture.page(request, "desk/find.html", context)


def found_of(actor: Actor, at: datetime, asked: str) -> tuple[HitGroup, ...]:
    """Find pages, cases, items, people by telephone, and what has a name."""
    number, offices = phone_in(asked), offices_over(actor)
    groups = [_pages(actor, asked), _people(actor, at, number)] if number else [_pages(actor, asked)]
    groups.append(_cases(actor, asked, number, offices))
    groups.append(_items(actor, asked, offices))
    for group in queries.find_names(actor=actor, asked=asked, offices=offices):
        hits = tuple(_hit(actor, group.source, one) for one in group.found)
        groups.append(
            HitGroup(SOURCE_WORDS[group.source], SOURCE_ICONS[group.source], hits, has_more=group.has_more)
        )
    return tuple(group for group in groups if group.hits)


def phone_in(asked: str) -> str:
    """Give the telephone number that is all somebody typed; else nothing."""
    plain = "".join(c for c in asked if c not in " -")
    return normalise_phone(plain) if PHONE.match(plain) else ""


def _pages(actor: Actor, asked: str) -> HitGroup:
    """Find pages of the desk by their name or its first letters."""
    typed = asked.casefold()
    hits = [
        Hit(entry.word, reverse(entry.url_name))
        for entry in rail.entries_of(actor)
        if typed in (word := str(entry.word)).casefold()
        or any(way.startswith(typed) for way in initials(word))
    ]
    return HitGroup(
        _("页面"), SOURCE_ICONS["page"], tuple(hits[: queries.MOST]), has_more=len(hits) > queries.MOST
    )


def _cases(actor: Actor, asked: str, number: str, offices: frozenset[int]) -> HitGroup:
    """Find cases of every kind; all reports that hold the words are one press away."""
    if not rail.sees(actor):
        return HitGroup("", "", ())
    found = queries.find_cases(actor=actor, asked=asked, offices=offices)
    hits = tuple(
        Hit(
            one.title,
            desk_path(one.kind, one.number),
            one.number,
            f"{KIND_WORDS[one.kind]}·{one.area}",
            State("doing", _("在办")) if one.is_open else State("done", _("办结了")),
        )
        for one in found[: queries.MOST]
    )
    more = f"{reverse('desk:inbox')}?{urlencode({'view': 'all', 'q': asked})}"
    if number and not hits:
        hits = (Hit(_("看这个号码反映过的事"), more),)
    return HitGroup(_("事项"), SOURCE_ICONS["case"], hits, more, len(found) > queries.MOST or bool(number))


def _items(actor: Actor, asked: str, offices: frozenset[int]) -> HitGroup:
    """Find what can be applied for, by how people say it."""
    if not offices or len(asked) < 2:
        return HitGroup("", "", ())
    office = Unit.objects.filter(pk__in=offices)[0]
    is_keeper = catalog.keeps_some(actor)
    hits = tuple(
        Hit(
            said(one.item.name),
            reverse("desk:item", args=[one.code])
            if is_keeper
            else reverse("resident:guide-item", args=[one.code]),
            said(one.item.summary),
        )
        for one in find_items(office, asked, queries.MOST)
    )
    return HitGroup(_("办事事项"), SOURCE_ICONS["item"], hits, reverse("desk:items") if is_keeper else "")


def _people(actor: Actor, at: datetime, number: str) -> HitGroup:
    """Find people by their telephone, where a post knows them. Names are sealed and cannot be looked for."""
    looked_after, _count = care.people(actor=actor, at=at, view="all", phone=number, size=queries.MOST)
    seeking = jobs.seekers_by_phone(actor=actor, phone=number, most=queries.MOST)
    hits = [
        *(Hit(p.name, reverse("desk:care-person", args=[p.id]), _("关爱探访"), p.grid) for p in looked_after),
        *(Hit(p.name, reverse("desk:job-seeker", args=[p.id]), _("找工作的人"), p.area) for p in seeking),
    ]
    return HitGroup(_("人"), SOURCE_ICONS["person"], tuple(hits))


def _hit(actor: Actor, source: str, one: Found) -> Hit:
    return Hit(one.title, _url(actor, source, one), one.hint, "" if source == "unit" else one.area)


def _url(actor: Actor, source: str, one: Found) -> str:
    if source == "unit":
        return (
            f"{reverse('desk:inbox')}?{urlencode({'view': 'all', 'unit': one.area_path})}"
            if rail.sees(actor)
            else ""
        )
    if source in OPENED:
        return reverse(OPENED[source], args=[one.ref])
    if one.lon is None or one.lat is None or not rail.sees(actor):
        return ""
    return f"{reverse('desk:map')}?at={one.lon:.6f},{one.lat:.6f}"
