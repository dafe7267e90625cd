"""Volunteering for everybody: what there is to help with, signing up, one's hours, and a paper that says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.orgs import queries as offices
from linli.base.people.knocks import knock
from linli.faces.parts import words
from linli.faces.parts.inputs import PhoneField, WordsField
from linli.faces.parts.papers import DOCX, docx_of
from linli.faces.resident import doors, qr
from linli.faces.resident.account import residents_only
from linli.faces.resident.pages import only_office, page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.papers import Sheet
from linli.kernel.refusals import Refusal
from linli.pillars.service.care import queries as care
from linli.pillars.service.care.models import Wish
from linli.pillars.service.volunteers import operations, queries
from linli.pillars.service.volunteers.models import Activity, SignUp, Volunteer
from linli.pillars.service.volunteers.policies import NoSuchActivity

VERBS = ("sign-up", "cancel", "hours")


class VolunteerForm(forms.Form):
    """What one can do and when; a minor names a guardian."""

    skills = forms.MultipleChoiceField(
        label=gettext_lazy("会做什么"),
        choices=Volunteer.Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    times = forms.MultipleChoiceField(
        label=gettext_lazy("什么时候有空"),
        choices=Volunteer.When.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_minor = forms.BooleanField(label=gettext_lazy("我还没满 18 岁"), required=False)
    guardian_name = WordsField(label=gettext_lazy("监护人姓名"), most=20, required=False)
    guardian_phone = PhoneField(label=gettext_lazy("监护人电话"), required=False)
    guardian_agrees = forms.BooleanField(label=gettext_lazy("监护人在旁边，同意我参加"), required=False)


def when_words(activity: Activity, at: datetime) -> str:
    """Say when an activity is: 明天 09:00 到 11:00."""
    same = clock.local(activity.starts_at).date() == clock.local(activity.ends_at).date()
    end = f"{clock.local(activity.ends_at):%H:%M}" if same else words.when(activity.ends_at, at)
    return _("%(begin)s 到 %(end)s") % {"begin": words.when(activity.starts_at, at), "end": end}


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g}"


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """List what there is to help with."""
    at = clock.now()
    reader = reader_of(request, at)
    rows = [
        (one, when_words(one, at), max(0, one.capacity - one.going))
        for one in queries.coming_activities(at=at)
    ]
    emergencies = [
        (row.emergency, [(one, when_words(one, at), max(0, one.capacity - one.going)) for one in row.posts])
        for row in queries.open_posts(at=at)
    ]
    is_volunteer = queries.volunteer_of(reader.account) is not None
    context = {"rows": rows, "emergencies": emergencies, "is_volunteer": is_volunteer}
    return page(request, "volunteers", reader, "home", context)


@require_safe
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one activity and one's own part in it."""
    return _activity(request, pk)


def _activity(request: HttpRequest, pk: int, note: str = "", status: int = 200) -> HttpResponse:
    at = clock.now()
    reader = reader_of(request, at)
    try:
        one = queries.get_activity(pk=pk)
    except NoSuchActivity:
        raise Http404(_("没有这个活动。")) from None
    me = queries.volunteer_of(reader.account)
    mine = queries.sign_up_of(me, one)
    context = {
        "one": one,
        "when": when_words(one, at),
        "free": max(0, one.capacity - one.going),
        "skills": [str(Volunteer.Skill(code).label) for code in one.skills],
        "me": me,
        "mine": mine,
        "is_going": mine is not None and mine.state == SignUp.State.GOING,
        "is_waiting": mine is not None and mine.state == SignUp.State.WAITING,
        "is_asked": mine is not None and mine.state == SignUp.State.INVITED,
        "is_closed": not queries.takes_more(one, at),
        "is_over": one.ends_at <= at,
        "was_there": mine is not None and mine.state in (SignUp.State.GOING, SignUp.State.LEFT),
        "claimed": _hours(mine.claimed_minutes) if mine and mine.claimed_minutes else "",
        "confirmed": _hours(mine.confirmed_minutes) if mine and mine.confirmed_minutes is not None else "",
        "note": note,
    }
    return page(request, "volunteer_activity", reader, "home", context, status=status)


