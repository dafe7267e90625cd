"""The life of Party organisations at the desk: what is due where, a month planned on one page, a meeting with its list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk import partylifeforms as lf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.partymembers import knowing
from linli.faces.parts.inputs import month_said
from linli.faces.parts.periods import OFTEN, state_of
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.kernel.periods import Standing
from linli.kernel.refusals import Refusal
from linli.kernel.standards.party_life import DUE
from linli.pillars.party.life import operations as op
from linli.pillars.party.life import queries
from linli.pillars.party.life.models import LifePart
from linli.pillars.party.life.queries import LifeRow, OwedRow
from linli.pillars.party.study import queries as study
from linli.pillars.party.study.operations import fill_topics

VIEWS: Final = (
    ("due", gettext_lazy("要安排的")),
    ("all", gettext_lazy("全部")),
    ("fresh", gettext_lazy("还没开始记的")),
)


def _in_view(row: LifeRow, view: str) -> bool:
    match view:
        case "due":
            return bool(row.overdue or row.soon)
        case "fresh":
            return not row.is_kept
        case _:
            return True


def owed_words(row: LifeRow, standing: Standing) -> str:
    """Name the meetings of an organisation that stand so, each once."""
    kinds = dict.fromkeys(one.kind for one in row.owed if one.period.standing is standing)
    return _("、").join(str(LifePart.Kind(kind.value).label) for kind in kinds)


def _asked(request: DeskRequest) -> str:
    view = request.GET.get("view", "")
    return view if view in {code for code, _word in VIEWS} else ""


@knowing
@require_GET
def life(request: DeskRequest) -> HttpResponseBase:
    """Show where something is due; who keeps one organisation gets straight to it."""
    rows = queries.life_of(actor=request.actor, at=request.at)
    asked = _asked(request)
    if len(rows) == 1 and not asked:
        return redirect("desk:life-organisation", pk=rows[0].id)
    view = asked or ("due" if any(_in_view(row, "due") for row in rows) else "all")
    shown = sorted((r for r in rows if _in_view(r, view)), key=lambda r: -r.overdue)
    context = {
        "rows": [(r, owed_words(r, Standing.OVERDUE), owed_words(r, Standing.SOON)) for r in shown],
        "views": [(code, word, sum(_in_view(r, code) for r in rows), code == view) for code, word in VIEWS],
        "view": view,
        "in_time": sum(r.in_time for r in rows),
        "over": sum(r.over for r in rows),
        "sheet_url": f"{reverse('desk:life-sheet')}?view={view}",
    }
    return furniture.page(request, "desk/party/life.html", context)


@knowing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over where each organisation stands as a sheet."""
    view = _asked(request) or "all"
    columns = [
        (str(_("党组织")), 28.0), (str(_("哪一类")), 14.0), (str(_("上级党组织")), 22.0),
        (str(_("过期没开")), 10.0), (str(_("快到期")), 10.0), (str(_("定了时间的")), 10.0),
        (str(_("按期开的")), 10.0), (str(_("到期的")), 10.0), (str(_("过期没开的是")), 40.0),
    ]  # fmt: skip
    cells = (
        (
            row.name, row.kind_word, row.superior, row.overdue, row.soon, row.ahead, row.in_time, row.over,
            owed_words(row, Standing.OVERDUE),
        )
        for row in queries.life_of(actor=request.actor, at=request.at)
        if _in_view(row, view)
    )  # fmt: skip
    return sheet_response(_("组织生活"), columns, cells, request.at)


# --- one organisation ----------------------------------------------------------------------------------------


def _month(request: DeskRequest) -> date | None:
    return month_said(request.GET.get("month", ""))


def _next_month(today: date) -> date:
    return date(today.year + (today.month == 12), today.month % 12 + 1, 1)


def _owed_line(one: OwedRow) -> tuple[OwedRow, State, object]:
    return one, state_of(one.period.standing), OFTEN[DUE[one.kind.value].each]


