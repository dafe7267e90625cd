"""A campaign, the doors on its list with what was done at each, its mornings, and what they decided."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.files.models import StoredFile
from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Household
from linli.base.people.sealed_fields import SealedJSONField, SealedWordsField
from linli.pillars.governance.campaigns import rules
from linli.pillars.governance.campaigns.rules import CampaignKind, Outcome


class Campaign(models.Model):
    """What is done at many doors within some days: on what ground, who runs it, who takes part, by which steps."""

    class Kind(models.TextChoices):
        ACTION = CampaignKind.ACTION.value, _("专项行动")
        CLEARING = CampaignKind.CLEARING.value, _("拆违拆临")
        MOVING = CampaignKind.MOVING.value, _("搬迁腾退")
        COUNT = CampaignKind.COUNT.value, _("摸底统计")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns")
    kind = models.CharField(_("哪一种"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=60)
    basis = models.CharField(_("依据"), max_length=200)
    from_date = models.DateField(_("从哪天起"))
    until_date = models.DateField(_("到哪天为止"))
    parties = ArrayField(models.IntegerField(), default=list)
    steps = models.JSONField(default=list)
    form = models.JSONField(default=list)
    reach = ArrayField(models.IntegerField(), default=list)
    task = models.ForeignKey("duties.Task", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(_("结论"), max_length=500, blank=True, default="")
    forgotten_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(basis=""), name="campaign_has_basis"),
            models.CheckConstraint(condition=Q(until_date__gte=F("from_date")), name="campaign_days_forward"),
            models.CheckConstraint(
                condition=Q(closed_at=None) & Q(result="") | Q(closed_at__isnull=False) & ~Q(result=""),
                name="campaign_closed_with_result",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in CampaignKind]), name="campaign_kind_known"
            ),
        ]
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def stages(self) -> tuple[rules.Stage, ...]:
        """The steps of the work at a door."""
        return rules.stages_in(self.steps)

    @property
    def asks(self) -> tuple[rules.Ask, ...]:
        """The questions of its form."""
        return rules.asks_in(self.form)


class Target(models.Model):
    """A door on a campaign's list: which step it is on, whose turn it is and until when, or how it left the list."""

    class End(models.TextChoices):
        DONE = Outcome.DONE.value, _("办完")
        EXEMPT = Outcome.EXEMPT.value, _("不用办")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="targets")
    order = models.PositiveIntegerField()
    name = SealedWordsField(_("名称"))
    address = SealedWordsField(_("地址"), blank=True, default="")
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaign_targets")
    reach = ArrayField(models.IntegerField(), default=list)
    shop = models.ForeignKey("inspections.Shop", models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    answers: models.Field[Any, Any] = SealedJSONField(_("填的表"), blank=True, default=dict)
    filled_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    since_at = models.DateTimeField()
    due_date = models.DateField(null=True)
    stuck_at = models.DateTimeField(null=True)
    decider = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=End.choices, blank=True, default="")
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "order"], name="target_order_once"),
            models.UniqueConstraint(
                fields=["campaign", "shop"], condition=Q(shop__isnull=False), name="target_shop_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "enterprise"],
                condition=Q(enterprise__isnull=False),
                name="target_enterprise_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "household"],
                condition=Q(household__isnull=False),
                name="target_household_once",
            ),
            # A door is somebody's turn until a day, or it is over and says how.
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="", due_date__isnull=False)
                | Q(ended_at__isnull=False, outcome__in=[o.value for o in Outcome], stuck_at=None),
                name="target_owed_or_over",
            ),
            models.CheckConstraint(
                condition=Q(stuck_at=None, decider=None) | Q(stuck_at__isnull=False, decider__isnull=False),
                name="target_stuck_says_who_decides",
            ),
        ]
        ordering = ["campaign", "order"]

    def __str__(self) -> str:
        return f"{self.campaign_id}-{self.order}"


class TargetMove(models.Model):
    """What was done at a door: one record a deed, never changed."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="moves")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="moves")
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=12)
    at = models.DateTimeField()
    actor = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    is_end = models.BooleanField(default=False)
    words = SealedWordsField(_("写了什么"), blank=True, default="")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "seq"], name="target_move_once")]
        indexes = [models.Index(fields=["campaign", "at"], name="target_move_day")]
        ordering = ["target", "seq"]


class TargetPhoto(models.Model):
    """A photo that shows what was done."""

    move = models.ForeignKey(TargetMove, models.PROTECT, related_name="photos")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")


class Morning(models.Model):
    """A meeting about a campaign, once a day: from when it looks back, and what was said beyond decisions."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="mornings")
    date = models.DateField()
    since_at = models.DateTimeField()
    held_at = models.DateTimeField()
    words = SealedWordsField(_("会上说了什么"), blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "date"], name="morning_once_a_day")]
        ordering = ["-date"]


class Decision(models.Model):
    """What a morning decided: who does it until when stands in its case."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="decision")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="decisions")
    morning = models.ForeignKey(Morning, models.PROTECT, related_name="decisions")
    target = models.ForeignKey(Target, models.PROTECT, null=True, related_name="decisions")

    def __str__(self) -> str:
        return self.case.number
