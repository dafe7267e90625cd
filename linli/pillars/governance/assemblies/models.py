"""Rules by which bodies meet, and the meetings they held."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.kernel.periods import Each
from linli.pillars.governance.assemblies.rules import Body
from linli.pillars.governance.deliberation.models import Topic


class MeetingRule(models.Model):
    """That a body of a unit meets so often, by which rule."""

    class Of(models.TextChoices):
        PARTY_COMMITTEE = Body.PARTY_COMMITTEE.value, _("社区党委会")
        TWO_COMMITTEES = Body.TWO_COMMITTEES.value, _("社区“两委”会")
        RESIDENTS = Body.RESIDENTS.value, _("居民代表会议")
        MEMBERS = Body.MEMBERS.value, _("党员议事会")
        DELEGATES = Body.DELEGATES.value, _("股民代表大会")
        OTHER = Body.OTHER.value, _("其他会议")

    class Often(models.TextChoices):
        WEEK = Each.WEEK.value, _("每周")
        MONTH = Each.MONTH.value, _("每月")
        QUARTER = Each.QUARTER.value, _("每季度")
        HALF = Each.HALF.value, _("每半年")
        YEAR = Each.YEAR.value, _("每年")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meeting_rules")
    body = models.CharField(_("什么会"), max_length=9, choices=Of.choices)
    name = models.CharField(_("会议名称"), max_length=60)
    each = models.CharField(_("多久一次"), max_length=7, choices=Often.choices)
    basis = models.CharField(_("按哪条规定"), max_length=120)
    from_date = models.DateField(_("从哪天起"))
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(ended_on=None), name="meeting_rule_once"
            ),
            models.CheckConstraint(condition=Q(body__in=[b.value for b in Body]), name="meeting_body_known"),
            models.CheckConstraint(condition=Q(each__in=[e.value for e in Each]), name="meeting_each_known"),
        ]
        ordering = ["unit", "id"]

    def __str__(self) -> str:
        return self.name


class Assembly(models.Model):
    """A meeting that was held, for one period of its rule: what it was about and what was settled, never who said what."""

    rule = models.ForeignKey(MeetingRule, models.PROTECT, related_name="assemblies")
    period_from = models.DateField()
    held_on = models.DateField(_("哪天开的"))
    place = models.CharField(_("在哪里"), max_length=60)
    came = models.PositiveIntegerField(_("到了几位"))
    agenda = models.TextField(_("议了什么"))
    settled = models.TextField(_("定了什么、谁来办"))
    recorded_at = models.DateTimeField()
    topics = models.ManyToManyField(Topic, related_name="assemblies")
    """What it put to the vote or carried; a resolution of a cooperative hangs on its topic."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "held_on"], name="assembly_once_a_day"),
            models.CheckConstraint(condition=Q(held_on__gte=F("period_from")), name="assembly_not_before"),
        ]
        ordering = ["-held_on"]
