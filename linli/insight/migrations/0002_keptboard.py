"""What the boards of cities and districts say, kept for the minute."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="KeptBoard",
            fields=[
                ("unit_id", models.IntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("stamp", models.CharField(max_length=80)),
                ("drawing", models.JSONField()),
                ("area_of", models.JSONField()),
                ("told", models.JSONField()),
                ("took_ms", models.PositiveIntegerField()),
            ],
        ),
    ]
