"""That a vanguard household agreed to be known is a record of its own: to what, when, and when it was taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial"), ("orgs", "0002_settings_version")]

    operations = [
        migrations.CreateModel(
            name="KnownConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agreed_to", models.CharField(max_length=200, verbose_name="同意了什么")),
                ("agreed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
                (
                    "vanguard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="contacts.vanguard",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=["community"],
                        name="known_consent_here",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("vanguard",),
                        name="known_consent_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("withdrawn_at", None))
                        | models.Q(("withdrawn_at__gte", models.F("agreed_at"))),
                        name="known_consent_in_order",
                    ),
                ],
            },
        ),
    ]
