"""Service items in versions: a published version never changes, whoever writes to the database."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = """
CREATE FUNCTION catalog_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.published_at IS NOT NULL THEN
      RAISE EXCEPTION 'a published version of an item is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.published_at IS NOT NULL AND (
    (NEW.office_id, NEW.code, NEW.version, NEW.name, NEW.group, NEW.content, NEW.made_at, NEW.made_by_id,
     NEW.published_at, NEW.published_by_id)
    IS DISTINCT FROM
    (OLD.office_id, OLD.code, OLD.version, OLD.name, OLD.group, OLD.content, OLD.made_at, OLD.made_by_id,
     OLD.published_at, OLD.published_by_id)
    OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)) THEN
    RAISE EXCEPTION 'a published version of an item does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalog_item_stays BEFORE UPDATE OR DELETE ON catalog_serviceitem
  FOR EACH ROW EXECUTE FUNCTION catalog_item_stays();
CREATE TRIGGER catalog_item_changed AFTER INSERT OR UPDATE OR DELETE ON catalog_serviceitem
  FOR EACH ROW EXECUTE FUNCTION orgs_settings_changed();
"""
UNDO = """
DROP TRIGGER catalog_item_changed ON catalog_serviceitem; DROP TRIGGER catalog_item_stays ON catalog_serviceitem;
DROP FUNCTION catalog_item_stays();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orgs", "0002_settings_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="事项编码")),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("group", models.CharField(max_length=40, verbose_name="分组")),
                ("content", models.JSONField(verbose_name="内容")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="次序")),
                ("made_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True, verbose_name="生效时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="取消时间")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_items",
                        to="orgs.unit",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["order", "code", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "code", "version"), name="item_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", True)),
                        fields=("office", "code"),
                        name="item_one_draft",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("published_at__isnull", False)),
                        fields=("office", "code"),
                        name="item_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="item_ended_was_published",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
