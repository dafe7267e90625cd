"""Emergencies and the posts they open, which are activities."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0002_settings_version"),
        ("volunteers", "0002_for_a_case"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Emergency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("flood", "防汛"),
                            ("cold", "雨雪冰冻"),
                            ("power", "停电"),
                            ("water", "停水"),
                            ("heat", "高温"),
                            ("health", "公共卫生"),
                            ("other", "其他突发情况"),
                        ],
                        max_length=6,
                        verbose_name="什么情况",
                    ),
                ),
                ("title", models.CharField(max_length=40, verbose_name="一句话说清")),
                ("basis", models.CharField(max_length=120, verbose_name="凭什么启动")),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "end_words",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="怎么解除的"),
                ),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.unit",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name_plural": "emergencies"},
        ),
        migrations.AddField(
            model_name="activity",
            name="emergency",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="volunteers.emergency",
            ),
        ),
        migrations.AlterField(
            model_name="signup",
            name="state",
            field=models.CharField(
                choices=[
                    ("invited", "请您来"),
                    ("going", "报上名了"),
                    ("waiting", "在候补"),
                    ("cancelled", "不去了"),
                    ("left", "下岗了"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("emergency", None), ("takes_minors", False), _connector="OR"),
                name="no_minors_at_emergency_posts",
            ),
        ),
        migrations.AddIndex(
            model_name="emergency",
            index=models.Index(fields=["office", "-opened_at"], name="emergency_recent"),
        ),
        migrations.AddConstraint(
            model_name="emergency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="emergency_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergency",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="emergency_has_basis"
            ),
        ),
    ]
