"""The questions of an election that is being voted on stand on one ballot from now on."""

from django.db import migrations

MARK = """
UPDATE deliberation_vote SET is_joint = true
WHERE closed_at IS NULL AND topic_id IN (SELECT topic_id FROM estates_electionvote)
"""


class Migration(migrations.Migration):
    dependencies = [("estates", "0004_ballots"), ("deliberation", "0006_joint_ballots")]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
