"""The one thing the demo remembers about itself: which story it is telling, and how far it has got."""

from __future__ import annotations

from django.db import models

HALL = "hall"
"""A scale of its own: a small town with the hall of a whole subdistrict."""


class Telling(models.Model):
    """A story that was begun. A second telling of the same town goes on with this one or, when done, does nothing."""

    scale = models.CharField(max_length=12)
    seed = models.PositiveIntegerField()
    first_day = models.DateField()
    until = models.DateTimeField()
    told_until = models.DateTimeField(null=True)
    memory = models.JSONField(default=dict)

    left_out: tuple[tuple[str, str, str], ...] = ()
    """What the rules did not allow when it was told just now: what, which move, why."""

    @property
    def is_done(self) -> bool:
        return self.told_until is not None and self.told_until >= self.until

    @property
    def of_town(self) -> str:
        """How much goes on in the streets."""
        return "small" if self.scale == HALL else self.scale

    @property
    def of_hall(self) -> str:
        """How many come to the hall."""
        return "subdistrict" if self.scale == HALL else self.scale
