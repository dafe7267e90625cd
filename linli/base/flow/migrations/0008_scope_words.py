"""Who may look stands among the words by which a case is found, so that a common word is read in one's own office alone.

A case is found by its words and `@unit`, for the office, what is above it and every unit outside that had a share; units
inside the office look under the office (`linli.base.flow.opening.scope_word`).
"""

from typing import ClassVar

from django.db import migrations

BEYOND = """
CREATE FUNCTION flow_scope_words(reach integer[], office bigint) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg('@' || unit.id), '{}') FROM orgs_unit unit, orgs_unit own
  WHERE unit.id = ANY (reach) AND own.id = office
    AND (unit.id = own.id OR NOT starts_with(unit.path, own.path));
$$;
CREATE FUNCTION flow_case_found_beyond() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE more tsvector := array_to_tsvector(flow_scope_words(NEW.reach, NEW.office_id));
BEGIN
  UPDATE flow_casesearch SET words = words || more
    WHERE case_id = NEW.id AND NOT tsvector_to_array(words) @> tsvector_to_array(more);
  RETURN NULL;
END $$;
CREATE TRIGGER flow_case_found_beyond AFTER UPDATE OF reach ON flow_case
  FOR EACH ROW WHEN (NEW.reach IS DISTINCT FROM OLD.reach) EXECUTE FUNCTION flow_case_found_beyond();
"""
UNDO = """
DROP TRIGGER flow_case_found_beyond ON flow_case; DROP FUNCTION flow_case_found_beyond;
DROP FUNCTION flow_scope_words;
"""
MANY = 5_000
"""Cases that are locked together while theirs is written: a fraction of a second."""

FILL = """
UPDATE flow_casesearch found SET words = words || array_to_tsvector(flow_scope_words(filed.reach, filed.office_id))
FROM flow_case filed WHERE filed.id = found.case_id AND found.case_id > %s AND found.case_id <= %s
"""


def fill(apps, schema_editor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(case_id), 0) FROM flow_casesearch")
        for start in range(0, cursor.fetchone()[0], MANY):
            cursor.execute(FILL, [start, start + MANY])


class Migration(migrations.Migration):
    atomic = False

    dependencies: ClassVar = [("flow", "0007_due_days")]

    operations: ClassVar = [
        migrations.RunSQL(BEYOND, UNDO),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
