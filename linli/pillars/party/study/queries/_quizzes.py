"""A bank's questions, and quizzes with their totals: how many answered, and of each question which part was right.

Nobody's own answer is read here. Where fewer than `rules.LEAST_SHOWN` answered, no share is told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.policies import NoSuchOrganisation
from linli.pillars.party.branches.rules import MEMBERS
from linli.pillars.party.study import policies, rules
from linli.pillars.party.study.models import Question, Quiz, QuizAnswer
from linli.pillars.party.study.policies import NoSuchStudy
from linli.pillars.party.study.rules import Standing

SHOWN = 500


@dataclass(frozen=True, slots=True)
class QuizRow:
    """A quiz in a list: where it stands, how many questions."""

    id: int
    title: str
    organisation: str
    opens_on: object
    closes_on: object
    standing: Standing
    questions: int


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question of a quiz with how many were right, where enough answered to say so."""

    seq: int
    question: Question
    right: int | None


@dataclass(frozen=True, slots=True)
class QuizPage:
    """A quiz with its totals."""

    quiz: Quiz
    standing: Standing
    answered: int
    people: int
    asked: tuple[AskedRow, ...]

    @property
    def is_told(self) -> bool:
        """Whether enough answered for shares to be told."""
        return rules.shares_shown(self.answered)


def bank_of(*, actor: Actor, pk: int) -> tuple[Organisation, list[Question], list[Question]]:
    """Give an organisation with the questions of its own bank and those of the banks above. Two queries.

    :raises NoSuchOrganisation: absent or out of reach.
    """
    rows = Organisation.objects.filter(branches.keepable(actor), closed_on=None)
    one = rows.select_related("unit").filter(pk=pk).first()
    if one is None:
        raise NoSuchOrganisation
    found = list(Question.objects.filter(policies.banked(one)).order_by("-pk")[:SHOWN])
    return (
        one,
        [row for row in found if row.organisation_id == pk],
        [row for row in found if row.organisation_id != pk],
    )


def quizzes_of(*, actor: Actor, at: datetime, organisation: Organisation) -> list[QuizRow]:
    """List the quizzes that an organisation drew, and those above it drew for it too. One query."""
    today = local(at).date()
    rows = Quiz.objects.filter(organisation__in=organisation.line).annotate(n=Count("asked"))
    return [
        QuizRow(
            id=one.pk if branches.keeps(actor, one.organisation) else 0,
            title=one.title,
            organisation=str(one.organisation),
            opens_on=one.opens_on,
            closes_on=one.closes_on,
            standing=rules.quiz_standing(one.opens_on, one.closes_on, today),
            questions=one.n,
        )
        for one in rows.select_related("organisation__unit").order_by("-opens_on", "-pk")[:20]
    ]


def quiz_page(*, actor: Actor, pk: int, at: datetime) -> QuizPage:
    """Give a quiz with its totals. Five queries.

    :raises NoSuchStudy: absent or out of reach.
    """
    rows = Quiz.objects.filter(policies.reachable(actor)).select_related("organisation__unit")
    quiz = rows.filter(pk=pk).first()
    if quiz is None:
        raise NoSuchStudy
    answers = QuizAnswer.objects.filter(asked__quiz=quiz)
    asked = list(quiz.asked.select_related("question"))
    if quiz.answered_count is not None:
        answered, right = quiz.answered_count, Counter({one.pk: one.right_count or 0 for one in asked})
    else:
        answered = answers.values("member").distinct().count()
        right = Counter(
            dict(
                answers.filter(chosen=F("asked__question__right"))
                .values("asked")
                .annotate(n=Count("pk"))
                .values_list("asked", "n")
            )
        )
    told = rules.shares_shown(answered)
    people = PartyMember.objects.filter(policies.asked_of(quiz), standing__in=[s.value for s in MEMBERS])
    return QuizPage(
        quiz=quiz,
        standing=rules.quiz_standing(quiz.opens_on, quiz.closes_on, local(at).date()),
        answered=answered,
        people=people.distinct().count(),
        asked=tuple(AskedRow(one.seq, one.question, right[one.pk] if told else None) for one in asked),
    )
