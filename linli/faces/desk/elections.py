"""Elections of owners' committees at the desk: the law's dates, what is written, objections, votes, papers."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import electionforms as ef
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.estates import asked_again, estates_door
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import make_by_form, refused_at
from linli.faces.desk.guards import said
from linli.faces.parts import electionpapers, words
from linli.faces.parts.ballots import answers
from linli.faces.parts.papers import DOCX, docx_of
from linli.faces.parts.shapes import State
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation.texts import STATES as TOPIC_STATES
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import policies, queries
from linli.pillars.governance.estates.queries import ElectionPage
from linli.pillars.governance.estates.rules import ROLL_HEADS
from linli.pillars.governance.estates.texts import DATES, SHAPES, STATES, STEPS, VERBS

VERBS_HERE: Final[dict[str, tuple[Callable[..., Any], type[forms.Form]]]] = {
    "convene-group": (op.convene_group, ef.PressForm),
    "post-papers": (op.post_papers, ef.UntilForm),
    "dismiss-objection": (op.dismiss_objection, ef.AnswerForm),
    "uphold-objection": (op.uphold_objection, ef.AnswerForm),
    "put-to-vote": (op.put_to_vote, ef.UntilForm),
    "take-result": (op.take_result, ef.PressForm),
    "seat-committee": (op.seat_committee, ef.SeatForm),
    "file-committee": (op.file_committee, ef.AnswerForm),
    "confirm-filing": (op.confirm_filing, ef.AnswerForm),
    "send-filing-back": (op.send_filing_back, ef.NoteForm),
    "overturn-result": (op.overturn_result, ef.AnswerForm),
    "take-up": (op.take_up_election, ef.NoteForm),
    "shelve": (op.shelve_election, ef.ShelveForm),
    "drop": (op.drop_election, ef.AnswerForm),
    "note": (op.note_election, ef.NoteForm),
}
QUIET: Final = frozenset(
    {
        "dismiss-objection",
        "uphold-objection",
        "send-filing-back",
        "overturn-result",
        "shelve",
        "drop",
        "note",
    }
)
"""Folded, with no solid button: what is rare, what takes away, and both answers to an objection, that neither is nearer."""
WRITE: Final[dict[str, tuple[Callable[..., Any], type[forms.Form], tuple[str, ...]]]] = {
    "group": (op.name_group, ef.GroupForm, ("proposed", "preparing")),
    "roll": (op.write_roll, ef.RollForm, ("preparing",)),
    "list": (op.write_list, ef.ListForm, ("preparing",)),
    "drafts": (op.write_drafts, ef.DraftsForm, ("preparing",)),
    "object": (op.object_to_election, ef.ObjectForm, ("posted",)),
    "ballot": (op.take_ballot, ef.DoorBallotForm, ("voting",)),
    "check": (op.check_ballot, ef.DoorBallotForm, ("voting", "counting")),
    "owner": (op.verify_owner, ef.OwnerForm, ("voting",)),
}
WORDS: Final = {
    "ballot": gettext_lazy("收一户的票"),
    "check": gettext_lazy("核对一户的纸票"),
    "owner": gettext_lazy("核实业主，让他用手机投"),
    "group": gettext_lazy("写筹备组名单"),
    "roll": gettext_lazy("写业主名册"),
    "list": gettext_lazy("写候选人名单"),
    "drafts": gettext_lazy("写管理规约和议事规则"),
    "object": gettext_lazy("收一份书面异议"),
}


@estates_door
@require_POST
def propose(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Ask that the owners of a compound elect a committee."""
    compound = queries.get_compound(actor=request.actor, pk=pk)
    form = ef.ProposeForm(request.POST)
    if not form.is_valid():
        return asked_again(request, pk, form)
    data = form.cleaned_data
    try:
        made = op.propose_election(
            actor=request.actor, at=request.at, compound=compound, words=data["words"], key=data["key"]
        )
    except op.ElectingAlready as there:
        return redirect("desk:election", number=str(there.data["number"]))
    messages.success(request, _("开始了：街道六十天内成立筹备组。"))
    return redirect("desk:election", number=made.case.number)


