"""A rating: of one visit or of one matter, by whoever came; and, where it is a bad one, its case.

Who rated is not kept: whoever holds the link of the ticket or the matter holds the rating.
"""

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
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.ratings import rules


class Rating(models.Model):
    """What somebody said of a visit or of a matter. Nobody who works there stands in it."""

    class Way(models.TextChoices):
        PAGE = rules.Way.PAGE.value, _("手机页面")
        QR = rules.Way.QR.value, _("扫码")
        TABLET = rules.Way.TABLET.value, _("窗口平板")

    class Appeal(models.TextChoices):
        NONE = "none", _("没有申诉")
        PENDING = "pending", _("申诉待核")
        UPHELD = "upheld", _("核了，照样算")
        OVERTURNED = "overturned", _("核了，不算")

    class Outcome(models.TextChoices):
        NONE = "", _("还没有答复")
        REMEDIED = "remedied", _("整改了")
        EXPLAINED = "explained", _("解释了")

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="ratings")
    """Who did the work answers for it (谁办理、谁负责)."""
    ticket = models.OneToOneField(Ticket, models.PROTECT, null=True, related_name="rating")
    matter = models.OneToOneField(Case, models.PROTECT, null=True, related_name="rated")
    item = models.CharField(_("哪个事项"), max_length=40, blank=True, default="")
    level = models.PositiveSmallIntegerField(_("几星"))
    first_level = models.PositiveSmallIntegerField()
    """As it was given first, should it be put right within minutes."""
    marks = ArrayField(models.CharField(max_length=10), default=list)
    words = SealedWordsField(_("想说的话"), max_length=rules.MOST_WORDS, blank=True, default="")
    phone = SealedTextField(_("回电的号码"), null=True)
    phone_print = models.BinaryField(max_length=32, null=True)
    is_anonymous = models.BooleanField(_("不告诉窗口是谁"), default=False)
    way = models.CharField(max_length=6, choices=Way.choices)
    rated_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)

    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="rating")
    """Of a bad rating: who answers for it, by when."""
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    solved = models.BooleanField(_("解决了吗"), null=True)
    appeal = models.CharField(max_length=10, choices=Appeal.choices, default=Appeal.NONE)
    is_counted = models.BooleanField(_("算在数据里"), default=True)

    shown_words = models.CharField(_("公开的话"), max_length=rules.MOST_WORDS, blank=True, default="")
    shown_at = models.DateTimeField(null=True)
    shown_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket__isnull=False, matter__isnull=True)
                | Q(ticket__isnull=True, matter__isnull=False),
                name="rating_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5, first_level__gte=1, first_level__lte=5),
                name="rating_has_five_levels",
            ),
            # A bad rating always has somebody who owes an answer to it.
            models.CheckConstraint(
                condition=Q(level__gte=3) | Q(case__isnull=False), name="bad_rating_has_a_case"
            ),
            # Nothing but an appeal that somebody judged takes a rating out of the figures.
            models.CheckConstraint(
                condition=Q(is_counted=True) | Q(appeal="overturned"), name="rating_counts_unless_overturned"
            ),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=False) | Q(level=F("first_level")),
                name="changed_rating_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-rated_at"], name="rating_office"),
            models.Index(fields=["unit", "-rated_at"], name="rating_unit"),
            models.Index(fields=["phone_print"], condition=Q(phone__isnull=False), name="rating_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.ticket_id or self.matter_id}"

    @property
    def is_bad(self) -> bool:
        """Whether it is one of the two lowest levels."""
        return rules.is_bad(self.level)

    @property
    def is_visit(self) -> bool:
        """Whether a visit is rated, and not a matter."""
        return self.ticket_id is not None
