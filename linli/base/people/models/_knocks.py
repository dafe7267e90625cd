"""How often somebody came to a door that anybody may come to."""

from __future__ import annotations

from django.db import models


class Knock(models.Model):
    """Counts what came through one door from one place since a moment. The place is a keyed digest, not an address."""

    print = models.BinaryField(max_length=32, primary_key=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()
