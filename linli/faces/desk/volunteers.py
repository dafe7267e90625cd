"""Volunteering at the desk: planning, who comes, who might be asked, and hours confirmed one by one."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.parts.inputs import MomentField, WordsField
from linli.faces.parts.refusals import status_of
from linli.kernel.masking import mask_name
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import queries as reports
from linli.pillars.governance.reports.models import Report
from linli.pillars.service.volunteers import operations, queries, rules
from linli.pillars.service.volunteers.models import Activity, SignUp, Volunteer
from linli.pillars.service.volunteers.operations import Plan
from linli.pillars.service.volunteers.policies import organises_any

organising = desk_for(organises_any, gettext_lazy("志愿活动由志愿队、社区和街道组织。"))


class PlanForm(forms.Form):
    """A new activity."""

    team = forms.ModelChoiceField(label=gettext_lazy("哪个志愿队"), queryset=Unit.objects.none())
    title = WordsField(label=gettext_lazy("做什么"), most=40)
    summary = WordsField(label=gettext_lazy("一句话说清"), most=120, widget=forms.Textarea(attrs={"rows": 2}))
    place = WordsField(label=gettext_lazy("在哪里集合"), most=80)
    starts_at = MomentField(label=gettext_lazy("从"))
    ends_at = MomentField(label=gettext_lazy("到"))
    capacity = forms.IntegerField(
        label=gettext_lazy("要几个人"), min_value=1, max_value=operations.MOST_PLACES
    )
    contact = WordsField(label=gettext_lazy("问谁"), most=60, required=False)
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("最好会"),
        choices=Volunteer.Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    takes_minors = forms.BooleanField(label=gettext_lazy("未满 18 岁也能来"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    case = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)

    @property
    def plan(self) -> Plan:
        """What was typed, as a value."""
        data = {name: value for name, value in self.cleaned_data.items() if name in Plan.__dataclass_fields__}
        return Plan(**{**data, "skills": tuple(data["skills"])})


class ChangeForm(PlanForm):
    """An activity that was announced; whose it is stays."""

    team = None  # type: ignore[assignment]


class CancelForm(forms.Form):
    """Why it is called off."""

    reason = forms.CharField(
        label=gettext_lazy("为什么取消"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class HoursForm(forms.Form):
    """The hours of one who came."""

    sign_up_id = forms.IntegerField(widget=forms.HiddenInput)
    hours = forms.DecimalField(min_value=0, max_value=12, decimal_places=1)


@organising
@require_GET
def activities(request: DeskRequest) -> HttpResponseBase:
    """List the activities one organises: those to come, or those over."""
    is_over = request.GET.get("view") == "over"
    rows = queries.activities_of(actor=request.actor, at=request.at, is_over=is_over)
    context = {
        "rows": rows,
        "is_over": is_over,
        "emergencies": queries.emergencies_of(actor=request.actor, is_over=is_over),
        "may_open": bool(queries.grounds_of(actor=request.actor)),
        "has_team": bool(queries.teams_of(actor=request.actor)),
    }
    return furniture.page(request, "desk/volunteers/list.html", context)


@organising
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Plan an activity; `case` names one that it is to lend a hand with."""
    teams = queries.teams_of(actor=request.actor)
    number = (request.POST or request.GET).get("case", "")[:24]
    report = reports.get_report(actor=request.actor, number=number) if number else None
    form = PlanForm(
        request.POST or None,
        initial={"key": uuid.uuid4(), "team": teams[0] if teams else None, **_for_case(report)},
    )
    form.fields["team"].queryset = Unit.objects.filter(pk__in=[t.pk for t in teams])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.plan_activity(
                actor=request.actor,
                at=request.at,
                team=form.cleaned_data["team"],
                plan=form.plan,
                case=report.case if report else None,
                key=form.cleaned_data["key"],
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal, request.at))
        else:
            messages.success(request, _("发出了，大家可以报名了。"))
            return redirect("desk:volunteer-activity", activity_id=made.pk)
    return furniture.page(
        request,
        "desk/volunteers/new.html",
        {"form": form, "case": report.case if report else None},
        status=422 if form.errors else 200,
    )


