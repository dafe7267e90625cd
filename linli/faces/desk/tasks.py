"""Tasks for grid workers at the desk: the gate, lists, one task with its grids, every verb as a form."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
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

from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.duties import seeing_duties
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.formmoves import make_by_form
from linli.faces.desk.guards import said
from linli.faces.parts import words
from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Due, Pages, Row, State, Tag
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.refusals import Refusal
from linli.pillars.governance.duties import operations as op
from linli.pillars.governance.duties import policies, queries, rules
from linli.pillars.governance.duties.models import Duty, Task
from linli.pillars.governance.duties.queries import TaskRow
from linli.pillars.governance.duties.texts import SHAPES, STATES, VERBS

VIEWS: Final = (
    ("mine", gettext_lazy("和我有关的")),
    ("asked", gettext_lazy("等准入的")),
    ("running", gettext_lazy("网格在办的")),
    ("ended", gettext_lazy("结束的")),
)
EMPTY: Final = {
    "mine": (
        gettext_lazy("没有和您有关的"),
        gettext_lazy("交给您网格的、等您准入的、您单位申请的，都在这里。"),
    ),
    "asked": (gettext_lazy("没有等准入的"), gettext_lazy("科室、部门要网格做的事，先到这里过一道门。")),
    "running": (gettext_lazy("网格没有在办的任务"), gettext_lazy("准入了的事，到期自动结束。")),
    "ended": (gettext_lazy("还没有结束的"), gettext_lazy("到期的、退回的，记录留在这里。")),
}
LISTED, OUTSIDE = "listed", "outside"


class AskForm(forms.Form):
    """What grid workers are asked to do, on what ground, where, for how long."""

    what = WordsField(
        label=gettext_lazy("请网格做什么"),
        most=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("第一行当标题。做到什么程度、交什么，写清楚"),
    )
    duty = forms.ChoiceField(label=gettext_lazy("依据清单里的哪一条"), required=False)
    outside_basis = WordsField(
        label=gettext_lazy("清单里没有的，是哪份文件"),
        most=300,
        required=False,
        help_text=gettext_lazy("清单外的由街道领导准入，最长 30 天"),
    )
    days = forms.IntegerField(
        label=gettext_lazy("要多少天"),
        min_value=1,
        max_value=rules.LONGEST_DAYS,
        help_text=gettext_lazy("到期自动结束，最长 90 天"),
    )
    grounds = forms.MultipleChoiceField(label=gettext_lazy("交给谁"), widget=forms.CheckboxSelectMultiple)
    key = KeyField()

    def __init__(
        self, *args: Any, duties: Sequence[Duty], communities: Sequence[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in duties:
            groups.setdefault(str(one.get_kind_display()), []).append(
                (str(one.pk), f"{one.number} {one.name[:40]}")
            )
        self.fields["duty"].choices = [("", _("清单里没有")), *groups.items()]  # type: ignore[attr-defined]
        self.fields["grounds"].choices = [(str(u.pk), str(u)) for u in communities]  # type: ignore[attr-defined]
        self.initial.setdefault("key", uuid.uuid4())


class PressForm(forms.Form):
    """A verb that asks for nothing."""

    key = KeyField()


class AdmitForm(PressForm):
    """Until which day."""

    until = DayField(
        label=gettext_lazy("到哪天为止"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = WordsField(label=gettext_lazy("交代几句"), most=500, required=False)

    def clean_until(self) -> datetime:
        """Give the end of the day."""
        return datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time(), SHANGHAI)


class TurnAwayForm(PressForm):
    """Why, and which line says whose it is."""

    duty = forms.ChoiceField(label=gettext_lazy("清单里是这样写的"), required=False)
    answer = WordsField(label=gettext_lazy("为什么退回"), most=500, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(PressForm):
    """What came of it, or why it ends."""

    answer = WordsField(label=gettext_lazy("写几句"), most=500, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(PressForm):
    """What those who have to do with it should know."""

    note = WordsField(label=gettext_lazy("留言"), most=500, widget=forms.Textarea(attrs={"rows": 2}))


VERBS_HERE: Final[dict[str, tuple[Callable[..., Any], type[forms.Form]]]] = {
    "admit": (op.admit_task, AdmitForm),
    "turn-away": (op.turn_task_away, TurnAwayForm),
    "end": (op.end_task, AnswerForm),
    "withdraw": (op.withdraw_task, PressForm),
    "note": (op.note_task, NoteForm),
}
DANGER: Final = frozenset({"turn-away", "end", "withdraw"})


# --- lists --------------------------------------------------------------------------------------------------


def _view(request: DeskRequest) -> str:
    view = request.GET.get("view", "mine")
    return view if view in EMPTY else "mine"


@seeing_duties
@require_GET
def tasks(request: DeskRequest) -> HttpResponseBase:
    """List tasks: mine, those before the gate, those with the grids, ended ones."""
    view = _view(request)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.tasks_of(actor=request.actor, view=view, before=before)
    here = reverse("desk:tasks")
    title, text = EMPTY[view]
    context = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "rows": [row_of(row, request.at) for row in rows],
        "empty_title": title,
        "empty_text": text,
        "pages": Pages(after_url=f"{here}?view={view}&before={after}" if after else ""),
        "asks": bool(policies.asking_posts(request.actor)),
        "sheet_url": f"{reverse('desk:task-sheet')}?view={view}",
    }
    return furniture.page(request, "desk/tasks/list.html", context)


def row_of(row: TaskRow, at: datetime) -> Row:
    """Return a task as a line of a list: on what ground, how many grids said it is done, when it ends."""
    if not row.is_open:
        due = Due(words.day(row.closed_at, at), "none", row.closed_at) if row.closed_at else None
    elif row.until:
        due = Due(_("%(day)s 自动结束") % {"day": words.day(row.until - timedelta(seconds=1), at)})
    else:
        due = words.due(row.due_at, at, row.card) if row.due_at else None  # type: ignore[arg-type]
    told = {"done": row.answered, "all": row.grids}
    grids = _("%(all)s 个网格，%(done)s 个报了完成") % told if row.grids else ""
    return Row(
        url=reverse("desk:task", args=[row.number]),
        title=row.title,
        state=State(SHAPES[row.state], STATES[row.state]),  # type: ignore[arg-type]
        due=due,
        left=tuple(
            part for part in (row.number, _("依据：%(basis)s") % {"basis": row.basis[:40]}, grids) if part
        ),
        holder=row.unit,
        tags=(Tag(_("清单外"), "lead"),) if row.is_outside else (Tag(_("网格任务"), "lead"),),
    )


@seeing_duties
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the list as a sheet: the same rows in the same order."""
    rows, _after = queries.tasks_of(actor=request.actor, view=_view(request), size=MOST_ROWS)
    columns = [
        (str(_("编号")), 16.0), (str(_("任务")), 40.0), (str(_("谁申请的")), 18.0), (str(_("依据")), 40.0),
        (str(_("清单外")), 8.0), (str(_("状态")), 14.0), (str(_("多少网格")), 10.0), (str(_("报完成的")), 10.0),
        (str(_("申请时间")), 17.0), (str(_("到哪天为止")), 17.0), (str(_("结束时间")), 17.0),
    ]  # fmt: skip
    cells = (
        (
            row.number, row.title, row.unit, row.basis, _("是") if row.is_outside else "", str(STATES[row.state]),
            row.grids, row.answered, row.filed_at, row.until, row.closed_at,
        )
        for row in rows
    )  # fmt: skip
    return sheet_response(_("网格任务"), columns, cells, request.at)


