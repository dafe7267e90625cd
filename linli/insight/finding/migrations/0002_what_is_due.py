"""What is named, renamed or removed becomes due; everything that has a name already is due at once, and the job writes it."""

from typing import ClassVar

from django.db import migrations

NAMED = (
    ("unit", "orgs_unit", "id", "name, short_name, code, phone, address, is_active"),
    ("compound", "places_compound", "id", "name, aliases, address, lon, lat, community_id"),
    ("building", "places_building", "id", "name, number, compound_id, grid_id, lon, lat"),
    ("facility", "places_facility", "id", "name, aliases, phone, hours, area_id, lon, lat"),
    ("road", "places_road", "id", "name, aliases"),
    ("shop", "inspections_shop", "id", "sign, address, area_id, ended_at"),
    ("enterprise", "enterprises_enterprise", "id", "name, uscc, area_id, ended_at"),
    ("scheme", "schemes_scheme", "id", "title, summary"),
    ("job", "jobs_jobposting", "id", "title"),
    ("activity", "volunteers_activity", "id", "title, place"),
    ("campaign", "campaigns_campaign", "id", "name"),
    ("canteen", "canteens_canteen", "id", "name, place, is_active"),
    ("hall", "counters_hall", "id", "name, place, is_active"),
    ("cooperative", "cooperative_cooperative", "id", "name"),
    ("organisation", "branches_organisation", "unit_id", "closed_on"),
)
#: What is called after something else: its source, table, key, the column that says after what, and whose name that is.
AFTER_OTHERS = (
    ("building", "places_building", "id", "compound_id", "places_compound", "name"),
    ("shop", "inspections_shop", "id", "enterprise_id", "enterprises_enterprise", "name"),
    ("job", "jobs_jobposting", "id", "enterprise_id", "enterprises_enterprise", "name"),
    ("organisation", "branches_organisation", "unit_id", "unit_id", "orgs_unit", "name, short_name"),
)

NOTE = """
CREATE FUNCTION finding_note_{key}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO finding_duename (source, ref) VALUES (TG_ARGV[0], CASE TG_OP WHEN 'DELETE' THEN OLD.{key} ELSE NEW.{key} END);
  RETURN NULL;
END $$;
"""
FORWARD = "".join(NOTE.format(key=key) for key in ("id", "unit_id"))
BACK = ""
FILL = ""
for _source, _table, _key, _columns in NAMED:
    FORWARD += (
        f"CREATE TRIGGER finding_named AFTER INSERT OR DELETE OR UPDATE OF {_columns} ON {_table} "
        f"FOR EACH ROW EXECUTE FUNCTION finding_note_{_key}('{_source}');\n"
    )
    FILL += f"INSERT INTO finding_duename (source, ref) SELECT '{_source}', {_key} FROM {_table};\n"
    BACK += f"DROP TRIGGER finding_named ON {_table};\n"
for _source, _table, _key, _after, _whose, _columns in AFTER_OTHERS:
    FORWARD += (
        f"CREATE FUNCTION finding_renamed_{_source}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"INSERT INTO finding_duename (source, ref) SELECT '{_source}', {_key} FROM {_table} WHERE {_after} = NEW.id; "
        "RETURN NULL; END $$;\n"
        f"CREATE TRIGGER finding_renamed_{_source} AFTER UPDATE OF {_columns} ON {_whose} "
        f"FOR EACH ROW EXECUTE FUNCTION finding_renamed_{_source}();\n"
    )
    BACK += (
        f"DROP TRIGGER finding_renamed_{_source} ON {_whose}; DROP FUNCTION finding_renamed_{_source}();\n"
    )
BACK += "DROP FUNCTION finding_note_id(); DROP FUNCTION finding_note_unit_id();\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("finding", "0001_initial"),
        ("branches", "0001_initial"),
        ("campaigns", "0001_initial"),
        ("canteens", "0001_initial"),
        ("cooperative", "0001_initial"),
        ("counters", "0001_initial"),
        ("enterprises", "0001_initial"),
        ("inspections", "0001_initial"),
        ("jobs", "0001_initial"),
        ("places", "0001_initial"),
        ("schemes", "0001_initial"),
        ("volunteers", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
