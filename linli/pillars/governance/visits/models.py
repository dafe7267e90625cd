"""Homes owed a visit, visits, what they confirmed, visits that residents asked for, and diaries.

A visit holds when and how it was, in nobody's ranking: no place of the worker, no minutes, no photo.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Household, Resident
from linli.base.people.sealed_fields import SealedWordsField
from linli.kernel.standards import visit_plans
from linli.pillars.governance.visits.rules import plan as rules


class Plan(models.Model):
    """That an office owes its doors a visit, from which day, and how many doors a day's way holds."""

    office = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    since = models.DateField(_("从哪天起"))
    day_doors = models.PositiveSmallIntegerField(_("一天走几户"), default=visit_plans.DAY_DOORS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(day_doors__gte=1, day_doors__lte=visit_plans.MOST_DAY_DOORS),
                name="visit_day_doors",
            )
        ]


class Interval(models.Model):
    """An office's own interval: more often than the rule, never less."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    use = models.CharField(max_length=8)
    days = models.PositiveSmallIntegerField(_("最多隔几天"))
    basis = models.CharField(_("依据"), max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "use"], name="visit_own_days_once"),
            models.CheckConstraint(condition=Q(days__gt=0), name="visit_own_days_positive"),
        ]


class Home(models.Model):
    """A door of the register and until when it is owed a visit."""

    class Use(models.TextChoices):
        OWN = visit_plans.Use.OWN.value, _("自住")
        RENTED = visit_plans.Use.RENTED.value, _("出租")
        SHARED = visit_plans.Use.SHARED.value, _("合租、群租")
        VACANT = visit_plans.Use.VACANT.value, _("空着")

    household = models.OneToOneField(Household, models.CASCADE, related_name="home")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    use = models.CharField(_("怎么住的"), max_length=8, choices=Use.choices, default=Use.OWN)
    seen_on = models.DateField(null=True)
    due_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["office", "due_on"], name="visit_homes_due")]


class Visit(models.Model):
    """Somebody was there: one row, whichever books it counts in. It points at one home, one enterprise or one shop."""

    class Way(models.TextChoices):
        DOOR = "door", _("上门")
        PHONE = "phone", _("打电话")
        MET = "met", _("遇见")

    class Outcome(models.TextChoices):
        WELL = rules.Outcome.WELL.value, _("都好")
        WATCH = rules.Outcome.WATCH.value, _("要留意")
        HELP = rules.Outcome.HELP.value, _("要帮着办事")
        AWAY = rules.Outcome.AWAY.value, _("没见着人")

    class Purpose(models.TextChoices):
        LISTEN = rules.Purpose.LISTEN.value, _("听听难处")
        POLICY = rules.Purpose.POLICY.value, _("送政策")
        JOB = rules.Purpose.JOB.value, _("送岗位")
        STARTUP = rules.Purpose.STARTUP.value, _("送创业指导")
        TRAINING = rules.Purpose.TRAINING.value, _("送培训")
        SUBSIDY = rules.Purpose.SUBSIDY.value, _("送补助")
        SAFETY = rules.Purpose.SAFETY.value, _("说安全")
        REGISTER = rules.Purpose.REGISTER.value, _("核对登记")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    home = models.ForeignKey(Home, models.PROTECT, null=True, related_name="visits", db_index=False)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    shop = models.ForeignKey("inspections.Shop", models.PROTECT, null=True, related_name="+")
    way = models.CharField(_("怎么见的"), max_length=6, choices=Way.choices, default=Way.DOOR)
    outcome = models.CharField(_("怎么样"), max_length=8, choices=Outcome.choices)
    purposes = ArrayField(models.CharField(max_length=8), default=list)
    said = SealedWordsField(_("说了什么"), max_length=1000, blank=True, default="")
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    key = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(home__isnull=False, enterprise=None, shop=None)
                | Q(home=None, enterprise__isnull=False),
                name="visit_is_somewhere",
            )
        ]
        indexes = [
            models.Index(fields=["home", "-at"], name="visits_of_home"),
            models.Index(fields=["office", "at"], name="visits_of_office"),
        ]


class Change(models.Model):
    """One entry of a register put right on a visit: what it was, what it is, who said so. Never altered."""

    class What(models.TextChoices):
        USE = "use", _("怎么住的")
        PHONE = "phone", _("手机号")
        MOVED_IN = "moved_in", _("住进来")
        MOVED_OUT = "moved_out", _("搬走了")
        CONTACT_NAME = "contact_name", _("联系人")
        CONTACT_PHONE = "contact_phone", _("联系电话")
        STAFF_COUNT = "staff_count", _("从业人数")

    class Source(models.TextChoices):
        SELF = "self", _("本人说的")
        FAMILY = "family", _("家里人说的")
        PAPER = "paper", _("看了证件")
        SHOP = "shop", _("店里人说的")
        SEEN = "seen", _("当面看到")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="changes")
    what = models.CharField(_("改哪一项"), max_length=16, choices=What.choices)
    resident = models.ForeignKey(Resident, models.CASCADE, null=True, related_name="+")
    was = SealedWordsField(_("原来是"), blank=True, default="")
    now = SealedWordsField(_("现在是"), blank=True, default="")
    source = models.CharField(_("谁说的"), max_length=6, choices=Source.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit"], name="visit_confirms_one_change")]


class Ask(models.Model):
    """A visit that a resident asked for: an ordinary case, and the visit that answered it."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="visit_ask")
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    visit = models.OneToOneField(Visit, models.SET_NULL, null=True, related_name="answers")


class DiaryPage(models.Model):
    """A page of somebody's own diary (民情日记): sealed, read by its writer alone unless they share it."""

    owner = models.ForeignKey(Account, models.CASCADE, related_name="+", db_index=False)
    words = SealedWordsField(_("记点什么"), max_length=2000)
    at = models.DateTimeField()
    shared_with = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    shared_at = models.DateTimeField(null=True)
    key = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_with=None, shared_at=None) | Q(shared_at__isnull=False),
                name="diary_shared_when",
            )
        ]
        indexes = [models.Index(fields=["owner", "-at"], name="diary_of_owner")]
