"""Supervision at the desk: lists, what should be raised, raising a matter over any case, its page with letters."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.flow.refusals import NoSuchCase
from linli.base.notices import shown
from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk import supervisionforms as sf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.formmoves import make_by_form
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.supervisionletters import sheet_of
from linli.faces.parts import words
from linli.faces.parts.inputs import plain
from linli.faces.parts.papers import DOCX, docx_of
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Due, Pages, Row, State
from linli.kernel.refusals import Refusal
from linli.pillars.governance.supervision import operations as op
from linli.pillars.governance.supervision import policies, queries
from linli.pillars.governance.supervision.models import Supervision
from linli.pillars.governance.supervision.queries import MatterRow
from linli.pillars.governance.supervision.rules import Why
from linli.pillars.governance.supervision.texts import SHAPES, STATES, VERBS

supervising = desk_for(policies.sees_any, gettext_lazy("督办归领导和派单员立项，归承办的单位反馈。"))

VIEWS: Final = (
    ("open", gettext_lazy("在办的")),
    ("mine", gettext_lazy("等我的")),
    ("should", gettext_lazy("该督办的")),
    ("to_check", gettext_lazy("等核查、销号")),
    ("red", gettext_lazy("红牌")),
    ("ended", gettext_lazy("销号的")),
)
EMPTY: Final = {
    "open": (gettext_lazy("没有在督办的"), gettext_lazy("超期的、重办过的、领导交办的，立了项就列在这里。")),
    "mine": (gettext_lazy("没有等您的"), gettext_lazy("交给您单位的、等您交办和核查的，会排在这里。")),
    "should": (
        gettext_lazy("没有该督办的"),
        gettext_lazy("红牌超过一天、居民不满意重办过的，没有立项就列在这里。"),
    ),
    "to_check": (gettext_lazy("没有等核查的"), gettext_lazy("承办单位反馈了，就到这里。")),
    "red": (gettext_lazy("没有红牌"), gettext_lazy("督办的事超期了，就列在这里。")),
    "ended": (gettext_lazy("还没有销号的"), gettext_lazy("销了号的、撤了项的留在这里，随时能查。")),
}
VERBS_HERE: Final[dict[str, tuple[Callable[..., Any], type[forms.Form]]]] = {
    "assign": (op.assign_supervision, sf.ToForm),
    "take-on": (op.take_supervision_on, sf.PressForm),
    "answer": (op.answer_supervision, sf.AnswerForm),
    "pass-check": (op.pass_check_supervision, sf.NoteForm),
    "strike-off": (op.strike_supervision_off, sf.AnswerForm),
    "urge": (op.urge_supervision, sf.NoteForm),
    "redo": (op.redo_supervision, sf.NoteForm),
    "extend": (op.extend_supervision, sf.UntilForm),
    "give-back": (op.give_supervision_back, sf.NoteForm),
    "drop": (op.drop_supervision, sf.AnswerForm),
    "note": (op.note_supervision, sf.NoteForm),
}
DOERS: Final = frozenset({"take-on", "answer"})
"""For the unit that has the matter; who stands above it may do them in its place, and finds them folded."""
QUIET: Final = frozenset({"urge", "redo", "extend", "give-back", "drop", "note"})


def _view(request: DeskRequest) -> str:
    view = request.GET.get("view", "open")
    return view if view in EMPTY else "open"


@supervising
@require_GET
def matters(request: DeskRequest) -> HttpResponseBase:
    """List matters: open ones, those that wait for me, what should be raised, to check, red, struck off."""
    view = _view(request)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    raises = bool(policies.offices_raised_at(request.actor))
    after = None
    if view == "should":
        rows = [_should(case, request.at) for case in queries.should_be_raised(actor=request.actor)]
    else:
        found, after = queries.matters_of(actor=request.actor, view=view, before=before)
        rows = [row_of(row, request.at) for row in found]
    here = reverse("desk:supervision")
    title, text = EMPTY[view]
    context = {
        "views": [(code, word, code == view) for code, word in VIEWS if code != "should" or raises],
        "rows": rows,
        "empty_title": title,
        "empty_text": text,
        "pages": Pages(after_url=f"{here}?view={view}&before={after}" if after else ""),
        "raises": raises,
        "sheet_url": f"{reverse('desk:supervision-sheet')}?view={view}",
        "hands": policies.hands_over(request.actor),
    }
    return furniture.page(request, "desk/supervision/list.html", context)


def _due(due_at: datetime | None, card: str, at: datetime) -> Due | None:
    return words.due(due_at, at, card) if due_at else None  # type: ignore[arg-type]


def row_of(row: MatterRow, at: datetime) -> Row:
    """Return a matter as a line of a list."""
    closed = Due(words.day(row.closed_at, at), "none", row.closed_at) if row.closed_at else None
    urged = _("催办 %(n)s 次") % {"n": row.urged} if row.urged else ""
    return Row(
        url=reverse("desk:supervision-matter", args=[row.number]),
        title=row.title,
        state=State(SHAPES[row.state], STATES[row.state]),  # type: ignore[arg-type]
        due=_due(row.due_at, row.card, at) if row.is_open else closed,
        left=tuple(part for part in (row.number, str(Supervision.Reason(row.why).label), urged) if part),
        holder=row.holder,
    )


def _should(case: Any, at: datetime) -> Row:
    why = Why.OVERDUE if case.card == "red" else Why.UNSOLVED
    return Row(
        url=f"{reverse('desk:supervision-new')}?over={case.number}&why={why.value}",
        title=case.title,
        due=_due(case.due_at, case.card, at),
        state=State("new", _("立项")),
        left=(case.number, str(Supervision.Reason(why.value).label)),
        holder=str(case.holder),
    )


@supervising
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the ledger as a sheet: units, never persons."""
    view = _view(request)
    rows, _after = queries.matters_of(
        actor=request.actor, view="open" if view == "should" else view, size=MOST_ROWS
    )
    columns = [
        (str(_("编号")), 16.0), (str(_("督办什么")), 44.0), (str(_("为什么督办")), 18.0), (str(_("状态")), 16.0),
        (str(_("在谁手里")), 18.0), (str(_("督办哪一件")), 16.0), (str(_("催办次数")), 9.0), (str(_("重办次数")), 9.0),
        (str(_("立项时间")), 17.0), (str(_("期限")), 17.0), (str(_("销号时间")), 17.0),
    ]  # fmt: skip
    cells = (
        (
            row.number, row.title, str(Supervision.Reason(row.why).label), str(STATES[row.state]), row.holder, row.over,
            row.urged, row.reopened, row.filed_at, row.due_at, row.closed_at,
        )
        for row in rows
    )  # fmt: skip
    return sheet_response(_("督办台账"), columns, cells, request.at)


