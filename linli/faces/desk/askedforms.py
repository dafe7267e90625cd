"""Forms that departments demand, at the desk: taken in, filled at once, looked at as a sheet, the gaps asked, handed in."""

from __future__ import annotations

import uuid
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import filledsheet, furniture
from linli.faces.desk.askedformforms import MeaningForm, RefillForm, TakeInForm
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, XLSX, sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.revealing import ReasonForm
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Pages
from linli.insight.forms import operations as op
from linli.insight.forms import policies, queries
from linli.insight.forms.given import NEVER
from linli.insight.forms.operations import About
from linli.insight.forms.rules.filled import State
from linli.insight.forms.rules.wanting import period_words
from linli.insight.forms.texts import doubts_in_words
from linli.kernel.refusals import Refusal

filling = desk_for(policies.fills_some, gettext_lazy("部门要的表归社区、街道的科室、派单员和领导填。"))
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VIEWS: Final = (
    ("open", gettext_lazy("要填的")),
    ("handed", gettext_lazy("报出去的")),
    ("burden", gettext_lazy("谁要了多少")),
)
MOST_GAPS: Final = 60


@filling
@require_GET
def asked_forms(request: DeskRequest) -> HttpResponseBase:
    """List the forms that are to be filled, those handed in, and who demanded how many."""
    asked = request.GET.get("view", "open")
    view = asked if asked in dict(VIEWS) else "open"
    context: dict[str, Any] = {"views": [(code, word, code == view) for code, word in VIEWS], "view": view}
    burdens = queries.burdens(actor=request.actor, at=request.at)
    context["year"] = {"forms": sum(b.forms for b in burdens), "who": len(burdens)}
    if view == "burden":
        context["burdens"] = burdens
    else:
        after = request.GET.get("after", "")
        start = int(after) if after.isascii() and after.isdigit() and len(after) < 7 else 0
        by = request.GET.get("by", "")[:60]
        rows, count = queries.forms_of(
            actor=request.actor, at=request.at, view=view, asked_by=by, after=start
        )
        end = start + len(rows)
        kept = {"view": view, **({"by": by} if by else {})}
        here = reverse("desk:forms")
        pages = Pages(after_url=f"{here}?{urlencode({**kept, 'after': end})}" if end < count else "")
        context |= {
            "rows": [(r, period_words(r.period) if r.period else "") for r in rows],
            "by": by,
            "pages": pages,
        }
    return furniture.page(request, "desk/forms/list.html", context)


@filling
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give who demanded which forms as a workbook: what an office can show of its burden."""
    heads = (
        _("谁要的"),
        _("表名"),
        _("片区"),
        _("收到"),
        _("哪天前要"),
        _("第几次"),
        _("要填几格"),
        _("自动填了"),
        _("报出"),
    )
    rows = [
        row
        for view in queries.VIEWS
        for row in queries.forms_of(actor=request.actor, at=request.at, view=view, size=MOST_ROWS)[0]
    ]
    cells = (
        (r.asked_by, r.title, r.ground, r.asked_at, r.due_date, r.times, r.wanted, r.filled, r.handed_at)
        for r in rows
    )
    return sheet_response(_("部门要的表"), [(str(head), 18.0) for head in heads], cells, request.at)


@filling
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Take a form in."""
    grounds = queries.grounds_of(actor=request.actor)
    form = TakeInForm(
        request.POST or None, request.FILES or None, grounds=grounds,
        initial={"key": uuid.uuid4(), "ground": grounds[0] if grounds else None},
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                made = op.take_in_form(
                    actor=request.actor, at=request.at, data=given["file"].read(), name=given["file"].name or "",
                    about=About(given["asked_by"], given["due_date"], period=given["period"]), ground=given["ground"],
                    key=given["key"],
                )  # fmt: skip
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at, "file")
            else:
                return redirect("desk:form", pk=made.pk)
    return furniture.page(request, "desk/forms/new.html", {"form": form}, status=status)


