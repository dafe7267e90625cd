"""A question may stand on one ballot paper with others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0005_invitations_by_hand")]

    operations = [migrations.AddField("vote", "is_joint", models.BooleanField(default=False))]
