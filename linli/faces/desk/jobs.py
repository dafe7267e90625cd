"""Jobs at the desk: postings read before they are shown, who might fit and why, what became of it, figures, trainings."""

from __future__ import annotations

import uuid
from datetime import timedelta
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

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.jobforms import PostingForm, TrainingForm, WhyForm
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Pages
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.jobs import operations, policies, queries
from linli.pillars.service.jobs.models import JobMatch, JobPosting
from linli.pillars.service.jobs.queries import PostingRow
from linli.pillars.service.jobs.rules.follow import NEXT, State
from linli.pillars.service.jobs.texts import FIGURES, GROUNDS, WHY

placing = desk_for(policies.serves_some, gettext_lazy("招聘和求职归社区、街道大厅、派单员、科室和领导。"))
VIEWS: Final = (
    ("waiting", gettext_lazy("等街道看")),
    ("shown", gettext_lazy("在招")),
    ("follow", gettext_lazy("等回话的")),
    ("all", gettext_lazy("全部")),
)
FIGURE_DAYS: Final = 30


def office_of(request: DeskRequest) -> Unit:
    """Give the office somebody works on jobs for."""
    found = orgs.offices().filter(pk__in=policies.offices(request.actor)).first()
    if found is None:
        raise Http404
    return found


def grids_of(office: Unit) -> list[Unit]:
    """List the grids of an office, for the form of a seeker."""
    rows = Unit.objects.filter(path__startswith=office.path, kind=UnitKind.GRID, is_active=True)
    return list(rows.select_related("parent").order_by("path"))


def labels(of: type[Any], codes: Any) -> list[str]:
    """Say codes in words."""
    known = dict(of.choices)
    return [str(known[code]) for code in codes if code in known]


@placing
@require_GET
def jobs(request: DeskRequest) -> HttpResponseBase:
    """List postings by where they stand, introductions that wait for a word, and the figures of thirty days."""
    asked, before = request.GET.get("view", ""), request.GET.get("before", "")
    view = asked if asked in dict(VIEWS) else "waiting"
    at = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    today = clock.local(request.at).date()
    context: dict[str, Any] = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "view": view,
        "figures": [
            (FIGURES[f.code][0], FIGURES[f.code][1], f)
            for f in queries.figures_of(
                actor=request.actor, first=today - timedelta(days=FIGURE_DAYS - 1), last=today
            )
        ],
        "days": FIGURE_DAYS,
    }
    if view == "follow":
        context["follow"] = [
            (m, dict(JobMatch.State.choices)[m.state], _next(m.state))
            for m in queries.matches_to_follow(actor=request.actor, at=request.at)
        ]
    else:
        state = "" if view == "all" else view
        rows, after = queries.postings_of(actor=request.actor, state=state, before=at)
        context["rows"] = [(row, _hours(row), _state(row)) for row in rows]
        here = reverse("desk:jobs")
        context["pages"] = Pages(after_url=f"{here}?view={view}&before={after}" if after else "")
    return furniture.page(request, "desk/jobs/list.html", context)


def _hours(row: PostingRow) -> str:
    return str(dict(JobPosting.Hours.choices)[row.hours])


def _state(row: PostingRow) -> str:
    return str(dict(JobPosting.State.choices)[row.state])


def _next(state: str) -> list[tuple[str, str]]:
    known = dict(JobMatch.State.choices)
    return [(after.value, str(known[after.value])) for after in NEXT.get(State(state), ())]


@placing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list of postings as a workbook."""
    view = request.GET.get("view", "")
    if view == "follow":
        return _follow_sheet(request)
    state = view if view in JobPosting.State.values else ""
    heads = (
        _("招什么人"),
        _("企业"),
        _("网格"),
        _("招几个"),
        _("月薪从（元）"),
        _("到（元）"),
        _("上班时间"),
        _("状态"),
        _("招到哪天"),
        _("介绍了"),
        _("录用了"),
    )
    rows = (
        (
            r.title,
            r.enterprise,
            r.area,
            r.places,
            r.wage_from,
            r.wage_to,
            _hours(r),
            _state(r),
            r.until_date.isoformat(),
            r.introduced,
            r.hired,
        )
        for r in queries.every_posting(actor=request.actor, state=state, most=MOST_ROWS)
    )
    return sheet_response(_("招聘"), [(str(head), 16.0) for head in heads], rows, request.at)


def _follow_sheet(request: DeskRequest) -> HttpResponseBase:
    heads = (_("招什么人"), _("企业"), _("称呼"), _("电话"), _("到哪一步"), _("哪天"))
    states = dict(JobMatch.State.choices)
    rows = (
        (m.title, m.enterprise, m.name, m.phone, str(states[m.state]), m.changed_at)
        for m in queries.matches_to_follow(actor=request.actor, at=request.at, size=MOST_ROWS)
    )
    return sheet_response(_("等回话的"), [(str(head), 18.0) for head in heads], rows, request.at)


@placing
@require_GET
def trainings_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the trainings to come as a workbook."""
    heads = (
        _("学什么"),
        _("一句话说清"),
        _("在哪里学"),
        _("怎么报名"),
        _("哪天开始"),
        _("不收钱"),
        _("学了会什么"),
    )
    rows = (
        (
            t.title, t.summary, t.place, t.contact, t.starts_date, _("是") if t.is_free else "",
            "、".join(labels(JobPosting.Skill, t.skills)),
        )
        for t in queries.trainings_to_come(at=request.at, office=office_of(request))
    )  # fmt: skip
    return sheet_response(_("培训"), [(str(head), 20.0) for head in heads], rows, request.at)


