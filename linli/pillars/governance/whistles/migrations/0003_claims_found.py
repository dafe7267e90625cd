"""Indexes for claims, built while people go on working; whistles at work learn how long they wait to be taken on."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

CLAIM = "5 work_day"


def give_limit(apps, editor):
    """A whistle froze its limits when it was blown: add the one that is new, a few at a time."""
    cases = apps.get_model("flow", "Case").objects
    waiting = cases.filter(kind="governance.whistle", is_open=True).exclude(limits__has_key="claim")
    while found := list(waiting[:500]):
        for case in found:
            cases.filter(pk=case.pk).update(limits={**case.limits, "claim": CLAIM})


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("whistles", "0002_claims")]

    operations = [
        ValidateConstraint(model_name="call", name="offered_is_claimed"),
        AddIndexConcurrently(
            model_name="whistle",
            index=models.Index(
                condition=models.Q(("is_posted", True)), fields=["case"], name="whistle_posted"
            ),
        ),
        AddIndexConcurrently(
            model_name="call",
            index=models.Index(
                condition=models.Q(("offer__isnull", False)), fields=["offer"], name="call_offered"
            ),
        ),
        migrations.RunPython(give_limit, migrations.RunPython.noop),
    ]
