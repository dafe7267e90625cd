"""Elections of owners' committees for residents: asking for one, what is public, objecting, where to vote."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.flow.refusals import NoSuchCase
from linli.base.people.knocks import knock
from linli.faces.parts.ballots import BallotForm, answers
from linli.faces.parts.inputs import KeyField, WordsField
from linli.faces.parts.shapes import State
from linli.faces.resident import doors
from linli.faces.resident.account import residents_only
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation.texts import STATES as TOPIC_STATES
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import queries
from linli.pillars.governance.estates.policies import NoSuchEstate
from linli.pillars.governance.estates.queries import ElectionPage, VoteLine
from linli.pillars.governance.estates.texts import DATES, SHAPES, STATES, STEPS

_F = TypeVar("_F", bound=forms.Form)


class ProposeForm(forms.Form):
    """Why."""

    words = WordsField(
        label=gettext_lazy("为什么想选"), most=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写事，不写邻居的姓名电话"),
    )  # fmt: skip
    key = KeyField()


class ObjectForm(forms.Form):
    """What is wrong."""

    words = WordsField(label=gettext_lazy("哪里不对"), most=1000, widget=forms.Textarea(attrs={"rows": 4}))


@require_safe
def election(request: HttpRequest, number: str) -> HttpResponse:
    """Show an election to everybody: its step, its dates, what is public, how the votes stand."""
    return _show(request, _get(number))


def _get(number: str) -> ElectionPage:
    try:
        return queries.public_election(number=number)
    except NoSuchCase:
        raise Http404(_("没有这次选举。")) from None


def _show(
    request: HttpRequest,
    found: ElectionPage,
    ballot: BallotForm | None = None,
    objecting: ObjectForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page; what was typed and could not be taken stands in its form again."""
    case = found.case
    reader = reader_of(request, clock.now())
    votes = _open(found)
    context = {
        "page": found,
        "case": case,
        "compound": found.election.estate.compound,
        "state": State(SHAPES[case.state], STATES[case.state]),  # type: ignore[arg-type]
        "track": [(word, i < found.step, i == found.step) for i, word in enumerate(STEPS)],
        "dates": [(DATES[line.code], line) for line in found.dates],
        "votes": [(vote, TOPIC_STATES[vote.state], answers(vote.tallies)) for vote in found.votes],
        "answered": [o for o in found.objections if o.answered_at],
        "ballot": ballot or (BallotForm(votes=votes) if reader.account and votes else None),
        "can_vote": bool(votes),
        "open_votes": votes,
        "line": queries.line_of(account_id=reader.account.pk, votes=votes) if reader.account else None,
        "seats": found.election.seats or len(found.candidates),
        "is_choosing": 0 < found.election.seats < len(found.candidates),
        "is_public": case.state == "posted",
        "form": objecting or (ObjectForm() if case.state == "posted" and reader.account else None),
    }
    return page(request, "election", reader, "home", context, status=status)


def _aged(form: _F, *, is_stale: bool) -> _F:
    """Say in a form that its page was open for too long; what was typed stands in it."""
    if is_stale:
        form.add_error(None, _("这一页放得太久了，请再按一次。"))
    return form


def _open(found: ElectionPage) -> list[VoteLine]:
    return [vote for vote in found.votes if vote.state == "voting"]


@require_POST
@kindly
@residents_only
def vote(request: HttpRequest, number: str, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Vote for one's own door, on every question at once."""
    at = clock.now()
    found = _get(number)
    form = BallotForm(request.POST, votes=_open(found))
    if is_stale or not form.is_valid():
        return _show(request, found, _aged(form, is_stale=is_stale), status=422)
    try:
        knock(doors.FILE, reader.address, at)
        op.cast_ballot(actor=reader.actor, number=number, at=at, choices=form.choices())
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _show(request, found, form, status=status_of(refusal))
    messages.success(request, _("投好了，一户一张票，不能再改。"))
    return redirect("resident:election", number=number)


@require_POST
@kindly
@residents_only
def propose(request: HttpRequest, pk: int, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Ask that one's own compound elects a committee."""
    at = clock.now()
    try:
        compound = queries.open_to_all(pk=pk)
    except NoSuchEstate:
        raise Http404(_("没有这个小区。")) from None
    form = ProposeForm(request.POST)
    if is_stale or not form.is_valid():
        messages.error(request, _("请写清楚为什么想选。"))
        return redirect("resident:estate", pk=pk)
    try:
        knock(doors.FILE, reader.address, at)
        made = op.propose_election(
            actor=reader.actor,
            at=at,
            compound=compound,
            words=form.cleaned_data["words"],
            key=form.cleaned_data["key"] or uuid.uuid4(),
        )
    except Refusal as refusal:
        messages.error(request, str(words_of(refusal)))
        return redirect("resident:estate", pk=pk)
    messages.success(request, _("收到了，街道六十天内组织成立筹备组。"))
    return redirect("resident:election", number=made.case.number)


@require_POST
@kindly
@residents_only
def object_to(request: HttpRequest, number: str, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Object to what is public."""
    at = clock.now()
    found = _get(number)
    form = ObjectForm(request.POST)
    if is_stale or not form.is_valid():
        return _show(request, found, objecting=_aged(form, is_stale=is_stale), status=422)
    try:
        knock(doors.FILE, reader.address, at)
        op.object_to_election(actor=reader.actor, number=number, at=at, words=form.cleaned_data["words"])
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _show(request, found, objecting=form, status=status_of(refusal))
    messages.success(request, _("收到了，答复会写在这一页。"))
    return redirect("resident:election", number=number)
