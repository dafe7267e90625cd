"""Exchange at the desk: what enterprises have and need, read before it is shown, who answered, what came of it."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.parts.exchangeform import ExchangeForm
from linli.faces.parts.inputs import WordsField
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Pages
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import queries as enterprises
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.exchange import operations, policies, queries
from linli.pillars.service.exchange.models import ExchangePost
from linli.pillars.service.exchange.queries import PostRow
from linli.pillars.service.exchange.rules import OWN_ENDS, End

reading = desk_for(policies.reads_some, gettext_lazy("企业之间的对接归网格、社区和街道。"))
VIEWS: Final = (
    ("waiting", gettext_lazy("等街道看")),
    ("shown", gettext_lazy("登出来了")),
    ("sent_back", gettext_lazy("退回修改")),
    ("ended", gettext_lazy("结束了")),
)
ACTS: Final = ("show", "back", "end")


class BackForm(forms.Form):
    """What must change."""

    reason = WordsField(label=gettext_lazy("要改什么"), most=200)


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("结果怎样"),
        choices=[one for one in ExchangePost.End.choices if one[0] != End.OVER],
    )


def _view(request: DeskRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in dict(VIEWS) else VIEWS[0][0]


def _said(row: PostRow) -> tuple[str, str, str]:
    state = dict(ExchangePost.End.choices)[row.end_reason] if row.end_reason else None
    return (
        str(dict(ExchangePost.Side.choices)[row.side]),
        str(dict(ExchangePost.What.choices)[row.what]),
        str(state or dict(ExchangePost.State.choices)[row.state]),
    )


@reading
@require_GET
def exchange(request: DeskRequest) -> HttpResponseBase:
    """List what the enterprises one keeps have and need."""
    view, before = _view(request), request.GET.get("before", "")
    at = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows, after = queries.posts_of(actor=request.actor, view=view, before=at)
    context = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "view": view,
        "rows": [(row, *_said(row), view == "waiting" and row.read_by < request.at) for row in rows],
        "pages": Pages(after_url=f"{reverse('desk:exchange')}?view={view}&before={after}" if after else ""),
    }
    return furniture.page(request, "desk/exchange/list.html", context)


@reading
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook, as it is shown."""
    rows, _more = queries.posts_of(actor=request.actor, view=_view(request), size=MOST_ROWS)
    heads = (
        _("有还是要"), _("哪一类"), _("一句话"), _("说清楚"), _("企业"), _("网格"), _("哪天登的"), _("登到哪天"),
        _("几家回话"), _("谈成几家"), _("结果怎样"),
    )  # fmt: skip

    def cells(row: PostRow) -> tuple[object, ...]:
        side, what, state = _said(row)
        day = clock.local(row.posted_at).date().isoformat()
        until = row.until_date.isoformat()
        return (
            side,
            what,
            row.title,
            row.words,
            row.enterprise,
            row.area,
            day,
            until,
            row.replies,
            row.agreed,
            state,
        )

    return sheet_response(_("资源对接"), [(str(head), 18.0) for head in heads], map(cells, rows), request.at)


@reading
@require_GET
def post(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show one with its answers and what can be done."""
    return _page(request, pk)


def _page(
    request: DeskRequest, pk: int, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    one = queries.get_post(actor=request.actor, pk=pk)
    held = given or {}
    decides = policies.decides(request.actor, one)
    outcome = held.get("end") or OutcomeForm()
    if not decides:
        own = [choice for choice in ExchangePost.End.choices if choice[0] in OWN_ENDS]
        outcome.fields["outcome"].choices = own  # type: ignore[attr-defined]
    context = {
        "one": one,
        "replies": [(reply, reply.get_state_display()) for reply in queries.replies_to(one)],
        "may_show": decides and one.state == ExchangePost.State.WAITING,
        "may_back": decides and one.state in (ExchangePost.State.WAITING, ExchangePost.State.SHOWN),
        "is_open": one.state != ExchangePost.State.ENDED,
        "back": held.get("back") or BackForm(),
        "outcome": outcome,
        "word": one.get_end_reason_display() or one.get_state_display(),
    }
    return furniture.page(request, "desk/exchange/post.html", context, status=status)


@reading
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Show it, send it back, or end it with what came of it."""
    one = queries.get_post(actor=request.actor, pk=pk)
    form: forms.Form | None = {"back": BackForm, "end": OutcomeForm}.get(verb, forms.Form)(request.POST)
    if form is not None and not form.is_valid():
        return _page(request, pk, {verb: form}, status=422)
    who: dict[str, Any] = {"actor": request.actor, "at": request.at, "post": one}
    if verb == "show":
        operations.show_exchange(**who)
    elif verb == "back" and form is not None:
        operations.send_exchange_back(reason=form.cleaned_data["reason"], **who)
    elif form is not None:
        operations.end_exchange(outcome=form.cleaned_data["outcome"], **who)
    messages.success(request, _("记下了。"))
    return redirect("desk:exchange-post", pk=pk)


@reading
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say for an enterprise what it has or needs."""
    try:
        one = enterprises.get_enterprise(actor=request.actor, pk=pk)
    except NoSuchEnterprise:
        raise Http404 from None
    form = ExchangeForm(request.POST or None, initial={"key": uuid.uuid4()})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.post_exchange(
                actor=request.actor,
                at=request.at,
                enterprise=one,
                said=form.said,
                key=form.cleaned_data["key"],
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal, request.at))
            status = status_of(refusal)
        else:
            messages.success(request, _("登记了，街道看过就给大家看。"))
            return redirect("desk:exchange-post", pk=made.pk)
    return furniture.page(request, "desk/exchange/new.html", {"form": form, "one": one}, status=status)
