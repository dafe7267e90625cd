"""A secretary's project beside its case; the items of an organisation's yearly plan and the days they were moved to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.pillars.party.branches.models import Organisation


class SecretaryProject(models.Model):
    """What the secretary of an organisation takes on in a year, and what proves it done. It names nobody."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="secretary_project")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="secretary_projects")
    year = models.PositiveSmallIntegerField(_("哪一年"))
    aim = models.CharField(_("要解决什么"), max_length=300)
    proof = models.CharField(_("做到什么算成"), max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(proof=""), name="secretary_project_provable")]
        indexes = [models.Index(fields=["organisation", "year"], name="secretary_project_year")]

    def __str__(self) -> str:
        return self.case.number


OPEN = Q(done_on=None, dropped_on=None, carried_on=None)
"""Items of a plan that are neither done nor dropped nor carried over."""


class PlanItem(models.Model):
    """What an organisation means to do in a year: who in it does it, by when, and what proves it. It names nobody.

    Carried over, it ends in its year and goes on as an item of the next: what a year meant to do is not rewritten.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plan_items")
    year = models.PositiveSmallIntegerField(_("哪一年"))
    what = models.CharField(_("要做什么"), max_length=120)
    who = models.CharField(_("谁来办"), max_length=60)
    due_on = models.DateField(_("哪天前"))
    proof = models.CharField(_("做到了凭什么看"), max_length=120)
    laid_at = models.DateTimeField()
    done_on = models.DateField(_("哪天做到的"), null=True)
    dropped_on = models.DateField(null=True)
    carried_on = models.DateField(null=True)
    carried_to = models.OneToOneField("self", models.PROTECT, null=True, related_name="carried_from")
    said = models.CharField(_("做成了什么"), max_length=200, blank=True, default="")
    supervised = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(who="") & ~Q(proof=""), name="plan_item_of_somebody_provable"
            ),
            models.CheckConstraint(
                condition=OPEN
                | (
                    Q(done_on=None, dropped_on=None)
                    | Q(done_on=None, carried_on=None)
                    | Q(dropped_on=None, carried_on=None)
                )
                & ~Q(said=""),
                name="plan_item_ends_once_in_words",
            ),
            models.CheckConstraint(
                condition=Q(carried_on=None, carried_to=None)
                | Q(carried_on__isnull=False, carried_to__isnull=False),
                name="plan_item_carried_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "year"], name="plan_item_year"),
            models.Index(
                fields=["due_on"],
                condition=OPEN,
                name="plan_item_open",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        """Say whether it is neither done nor dropped nor carried over."""
        return self.done_on is None and self.dropped_on is None and self.carried_on is None


class PlanMove(models.Model):
    """That the day of an item was moved, and why; what is put off stays in sight."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="moves")
    before = models.DateField(_("原来哪天前"))
    after = models.DateField(_("改到哪天前"))
    why = models.CharField(_("为什么改"), max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(before=models.F("after")), name="plan_move_says_why"
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
