"""Postings, who looks for work, and introductions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.vault import SealedTextField
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.jobs.rules import follow, match, visit


class JobPosting(models.Model):
    """Work that an enterprise offers. Nobody sees it before it was read by the office; it ends on its last day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等街道看")
        SHOWN = "shown", _("在招")
        SENT_BACK = "sent_back", _("退回修改")
        ENDED = "ended", _("不招了")

    class Hours(models.TextChoices):
        FULL = match.Hours.FULL.value, _("全职")
        PART = match.Hours.PART.value, _("兼职、半天")
        NIGHT = match.Hours.NIGHT.value, _("夜班")
        FREE = match.Hours.FREE.value, _("时间灵活")

    class Skill(models.TextChoices):
        COOK = match.Skill.COOK.value, _("做饭")
        SERVE = match.Skill.SERVE.value, _("服务、接待")
        SELL = match.Skill.SELL.value, _("卖货、收银")
        CLEAN = match.Skill.CLEAN.value, _("保洁、家政")
        CARE = match.Skill.CARE.value, _("照顾人")
        DRIVE = match.Skill.DRIVE.value, _("开车、送货")
        REPAIR = match.Skill.REPAIR.value, _("修理")
        SEW = match.Skill.SEW.value, _("缝纫、洗熨")
        GUARD = match.Skill.GUARD.value, _("看门、保安")
        OFFICE = match.Skill.OFFICE.value, _("文员、记账")
        COMPUTER = match.Skill.COMPUTER.value, _("用电脑")
        CARRY = match.Skill.CARRY.value, _("搬运、分拣")

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="postings")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(_("招什么人"), max_length=40)
    duties = models.CharField(_("做什么"), max_length=400)
    asks = models.CharField(_("有什么要求"), max_length=300, blank=True, default="")
    places = models.PositiveSmallIntegerField(_("招几个"))
    wage_from = models.PositiveIntegerField(_("月薪从（元）"))
    wage_to = models.PositiveIntegerField(_("到（元）"))
    hours = models.CharField(_("上班时间"), max_length=8, choices=Hours.choices)
    skills = ArrayField(models.CharField(max_length=8), default=list)
    until_date = models.DateField(_("招到哪天"))
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True, default="")
    posted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(wage_to__gte=F("wage_from")), name="posting_wage_in_order"),
            models.CheckConstraint(condition=Q(places__gt=0), name="posting_has_places"),
            models.CheckConstraint(
                condition=~Q(state="shown") | Q(decided_by__isnull=False), name="posting_shown_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "until_date"], name="postings_shown")]

    def __str__(self) -> str:
        return self.title


class JobSeeker(models.Model):
    """Somebody who looks for work, by their own consent and no longer than they want; leaving deletes all of it."""

    class Consent(models.TextChoices):
        SELF = "self", _("本人在手机上同意")
        PAPER = "paper", _("本人签了字")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, models.CASCADE, null=True, related_name="job_seeker")
    grid = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+", db_index=False)
    name = SealedTextField(_("称呼"))
    phone = SealedTextField(_("电话"))
    phone_print = models.BinaryField(max_length=32, null=True, db_index=True)
    skills = ArrayField(models.CharField(max_length=8), default=list)
    hours = ArrayField(models.CharField(max_length=8), default=list)
    wage_from = models.PositiveIntegerField(_("月薪至少（元）"), null=True)
    consent = models.CharField(max_length=8, choices=Consent.choices)
    consent_at = models.DateTimeField()
    until_date = models.DateField()
    ask_on = models.DateField(null=True)
    """By which day somebody of the office asks how it goes; a job found asks for nothing more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "phone_print"], name="job_seeker_once"),
        ]


class JobMatch(models.Model):
    """An introduction: how far somebody and a posting have come. Without the person it is a count."""

    class State(models.TextChoices):
        ASKED = follow.State.ASKED.value, _("想去，等介绍")
        INTRODUCED = follow.State.INTRODUCED.value, _("介绍了")
        INTERVIEWED = follow.State.INTERVIEWED.value, _("面谈了")
        HIRED = follow.State.HIRED.value, _("录用了")
        STAYED = follow.State.STAYED.value, _("一个月后还在")
        NOT_HIRED = follow.State.NOT_HIRED.value, _("没录用")
        DECLINED = follow.State.DECLINED.value, _("本人不去")
        LEFT = follow.State.LEFT.value, _("一个月内走了")

    posting = models.ForeignKey(JobPosting, models.PROTECT, related_name="matches")
    seeker = models.ForeignKey(JobSeeker, models.SET_NULL, null=True, related_name="matches")
    state = models.CharField(max_length=11, choices=State.choices)
    asked_at = models.DateTimeField(null=True)
    introduced_at = models.DateTimeField(null=True)
    hired_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["posting", "seeker"], name="introduced_once"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "declined"]) | Q(introduced_at__isnull=False),
                name="introduced_before",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["hired", "stayed", "left"]) | Q(hired_at__isnull=False),
                name="hired_before",
            ),
        ]


class Training(models.Model):
    """A training that the office offers or knows of."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(_("学什么"), max_length=40)
    summary = models.CharField(_("一句话说清"), max_length=200)
    place = models.CharField(_("在哪里学"), max_length=80)
    contact = models.CharField(_("怎么报名"), max_length=80)
    starts_date = models.DateField(_("哪天开始"))
    is_free = models.BooleanField(_("不收钱"), default=True)
    skills = ArrayField(models.CharField(max_length=8), default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "starts_date"], name="trainings_to_come")]


class SeekerVisit(models.Model):
    """That somebody who looks for work was met and what was brought: nothing about them. Alone it is a count."""

    class Brought(models.TextChoices):
        POLICY = visit.Brought.POLICY.value, _("送政策")
        JOB = visit.Brought.JOB.value, _("送岗位")
        STARTUP = visit.Brought.STARTUP.value, _("送创业指导")
        TRAINING = visit.Brought.TRAINING.value, _("送培训")
        SUBSIDY = visit.Brought.SUBSIDY.value, _("送补助")

    class Way(models.TextChoices):
        DOOR = visit.Way.DOOR.value, _("上门")
        PHONE = visit.Way.PHONE.value, _("打电话")
        HALL = visit.Way.HALL.value, _("来大厅")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    seeker = models.ForeignKey(JobSeeker, models.SET_NULL, null=True, related_name="visits")
    on_date = models.DateField(_("哪天"))
    way = models.CharField(_("怎么见的"), max_length=5, choices=Way.choices)
    brought = ArrayField(models.CharField(max_length=8), default=list)
    posting = models.ForeignKey(JobPosting, models.SET_NULL, null=True, related_name="+", db_index=False)
    training = models.ForeignKey(Training, models.SET_NULL, null=True, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", db_index=False)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(brought=[]), name="seeker_visit_brings_something"),
        ]
        indexes = [models.Index(fields=["seeker", "-on_date"], name="visits_of_seeker")]
