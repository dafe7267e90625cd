"""One tree of units: government, communities, grids, departments, Party and society bodies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.roles import TERRITORY, UNIT_KIND_WORDS


class Unit(models.Model):
    """A body that can hold a case. `path` is “/1/4/9/”: the ids from the root down to this unit."""

    kind = models.CharField(
        _("种类"), max_length=16, choices=[(k.value, w) for k, w in UNIT_KIND_WORDS.items()]
    )
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    code = models.CharField(
        _("编码"), max_length=18, blank=True, help_text=_("区划代码、网格编码或统一社会信用代码")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, blank=True, default="", editable=False)
    handles = models.JSONField(
        _("承办领域"), default=list, blank=True, help_text=_("这个单位承办哪些领域，用来给出派单建议")
    )
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    supervision_phone = models.CharField(_("监督电话"), max_length=30, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)
    settings_version = models.BigIntegerField(default=0, editable=False)
    """Rises whenever the office changes a setting; the database writes it, processes keep settings under it."""

    class Meta:
        indexes = [
            models.Index(fields=["path"], name="unit_path", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["kind", "code"], name="unit_kind_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~models.Q(code=""), name="unit_code_once_per_kind"
            ),
        ]
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def line(self) -> tuple[int, ...]:
        """The ids from the root to this unit, both included."""
        return tuple(int(part) for part in self.path.split("/") if part)

    @property
    def is_territory(self) -> bool:
        return self.kind in TERRITORY
