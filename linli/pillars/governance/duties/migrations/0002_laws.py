"""A published list of duties stays as it was published: the database says so."""

from django.db import migrations

SQL = """
CREATE FUNCTION duties_list_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published list of duties is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER duties_list_is_kept BEFORE UPDATE OR DELETE ON duties_dutylist
  FOR EACH ROW EXECUTE FUNCTION duties_list_is_kept();
CREATE TRIGGER duties_line_is_kept BEFORE UPDATE OR DELETE ON duties_duty
  FOR EACH ROW EXECUTE FUNCTION duties_list_is_kept();
"""
UNDO = """
DROP TRIGGER duties_line_is_kept ON duties_duty;
DROP TRIGGER duties_list_is_kept ON duties_dutylist;
DROP FUNCTION duties_list_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
