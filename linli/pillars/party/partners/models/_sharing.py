"""Who reported in, what is offered, and what is done together beside its case."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.sealed_fields import SealedWordsField
from linli.base.people.vault import SealedTextField
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.partners import rules


class ReportIn(models.Model):
    """That a unit reported in to a community (单位报到), and whom one reaches there. Of members it says nothing."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="report_ins")
    community = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    contact_name = SealedTextField(_("联系人"), blank=True, default="")
    contact_phone = SealedTextField(_("联系电话"), blank=True, default="")
    since = models.DateField(_("哪天报到"))
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "community"], condition=Q(until=None), name="reported_in_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="report_in_forward"
            ),
        ]
        indexes = [models.Index(fields=["community"], condition=Q(until=None), name="report_in_here")]


class MemberReport(models.Model):
    """That somebody in service reported in where they live (在职党员报到), by themselves: sealed, in the compartment of
    members. Nothing here points at an account or a door."""

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = SealedTextField(_("姓名"))
    phone = SealedTextField(_("联系电话"))
    phone_print = models.BinaryField(editable=False)
    duties = ArrayField(models.CharField(max_length=8), default=list)
    times = SealedTextField(_("什么时候有空"), blank=True, default="")
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone_print"], name="member_reported_once"),
        ]


class Resource(models.Model):
    """Something a unit offers the communities it reported in to: so often, until a day."""

    class What(models.TextChoices):
        HANDS = rules.What.HANDS.value, _("人手")
        SKILL = rules.What.SKILL.value, _("专业服务")
        SPACE = rules.What.SPACE.value, _("场地")
        GOODS = rules.What.GOODS.value, _("物资")
        TALK = rules.What.TALK.value, _("宣讲培训")
        CARE = rules.What.CARE.value, _("关爱慰问")
        REPAIR = rules.What.REPAIR.value, _("修缮")
        JOBS = rules.What.JOBS.value, _("岗位实习")
        OTHER = rules.What.OTHER.value, _("别的")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="resources")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    what = models.CharField(_("哪一类"), max_length=8, choices=What.choices)
    title = models.CharField(_("一句话"), max_length=60)
    words = models.CharField(_("说清楚"), max_length=300, blank=True, default="")
    times = models.PositiveSmallIntegerField(_("能用几次"), default=1)
    taken = models.PositiveSmallIntegerField(default=0)
    is_for_all = models.BooleanField(_("居民也能看到"), default=False)
    until = models.DateField(_("到哪天"))
    offered_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    shown_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(times__gt=0), name="resource_has_times"),
            models.CheckConstraint(condition=Q(taken__lte=F("times")), name="resource_never_over"),
            models.CheckConstraint(
                condition=Q(shown_at=None) | Q(is_for_all=True), name="resource_shown_if_meant"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "what"], condition=Q(ended_at=None), name="resource_standing")
        ]

    def __str__(self) -> str:
        return self.title


class Project(models.Model):
    """What a community needs, beside its case; once claimed, what a unit does there."""

    What = Resource.What

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="project")
    community = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(_("哪一类"), max_length=8, choices=Resource.What.choices)
    words = SealedWordsField(_("具体做什么"), max_length=1000)
    served = models.CharField(_("为谁做"), max_length=60)
    wanted_date = models.DateField(_("最晚哪天"), null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="projects")
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, related_name="projects")
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    served_count = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, claimed_at=None) | Q(unit__isnull=False, claimed_at__isnull=False),
                name="project_claimed_by_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(unit__isnull=False, done_at__isnull=False),
                name="project_confirmed_when_done",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "claimed_at"], name="project_of_unit"),
            models.Index(fields=["community"], name="project_of_community"),
        ]


class Milestone(models.Model):
    """A step a unit set itself in a project, and when it was made."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    seq = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=60)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "seq"], name="project_milestone_once")]
        ordering = ["seq"]
