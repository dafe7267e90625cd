"""Shops, and what is bound to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.sealed_fields import SealedWordsField
from linli.kernel.standards.frontage import ShopTrade


class Shop(models.Model):
    """A door with a sign: where it is, what is done there, the plate that hangs beside it. Who runs it is an enterprise."""

    class Trade(models.TextChoices):
        CATERING = ShopTrade.CATERING.value, _("餐饮")
        FOOD = ShopTrade.FOOD.value, _("食品")
        RETAIL = ShopTrade.RETAIL.value, _("零售")
        CARE = ShopTrade.CARE.value, _("美发洗浴")
        REPAIR = ShopTrade.REPAIR.value, _("维修")
        LEISURE = ShopTrade.LEISURE.value, _("文体娱乐")
        OTHER = ShopTrade.OTHER.value, _("其他")

    class End(models.TextChoices):
        CLOSED = "closed", _("关门了")
        CHANGED = "changed", _("换了人家")
        DOUBLE = "double", _("登记重了")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    sign = models.CharField(_("店招"), max_length=60)
    trade = models.CharField(_("经营种类"), max_length=8, choices=Trade.choices)
    address = models.CharField(_("地址"), max_length=120, blank=True, default="")
    front_m = models.PositiveSmallIntegerField(_("门前长度"), null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    plate_version = models.PositiveSmallIntegerField(default=0)
    kept_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=8, choices=End.choices, blank=True, default="")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "sign"], condition=Q(ended_at=None), name="shop_sign_once"
            ),
            models.CheckConstraint(
                condition=(Q(ended_at=None) & Q(end_reason=""))
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="shop_ends_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.sign

    @property
    def number(self) -> str:
        """The number printed on the plate, for whoever cannot scan."""
        return f"{self.pk:05d}"


class ShopReport(models.Model):
    """An ordinary report that somebody filed about a shop; the merchant never reads who, nor the words."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="shop_report")
    shop = models.ForeignKey(Shop, models.PROTECT, related_name="reports")


class ShopCheck(models.Model):
    """A look at a shop by its list: by staff, or by the merchant for themselves. The list is named by its version."""

    class Kind(models.TextChoices):
        GRID = "grid", _("网格检查")
        CITY = "city", _("城管检查")
        SELF = "self", _("商户自查")

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    list_version = models.CharField(max_length=10)
    marks = models.JSONField(default=dict)
    bad_count = models.PositiveSmallIntegerField(default=0)
    note = SealedWordsField(_("备注"), max_length=500, blank=True, default="")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="self", by=None, unit=None) | (~Q(kind="self") & Q(unit__isnull=False)),
                name="shop_check_says_who",
            )
        ]
        indexes = [models.Index(fields=["shop", "-at"], name="checks_of_shop")]


class Rectification(models.Model):
    """What a check found and a shop puts right, beside its case."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="rectification")
    shop = models.ForeignKey(Shop, models.PROTECT, related_name="rectifications")
    check_made = models.OneToOneField(ShopCheck, models.PROTECT, related_name="rectification")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    codes = ArrayField(models.CharField(max_length=8), default=list)
    days = models.PositiveSmallIntegerField()
    is_appealed = models.BooleanField(default=False)
    was_closed = models.BooleanField(default=False)


class PointRules(models.Model):
    """A version of the district's rules of points for shops. It is never changed: a new one counts from its day."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()
    since = models.DateField(_("从哪天起"))
    base = models.PositiveSmallIntegerField(_("基准分"))
    points = models.JSONField(default=dict)
    basis = models.CharField(_("依据"), max_length=200)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "version"], name="point_rules_once")]


class Honour(models.Model):
    """An honour of a shop, given for a reason and, if need be, withdrawn for one. Shown only if the merchant agreed."""

    class Kind(models.TextChoices):
        PARTY = "party", _("共产党员示范店")
        HONEST = "honest", _("文明诚信商户")
        FRONT = "front", _("门前五包示范店")

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="honours")
    kind = models.CharField(_("荣誉"), max_length=8, choices=Kind.choices)
    ground = models.CharField(_("为什么给"), max_length=200)
    is_agreed = models.BooleanField(_("店家同意公开"), default=False)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    withdraw_reason = models.CharField(_("为什么撤"), max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "kind"], condition=Q(withdrawn_at=None), name="honour_once"
            ),
            models.CheckConstraint(
                condition=(Q(withdrawn_at=None) & Q(withdraw_reason=""))
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="honour_withdrawn_with_reason",
            ),
        ]
