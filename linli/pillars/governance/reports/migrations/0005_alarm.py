"""What the words of a report were taken for when it was filed, until somebody decides whether it is urgent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_pending_appeals")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="alarm",
            field=models.CharField(
                blank=True,
                choices=[("life", "可能有人有危险"), ("supply", "可能停水、停电、停气或停暖")],
                db_default="",
                default="",
                max_length=6,
                verbose_name="像是急事",
            ),
        ),
    ]
