"""The items of an organisation's yearly plan."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0001_initial"),
        ("flow", "0009_scope_words_of_old_nodes"),
        ("secretary", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="哪一年")),
                ("what", models.CharField(max_length=120, verbose_name="要做什么")),
                ("who", models.CharField(max_length=60, verbose_name="谁来办")),
                ("due_on", models.DateField(verbose_name="哪天前")),
                ("proof", models.CharField(max_length=120, verbose_name="做到了凭什么看")),
                ("laid_at", models.DateTimeField()),
                ("done_on", models.DateField(null=True, verbose_name="哪天做到的")),
                ("dropped_on", models.DateField(null=True)),
                (
                    "said",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="做成了什么"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_items",
                        to="branches.organisation",
                    ),
                ),
                (
                    "supervised",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="flow.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "year"], name="plan_item_year"),
                    models.Index(
                        condition=models.Q(("done_on", None), ("dropped_on", None)),
                        fields=["due_on"],
                        name="plan_item_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("who", ""), _negated=True), models.Q(("proof", ""), _negated=True)
                        ),
                        name="plan_item_of_somebody_provable",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on", None), ("dropped_on", None), _connector="OR"),
                            models.Q(
                                models.Q(("done_on", None), ("dropped_on", None)),
                                models.Q(("said", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="plan_item_ends_once_in_words",
                    ),
                ],
            },
        )
    ]