@supervising
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Raise a matter: over a case, about a line of a responsibility list, or by itself."""
    offices = policies.offices_raised_at(request.actor)
    office = Unit.objects.filter(pk__in=offices).order_by("pk").first()
    if office is None:
        raise Http404
    number = plain(request.POST.get("over") or request.GET.get("over", ""))
    missed = ""
    try:
        over = queries.over_case(actor=request.actor, number=number.strip()[:24]) if number else None
    except NoSuchCase:
        if request.method == "POST" or "typed" not in request.GET:
            raise
        over, missed = None, number[:24]
    line = request.POST.get("line") or request.GET.get("line", "")
    is_line = line.isascii() and line.isdigit() and len(line) < 10
    about = queries.get_responsibility(actor=request.actor, pk=int(line)) if is_line else None
    units = queries.takers(office)
    why = request.GET.get("why") or (Why.LISTED.value if about else Why.LEADER.value)
    initial = {"why": why, "key": uuid.uuid4(), "asked": over.title if over else about.what if about else ""}
    if over is not None and any(u.pk == over.holder_id for u in units):
        initial["to"] = str(over.holder_id)
    elif about is not None:
        initial["to"] = str(about.unit_id)
    elif "asked" in request.GET:
        # Another page asks for it: who is to do what.
        initial |= {"asked": request.GET["asked"][:400], "to": request.GET.get("to", "")}
    form = sf.RaiseForm(request.POST or None, initial=initial, units=units)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            who: dict[str, Any] = {"actor": request.actor, "at": request.at}
            try:
                with transaction.atomic():
                    made = op.raise_supervision(
                        **who,
                        office=office,
                        why=Why(data["why"]),
                        asked=data["asked"],
                        over=over,
                        responsibility=about,
                        key=data["key"],
                    )
                    to = next((u for u in units if str(u.pk) == data["to"]), None)
                    if to is not None and made.case.state == "raised":
                        op.assign_supervision(**who, number=made.case.number, to=to)
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("立项了，期限开始算。"))
                return redirect("desk:supervision-matter", number=made.case.number)
    context = {"form": form, "office": office, "over": over, "about": about, "missed": missed}
    return furniture.page(request, "desk/supervision/new.html", context, status=status)


@supervising
@require_GET
def matter(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show a matter: what is asked, where it stands, what may be done, its history with letters."""
    return _page(request, number)


