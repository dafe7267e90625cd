"""People who are looked after, their groups, visits, helpers and wishes: a compartment of its own, sealed.

Nothing here is a case, so that no list of cases, search, map or board can show who belongs to a group.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Resident
from linli.base.people.vault import SealedTextField
from linli.kernel.standards import care_groups
from linli.pillars.service.care import rules

Group = care_groups.GROUPS


class CarePerson(models.Model):
    """Somebody who is looked after, and until when the next visit is owed. Name and number are their resident's."""

    class Level(models.TextChoices):
        HIGH = care_groups.Level.HIGH.value, _("高风险")
        KEY = care_groups.Level.KEY.value, _("重点")
        GENERAL = care_groups.Level.GENERAL.value, _("一般")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    grid = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    resident = models.OneToOneField(Resident, models.PROTECT, related_name="care")
    door = SealedTextField(_("住址"), blank=True, default="")
    print = models.BinaryField(editable=False)
    """Keyed digest of name and number: a list taken in twice makes nobody twice."""
    since = models.DateField()
    is_for_ground = models.BooleanField(default=False)
    level = models.CharField(_("探访等级"), max_length=8, choices=Level.choices, blank=True, default="")
    visits_since = models.DateTimeField(null=True)
    level_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "care people"
        constraints = [
            models.UniqueConstraint(fields=["office", "print"], name="care_person_once"),
            models.CheckConstraint(
                condition=Q(level="", due_at__isnull=True)
                | (~Q(level="") & Q(due_at__isnull=False, level_at__isnull=False, review_on__isnull=False)),
                name="care_plan_has_a_due_time",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="care_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["grid"], name="care_grid"),
        ]


class Membership(models.Model):
    """That somebody belongs to a group, from when, and on what ground. The group itself is sealed."""

    class Basis(models.TextChoices):
        DUTY = "duty", _("法定职责")
        CONSENT = "consent", _("本人同意")
        GUARDIAN = "guardian", _("监护人同意")

    person = models.ForeignKey(CarePerson, models.CASCADE, related_name="memberships")
    group = SealedTextField()
    group_print = models.BinaryField(editable=False)
    basis = models.CharField(_("依据"), max_length=8, choices=Basis.choices)
    ground = SealedTextField(_("文件或怎么同意的"), blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True)
    end_reason = SealedTextField(_("为什么不再是"), blank=True, default="")
    noted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group_print"], condition=Q(until__isnull=True), name="care_group_once"
            )
        ]


class CareNote(models.Model):
    """Why a level was set, or what changed: kept in their order, never altered."""

    class What(models.TextChoices):
        LEVEL = "level", _("定等级")
        CHANGE = "change", _("有变化")

    person = models.ForeignKey(CarePerson, models.CASCADE, related_name="notes")
    what = models.CharField(max_length=8, choices=What.choices)
    level = models.CharField(max_length=8, choices=CarePerson.Level.choices, blank=True, default="")
    words = SealedTextField(_("说明"))
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")


class Pair(models.Model):
    """A household and who is paired with it: a leader, a secretary, a unit; once a month is owed."""

    person = models.ForeignKey(CarePerson, models.CASCADE, related_name="pairs")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit"], condition=Q(until__isnull=True), name="care_pair_once"
            )
        ]


class Visit(models.Model):
    """That somebody was looked after: when, how, how it was. No place, no photo, no minutes."""

    class Way(models.TextChoices):
        DOOR = care_groups.Way.DOOR.value, _("上门")
        PHONE = care_groups.Way.PHONE.value, _("打电话")
        MET = care_groups.Way.MET.value, _("路上或活动里遇见")
        NEIGHBOUR = care_groups.Way.NEIGHBOUR.value, _("问邻居")
        FAMILY = care_groups.Way.FAMILY.value, _("问家里人")
        SENSOR = care_groups.Way.SENSOR.value, _("智能设备")
        HOTLINE = care_groups.Way.HOTLINE.value, _("本人来电")

    class Outcome(models.TextChoices):
        WELL = rules.Outcome.WELL.value, _("都好")
        WATCH = rules.Outcome.WATCH.value, _("要留意")
        HELP = rules.Outcome.HELP.value, _("要帮着办事")
        AWAY = rules.Outcome.AWAY.value, _("没见着，也没联系上")

    person = models.ForeignKey(CarePerson, models.CASCADE, related_name="visits")
    pair = models.ForeignKey(Pair, models.SET_NULL, null=True, related_name="visits")
    way = models.CharField(_("怎么看的"), max_length=10, choices=Way.choices)
    outcome = models.CharField(_("怎么样"), max_length=8, choices=Outcome.choices)
    found = SealedTextField(_("看到什么"), blank=True, default="")
    at = models.DateTimeField()
    owed_at = models.DateTimeField(null=True)
    """Until when it had been owed: what tells a visit in time from a late one, for the office's own figure."""
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="care_visits")]


class VisitInterval(models.Model):
    """An office's own interval: more often than the rule, never less."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    level = models.CharField(max_length=8, choices=CarePerson.Level.choices)
    days = models.PositiveSmallIntegerField(_("最多隔几天"))
    basis = models.CharField(_("依据"), max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "level"], name="care_interval_once"),
            models.CheckConstraint(condition=Q(days__gt=0), name="care_interval_positive"),
        ]


class Wish(models.Model):
    """A small wish (微心愿): published without saying whose, taken by somebody, fulfilled, confirmed by the person."""

    class State(models.TextChoices):
        OPEN = rules.WishState.OPEN.value, _("等人认领")
        TAKEN = rules.WishState.TAKEN.value, _("有人认领了")
        FULFILLED = rules.WishState.FULFILLED.value, _("办到了，等本人说")
        CONFIRMED = rules.WishState.CONFIRMED.value, _("本人说办到了")
        WITHDRAWN = rules.WishState.WITHDRAWN.value, _("不要了")

    person = models.ForeignKey(CarePerson, models.CASCADE, related_name="wishes")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    words = models.CharField(_("心愿"), max_length=80)
    skill = models.CharField(_("要会什么"), max_length=8, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    fulfilled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(taken_by__isnull=False, taken_until__isnull=False),
                name="care_wish_taken_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["office", "state"], name="care_wishes")]

    def __str__(self) -> str:
        return self.words
