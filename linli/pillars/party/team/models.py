"""A year's trainings and who was there; honours of organisations, and apart from them those of members."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.people.models import Account
from linli.pillars.party.branches.models import Organisation, PartyMember


class TrainingPlan(models.Model):
    """The plan of a year for those who work in the communities of an organisation (两委)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="training_plans")
    year = models.PositiveSmallIntegerField(_("哪一年"))
    aim = models.CharField(_("今年培训要达到什么"), max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="training_plan_once")]
        ordering = ["-year", "organisation__path"]


class TrainingSession(models.Model):
    """A training of the plan: about what, when, by which body, and once it was held, what came of it."""

    plan = models.ForeignKey(TrainingPlan, models.CASCADE, related_name="sessions")
    day = models.DateField(_("哪天"))
    topic = models.CharField(_("培训什么"), max_length=80)
    teacher = models.CharField(_("哪个单位来讲"), max_length=60, blank=True, default="")
    place = models.CharField(_("在哪里"), max_length=60)
    held_at = models.DateTimeField(null=True)
    came_count = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(_("学了以后做了什么"), max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "day", "topic"], name="training_session_once"),
            models.CheckConstraint(
                condition=Q(held_at=None, came_count=0) | Q(held_at__isnull=False, came_count__gt=0),
                name="training_somebody_came",
            ),
        ]
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return self.topic


class Trained(models.Model):
    """That somebody of the staff was at a training, kept two years; the number stays."""

    session = models.ForeignKey(TrainingSession, models.CASCADE, related_name="trained")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "trained"
        constraints = [models.UniqueConstraint(fields=["session", "account"], name="trained_once")]


class Honoured(models.Model):
    """What an honour is called, who gave it, by which paper, in which year."""

    class Level(models.TextChoices):
        NATION = "nation", _("全国")
        PROVINCE = "province", _("省级")
        CITY = "city", _("市级")
        DISTRICT = "district", _("区级")
        STREET = "street", _("街道")

    title = models.CharField(_("荣誉"), max_length=60)
    level = models.CharField(_("哪一级"), max_length=8, choices=Level.choices)
    issuer = models.CharField(_("谁发的"), max_length=60)
    document = models.CharField(_("文号"), max_length=60, blank=True, default="")
    year = models.PositiveSmallIntegerField(_("哪一年"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class OrganisationHonour(Honoured):
    """What an organisation was honoured with: for everybody who sees the organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="honours")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title", "year"], name="organisation_honoured_once"
            ),
            models.CheckConstraint(condition=~Q(issuer=""), name="organisation_honour_given"),
        ]
        ordering = ["-year", "-id"]


class MemberHonour(Honoured):
    """What a member was honoured with: in the compartment of membership, gone with the member."""

    member = models.ForeignKey(PartyMember, models.CASCADE, related_name="honours")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "title", "year"], name="member_honoured_once"),
            models.CheckConstraint(condition=~Q(issuer=""), name="member_honour_given"),
        ]
        ordering = ["-year", "-id"]