def _form_of(verb: str, data: Any, found: Supervision) -> forms.Form:
    _do, kind = VERBS_HERE[verb]
    if issubclass(kind, sf.ToForm):
        return kind(data, prefix=verb, units=queries.takers(found.case.office), initial={"key": uuid.uuid4()})
    return kind(data, prefix=verb, initial={"key": uuid.uuid4()})


def _page(
    request: DeskRequest, number: str, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.matter_page(actor=request.actor, number=number)
    case, held = page.matter.case, given or {}
    open_to = {move.verb.replace("_", "-") for move in page.moves}
    holds = any(post.unit_id == case.holder_id for post in request.actor.posts)
    context = {
        "page": page,
        "matter": page.matter,
        "case": case,
        "state": State(SHAPES[case.state], STATES[case.state]),  # type: ignore[arg-type]
        "due": _due(case.due_at, case.card, request.at) if case.is_open else None,
        "over_url": shown.desk_path(page.over.kind, page.over.number) if page.over else "",
        "steps": [(step, VERBS.get(step.verb, step.verb)) for step in page.steps],
        "moves": [
            (
                reverse(f"desk:supervision-{verb}", args=[number]),
                VERBS[verb.replace("-", "_")],
                held.get(verb) or _form_of(verb, None, page.matter),
                verb in QUIET,
                verb in held or (verb not in QUIET and (holds or verb not in DOERS)),
            )
            for verb in VERBS_HERE
            if verb in open_to or verb in held
        ],
    }
    return furniture.page(request, "desk/supervision/matter.html", context, status=status)


@supervising
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make one move of a matter."""
    operate, _kind = VERBS_HERE[verb]
    found = queries.get_matter(actor=request.actor, number=number)
    form = _form_of(verb, request.POST, found)

    def make(**given: Any) -> object:
        if "to" in given:
            given["to"] = Unit.objects.get(pk=given["to"])
        return operate(**given)

    return make_by_form(
        request,
        number=number,
        operate=make,
        form=form,
        again=lambda status: _page(request, number, {verb: form}, status=status),
        words=VERBS[verb.replace("-", "_")],
        to="desk:supervision-matter",
    )


# --- letters ------------------------------------------------------------------------------------------------


@supervising
@require_GET
def letter(request: DeskRequest, number: str, seq: int) -> HttpResponseBase:
    """Show a letter as paper: a step of a matter, or a card of any case."""
    found = queries.letter_step(actor=request.actor, number=number, seq=seq)
    url = reverse("desk:supervision-docx", args=[number, seq])
    return render(request, "parts/document.html", {"sheet": sheet_of(found), "docx_url": url})


@supervising
@require_GET
def docx(request: DeskRequest, number: str, seq: int) -> HttpResponseBase:
    """Give a letter as a Word file."""
    sheet = sheet_of(queries.letter_step(actor=request.actor, number=number, seq=seq))
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    name = quote(f"{sheet.title} {sheet.number}.docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response
