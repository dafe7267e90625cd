"""Compounds at the desk: the board over all of them, one with its company, its table of six and what was reported there."""

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
from django.views.decorators.http import require_GET, require_POST

from linli.base.notices import shown
from linli.base.orgs.models import Unit
from linli.faces.desk import electionforms, furniture, rail
from linli.faces.desk import estateforms as ef
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.guards import desk_for
from linli.faces.parts import words
from linli.faces.parts.shapes import Row, State
from linli.kernel import clock
from linli.kernel.standards.estates import COMPANY_DUTIES
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import policies, queries
from linli.pillars.governance.estates.models import Estate, Seat
from linli.pillars.governance.estates.queries import CaseRow, EstatePage, EstateRow
from linli.pillars.governance.estates.rules import Side, Standing
from linli.pillars.governance.estates.texts import (
    DUTIES,
    SHAPES,
    SIDE_TASKS,
    STAGE_SHAPES,
    STAGES,
    STANDING_SHAPES,
    STANDINGS,
    STEPS,
)
from linli.pillars.governance.estates.texts import STATES as ELECTION_STATES
from linli.pillars.governance.reports.flow import KIND as REPORT
from linli.pillars.governance.reports.texts import STATES as REPORT_STATES

estates_door = desk_for(policies.sees_any, gettext_lazy("小区由社区和街道登记，物业公司看自己服务的小区。"))

VIEWS: Final = (
    ("all", gettext_lazy("全部")),
    ("managed", gettext_lazy("有物业的")),
    ("unmanaged", gettext_lazy("没有物业的")),
    ("none", gettext_lazy("没有业主委员会的")),
    ("electing", gettext_lazy("正在选的")),
    ("in_office", gettext_lazy("在任的")),
    ("expired", gettext_lazy("任期过了的")),
)


def _asked(request: DeskRequest) -> dict[str, Any]:
    view = request.GET.get("view", "all")
    unit = request.GET.get("unit", "")
    return {
        "view": view if view in queries.VIEWS else "all",
        "words": request.GET.get("q", "")[:40],
        "unit_id": int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
    }


def _state(standing: Standing) -> State:
    return State(STANDING_SHAPES[standing], STANDINGS[standing])  # type: ignore[arg-type]


def state_of(row: EstateRow) -> State:
    """Give how a compound stands with its committee, in words and colour."""
    return _state(row.standing)


@estates_door
@require_GET
def estates(request: DeskRequest) -> HttpResponseBase:
    """Show the board of all compounds: with a company and without, and how each stands with its committee."""
    asked = _asked(request)
    rows, board = queries.estates_of(actor=request.actor, at=request.at, **asked)
    shown_rows = [
        (row, Estate.By(row.managed.value).label, state_of(row), ELECTION_STATES.get(row.election_state, ""))
        for row in rows
    ]
    query = request.GET.urlencode()
    context = {
        "views": [(code, word, code == asked["view"]) for code, word in VIEWS],
        "rows": shown_rows,
        "board": board,
        "standings": [(_state(s), n) for s, n in board.standings.items()],
        "q": asked["words"],
        "view": asked["view"],
        "progress": [(STEPS[i], n) for i, n in enumerate(board.steps)] if any(board.steps) else [],
        "keeps": policies.keeps_any(request.actor),
        "sheet_url": f"{reverse('desk:estates-sheet')}?{query}" if query else reverse("desk:estates-sheet"),
    }
    return furniture.page(request, "desk/estates/list.html", context)


