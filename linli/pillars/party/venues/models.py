"""Venues, their rooms, who has which when, and brands. The database refuses a room twice at a time."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.sealed_fields import SealedWordsField
from linli.base.people.vault import SealedTextField
from linli.base.places.models import Facility
from linli.pillars.party.venues import rules
from linli.pillars.party.venues.rules import HOLDING, BookingState, Hours


class Venue(models.Model):
    """A place of Party and residents: on whose ground, who keeps it, how large, when open, whom to ring by role."""

    class Kind(models.TextChoices):
        CENTRE = rules.VenueKind.CENTRE.value, _("党群服务中心")
        PARK = rules.VenueKind.PARK.value, _("党建主题园")
        STATION = rules.VenueKind.STATION.value, _("服务站")
        RED_STATION = rules.VenueKind.RED_STATION.value, _("红色驿站")
        HALL = rules.VenueKind.HALL.value, _("活动室、议事厅")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="venues")
    """Who keeps it: a community, a Party organisation, an office."""
    ground = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    within = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    facility = models.ForeignKey(Facility, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(_("哪一类"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=60)
    address = models.CharField(_("地址"), max_length=80, blank=True, default="")
    area_m2 = models.PositiveIntegerField(_("面积（平方米）"))
    does = models.CharField(_("能做什么"), max_length=200, blank=True, default="")
    equipment = models.CharField(_("有什么设备"), max_length=200, blank=True, default="")
    is_step_free = models.BooleanField(_("轮椅进得去"), default=False)
    days = ArrayField(models.PositiveSmallIntegerField(), default=list)
    opens = models.TimeField(_("几点开门"))
    closes = models.TimeField(_("几点关门"))
    contact_role = models.CharField(_("找谁（岗位）"), max_length=30)
    contact_phone = models.CharField(_("值班电话"), max_length=20)
    since = models.DateField(_("哪天启用"))
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="venue_has_area"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="venue_hours_in_order"),
            models.CheckConstraint(
                condition=~Q(days=[]) & Q(days__contained_by=[1, 2, 3, 4, 5, 6, 7]),
                name="venue_days_of_the_week",
            ),
            models.UniqueConstraint(
                fields=["ground", "name"], condition=Q(until=None), name="venue_named_once"
            ),
        ]
        indexes = [models.Index(fields=["office"], condition=Q(until=None), name="venue_open")]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> Hours:
        """Its hours as the rules take them."""
        return Hours(frozenset(self.days), self.opens, self.closes)


class Room(models.Model):
    """A room of a venue, who may book it and whether its keeper has a word in it."""

    class OpenTo(models.TextChoices):
        EVERYBODY = rules.OpenTo.EVERYBODY.value, _("居民和单位都能约")
        UNITS = rules.OpenTo.UNITS.value, _("只给单位和组织约")
        NOBODY = rules.OpenTo.NOBODY.value, _("不外借")

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="rooms")
    name = models.CharField(_("叫什么"), max_length=40)
    area_m2 = models.PositiveIntegerField(_("面积（平方米）"))
    seats = models.PositiveSmallIntegerField(_("坐几个人"))
    equipment = models.CharField(_("有什么设备"), max_length=120, blank=True, default="")
    open_to = models.CharField(_("谁能约"), max_length=10, choices=OpenTo.choices)
    needs_word = models.BooleanField(_("约了要等答复"), default=False)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(area_m2__gt=0, seats__gt=0), name="room_has_area_and_seats"),
            models.UniqueConstraint(
                fields=["venue", "name"], condition=Q(until=None), name="room_named_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoomBooking(models.Model):
    """That somebody has a room, or asked for it. Who it is matters only for telling them, and is forgotten."""

    class State(models.TextChoices):
        ASKED = BookingState.ASKED.value, _("等答复")
        GRANTED = BookingState.GRANTED.value, _("约好了")
        DECLINED = BookingState.DECLINED.value, _("没约成")
        CANCELLED = BookingState.CANCELLED.value, _("取消了")

    class Source(models.TextChoices):
        PHONE = rules.Source.PHONE.value, _("手机约的")
        DESK = rules.Source.DESK.value, _("打电话、当面约的")
        UNIT = rules.Source.UNIT.value, _("单位约的")

    room = models.ForeignKey(Room, models.PROTECT, related_name="bookings")
    during = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=State.choices)
    source = models.CharField(max_length=6, choices=Source.choices)
    title = SealedWordsField(_("做什么用"), max_length=60)
    count = models.PositiveSmallIntegerField(_("大约几个人"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    name = SealedWordsField(_("怎么称呼"), max_length=30, blank=True, default="")
    phone = SealedTextField(_("手机号"), null=True)
    phone_print = models.BinaryField(max_length=32, null=True, editable=False)
    language = models.CharField(max_length=10, default="zh-hans")
    booked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", db_index=False)
    reason = SealedWordsField(_("为什么"), max_length=200, blank=True, default="")
    is_lapsed = models.BooleanField(default=False)
    key = models.UUIDField(null=True, unique=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # A range of one id stands in for equality: plain GiST knows ranges, and needs no extension for them.
            ExclusionConstraint(
                name="room_never_booked_twice",
                expressions=[
                    (
                        Func(F("room"), F("room"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (F("during"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=[state.value for state in HOLDING]),
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="booking_has_two_ends",
            ),
            models.CheckConstraint(
                condition=~Q(source=rules.Source.UNIT.value) | Q(unit__isnull=False),
                name="unit_books_as_unit",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.ASKED.value, decided_at=None)
                | ~Q(state=BookingState.ASKED.value) & Q(decided_at__isnull=False),
                name="booking_decided_when",
            ),
        ]
        indexes = [
            models.Index(fields=["room"], condition=Q(state="asked"), name="booking_waits"),
            models.Index(
                fields=["phone_print"], condition=Q(phone_print__isnull=False), name="booking_phone"
            ),
            models.Index(fields=["account"], condition=Q(account__isnull=False), name="booking_account"),
            models.Index(fields=["booked_at"], condition=Q(forgotten_at=None), name="booking_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.during}"

    @property
    def is_held(self) -> bool:
        """Whether it keeps the room."""
        return self.state in HOLDING


class Brand(models.Model):
    """What a community is known for (一社区一品牌): its name, what it is, since when; one at a time."""

    community = models.ForeignKey(Unit, models.PROTECT, related_name="brands")
    name = models.CharField(_("叫什么"), max_length=30)
    words = models.CharField(_("是什么"), max_length=300)
    since = models.DateField(_("从哪天起"))
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(until=None), name="brand_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="brand_forward"),
        ]

    def __str__(self) -> str:
        return self.name
