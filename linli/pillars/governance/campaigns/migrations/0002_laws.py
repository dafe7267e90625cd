"""What was done at a door stays as it was written; its words can be erased by law, nothing else."""

from django.db import migrations

SQL = """
CREATE FUNCTION campaign_move_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND length(NEW.words) = 0
     AND (to_jsonb(NEW) - 'words') = (to_jsonb(OLD) - 'words') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was done at a door is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER campaign_move_is_kept BEFORE UPDATE OR DELETE ON campaigns_targetmove
  FOR EACH ROW EXECUTE FUNCTION campaign_move_is_kept();
CREATE FUNCTION campaign_target_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.outcome, NEW.step, NEW.unit_id)
     IS DISTINCT FROM (OLD.ended_at, OLD.outcome, OLD.step, OLD.unit_id) THEN
    RAISE EXCEPTION 'a door that left the list stays off it' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.seq < OLD.seq THEN
    RAISE EXCEPTION 'records of a door only grow' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaign_target_is_kept BEFORE UPDATE ON campaigns_target
  FOR EACH ROW EXECUTE FUNCTION campaign_target_is_kept();
"""
UNDO = """
DROP TRIGGER campaign_target_is_kept ON campaigns_target;
DROP FUNCTION campaign_target_is_kept();
DROP TRIGGER campaign_move_is_kept ON campaigns_targetmove;
DROP FUNCTION campaign_move_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
