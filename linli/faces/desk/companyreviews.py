"""How property companies are evaluated, at the desk: all reviews, the method, one with its cases and appeals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
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

from linli.base.notices import shown
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.estates import estates_door
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.formmoves import sent
from linli.faces.parts import appealforms, reviewtables
from linli.faces.parts.inputs import DayField, WordsField
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.appeals.policies import judges
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import policies, queries, rules
from linli.pillars.governance.estates.models import CompanyReview, ReviewMethod
from linli.pillars.governance.estates.queries import ReviewPage
from linli.pillars.governance.estates.rules import Criterion, ReviewStage
from linli.pillars.governance.estates.texts import COUNTED, CRITERIA, LEVELS, STAGE_SHAPES, STAGES
from linli.pillars.governance.reports.flow import KIND as REPORT

DAY: Final = {"type": "date"}


def state_of(stage: ReviewStage) -> State:
    """Give where a review stands, in words and colour."""
    return State(STAGE_SHAPES[stage], STAGES[stage])  # type: ignore[arg-type]


class MethodForm(forms.Form):
    """What each criterion weighs, for how many days a result is public, by which document."""

    basis = WordsField(label=gettext_lazy("凭哪份文件"), most=200)
    publicity_days = forms.IntegerField(
        label=gettext_lazy("公示几天"),
        min_value=rules.LEAST_PUBLICITY_DAYS,
        max_value=rules.MOST_PUBLICITY_DAYS,
        initial=rules.REVIEW_PUBLICITY_DAYS,
    )

    def __init__(self, *args: Any, first: ReviewMethod | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = first.weights if first else {code.value: n for code, n in rules.FIRST_WEIGHTS.items()}
        for code in Criterion:
            self.fields[code.value] = forms.IntegerField(
                label=CRITERIA[code],
                help_text=COUNTED[code],
                min_value=0,
                max_value=rules.WHOLE,
                initial=known.get(code.value, 0),
            )
        if first is not None:
            self.initial.setdefault("publicity_days", first.publicity_days)

    def weights(self) -> dict[Criterion, int]:
        """Give what was written beside each criterion."""
        return {code: self.cleaned_data[code.value] for code in Criterion}


class PeriodForm(forms.Form):
    """From which day to which."""

    from_date = DayField(label=gettext_lazy("从哪天起"), widget=forms.DateInput(attrs=DAY))
    last_date = DayField(
        label=gettext_lazy("到哪天为止"),
        widget=forms.DateInput(attrs=DAY),
        help_text=gettext_lazy("评的是已经过完的日子，比如上半年"),
    )


class PublishForm(forms.Form):
    """What the community says beside the numbers."""

    words = WordsField(
        label=gettext_lazy("社区怎么说（会公开）"),
        most=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("做得好的、要改的，写事不写人"),
    )


class LevelForm(forms.Form):
    """What a household said that came to the community or was visited."""

    door = WordsField(
        label=gettext_lazy("哪一户"),
        most=60,
        help_text=gettext_lazy("楼号、单元、房号，比如 3 号楼 2 单元 301"),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("物业做得怎么样"),
        choices=[(str(n), word) for n, word in LEVELS],
        coerce=int,
        widget=forms.RadioSelect,
    )


class AppealForm(forms.Form):
    """Why the company does not agree, and which cases are not its own."""

    words = WordsField(
        label=gettext_lazy("为什么不同意（会公开）"), most=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    cases = forms.MultipleChoiceField(
        label=gettext_lazy("哪几件不该算"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, page: ReviewPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(one.number, f"{one.number} {one.title}") for one in page.cases]
        self.fields["cases"].choices = rows  # type: ignore[attr-defined]
        if not rows:
            del self.fields["cases"]


class AnswerForm(appealforms.AnswerForm):
    """Whether the company is right: upheld, the cases it names count no more."""

    asked = gettext_lazy("异议成立吗")
    upheld = gettext_lazy("成立：它说的那几件不算，重新算分、重新公示")
    dismissed = gettext_lazy("不成立：结果不变")


# --- all of them --------------------------------------------------------------------------------------------


def _office(request: DeskRequest) -> Unit | None:
    """Give the office for which somebody may say how companies are evaluated."""
    lines = {pk for post in request.actor.posts for pk in post.line}
    return next(
        (
            office
            for office in orgs.offices().filter(pk__in=lines)
            if policies.runs_office(request.actor, office)
        ),
        None,
    )


def _write_method(
    request: DeskRequest, office: Unit, form: MethodForm, given: dict[str, Any]
) -> ReviewMethod:
    return op.write_method(
        actor=request.actor,
        at=request.at,
        office=office,
        weights=form.weights(),
        publicity_days=given["publicity_days"],
        basis=given["basis"],
    )


@estates_door
@require_http_methods(["GET", "POST"])
def reviews(request: DeskRequest) -> HttpResponseBase:
    """List every review one sees; the office says here how companies are evaluated."""
    office = _office(request)
    method = queries.method_of(office) if office else None
    form, status = None, 200
    if office is not None:
        form = MethodForm(request.POST if request.method == "POST" else None, first=method)
        made, status = sent(request, form, partial(_write_method, request, office, form))
        if made is not None:
            messages.success(request, _("定了：以后开始的评价按这个办法算，已经开始的不变。"))
            return redirect("desk:estate-reviews")
    elif request.method == "POST":
        raise Http404
    is_waiting = request.GET.get("view") == "appealed"
    rows = queries.reviews_of(actor=request.actor, at=request.at, waiting=is_waiting)
    context = {
        "rows": [(row, state_of(row.stage)) for row in rows],
        "is_waiting": is_waiting,
        "form": form,
        "methods": [
            (one, [(CRITERIA[c], one.weights[c.value]) for c in Criterion if one.weights.get(c.value)])
            for one in (queries.methods_of(office) if office else ())
        ],
    }
    return furniture.page(request, "desk/estates/reviews.html", context, status=status)


@estates_door
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the reviews as a sheet."""
    rows = queries.reviews_of(actor=request.actor, at=request.at)
    columns = [
        (str(_("小区")), 24.0), (str(_("社区")), 16.0), (str(_("物业公司")), 24.0), (str(_("从哪天起")), 13.0),
        (str(_("到哪天为止")), 13.0), (str(_("状态")), 20.0), (str(_("得分")), 9.0), (str(_("公示到哪天")), 13.0),
    ]  # fmt: skip
    cells = (
        (
            r.compound,
            r.community,
            r.company,
            r.from_date,
            r.last_date,
            str(STAGES[r.stage]),
            r.score,
            r.public_until,
        )
        for r in rows
    )
    return sheet_response(_("物业评价"), columns, cells, request.at)


