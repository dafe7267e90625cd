"""A number that rises whenever a setting of an office changes, so that processes may keep settings in memory."""

from django.db import migrations, models

SQL = """
CREATE SEQUENCE orgs_settings_version AS bigint;

-- Whoever saves a unit they read earlier must not bring an old number back: what is kept under it may be another's.
CREATE FUNCTION orgs_settings_version_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.settings_version := greatest(NEW.settings_version, OLD.settings_version);
  RETURN NEW;
END $$;
CREATE TRIGGER orgs_settings_version_rises BEFORE UPDATE ON orgs_unit
  FOR EACH ROW EXECUTE FUNCTION orgs_settings_version_rises();

-- For tables of settings with a column office_id. A sequence never gives the same number twice, not even after a rollback.
CREATE FUNCTION orgs_settings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE orgs_unit SET settings_version = nextval('orgs_settings_version') WHERE id = OLD.office_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE orgs_unit SET settings_version = nextval('orgs_settings_version') WHERE id = NEW.office_id;
  END IF;
  RETURN NULL;
END $$;
"""

UNDO = """
DROP TRIGGER orgs_settings_version_rises ON orgs_unit; DROP FUNCTION orgs_settings_version_rises;
DROP FUNCTION orgs_settings_changed; DROP SEQUENCE orgs_settings_version;
"""


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]

    operations = [
        migrations.AddField(
            "unit",
            "settings_version",
            models.BigIntegerField(default=0, editable=False),
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
