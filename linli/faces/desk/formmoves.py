"""One move by a form of its own: what the pages of small kinds of cases share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import said
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal

T = TypeVar("T")


def refused_at(form: forms.Form, refusal: Refusal, at: datetime, field: str | None = None) -> int:
    """Say a refusal in the form it came from, and give the status of the page that shows it again.

    :raises Refusal: not theirs, or not there: that is said by no form.
    """
    status = status_of(refusal)
    if status in (403, 404):
        raise refusal
    form.add_error(field, said(refusal, at))
    return status


def sent(request: DeskRequest, form: forms.Form, do: Callable[[dict[str, Any]], T]) -> tuple[T | None, int]:
    """Do what a form on a page of its own says: what came of it, or None with the status of the page that shows it.

    :raises Refusal: not theirs, or not there: that is said by no form.
    """
    if request.method != "POST":
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        return do(form.cleaned_data), 200
    except Refusal as refusal:
        return None, refused_at(form, refusal, request.at)


def make_by_form(
    request: DeskRequest,
    *,
    number: str,
    operate: Callable[..., object],
    form: forms.Form | None,
    again: Callable[[int], HttpResponseBase],
    words: object,
    to: str,
) -> HttpResponseBase:
    """Make a move with what a form says, then show the case at `to`; what is wrong stands in the form, shown `again`.

    :raises Refusal: there is no form to say it in, or no such case.
    """
    if form is not None and not form.is_valid():
        return again(422)
    given: dict[str, Any] = form.cleaned_data if form is not None else {}
    try:
        operate(actor=request.actor, number=number, at=request.at, seen=_seen(request), **given)
    except Refusal as refusal:
        if form is None or status_of(refusal) == 404:
            raise
        form.add_error(None, said(refusal, request.at))
        return again(status_of(refusal))
    messages.success(request, _("记下了：%(verb)s。") % {"verb": words})
    return redirect(to, number=number)


def _seen(request: DeskRequest) -> int | None:
    """Give the step that somebody had before them, if the page said it."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
