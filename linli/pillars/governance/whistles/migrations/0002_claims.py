"""Claimed from both sides: columns and a table of offers; what stood before is looked through in the next step."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("flow", "0009_scope_words_of_old_nodes"),
        ("orgs", "0002_settings_version"),
        ("whistles", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="愿意做什么")),
                ("from_date", models.DateField(verbose_name="从哪天起")),
                ("until_date", models.DateField(verbose_name="到哪天止")),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="orgs.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["unit__path", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_date__gte", models.F("from_date"))),
                        name="offer_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("unit", "words"), name="offered_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="call",
            name="is_claimed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="whistle",
            name="is_posted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="call",
            name="offer",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calls",
                to="whistles.offer",
            ),
        ),
        AddConstraintNotValid(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("offer", None), ("is_claimed", True), _connector="OR"),
                name="offered_is_claimed",
            ),
        ),
    ]
