"""Study at the desk: how far each organisation is with its plan, one organisation's year, its bank, a quiz in totals."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk import partystudyforms as sf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import said
from linli.faces.desk.partymembers import knowing
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.study import operations as op
from linli.pillars.party.study import queries
from linli.pillars.party.study.queries import QuizPage, StudyPage, StudyRow
from linli.pillars.party.study.rules import LETTERS, QuestionUnclear, Standing
from linli.pillars.party.study.texts import COLUMNS, QUIZ_STANDINGS, SHAPES, STANDINGS

VIEWS: Final = (
    ("late", gettext_lazy("落下了的")),
    ("all", gettext_lazy("全部")),
    ("none", gettext_lazy("没有计划的")),
)


def _in_view(row: StudyRow, view: str) -> bool:
    return bool(row.late) if view == "late" else not row.plan_of if view == "none" else True


def _asked(request: DeskRequest) -> str:
    view = request.GET.get("view", "")
    return view if view in dict(VIEWS) else ""


@knowing
@require_GET
def studies(request: DeskRequest) -> HttpResponseBase:
    """Show how far each organisation is; who keeps one gets straight to it."""
    rows = queries.studies_of(actor=request.actor, at=request.at)
    asked = _asked(request)
    if len(rows) == 1 and not asked:
        return redirect("desk:study-organisation", pk=rows[0].id)
    view = asked or "all"
    context = {
        "rows": [row for row in rows if _in_view(row, view)],
        "views": [(code, word, sum(_in_view(r, code) for r in rows), code == view) for code, word in VIEWS],
        "done": sum(row.done for row in rows),
        "due": sum(row.due for row in rows),
        "sheet_url": f"{reverse('desk:study-sheet')}?view={view}",
    }
    return furniture.page(request, "desk/party/study.html", context)


@knowing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over how far each organisation is as a sheet."""
    columns = [
        (str(_("党组织")), 28.0), (str(_("哪一类")), 14.0), (str(_("上级党组织")), 22.0), (str(_("按谁的计划")), 24.0),
        (str(_("学了几项")), 10.0), (str(_("到这个月该学几项")), 14.0), (str(_("落下了的")), 50.0),
    ]  # fmt: skip
    cells = (
        (row.name, row.kind_word, row.superior, row.plan_of, row.done, row.due, "；".join(row.late))
        for row in queries.studies_of(actor=request.actor, at=request.at)
        if _in_view(row, _asked(request))
    )
    return sheet_response(_("学习计划进度"), columns, cells, request.at)


# --- one organisation ----------------------------------------------------------------------------------------


def _year(request: DeskRequest) -> int:
    this = clock.local(request.at).year
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    if not this - 5 <= year <= this + 1:
        raise Http404
    return year


def _topic_form(request: DeskRequest, page: StudyPage, **bind: Any) -> sf.TopicForm:
    return sf.TopicForm(month=clock.local(request.at).month, **bind)


def _quiz_form(request: DeskRequest, page: StudyPage, **bind: Any) -> sf.QuizForm:
    today = clock.local(request.at).date()
    return sf.QuizForm(initial={"opens": today, "closes": today + timedelta(days=14)}, **bind)


def _aim_form(request: DeskRequest, page: StudyPage, **bind: Any) -> sf.AimForm | None:
    return sf.AimForm(initial={"aim": page.plan.aim if page.is_own and page.plan else ""}, **bind)


def _topic(request: DeskRequest, page: StudyPage, form: sf.TopicForm) -> None:
    op.add_topic(actor=request.actor, organisation=page.organisation.pk, year=page.year, **form.cleaned_data)


def _aim(request: DeskRequest, page: StudyPage, form: sf.AimForm) -> None:
    op.lay_study_plan(
        actor=request.actor, organisation=page.organisation.pk, year=page.year, **form.cleaned_data
    )


def _quiz(request: DeskRequest, page: StudyPage, form: sf.QuizForm) -> str:
    made = op.draw_quiz(
        actor=request.actor, at=request.at, organisation=page.organisation.pk, **form.cleaned_data
    )
    messages.success(request, _("题抽好了。到了开始那天，党员在手机上自己的页里就能答。"))
    return reverse("desk:study-quiz", args=[made.pk])


FOLDS: Final = Folds[StudyPage](
    "desk:study",
    {
        "topic": Fold(gettext_lazy("加一项"), _topic_form, _topic),
        "draw": Fold(
            gettext_lazy("出一次答题"),
            _quiz_form,
            _quiz,
            gettext_lazy(
                "本组织和下级的党员都能答，什么时候有空什么时候答，可以答了再答。这里只看得到合计，看不到谁答了什么。"
            ),
        ),
        "aim": Fold(gettext_lazy("写今年的要求"), _aim_form, _aim),
    },
)


def _state(standing: Standing) -> State:
    return State(SHAPES[standing], STANDINGS[standing])  # type: ignore[arg-type]


def _quiz_state(standing: Standing) -> State:
    return State(SHAPES[standing], QUIZ_STANDINGS[standing])  # type: ignore[arg-type]


def _found(request: DeskRequest, pk: int) -> StudyPage:
    return queries.study_page(actor=request.actor, pk=pk, at=request.at, year=_year(request))


