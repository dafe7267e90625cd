"""Key projects at the desk: the list with its lights, a project with plan, money, team and what is in its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.desk import economyforms as ef
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.economy import economising
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.parts import lights
from linli.faces.parts.shapes import Bar, State
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.economy import operations as op
from linli.pillars.governance.economy import policies, queries
from linli.pillars.governance.economy.models import KeyProject
from linli.pillars.governance.economy.texts import LIGHTS
from linli.pillars.governance.supervision import policies as supervision
from linli.pillars.governance.supervision.texts import SHAPES, STATES

VERBS: dict[str, Callable[..., object]] = {
    "team": op.join_team,
    "milestone": op.plan_milestone,
    "reach": op.reach_milestone,
    "spending": op.report_spending,
    "problem": op.raise_problem,
    "end": op.end_project,
}
TIMED = frozenset({"reach", "spending", "problem", "end"})
_LEADS = (UnitKind.SUBDISTRICT, UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.COMMUNITY)
_AREAS = (UnitKind.SUBDISTRICT, UnitKind.COMMUNITY)


def _below(offices: list[Unit], kinds: tuple[UnitKind, ...]) -> list[Unit]:
    """List units of some kinds in offices. One query an office, and one is kept as a rule."""
    return [
        unit
        for office in offices
        for unit in Unit.objects.filter(path__startswith=office.path, kind__in=kinds, is_active=True)
    ]


def _project_form(request: DeskRequest, offices: list[Unit], data: Any = None) -> ef.ProjectForm:
    return ef.ProjectForm(
        data,
        offices=offices,
        areas=_below(offices, _AREAS),
        leads=_below(offices, _LEADS),
        initial={"starts_on": clock.local(request.at).date()},
    )


@economising
@require_http_methods(["GET", "POST"])
def projects(request: DeskRequest) -> HttpResponseBase:
    """List the projects; whoever keeps them puts one on the list. At most fifteen queries."""
    offices = queries.offices_of(actor=request.actor)
    form, status = None, 200
    if request.method == "POST" and not offices:
        raise op.NotYourEconomy
    if offices:
        form = _project_form(request, offices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form is not None:
        status = 422
        if form.is_valid():
            data = dict(form.cleaned_data)
            units = {unit.pk: unit for unit in _below(offices, _LEADS)}
            try:
                made = op.open_project(
                    actor=request.actor,
                    at=request.at,
                    **{**data, "area": units[data["area"]], "lead": units[data["lead"]]},
                )
                messages.success(request, _("记下了：%(verb)s。") % {"verb": made})
                return redirect("desk:project", pk=made.pk)
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at)
    rows = queries.projects_of(actor=request.actor, today=clock.local(request.at).date())
    context = {
        "rows": [(row, lights.light_of(row), lights.reasons_of(row)) for row in rows],
        "form": form,
        "is_open": status != 200,
    }
    return furniture.page(request, "desk/economy/projects.html", context, status=status)


@economising
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand the list over: what the page shows, in its order."""
    heads = (
        (_("项目"), 24.0), (_("在哪里"), 16.0), (_("谁牵头"), 16.0), (_("灯"), 8.0), (_("为什么"), 36.0),
        (_("计划开工"), 12.0), (_("计划完成"), 12.0), (_("总投资（万元）"), 14.0), (_("完成投资（万元）"), 14.0),
        (_("节点到了"), 10.0), (_("节点"), 8.0), (_("没解决的问题"), 12.0),
    )  # fmt: skip
    rows = (
        (
            row.project.name, str(row.project.area), str(row.project.lead), str(LIGHTS[row.light]),
            "；".join(lights.reasons_of(row)), row.project.starts_on, row.project.ends_on, row.project.total_wan,
            row.spent, row.done, row.steps, row.problems,
        )
        for row in queries.projects_of(actor=request.actor, today=clock.local(request.at).date())
    )  # fmt: skip
    return sheet_response(_("重点项目"), heads, rows, request.at)


def _forms(request: DeskRequest, one: KeyProject) -> dict[str, forms.Form]:
    """Give the forms of what may be done with a project now."""
    if one.ended_on is not None or not policies.keeps(request.actor, one.office):
        return {}
    made: dict[str, forms.Form] = {
        verb: _form(request, one, verb) for verb in ("milestone", "spending", "team", "end")
    }
    if any(step.done_on is None for step in one.milestones.all()):
        made["reach"] = _form(request, one, "reach")
    if supervision.raises_at(request.actor, one.office):
        made["problem"] = _form(request, one, "problem")
    return made


def _form(request: DeskRequest, one: KeyProject, verb: str, data: Any = None) -> forms.Form:
    today = clock.local(request.at).date()
    match verb:
        case "team":
            return ef.TeamForm(data, leads=_below([one.office], _LEADS))
        case "milestone":
            return ef.MilestoneForm(data)
        case "reach":
            steps = [step for step in one.milestones.all() if step.done_on is None]
            return ef.ReachForm(data, steps=steps, initial={"done_on": today})
        case "spending":
            return ef.SpendingForm(data, initial={"month": f"{today:%Y-%m}"})
        case "problem":
            return ef.ProblemForm(data)
        case _:
            return ef.EndForm(data)


def _page(
    request: DeskRequest, pk: int, wrong: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponseBase:
    today = clock.local(request.at).date()
    row = queries.project_page(actor=request.actor, pk=pk, today=today)
    one = row.project
    steps = list(one.milestones.all())
    context = {
        "row": row,
        "one": one,
        "state": lights.light_of(row),
        "reasons": lights.reasons_of(row),
        "money": [
            Bar(
                _("完成投资"),
                row.spent,
                figure=_("%(n)s 万元") % {"n": f"{row.spent:,}"},
                note=lights.percent(row.completion),
                is_main=True,
            ),
            Bar(_("总投资"), one.total_wan, figure=_("%(n)s 万元") % {"n": f"{one.total_wan:,}"}),
        ],
        "months": [
            Bar(
                f"{spent.month:%Y-%m}",
                spent.amount_wan,
                figure=_("%(n)s 万元") % {"n": f"{spent.amount_wan:,}"},
            )
            for spent in one.spendings.all()
        ],
        "steps": [(step, lights.step_state(step.due_on, step.done_on, today)) for step in steps],
        "team": list(one.team.select_related("unit")),
        "problems": [
            (case, State(SHAPES[case.state], STATES[case.state]))  # type: ignore[arg-type]
            for case in queries.problems_of(project=one)
        ],
        "forms": {**_forms(request, one), **(wrong or {})},
        "opened": next(iter(wrong or {}), ""),
    }
    return furniture.page(request, "desk/economy/project.html", context, status=status)


@economising
@require_GET
def project(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a project. At most twenty queries."""
    return _page(request, pk)


@economising
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Do something with a project: its team, a step, money, a problem, its end."""
    row = queries.project_page(actor=request.actor, pk=pk, today=clock.local(request.at).date())
    if not policies.keeps(request.actor, row.project.office):
        raise op.NotYourEconomy
    form = _form(request, row.project, verb, request.POST)
    if not form.is_valid():
        return _page(request, pk, {verb: form}, 422)
    data: dict[str, Any] = dict(form.cleaned_data)
    if verb == "team":
        data["unit"] = next(u for u in _below([row.project.office], _LEADS) if u.pk == data["unit"])
    if verb in TIMED:
        data["at"] = request.at
    try:
        VERBS[verb](actor=request.actor, project=pk, **data)
    except Refusal as refusal:
        return _page(request, pk, {verb: form}, refused_at(form, refusal, request.at))
    messages.success(request, _("记下了。"))
    return redirect("desk:project", pk=pk)
