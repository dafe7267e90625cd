"""The bank: a question, a sheet of them taken in twice makes none twice, one retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import IntegrityError, transaction

from linli.base.files.sheets import open_sheet
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches import policies as kept
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.study import rules
from linli.pillars.party.study.models import Question
from linli.pillars.party.study.policies import NoSuchStudy
from linli.pillars.party.study.rules import Asked

LOOKED_AT: Final = 10
MOST_ROWS: Final = 2_000


class QuestionThere(Refusal):
    """The bank has it."""


class NoQuestionSheet(Refusal):
    """No row has the headings for question and answer."""


class TooManyQuestions(Refusal):
    """More rows than are taken at once: `most`."""


@dataclass(frozen=True, slots=True)
class TakenQuestion:
    """A row that was refused, and why."""

    row: int
    refusal: Refusal


def _row(organisation: Organisation, asked: Asked) -> Question:
    return Question(
        organisation=organisation,
        kind=asked.kind.value,
        words=clean_line(asked.words)[:300],
        options=[clean_line(one)[:100] for one in asked.options],
        right=list(asked.right),
        source=clean_line(asked.source)[:120],
        explanation=clean_line(asked.explanation)[:300],
    )


def add_question(*, actor: Actor, organisation: int, asked: Asked) -> Question:
    """Put a question into an organisation's bank.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises QuestionUnclear: it cannot be asked.
    :raises QuestionThere: the bank has it.
    """
    rules.check(asked)
    with transaction.atomic():
        made = _row(branches.kept(actor, organisation), asked)
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise QuestionThere from None
    return made


def questions_of_file(path: Path) -> list[tuple[int, Asked | Refusal]]:
    """Read a sheet; a row that is unclear stands as its refusal.

    :raises NoQuestionSheet, TooManyQuestions, UnableToReadSheet: the file as a whole cannot be read.
    """
    found: list[tuple[int, Asked | Refusal]] = []
    fields: list[str] = []
    with open_sheet(path) as sheet:
        for number, cells in sheet.rows:
            said = ["" if cell is None else str(cell).removesuffix(".0").strip() for cell in cells]
            if not fields:
                if rules.is_head(said):
                    fields = rules.fields_of(said)
                elif number > LOOKED_AT:
                    break
                continue
            if not any(said):
                continue
            if len(found) >= MOST_ROWS:
                raise TooManyQuestions(most=MOST_ROWS)
            given = {field: clean_line(text) if field != "options" else text
                     for field, text in zip(fields, said, strict=False) if field and text}  # fmt: skip
            try:
                found.append((number, rules.question_of(number, given)))
            except rules.QuestionUnclear as refusal:
                found.append((number, refusal))
    if not fields:
        raise NoQuestionSheet
    return found


def import_questions(
    *, actor: Actor, organisation: int, rows: Sequence[tuple[int, Asked | Refusal]]
) -> tuple[int, int, list[TakenQuestion]]:
    """Take the questions of a sheet into a bank. Returns how many are new, how many stood there, and the rows refused.

    :raises NoSuchOrganisation, NotYourOrganisation: as named.
    """
    refused = [TakenQuestion(number, row) for number, row in rows if isinstance(row, Refusal)]
    with transaction.atomic():
        bank = branches.kept(actor, organisation)
        made = {q.words: q for _n, row in rows if not isinstance(row, Refusal) for q in (_row(bank, row),)}
        held = Question.objects.filter(organisation=bank, retired_at=None, words__in=list(made))
        there = set(held.values_list("words", flat=True))
        fresh = [question for words, question in made.items() if words not in there]
        Question.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    return len(fresh), len(rows) - len(refused) - len(fresh), refused


def retire_question(*, actor: Actor, at: datetime, question: int) -> None:
    """Take a question out of the bank; quizzes that asked it keep it.

    :raises NoSuchStudy: absent or out of reach.
    """
    row = Question.objects.select_related("organisation").filter(pk=question, retired_at=None).first()
    if row is None or not kept.keeps(actor, row.organisation):
        raise NoSuchStudy
    Question.objects.filter(pk=row.pk, retired_at=None).update(retired_at=at)
