"""The parts every page is made of. ``{% load parts %}``; docs/look.md says what each is for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.faces.parts import words as said
from linli.faces.parts.shapes import (
    CardColour,
    Due,
    Fact,
    Light,
    Move,
    NoteKind,
    Pages,
    Person,
    Photo,
    Row,
    State,
    StateShape,
    Step,
    Tag,
    TagKind,
    Words,
)
from linli.kernel import clock

register = template.Library()

NOTE_ICONS: dict[str, str] = {
    "plain": "lock",
    "info": "info-circle",
    "good": "circle-check",
    "warn": "alert-triangle",
    "bad": "alert-circle",
}
MESSAGE_KINDS: dict[str, NoteKind] = {
    "debug": "plain",
    "info": "info",
    "success": "good",
    "warning": "warn",
    "error": "bad",
}
LEVELS = (
    (5, gettext_lazy("非常满意"), "mood-happy"),
    (4, gettext_lazy("满意"), "mood-smile"),
    (3, gettext_lazy("基本满意"), "mood-empty"),
    (2, gettext_lazy("不满意"), "mood-sad"),
    (1, gettext_lazy("非常不满意"), "mood-cry"),
)
TRACK = (gettext_lazy("收到"), gettext_lazy("上门"), gettext_lazy("处理"), gettext_lazy("请您评价"))
MOVES_IN_SIGHT = 5


sprite = cache(lambda: static("built/icons.svg"))


# ---------------------------------------------------------------- glyphs


@register.simple_tag
def icon(name: str, label: Words = "", klass: str = "ll-i") -> SafeString:
    """A Tabler outline icon, always beside a word; alone only with a ``label``, never for residents."""
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            klass,
            label,
            sprite(),
            name,
        )
    return _drawn(name, klass)


@lru_cache(maxsize=1_000)
def _drawn(name: str, klass: str) -> SafeString:
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', klass, sprite(), name)


def glyph(name: str, klass: str = "ll-g") -> SafeString:
    return icon(name, klass=klass)


@register.simple_tag
def mark() -> SafeString:
    """Linli's sign: two roofs, one behind the other."""
    return format_html('<svg aria-hidden="true"><use href="{}#s-mark"/></svg>', sprite())


@register.simple_tag
def state(of: State | Due | StateShape, word: Words = "") -> SafeString:
    """``{% state row.state %}`` or ``{% state "doing" "办理中" %}``; what warns is shown as a card."""
    if isinstance(of, Due):
        return due(of)
    shape, text = (of.shape, of.word) if isinstance(of, State) else (of, word)
    return format_html('<span class="ll-state" data-s="{}">{}{}</span>', shape, glyph(f"s-{shape}"), text)


@register.simple_tag
def due(of: Due | Words | None, card: CardColour = "none") -> SafeString:
    """``{% due row.due %}`` or ``{% due "黄牌·剩 2 小时" "yellow" %}``. Nothing where there is no clock."""
    if of is None or of == "":
        return mark_safe("")
    shown = of if isinstance(of, Due) else Due(of, card)
    title = said.when(shown.at, clock.now()) if shown.at else ""
    moment = format_html(' title="{}"', title) if title else ""
    if shown.card == "none":
        return format_html('<span class="ll-due"{}>{}</span>', moment, shown.words)
    return format_html(
        '<span class="ll-due" data-card="{}"{}>{}{}</span>',
        shown.card,
        moment,
        glyph(f"s-{shown.card}"),
        shown.words,
    )


@register.simple_tag
def tag(of: Tag | Words, kind: TagKind = "plain") -> SafeString:
    shown = of if isinstance(of, Tag) else Tag(of, kind)
    return format_html('<span class="ll-tag" data-k="{}">{}</span>', shown.kind, shown.word)


@register.simple_tag
def masked(text: Words, kind: str = "name") -> SafeString:
    """A name or number with its middle hidden, said as such to a screen reader."""
    return format_html('<span class="ll-num" data-masked="{}">{}</span>', kind, text)


# ---------------------------------------------------------------- time


