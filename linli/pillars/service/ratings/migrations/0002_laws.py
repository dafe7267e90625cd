"""A rating is not taken away, and what it was given for does not change: only its giver changes it, and that is seen."""

from django.db import migrations

SQL = """
CREATE FUNCTION ratings_rating_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'ratings are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.office_id, NEW.unit_id, NEW.ticket_id, NEW.matter_id, NEW.first_level, NEW.rated_at) IS DISTINCT FROM
     (OLD.office_id, OLD.unit_id, OLD.ticket_id, OLD.matter_id, OLD.first_level, OLD.rated_at) THEN
    RAISE EXCEPTION 'rating %: what was rated does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ratings_rating_stays BEFORE UPDATE OR DELETE ON ratings_rating
  FOR EACH ROW EXECUTE FUNCTION ratings_rating_stays();
"""

UNDO = "DROP TRIGGER ratings_rating_stays ON ratings_rating; DROP FUNCTION ratings_rating_stays;"


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_initial")]

    operations = [migrations.RunSQL(SQL, UNDO)]
