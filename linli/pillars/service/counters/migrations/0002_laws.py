"""What a ticket may not do: be deleted, come back from its end, move without a step; and no step is ever changed."""

from django.db import migrations

SQL = """
CREATE FUNCTION counters_move_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'steps of tickets are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER counters_move_is_final BEFORE UPDATE OR DELETE ON counters_ticketmove
  FOR EACH ROW EXECUTE FUNCTION counters_move_is_final();

CREATE FUNCTION counters_ticket_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'tickets are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.hall_id, NEW.day, NEW.letter, NEW.number, NEW.taken_at) IS DISTINCT FROM
     (OLD.hall_id, OLD.day, OLD.letter, OLD.number, OLD.taken_at) THEN
    RAISE EXCEPTION 'ticket %: what was drawn does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state IN ('finished', 'left') AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'ticket %: nothing leads out of the end', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER counters_ticket_stays BEFORE UPDATE OR DELETE ON counters_ticket
  FOR EACH ROW EXECUTE FUNCTION counters_ticket_stays();

-- At commit the last step of a ticket is what its state says.
CREATE FUNCTION counters_ticket_follows_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head text; last text;
BEGIN
  SELECT state INTO head FROM counters_ticket WHERE id = NEW.id;
  SELECT verb INTO last FROM counters_ticketmove WHERE ticket_id = NEW.id ORDER BY id DESC LIMIT 1;
  IF last IS NULL OR head <> (CASE
      WHEN last IN ('take', 'return', 'send_on') THEN 'waiting'
      WHEN last IN ('call_next', 'call_again') THEN 'called'
      WHEN last = 'pass' THEN 'passed' WHEN last = 'start' THEN 'serving'
      WHEN last = 'finish' THEN 'finished' WHEN last = 'leave' THEN 'left' ELSE '' END) THEN
    RAISE EXCEPTION 'ticket %: % without a step', NEW.id, head USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER counters_ticket_follows_moves AFTER INSERT OR UPDATE OF state ON counters_ticket
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION counters_ticket_follows_moves();
"""

UNDO = """
DROP TRIGGER counters_ticket_follows_moves ON counters_ticket;
DROP TRIGGER counters_ticket_stays ON counters_ticket;
DROP TRIGGER counters_move_is_final ON counters_ticketmove;
DROP FUNCTION counters_ticket_follows_moves, counters_ticket_stays, counters_move_is_final;
"""


class Migration(migrations.Migration):
    dependencies = [("counters", "0001_initial")]

    operations = [migrations.RunSQL(SQL, UNDO)]
