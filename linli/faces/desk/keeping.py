"""What was typed into a form that the answer has no place for any more: said why, and given back to be copied.

A refusal is said in the form it came from (`formmoves.refused_at`). Where that form is gone from the page, because
what it was about was ended meanwhile, every page of the desk shows the words above what it shows instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from linli.faces.parts import unsent

PLACE: Final = mark_safe("<!-- typed -->")
"""Where a page of the desk gives back what it has no form for."""


def give_back(request: HttpRequest, response: HttpResponse, context: Mapping[str, Any]) -> HttpResponse:
    """Put the words that were sent, and stand in no field of the answer, where the page has its place for them."""
    page = response.content.decode().replace("\r\n", "\n")
    lost = [words for words in unsent.words_of(request.POST) if not _stands(words, page)]
    why = [said for said in _said(context) if escape(said) not in page]
    piece = ""
    if lost or why:
        told = {"words": lost, "why": why, "had_files": bool(request.FILES)}
        piece = render_to_string("desk/_typed.html", told, request)
    response.content = response.content.replace(PLACE.encode(), piece.encode(), 1)
    return response


def _stands(words: str, page: str) -> bool:
    """Say whether a field of the page holds the words."""
    said = escape(words.replace("\r\n", "\n"))
    return f'value="{said}"' in page or f"{said}</textarea>" in page


def _said(context: Mapping[str, Any]) -> list[str]:
    """Give what the forms of a page say about no field in particular: only they know why they were refused."""
    held: list[Any] = [*context.values()]
    held += [form for value in held if isinstance(value, dict) for form in value.values()]
    bound = [form for form in held if isinstance(form, BaseForm) and form.is_bound]
    return list(dict.fromkeys(str(said) for form in bound for said in form.non_field_errors()))
