"""Floating members at the desk: what is due for who is away or came, masked, only for who keeps their organisation."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.partymembers import knowing
from linli.faces.parts.inputs import DayField
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.floating import operations as op
from linli.pillars.party.floating import queries
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.floating.rules import PRESSING, Outcome, Told
from linli.pillars.party.floating.texts import DUES


class DayForm(forms.Form):
    """On which day."""

    on = DayField(label=gettext_lazy("哪天"), widget=forms.DateInput(attrs={"type": "date"}))


class EndForm(DayForm):
    """How it ended, and when."""

    outcome = forms.TypedChoiceField(
        label=gettext_lazy("怎么样了"), choices=FloatingMember.Outcome.choices, coerce=Outcome
    )


FORMS: Final[dict[str, type[DayForm]]] = {"register": DayForm, "contact": DayForm, "end": EndForm}
WORDS: Final = {
    "register": gettext_lazy("登记了"),
    "contact": gettext_lazy("联系过了"),
    "end": gettext_lazy("结束了"),
}
MAKE: Final[dict[str, Any]] = {
    "register": op.register_floating,
    "contact": op.contact_floating,
    "end": op.end_floating,
}


def told(one: Told) -> tuple[str, str, bool]:
    """Say what is due, by which rule, and whether it presses."""
    rule = _("本地约定") if one.source.is_local else f"{one.source.title} {one.source.clause}"
    return str(DUES[one.what]) % {"day": f"{one.on:%m-%d}"}, rule, one.what in PRESSING


@knowing
@require_GET
def floating(request: DeskRequest) -> HttpResponseBase:
    """List who is away or came, what is due first."""
    return _page(request)


def _page(
    request: DeskRequest, held: tuple[int, str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    today = clock.local(request.at).date()
    way = request.GET.get("way", "")
    way = way if way in FloatingMember.Way.values else ""
    rows = queries.floating_of(actor=request.actor, today=today, way=way)
    shown = []
    for row in rows:
        made = {verb: form(initial={"on": today}, prefix=f"{verb}{row.id}") for verb, form in FORMS.items()}
        if row.registered_on is not None:
            del made["register"]
        if held is not None and held[0] == row.id:
            made[held[1]] = held[2]  # type: ignore[assignment]
        acts = [(verb, WORDS[verb], form, bool(form.errors)) for verb, form in made.items()]
        is_open = any(wrong for *_rest, wrong in acts)
        shown.append((row, [told(one) for one in row.due], acts, is_open))
    context = {
        "rows": shown,
        "way": way,
        "ways": FloatingMember.Way.choices,
        "due": sum(any(pressing for _words, _rule, pressing in told) for _row, told, *_rest in shown),
    }
    return furniture.page(request, "desk/party/floating.html", context, status=status)


@knowing
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Write down that somebody was registered, asked after, or that it ended."""
    form = FORMS[verb](request.POST, prefix=f"{verb}{pk}")
    queries.get_floating(actor=request.actor, pk=pk)
    if not form.is_valid():
        return _page(request, (pk, verb, form), status=422)
    try:
        MAKE[verb](actor=request.actor, at=request.at, pk=pk, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, (pk, verb, form), status=refused_at(form, refusal, request.at))
    messages.success(request, _("记下了。"))
    return redirect("desk:party-floating")