@estates_door
@require_http_methods(["GET", "POST"])
def start(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Begin to look back on how the company served a compound."""
    compound = queries.get_compound(actor=request.actor, pk=pk)
    if not policies.keeps_at(request.actor, compound.community):
        raise Http404
    first = clock.local(request.at).date().replace(day=1)
    begun = first.replace(year=first.year - (first.month <= 6), month=(first.month - 7) % 12 + 1)
    usual = {"from_date": begun, "last_date": first - timedelta(days=1)}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=usual)

    def begin(given: dict[str, Any]) -> CompanyReview:
        return op.start_review(
            actor=request.actor,
            at=request.at,
            compound=compound,
            from_date=given["from_date"],
            until_date=given["last_date"] + timedelta(days=1),
        )

    made, status = sent(request, form, begin)
    if made is not None:
        messages.success(request, _("开始了：住户在小区的页面上打分，记录里有的自己带出来。"))
        return redirect("desk:estate-review", review=made.pk)
    context = {
        "compound": compound,
        "form": form,
        "rows": [
            (row, state_of(row.stage))
            for row in queries.reviews_of(actor=request.actor, at=request.at, compound_id=pk)
        ],
    }
    return furniture.page(request, "desk/estates/review_start.html", context, status=status)


# --- one ----------------------------------------------------------------------------------------------------


def _keeps(actor: Actor, review: CompanyReview) -> bool:
    return policies.keeps_at(actor, review.estate.compound.community)


def _judges(actor: Actor, review: CompanyReview) -> bool:
    return judges(actor, review.method.office)


WHOSE: Final[dict[str, tuple[Callable[[Actor, CompanyReview], bool], type[Refusal]]]] = {
    "publish": (_keeps, op.NotYourEstate),
    "level": (_keeps, op.NotYourEstate),
    "appeal": (policies.answers_for, policies.NoSuchReview),
    "withdraw": (policies.answers_for, policies.NoSuchReview),
    "answer": (_judges, op.OfficeMakesMethod),
}
"""Who may at all, whatever the stage, and what others are told."""


def _form(
    verb: str, kind: Callable[..., forms.Form], is_time: Callable[[ReviewPage], bool]
) -> Callable[..., forms.Form | None]:
    """Give the form of a verb to whose it is, when it is time for it."""

    def form(request: DeskRequest, page: ReviewPage, **bound: Any) -> forms.Form | None:
        is_theirs = WHOSE[verb][0](request.actor, page.review)
        given = {"page": page, **bound} if kind is AppealForm else bound
        return kind(**given) if is_theirs and is_time(page) else None

    return form


def _is_open(page: ReviewPage) -> bool:
    return page.stage is ReviewStage.OPEN


def _is_public(page: ReviewPage) -> bool:
    return page.stage is ReviewStage.PUBLIC


def _waits(page: ReviewPage) -> bool:
    return page.waiting is not None


def _by(operate: Callable[..., object]) -> Callable[[DeskRequest, ReviewPage, forms.Form], None]:
    def do(request: DeskRequest, page: ReviewPage, form: forms.Form) -> None:
        operate(actor=request.actor, at=request.at, review=page.review.pk, **form.cleaned_data)

    return do


FOLDS: Final = Folds[ReviewPage](
    "desk:estate-review",
    {
        "publish": Fold(
            gettext_lazy("公示结果"), _form("publish", PublishForm, _is_open), _by(op.publish_review)
        ),
        "level": Fold(
            gettext_lazy("替没有手机的住户记一个分"), _form("level", LevelForm, _is_open), _by(op.take_level)
        ),
        "appeal": Fold(
            gettext_lazy("公司提异议"), _form("appeal", AppealForm, _is_public), _by(op.appeal_review)
        ),
        "withdraw": Fold(
            gettext_lazy("公司收回异议"),
            _form("withdraw", appealforms.WithdrawForm, _waits),
            _by(op.withdraw_appeal),
        ),
        "answer": Fold(
            gettext_lazy("答复公司的异议"), _form("answer", AnswerForm, _waits), _by(op.answer_appeal)
        ),
    },
)


@estates_door
@require_GET
def review(request: DeskRequest, review: int) -> HttpResponseBase:
    """Show a review: what records say, the score with its formula, the cases behind it, appeals and answers."""
    return _page(request, queries.review_page(actor=request.actor, pk=review, at=request.at))


def _page(
    request: DeskRequest, page: ReviewPage, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    shown_folds = FOLDS.shown(request, page, [page.review.pk], given)
    folds = [one._replace(is_open=one.is_open or one.verb == "answer") for one in shown_folds]
    context = {
        "page": page,
        "one": page.review,
        "compound": page.review.estate.compound,
        "state": state_of(page.stage),
        "lines": reviewtables.lines_of(page),
        "weight": reviewtables.weight_of(page),
        "cases": [(case, shown.desk_path(REPORT, case.number)) for case in page.cases[:100]],
        "folds": folds,
    }
    return furniture.page(request, "desk/estates/review.html", context, status=status)


@estates_door
@require_POST
def act(request: DeskRequest, review: int, verb: str) -> HttpResponseBase:
    """Make a review public, take a household's level, appeal against it, take that back, or answer it."""
    page = queries.review_page(actor=request.actor, pk=review, at=request.at)
    is_theirs, refusal = WHOSE[verb]
    if not is_theirs(request.actor, page.review):
        raise refusal

    def again(given: Given, status: int) -> HttpResponseBase:
        return _page(request, page, given, status=status)

    return FOLDS.act(request, verb, page, again=again, to=reverse("desk:estate-review", args=[review]))
