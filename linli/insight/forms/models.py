"""Forms that were asked: the file as it came, how its shape is understood, what was filled, what people typed.

Values that name somebody are never kept here: lists are read anew for each reader. What is kept is sealed all the same.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.files.models import StoredFile
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.base.people.sealed_fields import SealedJSONField, SealedWordsField


class FormShape(models.Model):
    """A kind of form, known again by its headings, and what each of them means here; shared by an office."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    title = models.CharField(_("表名"), max_length=120)
    headings = ArrayField(models.CharField(max_length=120), default=list)
    mapping = models.JSONField(default=dict)
    """What people said that a heading means: a figure, a register's column, or “-” for not to be filled."""
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "fingerprint"], name="form_shape_once")]

    def __str__(self) -> str:
        return self.title


class AskedForm(models.Model):
    """A form that somebody demands, for a ground and a time; and how it was filled last."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    ground = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    shape = models.ForeignKey(FormShape, models.PROTECT, related_name="forms")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(_("表名"), max_length=120)
    asked_by = models.CharField(_("谁要的"), max_length=60)
    asked_at = models.DateTimeField()
    due_date = models.DateField(_("哪天前要"), null=True)
    period_span = models.CharField(max_length=8, blank=True, default="")
    period_start = models.DateField(null=True)
    period_until = models.DateField(null=True)
    is_edition = models.BooleanField(default=False)
    """Whether the shape is not quite the same as the one that was known: an altered edition."""
    taken_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    filled_at = models.DateTimeField()
    filled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    paper = SealedJSONField(blank=True, default=dict)
    """The cells of the file as they came: read once, by a child process."""
    filled = SealedJSONField(blank=True, default=dict)
    wanted_count = models.PositiveIntegerField(default=0)
    filled_count = models.PositiveIntegerField(default=0)
    check_count = models.PositiveIntegerField(default=0)
    ask_count = models.PositiveIntegerField(default=0)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start=None, period_until=None)
                | Q(period_until__gt=models.F("period_start")),
                name="form_period_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-asked_at"], name="form_asked"),
            models.Index(fields=["office", "due_date"], condition=Q(handed_at=None), name="form_open"),
        ]

    def __str__(self) -> str:
        return self.title


class FormAnswer(models.Model):
    """What somebody typed into a blank that nothing here could fill; the next time it is proposed."""

    form = models.ForeignKey(AskedForm, models.CASCADE, related_name="answers")
    name = models.CharField(max_length=200)
    words = SealedWordsField(_("填什么"), max_length=200, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "name"], name="form_answer_once")]

    def __str__(self) -> str:
        return self.name
