"""The book of meals is only added to, and a closed month stays closed: the database says so."""

from django.db import migrations

SQL = """
CREATE FUNCTION canteens_meal_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT 1 FROM canteens_settlement s WHERE s.canteen_id = NEW.canteen_id AND s.month = NEW.month) THEN
      RAISE EXCEPTION 'the month of this canteen is closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  -- Whose meal it was may be forgotten; what was paid may not.
  IF TG_OP = 'UPDATE' AND NEW.eater_id IS NULL AND to_jsonb(NEW) - 'eater_id' = to_jsonb(OLD) - 'eater_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an entry of the book of meals is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER canteens_meal_is_kept BEFORE INSERT OR UPDATE OR DELETE ON canteens_meal
  FOR EACH ROW EXECUTE FUNCTION canteens_meal_is_kept();

CREATE FUNCTION canteens_settlement_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a closed month stays as it was closed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER canteens_settlement_is_kept BEFORE UPDATE OR DELETE ON canteens_settlement
  FOR EACH ROW EXECUTE FUNCTION canteens_settlement_is_kept();
"""
UNDO = """
DROP TRIGGER canteens_settlement_is_kept ON canteens_settlement;
DROP FUNCTION canteens_settlement_is_kept();
DROP TRIGGER canteens_meal_is_kept ON canteens_meal;
DROP FUNCTION canteens_meal_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("canteens", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
