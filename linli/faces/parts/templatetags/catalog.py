"""What a service item says, in the reader's language. ``{% load catalog %}``."""

from __future__ import annotations

from enum import Enum

from django import template

from linli.faces.parts.words import in_language
from linli.pillars.service.catalog import texts
from linli.pillars.service.catalog.rules.item import (
    For,
    Handling,
    Line,
    Need,
    Paper,
    Place,
    Power,
    ResultKind,
    Review,
    Way,
)

register = template.Library()

_TABLES = {
    Handling: texts.HANDLING, Review: texts.REVIEW, Way: texts.WAYS, Place: texts.PLACES, For: texts.FOR,
    Power: texts.POWERS, ResultKind: texts.RESULTS, Paper: texts.PAPERS, Need: texts.NEEDS,
}  # fmt: skip


@register.filter
def line(words: Line) -> str:
    """Give a line in the reader's language; Chinese where nobody wrote the English."""
    return in_language(words.zh, words.en)


@register.filter
def word(code: Enum) -> str:
    """Give the name of a code: a kind of paper, a way, a place."""
    return str(_TABLES[type(code)][code])  # type: ignore[index]


@register.filter
def span(limit: str) -> str:
    """Say a limit of an item: “5 个工作日”."""
    return texts.limit_words(limit)
