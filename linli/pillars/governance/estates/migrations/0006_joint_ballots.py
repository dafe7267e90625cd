"""The questions of an election stand on one ballot."""

from django.db import migrations


def join(apps, editor):
    """Say so of every vote that was opened for an election, a few at a time."""
    topics = list(apps.get_model("estates", "ElectionVote").objects.values_list("topic", flat=True))
    votes = apps.get_model("deliberation", "Vote").objects
    for first in range(0, len(topics), 500):
        votes.filter(topic__in=topics[first : first + 500]).update(is_joint=True)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("estates", "0005_appeals_are_cases"), ("deliberation", "0006_joint_ballots")]

    operations = [migrations.RunPython(join, migrations.RunPython.noop)]
