"""Emergencies at the desk: opened on a ground, posts opened with places, who stands where, released, over."""

from __future__ import annotations

import uuid
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

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.volunteers import organising
from linli.faces.parts.inputs import KeyField, MomentField, WordsField
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.volunteers import operations as op
from linli.pillars.service.volunteers import queries
from linli.pillars.service.volunteers.models import Emergency
from linli.pillars.service.volunteers.queries import EmergencyPage
from linli.pillars.service.volunteers.rules import What


class OpenForm(forms.Form):
    """What happened, where, and on whose order people are called."""

    key = KeyField()
    what = forms.TypedChoiceField(label=gettext_lazy("什么情况"), choices=Emergency.What.choices, coerce=What)
    title = WordsField(
        label=gettext_lazy("一句话说清"), most=40, help_text=gettext_lazy("人人看得到，如“寒潮，路面结冰”")
    )
    area = forms.ModelChoiceField(label=gettext_lazy("在哪里"), queryset=Unit.objects.none())
    basis = WordsField(
        label=gettext_lazy("凭什么启动"), most=120, help_text=gettext_lazy("预警、通知的文号或者谁的指令")
    )


class PostForm(forms.Form):
    """A post to stand at."""

    key = KeyField()
    team = forms.ModelChoiceField(label=gettext_lazy("哪个志愿队"), queryset=Unit.objects.none())
    title = WordsField(label=gettext_lazy("站哪个岗"), most=40, help_text=gettext_lazy("如“石桥南头撒盐”"))
    summary = WordsField(
        label=gettext_lazy("做什么、带什么"), most=120, widget=forms.Textarea(attrs={"rows": 2})
    )
    place = WordsField(label=gettext_lazy("在哪里"), most=80)
    starts_at = MomentField(label=gettext_lazy("从"))
    ends_at = MomentField(
        label=gettext_lazy("到"), help_text=gettext_lazy("到点或者提前解除，都会告诉站岗的人")
    )
    capacity = forms.IntegerField(label=gettext_lazy("要几个人"), min_value=1, max_value=op.MOST_PLACES)
    contact = WordsField(label=gettext_lazy("问谁"), most=60, required=False)

    @property
    def plan(self) -> op.Plan:
        """What was typed, as a value."""
        names = op.Plan.__dataclass_fields__
        return op.Plan(**{name: value for name, value in self.cleaned_data.items() if name in names})


class EndForm(forms.Form):
    """How it ended."""

    words = WordsField(
        label=gettext_lazy("怎么解除的"), most=200, help_text=gettext_lazy("如“预警解除，路面都清了”")
    )


def _post_form(request: DeskRequest, page: EmergencyPage, **bind: Any) -> forms.Form | None:
    teams = queries.teams_of(actor=request.actor)
    if page.emergency.ended_at is not None or not teams:
        return None
    begin = clock.local(request.at).replace(second=0, microsecond=0)
    form = PostForm(initial={"key": uuid.uuid4(), "team": teams[0], "starts_at": begin}, **bind)
    form.fields["team"].queryset = Unit.objects.filter(pk__in=[one.pk for one in teams])  # type: ignore[attr-defined]
    return form


def _end_form(request: DeskRequest, page: EmergencyPage, **bind: Any) -> forms.Form | None:
    return EndForm(**bind) if page.is_opener and page.emergency.ended_at is None else None


def _open_post(request: DeskRequest, page: EmergencyPage, form: Any) -> None:
    said = form.cleaned_data
    op.open_post(
        actor=request.actor, at=request.at, emergency=page.emergency, team=said["team"], plan=form.plan,
        key=said["key"],
    )  # fmt: skip


def _end(request: DeskRequest, page: EmergencyPage, form: Any) -> None:
    words = form.cleaned_data["words"]
    op.end_emergency(actor=request.actor, at=request.at, emergency=page.emergency, words=words)


FOLDS: Final[Folds[EmergencyPage]] = Folds(
    "desk:emergency",
    {
        "post": Fold(gettext_lazy("开一个岗位"), _post_form, _open_post),
        "end": Fold(
            gettext_lazy("解除"),
            _end_form,
            _end,
            gettext_lazy("还在站的岗位一起解除，人人收到。"),
            is_danger=True,
        ),
    },
)


@organising
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Open an emergency; its posts come next."""
    grounds = queries.grounds_of(actor=request.actor)
    if not grounds:
        raise Http404
    form = OpenForm(request.POST or None, initial={"key": uuid.uuid4(), "area": grounds[0]})
    form.fields["area"].queryset = Unit.objects.filter(pk__in=[one.pk for one in grounds])  # type: ignore[attr-defined]
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = op.open_emergency(actor=request.actor, at=request.at, **form.cleaned_data)
        except Refusal as refusal:
            status = refused_at(form, refusal, request.at)
        else:
            messages.success(request, _("启动了。把要站的岗位一个一个开出来。"))
            return redirect("desk:emergency", pk=made.pk)
    return furniture.page(request, "desk/volunteers/emergency_new.html", {"form": form}, status=status)


@organising
@require_GET
def emergency(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show an emergency: its posts, and who stands where."""
    return _page(request, queries.emergency_page(actor=request.actor, pk=pk, at=request.at))


def _page(
    request: DeskRequest, page: EmergencyPage, given: Given | None = None, status: int = 200
) -> HttpResponseBase:
    context: dict[str, Any] = {
        "page": page,
        "one": page.emergency,
        "folds": FOLDS.shown(request, page, [page.emergency.pk], given),
        "has_team": bool(queries.teams_of(actor=request.actor)),
    }
    return furniture.page(request, "desk/volunteers/emergency.html", context, status=status)


@organising
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Open a post, or say that it is over."""
    page = queries.emergency_page(actor=request.actor, pk=pk, at=request.at)
    return FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _page(request, page, given, status),
        to=reverse("desk:emergency", args=[pk]),
    )


@organising
@require_POST
def release(request: DeskRequest, activity_id: int) -> HttpResponseBase:
    """Release one post."""
    one = queries.activity_page(actor=request.actor, pk=activity_id, at=request.at).activity
    op.release_post(actor=request.actor, at=request.at, activity=one)
    messages.success(request, _("解除了，站岗的人会在通知里看到。"))
    return redirect("desk:emergency", pk=one.emergency_id)


@organising
@require_GET
def as_sheet(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hand over who stands where as a sheet, masked."""
    page = queries.emergency_page(actor=request.actor, pk=pk, at=request.at)
    columns = [
        (str(_("站哪个岗")), 24.0), (str(_("在哪里")), 24.0), (str(_("哪个志愿队")), 18.0), (str(_("从")), 17.0),
        (str(_("到")), 17.0), (str(_("要几个人")), 9.0), (str(_("在岗")), 9.0), (str(_("谁")), 40.0),
    ]  # fmt: skip
    cells = (
        (
            row.post.title, row.post.place, str(row.post.team), row.post.starts_at, row.post.ends_at,
            row.post.capacity, row.post.going, "、".join(row.names),
        )
        for row in page.posts
    )  # fmt: skip
    return sheet_response(page.emergency.title, columns, cells, request.at)
