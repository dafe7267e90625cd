"""Secretaries' projects at the desk: the list of a year, a proposal, one with its five steps and every move as a form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.flow.refusals import NotYourMove
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import make_by_form, refused_at
from linli.faces.desk.party import party_door
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import KeyField, WordsField
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.secretary import operations as op
from linli.pillars.party.secretary import queries
from linli.pillars.party.secretary.queries import SecretaryPage
from linli.pillars.party.secretary.texts import ASKED, SHAPES, STATES, VERBS


class ProposeForm(forms.Form):
    """A project to be proposed."""

    key = KeyField()
    organisation = forms.TypedChoiceField(label=gettext_lazy("哪个党组织"), coerce=int, widget=LongSelect)
    year = forms.IntegerField(label=gettext_lazy("哪一年"), min_value=2015, max_value=2100)
    title = WordsField(label=gettext_lazy("一句话说清"), most=60)
    aim = WordsField(label=gettext_lazy("要解决什么"), most=300, widget=forms.Textarea(attrs={"rows": 3}))
    proof = WordsField(
        label=gettext_lazy("做到什么算成"), most=200, help_text=gettext_lazy("上级按这一句验收，写能看得见的")
    )

    def __init__(self, *args: Any, makers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["organisation"].choices = [(one.pk, str(one)) for one in makers]


class NoteForm(forms.Form):
    """What was done, or is to be noted."""

    note = WordsField(label=gettext_lazy("做了什么"), most=500, widget=forms.Textarea(attrs={"rows": 3}))


class YesForm(forms.Form):
    """A yes, with a word if there is one."""

    note = WordsField(label=gettext_lazy("还要交代的"), most=300, required=False)


class AnswerForm(forms.Form):
    """What is said about it."""

    answer = WordsField(label=gettext_lazy("说清楚"), most=500, widget=forms.Textarea(attrs={"rows": 3}))


VERBS_HERE: Final[dict[str, tuple[Callable[..., object], type[forms.Form]]]] = {
    "approve": (op.approve_project, YesForm),
    "build-core": (op.build_core, NoteForm),
    "set-subject": (op.set_subject, NoteForm),
    "find-support": (op.find_support, NoteForm),
    "secure": (op.secure_project, NoteForm),
    "finish": (op.finish_project, AnswerForm),
    "accept": (op.accept_project, AnswerForm),
    "redo": (op.redo_project, AnswerForm),
    "decline": (op.decline_project, AnswerForm),
    "end": (op.end_project, AnswerForm),
    "note": (op.note_project, NoteForm),
}
DANGER: Final = frozenset({"decline", "end"})


def state_of(code: str) -> State:
    """Give how a project stands, in words and colour."""
    return State(SHAPES[code], STATES[code])  # type: ignore[arg-type]


@party_door
@require_http_methods(["GET", "POST"])
def projects(request: DeskRequest) -> HttpResponseBase:
    """List the projects one sees; propose one."""
    makers, this = queries.proposers(actor=request.actor), clock.local(request.at).year
    first = {"key": uuid.uuid4(), "year": this}
    form = ProposeForm(request.POST or None, makers=makers, initial=first) if makers else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise Http404
        status = 422
        if form.is_valid():
            try:
                made = op.propose_project(actor=request.actor, at=request.at, **form.cleaned_data)
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at)
            else:
                messages.success(request, _("报上去了，等上级定。"))
                return redirect("desk:secretary-project", number=made.case.number)
    context = {
        "rows": [(row, state_of(row.state)) for row in queries.projects_of(actor=request.actor)],
        "form": form,
        "is_open": status != 200,
        "sheet_url": reverse("desk:secretary-sheet"),
    }
    return furniture.page(request, "desk/party/secretaries.html", context, status=status)


@party_door
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the list as a sheet."""
    columns = [
        (str(_("编号")), 18.0), (str(_("书记项目")), 34.0), (str(_("党组织")), 26.0), (str(_("哪一年")), 10.0),
        (str(_("到哪一步")), 20.0), (str(_("五步做了几步")), 12.0), (str(_("在谁手上")), 24.0),
    ]  # fmt: skip
    cells = (
        (
            r.number,
            r.title,
            r.organisation,
            r.year,
            str(STATES[r.state]),
            r.made,
            r.holder if r.is_open else "",
        )
        for r in queries.projects_of(actor=request.actor)
    )
    return sheet_response(_("书记项目"), columns, cells, request.at)


@party_door
@require_GET
def project(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show a project with its five steps and what can be done."""
    return _page(request, queries.secretary_page(actor=request.actor, number=number))


def _page(
    request: DeskRequest,
    page: SecretaryPage,
    given: dict[str, forms.Form] | None = None,
    *,
    status: int = 200,
) -> HttpResponseBase:
    case, held = page.project.case, given or {}
    open_verbs = {move.verb.replace("_", "-") for move in page.moves}
    moves = [
        (
            verb,
            reverse(f"desk:secretary-{verb}", args=[case.number]),
            VERBS[verb.replace("-", "_")],
            held.get(verb) or kind(prefix=verb),
            verb in DANGER,
        )
        for verb, (_do, kind) in VERBS_HERE.items()
        if verb in open_verbs or verb in held
    ]
    context = {
        "page": page,
        "one": page.project,
        "case": case,
        "state": state_of(case.state),
        "five": [(row, STATES[row.state], ASKED[row.state]) for row in page.five],
        "steps": [(step, VERBS.get(step.verb, step.verb)) for step in page.steps],
        "moves": moves,
        "first": moves[0][0] if moves else "",
        "judge": page.project.organisation.superior or case.office,
    }
    return furniture.page(request, "desk/party/secretary.html", context, status=status)


@party_door
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make one move."""
    page = queries.secretary_page(actor=request.actor, number=number)
    if not page.moves:
        raise NotYourMove(verb=verb.replace("-", "_"))
    do, kind = VERBS_HERE[verb]
    form = kind(request.POST, prefix=verb)
    return make_by_form(
        request,
        number=number,
        operate=do,
        form=form,
        again=lambda status: _page(request, page, {verb: form}, status=status),
        words=VERBS[verb.replace("-", "_")],
        to="desk:secretary-project",
    )
