"""The register of a cooperative is written by resolution alone, held by the database whatever the code does.

A member, a change and a version of the rules come in only under a resolution of the same cooperative that its
representatives carried in deliberation and nobody's objection holds up; they are not changed or taken out again. What was put
to the vote stays as it was put. Sealed columns may be sealed anew when the keys turn; that what was carried out is what
was voted on, the keyed digest of the resolution tells.
"""

from django.db import migrations

HOLDS = """
CREATE FUNCTION cooperative_is_carried(bigint, bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM cooperative_resolution r
      JOIN deliberation_topic t ON t.case_id = r.topic_id
      JOIN flow_case c ON c.id = t.case_id
     WHERE r.id = $1 AND r.cooperative_id = $2 AND t.outcome IN ('agreed', 'passed')
       AND t.published_at IS NOT NULL AND c.state IN ('carrying', 'carried', 'closed'))
$$;

CREATE FUNCTION cooperative_by_resolution() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whose bigint; kept text[] := '{}';
BEGIN
  IF TG_TABLE_NAME = 'cooperative_shareholder' THEN kept := '{name,phone,phone_print}';
  ELSIF TG_TABLE_NAME = 'cooperative_sharechange' THEN kept := '{facts}';
  END IF;
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - kept) = (to_jsonb(OLD) - kept) THEN RETURN NEW; END IF;
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'the register of a cooperative is changed by a resolution, never by hand'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_TABLE_NAME = 'cooperative_sharechange' THEN
    SELECT m.cooperative_id INTO whose FROM cooperative_shareholder m
      WHERE m.id = (to_jsonb(NEW)->>'member_id')::bigint;
  ELSE
    whose := (to_jsonb(NEW)->>'cooperative_id')::bigint;
  END IF;
  IF NOT cooperative_is_carried(NEW.resolution_id, whose) THEN
    RAISE EXCEPTION 'no resolution of the representatives carries this' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cooperative_member_by_resolution BEFORE INSERT OR UPDATE OR DELETE ON cooperative_shareholder
  FOR EACH ROW EXECUTE FUNCTION cooperative_by_resolution();
CREATE TRIGGER cooperative_change_by_resolution BEFORE INSERT OR UPDATE OR DELETE ON cooperative_sharechange
  FOR EACH ROW EXECUTE FUNCTION cooperative_by_resolution();
CREATE TRIGGER cooperative_version_by_resolution BEFORE INSERT OR UPDATE OR DELETE ON cooperative_ruleversion
  FOR EACH ROW EXECUTE FUNCTION cooperative_by_resolution();

CREATE FUNCTION cooperative_line_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND EXISTS (
    SELECT 1 FROM cooperative_ruleversion v JOIN cooperative_resolution r ON r.id = v.resolution_id
      WHERE v.id = NEW.version_id AND r.carried_out_at IS NULL
  ) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a version of the rules stays as it was resolved' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cooperative_line_holds BEFORE INSERT OR UPDATE OR DELETE ON cooperative_ruleline
  FOR EACH ROW EXECUTE FUNCTION cooperative_line_holds();

CREATE FUNCTION cooperative_resolution_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.topic_id IS NOT NULL OR NEW.carried_out_at IS NOT NULL THEN
      RAISE EXCEPTION 'a resolution begins as a draft' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.topic_id IS NULL AND TG_OP = 'UPDATE' AND NEW.carried_out_at IS NULL
     AND NEW.cooperative_id = OLD.cooperative_id THEN RETURN NEW; END IF;
  IF TG_OP = 'DELETE'
     OR (NEW.cooperative_id, NEW.title, NEW.words, NEW.digest, NEW.topic_id, NEW.drafted_at, NEW.dropped_at)
     IS DISTINCT FROM
     (OLD.cooperative_id, OLD.title, OLD.words, OLD.digest, OLD.topic_id, OLD.drafted_at, OLD.dropped_at)
     OR (OLD.carried_out_at IS NOT NULL AND NEW.carried_out_at IS DISTINCT FROM OLD.carried_out_at)
     OR (NEW.carried_out_at IS NOT NULL AND NOT cooperative_is_carried(NEW.id, NEW.cooperative_id)) THEN
    RAISE EXCEPTION 'what was put to the vote stays, and is carried out when it is carried'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cooperative_resolution_holds BEFORE INSERT OR UPDATE OR DELETE ON cooperative_resolution
  FOR EACH ROW EXECUTE FUNCTION cooperative_resolution_holds();

CREATE FUNCTION cooperative_distribution_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND EXISTS (
    SELECT 1 FROM cooperative_resolution r WHERE r.id = NEW.resolution_id AND r.topic_id IS NULL
  ) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a distribution stays as it was drafted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cooperative_distribution_holds BEFORE INSERT OR UPDATE OR DELETE ON cooperative_distribution
  FOR EACH ROW EXECUTE FUNCTION cooperative_distribution_holds();

CREATE FUNCTION cooperative_portion_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'content') = (to_jsonb(OLD) - 'content') THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' AND EXISTS (
    SELECT 1 FROM cooperative_distribution d JOIN cooperative_resolution r ON r.id = d.resolution_id
      WHERE d.id = NEW.distribution_id AND r.topic_id IS NULL
  ) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a distribution stays as it was drafted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cooperative_portion_holds BEFORE INSERT OR UPDATE OR DELETE ON cooperative_portion
  FOR EACH ROW EXECUTE FUNCTION cooperative_portion_holds();
"""
UNDO = """
DROP TRIGGER cooperative_member_by_resolution ON cooperative_shareholder;
DROP TRIGGER cooperative_change_by_resolution ON cooperative_sharechange;
DROP TRIGGER cooperative_version_by_resolution ON cooperative_ruleversion;
DROP FUNCTION cooperative_by_resolution();
DROP TRIGGER cooperative_line_holds ON cooperative_ruleline;
DROP FUNCTION cooperative_line_holds();
DROP TRIGGER cooperative_resolution_holds ON cooperative_resolution;
DROP FUNCTION cooperative_resolution_holds();
DROP TRIGGER cooperative_distribution_holds ON cooperative_distribution;
DROP FUNCTION cooperative_distribution_holds();
DROP TRIGGER cooperative_portion_holds ON cooperative_portion;
DROP FUNCTION cooperative_portion_holds();
DROP FUNCTION cooperative_is_carried(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("cooperative", "0001_initial"), ("deliberation", "0002_votes_hold")]

    operations = [migrations.RunSQL(HOLDS, UNDO)]
