"""Indexes for lists, maps and boards over years of cases; those that no query uses go: a step is written eight times a case.

None of them holds up anybody who writes. `flow_case_number_…_like` comes with every unique text and serves only searches
for how a number begins, which nobody makes.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

GONE = {
    "flow_case": {
        "office_id": "flow_case_office_id_797df07b",
        "area_id": "flow_case_area_id_07e84936",
        "holder_id": "flow_case_holder_id_48cd7ad5",
        "prior_holder_id": "flow_case_prior_holder_id_b9843767",
        "holder_account_id": "flow_case_holder_account_id_feeee8a5",
        "number varchar_pattern_ops": "flow_case_number_e85cab9c_like",
    },
    "flow_step": {
        "case_id": "flow_step_case_id_e6bcfb84",
        "actor_id": "flow_step_actor_id_ad3536b8",
        "post_id": "flow_step_post_id_2916aa63",
        "unit_id": "flow_step_unit_id_9e777588",
        "holder_id": "flow_step_holder_id_c8149221",
    },
}


def _key(to: str, *, related_name: str = "+", null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(to, models.PROTECT, related_name=related_name, null=null, db_index=False)


class Migration(migrations.Migration):
    atomic = False

    dependencies: ClassVar = [("flow", "0005_settings_and_laws"), ("people", "0007_keys_end")]

    operations: ClassVar = [
        AddIndexConcurrently("case", models.Index(fields=["-filed_at", "-id"], name="case_filed")),
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["closed_at"], condition=models.Q(closed_at__isnull=False), name="case_closed"
            ),
        ),
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["office", "topic", "-closed_at"],
                condition=models.Q(state="closed"),
                name="case_solved",
            ),
        ),
        AddIndexConcurrently(
            "case",
            GistIndex(models.Func(models.F("lon"), models.F("lat"), function="point"), name="case_point"),
        ),
        RemoveIndexConcurrently("step", "step_at"),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
                    f"CREATE INDEX CONCURRENTLY {name} ON {table} ({columns})",
                )
                for table, indexes in GONE.items()
                for columns, name in indexes.items()
            ],
            state_operations=[
                migrations.AlterField("case", "office", _key("orgs.unit")),
                migrations.AlterField("case", "area", _key("orgs.unit")),
                migrations.AlterField("case", "holder", _key("orgs.unit", related_name="held_cases")),
                migrations.AlterField("case", "prior_holder", _key("orgs.unit", null=True)),
                migrations.AlterField("case", "holder_account", _key("people.account", null=True)),
                migrations.AlterField("step", "case", _key("flow.case", related_name="steps")),
                migrations.AlterField("step", "actor", _key("people.account", null=True)),
                migrations.AlterField("step", "post", _key("people.post", null=True)),
                migrations.AlterField("step", "unit", _key("orgs.unit", null=True)),
                migrations.AlterField("step", "holder", _key("orgs.unit")),
            ],
        ),
    ]
