"""A secretary's project beside its case."""

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
