"""How a company that serves a compound is evaluated: the method, a review a period, what households give, appeals."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Household
from linli.pillars.governance.estates import rules
from linli.pillars.governance.estates.models._estates import Estate


class ReviewMethod(models.Model):
    """What an office weighs, from a day on. A new one is a new version; what was reviewed keeps the one it had."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="review_methods")
    version = models.PositiveSmallIntegerField()
    weights = models.JSONField(default=dict)
    """By criterion how much of a hundred it weighs; nought leaves it out."""
    publicity_days = models.PositiveSmallIntegerField(_("公示几天"), default=rules.REVIEW_PUBLICITY_DAYS)
    basis = models.CharField(_("凭哪份文件"), max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "version"], name="review_method_version_once"),
            models.CheckConstraint(condition=~Q(basis=""), name="review_method_has_basis"),
            models.CheckConstraint(
                condition=Q(publicity_days__range=(rules.LEAST_PUBLICITY_DAYS, rules.MOST_PUBLICITY_DAYS)),
                name="review_method_days",
            ),
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.office} {self.version}"


class CompanyReview(models.Model):
    """How one company served one compound from a day to a day: what records say, the score, since when it is public."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="reviews")
    company = models.ForeignKey(Unit, models.PROTECT, related_name="reviews")
    method = models.ForeignKey(ReviewMethod, models.PROTECT, related_name="reviews")
    from_date = models.DateField(_("从哪天起"))
    until_date = models.DateField(_("到哪天止"))
    """The first day that no longer counts."""
    evidence = models.JSONField(default=dict)
    """By criterion the two numbers that records gave when it was last made public."""
    left_out = ArrayField(models.CharField(max_length=20), default=list)
    """Numbers of cases that an appeal took out of the count."""
    score = models.DecimalField(_("得分"), max_digits=4, decimal_places=1, null=True)
    words = models.TextField(_("怎么说"), blank=True, default="")
    started_at = models.DateTimeField()
    public_from = models.DateField(null=True)
    public_until = models.DateField(null=True)
    """The last day on which the company may appeal."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["estate", "company", "from_date"], name="company_review_once"),
            models.CheckConstraint(condition=Q(until_date__gt=F("from_date")), name="company_review_forward"),
            models.CheckConstraint(
                condition=Q(public_from=None, public_until=None, score=None)
                | Q(public_until__gte=F("public_from")) & ~Q(words=""),
                name="company_review_says_why",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(0, 100)), name="company_review_score"
            ),
        ]
        ordering = ["-from_date", "-id"]

    def __str__(self) -> str:
        return f"{self.estate} {self.company}"


class OwnerVoice(models.Model):
    """What a household gives the company while a review is open: one level a household. Only counts are ever shown."""

    review = models.ForeignKey(CompanyReview, models.PROTECT, related_name="voices")
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    level = models.PositiveSmallIntegerField(_("满意吗"))
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "household"], name="owner_voice_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="owner_voice_level"),
        ]


class ReviewAppeal(models.Model):
    """What a company says against a review while it is public, about which cases, and what the office answers."""

    review = models.ForeignKey(CompanyReview, models.PROTECT, related_name="appeals")
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="review_appeal")
    """None of what was said before appeals were cases."""
    words = models.TextField(_("为什么不同意"))
    cases = ArrayField(models.CharField(max_length=20), default=list)
    at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.TextField(_("答复"), blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    is_upheld = models.BooleanField(null=True)
    is_withdrawn = models.BooleanField(default=False)
    """Taken back by the company at `answered_at`; there is no answer then."""
    score_before = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    score_after = models.DecimalField(max_digits=4, decimal_places=1, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(answered_at=None), name="review_appeal_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_upheld=None, answer="", is_withdrawn=False)
                | Q(answered_at__isnull=False, is_upheld=None, answer="", is_withdrawn=True)
                | Q(answered_at__isnull=False, is_upheld__isnull=False, is_withdrawn=False) & ~Q(answer=""),
                name="review_appeal_ended_whole",
            ),
        ]
        ordering = ["id"]
