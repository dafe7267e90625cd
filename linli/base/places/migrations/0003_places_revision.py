"""Know when a place changed, whoever changed it and however."""

from django.db import migrations, models

TABLES = ("places_compound", "places_building", "places_facility", "places_road", "places_grid")

# A value of its own for every change: a counter would come back to an old number when a transaction is undone.
SQL = (
    """
CREATE FUNCTION places_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO places_placesrevision (id, value) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET value = excluded.value;
  RETURN NULL;
END $$;
"""
    + "".join(
        f"CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION places_changed();\n"
        for table in TABLES
    )
    + """
CREATE TRIGGER places_unit_added AFTER INSERT OR DELETE OR TRUNCATE ON orgs_unit
  FOR EACH STATEMENT EXECUTE FUNCTION places_changed();
CREATE TRIGGER places_unit_changed AFTER UPDATE OF name, short_name, code, kind, parent_id, path, is_active ON orgs_unit
  FOR EACH STATEMENT EXECUTE FUNCTION places_changed();
"""
)

UNDO = (
    """
DROP TRIGGER places_unit_changed ON orgs_unit;
DROP TRIGGER places_unit_added ON orgs_unit;
"""
    + "".join(f"DROP TRIGGER {table}_changed ON {table};\n" for table in TABLES)
    + "DROP FUNCTION places_changed();"
)


class Migration(migrations.Migration):
    dependencies = [("places", "0002_facility_aliases"), ("orgs", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PlacesRevision",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("value", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
