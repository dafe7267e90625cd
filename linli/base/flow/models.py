"""Case, Assignment, Step: what is owed, whose share it is, and the log that cannot be rewritten.

The eight laws of the loop are constraints here and triggers in `migrations/0002_laws.py`.
"""

from __future__ import annotations

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.files.models import StoredFile
from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Post
from linli.base.people.sealed_fields import SealedWordsField


class Card(models.TextChoices):
    NONE = "none", _("无")
    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")


class Case(models.Model):
    """Anything owed to someone. An open case has one holder and a `resolve_by`, always."""

    kind = models.CharField(max_length=40)
    number = models.CharField(_("编号"), max_length=24, unique=True)
    title = models.CharField(_("标题"), max_length=120)
    state = models.CharField(_("状态"), max_length=16)
    prior_state = models.CharField(max_length=16, blank=True, default="")
    is_open = models.BooleanField(default=True)
    topic = models.CharField(_("类别"), max_length=40, blank=True, default="")
    channel = models.CharField(_("渠道"), max_length=12, default="web")
    is_urgent = models.BooleanField(_("紧急"), default=False)
    is_confidential = models.BooleanField(_("保密"), default=False)
    is_ruled = models.BooleanField(default=False)
    is_supervised = models.BooleanField(_("督办"), default=False)
    is_excluded = models.BooleanField(_("不纳入考评"), default=False)

    # No index of their own: units and accounts are never deleted, and what is asked for has one below.
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Unit, models.PROTECT, related_name="held_cases", db_index=False)
    prior_holder = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    holder_account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    reach = ArrayField(models.IntegerField(), default=list)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    place_words = SealedWordsField(_("地点"), max_length=200, blank=True, default="")

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    filed_at = models.DateTimeField(_("提出时间"))
    respond_by = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    resolve_by = models.DateTimeField(_("办结期限"), null=True)
    resolve_unit = models.CharField(max_length=16, default="work_day")
    settled_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(_("本环节期限"), null=True)
    due_unit = models.CharField(max_length=16, default="work_day")
    slot = models.CharField(max_length=12, blank=True, default="")
    limits = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_until = models.DateTimeField(_("停表到"), null=True)
    next_tick_at = models.DateTimeField(null=True)
    card = models.CharField(max_length=6, choices=Card.choices, default=Card.NONE)
    climb = models.PositiveSmallIntegerField(default=0)
    is_provisional = models.BooleanField(default=False)
    needs_spot_check = models.BooleanField(default=False)
    can_be_asked = models.BooleanField(default=True)

    returned_count = models.PositiveSmallIntegerField(default=0)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    extended_count = models.PositiveSmallIntegerField(default=0)
    urged_count = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    is_answered = models.BooleanField(default=False)
    end_reason = models.CharField(max_length=40, blank=True, default="")

    step_seq = models.PositiveIntegerField(default=0)
    last_hash = models.BinaryField(max_length=32, default=b"")
    idempotency_key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(resolve_by__isnull=False), name="open_case_has_resolve_by"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, closed_at__isnull=True) | Q(is_open=False, closed_at__isnull=False),
                name="closed_case_has_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True) | Q(is_answered=True) | ~Q(end_reason=""),
                name="ended_with_answer_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_until__isnull=False),
                name="stopped_says_until_when",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="not_merged_into_itself"),
            # Nothing is overdue in silence: until the last of the three levels above has been told
            # (`deadlines.CLIMB_AFTER`), the clock looks at it again.
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(next_tick_at__isnull=False) | Q(card="red", climb__gte=3),
                name="open_case_ticks",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-filed_at", "-id"], name="case_office_filed"),
            models.Index(
                fields=["holder", "due_at", "id"], condition=Q(is_open=True), name="case_open_holder_due"
            ),
            models.Index(
                fields=["office", "due_at", "id"], condition=Q(is_open=True), name="case_open_office_due"
            ),
            models.Index(
                fields=["next_tick_at"], condition=Q(next_tick_at__isnull=False), name="case_next_tick"
            ),
            models.Index(fields=["area", "-filed_at"], name="case_area_filed"),
            models.Index(fields=["-filed_at", "-id"], name="case_filed"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="case_closed"),
            models.Index(
                fields=["respond_by"], condition=Q(respond_by__isnull=False), name="case_respond_by"
            ),
            models.Index(
                fields=["resolve_by"], condition=Q(resolve_by__isnull=False), name="case_resolve_by"
            ),
            models.Index(
                fields=["office", "topic", "-closed_at"], condition=Q(state="closed"), name="case_solved"
            ),
            # Core PostgreSQL knows points; a tree over them answers a view port of any year.
            GistIndex(models.Func(F("lon"), F("lat"), function="point"), name="case_point"),
            models.Index(fields=["lon", "lat"], condition=Q(is_open=True), name="case_open_lonlat"),
            GinIndex(fields=["reach"], condition=Q(is_open=True), name="case_open_reach"),
            GinIndex(fields=["reach"], name="case_reach"),
        ]

    def __str__(self) -> str:
        return self.number


