"""The forms folded under a page, each a verb: one table says its words, which form asks for it, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.formmoves import refused_at
from linli.kernel.refusals import Refusal

P = TypeVar("P")
Given = Mapping[str, forms.Form]
"""Forms as they were sent, by verb, to be shown again with what is wrong in them."""


@dataclass(frozen=True, slots=True)
class Fold(Generic[P]):
    """A verb of a page: its words; its form, or None where it is not open; what it does with the form.

    `form` takes what binds a form (`prefix`, and `data` and `files` where it was sent); `do` may give where to go.
    """

    words: object
    form: Callable[..., forms.Form | None]
    do: Callable[[DeskRequest, P, Any], str | None]
    hint: object = ""
    is_danger: bool = False


class Shown(NamedTuple):
    """A fold as a template draws it."""

    verb: str
    words: object
    form: forms.Form
    url: str
    is_open: bool
    hint: object
    is_danger: bool


class Folds(Generic[P]):
    """The verbs of a page, at `<address>-<verb>`."""

    def __init__(self, address: str, verbs: Mapping[str, Fold[P]]) -> None:
        self.address, self.verbs = address, verbs

    def __iter__(self) -> Any:
        return iter(self.verbs)

    def shown(
        self, request: DeskRequest, page: P, args: list[int], given: Given | None = None
    ) -> list[Shown]:
        """Give the folds that are open on a page; those that were sent stand open, with what is wrong."""
        held, found = given or {}, []
        for verb, fold in self.verbs.items():
            form = held.get(verb) or fold.form(request, page, prefix=verb)
            if form is not None:
                url = reverse(f"{self.address}-{verb}", args=args)
                found.append(Shown(verb, fold.words, form, url, verb in held, fold.hint, fold.is_danger))
        return found

    def act(
        self,
        request: DeskRequest,
        verb: str,
        page: P,
        *,
        again: Callable[[Given, int], HttpResponseBase],
        to: str,
    ) -> HttpResponseBase:
        """Do what a form says and go on; what is wrong is said in the form, shown `again` with its status.

        :raises Refusal: not theirs, or not there: that is said by no form.
        """
        fold = self.verbs[verb]
        form = fold.form(request, page, prefix=verb, data=request.POST, files=request.FILES or None)
        if form is None:
            messages.warning(request, _("现在做不了“%(verb)s”，请看看页面上的变化。") % {"verb": fold.words})
            return again({}, 409)
        if not form.is_valid():
            return again({verb: form}, 422)
        try:
            further = fold.do(request, page, form)
        except Refusal as refusal:
            return again({verb: form}, refused_at(form, refusal, request.at))
        if further is None:
            messages.success(request, _("记下了：%(verb)s。") % {"verb": fold.words})
        return redirect(further or to)
