"""What an appointment may not do: be deleted, come back from its end, move without a step; and no step is ever changed."""

from django.db import migrations

SQL = """
CREATE FUNCTION appointments_move_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'steps of appointments are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER appointments_move_is_final BEFORE UPDATE OR DELETE ON appointments_appointmentmove
  FOR EACH ROW EXECUTE FUNCTION appointments_move_is_final();

CREATE FUNCTION appointments_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'appointments are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.hall_id, NEW.kind_id, NEW.number, NEW.booked_at) IS DISTINCT FROM
     (OLD.hall_id, OLD.kind_id, OLD.number, OLD.booked_at) THEN
    RAISE EXCEPTION 'appointment %: what was booked does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'booked' AND (NEW.state, NEW.starts_at) IS DISTINCT FROM (OLD.state, OLD.starts_at) THEN
    RAISE EXCEPTION 'appointment %: nothing leads out of the end', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER appointments_stays BEFORE UPDATE OR DELETE ON appointments_appointment
  FOR EACH ROW EXECUTE FUNCTION appointments_stays();

-- At commit the last step of an appointment is what its state and its time say.
CREATE FUNCTION appointments_follows_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head appointments_appointment; last appointments_appointmentmove;
BEGIN
  SELECT * INTO head FROM appointments_appointment WHERE id = NEW.id;
  SELECT * INTO last FROM appointments_appointmentmove WHERE appointment_id = NEW.id ORDER BY id DESC LIMIT 1;
  IF last.verb IS NULL OR last.starts_at <> head.starts_at OR head.state <> (CASE
      WHEN last.verb IN ('book', 'move') THEN 'booked' WHEN last.verb = 'cancel' THEN 'cancelled'
      WHEN last.verb = 'arrive' THEN 'arrived' WHEN last.verb = 'miss' THEN 'missed' ELSE '' END) THEN
    RAISE EXCEPTION 'appointment %: % without a step', NEW.id, head.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER appointments_follows_moves
  AFTER INSERT OR UPDATE OF state, starts_at ON appointments_appointment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION appointments_follows_moves();
"""

UNDO = """
DROP TRIGGER appointments_follows_moves ON appointments_appointment;
DROP TRIGGER appointments_stays ON appointments_appointment;
DROP TRIGGER appointments_move_is_final ON appointments_appointmentmove;
DROP FUNCTION appointments_follows_moves, appointments_stays, appointments_move_is_final;
"""


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]

    operations = [migrations.RunSQL(SQL, UNDO)]