class CaseSearch(models.Model):
    """The words by which a case is found: bigrams of its texts, kept beside it so that the case row stays narrow."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="search")
    office_id = models.IntegerField()
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="case_words")]


class Assignment(models.Model):
    """A unit's share of a case: it leads (主办) or assists (协办)."""

    class Part(models.TextChoices):
        LEAD = "lead", _("主办")
        ASSIST = "assist", _("协办")

    class State(models.TextChoices):
        GIVEN = "given", _("待签收")
        TAKEN = "taken", _("在办")
        ANSWERED = "answered", _("已反馈")
        RETURNED = "returned", _("已退回")
        CALLED_OFF = "called_off", _("已撤回")

    LIVE = (State.GIVEN, State.TAKEN)

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    part = models.CharField(max_length=6, choices=Part.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    given_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(part="lead", state__in=["given", "taken"]), name="one_live_lead"
            ),
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=Q(state__in=["given", "taken"]),
                name="one_live_share_a_unit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_at"], condition=Q(state__in=["given", "taken"]), name="share_live_unit"
            )
        ]
        ordering = ["id"]


class Petition(models.Model):
    """More time, a pause or the ledger, asked of the level above: pending until granted or declined."""

    class What(models.TextChoices):
        EXTENSION = "extension", _("延期")
        PAUSE = "pause", _("暂停")
        LEDGER = "ledger", _("挂账")
        EXCLUSION = "exclusion", _("不纳入考评")

    case = models.ForeignKey(Case, models.PROTECT, related_name="petitions")
    what = models.CharField(max_length=10, choices=What.choices)
    asked_by = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked_step = models.ForeignKey("Step", models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    decided_step = models.ForeignKey("Step", models.PROTECT, null=True, related_name="+")
    is_granted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "what"], condition=Q(is_granted=None), name="one_pending_a_matter"
            )
        ]


class Step(models.Model):
    """One append-only record that a move was made. `hash` covers everything here and the hash before it."""

    # What is asked of the log is asked of one case, by `step_once`: no other index, in the longest of all tables.
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", db_index=False)
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=16, blank=True)
    after = models.CharField(max_length=16)
    actor = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    actor_kind = models.CharField(max_length=8)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    is_deputy = models.BooleanField(default=False)
    at = models.DateTimeField()
    holder = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    resolve_by = models.DateTimeField(null=True)
    is_public = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    words_digest = models.BinaryField(max_length=32, null=True)
    files_digests = ArrayField(models.CharField(max_length=64), default=list)
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="step_once")]
        ordering = ["case", "seq"]


class StepWords(models.Model):
    """The words of a step. They can be erased by law while the chain still verifies: the step keeps their keyed digest."""

    step = models.OneToOneField(Step, models.PROTECT, primary_key=True, related_name="words")
    note = SealedWordsField(blank=True, default="")
    answer = SealedWordsField(blank=True, default="")
    salt = models.BinaryField(max_length=32)
    erased_at = models.DateTimeField(null=True)


class StepFile(models.Model):
    """A photo or paper given with a step. Residents see it only when staff published it."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="step_file")
    order = models.PositiveSmallIntegerField(default=0)
    is_public = models.BooleanField(_("可以公开"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "order"], name="step_file_once")]
        ordering = ["step", "order"]

    def __str__(self) -> str:
        return f"{self.step_id}/{self.order}"


class Watch(models.Model):
    """Somebody follows a case without holding it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="watches")
    account = models.ForeignKey(Account, models.CASCADE, related_name="watches")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="watch_once")]


class DayBase(models.Model):
    """Where the numbering of a day starts, so that numbers are short without a lock that every filing waits for."""

    day = models.DateField(primary_key=True)
    base = models.BigIntegerField()


class LimitOverride(models.Model):
    """A local deadline: this office (and category) counts differently, and says on whose authority."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="limit_overrides")
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=40, blank=True, default="")
    slot = models.CharField(max_length=12)
    limit = models.CharField(max_length=30)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "topic", "slot"], name="limit_once")]


class CalendarDay(models.Model):
    """A day that this office works differently from the national table: open, closed or a half day."""

    class Kind(models.TextChoices):
        WORK = "work", _("上班")
        OFF = "off", _("休息")
        HALF = "half", _("半天")

    office = models.ForeignKey(Unit, models.CASCADE, related_name="calendar_days")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "day"], name="calendar_day_once")]


class OfficeHours(models.Model):
    """Office hours from a day on, until others do: many offices open later after lunch in summer (夏令时、冬令时)."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="office_hours")
    from_date = models.DateField(_("从哪天起"))
    morning_opens = models.TimeField(_("上午上班"))
    morning_closes = models.TimeField(_("上午下班"))
    afternoon_opens = models.TimeField(_("下午上班"))
    afternoon_closes = models.TimeField(_("下午下班"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "from_date"], name="office_hours_once"),
            models.CheckConstraint(
                condition=Q(
                    morning_opens__lt=F("morning_closes"),
                    morning_closes__lt=F("afternoon_opens"),
                    afternoon_opens__lt=F("afternoon_closes"),
                ),
                name="office_hours_in_order",
            ),
        ]
        ordering = ["office", "from_date"]

    def __str__(self) -> str:
        return f"{self.office_id} {self.from_date}"

    @property
    def stretches(self) -> tuple[tuple[time, time], ...]:
        """Morning and afternoon."""
        return (self.morning_opens, self.morning_closes), (self.afternoon_opens, self.afternoon_closes)


class SavedView(models.Model):
    """A filter somebody keeps: the query string of a list, under a name."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="views")
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(max_length=500)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="view_name_once")]


class Bookmark(models.Model):
    """How far a reader of the log has read; `news.unread` keeps it."""

    reader = models.CharField(max_length=30, primary_key=True)
    seen_id = models.BigIntegerField(default=0)
    gaps = models.JSONField(default=list, help_text=_("还没出现的编号：起、止、在哪个事务之前"))

    def __str__(self) -> str:
        return self.reader
