"""A bulletin beside its case: what it says, to whom, what it said before, and who wants to be told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.files.models import StoredFile
from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.places.models import Compound
from linli.pillars.service.bulletins import rules
from linli.pillars.service.bulletins.rules import Approver, BulletinKind, Content, ReachLevel


class Bulletin(models.Model):
    """One bulletin as it reads now. Nobody's reading of it is kept: `seen_count` is a number."""

    class Kind(models.TextChoices):
        POLICY = BulletinKind.POLICY.value, _("政策")
        JOB = BulletinKind.JOB.value, _("招聘")
        OUTAGE = BulletinKind.OUTAGE.value, _("停水停电")
        ACTIVITY = BulletinKind.ACTIVITY.value, _("活动")
        COLUMN = BulletinKind.COLUMN.value, _("企业专栏")
        OTHER = BulletinKind.OTHER.value, _("提醒")

    class Utility(models.TextChoices):
        WATER = rules.Utility.WATER.value, _("停水")
        POWER = rules.Utility.POWER.value, _("停电")
        HEAT = rules.Utility.HEAT.value, _("停暖")
        GAS = rules.Utility.GAS.value, _("停气")

    class Interest(models.TextChoices):
        ELDERS = rules.Interest.ELDERS.value, _("老人的事")
        FAMILIES = rules.Interest.FAMILIES.value, _("孩子的事")
        WORKERS = rules.Interest.WORKERS.value, _("找工作")
        SHOPS = rules.Interest.SHOPS.value, _("开店办企业")
        VOLUNTEERS = rules.Interest.VOLUNTEERS.value, _("做志愿")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="bulletin")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bulletins")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    utility = models.CharField(_("停什么"), max_length=5, choices=Utility.choices, blank=True, default="")
    title = models.CharField(_("标题"), max_length=40)
    summary = models.CharField(_("一句话说清"), max_length=rules.MOST_SUMMARY)
    body = models.TextField(_("正文"), blank=True, default="")
    starts_at = models.DateTimeField(_("从"), null=True)
    ends_at = models.DateTimeField(_("到"), null=True)
    place = models.CharField(_("在哪里"), max_length=80, blank=True, default="")
    contact = models.CharField(_("问谁"), max_length=60, blank=True, default="")
    interests = ArrayField(models.CharField(max_length=10), default=list)
    level = models.CharField(max_length=10)
    valid_from = models.DateTimeField(_("从什么时候起显示"))
    valid_until = models.DateTimeField(_("显示到"))
    version = models.PositiveSmallIntegerField(default=0)
    told_version = models.PositiveSmallIntegerField(default=0)
    written_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    seen_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in BulletinKind]), name="bulletin_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="bulletin_valid_in_order"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="bulletin_times_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(kind="outage")
                | (Q(starts_at__isnull=False, ends_at__isnull=False) & ~Q(utility="")),
                name="outage_says_what_and_when",
            ),
            models.CheckConstraint(condition=~Q(summary=""), name="bulletin_has_summary"),
        ]
        indexes = [
            models.Index(fields=["valid_until"], condition=Q(version__gt=0), name="bulletin_valid_until"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def content(self) -> Content:
        """What it says now, as a value."""
        return Content(
            kind=BulletinKind(self.kind),
            title=self.title,
            summary=self.summary,
            body=self.body,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            utility=self.utility,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            contact=self.contact,
            interests=tuple(self.interests),
        )


class BulletinTarget(models.Model):
    """A grid, a community, the street or a compound that a bulletin is for."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="targets")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    compound = models.ForeignKey(Compound, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, compound__isnull=False)
                | Q(unit__isnull=False, compound__isnull=True),
                name="target_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["bulletin", "unit", "compound"], name="target_once", nulls_distinct=False
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.unit or self.compound)


class BulletinVersion(models.Model):
    """What a bulletin said when it was shown, before the next correction. Never changed: the step keeps its digest."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    note = models.CharField(_("改了什么"), max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulletin", "number"], name="bulletin_version_once")]
        ordering = ["bulletin", "number"]


class BulletinFile(models.Model):
    """A photo or paper of a bulletin, with the words that stand for it where it is not seen."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="bulletin_file")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["bulletin", "order", "id"]


class ApprovalRule(models.Model):
    """Who must approve a kind of bulletin of a reach in one office, where that is not what we propose."""

    class By(models.TextChoices):
        NOBODY = Approver.NOBODY.value, _("不用审，谁写谁负责")
        COMMUNITY = Approver.COMMUNITY.value, _("社区书记")
        STREET = Approver.STREET.value, _("街道领导")

    office = models.ForeignKey(Unit, models.CASCADE, related_name="approval_rules")
    kind = models.CharField(max_length=8)
    level = models.CharField(max_length=10)
    by = models.CharField(max_length=10, choices=By.choices)
    at_once = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "level"], name="approval_rule_once"),
            models.CheckConstraint(
                condition=~Q(level=ReachLevel.STREET.value, by=Approver.COMMUNITY.value),
                name="street_not_approved_by_community",
            ),
        ]


class Subscription(models.Model):
    """Somebody who wants to be told: where they live, and which kinds. Their own choice, taken back by a press."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="subscription")
    grid = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    compound = models.ForeignKey(Compound, models.SET_NULL, null=True, related_name="+")
    kinds = ArrayField(models.CharField(max_length=8), default=list)
    interests = ArrayField(models.CharField(max_length=10), default=list)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["grid"], name="subscription_grid")]
