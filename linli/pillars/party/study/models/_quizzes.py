"""The bank of questions, quizzes drawn from it, and what members answered: theirs alone to read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.study.rules import QuestionKind


class Question(models.Model):
    """A question of an organisation's bank. It is never changed: a better one takes its place."""

    class Kind(models.TextChoices):
        SINGLE = QuestionKind.SINGLE.value, _("单选")
        MULTIPLE = QuestionKind.MULTIPLE.value, _("多选")
        TRUTH = QuestionKind.TRUTH.value, _("判断")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="questions")
    kind = models.CharField(_("题型"), max_length=8, choices=Kind.choices)
    words = models.CharField(_("题目"), max_length=300)
    options = ArrayField(models.CharField(max_length=100), verbose_name=_("选项"))
    right = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("答案"))
    source = models.CharField(_("出处"), max_length=120)
    explanation = models.CharField(_("解析"), max_length=300, blank=True, default="")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "words"], condition=Q(retired_at=None), name="question_once"
            ),
            models.CheckConstraint(
                condition=Q(options__len__gte=2, right__len__gte=1), name="question_answerable"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="question_has_source"),
        ]

    def __str__(self) -> str:
        return self.words


class Quiz(models.Model):
    """Questions drawn for an organisation and those below it, to be answered on any day from one to another."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="quizzes")
    title = models.CharField(_("叫什么"), max_length=60)
    opens_on = models.DateField(_("哪天开始"))
    closes_on = models.DateField(_("哪天结束"))
    answered_count = models.PositiveIntegerField(null=True)
    """How many answered, written down when the answers are erased."""

    class Meta:
        verbose_name_plural = "quizzes"
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="quiz_forward"),
            models.UniqueConstraint(fields=["organisation", "title", "opens_on"], name="quiz_once"),
        ]
        indexes = [
            models.Index(fields=["closes_on"], condition=Q(answered_count=None), name="quiz_with_answers")
        ]
        ordering = ["-opens_on", "-id"]

    def __str__(self) -> str:
        return self.title


class QuizQuestion(models.Model):
    """A question of a quiz, at its place."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="asked")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    seq = models.PositiveSmallIntegerField()
    right_count = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "question"], name="quiz_question_once"),
            models.UniqueConstraint(fields=["quiz", "seq"], name="quiz_place_once"),
        ]
        ordering = ["seq"]


class QuizAnswer(models.Model):
    """What a member answered last. Whoever answers again, answers anew: how often, and what before, is kept nowhere."""

    asked = models.ForeignKey(QuizQuestion, models.CASCADE, related_name="answers")
    member = models.ForeignKey(PartyMember, models.CASCADE, related_name="+")
    chosen = ArrayField(models.PositiveSmallIntegerField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asked", "member"], name="answered_once")]
