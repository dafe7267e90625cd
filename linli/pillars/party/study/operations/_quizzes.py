"""A quiz: drawn from the bank, answered by members when they like and as often as they like, closed, its answers erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.base.flow.refusals import WordsMissing
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.study import policies, rules
from linli.pillars.party.study.models import Question, Quiz, QuizAnswer, QuizQuestion
from linli.pillars.party.study.policies import NoSuchStudy
from linli.pillars.party.study.queries import own_member


class BankTooSmall(Refusal):
    """The bank has fewer questions: `n`."""


class QuizBackward(Refusal):
    """It closes before it opens, or lies behind."""


class QuizThere(Refusal):
    """One of that name opens that day already."""


class QuizNotOpen(Refusal):
    """It is answered from one day to another, and today is none of them."""


class AnswersMissing(Refusal):
    """Something was not answered."""


def draw_quiz(
    *, actor: Actor, at: datetime, organisation: int, title: str, opens: date, closes: date, count: int
) -> Quiz:
    """Draw a quiz from the bank of an organisation and of those above it; everybody gets the same questions.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises WordsMissing: no title.
    :raises QuizBackward, QuizThere: as named. :raises BankTooSmall: fewer questions than asked for.
    """
    if not title.strip():
        raise WordsMissing(fields=["title"])
    if closes < opens or closes < local(at).date():
        raise QuizBackward
    with transaction.atomic():
        row = branches.kept(actor, organisation)
        bank = list(Question.objects.filter(policies.banked(row)).values_list("pk", flat=True))
        if len(bank) < count or not bank:
            raise BankTooSmall(n=len(bank))
        try:
            with transaction.atomic():
                quiz = Quiz.objects.create(
                    organisation=row, title=clean_line(title)[:60], opens_on=opens, closes_on=closes
                )
        except IntegrityError:
            raise QuizThere from None
        drawn = rules.draw(bank, min(count, rules.MOST_QUESTIONS), quiz.pk)
        QuizQuestion.objects.bulk_create(
            QuizQuestion(quiz=quiz, question_id=pk, seq=n) for n, pk in enumerate(drawn, 1)
        )
    return quiz


def close_quiz(*, actor: Actor, at: datetime, quiz: int) -> None:
    """End a quiz with today: it can be answered today still, and not tomorrow.

    :raises NoSuchStudy: absent or out of reach. :raises QuizNotOpen: it is over, or has not begun.
    """
    today = local(at).date()
    with transaction.atomic():
        row = (
            Quiz.objects.select_for_update(of=("self",))
            .select_related("organisation")
            .filter(pk=quiz)
            .first()
        )
        if row is None or not policies.reaches(actor, row):
            raise NoSuchStudy
        if not row.opens_on <= today < row.closes_on:
            raise QuizNotOpen
        row.closes_on = today
        row.save(update_fields=["closes_on"])


def answer_quiz(*, account: Account, at: datetime, quiz: int, chosen: Mapping[int, Collection[int]]) -> None:
    """Keep what a member answered; whoever answers again, answers anew. Nothing counts how often or how quickly.

    :raises NoSuchStudy: they are no member there. :raises QuizNotOpen: as named. :raises AnswersMissing: not all of it.
    """
    member = own_member(account)
    row = Quiz.objects.filter(pk=quiz).first()
    if member is None or row is None or row.organisation_id not in policies.circle(member):
        raise NoSuchStudy
    if not row.opens_on <= local(at).date() <= row.closes_on:
        raise QuizNotOpen
    made = []
    for asked in row.asked.select_related("question"):
        picked = sorted(set(chosen.get(asked.pk, ())) & set(range(len(asked.question.options))))
        if not picked:
            raise AnswersMissing
        made.append(QuizAnswer(asked=asked, member=member, chosen=picked))
    QuizAnswer.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["asked", "member"], update_fields=["chosen"]
    )


def forget_answers(*, actor: Actor, at: datetime) -> int:
    """Write down the totals of quizzes that closed long ago and erase who answered what. Returns how many answers."""
    day = local(at).date() - timedelta(days=rules.KEPT_DAYS)
    gone = 0
    for quiz in Quiz.objects.filter(closes_on__lte=day, answered_count=None).order_by("pk")[:100]:
        with transaction.atomic():
            answers = QuizAnswer.objects.filter(asked__quiz=quiz)
            right = Counter(
                answers.filter(chosen=F("asked__question__right")).values_list("asked_id", flat=True)
            )
            asked = list(quiz.asked.all())
            for one in asked:
                one.right_count = right[one.pk]
            QuizQuestion.objects.bulk_update(asked, ["right_count"])
            quiz.answered_count = answers.values("member").distinct().count()
            quiz.save(update_fields=["answered_count"])
            gone += answers.delete()[0]
    return gone


def erase(account: Account, order: Erasing) -> int:
    """Erase what somebody answered."""
    member = own_member(account)
    return QuizAnswer.objects.filter(member=member).delete()[0] if member is not None else 0
