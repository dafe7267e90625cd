"""好差评 at the desk: bad ratings and what is owed to whoever gave them, appeals, words to release, figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.formmoves import make_by_form
from linli.faces.desk.guards import desk_for
from linli.faces.parts import words
from linli.faces.parts.inputs import DayField
from linli.faces.parts.rates import rate_of
from linli.faces.parts.shapes import Pages
from linli.insight import ratings as figures
from linli.kernel import clock
from linli.pillars.service.ratings import operations, policies, queries
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.ratings.queries import PARTS, RatingRow
from linli.pillars.service.ratings.rules import MOST_WORDS, Mark
from linli.pillars.service.ratings.texts import LEVELS, MARKS, STATES, VERBS

PART_WORDS = {
    "open": gettext_lazy("差评，在办"),
    "appeal": gettext_lazy("申诉待核"),
    "bad": gettext_lazy("全部差评"),
    "words": gettext_lazy("有话，还没公开"),
    "all": gettext_lazy("全部"),
}

answering = desk_for(policies.sees_some, gettext_lazy("好差评归大厅、科室、社区和领导看。"))


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text
    )


class CallForm(forms.Form):
    """What was said on the telephone: for those who handle it."""

    note = _words(
        gettext_lazy("电话里说了什么"), gettext_lazy("只有办的人看。没留电话的，不用回电，直接答复")
    )


class AnswerForm(forms.Form):
    """What whoever rated reads."""

    answer = _words(gettext_lazy("写给评价人的话"))


class LedgerForm(forms.Form):
    """Why it takes long, and until when."""

    answer = _words(gettext_lazy("写给评价人：为什么要等"))
    until = DayField(
        label=gettext_lazy("哪天前办"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_until(self) -> datetime:
        """Give the end of the chosen day."""
        day = self.cleaned_data["until"]
        return datetime.combine(day, time(18), clock.SHANGHAI)


class AppealForm(forms.Form):
    """Why the rating should not count."""

    note = _words(gettext_lazy("为什么不该算"), gettext_lazy("评价人会知道有人申诉，看不到这些话"))


class JudgeForm(forms.Form):
    """Whether it goes on counting, and why: both sides read it."""

    counts = forms.TypedChoiceField(
        label=gettext_lazy("这条评价"),
        choices=[("yes", gettext_lazy("照样算")), ("no", gettext_lazy("不算"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = _words(gettext_lazy("理由，评价人和被评的单位都看得到"))


class NoteForm(forms.Form):
    """Something only those who handle it read."""

    note = _words(gettext_lazy("备注"))


class ShowForm(forms.Form):
    """The words as everybody will read them."""

    words = forms.CharField(
        label=gettext_lazy("公开的话"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("只删名字、电话和骂人的话，不改意思。留空就不公开"),
    )


Verb = Callable[..., Any]
VERB_FORMS: Final[dict[str, tuple[Verb, type[forms.Form] | None]]] = {
    "call-back": (operations.call_back_rating, CallForm),
    "remedy": (operations.remedy_rating, AnswerForm),
    "explain": (operations.explain_rating, AnswerForm),
    "ledger": (operations.ledger_rating, LedgerForm),
    "take-up": (operations.take_up_rating, None),
    "appeal-rating": (operations.appeal_rating, AppealForm),
    "judge-appeal": (operations.judge_appeal, JudgeForm),
    "note": (operations.note_rating, NoteForm),
}
PRIMARY = ("call-back", "remedy", "judge-appeal")


@answering
@require_GET
def ratings(request: DeskRequest) -> HttpResponseBase:
    """List ratings by part, with the figures of what the actor may see."""
    part = _part(request)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.ratings_of(actor=request.actor, part=part, before=before)
    here = reverse("desk:ratings")
    mine = Rating.objects.filter(policies.reachable(request.actor))
    context = {
        "part": part,
        "tabs": [(f"{here}?part={code}", word, code == part) for code, word in PART_WORDS.items()],
        "rows": [_line(row, request.at) for row in rows],
        "pages": Pages(after_url=f"{here}?part={part}&before={after}" if after else ""),
        "rates": [
            rate_of(
                one, f"{here}?part={'all' if one.indicator is figures.GOOD else 'bad'}", window=_("近 90 天")
            )
            for one in figures.rating_figures(rows=mine, at=request.at)
        ],
        "export_url": f"{reverse('desk:ratings-export')}?part={part}",
    }
    return furniture.page(request, "desk/ratings/list.html", context)


def _part(request: DeskRequest) -> str:
    part = request.GET.get("part", "open")
    if part not in PARTS:
        raise Http404
    return part


def _line(row: RatingRow, at: datetime) -> dict[str, Any]:
    return {
        "row": row,
        "level": LEVELS[row.level],
        "stars": "★" * row.level,
        "state": STATES.get(row.state, ""),
        "appeal": Rating.Appeal(row.appeal).label if row.appeal != Rating.Appeal.NONE else "",
        "when": words.when(row.rated_at, at),
        "due": words.when(row.due_at, at) if row.is_open and row.due_at and row.state != "told" else "",
    }


@answering
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """Hand over the ratings of a part as a sheet: the same rows in the same order, masked; no column names a person."""
    part = _part(request)
    rows, _after = queries.ratings_of(actor=request.actor, part=part, size=MOST_ROWS)
    columns = [
        (str(_("评价时间")), 17.0),
        (str(_("评了什么")), 18.0),
        (str(_("单位")), 18.0),
        (str(_("评价")), 12.0),
        (str(_("想说的话")), 44.0),
        (str(_("编号")), 16.0),
        (str(_("状态")), 16.0),
        (str(_("结果")), 12.0),
        (str(_("解决了吗")), 10.0),
        (str(_("申诉")), 14.0),
        (str(_("算在数据里")), 10.0),
    ]
    yes = {True: str(_("是")), False: str(_("否")), None: ""}
    lines = (
        (
            row.rated_at,
            row.about,
            row.unit,
            str(LEVELS[row.level]),
            row.words,
            row.number,
            str(STATES.get(row.state, "")),
            str(Rating.Outcome(row.outcome).label) if row.outcome else "",
            yes[row.solved],
            str(Rating.Appeal(row.appeal).label) if row.appeal != Rating.Appeal.NONE else "",
            yes[row.is_counted],
        )
        for row in rows
    )
    return sheet_response(str(PART_WORDS[part]), columns, lines, request.at)


@answering
@require_GET
def rating(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show one bad rating and what can be done about it."""
    return _page(request, number)