# --- asking -------------------------------------------------------------------------------------------------


@seeing_duties
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Ask that grid workers do something."""
    posts = policies.asking_posts(request.actor)
    offices = queries.offices_of(actor=request.actor)
    if not posts or not offices:
        raise Http404
    unit = Unit.objects.get(pk=posts[0].unit_id)
    wanted = request.POST.get("office") or request.GET.get("office", "")
    office = next((one for one in offices if str(one.pk) == wanted), offices[0])
    of = queries.current_list(office=office)
    # Lines taken back stand in the list too: whoever chooses one is told whose it is.
    lines = queries.duties_of(of=of) if of else ()
    communities = [u for u in queries.grounds_of(office) if u.kind == UnitKind.COMMUNITY]
    form = AskForm(
        request.POST or None,
        initial={"duty": request.GET.get("duty", ""), "days": 30},
        duties=lines,
        communities=communities,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            chosen = {str(u.pk): u for u in communities}
            try:
                made = op.ask_task(
                    actor=request.actor,
                    at=request.at,
                    unit=unit,
                    office=office,
                    what=data["what"],
                    days=data["days"],
                    grounds=[chosen[pk] for pk in data["grounds"]],
                    duty=next((one for one in lines if str(one.pk) == data["duty"]), None),
                    outside_basis=data["outside_basis"],
                    key=data["key"],
                )
            except Refusal as refusal:
                form.add_error(_where(refusal), said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("递上去了，准入了网格才会看到。"))
                return redirect("desk:task", number=made.case.number)
    context = {"form": form, "unit": unit, "office": office, "offices": offices, "of": of}
    return furniture.page(request, "desk/tasks/new.html", context, status=status)


def _where(refusal: Refusal) -> str | None:
    is_about_basis = isinstance(refusal, op.TaskWithoutBasis | op.DutyTakenBack | rules.DutyGone)
    return "duty" if is_about_basis else "days" if isinstance(refusal, op.TaskTooLong) else None


# --- one task -----------------------------------------------------------------------------------------------


@seeing_duties
@require_GET
def task(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show a task: its ground, who admitted it and until when, what each grid said."""
    return _page(request, number)


