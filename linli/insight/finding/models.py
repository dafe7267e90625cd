"""What has a name and where it lies, with the words it is found by; and what was named anew and is not yet absorbed."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from linli.base.orgs.models import Unit


class SearchName(models.Model):
    """Something by its name: `source` says what (a code of `sources.SOURCES`), `ref` which."""

    source = models.CharField(max_length=12)
    ref = models.BigIntegerField()
    area = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    hint = models.CharField(max_length=160, blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    words = SearchVectorField()

    objects: models.Manager[SearchName] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "ref"], name="name_once")]
        indexes = [GinIndex(fields=["words"], name="name_words")]

    def __str__(self) -> str:
        return self.title


class DueName(models.Model):
    """Something that was named, renamed or removed since its words were written. Triggers write it."""

    source = models.CharField(max_length=12)
    ref = models.BigIntegerField()

    objects: models.Manager[DueName] = models.Manager()
