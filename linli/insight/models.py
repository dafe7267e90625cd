"""Facts: what each day gave each indicator on each piece of ground, kept so that a board need not count history."""

from __future__ import annotations

from django.db import models

from linli.base.flow.models import Case


class Fact(models.Model):
    """The counts of one indicator, one unit's ground (all below it included) and one local day."""

    indicator = models.CharField(max_length=30)
    unit_id = models.IntegerField()
    day = models.DateField()
    above = models.IntegerField(default=0)
    below = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_id", "indicator", "day"], name="fact_once")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit_id} {self.day}"


class Counted(models.Model):
    """What a case gives to facts now, so that a change takes the old away.

    Rows of indicator, line of its place, day, above, below, left out.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+")
    parts = models.JSONField(default=list)


class Filling(models.Model):
    """How far the cases that were there before the filler have been counted; one row."""

    name = models.CharField(primary_key=True, max_length=20)
    upto_id = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)
    filled_at = models.DateTimeField(null=True)

    @property
    def is_whole(self) -> bool:
        return self.upto_id >= self.last_id


class KeptBoard(models.Model):
    """What the board of a city or a district says, told once a minute, and the map it is drawn on."""

    unit_id = models.IntegerField(primary_key=True)
    at = models.DateTimeField()
    stamp = models.CharField(max_length=80)
    """The state of grids and units in which the map was drawn."""
    drawing = models.JSONField()
    area_of = models.JSONField()
    """The area of each grid; only telling reads it."""
    told = models.JSONField()
    took_ms = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.at:%F %R}"


class KeptFigures(models.Model):
    """What cited figures say of a unit's ground: counted by a job, so that opening them counts nothing."""

    unit_id = models.IntegerField(primary_key=True)
    asked_at = models.DateTimeField()
    at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)
    """Value, number above and number below, by the figure's code."""

    def __str__(self) -> str:
        return f"{self.unit_id} {self.at:%F %R}" if self.at else str(self.unit_id)
