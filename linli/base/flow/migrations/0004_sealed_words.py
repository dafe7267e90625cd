"""Seal what is said with steps and where a case is; turning the keys may seal the words of a step anew."""

from django.db import migrations

from linli.base.people.sealed_fields import SealedWordsField, sealing

# Words may be erased, or sealed anew under another key: as long as before, under the same salt. What they say is proved
# by the digest in their step.
SQL = """
CREATE OR REPLACE FUNCTION flow_words_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_erased boolean := TG_OP = 'UPDATE' AND NEW.note = '' AND NEW.answer = '' AND length(NEW.salt) = 0
    AND NEW.erased_at IS NOT NULL;
  is_turned boolean := TG_OP = 'UPDATE' AND NEW.salt = OLD.salt AND NEW.erased_at IS NOT DISTINCT FROM OLD.erased_at
    AND flow_same_words(OLD.note, NEW.note) AND flow_same_words(OLD.answer, NEW.answer);
BEGIN
  IF NOT (is_erased OR is_turned) THEN
    RAISE EXCEPTION 'words of a step can only be erased' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION flow_same_words(was bytea, now bytea) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT was = now OR (
    length(was) > 2 AND length(now) > 2
    AND substring(was FROM 3 FOR get_byte(was, 1)) <> substring(now FROM 3 FOR get_byte(now, 1))
    AND length(was) - get_byte(was, 1) = length(now) - get_byte(now, 1)
  )
$$;
"""

UNDO = """
CREATE OR REPLACE FUNCTION flow_words_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NOT (NEW.note = '' AND NEW.answer = '' AND length(NEW.salt) = 0 AND NEW.erased_at IS NOT NULL) THEN
    RAISE EXCEPTION 'words of a step can only be erased' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
DROP FUNCTION flow_same_words(bytea, bytea);
"""


class Migration(migrations.Migration):
    dependencies = [("flow", "0003_bookmark")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunPython(
                    sealing(
                        "flow_stepwords",
                        "step_id",
                        {"note": "flow.StepWords.note", "answer": "flow.StepWords.answer"},
                    )
                ),
                migrations.RunPython(sealing("flow_case", "id", {"place_words": "flow.Case.place_words"})),
                migrations.RunSQL(SQL, UNDO),
            ],
            state_operations=[
                migrations.AlterField("stepwords", "note", SealedWordsField(blank=True, default="")),
                migrations.AlterField("stepwords", "answer", SealedWordsField(blank=True, default="")),
                migrations.AlterField(
                    "case",
                    "place_words",
                    SealedWordsField(blank=True, default="", max_length=200, verbose_name="地点"),
                ),
            ],
        )
    ]
