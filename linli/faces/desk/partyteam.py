"""The team at the desk: trainings of those who work in communities, and what organisations were honoured with."""

from __future__ import annotations

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

from linli.faces.desk import furniture
from linli.faces.desk import partyteamforms as tf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.party import party_door
from linli.faces.desk.partymembers import knowing
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.team import operations as op
from linli.pillars.party.team import queries
from linli.pillars.party.team.models import TrainingSession
from linli.pillars.party.team.policies import NoSuchTraining
from linli.pillars.party.team.queries import PlanPage


@party_door
@require_http_methods(["GET", "POST"])
def trainings(request: DeskRequest) -> HttpResponseBase:
    """List the plans of trainings; lay one."""
    makers, this = queries.planners(actor=request.actor), clock.local(request.at).year
    form = tf.TrainingPlanForm(request.POST or None, makers=makers, year=this) if makers else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise Http404
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                made = op.lay_training_plan(
                    actor=request.actor, **{**given, "organisation": int(given["organisation"])}
                )
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at)
            else:
                messages.success(request, _("定了，接着排每一次培训。"))
                return redirect("desk:team-plan", pk=made.pk)
    context = {
        "rows": queries.plans_of(actor=request.actor),
        "form": form,
        "is_open": status != 200,
        "sheet_url": reverse("desk:team-sheet"),
    }
    return furniture.page(request, "desk/party/trainings.html", context, status=status)


@party_door
@require_GET
def trainings_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the plans as a sheet."""
    columns = [
        (str(_("党组织")), 28.0), (str(_("哪一年")), 10.0), (str(_("排了几次")), 10.0), (str(_("办了几次")), 10.0),
        (str(_("参加人次")), 10.0),
    ]  # fmt: skip
    cells = (
        (r.organisation, r.year, r.sessions, r.held, r.came) for r in queries.plans_of(actor=request.actor)
    )
    return sheet_response(_("“两委”培训计划"), columns, cells, request.at)


def _session_form(request: DeskRequest, page: PlanPage, **bind: Any) -> forms.Form | None:
    return tf.SessionForm(**bind) if page.keeps else None


def _aim_form(request: DeskRequest, page: PlanPage, **bind: Any) -> forms.Form | None:
    return tf.TrainingAimForm(initial={"aim": page.plan.aim}, **bind) if page.keeps else None


def _session(request: DeskRequest, page: PlanPage, form: forms.Form) -> None:
    op.plan_session(actor=request.actor, plan=page.plan.pk, **form.cleaned_data)


def _aim(request: DeskRequest, page: PlanPage, form: forms.Form) -> None:
    op.lay_training_plan(
        actor=request.actor, organisation=page.plan.organisation_id, year=page.plan.year, **form.cleaned_data
    )


FOLDS: Final = Folds[PlanPage](
    "desk:team",
    {
        "session": Fold(gettext_lazy("排一次培训"), _session_form, _session),
        "aim": Fold(gettext_lazy("改要求"), _aim_form, _aim),
    },
)


def _state(one: TrainingSession, at: Any) -> State:
    if one.held_at is not None:
        return State("done", gettext_lazy("办了"))
    is_over = one.day <= clock.local(at).date()
    return State("ask", gettext_lazy("办完了，去记")) if is_over else State("new", gettext_lazy("还没办"))


@party_door
@require_GET
def plan(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a plan with its trainings; who was there only to who plans it."""
    return _plan(request, queries.plan_page(actor=request.actor, pk=pk))


def _plan(
    request: DeskRequest,
    page: PlanPage,
    given: Given | None = None,
    *,
    held: tuple[int, tf.HeldForm] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    today, (bad, form) = clock.local(request.at).date(), held or (0, None)
    context = {
        "page": page,
        "one": page.plan,
        "sessions": [
            (
                one,
                _state(one, request.at),
                page.came.get(one.pk, ()),
                (form if one.pk == bad else tf.HeldForm(prefix=f"held{one.pk}", people=page.trainees))
                if page.keeps and one.held_at is None and one.day <= today
                else None,
                one.pk == bad,
            )
            for one in page.sessions
        ],
        "folds": FOLDS.shown(request, page, [page.plan.pk], given),
    }
    return furniture.page(request, "desk/party/training.html", context, status=status)


def _kept(request: DeskRequest, pk: int) -> PlanPage:
    """Give a plan to who keeps it; for everybody else there is nothing to write here."""
    page = queries.plan_page(actor=request.actor, pk=pk)
    if not page.keeps:
        raise NoSuchTraining
    return page


@party_door
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Put a training on the plan, or say its aim anew."""
    page = _kept(request, pk)
    return FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _plan(request, page, given, status=status),
        to=reverse("desk:team-plan", args=[pk]),
    )


@party_door
@require_POST
def hold(request: DeskRequest, pk: int, session_id: int) -> HttpResponseBase:
    """Write down that a training was held, who was there and what came of it."""
    page = _kept(request, pk)
    form = tf.HeldForm(request.POST, prefix=f"held{session_id}", people=page.trainees)
    if not form.is_valid():
        return _plan(request, page, held=(session_id, form), status=422)
    try:
        op.hold_session(actor=request.actor, at=request.at, session=session_id, **form.cleaned_data)
    except Refusal as refusal:
        return _plan(request, page, held=(session_id, form), status=refused_at(form, refusal, request.at))
    messages.success(request, _("记下了。"))
    return redirect("desk:team-plan", pk=pk)


@party_door
@require_POST
def drop(request: DeskRequest, pk: int, session_id: int) -> HttpResponseBase:
    """Take a training off the plan."""
    op.drop_session(actor=request.actor, session=session_id)
    messages.success(request, _("去掉了。"))
    return redirect("desk:team-plan", pk=pk)


# --- honours -------------------------------------------------------------------------------------------------


@party_door
@require_GET
def honours(request: DeskRequest) -> HttpResponseBase:
    """List what the organisations one sees were honoured with."""
    rows = queries.honours_of(actor=request.actor)
    context = {"rows": rows, "sheet_url": reverse("desk:honours-sheet")}
    return furniture.page(request, "desk/party/honours.html", context)


@party_door
@require_GET
def honours_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the honours of organisations as a sheet; those of members stand in no sheet."""
    columns = [
        (str(_("党组织")), 28.0), (str(_("荣誉")), 28.0), (str(_("哪一级")), 10.0), (str(_("谁发的")), 24.0),
        (str(_("文号")), 24.0), (str(_("哪一年")), 10.0),
    ]  # fmt: skip
    cells = (
        (str(r.organisation), r.title, str(r.get_level_display()), r.issuer, r.document, r.year)
        for r in queries.honours_of(actor=request.actor)
    )
    return sheet_response(_("党组织荣誉"), columns, cells, request.at)


@party_door
@require_POST
def strike(request: DeskRequest, pk: int, honour_id: int) -> HttpResponseBase:
    """Take an honour of an organisation away."""
    op.strike_honour(actor=request.actor, organisation=pk, pk=honour_id)
    messages.success(request, _("去掉了。"))
    return redirect("desk:party-organisation", pk=pk)


@knowing
@require_POST
def strike_own(request: DeskRequest, person_id: int, honour_id: int) -> HttpResponseBase:
    """Take an honour of a member away."""
    op.strike_honour(actor=request.actor, member=person_id, pk=honour_id)
    messages.success(request, _("去掉了。"))
    return redirect("desk:party-member", person_id=person_id)
