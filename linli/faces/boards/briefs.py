"""Briefs: written from figures, read through, changed, sent; each number leads to its rows; as page and as Word file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.boards import behind, showing
from linli.faces.boards.compare import days_of
from linli.faces.boards.guards import BoardRequest, board
from linli.faces.parts import papers, words
from linli.faces.parts.inputs import WordsField
from linli.faces.parts.refusals import status_of, words_of
from linli.faces.parts.shapes import Bar
from linli.insight.briefs import operations as op
from linli.insight.briefs import policies, queries, rules
from linli.insight.briefs.models import Brief
from linli.insight.briefs.policies import NoSuchBrief
from linli.insight.briefs.rules import BriefKind
from linli.insight.cited.figure import UNITS
from linli.insight.spans import Span
from linli.kernel import clock
from linli.kernel.papers import BriefPaper, Chart, Line

HOURS = [(hour, f"{hour}:00") for hour in range(5, 12)]


class WriteForm(forms.Form):
    """Which brief is written now."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("写哪一种"), choices=Brief.Kind.choices, coerce=BriefKind
    )


class PlanForm(forms.Form):
    """Which briefs are written by themselves, and when."""

    kinds = forms.TypedMultipleChoiceField(
        label=gettext_lazy("到时候自己写好哪几种"),
        choices=Brief.Kind.choices,
        coerce=BriefKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hour = forms.TypedChoiceField(label=gettext_lazy("早上几点写好"), choices=HOURS, coerce=int)


class EditForm(forms.Form):
    """The words of a draft."""

    words = WordsField(
        label=gettext_lazy("正文"),
        most=rules.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=gettext_lazy("“## ”开头是小标题。方括号里的数是数出来的，可以删掉或挪动，不能改。"),
    )


def reading(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in who has to do with briefs; what is absent or not theirs is not found."""

    @board
    @wraps(view)
    def guarded(request: BoardRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policies.reads_some(request.actor):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (NoSuchBrief, op.NotYourBrief):
            raise Http404 from None

    return guarded


def title_of(brief: Brief) -> str:
    """Name a brief by its office, its kind and its days."""
    return f"{brief.office}{Brief.Kind(brief.kind).label}（{days_of(Span(brief.start, brief.until))}）"


def _when(one: Brief, request: BoardRequest) -> str:
    return words.when(one.sent_at, request.at) if one.sent_at else ""


def _list(request: BoardRequest, status: int = 200, **wrong: forms.Form) -> HttpResponse:
    offices = queries.offices_of(actor=request.actor)
    kinds, hour = queries.plan_of(office=offices[0]) if offices else ([], 7)
    made = {"write": WriteForm(), "plan": PlanForm(initial={"kinds": kinds, "hour": hour})}
    context = {
        "unit": request.unit,
        "rows": [
            (title_of(one), one, reverse("boards:brief", args=[one.pk]), _when(one, request))
            for one in queries.briefs_of(actor=request.actor)
        ],
        "forms": {**made, **wrong} if offices else {},
        "back": showing.board_url(request.unit.pk),
    }  # fmt: skip
    return render(request, "boards/briefs.html", context, status=status)


@reading
@require_http_methods(["GET", "POST"])
def briefs(request: BoardRequest) -> HttpResponseBase:
    """List the briefs one reads; the office's own people write one. At most twelve queries."""
    if request.method == "GET":
        return _list(request)
    form = WriteForm(request.POST)
    offices = queries.offices_of(actor=request.actor)
    if not offices:
        raise Http404
    if not form.is_valid():
        return _list(request, 422, write=form)
    try:
        made = op.write_brief(
            actor=request.actor,
            at=request.at,
            office=offices[0],
            kind=form.cleaned_data["kind"],
            day=clock.local(request.at).date(),
        )
    except op.BriefSent as refusal:
        form.add_error(None, words_of(refusal))
        return _list(request, status_of(refusal), write=form)
    return redirect("boards:brief", pk=made.pk)


@reading
@require_POST
def plan(request: BoardRequest) -> HttpResponseBase:
    """Set which briefs are written by themselves."""
    form = PlanForm(request.POST)
    offices = queries.offices_of(actor=request.actor)
    if not offices:
        raise Http404
    if not form.is_valid():
        return _list(request, 422, plan=form)
    op.plan_briefs(actor=request.actor, office=offices[0], **form.cleaned_data)
    return redirect("boards:briefs")


def _page(
    request: BoardRequest, one: Brief, form: forms.Form | None = None, status: int = 200, said: str = ""
) -> HttpResponse:
    keeps = policies.keeps(request.actor, one.office) and one.sent_at is None
    context = {
        "one": one,
        "title": title_of(one),
        "lines": [
            (shape, [(piece.words, _figure_url(one, piece.code)) for piece in pieces])
            for shape, pieces in rules.lines_of(one.words)
        ],
        "charts": [
            (chart["title"], [_bar(one, *bar) for bar in chart["bars"]]) for chart in one.charts
        ],
        "form": (form or EditForm(initial={"words": one.words})) if keeps else None,
        "is_open": form is not None,
        "said": said,
        "made": words.when(one.made_at, request.at),
        "sent": _when(one, request),
    }  # fmt: skip
    return render(request, "boards/brief.html", context, status=status)


def _bar(one: Brief, label: str, value: float, code: str) -> Bar:
    return Bar(label, value, figure=f"{value:,}", url=_figure_url(one, code))


def _figure_url(one: Brief, code: str) -> str:
    """Give the address of a number: its figure, at the part it counts."""
    if not code:
        return ""
    plain = code.removesuffix(rules.ABOVE).removesuffix(rules.BELOW)
    url = reverse("boards:brief-figure", args=[one.pk, plain])
    return f"{url}?part=below" if code.endswith(rules.BELOW) else url


@reading
@require_GET
def brief(request: BoardRequest, pk: int) -> HttpResponseBase:
    """Show a brief. At most six queries."""
    return _page(request, queries.brief_page(actor=request.actor, pk=pk))


@reading
@require_POST
def act(request: BoardRequest, pk: int, verb: str) -> HttpResponseBase:
    """Change the words of a draft, count it anew, or send it."""
    one = queries.brief_page(actor=request.actor, pk=pk)
    by: dict[str, Any] = {"actor": request.actor, "at": request.at, "brief": pk}
    form = EditForm(request.POST) if verb == "edit" else None
    if form is not None and not form.is_valid():
        return _page(request, one, form, 422)
    try:
        if form is not None:
            op.edit_brief(**by, words=form.cleaned_data["words"])
        elif verb == "recount":
            op.recount_brief(**by, is_afresh="afresh" in request.POST)
        else:
            op.send_brief(**by)
    except (rules.NumberNotOfFigure, rules.NoSuchFigure, op.BriefTooLong) as refusal:
        if form is None:
            raise
        form.add_error("words", words_of(refusal))
        return _page(request, one, form, status_of(refusal))
    except op.BriefSent as refusal:
        one.refresh_from_db()
        return _page(request, one, form, status_of(refusal), said=words_of(refusal))
    return redirect("boards:brief", pk=pk)


@reading
@require_GET
def docx(request: BoardRequest, pk: int) -> HttpResponseBase:
    """Hand a brief over as a Word file: its sentences, its numbers as links, its charts as charts."""
    one = queries.brief_page(actor=request.actor, pk=pk)

    def link(code: str) -> str:
        return request.build_absolute_uri(_figure_url(one, code)) if code else ""

    lines = [
        Line(shape == "h", [(piece.words, link(piece.code)) for piece in pieces])
        for shape, pieces in rules.lines_of(one.words)
    ]
    charts = [
        Chart(chart["title"], [(label, value) for label, value, _code in chart["bars"]])
        for chart in one.charts
    ]
    paper = BriefPaper(
        title=f"{one.office}{Brief.Kind(one.kind).label}",
        days=days_of(Span(one.start, one.until)),
        lines=lines,
        charts=charts,
        signer=str(one.office),
        made=f"{clock.local(one.made_at):%Y-%m-%d}",
        note=_("文中的数都从记录里数出来，点开可以看到每一条。"),
    )
    response = HttpResponse(papers.brief_docx_of(paper), content_type=papers.DOCX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title_of(one))}.docx"
    response["Cache-Control"] = "private, no-store"
    return response


@reading
@require_GET
def figure(request: BoardRequest, pk: int, code: str) -> HttpResponseBase:
    """Show how a number of a brief is counted and its rows as they are now. At most ten queries."""
    one = queries.brief_page(actor=request.actor, pk=pk)
    found = queries.figure_in(brief=one, code=code)
    if found is None:
        raise Http404
    _code, start, until = rules.told_of(code, one.start, one.until, BriefKind(one.kind))
    days, was = days_of(Span(start, until)), one.numbers.get(code, "").rstrip("%")
    return behind.page(
        request,
        found,
        one.office,
        url=lambda part: f"{reverse('boards:brief-figure', args=[pk, code])}?part={part}",
        export=lambda part: f"{reverse('boards:brief-figure-export', args=[pk, code])}?part={part}",
        back=(reverse("boards:brief", args=[pk]), str(Brief.Kind(one.kind).label)),
        was=_("%(days)s；写的时候是 %(n)s %(unit)s。") % {"days": days, "n": was, "unit": UNITS[found.unit]}
        if was
        else days,
    )


@reading
@require_GET
def export(request: BoardRequest, pk: int, code: str) -> HttpResponseBase:
    """Hand over the rows behind a number of a brief."""
    one = queries.brief_page(actor=request.actor, pk=pk)
    found = queries.figure_in(brief=one, code=code)
    if found is None:
        raise Http404
    return behind.sheet(request, found, one.office)
