"""What was published, as it was shown that day: a set never changes under its reader."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account


class OpenSet(models.Model):
    """A set of open data of an office. The newest stands; what was replaced or withdrawn stays on record with its end."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="open_sets")
    code = models.CharField(_("数据集"), max_length=20)
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    end_note = models.CharField(_("为什么撤下"), max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code"], condition=Q(ended_at=None), name="open_set_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.code
