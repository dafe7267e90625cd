"""The law of a vote, held by the database whatever the code does.

Who voted is written while the vote is open and never unwritten; a secret vote has no ballots; nothing is tallied before
the close, and a tally stays; who knows or stays out is on no roll.
"""

from django.db import migrations

HOLDS = """
CREATE FUNCTION deliberation_mark_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM deliberation_vote v JOIN deliberation_entry e ON e.vote_id = v.id
      WHERE v.id = NEW.vote_id AND e.id = NEW.entry_id AND v.closed_at IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'nobody votes where no vote is open, or on another roll' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR (NEW.entry_id, NEW.vote_id, NEW.via, NEW.on_date)
     IS DISTINCT FROM (OLD.entry_id, OLD.vote_id, OLD.via, OLD.on_date)
     OR (OLD.account_id IS DISTINCT FROM NEW.account_id AND NEW.account_id IS NOT NULL)
     OR (OLD.checked_by_id IS NOT NULL AND NEW.checked_by_id IS DISTINCT FROM OLD.checked_by_id) THEN
    RAISE EXCEPTION 'who voted stays written' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deliberation_mark_holds BEFORE INSERT OR UPDATE OR DELETE ON deliberation_mark
  FOR EACH ROW EXECUTE FUNCTION deliberation_mark_holds();

CREATE FUNCTION deliberation_ballot_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE secret boolean; counted timestamptz; paper boolean;
BEGIN
  SELECT v.is_secret, v.counted_at, m.via = 'paper' AND m.checked_by_id IS NULL INTO secret, counted, paper
    FROM deliberation_mark m JOIN deliberation_vote v ON v.id = m.vote_id
    WHERE m.entry_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.mark_id ELSE NEW.mark_id END;
  IF secret OR counted IS NOT NULL OR (TG_OP <> 'INSERT' AND NOT paper) OR TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a ballot stays as it was given, and a secret vote has none' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deliberation_ballot_holds BEFORE INSERT OR UPDATE OR DELETE ON deliberation_ballot
  FOR EACH ROW EXECUTE FUNCTION deliberation_ballot_holds();

CREATE FUNCTION deliberation_tally_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'what was counted stays' USING ERRCODE = 'restrict_violation';
  END IF;
  PERFORM 1 FROM deliberation_vote WHERE id = NEW.vote_id AND counted_at IS NOT NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nothing is tallied before a vote is closed and counted' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deliberation_tally_holds BEFORE INSERT OR UPDATE OR DELETE ON deliberation_tally
  FOR EACH ROW EXECUTE FUNCTION deliberation_tally_holds();

CREATE FUNCTION deliberation_vote_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.topic_id, NEW.round, NEW.question, NEW.options, NEW.deciding, NEW.rule, NEW.is_secret, NEW.opened_at)
     IS DISTINCT FROM (OLD.topic_id, OLD.round, OLD.question, OLD.options, OLD.deciding, OLD.rule, OLD.is_secret, OLD.opened_at)
     OR NEW.closes_at IS DISTINCT FROM OLD.closes_at
     OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
     OR (OLD.counted_at IS NOT NULL AND NEW.counted_at IS DISTINCT FROM OLD.counted_at) THEN
    RAISE EXCEPTION 'a question is not changed once it is put, nor a vote opened again' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deliberation_vote_holds BEFORE UPDATE OR DELETE ON deliberation_vote
  FOR EACH ROW EXECUTE FUNCTION deliberation_vote_holds();

CREATE FUNCTION deliberation_entry_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.party_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM deliberation_party p WHERE p.id = NEW.party_id AND p.kind IN ('expert', 'recused')
  ) THEN
    RAISE EXCEPTION 'experts speak and do not vote' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deliberation_entry_holds BEFORE INSERT OR UPDATE ON deliberation_entry
  FOR EACH ROW EXECUTE FUNCTION deliberation_entry_holds();
"""
NAMES = ("mark", "ballot", "tally", "vote", "entry")
UNDO = "".join(
    f"DROP TRIGGER deliberation_{n}_holds ON deliberation_{n}; DROP FUNCTION deliberation_{n}_holds;"
    for n in NAMES
)


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0001_initial")]

    operations = [migrations.RunSQL(HOLDS, UNDO)]
