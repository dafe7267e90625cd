"""What is boiling: the ranking, behind each topic its heat and its cases, and what calls for acting ahead."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.base.language.topics_heat import Heat
from linli.faces.boards import showing
from linli.faces.boards.guards import BoardRequest, board
from linli.faces.boards.lists import case_sheet
from linli.faces.parts import words
from linli.faces.parts.export import MOST_ROWS
from linli.faces.parts.shapes import Bar, Fact, Tag
from linli.insight.topics import queries
from linli.insight.topics.queries import Call, Coming, HotTopic
from linli.insight.topics.rules import MONTH, Rule
from linli.kernel import clock
from linli.pillars.governance.deliberation.flow import CONVENING
from linli.pillars.governance.deliberation.rules import SAME_CASES_NEEDED

MOST_CASES = 50
"""As many as one topic is proposed from."""


@board
def topics(request: BoardRequest) -> HttpResponse:
    """Show what is boiling and what calls for acting ahead. At most twelve queries."""
    found = queries.hot(scope=request.scope, unit=request.unit, at=request.at)
    context = {
        "unit": request.unit,
        "back": _to(request, "boards:today"),
        "hot": found,
        "gathered": words.when(found.gathered_at, request.at) if found.gathered_at else "",
        "topics": [_line(request, topic) for topic in found.topics],
        "rules": [
            (title, why, rows)
            for rule, title, why in _rules()
            if (rows := [_call_line(request, call) for call in found.calls if call.rule == rule])
        ],
        "coming": [_coming_line(one) for one in found.coming],
    }
    return render(request, "boards/topics.html", context)


@board
def topic(request: BoardRequest, number: int) -> HttpResponse:
    """Show one topic: what its heat is made of, week by week, and its cases. At most ten queries."""
    found = queries.topic(scope=request.scope, unit=request.unit, number=number, at=request.at)
    if found is None:
        raise Http404
    shown, rows = found
    context = {
        "unit": request.unit,
        "back": _to(request, "boards:topics"),
        "back_words": _("热点排行"),
        "title": name_of(shown),
        "topic": shown,
        "tags": _tags(shown),
        "facts": heat_facts(shown.heat),
        "weeks": _weeks(shown, request),
        "rows": [showing.behind_row(row, request.at) for row in rows],
        "export_url": _to(request, "boards:topic-export", number),
        "propose_url": _propose_url(request, [row.number for row in rows]),
    }
    return render(request, "boards/topic.html", context)


def _propose_url(request: BoardRequest, numbers: list[str]) -> str:
    """Say where what comes again and again is put before a committee; nowhere for few cases or whoever convenes none."""
    line = set(request.unit.line)
    if len(numbers) < SAME_CASES_NEEDED or not any(
        p.role in CONVENING and (p.unit_id in line or request.unit.pk in p.line)
        for p in request.scope.actor.posts
    ):
        return ""
    return f"{reverse('desk:topic-new')}?{urlencode({'case': numbers[:MOST_CASES]}, doseq=True)}"


@board
def call(request: BoardRequest, number: int) -> HttpResponse:
    """Show what a rule found, with its numbers and its cases. At most ten queries."""
    found = queries.call(scope=request.scope, unit=request.unit, number=number)
    if found is None:
        raise Http404
    shown, rows = found
    title, why = next((title, why) for rule, title, why in _rules() if rule == shown.rule)
    context = {
        "unit": request.unit,
        "back": _to(request, "boards:topics"),
        "back_words": _("热点排行"),
        "title": _call_name(shown),
        "lead": _call_words(shown),
        "rule": title,
        "why": why,
        "rows": [showing.behind_row(row, request.at) for row in rows],
        "export_url": _to(request, "boards:call-export", number),
        "count": shown.count,
    }
    return render(request, "boards/call.html", context)


@board
def topic_export(request: BoardRequest, number: int) -> HttpResponseBase:
    """Hand over the cases of a topic as a sheet."""
    found = queries.topic(
        scope=request.scope, unit=request.unit, number=number, at=request.at, most=MOST_ROWS
    )
    if found is None:
        raise Http404
    return case_sheet(request, _("热点的件"), found[1])


@board
def call_export(request: BoardRequest, number: int) -> HttpResponseBase:
    """Hand over the cases that a rule found as a sheet."""
    found = queries.call(scope=request.scope, unit=request.unit, number=number, most=MOST_ROWS)
    if found is None:
        raise Http404
    return case_sheet(request, _("热点的件"), found[1])


def _to(request: BoardRequest, name: str, *args: Any) -> str:
    return f"{reverse(name, args=args)}?{urlencode({'unit': request.unit.pk})}"


def name_of(topic: HotTopic) -> str:
    """Name a topic as every page names it."""
    kind = words.in_language(topic.category, topic.category_en)
    return words.topic_name(topic.place, topic.area, kind, topic.words)


def _tags(topic: HotTopic) -> list[Tag]:
    return [Tag(_("新"), "lead")] if topic.is_new else []


def _line(request: BoardRequest, topic: HotTopic) -> dict[str, Any]:
    heat = topic.heat
    parts = [
        _("%(people)d 人 %(cases)d 件") % {"people": heat.people, "cases": topic.cases},
        _trend(topic),
        _("没办结 %(n)d 件") % {"n": topic.open} if topic.open else _("都办结了"),
        topic.area if topic.place else "",
    ]
    return {
        "title": name_of(topic),
        "url": _to(request, "boards:topic", topic.id),
        "heat": f"{heat.heat:g}",
        "words": "·".join(part for part in parts if part),
        "about": "、".join(topic.words[:4]),
        "tags": _tags(topic),
        "weeks": topic.weeks,
    }


def _trend(topic: HotTopic) -> str:
    now, change = topic.weeks[-1], topic.change
    if change > 0:
        return _("近 7 天 %(now)d 件，比前 7 天多 %(n)d") % {"now": now, "n": change}
    if change < 0:
        return _("近 7 天 %(now)d 件，比前 7 天少 %(n)d") % {"now": now, "n": -change}
    return _("近 7 天 %(now)d 件，和前 7 天一样") % {"now": now}


def heat_facts(heat: Heat) -> list[Fact]:
    """List every part of the sum, so that anybody can do it again."""
    return [
        Fact(
            _("人"),
            _("%(people)d 人，另有 %(n)d 次是同一个人再说") % {"people": heat.people, "n": heat.repeats},
            _("（每人算 1，再说一次加 ⅛，最多加 ½；离现在每满 14 天减半：合计 %(weight)s）")
            % {"weight": f"{heat.weight:g}"},
        ),
        Fact(
            _("集中"),
            f"× {heat.pressing:.2f}",
            _("（½ + ½ × 最密的 30 天里占的份额）"),
        ),
        Fact(
            _("等着"),
            f"× {1 + 0.5 * heat.waiting / max(heat.messages, 1):.2f}",
            _("（1 + ½ × 没答复的 %(n)d 人次 ÷ %(all)d 人次）") % {"n": heat.waiting, "all": heat.messages},
        ),
        Fact(
            _("散布"),
            f"× {1 + 0.25 * (1 - 1 / heat.areas):.2f}",
            _("（%(n)d 个网格：1 + ¼ ×（1 − 1 ÷ 网格数））") % {"n": heat.areas},
        ),
        Fact(_("热度"), f"{heat.heat:g}"),
    ]


def _weeks(topic: HotTopic, request: BoardRequest) -> list[Bar]:
    last = len(topic.weeks) - 1
    found = []
    for ago, count in enumerate(reversed(topic.weeks)):
        first = clock.local(request.at - queries.WEEK * (ago + 1))
        label = _("近 7 天") if ago == 0 else _("%(day)s 起") % {"day": f"{first:%m-%d}"}
        found.append(Bar(label, count, is_main=ago == 0))
    return found if last else []


def _rules() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            Rule.REPEATED.value,
            _("同一网格同一类，30 天里 3 件以上"),
            _("一件件办不如一次根治：看看是不是同一个根子。"),
        ),
        (
            Rule.RETURNING.value,
            _("同一位居民同一类，90 天里说了 3 次以上（重办也算一次）"),
            _("说明没有真解决：请换个人、换个办法再上门。"),
        ),
        (
            Rule.UNUSUAL.value,
            _("比往常多：近 30 天超过均值加两倍标准差"),
            _("先和往年同期比；不满两年的，和前面各个 30 天比。"),
        ),
    )


def _call_name(call: Call) -> str:
    kind = words.in_language(call.category, call.category_en)
    return "·".join(part for part in (call.area, kind) if part)


def _call_words(call: Call) -> str:
    match call.rule:
        case Rule.REPEATED:
            return _("%(days)d 天里 %(n)d 件") % {"days": MONTH.days, "n": call.count}
        case Rule.RETURNING:
            return _("同一位居民说了 %(n)d 次") % {"n": call.count}
    return (
        _("近 30 天 %(n)d 件；往年同期平均 %(mean)s 件，标准差 %(deviation)s")
        if call.basis == "years"
        else _("近 30 天 %(n)d 件；前面各个 30 天平均 %(mean)s 件，标准差 %(deviation)s")
    ) % {"n": call.count, "mean": f"{call.mean:g}", "deviation": f"{call.deviation:g}"}


def _call_line(request: BoardRequest, call: Call) -> dict[str, Any]:
    return {
        "title": _call_name(call),
        "url": _to(request, "boards:call", call.id),
        "words": _call_words(call),
    }


def _coming_line(one: Coming) -> dict[str, Any]:
    season = one.season
    days = {"first": f"{clock.local(one.first):%m-%d}", "last": f"{clock.local(one.last):%m-%d}"}
    when = _("%(first)s 到 %(last)s，正在季节里") if one.runs else _("%(first)s 到 %(last)s，快到了")
    before = ""
    if one.last_year is not None:
        before = ngettext(
            "去年接下来这 45 天有 %(n)d 件。", "去年接下来这 45 天有 %(n)d 件。", one.last_year
        ) % {"n": one.last_year}
    return {
        "name": words.in_language(season.name, season.name_en),
        "when": when % days,
        "ahead": words.in_language(season.ahead, season.ahead_en),
        "before": before,
    }
