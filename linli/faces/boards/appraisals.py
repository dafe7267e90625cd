"""Assessment of units: schemes, rounds with what-if, publicity, appeals; each share leads to its rows. Never of a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.faces.boards import behind, showing
from linli.faces.boards.appraisalforms import AnswerForm, RoundForm, SchemeForm, UnitForm
from linli.faces.boards.compare import days_of
from linli.faces.boards.guards import BoardRequest, board
from linli.faces.parts import appealforms, papers, words
from linli.faces.parts.export import sheet_response
from linli.faces.parts.refusals import status_of, words_of
from linli.insight.appraisals import operations as op
from linli.insight.appraisals import policies, queries, rules
from linli.insight.appraisals.models import AppraisalAppeal, AppraisalRound
from linli.insight.appraisals.policies import NoSuchRound
from linli.insight.appraisals.queries import Assessed
from linli.insight.appraisals.rules import Scored, Why
from linli.insight.appraisals.texts import WHY
from linli.insight.cited import Cited
from linli.insight.spans import COUNTINGS, Span
from linli.kernel import clock
from linli.kernel.papers import Sheet, Table
from linli.kernel.refusals import Refusal


def reading(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in who keeps assessments or speaks for a unit; what is absent or not theirs is not found."""

    @board
    @wraps(view)
    def guarded(request: BoardRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policies.reads_some(request.actor):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (NoSuchRound, op.NotYourAppraisal):
            raise Http404 from None

    return guarded


def _scheme_line(one: Any) -> str:
    return _("%(name)s：权重 %(weight)s，%(base)s%% 得零分，%(target)s%% 得满分") % {
        "name": COUNTINGS[one.code].label,
        "weight": one.weight,
        "base": f"{one.base:g}",
        "target": f"{one.target:g}",
    }


def _state(row: AppraisalRound) -> str:
    if row.settled_at is not None:
        return _("定了")
    if row.public_until is not None:
        return _("公示到 %(day)s") % {"day": row.public_until.isoformat()}
    return _("还没公示")


def title_of(row: AppraisalRound) -> str:
    """Name a round by its scheme and its days."""
    return f"{row.scheme}（{days_of(Span(row.start, row.until))}）"


def _list(
    request: BoardRequest, status: int = 200, form: forms.Form | None = None, said: str = "",
    opened: tuple[int, forms.Form] | None = None,
) -> HttpResponse:  # fmt: skip
    offices = queries.offices_of(actor=request.actor)
    kept = {one.pk for one in offices}
    schemes = []
    for one in queries.schemes_of(actor=request.actor):
        begin = opened[1] if opened and opened[0] == one.pk else RoundForm()
        schemes.append(
            (one, [_scheme_line(line) for line in one.lines.all()], begin if one.office_id in kept else None)
        )
    context = {
        "rounds": [
            (title_of(one), reverse("boards:appraisal", args=[one.pk]), _state(one))
            for one in queries.rounds_of(actor=request.actor)
        ],
        "schemes": schemes,
        "form": (form or SchemeForm()) if offices else None,
        "is_open": form is not None,
        "said": said,
        "back": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/appraisals.html", context, status=status)


@reading
@require_http_methods(["GET", "POST"])
def appraisals(request: BoardRequest) -> HttpResponseBase:
    """List schemes and rounds; the office drafts a scheme. At most fourteen queries."""
    if request.method == "GET":
        return _list(request)
    offices = queries.offices_of(actor=request.actor)
    if not offices:
        raise Http404
    form = SchemeForm(request.POST)
    if not form.is_valid():
        return _list(request, 422, form)
    given = {key: form.cleaned_data[key] for key in ("name", "whom", "basis", "least")}
    try:
        op.draft_scheme(actor=request.actor, office=offices[0], lines=form.lines(), **given)
    except (rules.SchemeEmpty, rules.LineWrong, op.NotAssessable) as refusal:
        form.add_error(None, words_of(refusal))
        return _list(request, status_of(refusal), form)
    return redirect("boards:appraisals")


@reading
@require_POST
def scheme(request: BoardRequest, pk: int, verb: str) -> HttpResponseBase:
    """Publish a scheme, or begin an assessment by it."""
    if not policies.keeps(request.actor, queries.office_of(pk) or 0):
        raise Http404
    form = RoundForm(request.POST) if verb == "open" else None
    if form is not None and not form.is_valid():
        return _list(request, 422, opened=(pk, form))
    try:
        if form is None:
            op.publish_scheme(actor=request.actor, at=request.at, scheme=pk)
            return redirect("boards:appraisals")
        until = form.cleaned_data["last"] + timedelta(days=1)
        row = op.open_round(actor=request.actor, scheme=pk, start=form.cleaned_data["start"], until=until)
    except (op.SchemePublished, op.SchemeNotPublished) as refusal:
        return _list(request, status_of(refusal), said=words_of(refusal))
    return redirect("boards:appraisal", pk=row.pk)


def _weights(request: BoardRequest, row: AppraisalRound) -> dict[str, int] | None:
    """Give the weights somebody tries; None where nothing is tried or nothing would weigh anything."""
    found = {}
    for line in row.scheme.lines.all():
        said = request.GET.get(f"w_{line.code}", "")
        if said.isascii() and said.isdigit() and len(said) < 4:
            found[line.code] = min(int(said), rules.MOST_WEIGHT)
    return found if any(found.values()) else None


def _cell(row: AppraisalRound, unit: Unit, one: Scored) -> tuple[str, str, str, str, str]:
    """Give a line of a unit: the share, both its numbers, the points or why it does not count, its rows."""
    percent = one.parts.percent
    url = (
        reverse("boards:appraisal-figure", args=[row.pk, unit.pk, one.line.code])
        if percent is not None
        else ""
    )
    points = _("%(n)s 分") % {"n": f"{one.points:g}"} if one.why is Why.COUNTED else str(WHY[one.why])
    share = f"{percent:g}%" if percent is not None else "—"
    parts = f"{one.parts.above} ÷ {one.parts.below}" if percent is not None else ""
    return str(COUNTINGS[one.line.code].label), share, parts, points, url


def _ordered(found: list[Assessed]) -> list[Assessed]:
    """Put the best first; who has no result stands last."""
    return sorted(found, key=lambda one: (one.result.total is None, -(one.result.total or 0)))


def _page(
    request: BoardRequest, row: AppraisalRound, status: int = 200, said: str = "", **wrong: forms.Form
) -> HttpResponse:
    keeps = policies.keeps(request.actor, row.scheme.office_id)
    found = _ordered(queries.results(row, request.at))
    tried = _weights(request, row)
    others = (
        {one.unit.pk: one.result.total for one in queries.results(row, request.at, tried)} if tried else {}
    )
    units = [one.unit for one in found]
    own = [one for one in units if policies.may_speak(request.actor, one)]
    today = clock.local(request.at).date()
    is_public = row.public_until is not None and row.settled_at is None and today <= row.public_until
    made: dict[str, Any] = {}
    if keeps and row.shown_at is None:
        made["exclude"] = wrong.get("exclude") or UnitForm(row, units, _("为什么不算"))
    if own and is_public:
        made["appeal"] = wrong.get("appeal") or UnitForm(row, own, _("哪里不对"))
    context = {
        "row": row,
        "title": title_of(row),
        "state": _state(row),
        "basis": row.scheme.basis,
        "least": row.scheme.least,
        "heads": [str(COUNTINGS[one.code].label) for one in row.scheme.lines.all()],
        "rows": [
            (
                one.unit.name,
                [_cell(row, one.unit, each) for each in one.result.lines],
                one.result.total,
                others.get(one.unit.pk),
            )
            for one in found
        ],
        "weights": [
            (f"w_{one.code}", str(COUNTINGS[one.code].label), (tried or {}).get(one.code, one.weight))
            for one in row.scheme.lines.all()
        ],
        "tried": tried,
        "exclusions": [
            (one.unit.name, str(COUNTINGS[one.code].label) if one.code else "", one.reason)
            for one in row.exclusions.all()
        ],
        "appeals": [
            (
                one,
                str(COUNTINGS[one.code].label) if one.code else "",
                words.when(one.made_at, request.at),
                (wrong.get(f"answer_{one.pk}") or AnswerForm()) if keeps and one.answered_at is None else None,
                _taking_back(request, one, wrong.get(f"withdraw_{one.pk}")),
            )
            for one in row.appeals.all()
        ],
        "forms": made,
        "said": said,
        "can_show": keeps and row.shown_at is None,
        "can_settle": keeps and row.public_until is not None and not is_public and row.settled_at is None,
    }  # fmt: skip
    return render(request, "boards/appraisal.html", context, status=status)


def _taking_back(request: BoardRequest, one: AppraisalAppeal, wrong: forms.Form | None) -> forms.Form | None:
    """Give the form with which the unit takes its appeal back, while it waits."""
    waits = one.answered_at is None and policies.may_speak(request.actor, one.unit)
    return wrong or (appealforms.WithdrawForm() if waits else None)


@reading
@require_GET
def appraisal(request: BoardRequest, pk: int) -> HttpResponseBase:
    """Show a round and what other weights would give; nothing is kept of that. At most twenty queries."""
    return _page(request, queries.round_page(actor=request.actor, pk=pk))


@reading
@require_POST
def act(request: BoardRequest, pk: int, verb: str, appeal: int = 0) -> HttpResponseBase:
    """Exclude, show, appeal, take back, answer, settle."""
    row = queries.round_page(actor=request.actor, pk=pk)
    if verb not in ("appeal", "withdraw") and not policies.keeps(request.actor, row.scheme.office_id):
        raise Http404
    by: dict[str, Any] = {"actor": request.actor, "at": request.at, "appraisal": pk}
    form: Any = None
    if verb in ("exclude", "appeal"):
        units = queries.units_of(row)
        own = units if verb == "exclude" else [one for one in units if policies.may_speak(request.actor, one)]
        if not own:
            raise Http404
        title = _("为什么不算") if verb == "exclude" else _("哪里不对")
        form = UnitForm(row, own, title, request.POST)
    elif verb in ("answer", "withdraw"):
        form = AnswerForm(request.POST) if verb == "answer" else appealforms.WithdrawForm(request.POST)
    name = f"{verb}_{appeal}" if verb in ("answer", "withdraw") else verb
    if form is not None and not form.is_valid():
        return _page(request, row, 422, **{name: form})
    try:
        match verb:
            case "exclude":
                op.exclude_unit(**by, **form.about(), reason=form.cleaned_data["words"])
            case "appeal":
                op.appeal_round(**by, **form.about(), words=form.cleaned_data["words"])
            case "answer":
                op.answer_appeal(**by, appeal=appeal, **form.cleaned_data)
            case "withdraw":
                op.withdraw_appeal(**by, appeal=appeal, **form.cleaned_data)
            case "show":
                op.show_round(**by)
            case _:
                op.settle_round(**by)
    except (NoSuchRound, op.NotYourAppraisal):
        raise
    except Refusal as refusal:
        if form is None:
            return _page(request, row, status_of(refusal), words_of(refusal))
        form.add_error(None, words_of(refusal))
        return _page(request, row, status_of(refusal), **{name: form})
    return redirect("boards:appraisal", pk=pk)


def _figure(request: BoardRequest, pk: int, unit: int, code: str) -> tuple[AppraisalRound, Cited, Unit]:
    row = queries.round_page(actor=request.actor, pk=pk)
    found = queries.figure_in(row, code)
    units = {one.pk: one for one in queries.units_of(row)}
    if found is None or unit not in units:
        raise Http404
    return row, found, units[unit]


@reading
@require_GET
def figure(request: BoardRequest, pk: int, unit: int, code: str) -> HttpResponseBase:
    """Show how a unit's share is counted and its rows; what one may not see is only counted. At most fifteen queries."""
    row, found, whose = _figure(request, pk, unit, code)
    told = row.told.get(str(unit), {}).get(code)
    was = _("公示时是 %(above)s ÷ %(below)s。") % {"above": told[0], "below": told[1]} if told else ""
    args = [pk, unit, code]
    return behind.page(
        request,
        found,
        whose,
        url=lambda part: f"{reverse('boards:appraisal-figure', args=args)}?part={part}",
        export=lambda part: f"{reverse('boards:appraisal-figure-export', args=args)}?part={part}",
        back=(reverse("boards:appraisal", args=[pk]), _("考核结果")),
        was=was,
    )


@reading
@require_GET
def figure_export(request: BoardRequest, pk: int, unit: int, code: str) -> HttpResponseBase:
    """Hand over the rows behind a unit's share."""
    _row, found, whose = _figure(request, pk, unit, code)
    return behind.sheet(request, found, whose)


@reading
@require_GET
def sheet(request: BoardRequest, pk: int) -> HttpResponseBase:
    """Hand over a round as a sheet: what the page shows."""
    row = queries.round_page(actor=request.actor, pk=pk)
    heads = [(_("单位"), 18.0)]
    for line in row.scheme.lines.all():
        name = COUNTINGS[line.code].label
        heads += [(f"{name}%", 12.0), (_("分子"), 8.0), (_("分母"), 8.0), (_("得分或不算的原因"), 16.0)]
    heads.append((_("总分"), 10.0))
    made = []
    for one in _ordered(queries.results(row, request.at)):
        cells: list[object] = [one.unit.name]
        for each in one.result.lines:
            points = each.points if each.why is Why.COUNTED else str(WHY[each.why])
            cells += [each.parts.percent, each.parts.above, each.parts.below, points]
        made.append((*cells, one.result.total))
    return sheet_response(_("考核 %(title)s") % {"title": title_of(row)}, heads, made, request.at)


def _on_paper(row: AppraisalRound, one: Assessed, each: Scored) -> str:
    _label, share, parts, points, _url = _cell(row, one.unit, each)
    return "\n".join(part for part in (share, parts, points) if part)


@reading
@require_GET
def paper(request: BoardRequest, pk: int) -> HttpResponseBase:
    """Hand over a round as the office's paper."""
    row = queries.round_page(actor=request.actor, pk=pk)
    found = _ordered(queries.results(row, request.at))
    lines = list(row.scheme.lines.all())
    table = Table(
        ("单位", *(str(COUNTINGS[one.code].label) for one in lines), "总分"),
        tuple(
            (
                one.unit.name,
                *(
                    f"{share} {points}".strip()
                    for _n, share, _p, points, _u in (_cell(row, one.unit, x) for x in one.result.lines)
                ),
                "—" if one.result.total is None else f"{one.result.total:g}",
            )
            for one in found
        ),
    )
    left_out = [
        f"{one.unit.name}{COUNTINGS[one.code].label if one.code else ''}不算：{one.reason}"
        for one in row.exclusions.all()
    ]
    made = Sheet(
        kind="appraisal",
        title="考核结果" + ("" if row.settled_at else "（公示稿）" if row.shown_at else "（草稿）"),
        number=str(row.pk),
        paragraphs=(
            f"按《{row.scheme}》，{days_of(Span(row.start, row.until))}各单位的结果如下。依据：{row.scheme.basis}。",
            *(_scheme_line(one) for one in lines),
            f"不到 {row.scheme.least} 件的不算，权重分给其他项。",
            *left_out,
        ),
        tables=(table,),
        signer=str(row.scheme.office),
        date=f"{clock.local(request.at):%Y-%m-%d}",
        phones="",
        has_receipt=False,
        is_signed_by_applicant=False,
    )
    return papers.word_of(made)
