"""A company takes its appeal back: it has ended then without an answer."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("estates", "0006_joint_ballots")]

    operations = [
        migrations.AddField("reviewappeal", "is_withdrawn", models.BooleanField(default=False)),
        migrations.RemoveConstraint("reviewappeal", "review_appeal_answered_whole"),
        migrations.AddConstraint(
            "reviewappeal",
            models.CheckConstraint(
                condition=Q(answered_at=None, is_upheld=None, answer="", is_withdrawn=False)
                | Q(answered_at__isnull=False, is_upheld=None, answer="", is_withdrawn=True)
                | Q(answered_at__isnull=False, is_upheld__isnull=False, is_withdrawn=False) & ~Q(answer=""),
                name="review_appeal_ended_whole",
            ),
        ),
    ]
