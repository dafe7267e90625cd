"""Enterprises, visits to them and what they need."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.sealed_fields import SealedWordsField
from linli.base.people.vault import SealedTextField
from linli.pillars.service.enterprises.rules import needs
from linli.pillars.service.enterprises.rules import record as rules


class Enterprise(models.Model):
    """A firm, a shop or another body that works in an office's ground; `area` is the grid (or community) it lies in."""

    class Form(models.TextChoices):
        COMPANY = rules.Form.COMPANY.value, _("公司")
        SOLE = rules.Form.SOLE.value, _("个体工商户")
        BRANCH = rules.Form.BRANCH.value, _("分支机构")
        SOCIAL = rules.Form.SOCIAL.value, _("社会组织")
        OTHER = rules.Form.OTHER.value, _("其他")

    class Size(models.TextChoices):
        MICRO = rules.Size.MICRO.value, _("微型")
        SMALL = rules.Size.SMALL.value, _("小型")
        MEDIUM = rules.Size.MEDIUM.value, _("中型")
        LARGE = rules.Size.LARGE.value, _("大型")

    class Taxpayer(models.TextChoices):
        GENERAL = rules.Taxpayer.GENERAL.value, _("一般纳税人")
        SMALL = rules.Taxpayer.SMALL.value, _("小规模纳税人")

    class NoCode(models.TextChoices):
        STALL = rules.NoCode.STALL.value, _("免登记")
        APPLYING = rules.NoCode.APPLYING.value, _("正在办")
        UNKNOWN = rules.NoCode.UNKNOWN.value, _("没问到")

    class End(models.TextChoices):
        CLOSED = "closed", _("不干了")
        MOVED = "moved", _("搬走了")
        DOUBLE = "double", _("登记重了")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=80)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, default="")
    no_code = models.CharField(
        _("没有代码的原因"), max_length=8, choices=NoCode.choices, blank=True, default=""
    )
    form = models.CharField(_("类型"), max_length=8, choices=Form.choices, blank=True, default="")
    trade = models.CharField(_("行业"), max_length=1, blank=True, default="")
    size = models.CharField(_("规模"), max_length=8, choices=Size.choices, blank=True, default="")
    taxpayer = models.CharField(_("纳税人"), max_length=8, choices=Taxpayer.choices, blank=True, default="")
    staff_count = models.PositiveIntegerField(_("从业人数"), null=True)
    founded_date = models.DateField(_("成立日期"), null=True)
    address = models.CharField(_("地址"), max_length=120, blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    contact_name = SealedTextField(_("联系人"), blank=True, default="")
    contact_phone = SealedTextField(_("联系电话"), blank=True, default="")
    contact_print = models.BinaryField(max_length=32, null=True, db_index=True)
    steward = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    told_since = models.DateTimeField(null=True)
    link_version = models.PositiveSmallIntegerField(default=0)
    kept_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=8, choices=End.choices, blank=True, default="")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "uscc"],
                condition=~Q(uscc="") & Q(ended_at=None),
                name="enterprise_code_once",
            ),
            models.CheckConstraint(
                condition=(~Q(uscc="") & Q(no_code="")) | (Q(uscc="") & ~Q(no_code="")),
                name="enterprise_code_or_reason",
            ),
            models.CheckConstraint(
                condition=(Q(ended_at=None) & Q(end_reason=""))
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="enterprise_ends_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(told_since=None) | Q(account__isnull=False), name="enterprise_told_has_account"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnterpriseVisit(models.Model):
    """Somebody went there: when, what for, what was said, what follows. No check-in, no place of anybody."""

    class Purpose(models.TextChoices):
        POLICY = rules.Purpose.POLICY.value, _("送政策")
        JOB = rules.Purpose.JOB.value, _("送岗位")
        STARTUP = rules.Purpose.STARTUP.value, _("送创业指导")
        TRAINING = rules.Purpose.TRAINING.value, _("送培训")
        SUBSIDY = rules.Purpose.SUBSIDY.value, _("送补助")
        SAFETY = rules.Purpose.SAFETY.value, _("说安全")
        TAX = rules.Purpose.TAX.value, _("说税费")
        LISTEN = rules.Purpose.LISTEN.value, _("听听难处")

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="visits")
    on_date = models.DateField(_("哪天去的"))
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    purposes = ArrayField(models.CharField(max_length=8), default=list)
    said = SealedWordsField(_("说了什么"), max_length=1000, blank=True, default="")
    follows = SealedWordsField(_("接下来做什么"), max_length=300, blank=True, default="")
    promised_date = models.DateField(_("答应哪天"), null=True)
    kept_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at=None) | Q(promised_date__isnull=False), name="kept_what_was_promised"
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "on_date"], name="visits_of_enterprise"),
            models.Index(
                fields=["by", "promised_date"],
                condition=Q(promised_date__isnull=False, kept_at=None),
                name="promises_open",
            ),
        ]


class EnterpriseNeed(models.Model):
    """What an enterprise asks for, beside its case."""

    class Kind(models.TextChoices):
        SUPPLY = needs.Kind.SUPPLY.value, _("停水停电停气，干不了活")
        SAFETY = needs.Kind.SAFETY.value, _("安全隐患")
        WAGES = needs.Kind.WAGES.value, _("工资和用工纠纷")
        PERMIT = needs.Kind.PERMIT.value, _("办证办照")
        POLICY = needs.Kind.POLICY.value, _("政策和补贴")
        STAFF = needs.Kind.STAFF.value, _("招人")
        FINANCE = needs.Kind.FINANCE.value, _("贷款和资金")
        SPACE = needs.Kind.SPACE.value, _("场地和房租")
        AROUND = needs.Kind.AROUND.value, _("门前环境、停车、施工")
        OTHER = needs.Kind.OTHER.value, _("别的")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="enterprise_need")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="needs")
    visit = models.ForeignKey(EnterpriseVisit, models.PROTECT, null=True, related_name="needs")
    what = models.CharField(_("哪一类"), max_length=8, choices=Kind.choices)
    text = SealedWordsField(_("说清楚"), max_length=2000)
    wanted_date = models.DateField(_("最晚哪天要办成"), null=True)
    green = models.CharField(max_length=8, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.case_id}"
