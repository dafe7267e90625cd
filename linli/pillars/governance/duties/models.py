"""The list of duties of an office by version, and tasks for grid workers beside their cases."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.pillars.governance.duties import rules
from linli.pillars.governance.duties.rules import DutyKind, Line


class DutyList(models.Model):
    """A version of an office's list, as it was published. It and its lines never change: triggers hold it."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="duty_lists")
    version = models.PositiveSmallIntegerField()
    basis = models.CharField(_("哪份文件公布的"), max_length=200)
    from_date = models.DateField(_("从哪天起"))
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "version"], name="duty_list_once")]
        ordering = ["office", "-version"]

    def __str__(self) -> str:
        return f"{self.office_id} v{self.version}"


class Duty(models.Model):
    """One line of the list: whose it is, who leads, what the office does about it, on what ground."""

    class Kind(models.TextChoices):
        BASIC = DutyKind.BASIC.value, _("基本履职事项")
        COOPERATING = DutyKind.COOPERATING.value, _("配合履职事项")
        TAKEN_BACK = DutyKind.TAKEN_BACK.value, _("上级收回事项")

    list = models.ForeignKey(DutyList, models.PROTECT, related_name="duties")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    number = models.CharField(_("序号"), max_length=rules.MOST["number"])
    block = models.CharField(_("领域"), max_length=rules.MOST["block"], blank=True)
    name = models.CharField(_("事项名称"), max_length=rules.MOST["name"])
    lead = models.CharField(_("牵头部门"), max_length=rules.MOST["lead"], blank=True)
    part = models.CharField(_("街道怎么配合"), max_length=rules.MOST["part"], blank=True)
    basis = models.CharField(_("依据"), max_length=rules.MOST["basis"], blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "kind", "number"], name="duty_once"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in DutyKind]), name="duty_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=DutyKind.BASIC.value) | ~Q(lead=""), name="duty_of_others_says_whose"
            ),
        ]
        ordering = ["list", "order"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.number} {self.name}"

    @property
    def line(self) -> Line:
        """The line as rules look at it."""
        return Line(DutyKind(self.kind), self.number, self.block, self.name, self.lead, self.part, self.basis)


class Task(models.Model):
    """What somebody asks grid workers to do. What it is stands in the words of the first step."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="task")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tasks")
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="tasks")
    outside_basis = models.CharField(_("清单外的依据"), max_length=300, blank=True, default="")
    days = models.PositiveSmallIntegerField(_("要多少天"))
    grounds = ArrayField(models.IntegerField(), default=list)
    quoted = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(duty__isnull=False) ^ ~Q(outside_basis=""), name="task_has_one_basis"
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=rules.LONGEST_DAYS), name="task_days_within"
            ),
        ]

    def __str__(self) -> str:
        return self.case.number
