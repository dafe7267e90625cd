"""Exchange between enterprises: everybody reads what is shown; over its private link an enterprise posts and answers."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.people.knocks import knock
from linli.faces.parts.exchangeform import ExchangeForm
from linli.faces.parts.inputs import WordsField
from linli.faces.resident import doors
from linli.faces.resident.enterprises import STALE, Opened, open_link
from linli.faces.resident.guide import office_for
from linli.faces.resident.pages import page
from linli.faces.resident.readers import reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.exchange import operations, queries
from linli.pillars.service.exchange.models import ExchangePost, ExchangeReply
from linli.pillars.service.exchange.policies import NoSuchPost
from linli.pillars.service.exchange.rules import OWN_ENDS

SHOWN = 50
VERBS = frozenset({"reply", "agreed", "declined", "end", "hide"})


class ReplyForm(forms.Form):
    """We can."""

    words = WordsField(label=gettext_lazy("我们可以"), most=300, widget=forms.Textarea(attrs={"rows": 2}))
    shows_contact = forms.BooleanField(label=gettext_lazy("同意让对方看到我们的联系人和电话"), required=False)


@require_safe
def exchange(request: HttpRequest) -> HttpResponseBase:
    """List what enterprises have and need, the newest first."""
    at = clock.now()
    reader = reader_of(request, at)
    office, choices = office_for(request, reader)
    side = request.GET.get("side", "")
    rows = queries.shown_posts(at=at, office=office, side=side)
    sides = [("", _("全部"), side not in ExchangePost.Side.values)]
    sides += [(code, str(word), code == side) for code, word in ExchangePost.Side.choices]
    context = {"rows": rows[:SHOWN], "sides": sides, "side": side, "offices": choices}
    return page(request, "exchange/list", reader, "home", context)


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one; its contact only where the enterprise agreed."""
    at = clock.now()
    try:
        one = queries.get_shown(pk=pk, at=at)
    except NoSuchPost:
        raise Http404(_("没有这一条，或者已经撤下了。")) from None
    return page(request, "exchange/post", reader_of(request, at), "home", {"one": one}, office=one.office)


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def mine(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponseBase:
    """Show an enterprise its own with the answers, and the others' to answer; take a new one."""
    opened = open_link(request, pk, token)
    if request.method != "POST":
        return _page(opened)
    form = ExchangeForm(request.POST)
    if is_stale:
        return _page(opened, form=form, note=str(STALE))
    if not form.is_valid():
        return _page(opened, form=form, status=422)
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        operations.post_exchange(
            actor=opened.reader.actor,
            at=opened.at,
            enterprise=opened.one,
            said=form.said,
            by_link=True,
            key=form.cleaned_data["key"],
        )
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(opened, form=form, status=status_of(refusal))
    messages.success(request, _("收到了，街道看过就给大家看。"))
    return redirect("resident:enterprise-exchange", pk=pk, token=token)


def _page(
    opened: Opened,
    *,
    form: ExchangeForm | None = None,
    reply: tuple[int, ReplyForm] | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    one = opened.one
    replied = queries.replies_of_enterprise(one)
    others = [
        (
            post,
            replied.get(post.pk),
            reply[1] if reply and reply[0] == post.pk else ReplyForm(auto_id=f"r{post.pk}-%s"),
        )
        for post in queries.shown_posts(at=opened.at, office=one.office)[:SHOWN]
        if post.enterprise_id != one.pk
    ]
    context = {
        "one": one,
        "token": opened.token,
        "posts": [
            (m.post, m.replies, m.post.state != ExchangePost.State.ENDED)
            for m in queries.posts_of_enterprise(one)
        ],
        "others": others,
        "outcomes": [(code, word) for code, word in ExchangePost.End.choices if code in OWN_ENDS],
        "form": form or ExchangeForm(initial={"key": uuid.uuid4()}),
        "note": note,
    }
    return page(
        opened.request, "enterprise/exchange", opened.reader, "", context, status=status, office=one.office
    )


@require_POST
@kindly
def act(
    request: HttpRequest, pk: int, token: str, post_id: int, verb: str, *, is_stale: bool
) -> HttpResponse:
    """Answer somebody's post; say what came of an answer; end one's own; take back the consent to show the contact."""
    opened = open_link(request, pk, token)
    if verb not in VERBS:
        raise Http404
    if is_stale:
        return _page(opened, note=str(STALE))
    found = ExchangePost.objects.filter(pk=post_id, office=opened.one.office_id).first()
    if found is None:
        raise Http404
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        if verb == "reply":
            form = ReplyForm(request.POST, auto_id=f"r{post_id}-%s")
            if not form.is_valid():
                return _page(opened, reply=(post_id, form), status=422)
            operations.reply_exchange(at=opened.at, post=found, by=opened.one, **form.cleaned_data)
        else:
            _do(request, opened, found, verb)
    except NoSuchPost:
        raise Http404(_("没有这一条，或者已经撤下了。")) from None
    except Refusal as refusal:
        return _page(opened, note=words_of(refusal), status=status_of(refusal))
    messages.success(request, _("记下了。"))
    return redirect("resident:enterprise-exchange", pk=pk, token=token)


def _do(request: HttpRequest, opened: Opened, found: ExchangePost, verb: str) -> None:
    mine: dict[str, Any] = {"by": opened.one}
    if verb == "hide":
        operations.hide_contact(post=found, **mine)
    elif verb == "end":
        outcome = request.POST.get("outcome", "")
        if outcome not in OWN_ENDS:
            raise operations.PostMoved
        operations.end_exchange(actor=opened.reader.actor, at=opened.at, post=found, outcome=outcome, **mine)
    else:
        asked = request.POST.get("reply", "")
        which = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
        reply = ExchangeReply.objects.filter(pk=which, post=found).first()
        if reply is None:
            raise NoSuchPost
        operations.settle_reply(at=opened.at, reply=reply, agreed=verb == "agreed", **mine)
