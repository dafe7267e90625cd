"""What is public before it is decided (公示): name, community, what for, how long; an objection, and what became of it.

The law wants it read by the neighbours and by nobody after its time: no page of it is kept by a browser or found by a
search engine, it has no search and no file to take away, and when its days are over the address is empty.
"""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.flow.refusals import NoSuchCase
from linli.base.people.knocks import knock
from linli.faces.parts.inputs import KeyField
from linli.faces.resident import doors, qr
from linli.faces.resident.forms import KEY, MOST_NOTE, WordsField
from linli.faces.resident.guide import open_guide
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import operations, queries
from linli.pillars.service.applications.queries import PublicRow, last_day

MOST_CONTACT = 60


class ObjectForm(forms.Form):
    """What somebody knows that speaks against it; who they are they say or not."""

    words = WordsField(
        most=MOST_NOTE,
        label=gettext_lazy("哪里不符合"),
        help_text=gettext_lazy("写您知道的事实：比如有房出租、有车、不住这里。只有街道窗口和领导看得到。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = WordsField(
        most=MOST_CONTACT,
        required=False,
        label=gettext_lazy("怎么联系您"),
        help_text=gettext_lazy("可以不留。留了，有不清楚的好问您。"),
    )
    idempotency_key = KeyField()


def _kept_out(response: HttpResponse) -> HttpResponse:
    """Ask every machine that reads along to keep nothing."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def publicity(request: HttpRequest) -> HttpResponse:
    """List what is public now, by community, one's own first; `print` gives the sheet of one community for its wall."""
    reader, office, several, at = open_guide(request)
    if office is None:
        return page(request, "guide/offices", reader, "home", {"offices": several}, office=None)
    given = request.GET.get("area", "")
    area = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
    rows = queries.publicity_list(office=office, at=at, area=area)
    home = home_of(reader)
    own = home.parent_id if home is not None else None
    groups = [(key, list(found)) for key, found in groupby(rows, key=lambda row: (row.area_id, row.area))]
    groups.sort(key=lambda group: group[0][0] != own)
    here = reverse("resident:publicity") + (f"?office={office.pk}&" if several else "?")
    context: dict[str, Any] = {
        "groups": [
            (name, [(row, last_day(row.until)) for row in found], f"{here}area={pk}&print=1")
            for (pk, name), found in groups
        ],
        "at": at,
        "office": office,
    }
    if request.GET.get("print"):
        link = settings.PUBLIC_URL + here.rstrip("?&")
        context |= {"link": link, "qr": qr.code_of(link), "office_name": str(office)}
        return _kept_out(page(request, "publicity/sheet", reader, "", context, office=office))
    return _kept_out(page(request, "publicity/list", reader, "home", context, office=office))


def _one(pk: int) -> tuple[PublicRow, str, Any]:
    try:
        return queries.public_notice(pk=pk, at=clock.now())
    except NoSuchCase:
        raise Http404(_("这条公示已经期满撤下，或者没有这条公示。")) from None


def _page(
    request: HttpRequest, pk: int, form: ObjectForm | None = None, *, note: str = "", status: int = 200
) -> HttpResponse:
    row, _number, office = _one(pk)
    context = {
        "row": row,
        "last_day": last_day(row.until),
        "form": form or ObjectForm(initial={KEY: uuid.uuid4()}),
        "note": note,
        "back_url": reverse("resident:publicity"),
    }
    reader = reader_of(request, clock.now())
    return _kept_out(page(request, "publicity/one", reader, "", context, office=office, status=status))


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one publicity with the form to object; after its days there is nothing here."""
    return _page(request, pk)


@require_POST
@kindly
def object_to_application(request: HttpRequest, pk: int, *, is_stale: bool) -> HttpResponse:
    """Take an objection by anybody, with or without a name, and give its receipt."""
    at = clock.now()
    reader = reader_of(request, at)
    row, number, _office = _one(pk)
    form = ObjectForm(request.POST)
    if is_stale:
        return _page(request, pk, form, note=_("这一页放得久了一点。您写的都在，再按一次就行。"))
    if not form.is_valid():
        return _page(request, pk, form, status=422)
    key = form.cleaned_data[KEY] or uuid.uuid4()
    try:
        knock(doors.SAY, reader.address, at)
        operations.object_to_application(
            actor=reader.actor,
            number=number,
            at=at,
            words=form.cleaned_data["words"],
            contact=form.cleaned_data["contact"],
            key=key,
        )
    except Refusal as refusal:
        return _page(request, row.id, form, note=words_of(refusal), status=status_of(refusal))
    made = queries.objection_by_key(number=number, key=key)
    if made is None:
        raise Http404
    return redirect("resident:objection", pk=made.pk, token=operations.objection_token(made))


@require_safe
def objection(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Show what became of an objection to whoever holds its receipt; it names nobody."""
    try:
        found = queries.objection_by_link(pk=pk, token=token)
    except NoSuchCase:
        raise Http404(_("没有找到这条异议。请核对回执上的链接。")) from None
    link = request.build_absolute_uri(reverse("resident:objection", args=[pk, token]))
    context = {"found": found, "link": link, "qr": qr.code_of(link)}
    reader = reader_of(request, clock.now())
    return _kept_out(page(request, "publicity/objection", reader, "mine", context, office=found.office))