@register.filter
def below(words: str, title: str) -> str:
    """Leave out the first line of what somebody wrote where it is the title that stands above."""
    first, _sep, rest = str(words).strip().partition("\n")
    return rest.strip() if first.strip() == str(title) else str(words)


@register.filter
def when(at: datetime | None) -> SafeString | str:
    """今天 17:30; with the full moment for machines."""
    if at is None:
        return ""
    local = clock.local(at)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        f"{local:%Y-%m-%d %H:%M}",
        said.when(at, clock.now()),
    )


@register.filter
def day(at: datetime | None) -> SafeString | str:
    if at is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>', clock.local(at).date().isoformat(), said.day(at, clock.now())
    )


@register.filter
def line_words(line: Any) -> str:
    """What a line of a list says that keeps its words in both languages."""
    return said.in_language(line.words, line.english)


@register.filter
def metres(count: float | None) -> str:
    return "" if count is None else said.distance(count)


@register.filter
def thousands(count: int | None) -> str:
    """1743 becomes 1,743; Django's own depends on a locale that Chinese leaves without groups."""
    return "" if count is None else f"{count:,}"


# ---------------------------------------------------------------- sheets


@register.inclusion_tag("parts/note.html")
def note(
    text: Words, kind: NoteKind = "info", icon: str = "", url: str = "", action: Words = "", klass: str = ""
) -> dict[str, Any]:
    """What happened, what was kept, what to do."""
    return {
        "text": text,
        "kind": kind,
        "icon": icon or NOTE_ICONS[kind],
        "url": url,
        "action": action,
        "klass": klass,
    }


@register.filter
def note_kind(message: Any) -> NoteKind:
    """Which note a Django message becomes."""
    return MESSAGE_KINDS.get(message.level_tag, "info")


@register.simple_tag
def row(of: Row, target: str = "") -> SafeString:
    """A line of a list. Where there is a ``target`` beside it the answer goes there with htmx; else the link is followed.

    Drawn here and not by a template: a list has fifty.
    """
    script = ""
    if target and not of.is_whole:
        script = format_html(' hx-get="{}" hx-target="#{}" hx-push-url="true"', of.url, target)
    current = mark_safe(' aria-current="true"') if of.is_current else ""
    draft = mark_safe(" data-draft") if of.is_draft else ""
    return format_html(
        '<a class="ll-row" href="{}"{}{}{}>\n'
        '  <span class="ll-between"><span>{}{}</span>{}</span>\n'
        "  <b>{}</b>\n"
        '  <span class="ll-between"><span class="ll-no">{}</span><span>{}</span></span>\n'
        "</a>",
        of.url,
        current,
        draft,
        script,
        state(of.state),
        format_html_join("", " {}", ((tag(one),) for one in of.tags)),
        due(of.due),
        of.title,
        "·".join(map(str, of.left)),
        of.holder,
    )


@register.inclusion_tag("parts/mine.html")
def mine(of: Row, say: Words = "", now: int | None = None) -> dict[str, Any]:
    """A resident's own case: title, state, one sentence, and the four-point track when it fits."""
    return {"row": of, "say": say, "points": _points(TRACK, now) if now is not None else ()}


@register.inclusion_tag("parts/steps.html")
def steps(of: Sequence[Step], label: Words = "") -> dict[str, Any]:
    """What happened, the newest first."""
    return {"steps": of, "label": label or _("经过")}


@register.inclusion_tag("parts/track.html")
def track(now: int, points: Sequence[Words] = TRACK) -> dict[str, Any]:
    """Four points; ``now`` counts from 0. A ring, and bold words, where the case is."""
    return {"points": _points(points, now)}


def _points(points: Sequence[Words], now: int) -> list[dict[str, Any]]:
    place = ["past" if index < now else "now" if index == now else "" for index in range(len(points))]
    return [{"word": word, "place": where} for word, where in zip(points, place, strict=True)]


@register.inclusion_tag("parts/facts.html")
def facts(of: Sequence[Fact]) -> dict[str, Any]:
    return {"facts": [fact for fact in of if fact.value or fact.tags]}


@register.inclusion_tag("parts/person.html")
def person(of: Person) -> dict[str, Any]:
    return {"person": of}