@filling
@require_GET
def asked_form(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a form as a sheet, with what is to be looked at and what is asked."""
    return _page(request, pk)


def _page(
    request: DeskRequest, pk: int, given: dict[str, forms.Form] | None = None, typed: dict[str, str] | None = None, *,
    wrong: str = "", status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    opened = queries.open_form(actor=request.actor, pk=pk, at=request.at)
    form, held = opened.form, given or {}
    lines = filledsheet.lines(opened)
    asks = [line for line in lines if line.cell.state == State.ASK]
    answered = [line for line in lines if line.cell.by == "answer"]
    typable = [line for line in asks if line.cell.why not in NEVER.values() and line.cell.why != "not_yours"]
    period = opened.period
    words = period_words(period) if period else ""
    keys = [
        (key, key.lstrip("~@").replace("/", "·"))
        for key in dict.fromkeys(c.key for c in opened.cells if c.state != State.LEAVE)
    ]
    for one, _rows in opened.lists:
        keys += [(f"%{one.table}", _("一行是什么"))]
        keys += [(key, head) for _c, head, code, key in one.columns if key and code not in ("#", "=")]
    context = {
        "form": form,
        "period": words,
        "sheets": filledsheet.sheets(opened),
        "lists": filledsheet.list_lines(opened),
        "lines": [line for line in lines if line.value],
        "checks": [line for line in lines if line.cell.state == State.CHECK],
        "gaps": [
            (line, (typed or {}).get(line.cell.name, line.value))
            for line in (*typable, *answered)[:MOST_GAPS]
        ],
        "gaps_more": max(0, len(typable) + len(answered) - MOST_GAPS),
        "never": [line for line in asks if line not in typable],
        "asks_period": any(line.cell.why == "period" for line in asks)
        or any(one.why == "period" for one, _r in opened.lists),
        "wrong_sums": opened.disagreeing,
        "before": opened.before,
        "is_open": form.handed_at is None,
        "hides": any(one.whose or _hides(one) for one, _r in opened.lists if one.state != State.ASK),
        "meaning": held.get("map")
        or MeaningForm(
            keys=keys,
            registers=[one.register for one, _r in opened.lists],
            initial={"heading": request.GET.get("key", "")},
        ),
        "refill": held.get("refill") or RefillForm(initial={"period": words}),
        "open_part": (request.GET.get("key", "") and "map") or next(iter(held), ""),
        "notes": opened.layout.notes,
        "wrong": wrong,
    }
    return furniture.page(request, "desk/forms/form.html", context, status=status)


def _hides(one: Any) -> bool:
    return any(code in ("name", "phone", "contact", "door") for _c, _h, code, _k in one.columns) and bool(
        one.register
    )


@filling
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Fill it anew, say what a heading means, answer gaps, confirm what was proposed, note that it was handed in."""
    form: forms.Form | None = None
    by: dict[str, Any] = {"actor": request.actor, "at": request.at, "pk": pk}
    typed: dict[str, str] = {}
    try:
        if verb == "refill":
            form = RefillForm(request.POST)
            if not form.is_valid():
                return _page(request, pk, {verb: form}, status=422)
            op.refill_form(**by, period=form.cleaned_data["period"])
        elif verb == "map":
            row = queries.get_form(actor=request.actor, pk=pk)
            registers = [one.register for one in queries.lists_of(row)]
            form = MeaningForm(
                request.POST, keys=[(key, key) for key in op.keys_of(row)], registers=registers
            )
            if not form.is_valid():
                return _page(request, pk, wrong=_("请选一项，再选它是什么。"), status=422)
            key, to = form.said()
            op.map_heading(**by, key=key, to=to)
        elif verb == "answer":
            names, words = request.POST.getlist("name"), request.POST.getlist("words")
            typed = dict(zip(names[:MOST_GAPS], words, strict=False))
            op.answer_gaps(**by, said=typed)
        elif verb == "confirm":
            op.confirm_form(**by)
        else:
            op.hand_in_form(**by)
    except Refusal as refusal:
        if status_of(refusal) in (403, 404):
            raise
        return _page(request, pk, typed=typed, wrong=said(refusal, request.at), status=status_of(refusal))
    messages.success(request, DONE[verb])
    return redirect("desk:form", pk=pk)


DONE: Final = {
    "refill": gettext_lazy("按现在的数重新填了一遍。"),
    "map": gettext_lazy("记下了，下次再要这张表也照这样认。"),
    "answer": gettext_lazy("填上了，下次会先提出来。"),
    "confirm": gettext_lazy("核过了，下次照这样填。"),
    "hand-in": gettext_lazy("记下了：这张表报出去了。"),
}


def _file(request: DeskRequest, pk: int, reason: str | None) -> HttpResponse:
    row = queries.get_form(actor=request.actor, pk=pk)
    made = op.produce_form(actor=request.actor, at=request.at, pk=pk, words=doubts_in_words, reason=reason)
    extension = "docx" if row.file.media_type.endswith("document") else "xlsx"
    response = HttpResponse(made, content_type=DOCX if extension == "docx" else XLSX)
    from urllib.parse import quote

    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{row.title}.{extension}')}"
    response["Cache-Control"] = "no-store"
    return response


@filling
@require_GET
def file(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Give the form's own file, filled; names and numbers of people are masked."""
    return _file(request, pk, None)


@filling
@require_http_methods(["GET", "POST"])
def whole(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Ask for a reason, then give the file with names and numbers whole; each of the people can read that it was."""
    row = queries.get_form(actor=request.actor, pk=pk)
    form = ReasonForm(request.POST or None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _file(request, pk, form.cleaned_data["reason"])
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at, "reason")
    return furniture.page(request, "desk/forms/whole.html", {"form": form, "row": row}, status=status)
