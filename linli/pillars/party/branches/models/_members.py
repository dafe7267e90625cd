"""Whom organisations have: a compartment of its own. Names, numbers and doors are sealed; no list or search finds them.

Nothing here points at an account, a resident or a door, so that the tables by themselves say of nobody that they belong.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.vault import SealedTextField
from linli.pillars.party.branches import rules
from linli.pillars.party.branches.models._organisations import Organisation


class PartyMember(models.Model):
    """Somebody in an organisation, or on the way to it, as far as work on the grid needs it."""

    class Standing(models.TextChoices):
        APPLICANT = rules.Standing.APPLICANT.value, _("入党申请人")
        ACTIVIST = rules.Standing.ACTIVIST.value, _("积极分子")
        CANDIDATE = rules.Standing.CANDIDATE.value, _("发展对象")
        PROBATIONARY = rules.Standing.PROBATIONARY.value, _("预备党员")
        FULL = rules.Standing.FULL.value, _("正式党员")

    class Relation(models.TextChoices):
        HERE = rules.Relation.HERE.value, _("在本支部")
        MOVING_IN = rules.Relation.MOVING_IN.value, _("转入中")
        MOVING_OUT = rules.Relation.MOVING_OUT.value, _("转出中")
        FLOWN_OUT = rules.Relation.FLOWN_OUT.value, _("流出")
        FLOWN_IN = rules.Relation.FLOWN_IN.value, _("流入")
        LOST = rules.Relation.LOST.value, _("失联")
        SUSPENDED = rules.Relation.SUSPENDED.value, _("停止党籍")
        ABROAD = rules.Relation.ABROAD.value, _("出国（境）保留")

    class Position(models.TextChoices):
        SECRETARY = rules.Position.SECRETARY.value, _("书记")
        DEPUTY = rules.Position.DEPUTY.value, _("副书记")
        COMMITTEE = rules.Position.COMMITTEE.value, _("委员")
        LEADER = rules.Position.LEADER.value, _("组长")

    class Door(models.TextChoices):
        CENTRE = rules.Door.CENTRE.value, _("党员中心户")
        VANGUARD = rules.Door.VANGUARD.value, _("先锋户")

    class Left(models.TextChoices):
        MOVED = rules.Left.MOVED.value, _("转走了")
        ENDED = rules.Left.ENDED.value, _("不再是了")
        DIED = rules.Left.DIED.value, _("去世")
        MISTAKE = rules.Left.MISTAKE.value, _("记错了")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    grid = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    name = SealedTextField(_("姓名"))
    phone = SealedTextField(_("联系电话"), blank=True, default="")
    phone_print = models.BinaryField(null=True, editable=False)
    print = models.BinaryField(editable=False)
    """Keyed digest of name and number: a list taken in twice makes nobody twice."""
    door = SealedTextField(_("住址"), blank=True, default="")
    home = SealedTextField(blank=True, default="")
    """The household's id, sealed: the table does not say which door a member opens."""
    standing = models.CharField(_("人员类别"), max_length=12, choices=Standing.choices)
    standing_since = models.DateField(_("从哪天起"))
    relation = models.CharField(_("组织关系"), max_length=10, choices=Relation.choices)
    position = models.CharField(
        _("党内职务"), max_length=10, choices=Position.choices, blank=True, default=""
    )
    door_role = models.CharField(_("户类型"), max_length=8, choices=Door.choices, blank=True, default="")
    is_in_service = models.BooleanField(_("在职"), default=False)
    since = models.DateField()
    until = models.DateField(null=True)
    left = models.CharField(max_length=8, choices=Left.choices, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "print"], condition=Q(until=None), name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None, left="") | Q(until__isnull=False) & ~Q(left=""),
                name="membership_left_why",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation"], condition=Q(until=None), name="membership_of"),
            models.Index(fields=["grid"], condition=Q(until=None), name="membership_grid"),
            models.Index(fields=["phone_print"], name="membership_phone"),
        ]


class Joining(models.Model):
    """That a member takes part in a further organisation: a functional branch, a task force."""

    member = models.ForeignKey(PartyMember, models.CASCADE, related_name="joinings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="joinings")
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "organisation"], name="joining_once")]


class PartTimeMember(models.Model):
    """That a unit of the area sits in a committee (兼职委员), and who for it; the name is sealed, the unit is not."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="part_timers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = SealedTextField(_("姓名"))
    duty = models.CharField(_("在单位的职务"), max_length=40, blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit"], condition=Q(until=None), name="part_time_once"
            )
        ]