def _form_of(verb: str, data: Any, found: Task, at: datetime) -> forms.Form:
    _do, kind = VERBS_HERE[verb]
    initial: dict[str, Any] = {"key": uuid.uuid4()}
    if verb == "admit":
        initial["until"] = clock.local(at).date() + timedelta(days=found.days)
    form = kind(data, prefix=verb, initial=initial)
    if isinstance(form, TurnAwayForm):
        of = queries.current_list(office=found.case.office)
        lines = queries.duties_of(of=of) if of else ()
        form.fields["duty"].choices = [  # type: ignore[attr-defined]
            ("", _("不引清单")),
            *((str(one.pk), f"{one.get_kind_display()} {one.number} {one.name[:40]}") for one in lines),
        ]
    return form


def _page(
    request: DeskRequest,
    number: str,
    given: dict[str, forms.Form] | None = None,
    *,
    about: Unit | None = None,
    status: int = 200,
) -> HttpResponseBase:
    page = queries.task_page(actor=request.actor, number=number, at=request.at)
    case, held = page.task.case, given or {}
    open_to = {move.verb.replace("_", "-") for move in page.moves}
    answer = held.get("answer-share")
    context = {
        "page": page,
        "task": page.task,
        "case": case,
        "state": State(SHAPES[case.state], STATES[case.state]),  # type: ignore[arg-type]
        "due": words.due(case.due_at, request.at, case.card)  # type: ignore[arg-type]
        if case.due_at and case.is_open and not case.stopped_at
        else None,
        "last_day": case.stopped_until - timedelta(seconds=1) if case.stopped_until else None,
        "grids": page.grids,
        "answered": sum(g.answered_at is not None for g in page.grids),
        "own": [
            (g.unit, answer if answer and about == g.unit else AnswerForm(prefix=f"g{g.unit.pk}"))
            for g in page.grids
            if g.is_mine and "answer-share" in open_to
        ][:12],
        "steps": [(s, VERBS.get(s.verb, s.verb)) for s in page.steps],
        "moves": [
            (
                reverse(f"desk:task-{verb}", args=[number]),
                VERBS[verb.replace("-", "_")],
                held.get(verb) or _form_of(verb, None, page.task, request.at),
                verb in DANGER,
                verb in held,
            )
            for verb in VERBS_HERE
            if verb in open_to or verb in held
        ],
    }
    return furniture.page(request, "desk/tasks/task.html", context, status=status)


@seeing_duties
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make one move of a task."""
    operate, _kind = VERBS_HERE[verb]
    found = queries.get_task(actor=request.actor, number=number)
    form = _form_of(verb, request.POST, found, request.at)

    def make(**given: Any) -> object:
        if "duty" in given:
            pk = given["duty"]
            given["duty"] = queries.get_duty(office=found.case.office, pk=int(pk)) if pk else None
        return operate(**given)

    return make_by_form(
        request,
        number=number,
        operate=make,
        form=form,
        again=lambda status: _page(request, number, {verb: form}, status=status),
        words=VERBS[verb.replace("-", "_")],
        to="desk:task",
    )


@seeing_duties
@require_POST
def answer(request: DeskRequest, number: str, unit_id: int) -> HttpResponseBase:
    """Say that it is done on one grid."""
    queries.get_task(actor=request.actor, number=number)
    unit = Unit.objects.filter(pk=unit_id, assignments__case__number=number).first()
    if unit is None:
        raise NoSuchCase(number=number)
    form = AnswerForm(request.POST, prefix=f"g{unit.pk}")
    return make_by_form(
        request,
        number=number,
        operate=lambda **given: op.answer_task(unit=unit, **given),
        form=form,
        again=lambda status: _page(request, number, {"answer-share": form}, about=unit, status=status),
        words=VERBS["answer_share"],
        to="desk:task",
    )
