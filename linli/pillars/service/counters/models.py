"""Halls, their windows and kinds of matters, and the tickets of a day.

A ticket is no case (docs/adr/0021): what somebody is owed while they wait ends the same day. What it may not do is held
here all the same: one number once, one ticket at a window, every step kept, nothing leads out of the end.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.pillars.service.counters.rules import AT_WINDOW, LAST, State

# Plain words, so that migrations do not import our code.
_AT_WINDOW = sorted(state.value for state in AT_WINDOW)
_LAST = sorted(state.value for state in LAST)
_STATES = sorted(state.value for state in State)


class Hall(models.Model):
    """A place where people come in person: the subdistrict's hall, a community's service station."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="halls")
    name = models.CharField(_("名称"), max_length=60)
    place = models.CharField(_("地址"), max_length=120, blank=True)
    opens = models.TimeField(_("几点开门"))
    closes = models.TimeField(_("几点关门"))
    noon_from = models.TimeField(_("午休从"), null=True, blank=True)
    noon_until = models.TimeField(_("午休到"), null=True, blank=True)
    priority_minutes = models.PositiveSmallIntegerField(
        _("优先的人提前多少分钟"), default=20, help_text=_("老人、残疾人、孕妇、军人，最多 30 分钟")
    )
    takes_bookings = models.BooleanField(_("可以预约"), default=True, db_default=True)
    slot_minutes = models.PositiveSmallIntegerField(_("多少分钟一段"), default=30, db_default=30)
    walk_in_percent = models.PositiveSmallIntegerField(
        _("给现场取号的留多少"),
        default=50,
        db_default=50,
        help_text=_("窗口时间的百分之几；其余的才放出来预约"),
    )
    days_ahead = models.PositiveSmallIntegerField(_("最多提前几天预约"), default=14, db_default=14)
    is_active = models.BooleanField(_("在用"), default=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=10, slot_minutes__lte=120), name="hall_slot_of_minutes"
            ),
            models.CheckConstraint(condition=Q(walk_in_percent__lte=90), name="hall_keeps_walk_ins"),
            models.CheckConstraint(
                condition=Q(days_ahead__gte=1, days_ahead__lte=60), name="hall_days_ahead_limited"
            ),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="hall_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(noon_from__isnull=True, noon_until__isnull=True)
                | Q(noon_from__gte=F("opens"), noon_until__gt=F("noon_from"), noon_until__lte=F("closes")),
                name="hall_noon_within_hours",
            ),
            models.CheckConstraint(condition=Q(priority_minutes__lte=30), name="hall_lead_at_most_thirty"),
            models.UniqueConstraint(fields=["unit", "name"], name="hall_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceKind(models.Model):
    """What people come for, as far as the line goes: its letter on the ticket, what it is called, how long it takes."""

    hall = models.ForeignKey(Hall, models.CASCADE, related_name="kinds")
    letter = models.CharField(_("字头"), max_length=1)
    name = models.CharField(_("名称"), max_length=30)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    words = models.JSONField(_("居民会怎么说"), default=list, blank=True)
    groups = models.JSONField(
        _("办哪几组事项"), default=list, blank=True, help_text=_("办事指南的分组；按事项取号时由它定排哪一队")
    )
    usual_minutes = models.PositiveSmallIntegerField(_("一般要多少分钟"), default=15)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "letter"], name="kind_letter_once"),
            models.CheckConstraint(condition=Q(letter__regex="^[A-Z]$"), name="kind_letter_is_a_letter"),
            models.CheckConstraint(
                condition=Q(usual_minutes__gte=1, usual_minutes__lte=240), name="kind_takes_minutes"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """A window: what it can do, and who sits there now. Who sat there yesterday is nobody's business."""

    hall = models.ForeignKey(Hall, models.CASCADE, related_name="windows")
    number = models.PositiveSmallIntegerField(_("几号窗口"))
    name = models.CharField(_("名称"), max_length=20)
    kinds = models.ManyToManyField(ServiceKind, related_name="windows", verbose_name=_("办哪些"))
    clerk = models.OneToOneField(Account, models.SET_NULL, null=True, blank=True, related_name="window")
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="window_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Ticket(models.Model):
    """A number drawn. It has no name: who has the slip, or the link, has the number."""

    class Source(models.TextChoices):
        DESK = "desk", _("导办台")
        PHONE = "phone", _("手机扫码")
        BOOKED = "booked", _("预约")

    class Outcome(models.TextChoices):
        DONE = "done", _("当场办好")
        ACCEPTED = "accepted", _("收下了，转去办")
        TOLD = "told", _("还缺材料，一次说清了")
        ADVISED = "advised", _("问清楚了")

    class Why(models.TextChoices):
        OWN = "own", _("自己不办了")
        ABSENT = "absent", _("叫了没有来")
        CLOSED = "closed", _("到关门没有轮到")

    hall = models.ForeignKey(Hall, models.PROTECT, related_name="tickets")
    kind = models.ForeignKey(ServiceKind, models.PROTECT, related_name="tickets")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    number = models.PositiveSmallIntegerField()
    matter = models.CharField(
        _("哪个事项"), max_length=40, blank=True, default="", help_text=_("事项目录里的编码，没有就空着")
    )
    source = models.CharField(max_length=6, choices=Source.choices)
    has_priority = models.BooleanField(_("优先"), default=False)
    state = models.CharField(max_length=8, default=State.WAITING.value)
    taken_at = models.DateTimeField()
    place_at = models.DateTimeField()
    """As whose arrival it counts in the line."""
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    calls_count = models.PositiveSmallIntegerField(default=0)
    passes_count = models.PositiveSmallIntegerField(default=0)
    window = models.ForeignKey(Window, models.PROTECT, null=True, related_name="tickets")
    """Where it was called to; in line again: the only window that may call it, or none."""
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    why_left = models.CharField(max_length=6, choices=Why.choices, blank=True, default="")
    key = models.UUIDField(null=True)
    language = models.CharField(max_length=10, default="zh-hans")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "day", "letter", "number"], name="ticket_number_once_a_day"
            ),
            # Two clerks never serve one window's ticket twice, and a window has one visitor at a time.
            models.UniqueConstraint(
                fields=["window"], condition=Q(state__in=_AT_WINDOW), name="one_ticket_at_a_window"
            ),
            models.UniqueConstraint(fields=["hall", "key"], name="ticket_key_once"),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="ticket_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=_AT_WINDOW) | Q(window__isnull=False, called_at__isnull=False),
                name="ticket_at_window_has_window",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_LAST, ended_at__isnull=False)
                | Q(~Q(state__in=_LAST), ended_at__isnull=True),
                name="ticket_ends_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.FINISHED.value, why_left="") & ~Q(outcome="")
                | Q(state=State.LEFT.value, outcome="") & ~Q(why_left="")
                | Q(~Q(state__in=_LAST), outcome="", why_left=""),
                name="ticket_ends_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["hall", "day"], name="ticket_day"),
            models.Index(fields=["hall"], condition=~Q(state__in=_LAST), name="ticket_live"),
            models.Index(fields=["kind", "-ended_at"], condition=Q(state="finished"), name="ticket_past"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number on the slip: A012."""
        return f"{self.letter}{self.number:03d}"

    @property
    def is_over(self) -> bool:
        return self.state in LAST


class TicketMove(models.Model):
    """One step of a ticket, never changed: figures of waiting and serving are computed from these."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=12)
    at = models.DateTimeField()
    actor = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    window = models.ForeignKey(Window, models.PROTECT, null=True, related_name="+")
    key = models.UUIDField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["ticket", "id"], name="ticket_move_order")]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(key__isnull=False), name="ticket_move_once")
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.verb}"


