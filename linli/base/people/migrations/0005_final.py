"""The access log and the register of deletions are append-only, held by the database."""

from django.db import migrations

SQL = """
CREATE FUNCTION people_log_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'people_accesslog' THEN
    -- PIPL art. 56 keeps the record three years; after that it may go, never before.
    IF TG_OP = 'DELETE' THEN
      IF OLD.at < now() - interval '3 years' THEN RETURN OLD; END IF;
    -- The visitor's address may be sealed anew under another key; nothing else changes.
    ELSIF TG_OP = 'UPDATE' THEN
      IF to_jsonb(NEW) - 'address' = to_jsonb(OLD) - 'address' THEN RETURN NEW; END IF;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER people_log_is_final BEFORE UPDATE OR DELETE ON people_accesslog
  FOR EACH ROW EXECUTE FUNCTION people_log_is_final();
CREATE TRIGGER people_log_no_truncate BEFORE TRUNCATE ON people_accesslog
  FOR EACH STATEMENT EXECUTE FUNCTION people_log_is_final();
CREATE TRIGGER people_deletion_is_final BEFORE UPDATE OR DELETE ON people_deletion
  FOR EACH ROW EXECUTE FUNCTION people_log_is_final();
CREATE TRIGGER people_deletion_no_truncate BEFORE TRUNCATE ON people_deletion
  FOR EACH STATEMENT EXECUTE FUNCTION people_log_is_final();
"""

UNDO = """
DROP TRIGGER people_deletion_no_truncate ON people_deletion; DROP TRIGGER people_deletion_is_final ON people_deletion;
DROP TRIGGER people_log_no_truncate ON people_accesslog; DROP TRIGGER people_log_is_final ON people_accesslog;
DROP FUNCTION people_log_is_final;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_privacy")]

    operations = [migrations.RunSQL(SQL, UNDO)]
