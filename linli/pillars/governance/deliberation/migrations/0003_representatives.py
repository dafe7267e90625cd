"""Representatives of a cooperative vote by a rule of their own; votes taken before are not looked through under a lock."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0002_votes_hold")]

    operations = [
        migrations.RemoveConstraint(model_name="vote", name="vote_rule_known"),
        AddConstraintNotValid(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    rule__in=[
                        "committee",
                        "owners_ordinary",
                        "owners_special",
                        "parties",
                        "persons",
                        "representatives",
                        "residents",
                    ]
                ),
                name="vote_rule_known",
            ),
        ),
    ]
