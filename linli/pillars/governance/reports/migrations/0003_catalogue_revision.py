"""Know when the catalogue changed, whoever changed it and however."""

from django.db import migrations, models

# A value of its own for every change: a counter would come back to an old number when a transaction is undone.
SQL = """
CREATE FUNCTION reports_catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO reports_cataloguerevision (id, value) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET value = excluded.value;
  RETURN NULL;
END $$;
CREATE TRIGGER reports_category_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON reports_category
  FOR EACH STATEMENT EXECUTE FUNCTION reports_catalogue_changed();
INSERT INTO reports_cataloguerevision (id, value) VALUES (1, gen_random_uuid());
"""

UNDO = """
DROP TRIGGER reports_category_changed ON reports_category;
DROP FUNCTION reports_catalogue_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_sealed_words")]

    operations = [
        migrations.CreateModel(
            name="CatalogueRevision",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("value", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
