"""Checks of shops and what they put right, at the desk: the check by list, one list of orders, every verb as a form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.faces.desk import furniture, uploads
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import make_by_form
from linli.faces.desk.guards import desk, said, seeing
from linli.faces.desk.orderforms import (
    CheckForm,
    OrderAnswerForm,
    OrderForm,
    OrderNoteForm,
    OrderPhotoForm,
    OrderToForm,
    OrderUntilForm,
)
from linli.faces.desk.shopsheets import keeping
from linli.faces.parts import words
from linli.faces.parts.papers import DOCX, docx_of
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Due, Pages, Photo, Row, State
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections import operations, policies, queries
from linli.pillars.governance.inspections.models import Rectification, Shop
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.queries import OrderRow
from linli.pillars.governance.inspections.rules.papers import notice_of
from linli.pillars.governance.inspections.texts import SHAPES, STATES, VERBS

VERBS_HERE: Final[dict[str, tuple[Callable[..., Any], type[forms.Form]]]] = {
    "pass-check": (operations.pass_check, OrderPhotoForm),
    "fail-check": (operations.fail_check, OrderPhotoForm),
    "answer": (operations.answer_order, OrderPhotoForm),
    "conclude": (operations.conclude_order, OrderAnswerForm),
    "uphold": (operations.uphold_order, OrderAnswerForm),
    "extend": (operations.extend_order, OrderUntilForm),
    "refer": (operations.refer_order, OrderToForm),
    "send-back": (operations.send_order_back, OrderNoteForm),
    "quash": (operations.quash_order, OrderAnswerForm),
    "note": (operations.note_order, OrderNoteForm),
}
DANGER: Final = frozenset({"quash", "send-back", "refer"})


def _shop(request: DeskRequest, pk: int) -> Shop:
    try:
        return queries.get_shop(actor=request.actor, pk=pk)
    except NoSuchShop:
        raise Http404 from None


@keeping
@require_http_methods(["GET", "POST"])
def check(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Look at a shop by the list of its trade."""
    shop = _shop(request, pk)
    form = CheckForm(
        request.POST or None,
        request.FILES or None,
        lines=queries.list_for(shop),
        in_english=get_language() == "en",
        initial={"key": uuid.uuid4()},
    )
    status, kept = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            kept = uploads.take(request, form)
        if form.is_valid():
            try:
                made = operations.check_shop(
                    actor=request.actor,
                    at=request.at,
                    shop=shop,
                    marks=form.marks,
                    note=form.cleaned_data["note"],
                    files=kept,
                    days=form.cleaned_data["days"],
                    mended=form.cleaned_data["mended"],
                    key=form.cleaned_data["key"],
                )
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                if not made.bad_count:
                    messages.success(request, _("记下了，样样都好。"))
                    return redirect("desk:shop", pk=pk)
                number = made.rectification.case.number
                messages.success(request, _("记下了，整改单 %(number)s。") % {"number": number})
                return redirect("desk:order", number=number)
    context = {"one": shop, "form": form, "kept": uploads.carry(request, kept)}
    return furniture.page(request, "desk/shops/check.html", context, status=status)


@seeing
@require_GET
def orders(request: DeskRequest) -> HttpResponseBase:
    """List what shops put right: open ones by the nearest limit, or those that ended."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    shows_ended = request.GET.get("all") == "1"
    rows, after = queries.orders_of(actor=request.actor, is_open=not shows_ended, before=before)
    context = {
        "rows": [_row(row, request.at) for row in rows],
        "shows_ended": shows_ended,
        "pages": Pages(after_url=f"{reverse('desk:orders')}?all=1&before={after}" if after else ""),
        "keeps": policies.keeps_some(request.actor),
    }
    return furniture.page(request, "desk/shops/orders.html", context)


def _row(row: OrderRow, at: datetime) -> Row:
    due = words.due(row.due_at, at, row.card) if row.is_open and row.due_at else None  # type: ignore[arg-type]
    return Row(
        url=reverse("desk:order", args=[row.number]),
        title=f"{row.sign}：{row.found}",
        state=_state(row.state),
        due=due or Due(words.day(row.filed_at, at), "none", row.filed_at),
        left=(row.number, row.area),
        holder=row.holder,
    )


def _state(state: str) -> State:
    return State(SHAPES[state], STATES[state])  # type: ignore[arg-type]


@seeing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook."""
    shows_ended = request.GET.get("all") == "1"
    rows, _more = queries.orders_of(actor=request.actor, is_open=not shows_ended, size=2_000)
    columns = [
        (str(_("编号")), 16.0),
        (str(_("店招")), 28.0),
        (str(_("要改的")), 44.0),
        (str(_("状态")), 18.0),
        (str(_("谁在办")), 18.0),
        (str(_("网格")), 16.0),
        (str(_("开单时间")), 17.0),
        (str(_("期限")), 17.0),
    ]
    cells = (
        (r.number, r.sign, r.found, str(STATES[r.state]), r.holder, r.area, r.filed_at, r.due_at)
        for r in rows
    )
    return sheet_response(_("整改单"), columns, cells, request.at)


