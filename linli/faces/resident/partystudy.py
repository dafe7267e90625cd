"""A quiz on a member's phone: answered when they like, again if they like; what was right, why, and from where."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.faces.resident.account import residents_only
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import words_of
from linli.kernel import clock
from linli.pillars.party.study import operations, queries
from linli.pillars.party.study.queries import OwnAnswer
from linli.pillars.party.study.rules import LETTERS, QuestionKind, Standing


def _chosen(request: HttpRequest, rows: tuple[OwnAnswer, ...]) -> dict[int, list[int]]:
    """Read what was chosen; odd values are nobody's choice."""
    return {
        row.asked_id: [
            int(value)
            for value in request.POST.getlist(f"q{row.asked_id}")
            if value.isascii() and value.isdigit() and len(value) < 3
        ]
        for row in rows
    }


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
@residents_only
def quiz(request: HttpRequest, pk: int, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Ask the questions; once answered, show what was right and why. `?again` asks anew."""
    assert reader.account is not None
    at = clock.now()
    try:
        found, standing, rows = queries.own_quiz(account=reader.account, pk=pk, at=at)
    except operations.NoSuchStudy:
        raise Http404 from None
    chosen: dict[int, list[int]] = {}
    missing = ""
    if request.method == "POST" and not is_stale:
        chosen = _chosen(request, rows)
        try:
            operations.answer_quiz(account=reader.account, at=at, quiz=pk, chosen=chosen)
        except (operations.AnswersMissing, operations.QuizNotOpen) as refusal:
            missing = str(words_of(refusal))
        else:
            messages.success(request, _("交了。对错和解析在下面，只有您看得到。"))
            return redirect("resident:party-quiz", pk=pk)
    answered = any(row.chosen for row in rows)
    asks = standing is Standing.NOW and (not answered or "again" in request.GET or bool(missing))
    context = {
        "quiz": found,
        "is_open": standing is Standing.NOW,
        "asks": asks,
        "answered": answered,
        "missing": missing,
        "count": len(rows),
        "right": sum(row.is_right for row in rows),
        "rows": [
            (row, row.question.kind == QuestionKind.MULTIPLE, _options(row, chosen.get(row.asked_id, [])))
            for row in rows
        ],
        "unanswered": {row.asked_id for row in rows if missing and not chosen.get(row.asked_id)},
    }
    response = page(request, "party_quiz", reader, "account", context, status=422 if missing else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _options(row: OwnAnswer, ticked: list[int]) -> list[tuple[int, str, str, bool, bool, bool]]:
    """Give each option: its place, letter and words, whether it is ticked, was chosen, is right."""
    return [
        (n, LETTERS[n], words, n in ticked, n in row.chosen, n in row.question.right)
        for n, words in enumerate(row.question.options)
    ]
