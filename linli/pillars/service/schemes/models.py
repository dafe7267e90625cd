"""Schemes, what is known of enterprises beyond the register, and who was told of what."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.schemes import rules


class Scheme(models.Model):
    """A policy or a call for applications, as an office keeps it. It ends after its last day, or by hand with a reason."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("政策")
        CALL = "call", _("申报通知")

    class End(models.TextChoices):
        OVER = "over", _("过了截止日期")
        REPLACED = "replaced", _("有了新的")
        STOPPED = "stopped", _("停止执行")
        WRONG = "wrong", _("登记错了")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("种类"), max_length=6, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=80)
    issuer = models.CharField(_("谁发的"), max_length=60)
    document = models.CharField(_("文号"), max_length=40, blank=True, default="")
    document_date = models.DateField(_("发文日期"), null=True)
    summary = models.CharField(_("一句话说清"), max_length=80)
    gives = models.CharField(_("给什么"), max_length=300)
    how = models.CharField(_("怎么申请"), max_length=400)
    papers = ArrayField(models.CharField(max_length=80), verbose_name=_("带什么材料"), default=list)
    contact = models.CharField(_("问谁"), max_length=80)
    source_url = models.URLField(_("原文链接"), max_length=300, blank=True, default="")
    opens_date = models.DateField(_("从哪天起"), null=True)
    closes_date = models.DateField(_("到哪天止"), null=True)
    conditions = models.JSONField(default=list)
    kept_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=8, choices=End.choices, blank=True, default="")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_date=None) | Q(closes_date=None) | Q(closes_date__gte=F("opens_date")),
                name="scheme_days_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(ended_at=None) & Q(end_reason=""))
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="scheme_ends_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "closes_date"], condition=Q(ended_at=None), name="schemes_open")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def asks(self) -> tuple[rules.Condition, ...]:
        """Its conditions, as values."""
        return rules.read(self.conditions)


class EnterpriseTrait(models.Model):
    """Something schemes ask for that the register does not say: yes or no, as the enterprise said it and when."""

    class Code(models.TextChoices):
        INSURED = rules.Trait.INSURED.value, _("给员工缴了失业保险")
        KEEPS_STAFF = rules.Trait.KEEPS_STAFF.value, _("近一年没裁员")
        GRADUATES = rules.Trait.GRADUATES.value, _("今年招了应届毕业生")
        FIRST = rules.Trait.FIRST.value, _("首次创业")
        HIGH_TECH = rules.Trait.HIGH_TECH.value, _("高新技术企业")
        SPECIAL = rules.Trait.SPECIAL.value, _("专精特新企业")
        CREDIT = rules.Trait.CREDIT.value, _("没有失信记录")
        RENTS = rules.Trait.RENTS.value, _("租房子经营")
        LOAN = rules.Trait.LOAN.value, _("有经营贷款")
        EXPORTS = rules.Trait.EXPORTS.value, _("有出口")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="traits")
    code = models.CharField(max_length=8, choices=Code.choices)
    holds = models.BooleanField()
    known_at = models.DateTimeField()
    known_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "code"], name="trait_once")]


class SchemeTold(models.Model):
    """That an enterprise was told of a scheme: when, by whom, how. Once; nobody is told the same thing twice."""

    class How(models.TextChoices):
        VISIT = "visit", _("上门说的")
        PHONE = "phone", _("打电话说的")
        MESSAGE = "message", _("发消息说的")
        MEETING = "meeting", _("开会、宣讲时说的")
        COUNTER = "counter", _("在大厅说的")

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="told")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="schemes_told")
    how = models.CharField(max_length=8, choices=How.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "enterprise"], name="told_once")]
