"""Party organisations: units of the one tree that also stand in a line of their own, and the terms they were elected for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.pillars.party.branches.rules import OrgKind


class Organisation(models.Model):
    """What a Party unit is. Its unit says where it stands; `superior` and `path` say under whom, which is another line:
    the committee of a community lies on the community's ground and is led by the office's working committee.
    """

    class Kind(models.TextChoices):
        WORKING_COMMITTEE = OrgKind.WORKING_COMMITTEE.value, _("党工委")
        GREATER_WORKING = OrgKind.GREATER_WORKING.value, _("大工委")
        COMMITTEE = OrgKind.COMMITTEE.value, _("社区党委")
        GREATER_COMMITTEE = OrgKind.GREATER_COMMITTEE.value, _("大党委")
        JOINT_COMMITTEE = OrgKind.JOINT_COMMITTEE.value, _("联合党委")
        GENERAL_BRANCH = OrgKind.GENERAL_BRANCH.value, _("党总支")
        BRANCH = OrgKind.BRANCH.value, _("党支部")
        GRID_BRANCH = OrgKind.GRID_BRANCH.value, _("网格党支部")
        INTEREST_BRANCH = OrgKind.INTEREST_BRANCH.value, _("趣缘党支部")
        TRADE_BRANCH = OrgKind.TRADE_BRANCH.value, _("业缘党支部")
        FLOATING_BRANCH = OrgKind.FLOATING_BRANCH.value, _("流动党支部")
        PROJECT_BRANCH = OrgKind.PROJECT_BRANCH.value, _("项目一线党支部")
        FIRM_BRANCH = OrgKind.FIRM_BRANCH.value, _("两新组织党支部")
        JOINT_BRANCH = OrgKind.JOINT_BRANCH.value, _("联合党支部")
        GROUP = OrgKind.GROUP.value, _("党小组")
        TASK_FORCE = OrgKind.TASK_FORCE.value, _("攻坚党小组")

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="organisation")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("哪一类"), max_length=18, choices=Kind.choices)
    superior = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")
    path = models.CharField(max_length=120, editable=False)
    """Ids of units from the top of the Party's line down to this one: “/7/12/40/”."""
    founded_on = models.DateField(_("哪天成立"))
    purpose = models.CharField(_("为什么事成立"), max_length=120, blank=True, default="")
    ends_on = models.DateField(_("到哪天为止"), null=True, blank=True)
    units_count = models.PositiveSmallIntegerField(_("覆盖几家单位"), default=0)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in OrgKind]), name="organisation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=OrgKind.WORKING_COMMITTEE.value, superior=None)
                | ~Q(kind=OrgKind.WORKING_COMMITTEE.value) & Q(superior__isnull=False),
                name="organisation_has_superior",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("founded_on")), name="organisation_ends_later"
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(kind=OrgKind.WORKING_COMMITTEE.value, closed_on=None),
                name="organisation_one_top",
            ),
        ]
        indexes = [models.Index(fields=["path"], name="organisation_path", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def line(self) -> tuple[int, ...]:
        """The ids of units from the top of the Party's line down to this one."""
        return tuple(int(part) for part in self.path.split("/") if part)


class Term(models.Model):
    """For how long and with how many seats an organisation was elected; the latest one counts."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="terms")
    elected_on = models.DateField(_("哪天选的"))
    until = models.DateField(_("任期到哪天"))
    committee_size = models.PositiveSmallIntegerField(_("委员几人"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("elected_on")), name="term_forward"),
            models.UniqueConstraint(fields=["organisation", "elected_on"], name="term_once"),
        ]
        ordering = ["-elected_on"]
