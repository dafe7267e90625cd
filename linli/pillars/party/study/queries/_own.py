"""What a member sees of their own study on the phone: this year's topics, the quizzes they may answer, their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from linli.base.people.models import Account
from linli.kernel.clock import local
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.study import policies, rules
from linli.pillars.party.study.models import Question, Quiz, QuizAnswer
from linli.pillars.party.study.policies import NoSuchStudy
from linli.pillars.party.study.queries._plans import TopicRow, page_of
from linli.pillars.party.study.rules import Standing


@dataclass(frozen=True, slots=True)
class OwnQuiz:
    """A quiz for somebody: where it stands, and of how many questions how many they had right, if they answered."""

    quiz: Quiz
    standing: Standing
    questions: int
    right: int | None


@dataclass(frozen=True, slots=True)
class OwnStudy:
    """What somebody studies: the topics up to this month's, and the quizzes that are open or were answered."""

    topics: tuple[TopicRow, ...]
    quizzes: tuple[OwnQuiz, ...]


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A question with what somebody answered, if they did, and whether that was right."""

    asked_id: int
    seq: int
    question: Question
    chosen: tuple[int, ...]

    @property
    def is_right(self) -> bool:
        """Whether exactly the right options were chosen."""
        return bool(self.chosen) and list(self.chosen) == sorted(self.question.right)


def own_member(account: Account) -> PartyMember | None:
    """Give somebody's own row, found by their number. One query."""
    print_ = branches.phone_print(account.phone)
    if print_ is None:
        return None
    rows = PartyMember.objects.select_related("organisation__unit")
    return rows.filter(phone_print=print_, until=None).first()


def own_study(*, member: PartyMember, at: datetime) -> OwnStudy:
    """Give what somebody studies this year. Six queries."""
    today = local(at).date()
    page = page_of(member.organisation, at, today.year)
    now = [row for row in page.topics if row.standing in (Standing.NOW, Standing.LATE)]
    done = [row for row in page.topics if row.standing is Standing.DONE and row.topic.month == today.month]
    right = Count(
        "asked__answers",
        filter=Q(asked__answers__member=member, asked__answers__chosen=F("asked__question__right")),
        distinct=True,
    )
    mine = Count("asked__answers", filter=Q(asked__answers__member=member), distinct=True)
    rows = Quiz.objects.filter(organisation__in=policies.circle(member), opens_on__lte=today).annotate(
        n=Count("asked", distinct=True), right=right, mine=mine
    )
    found = [
        OwnQuiz(
            one,
            rules.quiz_standing(one.opens_on, one.closes_on, today),
            one.n,
            one.right if one.mine else None,
        )
        for one in rows.order_by("-opens_on", "-pk")[:20]
        if one.closes_on >= today or one.mine
    ]
    return OwnStudy((*done, *now), tuple(found))


def own_quiz(*, account: Account, pk: int, at: datetime) -> tuple[Quiz, Standing, tuple[OwnAnswer, ...]]:
    """Give a quiz as somebody answers it, with what they answered last. Four queries.

    :raises NoSuchStudy: no quiz of theirs, or it has not begun.
    """
    member, today = own_member(account), local(at).date()
    quiz = Quiz.objects.filter(pk=pk, opens_on__lte=today).select_related("organisation__unit").first()
    if member is None or quiz is None or quiz.organisation_id not in policies.circle(member):
        raise NoSuchStudy
    held = dict(QuizAnswer.objects.filter(member=member, asked__quiz=quiz).values_list("asked", "chosen"))
    rows = tuple(
        OwnAnswer(one.pk, one.seq, one.question, tuple(held.get(one.pk, ())))
        for one in quiz.asked.select_related("question")
    )
    return quiz, rules.quiz_standing(quiz.opens_on, quiz.closes_on, today), rows


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what they answered."""
    member = own_member(account)
    if member is None:
        return {"study": []}
    rows = QuizAnswer.objects.filter(member=member).select_related("asked__quiz", "asked__question")
    return {
        "study": [
            {
                "quiz": one.asked.quiz.title,
                "question": one.asked.question.words,
                "chosen": [one.asked.question.options[n] for n in one.chosen],
            }
            for one in rows.order_by("asked__quiz", "asked__seq")
        ]
    }
