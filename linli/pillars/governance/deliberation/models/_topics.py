"""Committees, topics and who has to do with them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.flow.models import Assignment, Case
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.sealed_fields import SealedWordsField
from linli.base.people.vault import SealedTextField
from linli.pillars.governance.deliberation.rules import (
    CommitteeKind,
    MemberSource,
    Origin,
    Outcome,
    PartyKind,
    Track,
    Via,
)

PHONE_PAPER = [Via.PHONE.value, Via.PAPER.value]


class Committee(models.Model):
    """A committee of a community, or its hall: who sits in it changes by terms."""

    class Kind(models.TextChoices):
        COUNCIL = CommitteeKind.COUNCIL.value, _("协商议事委员会")
        OVERSIGHT = CommitteeKind.OVERSIGHT.value, _("监督执行委员会")
        HALL = CommitteeKind.HALL.value, _("议事厅")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="committees")
    kind = models.CharField(_("哪一种"), max_length=9, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=60)
    place = models.CharField(_("固定地点"), max_length=80, blank=True, default="")
    formed_on = models.DateField(_("成立日期"))
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=Q(ended_on=None), name="committee_one_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in CommitteeKind]), name="committee_kind_known"
            ),
        ]
        ordering = ["unit", "kind"]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Somebody who sits in a committee from a day to a day. Announced by name, as posts are."""

    class Source(models.TextChoices):
        COMMITTEE = MemberSource.COMMITTEE.value, _("社区“两委”成员")
        DEPUTY = MemberSource.DEPUTY.value, _("居委会副书记、副主任")
        FLOATING = MemberSource.FLOATING.value, _("流动人口代表")
        RESIDENT_UNIT = MemberSource.RESIDENT_UNIT.value, _("驻区单位代表")
        SOCIETY = MemberSource.SOCIETY.value, _("社会组织代表")
        PROPERTY = MemberSource.PROPERTY.value, _("物业代表")
        POLICE = MemberSource.POLICE.value, _("社区民警")

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="members")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="committee_seats")
    name = models.CharField(_("姓名"), max_length=40)
    source = models.CharField(_("从哪里来"), max_length=13, choices=Source.choices)
    from_date = models.DateField(_("任期起"))
    until_date = models.DateField(_("任期止"))
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_date__gt=F("from_date")), name="member_term_forward"),
            models.CheckConstraint(
                condition=Q(source__in=[s.value for s in MemberSource]), name="member_source_known"
            ),
            models.UniqueConstraint(
                fields=["committee", "account"],
                condition=Q(ended_on=None, account__isnull=False),
                name="member_one_seat",
            ),
        ]
        ordering = ["committee", "id"]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A matter to talk through, beside its case. What is public was written for everybody by staff."""

    class From(models.TextChoices):
        RESIDENT = Origin.RESIDENT.value, _("居民提的")
        CASES = Origin.CASES.value, _("从多次反映的事来的")
        PARTY = Origin.PARTY.value, _("党组织提的")

    class Tracks(models.TextChoices):
        QUICK = Track.QUICK.value, _("即时议")
        DEEP = Track.DEEP.value, _("深入议")

    class Outcomes(models.TextChoices):
        AGREED = Outcome.AGREED.value, _("一致同意")
        PASSED = Outcome.PASSED.value, _("表决通过")
        FAILED = Outcome.FAILED.value, _("没有通过")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="deliberation")
    origin = models.CharField(_("来源"), max_length=8, choices=From.choices)
    proposer = models.ForeignKey(Account, models.PROTECT, null=True, related_name="proposed_topics")
    public_text = models.TextField(_("公开的内容"), blank=True, default="")
    posted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, related_name="topics")
    track = models.CharField(_("怎么议"), max_length=5, choices=Tracks.choices, blank=True, default="")
    rule = models.CharField(_("表决规则"), max_length=16, blank=True, default="")
    is_secret = models.BooleanField(_("无记名"), default=False)
    minutes = models.TextField(_("会议记录"), blank=True, default="")
    outcome = models.CharField(max_length=6, choices=Outcomes.choices, blank=True, default="")
    resolution = models.TextField(_("决议"), blank=True, default="")
    published_at = models.DateTimeField(null=True)
    publicity_until = models.DateTimeField(null=True)
    carried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__in=[o.value for o in Origin]), name="topic_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *(o.value for o in Outcome)]), name="topic_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | ~(Q(track="") | Q(rule="")),
                name="accepted_with_track_and_rule",
            ),
        ]
        indexes = [models.Index(fields=["-posted_at"], name="topic_posted")]

    def __str__(self) -> str:
        return self.case.number

    @property
    def is_passed(self) -> bool:
        """Whether something is to be carried out."""
        return self.outcome in (Outcome.AGREED, Outcome.PASSED)


class TopicCase(models.Model):
    """One of the cases that a topic comes from, or the ordinary case it was turned into."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="sources")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    is_result = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "case"], name="topic_case_once")]