class HallCheck(models.Model):
    """A round through a hall: who looked, when, at what. It says how the place was and nothing of a person."""

    class What(models.TextChoices):
        TIDY = "tidy", _("5S：整理、整顿、清扫、清洁、素养、安全")
        DUTY = "duty", _("值班：开门前看一遍")

    hall = models.ForeignKey(Hall, models.PROTECT, related_name="checks")
    what = models.CharField(_("看什么"), max_length=8, choices=What.choices)
    at = models.DateTimeField(_("什么时候"))
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    key = models.UUIDField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["hall", "-at"], name="hall_check_newest")]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(key__isnull=False), name="hall_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.hall_id} {self.what} {self.at:%Y-%m-%d}"


class HallFinding(models.Model):
    """A point that was not in order, what was seen, and when it was put right."""

    check_made = models.ForeignKey(HallCheck, models.PROTECT, related_name="findings")
    point = models.CharField(max_length=10)
    note = models.CharField(_("看到什么"), max_length=120)
    mended_at = models.DateTimeField(_("改好的时间"), null=True)
    mended_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["check_made", "point"], name="hall_finding_once"),
            models.CheckConstraint(
                condition=Q(mended_at__isnull=True, mended_by__isnull=True)
                | Q(mended_at__isnull=False, mended_by__isnull=False),
                name="hall_finding_mended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_made_id} {self.point}"
