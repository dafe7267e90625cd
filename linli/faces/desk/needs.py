"""What enterprises need, at the desk: one list for stewards, centre and departments, and every verb as a form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.formmoves import make_by_form
from linli.faces.desk.guards import seeing
from linli.faces.parts.inputs import KeyField, WordsField
from linli.faces.parts.shapes import Pages
from linli.pillars.service.enterprises import operations, queries
from linli.pillars.service.enterprises.models import EnterpriseNeed
from linli.pillars.service.enterprises.policies import keeps_at, keeps_some
from linli.pillars.service.enterprises.texts import GREEN, STATES, VERBS


class PressForm(forms.Form):
    """A verb that asks for nothing."""

    key = KeyField()


class AnswerForm(PressForm):
    """What the enterprise reads."""

    answer = WordsField(
        label=gettext_lazy("写给企业的话"), most=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class NoteForm(PressForm):
    """What only those who handle it read."""

    note = WordsField(label=gettext_lazy("备注"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ToForm(PressForm):
    """To whom it goes."""

    to = forms.ModelChoiceField(label=gettext_lazy("交给谁"), queryset=Unit.objects.none())
    note = WordsField(label=gettext_lazy("交代几句"), most=1000, required=False)


Verb = Callable[..., Any]
VERBS_HERE: Final[dict[str, tuple[Verb, type[forms.Form]]]] = {
    "accept": (operations.accept_need, PressForm),
    "settle": (operations.settle_need, AnswerForm),
    "dispatch": (operations.dispatch_need, ToForm),
    "rule": (operations.rule_need, ToForm),
    "confirm": (operations.confirm_need, PressForm),
    "reopen": (operations.reopen_need, AnswerForm),
    "send-back": (operations.send_need_back, NoteForm),
    "refuse": (operations.refuse_need, AnswerForm),
    "note": (operations.note_need, NoteForm),
}
DANGER: Final = frozenset({"refuse", "send-back"})


@seeing
@require_GET
def needs(request: DeskRequest) -> HttpResponseBase:
    """List the needs one may see: open ones with the green channel first, or those that ended."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    shows_ended = request.GET.get("all") == "1"
    rows, after = queries.needs_of(actor=request.actor, is_open=not shows_ended, before=before)
    kinds = dict(EnterpriseNeed.Kind.choices)
    context = {
        "rows": [(row, kinds[row.what], STATES[row.state], GREEN.get(row.green, "")) for row in rows],
        "shows_ended": shows_ended,
        "pages": Pages(after_url=f"{reverse('desk:needs')}?all=1&before={after}" if after else ""),
        "keeps": keeps_some(request.actor),
    }
    return furniture.page(request, "desk/needs/list.html", context)


@seeing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook."""
    shows_ended = request.GET.get("all") == "1"
    rows, _more = queries.needs_of(actor=request.actor, is_open=not shows_ended, size=MOST_ROWS)
    kinds = dict(EnterpriseNeed.Kind.choices)
    columns = [
        (str(_("编号")), 16.0),
        (str(_("企业")), 28.0),
        (str(_("哪一类")), 14.0),
        (str(_("说什么")), 44.0),
        (str(_("绿色通道")), 14.0),
        (str(_("状态")), 16.0),
        (str(_("谁在办")), 18.0),
        (str(_("提出时间")), 17.0),
        (str(_("期限")), 17.0),
    ]
    cells = (
        (
            row.number,
            row.enterprise,
            str(kinds[row.what]),
            row.text,
            str(GREEN.get(row.green, "")),
            str(STATES[row.state]),
            row.holder,
            row.filed_at,
            row.due_at,
        )
        for row in rows
    )
    return sheet_response(_("企业诉求"), columns, cells, request.at)


@seeing
@require_GET
def need(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show a need, its history and what can be done about it."""
    return _page(request, number)


def _page(
    request: DeskRequest, number: str, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.need_page(actor=request.actor, number=number)
    one, case = page.need, page.need.case
    open_verbs = {move.verb.replace("_", "-") for move in page.moves}
    held = given or {}
    moves = []
    for verb, (_do, kind) in VERBS_HERE.items():
        if verb not in open_verbs and verb not in held:
            continue
        form = held.get(verb) or kind(prefix=verb, initial={"key": uuid.uuid4()})
        _fill(form, one)
        word = VERBS[verb.replace("-", "_")]
        moves.append((verb, reverse(f"desk:need-{verb}", args=[number]), word, form, verb in DANGER))
    context = {
        "page": page,
        "need": one,
        "case": case,
        "what": one.get_what_display(),
        "state": STATES[case.state],
        "green": GREEN.get(one.green, ""),
        "steps": [(step, VERBS.get(step.verb, step.verb)) for step in page.steps],
        "moves": moves,
        "keeps": keeps_at(request.actor, case.area),
    }
    return furniture.page(request, "desk/needs/need.html", context, status=status)


def _fill(form: forms.Form, one: EnterpriseNeed) -> None:
    if isinstance(form, ToForm):
        ids = [unit.pk for unit in queries.units_for(need=one)]
        rows = Unit.objects.filter(pk__in=ids).select_related("parent").order_by("kind", "order")
        form.fields["to"].queryset = rows  # type: ignore[attr-defined]


@seeing
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make one move."""
    operate, kind = VERBS_HERE[verb]
    one = queries.get_need(actor=request.actor, number=number)
    form = kind(request.POST, prefix=verb)
    _fill(form, one)
    return make_by_form(
        request,
        number=number,
        operate=operate,
        form=form,
        again=lambda status: _page(request, number, {verb: form}, status=status),
        words=VERBS[verb.replace("-", "_")],
        to="desk:need",
    )
