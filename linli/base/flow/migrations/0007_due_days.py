"""Indexes for what fell due on a day: boards count today's without looking at all the years."""

from typing import ClassVar

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def _by(moment: str) -> models.Index:
    there = models.Q(**{f"{moment}__isnull": False})
    return models.Index(fields=[moment], condition=there, name=f"case_{moment}")


class Migration(migrations.Migration):
    atomic = False

    dependencies: ClassVar = [("flow", "0006_indexes_for_years")]

    operations: ClassVar = [
        AddIndexConcurrently("case", _by("respond_by")),
        AddIndexConcurrently("case", _by("resolve_by")),
    ]