@answering
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Call back, put right, explain, put off, appeal, judge, or note something."""
    # Cases of other kinds have verbs of the same names: this page moves ratings only.
    queries.get_rating(actor=request.actor, number=number)
    operate, kind = VERB_FORMS[verb]
    form = kind(request.POST, prefix=verb) if kind is not None else None
    return make_by_form(
        request,
        number=number,
        operate=operate,
        form=form,
        again=lambda status: _page(request, number, {verb: form} if form else {}, status=status),
        words=VERBS[verb.replace("-", "_")],
        to="desk:rating",
    )


@answering
@require_POST
def show_words(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Release the words of a rating, or take them back."""
    found = queries.rating_by_id(actor=request.actor, pk=pk)
    form = ShowForm(request.POST)
    if form.is_valid():
        shown = operations.show_words(
            actor=request.actor, at=request.at, rating=found, words=form.cleaned_data["words"]
        )
        messages.success(request, _("公开了，去掉了个人信息。") if shown.shown_words else _("不公开了。"))
    else:
        messages.warning(request, _("写得太长了。"))
    return redirect(f"{reverse('desk:ratings')}?part=words")


def _page(
    request: DeskRequest, number: str, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    shown = queries.rating_page(actor=request.actor, number=number, at=request.at)
    one, case = shown.rating, shown.case
    shapes = []
    for verb, (_operate, kind) in VERB_FORMS.items():
        if verb.replace("-", "_") not in shown.moves:
            continue
        form = (given or {}).get(verb) or (kind(prefix=verb) if kind is not None else None)
        shapes.append(
            {
                "url": reverse(f"desk:rating-{verb}", args=[number]),
                "word": VERBS[verb.replace("-", "_")],
                "form": form,
                "is_open": bool(form is not None and form.errors),
                "is_primary": verb in PRIMARY,
            }
        )
    context = {
        "page": shown,
        "rating": one,
        "case": case,
        "level": LEVELS[one.level],
        "stars": "★" * one.level,
        "marks": [MARKS[Mark(code)] for code in one.marks],
        "state": STATES[case.state],
        "appeal": one.get_appeal_display() if one.appeal != Rating.Appeal.NONE else "",
        "steps": [(step, VERBS.get(step.verb, step.verb)) for step in shown.steps],
        "verbs": shapes,
        "moderates": policies.moderates(request.actor, one) and bool(shown.words),
        "show": ShowForm(initial={"words": one.shown_words or shown.words}),
    }
    return furniture.page(request, "desk/ratings/rating.html", context, status=status)
