"""The list of applications, narrowed and as a sheet; a document on paper or as a Word file."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, urlencode

from django import forms
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.flow.models import Card
from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.applications.doors import working
from linli.faces.desk.applications.shapes import state_of
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.rail import takes_in
from linli.faces.parts.papers import DOCX, docx_of
from linli.faces.parts.shapes import Pages
from linli.faces.parts.words import in_language
from linli.kernel.papers import Sheet
from linli.pillars.service.applications import queries
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.queries import ApplicationRow, Filters
from linli.pillars.service.applications.rules import documents
from linli.pillars.service.applications.texts import CHANNELS, STATES

VIEW_WORDS: Final = {
    "open": gettext_lazy("在办"),
    "asked": gettext_lazy("等受理"),
    "decide": gettext_lazy("等决定"),
    "deliver": gettext_lazy("等送达"),
    "door": gettext_lazy("要上门"),
    "extension": gettext_lazy("等批延期"),
    "recheck": gettext_lazy("要复核"),
    "ended": gettext_lazy("办完的"),
}
ANY: Final = [("", gettext_lazy("不限"))]


class FilterForm(forms.Form):
    """Everything the list can be narrowed by."""

    q = forms.CharField(label=gettext_lazy("查找"), required=False, max_length=60)
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False, choices=[*ANY, *STATES.items()])
    item = forms.ChoiceField(label=gettext_lazy("事项"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("谁在办"), required=False)
    card = forms.ChoiceField(
        label=gettext_lazy("黄牌红牌"),
        required=False,
        choices=[*ANY, (Card.YELLOW.value, Card.YELLOW.label), (Card.RED.value, Card.RED.label)],
    )

    def __init__(self, data: QueryDict, items: list[tuple[str, str]], units: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["item"].choices = [*ANY, *items]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [*ANY, *units]  # type: ignore[attr-defined]
        self.is_valid()


def _filters(request: DeskRequest) -> tuple[Filters, FilterForm]:
    view = request.GET.get("view", "open")
    line = {unit_id for post in request.actor.posts for unit_id in post.line}
    below = Unit.objects.filter(parent__in=line, is_active=True) | Unit.objects.filter(
        pk__in=line, is_active=True
    )
    units = [(str(u.pk), str(u)) for u in below.exclude(kind="grid").order_by("kind", "order", "id")[:200]]
    form = FilterForm(request.GET, queries.item_choices(actor=request.actor), units)
    given = {name: form.cleaned_data.get(name, "") for name in ("state", "item", "card")}
    unit = form.cleaned_data.get("unit", "")
    filters = Filters(
        view=view if view in VIEW_WORDS else "open",
        words=form.cleaned_data.get("q", ""),
        unit=int(unit) if unit else None,
        **given,
    )
    return filters, form


@working
@require_GET
def applications(request: DeskRequest) -> HttpResponseBase:
    """List the applications one may see, newest first."""
    filters, form = _filters(request)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.applications_for_desk(
        actor=request.actor, filters=filters, at=request.at, before=before
    )
    kept = {k: v for k, v in request.GET.items() if k in {"q", "state", "item", "unit", "card"} and v}
    here = reverse("desk:applications")
    context = {
        "views": [(code, word, code == filters.view) for code, word in VIEW_WORDS.items()],
        "view": filters.view,
        "rows": [
            (row, in_language(row.item, row.item_en), state_of(row.state), doors_of(row)) for row in rows
        ],
        "form": form,
        "is_narrowed": bool(kept),
        "pages": Pages(
            after_url=f"{here}?{urlencode({**kept, 'view': filters.view, 'before': after})}" if after else ""
        ),
        "sheet_url": f"{reverse('desk:applications-sheet')}?{urlencode({**kept, 'view': filters.view})}",
        "can_take_in": takes_in(request.actor),
    }
    return furniture.page(request, "desk/applications/list.html", context)


COLUMNS: Final = (
    (gettext_lazy("编号"), 16),
    (gettext_lazy("事项"), 28),
    (gettext_lazy("事项编码"), 12),
    (gettext_lazy("申请人"), 18),
    (gettext_lazy("状态"), 16),
    (gettext_lazy("牌"), 8),
    (gettext_lazy("渠道"), 10),
    (gettext_lazy("收件窗口"), 16),
    (gettext_lazy("谁在办"), 16),
    (gettext_lazy("收件时间"), 17),
    (gettext_lazy("受理时间"), 17),
    (gettext_lazy("承诺办结期限"), 17),
    (gettext_lazy("法定办结期限"), 17),
    (gettext_lazy("停表到"), 17),
    (gettext_lazy("决定"), 10),
    (gettext_lazy("决定时间"), 17),
    (gettext_lazy("办结时间"), 17),
    (gettext_lazy("希望怎么送达"), 12),
    (gettext_lazy("上门、帮办"), 14),
)


def doors_of(row: ApplicationRow) -> list[object]:
    """Say what somebody has to go out for: a visit, errands, a result brought to the door."""
    found: list[object] = []
    if row.wants_visit:
        found.append(_("上门来办"))
    if row.is_helped:
        found.append(_("帮办代办"))
    if row.wish == Application.Delivery.DOOR and row.is_open:
        found.append(_("送上门"))
    return found


def _cells(row: ApplicationRow) -> tuple[object, ...]:
    channels = {c.value: str(w) for c, w in CHANNELS.items()}
    return (
        row.number,
        in_language(row.item, row.item_en),
        row.item_code,
        row.applicant,
        str(STATES[row.state]),
        "" if row.card == Card.NONE else str(Card(row.card).label),
        channels.get(row.channel, row.channel),
        row.area,
        row.holder,
        row.filed_at,
        row.accepted_at,
        row.promised_by,
        row.resolve_by,
        row.stopped_until,
        str(Application.Outcome(row.outcome).label) if row.outcome else "",
        row.decided_at,
        row.closed_at,
        str(Application.Delivery(row.wish).label) if row.wish else "",
        "、".join(str(word) for word in doors_of(row)),
    )


@working
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook, masked as on the page."""
    filters, _form = _filters(request)
    rows = queries.all_for_desk(actor=request.actor, filters=filters, at=request.at, most=MOST_ROWS)
    columns = [(str(words), width) for words, width in COLUMNS]
    return sheet_response(_("办件"), columns, map(_cells, rows), request.at, frozen_columns=2)


def _sheet_of(request: DeskRequest, number: str) -> Sheet:
    document = queries.get_document(actor=request.actor, number=number)
    return documents.sheet_of(document.kind, document.number, document.content)


@working
@require_GET
def document(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show a document as paper."""
    context: dict[str, Any] = {
        "sheet": _sheet_of(request, number),
        "docx_url": reverse("desk:application-docx", args=[number]),
    }
    return render(request, "parts/document.html", context)


@working
@require_GET
def docx(request: DeskRequest, number: str) -> HttpResponseBase:
    """Give a document as a Word file."""
    sheet = _sheet_of(request, number)
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    response["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(f'{sheet.title} {sheet.number}.docx')}"
    )
    response["Cache-Control"] = "private, no-store"
    return response