@seeing
@require_GET
def order(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show an order, its history and what can be done about it."""
    return _page(request, number)


def _page(
    request: DeskRequest, number: str, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.order_page(actor=request.actor, number=number, at=request.at)
    row, case = page.row, page.row.case
    open_verbs = {move.verb.replace("_", "-") for move in page.moves}
    held = given or {}
    moves = []
    for verb, (_do, kind) in VERBS_HERE.items():
        if verb not in open_verbs and verb not in held:
            continue
        form = held.get(verb) or kind(prefix=verb, initial={"key": uuid.uuid4()})
        _fill(form, row)
        word = VERBS[verb.replace("-", "_")]
        moves.append((verb, reverse(f"desk:order-{verb}", args=[number]), word, form, verb in DANGER))
    context = {
        "row": row,
        "case": case,
        "state": _state(case.state),
        "due": words.due(case.due_at, request.at, case.card)  # type: ignore[arg-type]
        if case.is_open and case.due_at
        else None,
        "lines": page.lines,
        "steps": [(s, VERBS.get(s.verb, s.verb), _photos(number, s.files)) for s in page.steps],
        "moves": moves,
        "keeps": policies.keeps_at(request.actor, row.shop.area),
    }
    return furniture.page(request, "desk/shops/order.html", context, status=status)


def _photos(number: str, ids: tuple[int, ...]) -> list[Photo]:
    def url(pk: int, variant: str) -> str:
        return reverse("desk:order-file", args=[number, pk, variant])

    return [Photo(url(pk, "full"), _("照片"), thumb=url(pk, "small")) for pk in ids]


def _fill(form: forms.Form, row: Rectification) -> None:
    if isinstance(form, OrderToForm):
        ids = [unit.pk for unit in queries.enforcers_for(row=row)]
        rows = Unit.objects.filter(pk__in=ids).select_related("parent").order_by("kind", "order")
        form.fields["to"].queryset = rows  # type: ignore[attr-defined]


@seeing
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make one move."""
    operate, kind = VERBS_HERE[verb]
    row = queries.get_order(actor=request.actor, number=number)
    form = kind(request.POST, request.FILES, prefix=verb)
    _fill(form, row)
    if isinstance(form, OrderPhotoForm) and form.is_valid():
        files = _taken(request, form)
        form.cleaned_data.pop("photos", None)
        operate = partial(operate, files=files)
    return make_by_form(
        request,
        number=number,
        operate=operate,
        form=form,
        again=lambda status: _page(request, number, {verb: form}, status=status),
        words=VERBS[verb.replace("-", "_")],
        to="desk:order",
    )


def _taken(request: DeskRequest, form: OrderForm) -> list[StoredFile]:
    return uploads.take(request, form)


def _find_file(request: HttpRequest, number: str, file_id: int) -> StoredFile | None:
    try:
        row = queries.get_order(actor=request.actor, number=number)  # type: ignore[attr-defined]
    except NoSuchCase:
        return None
    return queries.file_of(row, file_id)


#: A photo of an order, for those who may see it.
file = desk(guarded(_find_file))


@seeing
@require_GET
def notice(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show the notice to put right as paper."""
    row = queries.get_order(actor=request.actor, number=number)
    context = {
        "sheet": notice_of(queries.notice_facts(row)),
        "docx_url": reverse("desk:order-docx", args=[number]),
    }
    return render(request, "parts/document.html", context)


@seeing
@require_GET
def docx(request: DeskRequest, number: str) -> HttpResponseBase:
    """Give the notice as a Word file."""
    sheet = notice_of(queries.notice_facts(queries.get_order(actor=request.actor, number=number)))
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    response["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(f'{sheet.title} {sheet.number}.docx')}"
    )
    response["Cache-Control"] = "private, no-store"
    return response
