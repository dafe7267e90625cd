"""A round in which a superior rates the branches below it, and what became of each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.kernel.standards import party_tiers as law
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.tiers.rules import Grade, Stage, Tier


class TierRound(models.Model):
    """A year's round of an organisation that rates those below it, in shares of its own."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tier_rounds")
    year = models.PositiveSmallIntegerField(_("哪一年"))
    five = models.PositiveSmallIntegerField(_("五星最多百分之几"), default=law.FIVE)
    four = models.PositiveSmallIntegerField(_("四星最多百分之几"), default=law.FOUR)
    three = models.PositiveSmallIntegerField(_("三星最多百分之几"), default=law.THREE)
    opened_on = models.DateField()
    public_from = models.DateField(null=True)
    public_until = models.DateField(null=True)
    """The last day on which something may be said against it."""
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="tier_round_once"),
            models.CheckConstraint(
                condition=Q(public_from=None, public_until=None) | Q(public_until__gte=F("public_from")),
                name="tier_round_public_days",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("public_until")),
                name="tier_round_after_publicity",
            ),
            models.CheckConstraint(
                condition=Q(five__lte=100, four__lte=100, three__lte=100), name="tier_round_shares"
            ),
        ]
        ordering = ["-year", "organisation"]

    @property
    def stage(self) -> Stage:
        """Where the round stands."""
        if self.closed_on is not None:
            return Stage.CLOSED
        return Stage.OPEN if self.public_from is None else Stage.PUBLIC

    @property
    def shares(self) -> dict[int, int]:
        """The share of each number of stars, in hundredths."""
        return {5: self.five, 4: self.four, 3: self.three}


class TierRating(models.Model):
    """One organisation in a round: what records say, what it says itself, what was judged, what it does about it."""

    class In(models.TextChoices):
        ADVANCED = Tier.ADVANCED.value, _("先进")
        MIDDLE = Tier.MIDDLE.value, _("中间")
        BEHIND = Tier.BEHIND.value, _("后进")

    class At(models.TextChoices):
        QUALIFIED = Grade.QUALIFIED.value, _("合格支部")
        STRONG = Grade.STRONG.value, _("过硬支部")
        MODEL = Grade.MODEL.value, _("示范支部")

    round = models.ForeignKey(TierRound, models.CASCADE, related_name="ratings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tier_ratings")
    evidence = models.JSONField(default=dict)
    """By criterion the two numbers that the records gave when this was last said or judged."""
    self_met = models.JSONField(default=list)
    self_words = models.TextField(_("自己怎么说"), blank=True, default="")
    self_at = models.DateTimeField(null=True)
    stars = models.PositiveSmallIntegerField(_("几星"), default=0)
    tier = models.CharField(_("哪一档"), max_length=8, choices=In.choices, blank=True, default="")
    grade = models.CharField(_("达到哪一级"), max_length=9, choices=At.choices, blank=True, default="")
    words = models.TextField(_("为什么这样评"), blank=True, default="")
    judged_at = models.DateTimeField(null=True)
    plan = models.TextField(_("怎么改"), blank=True, default="")
    plan_until = models.DateField(_("到哪天改完"), null=True)
    supervised = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="tier_rating_once"),
            models.CheckConstraint(condition=Q(stars__in=[0, 3, 4, 5]), name="tier_rating_stars"),
            models.CheckConstraint(
                condition=Q(judged_at=None, tier="", stars=0)
                | Q(judged_at__isnull=False) & ~Q(tier="") & ~Q(words=""),
                name="tier_rating_says_why",
            ),
            models.CheckConstraint(
                condition=Q(plan="", plan_until=None) | Q(tier=Tier.BEHIND.value, plan_until__isnull=False),
                name="tier_plan_of_the_last",
            ),
        ]
        ordering = ["-stars", "organisation"]
