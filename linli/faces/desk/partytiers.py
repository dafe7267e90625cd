"""Rating Party organisations at the desk: rounds, one with its lines, one rating with what its records say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.people.actors import Actor
from linli.faces.desk import furniture
from linli.faces.desk import partytierforms as tf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.party import party_door
from linli.faces.desk.partyplans import SuperviseForm, raised_about
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.supervision.policies import raises_at
from linli.pillars.party.tiers import operations as op
from linli.pillars.party.tiers import queries
from linli.pillars.party.tiers.models import TierRating
from linli.pillars.party.tiers.queries import RatingPage
from linli.pillars.party.tiers.rules import Stage, Tier
from linli.pillars.party.tiers.texts import CRITERIA, SHAPES, STAGES


def stage_of(stage: Stage) -> State:
    """Give where a round stands, in words and colour."""
    return State(SHAPES[stage], STAGES[stage])  # type: ignore[arg-type]


@party_door
@require_http_methods(["GET", "POST"])
def rounds(request: DeskRequest) -> HttpResponseBase:
    """Show the rounds one has to do with; open one."""
    makers = queries.makers_for(actor=request.actor)
    given = request.POST if request.method == "POST" else None
    form = tf.RoundForm(given, makers=makers, year=clock.local(request.at).year)
    status = 200
    if given is not None:
        status = 422
        if form.is_valid():
            data = dict(form.cleaned_data)
            try:
                made = op.open_round(
                    actor=request.actor, at=request.at, organisation=int(data.pop("organisation")), **data
                )
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at)
            else:
                messages.success(request, _("开评了。各支部先自评，再由上级评。"))
                return redirect("desk:tier-round", round_id=made.pk)
    context = {
        "rows": [(row, stage_of(row.round.stage)) for row in queries.rounds_of(actor=request.actor)],
        "form": form if makers else None,
        "is_open": status != 200,
    }
    return furniture.page(request, "desk/party/tiers.html", context, status=status)


def _stars(rating: TierRating) -> str:
    return "★" * rating.stars


@party_door
@require_GET
def round_page(request: DeskRequest, round_id: int) -> HttpResponseBase:
    """Show a round: every organisation with its tier, grade and stars."""
    page = queries.round_page(actor=request.actor, pk=round_id, at=request.at)
    tier = request.GET.get("tier", "")
    shown = [r for r in page.ratings if not tier or r.tier == tier]
    context = {
        "page": page,
        "one": page.round,
        "state": stage_of(page.stage),
        "is_open": page.stage is Stage.OPEN,
        "is_public": page.stage is Stage.PUBLIC,
        "rows": [(r, _stars(r)) for r in shown],
        "tiers": [(code, words, page.tiers[code], code == tier) for code, words in TierRating.In.choices],
        "tier": tier,
        "caps": [(stars, most) for stars, most in page.caps.items()],
    }
    return furniture.page(request, "desk/party/tierround.html", context)


@party_door
@require_GET
def as_sheet(request: DeskRequest, round_id: int) -> HttpResponseBase:
    """Hand a round over as a sheet: the three ledgers in one."""
    page = queries.round_page(actor=request.actor, pk=round_id, at=request.at)
    columns = [
        (str(_("党组织")), 28.0), (str(_("上级党组织")), 22.0), (str(_("哪一档")), 10.0), (str(_("达到哪一级")), 12.0),
        (str(_("几星")), 10.0), (str(_("为什么这样评")), 50.0), (str(_("怎么改")), 40.0), (str(_("到哪天改完")), 14.0),
    ]  # fmt: skip
    cells = (
        (
            str(r.organisation), str(r.organisation.superior or ""), r.get_tier_display() if r.tier else "",
            r.get_grade_display() if r.grade else "", r.stars or "", r.words, r.plan, r.plan_until,
        )
        for r in page.ratings
    )  # fmt: skip
    return sheet_response(_("%(year)s年党支部评定") % {"year": page.round.year}, columns, cells, request.at)


def _take_back(*, actor: Actor, at: datetime, round: int) -> None:
    op.take_round_back(
        actor=actor, at=at, round=round, why=_("党支部评定撤回再评，原来的整改计划不算了，督办也跟着结束。")
    )


PRESSES: Final[dict[str, Callable[..., object]]] = {
    "publish": op.publish_round,
    "take-back": _take_back,
    "close": op.close_round,
}


@party_door
@require_POST
def press(request: DeskRequest, round_id: int, verb: str) -> HttpResponseBase:
    """Make a round public, take it back, close it."""
    PRESSES[verb](actor=request.actor, at=request.at, round=round_id)
    messages.success(request, _("记下了。"))
    return redirect("desk:tier-round", round_id=round_id)


# --- one rating ----------------------------------------------------------------------------------------------


def _say_form(request: DeskRequest, page: RatingPage, **bind: Any) -> forms.Form | None:
    one = page.rating
    if not page.speaks or page.stage is not Stage.OPEN:
        return None
    own = one.self_met if one.self_at else [e.code for e in page.evidence if e.is_met]
    return tf.SelfForm(initial={"met": own, "words": one.self_words}, **bind)


def _judge_form(request: DeskRequest, page: RatingPage, **bind: Any) -> forms.Form | None:
    one = page.rating
    if not page.judges or page.stage is not Stage.OPEN:
        return None
    first = {
        "stars": one.stars,
        "tier": one.tier or Tier.MIDDLE.value,
        "grade": one.grade,
        "words": one.words,
    }
    return tf.JudgeForm(initial=first, **bind)


def _plan_form(request: DeskRequest, page: RatingPage, **bind: Any) -> forms.Form | None:
    one = page.rating
    if not page.speaks or page.stage is Stage.OPEN or one.tier != Tier.BEHIND.value:
        return None
    return tf.PlanForm(initial={"plan": one.plan, "until": one.plan_until}, **bind)


def _say(request: DeskRequest, page: RatingPage, form: forms.Form) -> None:
    op.rate_self(actor=request.actor, at=request.at, rating=page.rating.pk, **form.cleaned_data)


def _judge(request: DeskRequest, page: RatingPage, form: forms.Form) -> None:
    op.judge(actor=request.actor, at=request.at, rating=page.rating.pk, **form.cleaned_data)


def _plan(request: DeskRequest, page: RatingPage, form: forms.Form) -> None:
    op.lay_plan(actor=request.actor, rating=page.rating.pk, **form.cleaned_data)


def _watch_form(request: DeskRequest, page: RatingPage, **bind: Any) -> forms.Form | None:
    one = page.rating
    if not one.plan or page.stage is Stage.OPEN or page.is_watched:
        return None
    if not raises_at(request.actor, one.organisation.office):
        return None
    told = {"name": one.organisation, "day": one.plan_until, "plan": one.plan}
    asked = _("%(name)s整改，%(day)s 前改完：%(plan)s") % told
    return SuperviseForm(initial={"asked": asked[:400]}, **bind)


def _watch(request: DeskRequest, page: RatingPage, form: forms.Form) -> str:
    """Raise the matter, give it to the organisation and note it beside the rating: all or nothing."""
    one = page.rating
    with transaction.atomic():
        case = raised_about(request, one.organisation, form.cleaned_data["asked"])
        op.supervise_rating(actor=request.actor, rating=one.pk, case=case)
    messages.success(request, _("立项了，期限开始算。"))
    return reverse("desk:supervision-matter", args=[case.number])


FOLDS: Final = Folds[RatingPage](
    "desk:tier-rating",
    {
        "say": Fold(gettext_lazy("自评"), _say_form, _say),
        "judge": Fold(gettext_lazy("上级评"), _judge_form, _judge),
        "plan": Fold(gettext_lazy("写整改计划"), _plan_form, _plan),
        "supervise": Fold(
            gettext_lazy("交督办盯着改"),
            _watch_form,
            _watch,
            gettext_lazy("交给这个支部，支部没人在电脑前的，交给上一级；按督办的期限办。"),
        ),
    },
)


@party_door
@require_GET
def rating(request: DeskRequest, rating_id: int) -> HttpResponseBase:
    """Show a rating."""
    return _rating(request, rating_id)


def _rating(
    request: DeskRequest, rating_id: int, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.rating_page(actor=request.actor, pk=rating_id)
    one = page.rating
    context = {
        "page": page,
        "one": one,
        "stars": _stars(one),
        "state": stage_of(page.stage),
        "evidence": [(e, CRITERIA[e.code], e.code in one.self_met) for e in page.evidence],
        "is_judged": one.judged_at is not None and (page.speaks or page.stage is not Stage.OPEN),
        "folds": FOLDS.shown(request, page, [rating_id], given),
    }
    return furniture.page(request, "desk/party/tierrating.html", context, status=status)


@party_door
@require_POST
def act(request: DeskRequest, rating_id: int, verb: str) -> HttpResponseBase:
    """Say something about an organisation in a round: itself, its superior, its plan; or have the plan supervised."""
    page = queries.rating_page(actor=request.actor, pk=rating_id)
    return FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _rating(request, rating_id, given, status=status),
        to=reverse("desk:tier-rating", args=[rating_id]),
    )
