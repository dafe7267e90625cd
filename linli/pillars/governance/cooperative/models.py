"""A cooperative, its members, the versions of its rules, what its representatives resolved and what was paid out.

The register is written by resolution only: `0002_by_resolution` lets no member, change or version of the rules in that does
not name a resolution carried in deliberation, and none of them is changed or taken out again. What a member has is finance
data of a person: facts, shares and amounts are sealed, shown one at a time for a reason, and logged.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.sealed_fields import SealedJSONField
from linli.base.people.vault import SealedTextField
from linli.pillars.governance.cooperative.rules import ChangeKind, Counted, MemberKind
from linli.pillars.governance.deliberation.models import Topic


class Kind(models.TextChoices):
    """The kinds of members, as people read them."""

    WORKING = MemberKind.WORKING.value, _("在职职工")
    RETIRED = MemberKind.RETIRED.value, _("退休老年人")
    RESIDENT = MemberKind.RESIDENT.value, _("其他成员")
    MINOR = MemberKind.MINOR.value, _("未成年人")


class Basis(models.TextChoices):
    """What is counted, as people read it."""

    PERSON = Counted.PERSON.value, _("按人")
    YEARS = Counted.YEARS.value, _("按年限")


class Cooperative(models.Model):
    """The cooperative of a community."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="cooperative")
    name = models.CharField(_("名称"), max_length=60)
    formed_on = models.DateField(_("成立日期"))

    class Meta:
        ordering = ["unit"]

    def __str__(self) -> str:
        return self.name


class Delegate(models.Model):
    """Somebody who represents members at the half-yearly meeting, announced by name for a term."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="delegates")
    name = models.CharField(_("姓名"), max_length=40)
    phone = SealedTextField(_("手机号"), blank=True, default="")
    from_date = models.DateField(_("任期起"))
    until_date = models.DateField(_("任期止"))
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "name"], condition=Q(ended_on=None), name="delegate_once"
            ),
            models.CheckConstraint(condition=Q(until_date__gt=F("from_date")), name="delegate_term_forward"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Resolution(models.Model):
    """What representatives are asked to resolve. Once it is put to the vote its content stays as it is."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="resolutions")
    title = models.CharField(_("议决什么"), max_length=60)
    words = models.TextField(_("说明"))
    content = SealedJSONField(blank=True, default=dict)
    digest = models.CharField(max_length=16, blank=True, default="")
    """Keyed digest of the content, printed in the question: what is carried out is what was voted on."""
    topic = models.OneToOneField(Topic, models.PROTECT, null=True, related_name="resolution_of")
    drafted_at = models.DateTimeField()
    carried_out_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic=None, digest="", carried_out_at=None)
                | (Q(topic__isnull=False) & ~Q(digest="") & Q(dropped_at=None)),
                name="resolution_fixed_when_put",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class RuleVersion(models.Model):
    """The allotment rules from a day on, until the next version."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("第几版"))
    from_date = models.DateField(_("从哪天起"))
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "number"], name="rule_version_once"),
            models.UniqueConstraint(fields=["cooperative", "from_date"], name="rule_version_one_a_day"),
        ]
        ordering = ["from_date"]


class RuleLine(models.Model):
    """What one kind of members gets by a version: so many shares for so much of what is counted."""

    version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="lines")
    kind = models.CharField(_("哪一类成员"), max_length=8, choices=Kind.choices)
    counted = models.CharField(_("按什么配"), max_length=6, choices=Basis.choices)
    per = models.PositiveSmallIntegerField()
    shares = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="rule_line_one_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in MemberKind]), name="rule_kind"),
            models.CheckConstraint(condition=Q(counted__in=[c.value for c in Counted]), name="rule_counted"),
            models.CheckConstraint(condition=Q(per__gte=1), name="rule_per_something"),
        ]
        ordering = ["id"]


class Shareholder(models.Model):
    """A member of the cooperative. What they are entitled to stands in their changes."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="members")
    number = models.PositiveIntegerField(_("编号"))
    name = SealedTextField(_("姓名"))
    phone = SealedTextField(_("手机号"), blank=True, default="")
    phone_print = models.BinaryField(max_length=32, null=True, editable=False)
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="joined")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "number"], name="shareholder_number_once"),
            models.UniqueConstraint(fields=["cooperative", "phone_print"], name="shareholder_phone_once"),
        ]
        indexes = [models.Index(fields=["phone_print"], name="shareholder_phone")]
        ordering = ["number"]


class ShareChange(models.Model):
    """A change of the register by a resolution, from a day on. Never altered."""

    class What(models.TextChoices):
        JOIN = ChangeKind.JOIN.value, _("入社")
        FACTS = ChangeKind.FACTS.value, _("变更")
        LEAVE = ChangeKind.LEAVE.value, _("退社")

    member = models.ForeignKey(Shareholder, models.PROTECT, related_name="changes")
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="changes")
    what = models.CharField(_("变了什么"), max_length=5, choices=What.choices)
    from_date = models.DateField(_("从哪天起"))
    facts = SealedJSONField(blank=True, default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=[c.value for c in ChangeKind]), name="share_change_what"
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(what=ChangeKind.JOIN.value), name="joined_once"
            ),
        ]
        ordering = ["id"]


class Distribution(models.Model):
    """A sum parted among the members of a day by their shares, as drafted for the representatives."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="distributions")
    period = models.CharField(_("哪一期"), max_length=20)
    as_of = models.DateField(_("按哪天的登记"))
    pool_fen = models.BigIntegerField(_("分多少钱"))
    shares = models.BigIntegerField(_("总股数"))
    people = models.PositiveIntegerField(_("成员数"))
    version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="distributions")
    resolution = models.OneToOneField(Resolution, models.PROTECT, related_name="distribution")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pool_fen__gt=0, shares__gt=0), name="distribution_of_something"
            ),
        ]
        ordering = ["-as_of", "-id"]

    def __str__(self) -> str:
        return self.period


class Portion(models.Model):
    """What one member gets of a distribution, with what it was computed from: sealed."""

    distribution = models.ForeignKey(Distribution, models.CASCADE, related_name="portions")
    member = models.ForeignKey(Shareholder, models.PROTECT, related_name="portions")
    content = SealedJSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["distribution", "member"], name="portion_once")]
        ordering = ["id"]