@estates_door
@require_GET
def election(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show an election: where it stands, the dates of the law, what may be done."""
    return _page(request, number)


def _form_of(verb: str, data: Any, page: ElectionPage) -> forms.Form:
    _do, kind = VERBS_HERE[verb]
    if issubclass(kind, ef.SeatForm):
        return kind(data, prefix=verb, candidates=list(page.candidates), initial={"key": uuid.uuid4()})
    return kind(data, prefix=verb, initial={"key": uuid.uuid4()})


def _writing(what: str, data: Any, page: ElectionPage, first: dict[str, Any] | None = None) -> forms.Form:
    _do, kind, _states = WRITE[what]
    if issubclass(kind, ef.DoorBallotForm):
        waits = [vote for vote in page.votes if vote.state in ("voting", "counting")]
        return kind(data, prefix=what, votes=waits, with_way=what == "ballot")
    return kind(data, prefix=what, initial=first)


def _written(
    page: ElectionPage, given: dict[str, forms.Form]
) -> list[tuple[str, object, forms.Form, str, bool]]:
    election_ = page.election
    first: dict[str, dict[str, Any]] = {
        "group": {"members": "\n".join(f"{m.get_side_display()[:2]} {m.name}" for m in page.group)},
        "roll": {"doors": "\n".join(f"{d.label} {d.area / 100:g}" for d in election_.doors.all())},
        "list": {
            "seats": election_.seats or None,
            "candidates": "\n".join(f"{c.name} {c.building} {c.words}".strip() for c in page.candidates),
        },
        "drafts": {
            "covenant": election_.covenant,
            "procedure": election_.procedure,
            "meeting": election_.meeting,
            "term_years": election_.term_years,
        },
        "object": {},
    }
    return [
        (
            what,
            WORDS[what],
            given.get(what) or _writing(what, None, page, first.get(what)),
            reverse(f"desk:election-{what}", args=[page.case.number]),
            what in given,
        )
        for what, (_do, _kind, states) in WRITE.items()
        if page.case.state in states
    ]


def _page(
    request: DeskRequest,
    number: str,
    given: dict[str, forms.Form] | None = None,
    written: dict[str, forms.Form] | None = None,
    *,
    status: int = 200,
) -> HttpResponseBase:
    page = queries.election_page(actor=request.actor, number=number)
    case, held = page.case, given or {}
    open_to = {move.verb.replace("_", "-") for move in page.moves}
    keeps = policies.keeps_at(request.actor, case.area)
    context = {
        "page": page,
        "case": case,
        "compound": page.election.estate.compound,
        "state": State(SHAPES[case.state], STATES[case.state]),  # type: ignore[arg-type]
        "due": words.due(case.due_at, request.at, case.card) if case.is_open and case.due_at else None,  # type: ignore[arg-type]
        "track": [(word, i < page.step, i == page.step) for i, word in enumerate(STEPS)],
        "dates": [(DATES[line.code], line) for line in page.dates],
        "votes": [(vote, TOPIC_STATES[vote.state], answers(vote.tallies)) for vote in page.votes],
        "seats": page.election.seats or len(page.candidates),
        "takes_roll": keeps and case.state == "preparing",
        "waiting": sum(o.answered_at is None for o in page.objections),
        "papers": electionpapers.kinds_of(page),
        "steps": [(step, VERBS.get(step.verb, step.verb)) for step in page.steps],
        "keeps": keeps,
        "written": _written(page, written or {}) if keeps else [],
        "moves": [
            (
                reverse(f"desk:election-{verb}", args=[number]),
                VERBS[verb.replace("-", "_")],
                held.get(verb) or _form_of(verb, None, page),
                verb in QUIET,
                verb in held or verb not in QUIET,
            )
            for verb in VERBS_HERE
            if verb in open_to or verb in held
        ],
    }
    return furniture.page(request, "desk/estates/election.html", context, status=status)


@estates_door
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make one move of an election."""
    operate, _kind = VERBS_HERE[verb]
    form = _form_of(verb, request.POST, queries.election_page(actor=request.actor, number=number))
    return make_by_form(
        request,
        number=number,
        operate=operate,
        form=form,
        again=lambda status: _page(request, number, {verb: form}, status=status),
        words=VERBS[verb.replace("-", "_")],
        to="desk:election",
    )


@estates_door
@require_POST
def write(request: DeskRequest, number: str, what: str) -> HttpResponseBase:
    """Write the group, the roll, the list or the drafts, or take an objection on paper in."""
    operate, _kind, _states = WRITE[what]
    page = queries.election_page(actor=request.actor, number=number)
    form = _writing(what, request.POST, page)
    if not form.is_valid():
        return _page(request, number, None, {what: form}, status=422)
    try:
        operate(actor=request.actor, number=number, at=request.at, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, number, None, {what: form}, status=refused_at(form, refusal, request.at))
    messages.success(request, _("记下了：%(verb)s。") % {"verb": WORDS[what]})
    return redirect("desk:election", number=number)


@estates_door
@require_http_methods(["GET", "POST"])
def roll_sheet(request: DeskRequest, number: str) -> HttpResponseBase:
    """Take the owners' roll in from a sheet: the whole roll anew; rows that cannot be read are named with their number."""
    one = queries.get_election(actor=request.actor, number=number)
    if one.case.state != "preparing" or not policies.keeps_at(request.actor, one.case.area):
        raise Http404
    form = ef.RollSheetForm(request.POST or None, request.FILES or None)
    refused: list[tuple[int, str]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                rows = _rows(form.cleaned_data["file"].read())
                good = [row for _number, row in rows if isinstance(row, op.Door)]
                refused = [(at, said(row, request.at)) for at, row in rows if isinstance(row, Refusal)]
                made = op.write_roll(actor=request.actor, number=number, at=request.at, doors=good)
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at)
            else:
                messages.success(request, _("名册收进来了：%(n)s 户。") % {"n": made})
                if not refused:
                    return redirect("desk:election", number=number)
    context = {"case": one.case, "form": form, "refused": refused[:200], "more": max(len(refused) - 200, 0)}
    return furniture.page(request, "desk/estates/roll.html", context, status=status)


def _rows(content: bytes) -> list[tuple[int, op.Door | Refusal]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        path.write_bytes(content)
        return op.rows_of_roll(path)


@estates_door
@require_GET
def blank_roll(request: DeskRequest, number: str) -> HttpResponseBase:
    """Give an empty sheet for the roll, with the doors that the register knows."""
    one = queries.get_election(actor=request.actor, number=number)
    doors = ((label, "") for label in queries.doors_known(compound_id=one.estate_id))
    return sheet_response(_("业主名册模板"), [(head, 32.0) for head in ROLL_HEADS], doors, request.at)


@estates_door
@require_GET
def paper(request: DeskRequest, number: str, kind: str) -> HttpResponseBase:
    """Show a paper of an election."""
    page = queries.election_page(actor=request.actor, number=number)
    if kind not in dict(electionpapers.kinds_of(page)):
        raise Http404
    sheet = electionpapers.sheet_of(page, kind, request.at)
    url = reverse("desk:election-docx", args=[number, kind])
    return render(request, "parts/document.html", {"sheet": sheet, "docx_url": url})


@estates_door
@require_GET
def docx(request: DeskRequest, number: str, kind: str) -> HttpResponseBase:
    """Give a paper of an election as a Word file."""
    page = queries.election_page(actor=request.actor, number=number)
    if kind not in dict(electionpapers.kinds_of(page)):
        raise Http404
    sheet = electionpapers.sheet_of(page, kind, request.at)
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    name = quote(f"{page.election.estate.compound.name} {sheet.title}.docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response
