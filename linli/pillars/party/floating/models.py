"""That a member is away, or came from elsewhere. The table by itself says of nobody who they are."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.base.people.vault import SealedTextField
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.floating import rules


class FloatingMember(models.Model):
    """Since when a member of ours is away, or one of elsewhere is here; where, sealed; when they were last asked after."""

    class Way(models.TextChoices):
        OUT = rules.Way.OUT.value, _("流出")
        IN = rules.Way.IN.value, _("流入")

    class Why(models.TextChoices):
        WORK = rules.Why.WORK.value, _("外出务工经商")
        FAMILY = rules.Why.FAMILY.value, _("随家人居住")
        GRADUATE = rules.Why.GRADUATE.value, _("毕业还没有工作")
        ABROAD = rules.Why.ABROAD.value, _("出国（境）学习")

    class Outcome(models.TextChoices):
        BACK = rules.Outcome.BACK.value, _("回原来的支部了")
        TRANSFERRED = rules.Outcome.TRANSFERRED.value, _("组织关系转过去了")
        LOST = rules.Outcome.LOST.value, _("联系不上")

    member = models.ForeignKey(PartyMember, models.CASCADE, related_name="floatings")
    way = models.CharField(_("流出还是流入"), max_length=3, choices=Way.choices)
    why = models.CharField(_("为什么"), max_length=8, choices=Why.choices)
    place = SealedTextField(_("在哪里"), blank=True, default="")
    """Where to, or where from and which branch keeps the relation."""
    since = models.DateField(_("从哪天起"))
    registered_on = models.DateField(_("哪天登记"), null=True)
    contacted_on = models.DateField(_("哪天联系过"), null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_on=None), name="floating_once"),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="") | Q(ended_on__isnull=False) & ~Q(outcome=""),
                name="floating_ended_how",
            ),
            models.CheckConstraint(
                condition=Q(registered_on=None) | Q(registered_on__gte=F("since")),
                name="floating_registered_later",
            ),
        ]
        indexes = [models.Index(fields=["since"], condition=Q(ended_on=None), name="floating_open")]
