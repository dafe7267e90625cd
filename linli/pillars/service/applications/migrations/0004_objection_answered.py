"""What somebody who objected to an application was answered, and when."""

from django.db import migrations, models

import linli.base.people.sealed_fields


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_wishes")]
    operations = [
        migrations.AddField(
            model_name="objection",
            name="answer",
            field=linli.base.people.sealed_fields.SealedWordsField(
                blank=True, db_default="", default="", verbose_name="答复"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="answered_at",
            field=models.DateTimeField(null=True, verbose_name="答复时间"),
        ),
    ]
