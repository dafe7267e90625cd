"""A whistle beside its case, a row for each called department, and what the lower level said of it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Assignment, Case
from linli.base.orgs.models import Unit
from linli.pillars.governance.whistles import rules
from linli.pillars.governance.whistles.rules import Attendance, Part, Progress, Times, WhistleKind


class Whistle(models.Model):
    """Why departments are called, and by whom. What is asked stands in the words of the first step."""

    class Kind(models.TextChoices):
        COORDINATION = WhistleKind.COORDINATION.value, _("协调")
        ENFORCEMENT = WhistleKind.ENFORCEMENT.value, _("联合执法")
        EMERGENCY = WhistleKind.EMERGENCY.value, _("应急")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="whistle")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="whistles")
    kind = models.CharField(_("哪种哨"), max_length=12, choices=Kind.choices)
    wanted_by = models.DateTimeField(_("最晚什么时候办好"), null=True)
    is_posted = models.BooleanField(default=False)
    """Put up so that departments and partners of the place may take on a piece of it."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in WhistleKind]), name="whistle_kind_known"
            )
        ]
        indexes = [models.Index(fields=["case"], name="whistle_posted", condition=Q(is_posted=True))]

    def __str__(self) -> str:
        return self.case.number


class Offer(models.Model):
    """What a department or partner would do if it is asked: whoever whistles may take it up, and it has come already."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offers")
    words = models.CharField(_("愿意做什么"), max_length=200)
    from_date = models.DateField(_("从哪天起"))
    until_date = models.DateField(_("到哪天止"))
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__gte=F("from_date")), name="offer_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["unit", "words"], condition=Q(ended_at=None), name="offered_once"
            ),
        ]
        ordering = ["unit__path", "id"]

    def __str__(self) -> str:
        return self.words


class Call(models.Model):
    """One called department: what it owes and by when, and when it did it. Of units, never of persons."""

    class How(models.TextChoices):
        SPOT = Attendance.SPOT.value, _("到现场")
        MEETING = Attendance.MEETING.value, _("到会")

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="calls")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="calls", db_index=False)
    share = models.OneToOneField(Assignment, models.PROTECT, related_name="call")
    state = models.CharField(max_length=8, default=Progress.BLOWN.value)
    is_ruled = models.BooleanField(default=False)
    is_claimed = models.BooleanField(default=False)
    """It came of its own accord: nobody called it, or it had offered."""
    offer = models.ForeignKey(
        Offer, models.PROTECT, null=True, related_name="calls", db_index=False, db_constraint=False
    )
    called_at = models.DateTimeField()
    sign_by = models.DateTimeField()
    decline_by = models.DateTimeField()
    report_by = models.DateTimeField()
    plan_by = models.DateTimeField()
    close_by = models.DateTimeField()
    assess_by = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=7, choices=How.choices, blank=True, default="")
    planned_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whistle", "unit"], name="called_once"),
            models.CheckConstraint(condition=Q(offer=None) | Q(is_claimed=True), name="offered_is_claimed"),
            models.CheckConstraint(
                condition=Q(state__in=[p.value for p in Progress]), name="call_state_known"
            ),
            models.CheckConstraint(
                condition=Q(reopened_count__lte=rules.MOST_REOPENED), name="call_reopened_once"
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None, how="") | (Q(reported_at__isnull=False) & ~Q(how="")),
                name="reported_in_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "called_at"], name="call_unit_called"),
            models.Index(fields=["offer"], name="call_offered", condition=Q(offer__isnull=False)),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.whistle_id}/{self.unit_id}"

    @property
    def is_live(self) -> bool:
        """Whether the department is still at it, or waits to be assessed."""
        return Progress(self.state) in rules.LIVE

    @property
    def due_at(self) -> datetime | None:
        """By when the next thing is owed by the department, or, once it has answered, to it."""
        moments = {
            Progress.BLOWN: self.sign_by,
            Progress.SIGNED: self.report_by,
            Progress.REPORTED: self.plan_by,
            Progress.HANDLING: self.close_by,
            Progress.ANSWERED: self.assess_by,
        }
        return moments.get(Progress(self.state))

    @property
    def part(self) -> Part:
        """The department as far as decisions look at it."""
        return Part(
            self.unit_id,
            Progress(self.state),
            self.decline_by,
            self.is_ruled,
            self.reopened_count,
            self.is_claimed,
        )

    @property
    def times(self) -> Times:
        """By when it owes what, and when it did it."""
        return Times(
            self.sign_by,
            self.report_by,
            self.plan_by,
            self.close_by,
            self.signed_at,
            self.reported_at,
            self.planned_at,
            self.answered_at,
        )


class Assessment(models.Model):
    """What the street or community that whistled said of a department, in three marks."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="assessments")
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    of = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    timely = models.PositiveSmallIntegerField(_("来得及时吗"))
    handled = models.PositiveSmallIntegerField(_("办得认真吗"))
    result = models.PositiveSmallIntegerField(_("结果怎样"))
    is_low = models.BooleanField()
    is_final = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "round"], name="assessed_once_a_round"),
            models.CheckConstraint(condition=~Q(by=F("of")), name="nobody_assesses_itself"),
            models.CheckConstraint(
                condition=Q(timely__in=rules.MARKS, handled__in=rules.MARKS, result__in=rules.MARKS),
                name="marks_known",
            ),
        ]
        ordering = ["call", "round"]
