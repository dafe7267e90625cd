"""What the job found last: topics with their cases, signals with theirs. Made anew from cases, never edited by hand."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit


class Gathering(models.Model):
    """When an office's topics were gathered last, out of which cases."""

    office = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()
    since = models.DateTimeField()
    newest_id = models.BigIntegerField(default=0)
    cases_count = models.IntegerField(default=0)
    left_out_count = models.IntegerField(default=0)


class Topic(models.Model):
    """The same matter at the same place, raised by several. It keeps its number while most of its cases stay."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    area = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    place = models.CharField(max_length=40, blank=True, default="")
    category = models.CharField(max_length=40, blank=True, default="")
    words = ArrayField(models.CharField(max_length=20), default=list)
    began_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office"], name="topic_office")]


class TopicCase(models.Model):
    """A case of a topic. `people` numbers whoever raised or joined it, inside this topic only: nobody is named by it."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="members")
    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    nearness = models.FloatField()
    people = ArrayField(models.IntegerField(), default=list)


class Signal(models.Model):
    """Something that calls for acting before it is complained about: which rule, where, about what, and its cases."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=12)
    area = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    category = models.CharField(max_length=40, blank=True, default="")
    count = models.IntegerField()
    mean = models.FloatField(null=True)
    deviation = models.FloatField(null=True)
    basis = models.CharField(max_length=20, blank=True, default="")
    cases = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["office", "rule"], name="signal_office")]
