"""An election of an owners' committee beside its case: who prepares it, its roll, list, objections and votes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.people.models import Account, Household
from linli.base.people.sealed_fields import SealedWordsField
from linli.base.people.vault import SealedTextField
from linli.pillars.governance.deliberation.models import Topic
from linli.pillars.governance.estates.models._estates import Estate
from linli.pillars.governance.estates.rules import About, GroupSide, Meeting


class Election(models.Model):
    """The election of one committee: how owners meet, what rules they vote on, what its first sitting settled."""

    class Form(models.TextChoices):
        TOGETHER = Meeting.TOGETHER.value, _("集体讨论")
        WRITTEN = Meeting.WRITTEN.value, _("书面征求意见")
        ONLINE = Meeting.ONLINE.value, _("网上和书面一起")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="election")
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="elections")
    proposer = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    is_renewal = models.BooleanField(_("换届"), default=False)
    meeting = models.CharField(
        _("首次业主大会怎么开"), max_length=8, choices=Form.choices, default=Meeting.ONLINE.value
    )
    term_years = models.PositiveSmallIntegerField(_("任期几年"), default=5)
    seats = models.PositiveSmallIntegerField(_("选几名"), default=0)
    """How many are to be elected; nought where the list is as long as the committee."""
    covenant = models.TextField(_("管理规约草案"), blank=True, default="")
    procedure = models.TextField(_("业主大会议事规则草案"), blank=True, default="")
    posted_at = models.DateTimeField(null=True)
    posted_until = models.DateTimeField(null=True)
    elected_at = models.DateTimeField(null=True)
    seated_words = models.TextField(_("首次会议"), blank=True, default="")
    filed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(term_years__gte=1, term_years__lte=5), name="election_term_lawful"
            ),
            models.CheckConstraint(
                condition=Q(meeting__in=[m.value for m in Meeting]), name="election_meeting_known"
            ),
        ]

    def __str__(self) -> str:
        return self.case.number


class GroupMember(models.Model):
    """Somebody in the preparatory group. The list of them is announced."""

    class Of(models.TextChoices):
        OWNER = GroupSide.OWNER.value, _("业主代表")
        STREET = GroupSide.STREET.value, _("街道代表")
        COMMUNITY = GroupSide.COMMUNITY.value, _("社区居委会代表")
        BUILDER = GroupSide.BUILDER.value, _("建设单位代表")

    election = models.ForeignKey(Election, models.PROTECT, related_name="group")
    side = models.CharField(_("哪一方"), max_length=9, choices=Of.choices)
    name = models.CharField(_("姓名"), max_length=40)
    is_chair = models.BooleanField(_("组长"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "name"], name="group_member_once"),
            models.UniqueConstraint(fields=["election"], condition=Q(is_chair=True), name="group_one_chair"),
            models.CheckConstraint(
                condition=Q(side__in=[s.value for s in GroupSide]), name="group_side_known"
            ),
        ]
        ordering = ["-is_chair", "id"]

    def __str__(self) -> str:
        return self.name


class Candidate(models.Model):
    """Somebody who stands for the committee: announced by name, with what they say of themselves, if they agreed."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="candidates")
    name = models.CharField(_("姓名"), max_length=40)
    building = models.CharField(_("哪一栋"), max_length=40, blank=True, default="")
    words = models.CharField(_("自己说的话"), max_length=200, blank=True, default="")
    post = models.CharField(_("职务"), max_length=20, blank=True, default="")
    is_elected = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "name"], name="candidate_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class OwnerDoor(models.Model):
    """One line of the owners' roll: a door and the area it owns, in hundredths of a square metre. No names."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="doors")
    label = models.CharField(_("门牌"), max_length=80)
    area = models.PositiveIntegerField(_("专有部分面积（百分之一平方米）"))
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "label"], name="owner_door_once"),
            models.CheckConstraint(condition=Q(area__gt=0), name="owner_door_has_area"),
        ]
        ordering = ["id"]


class ElectionObjection(models.Model):
    """What an owner says against the group, the roll, the list or the drafts while they are public, and the answer."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="objections")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    name = SealedTextField(_("姓名"), blank=True, default="")
    words = SealedWordsField(_("异议"))
    via = models.CharField(max_length=5)
    at = models.DateTimeField()
    answer = models.TextField(_("答复"), blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    is_upheld = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "account"],
                condition=Q(answered_at=None),
                name="election_objection_open_once",
            ),
            models.CheckConstraint(condition=Q(via__in=["phone", "paper"]), name="election_objection_via"),
        ]
        ordering = ["id"]


class ElectionVote(models.Model):
    """A question put to the owners: a topic of deliberation, in which the vote itself is."""

    class Of(models.TextChoices):
        RULES = About.RULES.value, _("管理规约和议事规则")
        LIST = About.LIST.value, _("业主委员会委员")

    election = models.ForeignKey(Election, models.PROTECT, related_name="votes")
    topic = models.OneToOneField(Topic, models.PROTECT, related_name="election_vote")
    about = models.CharField(max_length=5, choices=Of.choices)
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, related_name="votes")
    """Whom the question is about; of the rules nobody, nor of a list that was written anew."""
    round = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "about", "round", "candidate"], name="election_vote_once"
            ),
            models.UniqueConstraint(
                fields=["election", "round"],
                condition=Q(about=About.RULES.value),
                name="election_rules_voted_once",
            ),
            models.CheckConstraint(
                condition=Q(about__in=[a.value for a in About]), name="election_vote_about"
            ),
        ]
        ordering = ["id"]