@knowing
@require_GET
def organisation(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show what an organisation studies in a year."""
    return _organisation(request, _found(request, pk))


def _organisation(
    request: DeskRequest, page: StudyPage, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    this = clock.local(request.at).year
    context = {
        "page": page,
        "one": page.organisation,
        "topics": [(row, _state(row.standing)) for row in page.topics],
        "quizzes": [
            (row, _quiz_state(row.standing))
            for row in queries.quizzes_of(actor=request.actor, at=request.at, organisation=page.organisation)
        ],
        "folds": FOLDS.shown(request, page, [page.organisation.pk], given),
        "query": f"?year={page.year}" if page.year != this else "",
        "before": page.year - 1 if page.year > this - 5 else None,
        "after": page.year + 1 if page.year <= this else None,
    }
    return furniture.page(request, "desk/party/studyorganisation.html", context, status=status)


@knowing
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Add a topic, say the year's aim, draw a quiz."""
    page = _found(request, pk)
    here = reverse("desk:study-organisation", args=[pk])
    query = request.GET.urlencode()
    return FOLDS.act(
        request,
        verb,
        page,
        again=lambda given, status: _organisation(request, page, given, status=status),
        to=f"{here}?{query}" if query else here,
    )


@knowing
@require_POST
def drop(request: DeskRequest, pk: int, topic_id: int) -> HttpResponseBase:
    """Take a topic off the plan."""
    op.drop_topic(actor=request.actor, topic=topic_id)
    messages.success(request, _("去掉了。"))
    return redirect("desk:study-organisation", pk=pk)


# --- the bank ------------------------------------------------------------------------------------------------


@knowing
@require_http_methods(["GET", "POST"])
def bank(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the questions an organisation may draw; put one in."""
    if request.method == "GET":
        return _bank(request, pk)
    form = sf.QuestionForm(request.POST)
    if not form.is_valid():
        return _bank(request, pk, form=form, status=422)
    try:
        op.add_question(actor=request.actor, organisation=pk, asked=form.asked())
    except QuestionUnclear as refusal:
        form.add_error(str(refusal.data["column"]), _("和题型对不上，或者没有填全。"))
        return _bank(request, pk, form=form, status=422)
    except Refusal as refusal:
        return _bank(request, pk, form=form, status=refused_at(form, refusal, request.at))
    messages.success(request, _("收进题库了。"))
    return redirect("desk:study-bank", pk=pk)


def _bank(
    request: DeskRequest,
    pk: int,
    *,
    form: sf.QuestionForm | None = None,
    sheet: sf.SheetForm | None = None,
    taken: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    one, own, above = queries.bank_of(actor=request.actor, pk=pk)
    context = {
        "one": one,
        "own": [(row, _options(row)) for row in own],
        "above": [(row, _options(row)) for row in above],
        "form": form or sf.QuestionForm(),
        "is_form_open": form is not None,
        "sheet": sheet or sf.SheetForm(prefix="sheet"),
        "is_sheet_open": sheet is not None,
        **(taken or {}),
    }
    return furniture.page(request, "desk/party/studybank.html", context, status=status)


def _options(row: Any) -> list[tuple[str, str, bool]]:
    return [(LETTERS[n], words, n in row.right) for n, words in enumerate(row.options)]


@knowing
@require_POST
def take_in(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take a sheet of questions into the bank, and say row by row what was refused."""
    form = sf.SheetForm(request.POST, request.FILES, prefix="sheet")
    if not form.is_valid():
        return _bank(request, pk, sheet=form, status=422)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "questions"
            path.write_bytes(form.cleaned_data["file"].read())
            rows = op.questions_of_file(path)
        new, same, refused = op.import_questions(actor=request.actor, organisation=pk, rows=rows)
    except Refusal as refusal:
        return _bank(request, pk, sheet=form, status=refused_at(form, refusal, request.at, "file"))
    taken = {
        "is_taken": True,
        "new_count": new,
        "same_count": same,
        "refused": [(one.row, _why(one.refusal, request)) for one in refused],
    }
    return _bank(request, pk, taken=taken)


def _why(refusal: Refusal, request: DeskRequest) -> str:
    if isinstance(refusal, QuestionUnclear):
        column = COLUMNS.get(str(refusal.data["column"]), refusal.data["column"])
        refusal = QuestionUnclear(row=refusal.data["row"], column=str(column))
    return said(refusal, request.at)


@knowing
@require_POST
def retire(request: DeskRequest, pk: int, question_id: int) -> HttpResponseBase:
    """Take a question out of the bank."""
    op.retire_question(actor=request.actor, at=request.at, question=question_id)
    messages.success(request, _("不再出这道题了。"))
    return redirect("desk:study-bank", pk=pk)


# --- a quiz --------------------------------------------------------------------------------------------------


def _percent(page: QuizPage, right: int | None) -> str:
    return "" if right is None or not page.answered else f"{round(100 * right / page.answered)}%"


@knowing
@require_GET
def quiz(request: DeskRequest, quiz_id: int) -> HttpResponseBase:
    """Show a quiz in totals: how many answered, and of each question how many were right. Nobody's own answer."""
    page = queries.quiz_page(actor=request.actor, pk=quiz_id, at=request.at)
    context = {
        "page": page,
        "one": page.quiz,
        "state": _quiz_state(page.standing),
        "asked": [(row, _options(row.question), _percent(page, row.right)) for row in page.asked],
        "may_close": page.standing is Standing.NOW and page.quiz.closes_on > clock.local(request.at).date(),
    }
    return furniture.page(request, "desk/party/studyquiz.html", context)


@knowing
@require_POST
def close(request: DeskRequest, quiz_id: int) -> HttpResponseBase:
    """End a quiz with today."""
    op.close_quiz(actor=request.actor, at=request.at, quiz=quiz_id)
    messages.success(request, _("今天答完就结束。"))
    return redirect("desk:study-quiz", quiz_id=quiz_id)
