"""Service items, one row a version. What a version says is `content`, the JSON of `rules.item.Item`."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.pillars.service.catalog.rules.item import Item
from linli.pillars.service.catalog.rules.reading import read_item


class ServiceItem(models.Model):
    """A version of an item of an office: a draft until published, in force until ended. A published one never changes.

    Columns are what lists and constraints ask for; they repeat `content`, and `operations` writes both.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="service_items")
    code = models.CharField(_("事项编码"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    name = models.CharField(_("名称"), max_length=200)
    group = models.CharField(_("分组"), max_length=40)
    content = models.JSONField(_("内容"))
    order = models.PositiveIntegerField(_("次序"), default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("生效时间"), null=True)
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("取消时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "code", "version"], name="item_version_once"),
            models.UniqueConstraint(
                fields=["office", "code"], condition=Q(published_at__isnull=True), name="item_one_draft"
            ),
            models.UniqueConstraint(
                fields=["office", "code"],
                condition=Q(published_at__isnull=False, ended_at__isnull=True),
                name="item_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(published_at__isnull=False),
                name="item_ended_was_published",
            ),
        ]
        ordering = ["order", "code", "-version"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_in_force(self) -> bool:
        return self.published_at is not None and self.ended_at is None

    @cached_property
    def item(self) -> Item:
        """What it says, read."""
        return read_item(self.content)
