"""Jobs near home: found by plain words, asked for with one press; what one looks for, kept by consent."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.people.knocks import knock
from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.faces.resident import doors
from linli.faces.resident.account import residents_only
from linli.faces.resident.enterprises import STALE, open_link
from linli.faces.resident.guide import office_for
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.jobs import operations, queries
from linli.pillars.service.jobs.models import JobPosting
from linli.pillars.service.jobs.operations import Offer, Sought
from linli.pillars.service.jobs.policies import NoSuchPosting

MOST_WORDS = 60
MOST_WAGE = 1_000_000


def _ticks(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class SeekerForm(forms.Form):
    """What somebody looks for."""

    skills = _ticks(gettext_lazy("会做什么"), JobPosting.Skill.choices)
    hours = _ticks(gettext_lazy("什么时间能上班"), JobPosting.Hours.choices)
    wage_from = forms.IntegerField(
        label=gettext_lazy("月薪至少（元）"), min_value=0, max_value=MOST_WAGE, required=False
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("我同意登记我的称呼和手机号，只用来介绍工作；留 90 天，随时可以删")
    )


class OfferForm(forms.Form):
    """Work that an enterprise offers."""

    title = WordsField(label=gettext_lazy("招什么人"), most=40)
    duties = WordsField(label=gettext_lazy("做什么"), most=400, widget=forms.Textarea(attrs={"rows": 3}))
    asks = WordsField(
        label=gettext_lazy("有什么要求"),
        most=300,
        required=False,
        help_text=gettext_lazy("只写活儿本身的要求；性别、年龄、婚育、户籍、民族、残疾不能写"),
    )
    places = forms.IntegerField(label=gettext_lazy("招几个"), min_value=1, max_value=500)
    wage_from = forms.IntegerField(label=gettext_lazy("月薪从（元）"), min_value=1, max_value=MOST_WAGE)
    wage_to = forms.IntegerField(label=gettext_lazy("到（元）"), min_value=1, max_value=MOST_WAGE)
    hours = forms.ChoiceField(label=gettext_lazy("上班时间"), choices=JobPosting.Hours.choices)
    skills = _ticks(gettext_lazy("要会什么"), JobPosting.Skill.choices)
    until_date = DayField(
        label=gettext_lazy("招到哪天"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("最多 90 天，到时自己撤下"),
    )
    key = KeyField()

    @property
    def offer(self) -> Offer:
        """What was typed, as a value."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Offer(**{**data, "skills": tuple(data["skills"])})


@require_safe
def jobs(request: HttpRequest) -> HttpResponseBase:
    """List work that is offered, or find it by plain words; and trainings to come."""
    at = clock.now()
    reader = reader_of(request, at)
    office, choices = office_for(request, reader)
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    near = home_of(reader)
    who: dict[str, Any] = {"at": at, "office": office, "near": near}
    rows = queries.find_postings(words=words, **who) if words else queries.shown_postings(**who)
    context = {
        "rows": rows[:50],
        "count": len(rows),
        "q": words,
        "trainings": queries.trainings_to_come(at=at, office=office),
        "is_seeker": queries.seeker_of(reader.account) is not None,
        "offices": choices,
    }
    return page(request, "jobs/list", reader, "home", context)


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one offer."""
    at = clock.now()
    return _job(request, reader_of(request, at), pk, at)


def _job(
    request: HttpRequest, reader: Reader, pk: int, at: datetime, note: str = "", status: int = 200
) -> HttpResponse:
    try:
        one = queries.get_shown(pk=pk, at=at)
    except NoSuchPosting:
        raise Http404(_("没有这条招聘，或者不招了。")) from None
    seeker = queries.seeker_of(reader.account)
    mine = next((m for m in queries.my_matches(seeker) if m.posting_id == pk), None)
    known = dict(JobPosting.Skill.choices)
    context = {
        "one": one,
        "skills": [str(known[code]) for code in one.skills if code in known],
        "mine": mine,
        "is_seeker": seeker is not None,
        "note": note,
    }
    return page(request, "jobs/job", reader, "home", context, status=status)


@require_POST
@kindly
@residents_only
def ask(request: HttpRequest, pk: int, *, reader: Reader, is_stale: bool) -> HttpResponseBase:
    """Ask to be introduced; who is not on the list yet says first what they look for."""
    at = clock.now()
    try:
        one = queries.get_shown(pk=pk, at=at)
    except NoSuchPosting:
        raise Http404(_("没有这条招聘，或者不招了。")) from None
    if is_stale:
        return _job(request, reader, pk, at, str(STALE))
    if queries.seeker_of(reader.account) is None:
        return redirect(f"{reverse('resident:job-me')}?for={pk}")
    try:
        operations.ask_for(actor=reader.actor, at=at, posting=one)
    except Refusal as refusal:
        return _job(request, reader, pk, at, words_of(refusal), status_of(refusal))
    messages.success(request, _("记下了，街道会打电话给您。"))
    return redirect("resident:job", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
@residents_only
def me(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponseBase:
    """Say what one looks for, see what became of it."""
    at = clock.now()
    seeker, back = queries.seeker_of(reader.account), request.GET.get("for", "")
    office, choices = office_for(request, reader)
    initial: dict[str, Any] = {}
    if seeker is not None:
        office = office or seeker.office
        initial = {
            "skills": seeker.skills,
            "hours": seeker.hours,
            "wage_from": seeker.wage_from,
            "agrees": True,
        }
    form = SeekerForm(request.POST or None, initial=initial)
    if request.method == "POST" and not is_stale and form.is_valid() and office is not None:
        data = form.cleaned_data
        try:
            operations.enrol_self(
                actor=reader.actor,
                at=at,
                office=office,
                grid=home_of(reader),
                sought=Sought(data["skills"], data["hours"], data["wage_from"]),
                agrees=data["agrees"],
            )
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
        else:
            messages.success(request, _("记下了，留 90 天。"))
            if back.isascii() and back.isdigit() and len(back) < 10:
                return redirect("resident:job", pk=int(back))
            return redirect("resident:job-me")
    context = {
        "form": form,
        "seeker": seeker,
        "matches": queries.my_matches(seeker),
        "offices": choices,
        "has_office": office,
    }
    return page(request, "jobs/me", reader, "account", context, status=422 if form.errors else 200)


@require_POST
@kindly
@residents_only
def leave(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponseBase:
    """Take one's consent back; everything is deleted."""
    if not is_stale and operations.leave(actor=reader.actor):
        messages.success(request, _("全删了。"))
    return redirect("resident:job-me")


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def offer(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponseBase:
    """Let an enterprise offer work over its private link, and see what became of its offers."""
    opened = open_link(request, pk, token)
    form = OfferForm(request.POST or None, initial={"key": uuid.uuid4()})
    status, note = 200, ""
    if request.method == "POST":
        status = 422
        if is_stale:
            note, status = str(STALE), 200
        elif form.is_valid():
            try:
                knock(doors.SAY, opened.reader.address, opened.at)
                operations.post_job(
                    actor=opened.reader.actor,
                    at=opened.at,
                    enterprise=opened.one,
                    offer=form.offer,
                    by_link=True,
                    key=form.cleaned_data["key"],
                )
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("收到了，街道看过就给大家看。"))
                return redirect("resident:enterprise-offer", pk=pk, token=token)
    context = {
        "one": opened.one,
        "token": token,
        "form": form,
        "note": note,
        "rows": queries.postings_of_enterprise(opened.one),
    }
    return page(request, "jobs/offer", opened.reader, "", context, status=status, office=opened.one.office)
