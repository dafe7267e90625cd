"""The law of the loop, held by the database: steps are append-only, chained, and the only way a state changes."""

from django.db import migrations

SQL = """
CREATE SEQUENCE IF NOT EXISTS flow_case_number AS bigint;

-- Law 3: steps can't be updated, deleted or truncated.
CREATE FUNCTION flow_step_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'steps are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER flow_step_is_final BEFORE UPDATE OR DELETE ON flow_step
  FOR EACH ROW EXECUTE FUNCTION flow_step_is_final();
CREATE TRIGGER flow_step_no_truncate BEFORE TRUNCATE ON flow_step
  FOR EACH STATEMENT EXECUTE FUNCTION flow_step_is_final();

-- Law 3: each step carries the hash of the one before it in its case, without a gap.
CREATE FUNCTION flow_step_is_chained() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_hash bytea;
BEGIN
  IF length(NEW.hash) <> 32 THEN
    RAISE EXCEPTION 'step without a hash' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.seq = 1 THEN
    last_hash := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT hash INTO last_hash FROM flow_step WHERE case_id = NEW.case_id AND seq = NEW.seq - 1;
  END IF;
  IF last_hash IS NULL OR last_hash <> NEW.prev_hash THEN
    RAISE EXCEPTION 'step % of case % does not follow the step before it', NEW.seq, NEW.case_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER flow_step_is_chained BEFORE INSERT ON flow_step
  FOR EACH ROW EXECUTE FUNCTION flow_step_is_chained();

-- Laws 1 and 3: at commit a case stands where its last step left it, with that step's holder, state and deadline.
CREATE FUNCTION flow_case_follows_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE step record; head record;
BEGIN
  SELECT state, holder_id, step_seq, last_hash, resolve_by INTO head FROM flow_case WHERE id = NEW.id;
  SELECT s.after, s.holder_id, s.hash, s.resolve_by INTO step
    FROM flow_step s WHERE s.case_id = NEW.id AND s.seq = head.step_seq;
  IF step IS NULL OR step.after <> head.state OR step.holder_id <> head.holder_id
     OR step.hash <> head.last_hash OR step.resolve_by IS DISTINCT FROM head.resolve_by THEN
    RAISE EXCEPTION 'case % changed without a step', NEW.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER flow_case_follows_steps AFTER INSERT OR UPDATE OF state, holder_id, step_seq, last_hash,
  resolve_by, is_open ON flow_case DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION flow_case_follows_steps();

-- ... and no step stays without its case having moved on to it.
CREATE FUNCTION flow_step_moves_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT step_seq FROM flow_case WHERE id = NEW.case_id) < NEW.seq THEN
    RAISE EXCEPTION 'step % of case % moved nothing', NEW.seq, NEW.case_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER flow_step_moves_case AFTER INSERT ON flow_step DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION flow_step_moves_case();

-- Law 1: nothing is ever lost. A case is never deleted, and its number, kind and filing time never change.
CREATE FUNCTION flow_case_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'cases are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.filed_at <> OLD.filed_at OR NEW.step_seq < OLD.step_seq THEN
    RAISE EXCEPTION 'case %: what was filed does not change', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER flow_case_stays BEFORE UPDATE OR DELETE ON flow_case
  FOR EACH ROW EXECUTE FUNCTION flow_case_stays();
CREATE TRIGGER flow_case_no_truncate BEFORE TRUNCATE ON flow_case
  FOR EACH STATEMENT EXECUTE FUNCTION flow_case_stays();

-- Words may be erased, never rewritten; the salt goes with them.
CREATE FUNCTION flow_words_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NOT (NEW.note = '' AND NEW.answer = '' AND length(NEW.salt) = 0 AND NEW.erased_at IS NOT NULL) THEN
    RAISE EXCEPTION 'words of a step can only be erased' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER flow_words_only_erased BEFORE UPDATE OR DELETE ON flow_stepwords
  FOR EACH ROW EXECUTE FUNCTION flow_words_only_erased();
"""

UNDO = """
DROP TRIGGER flow_words_only_erased ON flow_stepwords; DROP FUNCTION flow_words_only_erased;
DROP TRIGGER flow_case_no_truncate ON flow_case; DROP TRIGGER flow_case_stays ON flow_case; DROP FUNCTION flow_case_stays;
DROP TRIGGER flow_step_moves_case ON flow_step; DROP FUNCTION flow_step_moves_case;
DROP TRIGGER flow_case_follows_steps ON flow_case; DROP FUNCTION flow_case_follows_steps;
DROP TRIGGER flow_step_is_chained ON flow_step; DROP FUNCTION flow_step_is_chained;
DROP TRIGGER flow_step_no_truncate ON flow_step; DROP TRIGGER flow_step_is_final ON flow_step;
DROP FUNCTION flow_step_is_final;
DROP SEQUENCE flow_case_number;
"""


class Migration(migrations.Migration):
    dependencies = [("flow", "0001_initial")]

    operations = [migrations.RunSQL(SQL, UNDO)]
