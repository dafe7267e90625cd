"""A vote, its roll, who took part and what the count said.

Who took part stands in `Mark`, once for each entry of the roll whatever the way it came. In a secret vote no row says how
anybody voted: the urn holds sealed sums alone, which every vote writes anew. In an open one a ballot is sealed too, until
the count. Triggers hold it (`0002_votes`).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.people.models import Account, Household
from linli.base.people.vault import SealedTextField
from linli.pillars.governance.deliberation import rules
from linli.pillars.governance.deliberation.models._topics import Party, Topic
from linli.pillars.governance.deliberation.rules import Via


class Vote(models.Model):
    """One question put to one roll. `deciding` of the options can win; abstention and spoiled papers follow them."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="votes")
    round = models.PositiveSmallIntegerField()
    question = models.CharField(_("表决什么"), max_length=200)
    options = ArrayField(models.CharField(max_length=60))
    deciding = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=16)
    is_secret = models.BooleanField()
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    """When those who had not voted yet were reminded, once."""
    urn = SealedTextField(blank=True, default="")
    is_joint = models.BooleanField(default=False)
    """One of several questions on one ballot paper: voted on together with the others, never by itself."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "round"], name="vote_one_a_round"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="vote_closes_later"),
            models.CheckConstraint(condition=Q(rule__in=sorted(rules.RULES)), name="vote_rule_known"),
            models.CheckConstraint(
                condition=Q(counted_at=None) | Q(closed_at__isnull=False), name="counted_after_close"
            ),
        ]
        indexes = [
            models.Index(
                fields=["closes_at"],
                condition=Q(closed_at=None, reminded_at=None),
                name="vote_to_remind_of",
            )
        ]
        ordering = ["round"]

    @property
    def is_yes_no(self) -> bool:
        """Whether a proposal is taken or not, and not one of several chosen."""
        return self.deciding == 2


class Entry(models.Model):
    """One line of the roll: a household, a party of the topic, or somebody written down by hand. One vote."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="entries")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    label = SealedTextField(_("谁"))
    print = models.BinaryField(max_length=32)
    area = models.PositiveIntegerField(_("专有部分面积（百分之一平方米）"), default=0)
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    verified_how = models.CharField(_("凭什么核实"), max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "household"], name="entry_household_once"),
            models.UniqueConstraint(fields=["vote", "party"], name="entry_party_once"),
            models.UniqueConstraint(fields=["vote", "account"], name="entry_account_once"),
            models.UniqueConstraint(fields=["vote", "print"], name="entry_once"),
        ]
        ordering = ["id"]


class Mark(models.Model):
    """That an entry has voted: there is one, or none. Of a secret vote it says the day and not the hour."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="mark")
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="marks")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    via = models.CharField(max_length=5)
    on_date = models.DateField()
    proxy = SealedTextField(_("谁代的"), blank=True, default="")
    proxy_print = models.BinaryField(max_length=32, null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "account"], name="voted_once_a_person"),
            models.CheckConstraint(condition=Q(via__in=[v.value for v in Via]), name="mark_via_known"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("by")), name="checked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(via=Via.PHONE.value, by=None) | (~Q(via=Via.PHONE.value) & Q(by__isnull=False)),
                name="taken_in_by_somebody",
            ),
        ]


class Ballot(models.Model):
    """How an entry voted in an open vote. Sealed until the count, and there is none in a secret one."""

    mark = models.OneToOneField(Mark, models.PROTECT, primary_key=True, related_name="ballot")
    choice = SealedTextField()


class BoxCount(models.Model):
    """What one person counted in the box of a secret vote, after its close. Two who agree are needed."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="box_counts")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    counts = SealedTextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "by"], name="box_counted_once_a_person")]


class Tally(models.Model):
    """What the count said of one option. Written once, when the vote has been counted."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="tallies")
    option = models.PositiveSmallIntegerField()
    heads = models.PositiveIntegerField()
    area = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "option"], name="tally_once")]
        ordering = ["option"]
