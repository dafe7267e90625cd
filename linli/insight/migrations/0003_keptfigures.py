"""What cited figures say of a ground, counted by a job."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_keptboard")]

    operations = [
        migrations.CreateModel(
            name="KeptFigures",
            fields=[
                ("unit_id", models.IntegerField(primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("at", models.DateTimeField(null=True)),
                ("told", models.JSONField(default=dict)),
            ],
        ),
    ]