@require_POST
@kindly
@residents_only
def act(request: HttpRequest, pk: int, verb: str, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Sign up, say that one does not come, tell one's hours."""
    if verb not in VERBS:
        raise Http404
    if is_stale:
        return _activity(request, pk, _("这一页放得久了一点，再按一次就行。"))
    at = clock.now()
    try:
        one = queries.get_activity(pk=pk)
    except NoSuchActivity:
        raise Http404(_("没有这个活动。")) from None
    if queries.volunteer_of(reader.account) is None:
        return redirect(f"{reverse('resident:volunteer-me')}?for={pk}")
    who: dict[str, Any] = {"actor": reader.actor, "at": at, "activity": one}
    try:
        if verb == "sign-up":
            operations.sign_up(**who)
        elif verb == "cancel":
            operations.cancel_sign_up(**who)
        else:
            operations.claim_hours(minutes=_minutes(request.POST.get("hours", "")), **who)
    except Refusal as refusal:
        return _activity(request, pk, words_of(refusal), status_of(refusal))
    return redirect("resident:volunteer-activity", pk=pk)


def _minutes(text: str) -> int:
    try:
        hours = float(text[:8])
    except ValueError:
        return 0
    return round(hours * 60) if 0 < hours < 24 else 0


def _wishes_for(volunteer: Volunteer | None) -> list[tuple[Wish, str]]:
    """Give the open wishes that ask for something a volunteer said they can do, with what it is."""
    if volunteer is None or not volunteer.skills:
        return []
    office = volunteer.grid and offices.office_of(offices.line_up(volunteer.grid))
    found = care.open_wishes(office=office or None, skills=volunteer.skills, size=5)
    return [(one, str(Volunteer.Skill(one.skill).label)) for one in found]


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
@residents_only
def me(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Say that one wants to help, what one can do and when; see one's activities and hours."""
    at = clock.now()
    volunteer = queries.volunteer_of(reader.account)
    back = request.GET.get("for", "")
    initial: dict[str, Any] = {}
    if volunteer is not None:
        initial = {
            "skills": volunteer.skills,
            "times": volunteer.times,
            "is_minor": volunteer.is_minor,
            "guardian_name": volunteer.guardian_name,
            "guardian_phone": volunteer.guardian_phone,
            "guardian_agrees": volunteer.is_minor,
        }
    form = VolunteerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and not is_stale and form.is_valid():
        home = home_of(reader)
        try:
            operations.enrol(actor=reader.actor, at=at, grid=home, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
        else:
            messages.success(request, _("记下了，谢谢您。"))
            if back.isascii() and back.isdigit() and len(back) < 10:
                return redirect("resident:volunteer-activity", pk=int(back))
            return redirect("resident:volunteer-me")
    own = queries.mine(volunteer) if volunteer is not None else None
    context = {
        "form": form,
        "volunteer": volunteer,
        "rows": [
            (s, when_words(s.activity, at), _hours(s.confirmed_minutes) if s.confirmed_minutes else "")
            for s in (own.sign_ups if own else ())
        ],
        "hours": _hours(own.minutes) if own and own.minutes else "",
        "has_certificate": volunteer is not None and volunteer.certificates.exists(),
        "wishes": _wishes_for(volunteer),
    }
    return page(request, "volunteer_me", reader, "account", context, status=422 if form.errors else 200)


@require_POST
@kindly
@residents_only
def leave(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Take one's consent back; everything kept about the volunteer is deleted."""
    if not is_stale and operations.leave(actor=reader.actor, at=clock.now()):
        messages.success(request, _("退出了，您的志愿信息都删了。"))
    return redirect("resident:volunteer-me")


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
@residents_only
def certificate(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Make and show one's own certificate, ready to print; the code on it can be checked by anybody."""
    volunteer = queries.volunteer_of(reader.account)
    if request.method == "POST" and not is_stale:
        try:
            operations.certify(actor=reader.actor, at=clock.now())
        except Refusal as refusal:
            messages.warning(request, words_of(refusal))
            return redirect("resident:volunteer-me")
        return redirect("resident:volunteer-certificate")
    found = volunteer.certificates.order_by("-pk").first() if volunteer is not None else None
    if found is None or reader.account is None:
        return redirect("resident:volunteer-me")
    link = request.build_absolute_uri(f"{reverse('resident:volunteer-check')}?code={found.code}")
    context = {
        "found": found,
        "code": "-".join((found.code[:4], found.code[4:8], found.code[8:])),
        "hours": _hours(found.minutes),
        "name": reader.account.name,
        "qr": qr.code_of(link),
        "check_url": request.build_absolute_uri(reverse("resident:volunteer-check")),
    }
    return page(request, "certificate", reader, "", context)


@require_safe
@residents_only
def certificate_docx(request: HttpRequest, *, reader: Reader) -> HttpResponse:
    """Hand over one's own certificate as a Word file, the same words as the page."""
    volunteer = queries.volunteer_of(reader.account)
    found = volunteer.certificates.order_by("-pk").first() if volunteer is not None else None
    if found is None or reader.account is None:
        return redirect("resident:volunteer-me")
    told = {
        "name": reader.account.name,
        "day": f"{clock.local(found.made_at):%Y-%m-%d}",
        "count": found.activities_count,
        "hours": _hours(found.minutes),
    }
    said = _("%(name)s到 %(day)s 为止，参加志愿活动 %(count)s 次，经组织者确认，共 %(hours)s 小时。") % told
    where = request.build_absolute_uri(reverse("resident:volunteer-check"))
    title = _("志愿服务证明")
    code = "-".join((found.code[:4], found.code[4:8], found.code[8:]))
    sheet = Sheet(
        kind="certificate",
        title=title,
        number=_("编号 %(code)s") % {"code": code},
        paragraphs=(said,),
        tables=(),
        signer=str(only_office() or ""),
        date=f"{clock.local(found.made_at):%Y-%m-%d}",
        phones=_("查真假：打开 %(where)s，输入编号。") % {"where": where},
        has_receipt=False,
        is_signed_by_applicant=False,
    )
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.docx"
    return response


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Let anybody check a certificate: a masked name, the hours and the day; nothing else."""
    at = clock.now()
    reader, code = reader_of(request, at), request.GET.get("code", "")[:40]
    found, note, status = None, "", 200
    if code:
        try:
            knock(doors.FIND, reader.address, at)
            found = queries.check_certificate(code=code)
            note = "" if found else _("没有这个编号的证明。请对照纸上的再输一遍。")
        except Refusal as refusal:
            note, status = words_of(refusal), status_of(refusal)
    context = {"found": found, "code": code, "note": note, "hours": _hours(found.minutes) if found else ""}
    return page(request, "certificate_check", reader, "home", context, status=status)
