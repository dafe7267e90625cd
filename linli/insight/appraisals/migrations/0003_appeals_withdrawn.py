"""A unit takes its appeal back: it has ended then without an answer."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("appraisals", "0002_appeals_are_cases")]

    operations = [
        migrations.AddField("appraisalappeal", "is_withdrawn", models.BooleanField(default=False)),
        migrations.RemoveConstraint("appraisalappeal", "appraisal_appeal_answered"),
        migrations.AddConstraint(
            "appraisalappeal",
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", is_upheld=None, is_withdrawn=False)
                | Q(answered_at__isnull=False, answer="", is_upheld=None, is_withdrawn=True)
                | Q(answered_at__isnull=False, is_upheld__isnull=False, is_withdrawn=False) & ~Q(answer=""),
                name="appraisal_appeal_ended",
            ),
        ),
    ]
