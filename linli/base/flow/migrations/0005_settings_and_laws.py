"""Office hours by date, settings kept in memory by a version, and what raw SQL could still do to the laws of the loop."""

import django.db.models.deletion
from django.db import migrations, models

SETTINGS = """
CREATE TRIGGER flow_calendarday_changed AFTER INSERT OR UPDATE OR DELETE ON flow_calendarday
  FOR EACH ROW EXECUTE FUNCTION orgs_settings_changed();
CREATE TRIGGER flow_officehours_changed AFTER INSERT OR UPDATE OR DELETE ON flow_officehours
  FOR EACH ROW EXECUTE FUNCTION orgs_settings_changed();
CREATE TRIGGER flow_limitoverride_changed AFTER INSERT OR UPDATE OR DELETE ON flow_limitoverride
  FOR EACH ROW EXECUTE FUNCTION orgs_settings_changed();
-- Settings made before this migration.
UPDATE orgs_unit SET settings_version = nextval('orgs_settings_version') WHERE id IN (
  SELECT office_id FROM flow_calendarday UNION SELECT office_id FROM flow_limitoverride);
"""
UNDO_SETTINGS = """
DROP TRIGGER flow_calendarday_changed ON flow_calendarday; DROP TRIGGER flow_officehours_changed ON flow_officehours;
DROP TRIGGER flow_limitoverride_changed ON flow_limitoverride;
"""

