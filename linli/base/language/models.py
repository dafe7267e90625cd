"""What an office's own closed cases taught: one row a version, with its figures; one of them is in use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account


class LearnedModel(models.Model):
    """A version of what was learned. `packed` is empty for one that was not better and was therefore not kept."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("更好，启用")
        NOT_BETTER = "not_better", _("没有更好，不用")

    subject = models.CharField(max_length=60)
    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    is_current = models.BooleanField(default=False)
    learned_at = models.DateTimeField()
    examples = models.PositiveIntegerField()
    corrections = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    packed = models.BinaryField(default=b"", editable=False)
    chosen_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "office", "version"], name="learned_version_once"),
            models.UniqueConstraint(
                fields=["subject", "office"], condition=Q(is_current=True), name="one_learned_in_use"
            ),
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.subject} {self.version}"