@knowing
@require_http_methods(["GET", "POST"])
def organisation(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show what is due in an organisation, with dates proposed; plan the month."""
    if request.method == "GET":
        return _organisation(request, pk)
    page = queries.life_page(actor=request.actor, pk=pk, at=request.at, month=_month(request))
    if page.habit is None:
        return _organisation(request, pk, status=409)
    form = lf.PlanForm(request.POST, owed=page.owed, habit=page.habit)
    if not form.is_valid():
        return _organisation(request, pk, plan=form, status=422)
    try:
        made = op.plan_month(actor=request.actor, organisation=pk, meetings=form.planned())
    except Refusal as refusal:
        return _organisation(request, pk, plan=form, status=refused_at(form, refusal, request.at))
    messages.success(request, _("定了 %(n)s 次会。同一时间、同样的人，合成一次开。") % {"n": len(made)})
    return redirect("desk:life-organisation", pk=pk)


def _organisation(
    request: DeskRequest,
    pk: int,
    *,
    plan: lf.PlanForm | None = None,
    habit: lf.HabitForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    month, today = _month(request), clock.local(request.at).date()
    page = queries.life_page(actor=request.actor, pk=pk, at=request.at, month=month)
    own = page.habit
    first: dict[str, Any] = (
        {"since": own.since, "day": own.day, "at_time": own.time, "place": own.place}
        if own
        else {"since": today.replace(day=1), "day": 15, "at_time": "19:00"}
    )
    topic = study.topic_now(page.organisation, month or today)
    plan_form = plan or (lf.PlanForm(owed=page.owed, habit=own, topic=topic) if own else None)
    context = {
        "page": page,
        "one": page.organisation,
        "plan": plan_form,
        "lines": [(line, *_owed_line(line.owed)[1:]) for line in plan_form.lines()] if plan_form else [],
        "ahead": [(m, m.starts_at <= request.at) for m in page.ahead],
        "habit": habit or lf.HabitForm(prefix="habit", initial=first),
        "is_habit_open": habit is not None or own is None,
        "month": month,
        "next_month": _next_month(today),
        "year": today.year,
    }
    return furniture.page(request, "desk/party/lifeorganisation.html", context, status=status)


@knowing
@require_POST
def habit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Write down from when on its life is kept here and which day is its own."""
    form = lf.HabitForm(request.POST, prefix="habit")
    if not form.is_valid():
        return _organisation(request, pk, habit=form, status=422)
    try:
        done = op.set_habit(actor=request.actor, organisation=pk, **form.cleaned_data)
    except Refusal as refusal:
        return _organisation(request, pk, habit=form, status=refused_at(form, refusal, request.at))
    messages.success(request, _("记下了，%(n)s 个党组织。") % {"n": done})
    return redirect("desk:life-organisation", pk=pk)


# --- one meeting ---------------------------------------------------------------------------------------------


@knowing
@require_http_methods(["GET", "POST"])
def meeting(request: DeskRequest, meeting_id: int) -> HttpResponseBase:
    """Show a meeting with its list; write down that it was held."""
    if request.method == "GET":
        return _meeting(request, meeting_id)
    page = queries.meeting_page(actor=request.actor, pk=meeting_id)
    form = lf.HoldForm(request.POST, expected=page.expected, topics=study.topics_to_fill(page.meeting))
    if not form.is_valid():
        return _meeting(request, meeting_id, hold=form, status=422)
    given = dict(form.cleaned_data)
    studied = given.pop("studied", ())
    try:
        with transaction.atomic():
            op.hold_meeting(actor=request.actor, at=request.at, meeting=meeting_id, **given)
            fill_topics(actor=request.actor, meeting=meeting_id, topics=studied)
    except Refusal as refusal:
        return _meeting(request, meeting_id, hold=form, status=refused_at(form, refusal, request.at))
    messages.success(request, _("记下了，台账里有了。"))
    return redirect("desk:life-organisation", pk=page.meeting.organisation_id)


def _meeting(
    request: DeskRequest,
    meeting_id: int,
    *,
    hold: lf.HoldForm | None = None,
    change: lf.ChangeForm | None = None,
    names: dict[int, str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    page = queries.meeting_page(actor=request.actor, pk=meeting_id)
    one = page.meeting
    is_open = one.held_at is None and one.called_off_at is None
    form = hold or lf.HoldForm(
        expected=page.expected,
        topics=study.topics_to_fill(one) if is_open else (),
        about=one.topic,
        initial={"agenda": one.topic},
    )
    ticked = {str(v) for v in form["came"].value() or ()} if "came" in form.fields else set()
    context = {
        "page": page,
        "one": one,
        "heading": _("、").join(str(part.get_kind_display()) for part, _n in page.parts),
        "is_open": is_open,
        "is_over": one.starts_at <= request.at,
        "hold": form,
        "people": [
            (p, (names or {}).get(p.id, p.name), str(p.id) in ticked if is_open else p.came)
            for p in page.expected
        ],
        "is_named": names is not None,
        "change": change or (lf.ChangeForm.of(one) if is_open else None),
        "is_change_open": change is not None,
    }
    return furniture.page(request, "desk/party/lifemeeting.html", context, status=status)


@knowing
@require_POST
def names(request: DeskRequest, meeting_id: int) -> HttpResponseBase:
    """Show the list with full names, to call them up; it is on record, and each can read it."""
    opened = op.open_names(actor=request.actor, at=request.at, meeting=meeting_id)
    return _meeting(request, meeting_id, names=opened)


@knowing
@require_POST
def change(request: DeskRequest, meeting_id: int) -> HttpResponseBase:
    """Move a meeting."""
    page = queries.meeting_page(actor=request.actor, pk=meeting_id)
    form = lf.ChangeForm(request.POST, prefix="change").fitting(page.meeting)
    if not form.is_valid():
        return _meeting(request, meeting_id, change=form, status=422)
    try:
        op.change_meeting(actor=request.actor, meeting=meeting_id, **form.given())
    except Refusal as refusal:
        return _meeting(request, meeting_id, change=form, status=refused_at(form, refusal, request.at))
    messages.success(request, _("改好了。"))
    return redirect("desk:life-meeting", meeting_id=meeting_id)


def _tell(request: DeskRequest, meeting_id: int) -> str:
    sent = op.tell_members(actor=request.actor, at=request.at, meeting=meeting_id)
    return _("发了 %(n)s 条短信。短信里不提党组织，只说请来开会的时间和地方。") % {"n": sent}


def _call_off(request: DeskRequest, meeting_id: int) -> str:
    op.call_off_meeting(actor=request.actor, at=request.at, meeting=meeting_id)
    return _("取消了。还是要开的，会回到要安排的里面。")


PRESSES: Final[dict[str, Callable[[DeskRequest, int], str]]] = {"tell": _tell, "call-off": _call_off}


@knowing
@require_POST
def press(request: DeskRequest, meeting_id: int, verb: str) -> HttpResponseBase:
    """Tell those who are expected, or call a meeting off."""
    messages.success(request, PRESSES[verb](request, meeting_id))
    if verb == "call-off":
        return redirect("desk:life")
    return redirect("desk:life-meeting", meeting_id=meeting_id)


def hints_for(request: DeskRequest) -> list[tuple[str, str, State]]:
    """Give what the inbox reminds of: the life of one's own organisation where something is overdue or due soon."""
    found = []
    for row in queries.hints_of(actor=request.actor, at=request.at):
        standing = Standing.OVERDUE if row.overdue else Standing.SOON
        words = f"{row.name} {owed_words(row, standing)}"
        found.append((reverse("desk:life-organisation", args=[row.id]), words, state_of(standing)))
    return found