LAWS = """
-- Law 3: a step starts where the one before it ended.
CREATE OR REPLACE FUNCTION flow_step_is_chained() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_hash bytea; last_state varchar;
BEGIN
  IF length(NEW.hash) <> 32 THEN
    RAISE EXCEPTION 'step without a hash' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.seq = 1 THEN
    last_hash := decode(repeat('00', 32), 'hex');
    last_state := '';
  ELSE
    SELECT hash, after INTO last_hash, last_state FROM flow_step WHERE case_id = NEW.case_id AND seq = NEW.seq - 1;
  END IF;
  IF last_hash IS NULL OR last_hash <> NEW.prev_hash OR last_state <> NEW.before THEN
    RAISE EXCEPTION 'step % of case % does not follow the step before it', NEW.seq, NEW.case_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Laws 1 to 7: what is owed, by whom, by when, on which card and how it ended changes only together with a step. Free are
-- the words that may be masked, who may see it after a unit moved, and when the clock looks at it next.
CREATE OR REPLACE FUNCTION flow_case_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'cases are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.filed_at <> OLD.filed_at
     OR NEW.office_id <> OLD.office_id OR NEW.step_seq < OLD.step_seq
     OR NEW.idempotency_key IS DISTINCT FROM OLD.idempotency_key THEN
    RAISE EXCEPTION 'case %: what was filed does not change', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.step_seq = OLD.step_seq AND (
    NEW.state, NEW.prior_state, NEW.is_open, NEW.topic, NEW.is_urgent, NEW.is_confidential, NEW.is_ruled,
    NEW.is_supervised, NEW.is_excluded, NEW.area_id, NEW.holder_id, NEW.prior_holder_id, NEW.holder_account_id,
    NEW.parent_id, NEW.merged_into_id, NEW.respond_by, NEW.responded_at, NEW.resolve_by, NEW.resolve_unit,
    NEW.settled_at, NEW.due_at, NEW.due_unit, NEW.slot, NEW.limits, NEW.started_at, NEW.stopped_at, NEW.stopped_until,
    NEW.card, NEW.climb, NEW.needs_spot_check, NEW.returned_count, NEW.reopened_count, NEW.extended_count,
    NEW.urged_count, NEW.closed_at, NEW.is_answered, NEW.end_reason, NEW.last_hash
  ) IS DISTINCT FROM (
    OLD.state, OLD.prior_state, OLD.is_open, OLD.topic, OLD.is_urgent, OLD.is_confidential, OLD.is_ruled,
    OLD.is_supervised, OLD.is_excluded, OLD.area_id, OLD.holder_id, OLD.prior_holder_id, OLD.holder_account_id,
    OLD.parent_id, OLD.merged_into_id, OLD.respond_by, OLD.responded_at, OLD.resolve_by, OLD.resolve_unit,
    OLD.settled_at, OLD.due_at, OLD.due_unit, OLD.slot, OLD.limits, OLD.started_at, OLD.stopped_at, OLD.stopped_until,
    OLD.card, OLD.climb, OLD.needs_spot_check, OLD.returned_count, OLD.reopened_count, OLD.extended_count,
    OLD.urged_count, OLD.closed_at, OLD.is_answered, OLD.end_reason, OLD.last_hash
  ) THEN
    RAISE EXCEPTION 'case % changed without a step', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- At commit a case stands where its last step left it; whoever is given it is in use; an ended one was answered in words.
CREATE OR REPLACE FUNCTION flow_case_follows_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE step record; head record;
BEGIN
  SELECT state, holder_id, step_seq, last_hash, resolve_by, due_at, is_open, is_answered, end_reason INTO head
    FROM flow_case WHERE id = NEW.id;
  SELECT s.after, s.holder_id, s.hash, s.resolve_by, s.due_at INTO step
    FROM flow_step s WHERE s.case_id = NEW.id AND s.seq = head.step_seq;
  IF step IS NULL OR step.after <> head.state OR step.holder_id <> head.holder_id OR step.hash <> head.last_hash
     OR (step.resolve_by, step.due_at) IS DISTINCT FROM (head.resolve_by, head.due_at) THEN
    RAISE EXCEPTION 'case % changed without a step', NEW.number USING ERRCODE = 'check_violation';
  END IF;
  IF (TG_OP = 'INSERT' OR NEW.holder_id <> OLD.holder_id)
     AND NOT (SELECT is_active FROM orgs_unit WHERE id = head.holder_id) THEN
    RAISE EXCEPTION 'case % given to a unit out of use', NEW.number USING ERRCODE = 'check_violation';
  END IF;
  IF NOT head.is_open AND head.is_answered AND head.end_reason = '' AND NOT EXISTS (
    SELECT FROM flow_step WHERE case_id = NEW.id AND seq > 1 AND is_public AND words_digest IS NOT NULL) THEN
    RAISE EXCEPTION 'case % ended without the words of an answer', NEW.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

-- Law 1: a share says for good whose it is; it ends, it does not vanish. Nor does what was asked of the level above.
CREATE FUNCTION flow_share_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.case_id, NEW.unit_id, NEW.part, NEW.given_at)
     IS DISTINCT FROM (OLD.case_id, OLD.unit_id, OLD.part, OLD.given_at) THEN
    RAISE EXCEPTION 'shares are never taken away, they end' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.ended_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'a share that has ended does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER flow_share_stays BEFORE UPDATE OR DELETE ON flow_assignment
  FOR EACH ROW EXECUTE FUNCTION flow_share_stays();

CREATE FUNCTION flow_share_of_unit_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (SELECT is_active FROM orgs_unit WHERE id = NEW.unit_id) THEN
    RAISE EXCEPTION 'a share given to a unit out of use' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER flow_share_of_unit_in_use AFTER INSERT ON flow_assignment DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION flow_share_of_unit_in_use();

CREATE FUNCTION flow_petition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.case_id, NEW.what, NEW.asked_by_id, NEW.asked_step_id, NEW.until)
     IS DISTINCT FROM (OLD.case_id, OLD.what, OLD.asked_by_id, OLD.asked_step_id, OLD.until)
     OR (OLD.is_granted IS NOT NULL AND NEW IS DISTINCT FROM OLD)
     OR (NEW.is_granted IS NOT NULL AND NEW.decided_step_id IS NULL) THEN
    RAISE EXCEPTION 'a request is decided once, by a step, and never taken away' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER flow_petition_stays BEFORE UPDATE OR DELETE ON flow_petition
  FOR EACH ROW EXECUTE FUNCTION flow_petition_stays();
"""
UNDO_LAWS = """
DROP TRIGGER flow_petition_stays ON flow_petition; DROP FUNCTION flow_petition_stays;
DROP TRIGGER flow_share_of_unit_in_use ON flow_assignment; DROP FUNCTION flow_share_of_unit_in_use;
DROP TRIGGER flow_share_stays ON flow_assignment; DROP FUNCTION flow_share_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("flow", "0004_sealed_words"), ("orgs", "0002_settings_version")]

    operations = [
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_date", models.DateField(verbose_name="从哪天起")),
                ("morning_opens", models.TimeField(verbose_name="上午上班")),
                ("morning_closes", models.TimeField(verbose_name="上午下班")),
                ("afternoon_opens", models.TimeField(verbose_name="下午上班")),
                ("afternoon_closes", models.TimeField(verbose_name="下午下班")),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="office_hours",
                        to="orgs.unit",
                    ),
                ),
            ],
            options={"ordering": ["office", "from_date"]},
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.UniqueConstraint(fields=("office", "from_date"), name="office_hours_once"),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    morning_opens__lt=models.F("morning_closes"),
                    morning_closes__lt=models.F("afternoon_opens"),
                    afternoon_opens__lt=models.F("afternoon_closes"),
                ),
                name="office_hours_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(is_open=False)
                | models.Q(next_tick_at__isnull=False)
                | models.Q(card="red", climb__gte=3),
                name="open_case_ticks",
            ),
        ),
        migrations.RunSQL(SETTINGS, UNDO_SETTINGS),
        migrations.RunSQL(LAWS, UNDO_LAWS),
    ]
