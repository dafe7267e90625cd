"""Reports by category have one index instead of three; of reporters only those with an account stand in the index by it."""

from typing import ClassVar

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

GONE = {
    "category_id": "reports_report_category_id_7a7857a8",
    "category_id varchar_pattern_ops": "reports_report_category_id_7a7857a8_like",
}


class Migration(migrations.Migration):
    atomic = False

    dependencies: ClassVar = [("reports", "0005_alarm")]

    operations: ClassVar = [
        AddIndexConcurrently(
            "reporter",
            models.Index(
                fields=["account", "-joined_at"],
                name="reporter_of_account",
                condition=models.Q(account__isnull=False),
            ),
        ),
        RemoveIndexConcurrently("reporter", "reporter_account"),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
                    f"CREATE INDEX CONCURRENTLY {name} ON reports_report ({columns})",
                )
                for columns, name in GONE.items()
            ],
            state_operations=[
                migrations.AlterField(
                    "report",
                    "category",
                    models.ForeignKey(
                        "reports.category", models.PROTECT, null=True, related_name="+", db_index=False
                    ),
                )
            ],
        ),
    ]
