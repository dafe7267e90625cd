"""Whoever has not voted is reminded once before the close. The index holds only votes that are open."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("deliberation", "0006_joint_ballots")]

    operations = [
        migrations.AddField("vote", "reminded_at", models.DateTimeField(null=True)),
        AddIndexConcurrently(
            "vote",
            models.Index(
                fields=["closes_at"], condition=Q(closed_at=None, reminded_at=None), name="vote_to_remind_of"
            ),
        ),
    ]