class Supporter(models.Model):
    """Somebody who wants a topic talked through: once, whether on the phone or on paper, by the print of their number.

    What they say of it in the end stands in the same row.
    """

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="supporters")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    name = SealedTextField(_("姓名"), blank=True, default="")
    phone = SealedTextField(_("手机号"), blank=True, default="")
    print = models.BinaryField(max_length=32, null=True)
    via = models.CharField(max_length=5)
    at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(_("满意吗"), null=True)
    is_carried = models.BooleanField(_("办到了吗"), null=True)
    words = SealedWordsField(_("说几句"), blank=True, default="")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_via = models.CharField(max_length=5, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "print"], name="supported_once"),
            models.UniqueConstraint(fields=["topic", "account"], name="supported_once_an_account"),
            models.CheckConstraint(condition=Q(via__in=PHONE_PAPER), name="supporter_via_known"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=5), name="review_level_known"
            ),
        ]


class Party(models.Model):
    """Somebody who takes part in one topic: who convenes, who has a stake, who knows, who stays out of it."""

    class Kind(models.TextChoices):
        WORKING = PartyKind.WORKING.value, _("召集和主持")
        STAKEHOLDER = PartyKind.STAKEHOLDER.value, _("利益相关")
        EXPERT = PartyKind.EXPERT.value, _("专业支持（不表决）")
        RECUSED = PartyKind.RECUSED.value, _("回避")

    class Presence(models.TextChoices):
        UNKNOWN = "", _("没说")
        COMING = "coming", pgettext_lazy("到会", "来")
        AWAY = "away", _("来不了")
        HERE = "here", _("到了")

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="parties")
    kind = models.CharField(_("以什么身份"), max_length=11, choices=Kind.choices)
    name = SealedTextField(_("姓名"), blank=True, default="")
    stands_for = models.CharField(_("代表谁"), max_length=60)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    """When a paper invitation was handed over; a meeting that is moved is told anew."""
    presence = models.CharField(max_length=6, choices=Presence.choices, blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    signed_via = models.CharField(max_length=5, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "account"], name="party_once"),
            models.UniqueConstraint(fields=["topic", "member"], name="party_member_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in PartyKind]), name="party_kind_known"
            ),
        ]
        ordering = ["id"]


class Meeting(models.Model):
    """When and where a topic is talked through. Called off by calling another."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("什么时候"))
    place = models.CharField(_("在哪里"), max_length=120)
    materials = models.TextField(_("会前材料"), blank=True, default="")
    called_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Opinion(models.Model):
    """What somebody who cannot come wrote or had written down."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="opinions")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    name = SealedTextField(_("姓名"), blank=True, default="")
    words = SealedWordsField(_("意见"))
    via = models.CharField(max_length=5)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "account"], name="opinion_once"),
            models.CheckConstraint(condition=Q(via__in=PHONE_PAPER), name="opinion_via_known"),
        ]
        ordering = ["id"]


class Objection(models.Model):
    """What somebody says against a result while it is public, and what was answered."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="objections")
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
                fields=["topic", "account"], condition=Q(answered_at=None), name="objection_open_once"
            ),
            models.CheckConstraint(condition=Q(via__in=PHONE_PAPER), name="objection_via_known"),
        ]
        ordering = ["id"]


class Duty(models.Model):
    """What a unit does to carry a decision out, by when, and when it was done."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="duties")
    share = models.OneToOneField(Assignment, models.PROTECT, related_name="duty")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(_("做什么"), max_length=200)
    due_at = models.DateTimeField(_("哪天前"))
    report = models.TextField(_("做到哪里了"), blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
