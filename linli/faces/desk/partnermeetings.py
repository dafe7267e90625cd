"""Joint meetings of greater committees at the desk and on a unit's phone: called, answered, held, looked at again."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk import partnermeetingforms as mf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.formmoves import sent
from linli.faces.desk.partners import partnering
from linli.faces.desk.yearbooks import book, book_sheet, year_of
from linli.faces.parts.shapes import State
from linli.kernel.clock import local
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches import policies as keeping
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners import queries
from linli.pillars.party.partners.models import JointMeeting
from linli.pillars.party.partners.queries import JointLedger, LinePage, LineRow, MeetingPage
from linli.pillars.party.partners.texts import STANDING_SHAPES, STANDINGS


def _state(row: LineRow) -> State:
    return State(STANDING_SHAPES[row.standing], STANDINGS[row.standing])  # type: ignore[arg-type]


def _shown(rows: tuple[LineRow, ...]) -> list[tuple[LineRow, State]]:
    return [(row, _state(row)) for row in rows]


@partnering
@require_GET
def meetings(request: DeskRequest) -> HttpResponseBase:
    """Show the meetings ahead and those that were."""
    context = {
        "ahead": queries.joint_meetings_of(actor=request.actor, ahead=True),
        "past": queries.joint_meetings_of(actor=request.actor, ahead=False),
        "committees": queries.committees_of(actor=request.actor),
    }
    return furniture.page(request, "desk/partners/meetings.html", context)


@partnering
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest, organisation_id: int) -> HttpResponseBase:
    """Call a meeting of a committee."""
    one = queries.committee_of(actor=request.actor, pk=organisation_id)
    if not keeping.keeps(request.actor, one):
        raise branches.NotYourOrganisation
    needs = queries.needs_of(queries.ground_of(one))
    form = mf.CallForm(request.POST or None, needs=needs, initial={"key": uuid.uuid4(), "time": "15:00"})

    def call(given: dict[str, Any]) -> JointMeeting:
        return op.call_joint_meeting(
            actor=request.actor,
            at=request.at,
            organisation=one.pk,
            starts_at=form.starts_at(),
            place=given["place"],
            needs=[int(pk) for pk in given.get("needs", ())],
            items=given["items"].splitlines(),
            key=given["key"],
        )

    made, status = sent(request, form, call)
    if made is not None:
        messages.success(request, _("会定了，请了 %(n)s 家单位。") % {"n": made.seats.count()})
        return redirect("desk:partner-meeting", meeting_id=made.pk)
    context = {"form": form, "title": _("开联席会：%(name)s") % {"name": one}, "verb": _("定下来，请单位")}
    return furniture.page(request, "desk/partners/form.html", context, status=status)


def _answer_form(request: DeskRequest, page: MeetingPage, **bound: Any) -> forms.Form | None:
    return mf.AnswerForm(seats=page.own, **bound) if page.is_open and page.own else None


def _when_form(request: DeskRequest, page: MeetingPage, **bound: Any) -> forms.Form | None:
    if not (page.is_open and page.keeps):
        return None
    starts = local(page.meeting.starts_at)
    first = {"day": starts.date(), "time": starts.time(), "place": page.meeting.place}
    return mf.WhenForm(initial=first, **bound)


def _off_form(request: DeskRequest, page: MeetingPage, **bound: Any) -> forms.Form | None:
    return mf.OffForm(**bound) if page.is_open and page.keeps else None


def _answer(request: DeskRequest, page: MeetingPage, form: mf.AnswerForm) -> None:
    given = form.cleaned_data
    op.answer_invitation(
        actor=request.actor,
        at=request.at,
        meeting=page.meeting.pk,
        unit=int(given["unit"]),
        is_coming=given["coming"] == "yes",
        note=given["note"],
    )


def _change(request: DeskRequest, page: MeetingPage, form: mf.WhenForm) -> None:
    op.change_joint_meeting(
        actor=request.actor,
        at=request.at,
        meeting=page.meeting.pk,
        starts_at=form.starts_at(),
        place=form.cleaned_data["place"],
    )


def _call_off(request: DeskRequest, page: MeetingPage, form: mf.OffForm) -> None:
    why = form.cleaned_data["why"]
    op.call_off_joint_meeting(actor=request.actor, at=request.at, meeting=page.meeting.pk, why=why)


FOLDS: Final = Folds[MeetingPage](
    "desk:partner-meeting",
    {
        "answer": Fold(gettext_lazy("给个回话"), _answer_form, _answer),
        "change": Fold(
            gettext_lazy("改时间地方"),
            _when_form,
            _change,
            gettext_lazy("改了就告诉单位，请它们再说一声来不来。"),
        ),
        "call-off": Fold(gettext_lazy("不开了"), _off_form, _call_off, is_danger=True),
    },
)


@partnering
@require_GET
def meeting(request: DeskRequest, meeting_id: int) -> HttpResponseBase:
    """Show a meeting: agenda, units, what was agreed, what earlier meetings agreed."""
    return _meeting(request, queries.joint_meeting_page(actor=request.actor, pk=meeting_id, at=request.at))


def _meeting(
    request: DeskRequest, page: MeetingPage, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    shown = FOLDS.shown(request, page, [page.meeting.pk], given)
    if any(one.is_coming is None for one in page.own):
        shown = [one._replace(is_open=one.is_open or one.verb == "answer") for one in shown]
    context = {
        "page": page,
        "one": page.meeting,
        "lines": _shown(page.lines),
        "before": _shown(page.before),
        "coming": sum(one.is_coming is True for one in page.seats),
        "came": sum(one.came is True for one in page.seats),
        "may_hold": page.is_open and page.keeps and page.meeting.starts_at <= request.at,
        "folds": shown,
    }
    return furniture.page(request, "desk/partners/meeting.html", context, status=status)


@partnering
@require_POST
def act(request: DeskRequest, meeting_id: int, verb: str) -> HttpResponseBase:
    """Answer for a unit, move a meeting, call it off."""
    page = queries.joint_meeting_page(actor=request.actor, pk=meeting_id, at=request.at)
    if verb == "answer" and not page.own:
        raise op.NotYourUnit
    if verb != "answer" and not page.keeps:
        raise branches.NotYourOrganisation
    return FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _meeting(request, page, given, status=status),
        to=reverse("desk:partner-meeting", args=[meeting_id]),
    )


@partnering
@require_http_methods(["GET", "POST"])
def hold(request: DeskRequest, meeting_id: int) -> HttpResponseBase:
    """Write down that a meeting was held, with what was agreed."""
    page = queries.joint_meeting_page(actor=request.actor, pk=meeting_id, at=request.at)
    if not page.keeps:
        raise branches.NotYourOrganisation
    if not page.is_open:
        raise op.JointMeetingOver
    form = mf.HoldForm(
        request.POST or None,
        seats=page.seats,
        items=[item for item, _number in page.items],
        units=queries.units_agreeing(page.meeting),
    )

    def hold_it(given: dict[str, Any]) -> JointMeeting:
        return op.hold_joint_meeting(
            actor=request.actor,
            at=request.at,
            meeting=meeting_id,
            came=[int(pk) for pk in given["came"]],
            minutes=given["minutes"],
            lines=form.agreed(),
        )

    made, status = sent(request, form, hold_it)
    if made is not None:
        messages.success(request, _("记下了。议定的事，下次会上再看办到没有。"))
        return redirect("desk:partner-meeting", meeting_id=meeting_id)
    context = {"page": page, "one": page.meeting, "form": form, "before": _shown(page.before)}
    return furniture.page(request, "desk/partners/hold.html", context, status=status)


def _said_form(request: DeskRequest, page: LinePage, **bound: Any) -> forms.Form | None:
    return mf.SaidForm(**bound) if page.is_open and page.row.is_ours else None


def _claim_form(request: DeskRequest, page: LinePage, **bound: Any) -> forms.Form | None:
    return mf.StepsForm(**bound) if page.is_listed and page.is_units else None


def _list_form(request: DeskRequest, page: LinePage, **bound: Any) -> forms.Form | None:
    if not (page.is_open and page.communities):
        return None
    return mf.ListForm(communities=page.communities, initial={"key": uuid.uuid4()}, **bound)


def _said(request: DeskRequest, page: LinePage, form: mf.SaidForm) -> None:
    given = form.cleaned_data
    op.answer_line(
        actor=request.actor,
        at=request.at,
        line=page.line.pk,
        is_done=given["done"] == "yes",
        said=given["said"],
    )


def _claim(request: DeskRequest, page: LinePage, form: mf.StepsForm) -> str:
    steps = form.cleaned_data["steps"].splitlines()
    case = op.claim_line(actor=request.actor, at=request.at, line=page.line.pk, steps=steps)
    messages.success(request, _("认领了，进展在这里说。"))
    return reverse("desk:partner-project", args=[case.number])


def _list(request: DeskRequest, page: LinePage, form: mf.ListForm) -> None:
    given = dict(form.cleaned_data)
    community = form.communities[given.pop("community")]
    op.list_line(actor=request.actor, at=request.at, line=page.line.pk, community=community, **given)


LINE_FOLDS: Final = Folds[LinePage](
    "desk:partner-line",
    {
        "claim": Fold(gettext_lazy("以单位认领"), _claim_form, _claim),
        "say": Fold(gettext_lazy("办到了没有"), _said_form, _said),
        "list": Fold(
            gettext_lazy("列成需求"),
            _list_form,
            _list,
            gettext_lazy("列成需求，单位认领以后就是共建项目，有期限、有受益人的话。"),
        ),
    },
)


@partnering
@require_GET
def line(request: DeskRequest, line_id: int) -> HttpResponseBase:
    """Show one thing that was agreed."""
    return _line(request, queries.line_page(actor=request.actor, pk=line_id, at=request.at))


def _line(
    request: DeskRequest, page: LinePage, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    context = {
        "page": page,
        "row": page.row,
        "one": page.line,
        "state": _state(page.row),
        "folds": LINE_FOLDS.shown(request, page, [page.line.pk], given),
    }
    return furniture.page(request, "desk/partners/line.html", context, status=status)


@partnering
@require_POST
def act_on_line(request: DeskRequest, line_id: int, verb: str) -> HttpResponseBase:
    """Say what came of it, make it a need, claim it."""
    page = queries.line_page(actor=request.actor, pk=line_id, at=request.at)
    if not {"say": page.row.is_ours, "claim": page.is_units, "list": bool(page.communities)}[verb]:
        raise op.NotYourUnit
    return LINE_FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _line(request, page, given, status=status),
        to=reverse("desk:partner-line", args=[line_id]),
    )


def _ledger(request: DeskRequest, pk: int) -> JointLedger:
    return queries.joint_ledger_of(actor=request.actor, pk=pk, at=request.at, year=year_of(request))


@partnering
@require_GET
def ledger(request: DeskRequest, organisation_id: int) -> HttpResponseBase:
    """Show the joint meetings of a committee in a year."""
    found = _ledger(request, organisation_id)
    context = book(request, found) | {
        "meetings": [
            (row, [seat.unit for seat in seats if seat.came], len(seats), _shown(lines))
            for row, seats, lines in found.meetings
        ],
    }
    return furniture.page(request, "desk/partners/ledger.html", context)


@partnering
@require_GET
def as_sheet(request: DeskRequest, organisation_id: int) -> HttpResponseBase:
    """Hand the ledger over as a sheet: a row for each line that was agreed, one for a meeting without."""
    found = _ledger(request, organisation_id)
    columns = [
        (str(_("哪天")), 12.0), (str(_("在哪里")), 20.0), (str(_("请了几家")), 9.0), (str(_("来了哪些单位")), 40.0),
        (str(_("说了什么")), 40.0), (str(_("哪个单位")), 20.0), (str(_("做什么")), 36.0), (str(_("到哪天")), 12.0),
        (str(_("怎么样了")), 14.0), (str(_("结果")), 30.0), (str(_("项目编号")), 16.0),
    ]  # fmt: skip
    cells = (
        (
            local(one.starts_at).date(), one.place, len(seats), "、".join(str(s.unit) for s in seats if s.came),
            one.minutes,
            *((row.unit, row.what, row.due, str(STANDINGS[row.standing]), row.said, row.number) if row else [""] * 6),
        )
        for one, seats, lines in found.meetings
        for row in (lines or (None,))
    )  # fmt: skip
    return book_sheet(request, _("%(name)s%(year)s年联席会议台账"), found, columns, cells)
