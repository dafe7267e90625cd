"""A question may stand on one ballot paper with others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0005_invitations_by_hand")]

    operations = [
        migrations.AddField("vote", "is_joint", models.BooleanField(default=False)),
        migrations.AlterField(
            "topic",
            "track",
            models.CharField(
                "怎么议",
                max_length=5,
                choices=[("quick", "即时议"), ("deep", "深入议")],
                blank=True,
                default="",
            ),
        ),
    ]
