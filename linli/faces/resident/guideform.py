"""The application form of an item, filled in at home and printed: fields by one's situation, nothing asked twice.

It comes from data (`rules.form`), works without JavaScript, and is read and given back in one breath: nothing of it is
kept by the office until somebody hands it in.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.faces.parts import dataform
from linli.faces.parts.dataform import DataForm
from linli.faces.resident.guide import item_of, open_guide, papers_of, which_office
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader
from linli.faces.resident.stale import kindly
from linli.pillars.service.catalog.rules import form as forming
from linli.pillars.service.catalog.rules import situations
from linli.pillars.service.catalog.rules.item import Item, Known


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
        context["form"] = DataForm(item, situation, known)
        context["is_known"] = bool(known)
        return page(request, "guide/form", reader, "", context, office=office)
    given = dataform.given_in(item, request.POST)
    filled = forming.read_form(item, situation, given)
    if is_stale or not filled.is_good:
        typed = DataForm(item, situation, given)
        if not is_stale:
            typed.tell(filled)
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
            named = {c.code: dataform.said(c.words) for c in question.choices}
            named = named or {"yes": _("是"), "no": _("否")}
            found.append((dataform.said(question.words), named[situation[question.code]]))
    for field in filled.fields:
        value = filled.values.get(field.code, "")
        found.append((dataform.said(field.words), dataform.answer_of(field, value)))
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