@estates_door
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the register as a sheet."""
    rows, _board = queries.estates_of(actor=request.actor, at=request.at, **_asked(request))
    columns = [
        (str(_("小区")), 24.0), (str(_("社区")), 16.0), (str(_("谁来管")), 12.0), (str(_("物业公司")), 24.0),
        (str(_("合同到哪天")), 13.0), (str(_("户数")), 9.0), (str(_("业主数")), 9.0),
        (str(_("专有部分面积（平方米）")), 14.0), (str(_("业主委员会")), 16.0), (str(_("本届到哪天止")), 13.0),
        (str(_("近 90 天诉求")), 12.0), (str(_("没办完的")), 10.0),
    ]  # fmt: skip
    cells = (
        (
            r.name, r.community, str(Estate.By(r.managed.value).label), r.company, r.contract_until, r.homes, r.owners or "",
            r.area_m2 or "", str(STANDINGS[r.standing]), r.committee_until, r.cases.all, r.cases.open,
        )
        for r in rows
    )  # fmt: skip
    return sheet_response(_("小区台账"), columns, cells, request.at)


def _sitting_form(request: DeskRequest, page: EstatePage, **bound: Any) -> forms.Form:
    return ef.SittingForm(initial={"held_on": clock.local(request.at).date()}, **bound)


def _seat_form(request: DeskRequest, page: EstatePage, **bound: Any) -> forms.Form:
    return ef.SeatForm(initial={"from_date": clock.local(request.at).date()}, **bound)


def _contract_form(request: DeskRequest, page: EstatePage, **bound: Any) -> forms.Form:
    office = queries.office_above(page.compound.community)
    first = {"from_date": clock.local(request.at).date()}
    return ef.ContractForm(companies=queries.companies_of(office), initial=first, **bound)


def _keep_form(request: DeskRequest, page: EstatePage, **bound: Any) -> forms.Form:
    names = (
        "managed", "owners_count", "area_m2", "committee_seats", "committee_from", "committee_until",
    )  # fmt: skip
    first = {name: getattr(page.estate, name) or None for name in names}
    return ef.EstateForm(initial=first, **bound)


def _record_sitting(request: DeskRequest, page: EstatePage, form: forms.Form) -> None:
    op.record_sitting(actor=request.actor, at=request.at, compound=page.compound, **form.cleaned_data)


def _take_seat(request: DeskRequest, page: EstatePage, form: forms.Form) -> None:
    op.seat_side(actor=request.actor, compound=page.compound, **form.cleaned_data)


def _sign(request: DeskRequest, page: EstatePage, form: forms.Form) -> None:
    given = dict(form.cleaned_data)
    company = Unit.objects.get(pk=given.pop("company"))
    op.sign_contract(actor=request.actor, compound=page.compound, company=company, **given)


def _keep(request: DeskRequest, page: EstatePage, form: forms.Form) -> None:
    op.keep_estate(actor=request.actor, compound=page.compound, **form.cleaned_data)


FOLDS: Final = Folds[EstatePage](
    "desk:estate",
    {
        "sitting": Fold(gettext_lazy("记一次六方议事"), _sitting_form, _record_sitting),
        "seat": Fold(gettext_lazy("请一方入座"), _seat_form, _take_seat),
        "contract": Fold(gettext_lazy("登记物业合同"), _contract_form, _sign),
        "keep": Fold(gettext_lazy("改小区登记"), _keep_form, _keep),
    },
)


def case_row(row: CaseRow, request: DeskRequest) -> Row:
    """Give a case of a compound as a line of a list."""
    due = words.due(row.due_at, request.at, row.card) if row.due_at and row.is_open else None  # type: ignore[arg-type]
    return Row(
        url=shown.desk_path(REPORT, row.number),
        title=row.title,
        state=State(REPORT_STATES[row.state].shape, REPORT_STATES[row.state].word),  # type: ignore[arg-type]
        due=due,
        left=(row.number, str(words.day(row.filed_at, request.at))),
        holder=row.holder,
    )


@estates_door
@require_GET
def estate(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a compound: who serves it, its committee, its table of six, what was reported there."""
    return _page(request, queries.estate_page(actor=request.actor, pk=pk, at=request.at))


def asked_again(request: DeskRequest, pk: int, propose: electionforms.ProposeForm) -> HttpResponseBase:
    """Show a compound with what was written about a new election, and what is missing there."""
    page = queries.estate_page(actor=request.actor, pk=pk, at=request.at)
    return _page(request, page, propose=propose, status=422)


def _page(
    request: DeskRequest,
    page: EstatePage,
    given: Given | None = None,
    *,
    propose: electionforms.ProposeForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    pk = page.compound.pk
    keeps = policies.keeps_at(request.actor, page.compound.community)
    cases = queries.cases_at(actor=request.actor, compound=page.compound, at=request.at)
    context = {
        "page": page,
        "row": page.row,
        "by": page.estate.get_managed_display(),
        "state": state_of(page.row),
        "table": [
            (Seat.Of(side.value).label, SIDE_TASKS[side], [s for s in page.seats if s.side == side.value])
            for side in Side
        ],
        "cases": [case_row(row, request) for row in cases[:30]],
        "elections": [
            (one, State(SHAPES[one.case.state], ELECTION_STATES[one.case.state]))  # type: ignore[arg-type]
            for one in page.elections
        ],
        "propose": (propose or electionforms.ProposeForm(initial={"key": uuid.uuid4()}))
        if keeps and not page.row.election
        else None,
        "reviews": [
            (one, State(STAGE_SHAPES[one.stage], STAGES[one.stage]))  # type: ignore[arg-type]
            for one in queries.reviews_of(actor=request.actor, at=request.at, compound_id=pk)[:6]
        ],
        "companys": sum(row.is_companys for row in cases),
        "duties": [DUTIES[one.code] for one in COMPANY_DUTIES],
        "keeps": keeps,
        "folds": FOLDS.shown(request, page, [pk], given) if keeps else [],
        "bulletin_url": reverse("desk:bulletin-new") if rail.writes_bulletins(request.actor) else "",
    }
    return furniture.page(request, "desk/estates/estate.html", context, status=status)


@estates_door
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Write something down about a compound."""
    page = queries.estate_page(actor=request.actor, pk=pk, at=request.at)
    if not policies.keeps_at(request.actor, page.compound.community):
        raise op.NotYourEstate

    def again(given: Given, status: int) -> HttpResponseBase:
        return _page(request, page, given, status=status)

    return FOLDS.act(request, verb, page, again=again, to=reverse("desk:estate", args=[pk]))


@estates_door
@require_POST
def unseat(request: DeskRequest, pk: int, seat: int) -> HttpResponseBase:
    """End a seat at the table of six."""
    compound = queries.get_compound(actor=request.actor, pk=pk)
    op.unseat(actor=request.actor, compound=compound, seat_id=seat, on=clock.local(request.at).date())
    return redirect("desk:estate", pk=pk)


@estates_door
@require_POST
def end_contract(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Write down that the company has left."""
    compound = queries.get_compound(actor=request.actor, pk=pk)
    op.end_contract(actor=request.actor, at_date=clock.local(request.at).date(), compound=compound)
    messages.success(request, _("记下了：这家公司退出了，小区现在没有物业公司。"))
    return redirect("desk:estate", pk=pk)
