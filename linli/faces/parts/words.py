"""Times and spans as people say them. LOOK.md section 9: 24 hours, 今天 and 明天 before dates, no seconds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.faces.parts.shapes import CardColour, Due
from linli.kernel import clock


def in_language(chinese: str, english: str) -> str:
    """Choose the reader's language of a name that is kept in both; Chinese where English is wanting."""
    return chinese if not english or (get_language() or "zh").startswith("zh") else english


def listed(words: Iterable[object]) -> str:
    """Write one thing after the other as the reader's language does: 周一、周四; Monday, Thursday."""
    return ("、" if (get_language() or "zh").startswith("zh") else ", ").join(map(str, words))


def topic_name(place: str, area: str, kind: str, said: tuple[str, ...]) -> str:
    """Name a hot topic by its place and its kind, never by the words of one resident."""
    return "·".join(part for part in (place or area, kind or "、".join(said[:2])) if part)


def when(at: datetime, now: datetime) -> str:
    """Say a moment: 今天 17:30, 昨天 09:00, 11-19 16:20, 2025-11-19 16:20."""
    local, today = clock.local(at), clock.local(now)
    hour = f"{local:%H:%M}"
    days = (local.date() - today.date()).days
    if days == 0:
        return _("今天 %(hour)s") % {"hour": hour}
    if days == 1:
        return _("明天 %(hour)s") % {"hour": hour}
    if days == -1:
        return _("昨天 %(hour)s") % {"hour": hour}
    if local.year == today.year:
        return f"{local:%m-%d} {hour}"
    return f"{local:%Y-%m-%d} {hour}"


def day(at: datetime, now: datetime) -> str:
    """Say a day without its hour: 今天, 明天, 昨天, 11-19, 2025-11-19."""
    local, today = clock.local(at), clock.local(now)
    days = (local.date() - today.date()).days
    named = {0: _("今天"), 1: _("明天"), -1: _("昨天")}.get(days)
    return named or (f"{local:%m-%d}" if local.year == today.year else f"{local:%Y-%m-%d}")


def span(length: timedelta) -> str:
    """Say a length with its two largest units: 1 天 3 小时, 2 小时 10 分, 40 分."""
    minutes = int(abs(length).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days >= 10 or (days and not hours):
        return _("%(days)d 天") % {"days": days}
    if days:
        return _("%(days)d 天 %(hours)d 小时") % {"days": days, "hours": hours}
    if hours and minutes and hours < 10:
        return _("%(hours)d 小时 %(minutes)d 分") % {"hours": hours, "minutes": minutes}
    if hours:
        return _("%(hours)d 小时") % {"hours": hours}
    if minutes:
        return _("%(minutes)d 分") % {"minutes": minutes}
    return _("不到 1 分")


def due(due_at: datetime, now: datetime, card: CardColour = "none") -> Due:
    """Say what is left of a clock; yellow and red are the engine's word."""
    left = due_at - now
    said = {"span": span(left)}
    if card == "red":
        words = _("红牌·超 %(span)s") if left <= timedelta(0) else _("红牌·剩 %(span)s")
    elif card == "yellow":
        words = _("黄牌·超 %(span)s") if left <= timedelta(0) else _("黄牌·剩 %(span)s")
    else:
        words = _("超 %(span)s") if left <= timedelta(0) else _("剩 %(span)s")
    return Due(words % said, card, due_at)


def distance(metres: float) -> str:
    """Say how far: 60 米, 1.2 公里."""
    if metres < 1000:
        return _("%(count)d 米") % {"count": max(10, round(metres, -1))}
    return _("%(count).1f 公里") % {"count": metres / 1000}
