"""A request about one's own data, beside its case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.people.models import Account


class RightsRequest(models.Model):
    """What somebody asks about their own data. Who they are is known by their log-in: nobody asks for another."""

    class What(models.TextChoices):
        VIEW = "view", _("查看我的信息")
        EXPORT = "export", _("把我的信息复制带走")
        CORRECT = "correct", _("更正我的信息")
        DELETE = "delete", _("删除我的信息")

    AT_ONCE = (What.VIEW, What.EXPORT)

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="rights_request")
    account = models.ForeignKey(Account, models.PROTECT, related_name="rights_requests")
    what = models.CharField(_("要求"), max_length=8, choices=What.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(what__in=["view", "export", "correct", "delete"]), name="rights_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.case_id}"
