"""An enterprise's own page, opened by its private link: what it asked for, what became of it, and whether it is told."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.people.knocks import knock
from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.faces.resident import doors
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections.queries import shops_of_enterprise
from linli.pillars.service.enterprises import operations, queries
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.enterprises.texts import GREEN, STATES, VERBS


class NeedForm(forms.Form):
    """What an enterprise asks for."""

    what = forms.ChoiceField(label=gettext_lazy("哪一类"), choices=EnterpriseNeed.Kind.choices)
    text = WordsField(label=gettext_lazy("说清楚"), most=2000, widget=forms.Textarea(attrs={"rows": 4}))
    wanted = DayField(
        label=gettext_lazy("最晚哪天要办成"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("七天内的走绿色通道"),
    )
    key = KeyField()


class WordsForm(forms.Form):
    """What is not solved."""

    answer = WordsField(label=gettext_lazy("哪里没解决"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that opened."""

    request: HttpRequest
    reader: Reader
    at: datetime
    one: Enterprise
    token: str

    def go(self) -> HttpResponse:
        return redirect("resident:enterprise", pk=self.one.pk, token=self.token)


def open_link(request: HttpRequest, pk: int, token: str) -> Opened:
    """Open an enterprise's private link.

    :raises Http404: it opens nothing.
    """
    at = clock.now()
    try:
        one = queries.opened_by(pk=pk, token=token)
    except NoSuchEnterprise:
        raise Http404(_("这个链接打不开了。请问社区要一个新的。")) from None
    return Opened(request, reader_of(request, at), at, one, token)


@require_safe
def enterprise(request: HttpRequest, pk: int, token: str) -> HttpResponseBase:
    """Show an enterprise what it asked for and what became of it."""
    return _page(open_link(request, pk, token))


def _page(
    opened: Opened,
    *,
    form: forms.Form | None = None,
    again: WordsForm | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    one, reader = opened.one, opened.reader
    needs = []
    for need in one.needs.select_related("case__holder", "case__area", "case__office").order_by("-case")[:20]:
        verbs = {move.verb for move in queries.moves_open(reader.actor, need, by_link=True)}
        steps = (
            [(s, VERBS.get(s.verb, s.verb)) for s in queries.steps_of(need, is_own=True)]
            if need.case.is_open
            else []
        )
        needs.append(
            (need, need.get_what_display(), STATES[need.case.state], GREEN.get(need.green, ""), verbs, steps)
        )
    context = {
        "one": one,
        "token": opened.token,
        "needs": needs,
        "form": form or NeedForm(initial={"key": uuid.uuid4()}),
        "again": again or WordsForm(),
        "note": note,
        "shops": shops_of_enterprise(enterprise_id=one.pk),
        "listens": one.told_since is not None
        and one.account_id == (reader.account.pk if reader.account else 0),
        "log_in": f"{reverse('resident:log-in')}?next={opened.request.path}",
    }
    return page(opened.request, "enterprise/page", reader, "", context, status=status, office=one.office)


STALE = gettext_lazy("这一页放得久了一点，再按一次就行。")


@require_POST
@kindly
def file_need(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """File a need as the enterprise."""
    opened = open_link(request, pk, token)
    form = NeedForm(request.POST)
    if is_stale:
        return _page(opened, form=NeedForm(initial=request.POST.dict()), note=str(STALE))
    if not form.is_valid():
        return _page(opened, form=form, status=422)
    data = form.cleaned_data
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        need = operations.file_need(
            actor=opened.reader.actor,
            at=opened.at,
            enterprise=opened.one,
            what=data["what"],
            text=data["text"],
            wanted=data["wanted"],
            by_link=True,
            key=data["key"],
        )
    except Refusal as refusal:
        return _page(opened, form=form, note=words_of(refusal), status=status_of(refusal))
    messages.success(request, _("收到了，编号 %(number)s。") % {"number": need.case.number})
    return opened.go()


@require_POST
@kindly
def act_on_need(
    request: HttpRequest, pk: int, token: str, number: str, verb: str, *, is_stale: bool
) -> HttpResponse:
    """Say that a need is solved, or what is not, or take it back."""
    opened = open_link(request, pk, token)
    if is_stale:
        return _page(opened, note=str(STALE))
    by: dict[str, Any] = {
        "actor": opened.reader.actor,
        "number": number,
        "at": opened.at,
        "enterprise": opened.one,
    }
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        if verb == "confirm":
            operations.confirm_need(**by)
        elif verb == "withdraw":
            operations.withdraw_need(**by)
        else:
            form = WordsForm(request.POST)
            if not form.is_valid():
                return _page(opened, again=form, note=_("请写一下哪里没解决。"), status=422)
            operations.reopen_need(answer=form.cleaned_data["answer"], **by)
    except operations.NotTheirLink:
        raise Http404 from None
    except Refusal as refusal:
        return _page(opened, note=words_of(refusal), status=status_of(refusal))
    messages.success(request, _("记下了。"))
    return opened.go()


@require_POST
@kindly
def be_told(request: HttpRequest, pk: int, token: str, verb: str, *, is_stale: bool) -> HttpResponse:
    """Agree to be told what concerns the enterprise, or take that back."""
    opened = open_link(request, pk, token)
    if is_stale:
        return _page(opened, note=str(STALE))
    if opened.reader.account is None:
        return redirect(
            f"{reverse('resident:log-in')}?next={reverse('resident:enterprise', args=[pk, token])}"
        )
    if verb == "listen":
        operations.listen(actor=opened.reader.actor, at=opened.at, enterprise=opened.one)
    else:
        operations.stop_listening(actor=opened.reader.actor, enterprise=opened.one)
    return opened.go()