def _for_case(report: Report | None) -> dict[str, Any]:
    """Fill in what a case says without its reporter's words: everybody reads an activity."""
    if report is None:
        return {}
    return {
        "case": report.case.number,
        "place": str(report.case.area),
        "skills": rules.skills_for(report.category_id or ""),
    }


@organising
@require_http_methods(["GET", "POST"])
def change(request: DeskRequest, activity_id: int) -> HttpResponseBase:
    """Change an activity that has not begun; who meant to come is told when time or place changed."""
    one = queries.activity_page(actor=request.actor, pk=activity_id, at=request.at).activity
    names = (*Plan.__dataclass_fields__,)
    form = ChangeForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            operations.change_activity(actor=request.actor, at=request.at, activity=one, plan=form.plan)
        except Refusal as refusal:
            form.add_error(None, said(refusal, request.at))
            status = status_of(refusal)
        else:
            messages.success(request, _("改好了。时间、地方变了的，要来的人会在通知里看到。"))
            return redirect("desk:volunteer-activity", activity_id=activity_id)
    return furniture.page(request, "desk/volunteers/new.html", {"form": form, "one": one}, status=status)


@organising
@require_GET
def sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the activities as a sheet: the same list, however long."""
    is_over = request.GET.get("view") == "over"
    columns = [
        (str(_("做什么")), 24.0),
        (str(_("哪个志愿队")), 16.0),
        (str(_("从")), 17.0),
        (str(_("到")), 17.0),
        (str(_("在哪里集合")), 22.0),
        (str(_("要几个人")), 9.0),
        (str(_("要来的")), 9.0),
        (str(_("取消了")), 17.0),
    ]
    rows = queries.all_activities_of(actor=request.actor, at=request.at, is_over=is_over)
    lines = (
        (a.title, str(a.team), a.starts_at, a.ends_at, a.place, a.capacity, a.going, a.cancelled_at)
        for a in rows
    )
    return sheet_response(_("志愿活动"), columns, lines, request.at)


@organising
@require_GET
def people_sheet(request: DeskRequest, activity_id: int) -> HttpResponseBase:
    """Hand over who comes to an activity as a sheet, masked, in the order of signing up."""
    found = queries.activity_page(actor=request.actor, pk=activity_id, at=request.at)
    states = dict(SignUp.State.choices)
    columns = [
        (str(_("姓名")), 10.0),
        (str(_("电话")), 16.0),
        (str(_("来不来")), 12.0),
        (str(_("自己说几小时")), 12.0),
        (str(_("确认几小时")), 12.0),
    ]
    lines = (
        (
            mask_name(c.name),
            c.phone,
            str(states[c.state]),
            c.claimed_minutes / 60 if c.claimed_minutes else None,
            c.confirmed_minutes / 60 if c.confirmed_minutes is not None else None,
        )
        for c in found.comers
    )
    return sheet_response(found.activity.title, columns, lines, request.at)


@organising
@require_GET
def activity(request: DeskRequest, activity_id: int) -> HttpResponseBase:
    """Show an activity: who comes, who waits, who might be asked."""
    return _page(request, activity_id)


def _page(
    request: DeskRequest, pk: int, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponseBase:
    found = queries.activity_page(actor=request.actor, pk=pk, at=request.at)
    skills = dict(Volunteer.Skill.choices)
    states = dict(SignUp.State.choices)
    one = found.activity
    context: dict[str, Any] = {
        "one": one,
        "comers": [
            (
                c,
                states[c.state],
                f"{c.claimed_minutes / 60:g}" if c.claimed_minutes else "",
                f"{c.confirmed_minutes / 60:g}" if c.confirmed_minutes is not None else "",
            )
            for c in found.comers
        ],
        "suggested": [
            (s.name, s.proposal.id, [str(skills[k]) for k in s.proposal.skills], s.proposal)
            for s in found.suggested
        ],
        "is_over": one.ends_at <= request.at,
        "is_open": queries.takes_more(one, request.at),
        "is_plan": one.starts_at > request.at and one.cancelled_at is None and one.emergency is None,
        "case": one.case if _sees(request, one) else None,
        "is_mine": any(c.is_self for c in found.comers),
        "form": form or CancelForm(),
    }
    return furniture.page(request, "desk/volunteers/activity.html", context, status=status)


def _sees(request: DeskRequest, one: Activity) -> bool:
    """Say whether the case that an activity lends a hand with is open to this reader, who may organise and not handle."""
    try:
        return one.case is not None and bool(reports.get_report(actor=request.actor, number=one.case.number))
    except NoSuchCase:
        return False


@organising
@require_POST
def cancel(request: DeskRequest, activity_id: int) -> HttpResponseBase:
    """Call an activity off."""
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, activity_id, form=form, status=422)
    one = queries.get_activity(pk=activity_id)
    operations.cancel_activity(actor=request.actor, at=request.at, activity=one, **form.cleaned_data)
    messages.success(request, _("取消了，报了名的人会在通知里看到。"))
    return redirect("desk:volunteer-activity", activity_id=activity_id)


@organising
@require_POST
def join(request: DeskRequest, activity_id: int) -> HttpResponseBase:
    """Let a member of staff come along themselves, as a volunteer like others."""
    one = queries.activity_page(actor=request.actor, pk=activity_id, at=request.at).activity
    try:
        operations.sign_up(actor=request.actor, at=request.at, activity=one)
    except operations.NotAVolunteer:
        operations.enrol(actor=request.actor, at=request.at)
        operations.sign_up(actor=request.actor, at=request.at, activity=one)
    messages.success(request, _("您也报上名了。"))
    return redirect("desk:volunteer-activity", activity_id=activity_id)


@organising
@require_POST
def invite(request: DeskRequest, activity_id: int) -> HttpResponseBase:
    """Ask somebody who might fit; they decide."""
    page = queries.activity_page(actor=request.actor, pk=activity_id, at=request.at)
    asked = {str(s.proposal.id): s.proposal.id for s in page.suggested}
    who = asked.get(request.POST.get("volunteer", ""))
    if who is None:
        messages.warning(request, _("这一位已经报名或者退出了，看看别人。"))
        return redirect("desk:volunteer-activity", activity_id=activity_id)
    operations.invite(actor=request.actor, at=request.at, activity=page.activity, volunteer_id=who)
    messages.success(request, _("请了，来不来由本人定。"))
    return redirect("desk:volunteer-activity", activity_id=activity_id)


@organising
@require_POST
def hours(request: DeskRequest, activity_id: int) -> HttpResponseBase:
    """Confirm how long somebody helped."""
    page = queries.activity_page(actor=request.actor, pk=activity_id, at=request.at)
    form = HoursForm(request.POST)
    if not form.is_valid() or form.cleaned_data["sign_up_id"] not in {c.id for c in page.comers}:
        messages.warning(request, _("时长没有填对，按半小时算。"))
        return redirect("desk:volunteer-activity", activity_id=activity_id)
    minutes = int(form.cleaned_data["hours"] * 60)
    try:
        operations.confirm_hours(
            actor=request.actor, at=request.at, sign_up_id=form.cleaned_data["sign_up_id"], minutes=minutes
        )
    except Refusal as refusal:
        if status_of(refusal) == 404:
            raise
        messages.warning(request, said(refusal, request.at))
    else:
        messages.success(request, _("确认了。"))
    return redirect("desk:volunteer-activity", activity_id=activity_id)
