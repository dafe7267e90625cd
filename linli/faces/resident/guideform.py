"""The application form of an item, filled in at home and printed: fields by one's situation, nothing asked twice.

It comes from data (`rules.form`), works without JavaScript, and is read and given back in one breath: nothing of it is
kept by the office until somebody hands it in.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.faces.parts.words import in_language
from linli.faces.resident.guide import item_of, open_guide, papers_of, which_office
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader
from linli.faces.resident.stale import kindly
from linli.pillars.service.catalog.rules import form as forming
from linli.pillars.service.catalog.rules import situations
from linli.pillars.service.catalog.rules.item import FieldKind, FormField, Item, Known, Line
from linli.pillars.service.catalog.texts import WRONG

_MODES: Final = {
    FieldKind.NUMBER: "numeric",
    FieldKind.MONEY: "decimal",
    FieldKind.PHONE: "tel",
    FieldKind.BANK_CARD: "numeric",
}


def _said(line: Line) -> str:
    return in_language(line.zh, line.en)


def _choices(field: FormField) -> list[tuple[str, str]]:
    if field.kind is FieldKind.YES_NO:
        return [("yes", _("是")), ("no", _("否"))]
    return [(choice.code, _said(choice.words)) for choice in field.choices]


class DataForm(forms.Form):
    """The fields that a situation asks, as widgets; what is right is the item's data to say."""

    def __init__(self, fields: tuple[FormField, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in fields:
            widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off"})
            if field.kind is FieldKind.LONG:
                widget = forms.Textarea(attrs={"rows": 3})
            elif field.kind is FieldKind.DAY:
                widget = forms.TextInput(attrs={"placeholder": "2026-11-22"})
            elif choices := _choices(field):
                widget = forms.RadioSelect(choices=choices)
            elif mode := _MODES.get(field.kind):
                widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
            self.fields[field.code] = forms.CharField(
                label=_said(field.words),
                help_text=_said(field.help),
                required=field.is_required,
                widget=widget,
            )
            # What is missing is told in the words of the data, with everything else that is wrong.
            self.fields[field.code].validators = []


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def fill(request: HttpRequest, code: str, *, is_stale: bool) -> HttpResponse:
    """Show the form for one's situation; filled in well, it comes back as paper to print and sign."""
    reader, office, several, at = open_guide(request)
    if office is None:
        return which_office(request, reader, several, code)
    item = item_of(office, code).item
    situation = situations.accepted(item, {q.code: request.GET.get(q.code, "") for q in item.questions})
    own = {**situation, **({"office": str(office.pk)} if several else {})}
    asking = f"{reverse('resident:guide-list', args=[code])}?{urlencode(own)}"
    if not item.form or not situations.is_complete(item, situation):
        return redirect(asking)
    context: dict[str, Any] = {"item": item, "back_url": asking, "note": ""}
    if request.method != "POST":
        known = forming.known_values(item, _known(reader), situation)
        fields = forming.fields_for(item, situation, known)
        context["form"] = DataForm(fields, initial=known)
        context["is_known"] = bool(known)
        return page(request, "guide/form", reader, "", context, office=office)
    filled = forming.read_form(item, situation, {name: str(value) for name, value in request.POST.items()})
    if is_stale or not filled.is_good:
        typed = DataForm(filled.fields, data=request.POST)
        typed.full_clean()
        typed.errors.clear()
        for name, wrong in filled.wrong.items():
            typed.add_error(name, str(WRONG[wrong]))
        context["form"] = typed
        context["note"] = _("这一页放得久了一点，再按一次就行。") if is_stale else ""
        status = 200 if is_stale else 422
        return page(request, "guide/form", reader, "", context, office=office, status=status)
    context |= {
        "rows": _rows(item, situation, filled),
        "papers": papers_of(item, situation),
        "office": office,
        "office_name": str(office),
        "at": at,
    }
    response = render(request, "resident/guide/form_paper.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _known(reader: Reader) -> dict[Known, str]:
    """Say what the office knows of who is logged in."""
    if reader.account is None:
        return {}
    return {Known.NAME: reader.account.name, Known.PHONE: reader.account.phone}


def _rows(item: Item, situation: dict[str, str], filled: forming.Filled) -> list[tuple[str, str]]:
    """List the situation and what was filled in, in words, as they stand on the paper."""
    found = []
    for question in item.questions:
        if question.code in situation:
            named = {c.code: _said(c.words) for c in question.choices} or {"yes": _("是"), "no": _("否")}
            found.append((_said(question.words), named[situation[question.code]]))
    for field in filled.fields:
        value = filled.values.get(field.code, "")
        found.append((_said(field.words), dict(_choices(field)).get(value, value)))
    return found


@require_safe
def schema(request: HttpRequest, code: str) -> HttpResponse:
    """Give the form as JSON Schema, for programs that fill it in."""
    reader, office, several, _at = open_guide(request)
    if office is None:
        return which_office(request, reader, several, code)
    return JsonResponse(
        forming.schema_of(item_of(office, code).item), json_dumps_params={"ensure_ascii": False}
    )
