"""Seal what residents wrote, and what they answered to a category's questions."""

from django.db import migrations

from linli.base.people.sealed_fields import SealedJSONField, SealedWordsField, sealing


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("flow", "0004_sealed_words")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunPython(sealing("reports_report", "case_id", {"text": "reports.Report.text"})),
                migrations.RunPython(
                    sealing("reports_report", "case_id", {"answers": "reports.Report.answers"}, is_json=True)
                ),
            ],
            state_operations=[
                migrations.AlterField("report", "text", SealedWordsField(verbose_name="原话")),
                migrations.AlterField("report", "answers", SealedJSONField(blank=True, default=dict)),
            ],
        )
    ]
