"""What a bulletin said when it was shown is never changed, nor taken away."""

from django.db import migrations

STAYS = """
CREATE FUNCTION bulletins_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was shown stays as it was shown' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER bulletins_version_stays BEFORE UPDATE OR DELETE ON bulletins_bulletinversion
  FOR EACH ROW EXECUTE FUNCTION bulletins_version_stays();
"""
UNDO = "DROP TRIGGER bulletins_version_stays ON bulletins_bulletinversion; DROP FUNCTION bulletins_version_stays;"


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0001_initial")]

    operations = [migrations.RunSQL(STAYS, UNDO)]