@register.inclusion_tag("parts/moves.html")
def moves(of: Sequence[Move], target: str = "move") -> dict[str, Any]:
    """Only what is open to the reader; what takes something away sits last."""
    ordered = sorted(of, key=lambda move: move.kind == "danger")
    few = ordered if len(ordered) <= MOVES_IN_SIGHT + 1 else ordered[:MOVES_IN_SIGHT]
    return {"moves": few, "more": ordered[len(few) :], "target": target}


@register.simple_tag
def move(of: Move, target: str) -> SafeString:
    """One of the moves: a link that is followed without a script, and opens in ``target`` with one."""
    return format_html(
        '<a class="btn{}" href="{}"{} hx-get="{}" hx-target="#{}">{}{}</a>',
        _MOVE_CLASSES.get(of.kind, ""),
        of.url,
        _OPEN if of.kind == "open" else "",
        of.url,
        of.target or target,
        icon(of.icon) if of.icon else "",
        of.word,
    )


_MOVE_CLASSES = {"primary": " btn-primary", "danger": " btn-danger-quiet"}
_OPEN = mark_safe(' aria-current="true"')


@register.inclusion_tag("parts/rating.html")
def rating(
    solved: str = "", level: str | int = "", solved_error: Words = "", level_error: Words = ""
) -> dict[str, Any]:
    """Solved or not, then five levels with face and words; nothing chosen for the resident."""
    return {
        "solved": solved,
        "level": str(level),
        "levels": _levels(),
        "solved_error": solved_error,
        "level_error": level_error,
    }


def _levels() -> list[dict[str, Any]]:
    return [
        {"value": str(value), "word": word, "icon": face, "stars": "★" * value}
        for value, word, face in LEVELS
    ]


@register.inclusion_tag("parts/five.html")
def five(level: str | int = "", level_error: Words = "") -> dict[str, Any]:
    """Five levels with face, words and stars; nothing chosen for the resident."""
    return {"level": str(level), "levels": _levels(), "level_error": level_error}


@register.inclusion_tag("parts/empty.html")
def empty(
    title: Words, text: Words = "", icon: str = "mailbox", url: str = "", action: Words = ""
) -> dict[str, Any]:
    """Good news or the reason, and one next step."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.inclusion_tag("parts/skeleton.html")
def skeleton(label: Words = "") -> dict[str, Any]:
    return {"label": label or _("正在打开")}


@register.inclusion_tag("parts/photos.html")
def photos(of: Sequence[Photo], label: Words = "") -> dict[str, Any]:
    return {"photos": of, "label": label or _("照片")}


@register.inclusion_tag("parts/pages.html")
def pages(of: Pages) -> dict[str, Any]:
    return {"pages": of}


@register.inclusion_tag("parts/lights.html")
def lights(of: Sequence[Light]) -> dict[str, Any]:
    names = {"ok": _("绿灯 正常"), "slow": _("黄灯 偏慢"), "stuck": _("红灯 受阻")}
    words = {"ok": _("正常"), "slow": _("偏慢"), "stuck": _("受阻")}
    return {
        "lights": [{"light": light, "name": names[light.shape], "word": words[light.shape]} for light in of]
    }


# ---------------------------------------------------------------- for the parts' own templates


@register.simple_tag
def standing(template_name: str) -> SafeString:
    """A part that says the same to every reader of a language, drawn once a language: it sees no context."""
    return _standing(template_name, get_language() or "")


@cache
def _standing(template_name: str, _language: str) -> SafeString:
    return mark_safe(get_template(template_name).render())


@register.simple_tag
def sprite_url() -> str:
    return sprite()


@register.filter
def plain(number: float) -> str:
    """A number as SVG and people write it, whatever the language: 12.5, never 12,5."""
    return f"{number:g}"


@register.simple_tag
def tiles() -> SafeString:
    """Say on a map's box what lies under it: whose tiles, in which datum, whom to name."""
    under = settings.TILES
    return format_html(
        'data-tiles="{}" data-datum="{}" data-credit="{}"',
        " ".join(under.urls),
        under.datum if under.urls else "",
        under.credit,
    )
