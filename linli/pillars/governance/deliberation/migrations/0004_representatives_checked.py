"""Look the votes taken before through, while people go on working."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0003_representatives")]

    operations = [ValidateConstraint(model_name="vote", name="vote_rule_known")]
