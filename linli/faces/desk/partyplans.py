"""The yearly plans of Party organisations at the desk: laid item by item, moved with a reason, done or dropped in words,
supervised when late.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase, NotYourMove
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.party import party_door
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import DayField, WordsField
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.supervision import operations as supervision
from linli.pillars.governance.supervision.policies import raises_at
from linli.pillars.governance.supervision.rules import Why
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.secretary import operations as op
from linli.pillars.party.secretary import queries, rules
from linli.pillars.party.secretary.models import PlanItem
from linli.pillars.party.secretary.policies import doer_of
from linli.pillars.party.secretary.queries import PlanRow
from linli.pillars.party.secretary.texts import PLAN_SHAPES, PLAN_STANDINGS

Page = tuple[PlanItem, PlanRow]


class ItemForm(forms.Form):
    """An item of the plan."""

    organisation = forms.TypedChoiceField(label=gettext_lazy("哪个党组织"), coerce=int, widget=LongSelect)
    what = WordsField(label=gettext_lazy("要做什么"), most=120)
    who = WordsField(
        label=gettext_lazy("谁来办"), most=60, help_text=gettext_lazy("写岗位，不写姓名，如“组织委员”")
    )
    due_on = DayField(label=gettext_lazy("哪天前"))
    proof = WordsField(label=gettext_lazy("做到了凭什么看"), most=120)

    def __init__(self, *args: Any, makers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["organisation"].choices = [(one.pk, str(one)) for one in makers]


class DoneForm(forms.Form):
    """What was done, and when."""

    on = DayField(label=gettext_lazy("哪天做到的"))
    words = WordsField(label=gettext_lazy("做成了什么"), most=200, widget=forms.Textarea(attrs={"rows": 2}))


class MoveForm(forms.Form):
    """The other day, and why."""

    due_on = DayField(label=gettext_lazy("改到哪天前"))
    why = WordsField(label=gettext_lazy("为什么改"), most=200, widget=forms.Textarea(attrs={"rows": 2}))


class DropForm(forms.Form):
    """Why not."""

    words = WordsField(label=gettext_lazy("为什么不做了"), most=200, widget=forms.Textarea(attrs={"rows": 2}))


class SuperviseForm(forms.Form):
    """What is asked of the organisation."""

    asked = WordsField(label=gettext_lazy("要它做什么"), most=400, widget=forms.Textarea(attrs={"rows": 2}))


def state_of(row: PlanRow) -> State:
    """Give how an item stands, in words and colour."""
    return State(PLAN_SHAPES[row.standing], PLAN_STANDINGS[row.standing])  # type: ignore[arg-type]


def _done_form(request: DeskRequest, page: Page, **bind: Any) -> forms.Form | None:
    item, row = page
    if not (row.keeps and item.is_open):
        return None
    return DoneForm(initial={"on": clock.local(request.at).date()}, **bind)


def _move_form(request: DeskRequest, page: Page, **bind: Any) -> forms.Form | None:
    item, row = page
    has_days = item.year + 1 >= clock.local(request.at).year
    return MoveForm(**bind) if row.keeps and item.is_open and has_days else None


def _drop_form(request: DeskRequest, page: Page, **bind: Any) -> forms.Form | None:
    item, row = page
    return DropForm(**bind) if row.keeps and item.is_open else None


def _watch_form(request: DeskRequest, page: Page, **bind: Any) -> forms.Form | None:
    item, row = page
    if row.standing is not rules.Standing.LATE or row.is_watched:
        return None
    if not raises_at(request.actor, item.organisation.office):
        return None
    told = {"what": item.what, "day": item.due_on.isoformat()}
    asked = _("年度计划逾期：%(what)s\n原定 %(day)s 前完成。请说明未完成的原因和完成的日期。") % told
    return SuperviseForm(initial={"asked": asked}, **bind)


def _done(request: DeskRequest, page: Page, form: Any) -> None:
    op.finish_plan_item(actor=request.actor, at=request.at, pk=page[0].pk, **form.cleaned_data)


def _move(request: DeskRequest, page: Page, form: Any) -> str | None:
    """Move the day; where the item is supervised, its history says so too: whoever does it writes that down."""
    item, row = page
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    with transaction.atomic():
        now = op.move_plan_item(**who, pk=item.pk, **form.cleaned_data)
        if row.is_watched:
            told = {"what": item.what, "day": form.cleaned_data["due_on"], "why": form.cleaned_data["why"]}
            said = _("年度计划“%(what)s”改到 %(day)s 前：%(why)s") % told
            with suppress(NoSuchCase, NotYourMove), transaction.atomic():
                supervision.note_supervision(**who, number=row.matter, note=said)
    if now.pk == item.pk:
        return None
    messages.success(
        request, _("挪到 %(year)s 年的计划里了，原来那年记作“挪到下一年”。") % {"year": now.year}
    )
    return reverse("desk:plan-item", args=[now.pk])


def _drop(request: DeskRequest, page: Page, form: Any) -> None:
    op.drop_plan_item(actor=request.actor, at=request.at, pk=page[0].pk, **form.cleaned_data)


def raised_about(request: DeskRequest, organisation: Organisation, asked: str) -> Case:
    """Raise a matter and give it to an organisation, or to the nearest above it at which somebody holds a post."""
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    made = supervision.raise_supervision(**who, office=organisation.office, why=Why.LISTED, asked=asked)
    to = doer_of(organisation, clock.local(request.at).date())
    supervision.assign_supervision(**who, number=made.case.number, to=to)
    return made.case


def _watch(request: DeskRequest, page: Page, form: Any) -> str:
    """Raise the matter, give it to the organisation and note it beside the item: all or nothing."""
    item = page[0]
    with transaction.atomic():
        case = raised_about(request, item.organisation, form.cleaned_data["asked"])
        op.supervise_plan_item(actor=request.actor, at=request.at, pk=item.pk, case=case)
    messages.success(request, _("立项了，期限开始算。"))
    return reverse("desk:supervision-matter", args=[case.number])


FOLDS: Final[Folds[Page]] = Folds(
    "desk:plan-item",
    {
        "done": Fold(gettext_lazy("做到了"), _done_form, _done),
        "supervise": Fold(
            gettext_lazy("督办"), _watch_form, _watch, gettext_lazy("交给这个党组织，按督办的期限办。")
        ),
        "move": Fold(
            gettext_lazy("改日子"),
            _move_form,
            _move,
            gettext_lazy(
                "原来的日子和理由都留着。改到下一年的，今年记作“挪到下一年”，不算做到。"
                "在督办的，督办的期限不跟着改，立项的人会看到。"
            ),
        ),
        "drop": Fold(gettext_lazy("不做了"), _drop_form, _drop, is_danger=True),
    },
)


def _year(request: DeskRequest) -> int:
    asked, this = request.GET.get("year", ""), clock.local(request.at).year
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this


def _rows(request: DeskRequest) -> list[PlanRow]:
    today, asked = clock.local(request.at).date(), request.GET.get("organisation", "")
    one = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    return queries.plan_items_of(actor=request.actor, today=today, year=_year(request), organisation=one)


@party_door
@require_http_methods(["GET", "POST"])
def plans(request: DeskRequest) -> HttpResponseBase:
    """Show the items of a year, late ones first; lay one."""
    makers, year = queries.planners(actor=request.actor), _year(request)
    form = ItemForm(request.POST or None, makers=makers) if makers else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise Http404
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                op.lay_plan_item(actor=request.actor, at=request.at, year=data["due_on"].year, **data)
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at)
            else:
                messages.success(request, _("列进年度计划了。"))
                return redirect(f"{reverse('desk:plans')}?year={data['due_on'].year}")
    rows = _rows(request)
    context = {
        "rows": [(row, state_of(row)) for row in rows],
        "sum": queries.plan_sum(rows),
        "form": form,
        "is_open": status != 200,
        "year": year,
        "years": [(each, each == year) for each in (year - 1, year, year + 1)],
    }
    return furniture.page(request, "desk/party/plans.html", context, status=status)


@party_door
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the items as a sheet: the same list."""
    columns = [
        (str(_("党组织")), 26.0), (str(_("要做什么")), 40.0), (str(_("谁来办")), 18.0), (str(_("哪天前")), 13.0),
        (str(_("原定哪天前")), 13.0), (str(_("改过几次")), 10.0),
        (str(_("做到了凭什么看")), 30.0), (str(_("怎么样了")), 14.0), (str(_("哪天做到的")), 13.0),
        (str(_("做成了什么，或者为什么没做")), 40.0), (str(_("督办编号")), 18.0), (str(_("挪到哪一年")), 12.0),
    ]  # fmt: skip
    cells = (
        (
            r.organisation, r.what, r.who, r.due.isoformat(), r.first.isoformat(), r.moved,
            r.proof, str(PLAN_STANDINGS[r.standing]),
            r.done_on.isoformat() if r.done_on else "", r.said, r.matter,
            r.carried_to[1] if r.carried_to else None,
        )
        for r in _rows(request)
    )  # fmt: skip
    title = _("党组织年度计划 %(year)s") % {"year": _year(request)}
    return sheet_response(title, columns, cells, request.at)


@party_door
@require_GET
def item(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show an item and what can be done about it."""
    return _page(request, _found(request, pk))


def _found(request: DeskRequest, pk: int) -> Page:
    return queries.plan_item(actor=request.actor, pk=pk, today=clock.local(request.at).date())


def _page(
    request: DeskRequest, page: Page, given: Given | None = None, status: int = 200
) -> HttpResponseBase:
    one, row = page
    context = {
        "one": one,
        "row": row,
        "moves": one.moves.all(),
        "state": state_of(row),
        "folds": FOLDS.shown(request, page, [one.pk], given),
    }
    return furniture.page(request, "desk/party/plan_item.html", context, status=status)


@party_door
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Say that it was done, drop it, or have it supervised."""
    page = _found(request, pk)
    if verb == "supervise" and not raises_at(request.actor, page[0].organisation.office):
        raise supervision.NotYoursToRaise(unit=str(page[0].organisation.office))
    if verb != "supervise" and not page[1].keeps:
        raise op.NotYourOrganisation
    return FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _page(request, page, given, status),
        to=reverse("desk:plan-item", args=[pk]),
    )