@placing
@require_http_methods(["GET", "POST"])
def post(request: DeskRequest, enterprise_id: int, pk: int = 0) -> HttpResponseBase:
    """Offer work for an enterprise, or write an offer anew."""
    one = Enterprise.objects.filter(pk=enterprise_id, ended_at=None).select_related("office", "area").first()
    if one is None or not policies.serves(request.actor, one.office):
        raise Http404
    posting = JobPosting.objects.filter(enterprise=one, pk=pk).first() if pk else None
    initial: dict[str, Any] = {"key": uuid.uuid4()}
    if posting is not None:
        initial |= {name: getattr(posting, name) for name in PostingForm.base_fields if name != "key"}
    form = PostingForm(request.POST or None, initial=initial)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.post_job(
                actor=request.actor,
                at=request.at,
                enterprise=one,
                offer=form.offer,
                posting=posting,
                key=form.cleaned_data["key"] if posting is None else None,
            )
        except Refusal as refusal:
            form.add_error(None, said(refusal, request.at))
            status = status_of(refusal)
        else:
            messages.success(request, _("登记了，街道看过就给大家看。"))
            return redirect("desk:job", pk=made.pk)
    return furniture.page(request, "desk/jobs/post.html", {"form": form, "one": one}, status=status)


@placing
@require_GET
def job(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a posting: what is against it, who might fit and why, and what became of it."""
    return _page(request, pk)


def _page(
    request: DeskRequest, pk: int, form: forms.Form | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.posting_page(actor=request.actor, pk=pk, at=request.at)
    one = page.posting
    context = {
        "one": one,
        "page": page,
        "skills": labels(JobPosting.Skill, one.skills),
        "shut": [(shut, GROUNDS[shut.ground.value]) for shut in page.shut],
        "matches": [(m, str(dict(JobMatch.State.choices)[m.state]), _next(m.state)) for m in page.matches],
        "suggested": [
            (s, labels(JobPosting.Skill, s.skills), [WHY[r.value] for r in s.reasons]) for s in page.suggested
        ],
        "is_waiting": one.state == JobPosting.State.WAITING,
        "is_shown": one.state == JobPosting.State.SHOWN,
        "is_ended": one.state == JobPosting.State.ENDED,
        "form": form or WhyForm(),
    }
    return furniture.page(request, "desk/jobs/job.html", context, status=status)


ACTS: Final = ("show", "back", "end", "introduce")


@placing
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Show a posting, send it back, take it down, or introduce somebody."""
    one = queries.posting_page(actor=request.actor, pk=pk, at=request.at).posting
    form = WhyForm(request.POST)
    reason = form.cleaned_data.get("reason", "") if form.is_valid() else ""
    who: dict[str, Any] = {"actor": request.actor, "at": request.at, "posting": one}
    try:
        if verb == "show":
            operations.show_posting(reason=reason, **who)
        elif verb == "back":
            if not reason:
                form.add_error("reason", _("写一下要改什么。"))
                return _page(request, pk, form, status=422)
            operations.send_posting_back(reason=reason, **who)
        elif verb == "end":
            operations.end_posting(**who)
        else:
            asked = request.POST.get("seeker", "")
            seeker_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
            seeker = queries.get_seeker(actor=request.actor, pk=seeker_id)
            operations.introduce(seeker=seeker, **who)
    except policies.NoSuchSeeker as gone:
        messages.warning(request, said(gone, request.at))
        return redirect("desk:job", pk=pk)
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return _page(request, pk, form, status=status_of(refusal))
    messages.success(request, _("记下了。"))
    return redirect("desk:job", pk=pk)


@placing
@require_POST
def follow(request: DeskRequest, match_id: int) -> HttpResponseBase:
    """Write down what became of an introduction."""
    done = operations.follow_match(
        actor=request.actor, at=request.at, match_id=match_id, state=request.POST.get("state", "")
    )
    messages.success(request, _("记下了：%(state)s。") % {"state": done.get_state_display()})
    if request.POST.get("back") == "follow":
        return redirect(f"{reverse('desk:jobs')}?view=follow")
    return redirect("desk:job", pk=done.posting_id)


@placing
@require_http_methods(["GET", "POST"])
def trainings(request: DeskRequest) -> HttpResponseBase:
    """List the trainings to come and offer another."""
    office = office_of(request)
    form = TrainingForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.offer_training(actor=request.actor, at=request.at, office=office, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("starts_date", said(refusal, request.at))
        else:
            messages.success(request, _("发出了。"))
            return redirect("desk:job-trainings")
    rows = queries.trainings_to_come(at=request.at, office=office)
    return furniture.page(request, "desk/jobs/trainings.html", {"form": form, "rows": rows}, status=status)


@placing
@require_POST
def end_training(request: DeskRequest, training_id: int) -> HttpResponseBase:
    """Take a training down."""
    operations.end_training(actor=request.actor, at=request.at, training_id=training_id)
    messages.success(request, _("撤下了。"))
    return redirect("desk:job-trainings")
