"""Keys with which other systems come in."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models._accounts import Account


class ApiKey(models.Model):
    """A key of a system: for one unit and what lies below it. Only a keyed digest of its secret is kept.

    A key with an account acts in that account's posts there; one without can only file.
    """

    class Ability(models.TextChoices):
        FILE = "file", _("代人反映")
        READ = "read", _("查看")
        ACT = "act", _("办理")
        HOOK = "hook", _("订阅消息")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="api_keys")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="api_keys")
    name = models.CharField(_("名称"), max_length=60)
    prefix = models.CharField(max_length=8, unique=True)
    print = models.BinaryField(max_length=32)
    abilities = ArrayField(models.CharField(max_length=8, choices=Ability.choices), default=list)
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(_("发放时间"))
    expires_at = models.DateTimeField(_("有效期到"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True)
    last_used_on = models.DateField(_("最近使用"), null=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) | models.Q(abilities=["file"]),
                name="key_without_account_only_files",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
