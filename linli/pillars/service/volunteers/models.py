"""Volunteers, activities, who comes, and certificates. No place of anybody, no points: a test looks for them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.vault import SealedTextField
from linli.pillars.service.volunteers import rules


class Volunteer(models.Model):
    """Somebody who wants to help, by their own consent; leaving deletes all of it."""

    class Skill(models.TextChoices):
        TALK = rules.Skill.TALK.value, _("陪老人说话")
        CARE = rules.Skill.CARE.value, _("搭把手照看")
        TEACH = rules.Skill.TEACH.value, _("教孩子功课")
        REPAIR = rules.Skill.REPAIR.value, _("修修补补")
        LAW = rules.Skill.LAW.value, _("懂法律")
        HEALTH = rules.Skill.HEALTH.value, _("懂医护")
        ART = rules.Skill.ART.value, _("唱歌写字")
        PATROL = rules.Skill.PATROL.value, _("巡逻站岗")
        CLEAN = rules.Skill.CLEAN.value, _("打扫")
        COOK = rules.Skill.COOK.value, _("做饭")

    class When(models.TextChoices):
        DAYTIME = rules.When.DAYTIME.value, _("平时白天")
        EVENING = rules.When.EVENING.value, _("平时晚上")
        WEEKEND = rules.When.WEEKEND.value, _("周末")

    account = models.OneToOneField(Account, models.CASCADE, related_name="volunteer")
    grid = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    skills = ArrayField(models.CharField(max_length=8), default=list)
    times = ArrayField(models.CharField(max_length=8), default=list)
    is_minor = models.BooleanField(_("未满 18 岁"), default=False)
    guardian_name = SealedTextField(_("监护人姓名"), blank=True, default="")
    guardian_phone = SealedTextField(_("监护人电话"), blank=True, default="")
    consent_at = models.DateTimeField()
    guardian_consent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_minor=False) | Q(guardian_consent_at__isnull=False),
                name="minor_has_guardians_consent",
            )
        ]


class Emergency(models.Model):
    """Something that happened (a flood, a cold wave, a power cut) and opens posts on a ground, until it is over."""

    class What(models.TextChoices):
        FLOOD = rules.What.FLOOD.value, _("防汛")
        COLD = rules.What.COLD.value, _("雨雪冰冻")
        POWER = rules.What.POWER.value, _("停电")
        WATER = rules.What.WATER.value, _("停水")
        HEAT = rules.What.HEAT.value, _("高温")
        HEALTH = rules.What.HEALTH.value, _("公共卫生")
        OTHER = rules.What.OTHER.value, _("其他突发情况")

    area = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(_("什么情况"), max_length=6, choices=What.choices)
    title = models.CharField(_("一句话说清"), max_length=40)
    basis = models.CharField(_("凭什么启动"), max_length=120)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    end_words = models.CharField(_("怎么解除的"), max_length=200, blank=True, default="")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="emergency_ended_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="emergency_has_basis"),
        ]
        indexes = [models.Index(fields=["office", "-opened_at"], name="emergency_recent")]
        verbose_name_plural = "emergencies"

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """Something to do together, with so many places. With an emergency it is a post: open from the start until released."""

    team = models.ForeignKey(Unit, models.PROTECT, related_name="activities")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="activities")
    emergency = models.ForeignKey(Emergency, models.PROTECT, null=True, related_name="posts")
    title = models.CharField(_("做什么"), max_length=40)
    summary = models.CharField(_("一句话说清"), max_length=120)
    place = models.CharField(_("在哪里集合"), max_length=80)
    contact = models.CharField(_("问谁"), max_length=60, blank=True, default="")
    starts_at = models.DateTimeField(_("从"))
    ends_at = models.DateTimeField(_("到"))
    capacity = models.PositiveSmallIntegerField(_("要几个人"))
    going = models.PositiveSmallIntegerField(default=0)
    skills = ArrayField(models.CharField(max_length=8), default=list)
    takes_minors = models.BooleanField(_("未满 18 岁也能来"), default=False)
    planned_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, blank=True, default="")
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(going__lte=F("capacity")), name="never_over_capacity"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="activity_has_places"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="activity_times_in_order"),
            models.CheckConstraint(
                condition=Q(emergency=None) | Q(takes_minors=False), name="no_minors_at_emergency_posts"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="activity_starts")]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.title


class SignUp(models.Model):
    """Somebody and an activity: asked, coming, waiting, not coming, gone from a post; and the hours, told and confirmed."""

    class State(models.TextChoices):
        INVITED = "invited", _("请您来")
        GOING = "going", _("报上名了")
        WAITING = "waiting", _("在候补")
        CANCELLED = "cancelled", _("不去了")
        LEFT = "left", _("下岗了")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sign_ups")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="sign_ups")
    state = models.CharField(max_length=9, choices=State.choices)
    at = models.DateTimeField()
    claimed_minutes = models.PositiveSmallIntegerField(null=True)
    confirmed_minutes = models.PositiveSmallIntegerField(null=True)
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "volunteer"], name="signed_up_once"),
            models.CheckConstraint(
                condition=Q(confirmed_minutes__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_minutes__isnull=False, confirmed_by__isnull=False),
                name="hours_confirmed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["activity", "at"], name="sign_up_order")]


class Certificate(models.Model):
    """A paper that says how many hours somebody helped until a day; whoever holds its code may check that."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="certificates")
    code = models.CharField(max_length=12, unique=True)
    minutes = models.PositiveIntegerField()
    activities_count = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
