"""Canteens, menus, who eats, orders, and the book of meals: whole fen, entries never changed, closed months closed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Resident
from linli.base.people.vault import SealedTextField
from linli.pillars.service.canteens.rules import Given


class Canteen(models.Model):
    """A canteen or a day-care centre with one, of a community."""

    class Kind(models.TextChoices):
        CANTEEN = "canteen", _("长者食堂")
        DAY_CARE = "day_care", _("日间照料中心")

    community = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices, default=Kind.CANTEEN)
    name = models.CharField(_("名称"), max_length=40)
    place = models.CharField(_("地址"), max_length=80)
    phone = models.CharField(_("电话"), max_length=30, blank=True, default="")
    capacity = models.PositiveSmallIntegerField(_("一顿最多几份"))
    order_until = models.TimeField(_("当天几点前能订、能退"))
    price_fen = models.PositiveIntegerField(_("一份多少分钱"))
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(capacity__gt=0), name="canteen_has_places")]

    def __str__(self) -> str:
        return self.name


class MealTime(models.TextChoices):
    LUNCH = "lunch", _("午饭")
    DINNER = "dinner", _("晚饭")


class Menu(models.Model):
    """What there is on a day, for how much, and how many orders it has."""

    canteen = models.ForeignKey(Canteen, models.CASCADE, related_name="menus")
    day = models.DateField(_("哪天"))
    meal = models.CharField(_("哪顿"), max_length=6, choices=MealTime.choices)
    dishes = models.CharField(_("有什么菜"), max_length=120)
    price_fen = models.PositiveIntegerField(_("一份多少分钱"))
    capacity = models.PositiveSmallIntegerField(_("最多几份"))
    ordered = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["canteen", "day", "meal"], name="menu_once"),
            models.CheckConstraint(condition=Q(ordered__lte=F("capacity")), name="menu_never_over_capacity"),
        ]


class SubsidyRule(models.Model):
    """A subsidy of an office from a day on: a class of elders, fen a meal, meals a week, who pays."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    code = models.CharField(_("代号"), max_length=12)
    name = models.CharField(_("哪一类老人"), max_length=40)
    min_age = models.PositiveSmallIntegerField(_("满几岁"))
    fen = models.PositiveIntegerField(_("一份补多少分钱"))
    per_week = models.PositiveSmallIntegerField(_("一周最多补几份"))
    payer = models.CharField(_("谁出钱"), max_length=40)
    basis = models.CharField(_("依据"), max_length=120)
    valid_from = models.DateField(_("从哪天起"))
    valid_until = models.DateField(_("到哪天（不含）"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "code", "valid_from"], name="subsidy_rule_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="subsidy_days_in_order",
            ),
        ]


class Eater(models.Model):
    """Somebody who eats there: a number for the till, the day of birth, and the class of the subsidy, sealed."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    community = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    resident = models.OneToOneField(Resident, models.PROTECT, related_name="eater")
    number = models.CharField(_("饭卡号"), max_length=6)
    born = SealedTextField(_("出生日期"))
    subsidy = SealedTextField(_("补贴类别"), blank=True, default="")
    ground = SealedTextField(_("凭什么"), blank=True, default="")
    alert_since = models.DateTimeField(_("同意没来时问一声"), null=True)
    orders_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    orders_by_since = models.DateTimeField(null=True)
    family_told_since = models.DateTimeField(_("同意告诉代订的家里人到没到"), null=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="eater_number_once"),
            models.CheckConstraint(
                condition=Q(orders_by__isnull=True) | Q(orders_by_since__isnull=False),
                name="eater_agreed_that_family_orders",
            ),
        ]


class Order(models.Model):
    """A meal that somebody wants on a day."""

    class Channel(models.TextChoices):
        PHONE_PAGE = "page", _("手机上订的")
        COUNTER = "counter", _("当面订的")
        TELEPHONE = "call", _("打电话订的")

    menu = models.ForeignKey(Menu, models.CASCADE, related_name="orders")
    eater = models.ForeignKey(Eater, models.CASCADE, related_name="orders")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["menu", "eater"], condition=Q(cancelled_at__isnull=True), name="meal_ordered_once"
            )
        ]


class Meal(models.Model):
    """An entry of the book: a meal that was served, or a counter-entry that takes one back. Never changed."""

    canteen = models.ForeignKey(Canteen, models.PROTECT, related_name="meals")
    eater = models.ForeignKey(Eater, models.SET_NULL, null=True, related_name="meals")
    day = models.DateField()
    meal = models.CharField(max_length=6, choices=MealTime.choices)
    price_fen = models.IntegerField()
    subsidy_fen = models.IntegerField()
    own_fen = models.IntegerField()
    rule = models.CharField(max_length=12, blank=True, default="")
    payer = models.CharField(max_length=40, blank=True, default="")
    month = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    key = models.UUIDField(unique=True)
    is_second = models.BooleanField(default=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(_("为什么改"), max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price_fen=F("subsidy_fen") + F("own_fen")), name="meal_parts_make_the_price"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, price_fen__gte=0, subsidy_fen__gte=0, own_fen__gte=0)
                | Q(corrects__isnull=False, price_fen__lte=0, subsidy_fen__lte=0, own_fen__lte=0),
                name="meal_signs",
            ),
        ]
        indexes = [
            models.Index(fields=["canteen", "month"], name="meal_month"),
            models.Index(fields=["eater", "day"], name="meal_eater_day"),
        ]


class Settlement(models.Model):
    """A month of a canteen that is closed, with its sums as they were."""

    canteen = models.ForeignKey(Canteen, models.PROTECT, related_name="settlements")
    month = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    meals = models.IntegerField()
    price_fen = models.BigIntegerField()
    subsidy_fen = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["canteen", "month"], name="month_closed_once")]


class Stay(models.Model):
    """A day of somebody at a day-care centre: when they came and left, and what was done for them, sealed."""

    class What(models.TextChoices):
        MEAL = Given.MEAL.value, _("吃饭")
        REST = Given.REST.value, _("午休")
        BATH = Given.BATH.value, _("助浴")
        HAIR = Given.HAIR.value, _("理发")
        PRESSURE = Given.PRESSURE.value, _("量血压")
        EXERCISE = Given.EXERCISE.value, _("康复锻炼")
        COMPANY = Given.COMPANY.value, _("聊天、活动")

    canteen = models.ForeignKey(Canteen, models.PROTECT, related_name="stays")
    eater = models.ForeignKey(Eater, models.CASCADE, related_name="stays")
    day = models.DateField()
    came_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)
    """The last time they came in: a departure noted before it is an older one."""
    left_at = models.DateTimeField(null=True)
    given = SealedTextField(_("做了什么"), blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["canteen", "eater", "day"], name="stay_once_a_day"),
            models.CheckConstraint(
                condition=Q(came_at__isnull=False) | Q(left_at__isnull=False), name="stay_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(back_at__isnull=True) | Q(left_at__gte=F("back_at")),
                name="stay_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["eater", "day"], name="stay_eater_day")]


class AbsenceAnswer(models.Model):
    """That somebody rang or went when an elder who always comes did not."""

    eater = models.ForeignKey(Eater, models.CASCADE, related_name="answers")
    day = models.DateField()
    words = SealedTextField(_("怎么样"))
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
