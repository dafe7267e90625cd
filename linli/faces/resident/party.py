"""A member's own page on the phone: where they belong, the doors they link, words to pass on, needs to bring up."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.faces.parts.inputs import KeyField, WordsField
from linli.faces.parts.shapes import State
from linli.faces.resident.account import residents_only
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.supervision.models import Responsibility
from linli.pillars.governance.supervision.queries import duties_of_unit
from linli.pillars.party.contacts import operations, queries
from linli.pillars.party.life import queries as life
from linli.pillars.party.study import queries as study
from linli.pillars.party.study.rules import Standing
from linli.pillars.party.study.texts import QUIZ_STANDINGS, SHAPES
from linli.pillars.party.study.texts import STANDINGS as STUDIED
from linli.pillars.party.team.queries import own_honours
from linli.pillars.service.volunteers.queries import open_posts


class RaiseForm(forms.Form):
    """What a neighbour needs."""

    key = KeyField()
    text = WordsField(
        label=gettext_lazy("街坊有什么事"),
        most=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写清几号楼、什么事。和平时反映问题一样办，不会写是谁带上来的。"),
    )


class KnownForm(forms.Form):
    """By which name the doors one links may know one, and that one agrees to what they learn by it."""

    shown_name = WordsField(
        label=gettext_lazy("愿意让街坊怎么称呼"), most=20, help_text=gettext_lazy("如：李老师")
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("我联系的那些户，登录以后会看到我的称呼和“先锋户”三个字，也就知道我是党员。"),
        error_messages={"required": gettext_lazy("不同意就不用填，街坊看不到您。")},
    )


def _state(standing: Standing) -> State:
    return State(SHAPES[standing], STUDIED[standing])  # type: ignore[arg-type]


def _quiz_state(standing: Standing) -> State:
    return State(SHAPES[standing], QUIZ_STANDINGS[standing])  # type: ignore[arg-type]


def _page(
    request: HttpRequest,
    reader: Reader,
    *,
    status: int = 200,
    raising: RaiseForm | None = None,
    knowing: KnownForm | None = None,
) -> HttpResponse:
    own = queries.own_of(reader.account) if reader.account is not None else None
    at = clock.now()
    found = study.own_study(member=own.member, at=at) if own else None
    context = {
        "own": own,
        "meetings": life.ahead_for(member=own.member, at=at) if own else [],
        "duties": [
            (duty, dict(Responsibility.Of.choices)[duty.of])
            for duty in duties_of_unit(unit=own.member.organisation_id, today=clock.local(at).date())
        ]
        if own and own.member.position
        else [],
        "posts": [
            (row.emergency, post, max(0, post.capacity - post.going))
            for row in (open_posts(at=at, office=own.member.office) if own else ())
            for post in row.posts
        ],
        "honours": own_honours(member=own.member) if own else [],
        "topics": [(row, _state(row.standing)) for row in found.topics] if found else [],
        "quizzes": [(row, _quiz_state(row.standing)) for row in found.quizzes] if found else [],
        "raise_form": raising or RaiseForm(initial={"key": uuid.uuid4()}),
        "known_form": knowing or KnownForm(initial={"shown_name": own.shown_name if own else ""}),
        "is_agreeing": knowing is not None,
    }
    response = page(request, "party_me", reader, "account", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@contextmanager
def _absent() -> Iterator[None]:
    """Let what is not somebody's be absent for them."""
    try:
        yield
    except operations.NotAVanguard:
        raise Http404 from None


@require_safe
@residents_only
def me(request: HttpRequest, *, reader: Reader) -> HttpResponse:
    """Show a member their own page; everybody else reads that there is nothing of theirs here."""
    return _page(request, reader)


@require_POST
@kindly
@residents_only
def told(request: HttpRequest, pk: int, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Say that one told one's doors."""
    if not is_stale and reader.account is not None:
        with _absent():
            operations.tell_doors(account=reader.account, at=clock.now(), passing=pk)
    return redirect("resident:party-me")


@require_POST
@kindly
@residents_only
def known(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Agree that the doors one links may know one, or take it back: at once, without a reason."""
    assert reader.account is not None
    at, form = clock.now(), KnownForm(request.POST)
    with _absent():
        if "withdraw" in request.POST:
            operations.be_known_no_more(account=reader.account, at=at)
            messages.success(request, _("收回了，街坊看不到了。"))
        elif is_stale or not form.is_valid():
            if queries.own_vanguard(reader.account) is None:
                raise Http404
            return _page(request, reader, status=422, knowing=form)
        else:
            name = form.cleaned_data["shown_name"]
            operations.agree_to_be_known(account=reader.account, at=at, shown_name=name)
            messages.success(request, _("记下了，您联系的街坊看得到。"))
    return redirect("resident:party-me")


@require_POST
@kindly
@residents_only
def bring_up(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Bring a neighbour's need up: a report like any."""
    assert reader.account is not None
    form = RaiseForm(request.POST)
    own = queries.own_vanguard(reader.account)
    if own is None:
        raise Http404
    if is_stale or not form.is_valid():
        return _page(request, reader, status=422, raising=form)
    at = clock.now()
    try:
        filed = reports.file_report(
            actor=reader.actor,
            at=at,
            text=form.cleaned_data["text"],
            area=own.member.grid or own.community,
            account_id=reader.account.pk,
            phone=reader.account.phone,
            name=reader.account.name,
            key=form.cleaned_data["key"],
        )
        operations.raise_need(account=reader.account, at=at, case=filed.report.case)
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, reader, status=422, raising=form)
    messages.success(
        request, _("收到了，编号 %(number)s，在“我的事”里看进展。") % {"number": filed.report.case.number}
    )
    return redirect("resident:party-me")
