"""A kind of bulletin more: what companies of the area say in their column."""

from django.db import migrations, models

KINDS = ["policy", "job", "outage", "activity", "column", "other"]


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0002_versions_stay")]

    operations = [
        migrations.RemoveConstraint(model_name="bulletin", name="bulletin_kind_known"),
        migrations.AlterField(
            model_name="bulletin",
            name="kind",
            field=models.CharField(
                choices=[
                    ("policy", "政策"),
                    ("job", "招聘"),
                    ("outage", "停水停电"),
                    ("activity", "活动"),
                    ("column", "企业专栏"),
                    ("other", "提醒"),
                ],
                max_length=8,
                verbose_name="种类",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="bulletin_kind_known"
            ),
        ),
    ]
