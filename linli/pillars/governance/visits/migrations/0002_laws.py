"""What was put right keeps whose, which, when and who said so. The two values stand sealed: keys are turned under them."""

from django.db import migrations

SQL = """
CREATE FUNCTION visits_change_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'was' - 'now' = to_jsonb(OLD) - 'was' - 'now' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was put right on a visit is never altered' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER visits_change_is_kept BEFORE UPDATE ON visits_change
  FOR EACH ROW EXECUTE FUNCTION visits_change_is_kept();

CREATE FUNCTION visits_diary_is_its_writers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.owner_id, NEW.at, NEW.key) IS DISTINCT FROM (OLD.owner_id, OLD.at, OLD.key) THEN
    RAISE EXCEPTION 'a page of a diary stays its writer''s' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER visits_diary_is_its_writers BEFORE UPDATE ON visits_diarypage
  FOR EACH ROW EXECUTE FUNCTION visits_diary_is_its_writers();
"""
UNDO = """
DROP TRIGGER visits_diary_is_its_writers ON visits_diarypage;
DROP FUNCTION visits_diary_is_its_writers();
DROP TRIGGER visits_change_is_kept ON visits_change;
DROP FUNCTION visits_change_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
