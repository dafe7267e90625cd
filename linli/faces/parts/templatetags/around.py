"""What stands around every page: a few links and buttons, drawn once a language and kept. ``{% load around %}``"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from linli.faces.parts.shapes import Tab
from linli.faces.parts.templatetags.parts import icon

register = template.Library()


@register.simple_tag
def rail_tabs(of: Iterable[Tab]) -> SafeString:
    """The entries of a group of the rail."""
    language = get_language() or ""
    return mark_safe("".join(_rail_tab(tab, language) for tab in of))  # each was escaped when drawn


@lru_cache(maxsize=2_000)
def _rail_tab(tab: Tab, _language: str) -> SafeString:
    return format_html(
        '<a href="{}" title="{}"{}>{}<span>{}</span>{}</a>',
        tab.url,
        tab.word,
        _HERE if tab.is_current else "",
        icon(tab.icon),
        tab.word,
        format_html('<span class="ll-num">{}</span>', tab.count) if tab.count else "",
    )


_HERE = mark_safe(' aria-current="page"')


@register.simple_tag
def tab_bar(of: Iterable[Tab], klass: str) -> SafeString:
    """The tabs below a page, or above it; nothing where there are none."""
    return _kept("parts/tabs.html", get_language() or "", (("tabs", tuple(of or ())), ("tabs_klass", klass)))


@register.simple_tag(takes_context=True)
def look_form(context: template.Context) -> SafeString:
    """The reader's choices of language, size and theme; they lead back to the page they stand on."""
    names = ("look", "look_sizes", "look_themes")
    given = tuple((name, context.get(name)) for name in names)
    drawn = _kept("parts/look.html", get_language() or "", (*given, ("here", _GOAL)))
    return mark_safe(drawn.replace(_GOAL, conditional_escape(str(context.get("here", "")))))


_GOAL = "\ue000here\ue001"


@lru_cache(maxsize=500)
def _kept(template_name: str, _language: str, given: tuple[tuple[str, Any], ...]) -> SafeString:
    return mark_safe(get_template(template_name).render(dict(given)))
