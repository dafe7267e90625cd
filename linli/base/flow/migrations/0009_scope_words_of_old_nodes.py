"""While some web nodes still run the version before scope words (0008), the database writes them for what those file."""

from typing import ClassVar

from django.db import migrations

NONE = "NOT words @@ '''@'':*'::tsquery"
"""No word of this row begins as those do that say who may look."""

BESIDE = """
CREATE FUNCTION flow_case_found_at_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT NEW.words || array_to_tsvector(flow_scope_words(filed.reach, filed.office_id)) INTO NEW.words
    FROM flow_case filed WHERE filed.id = NEW.case_id;
  RETURN NEW;
END $$;
CREATE TRIGGER flow_case_found_at_all BEFORE INSERT ON flow_casesearch
  FOR EACH ROW WHEN (NOT NEW.words @@ '''@'':*'::tsquery) EXECUTE FUNCTION flow_case_found_at_all();
"""
UNDO = "DROP TRIGGER flow_case_found_at_all ON flow_casesearch; DROP FUNCTION flow_case_found_at_all;"
MANY = 50_000
"""Cases that are looked at together; those to mend are few."""

FILL = f"""
UPDATE flow_casesearch found SET words = words || array_to_tsvector(flow_scope_words(filed.reach, filed.office_id))
FROM flow_case filed
WHERE filed.id = found.case_id AND found.case_id > %s AND found.case_id <= %s AND {NONE.replace("words", "found.words")}
"""


def fill(apps, schema_editor) -> None:
    """Write them for what was filed between the two migrations."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(case_id), 0) FROM flow_casesearch")
        for start in range(0, cursor.fetchone()[0], MANY):
            cursor.execute(FILL, [start, start + MANY])


class Migration(migrations.Migration):
    atomic = False

    dependencies: ClassVar = [("flow", "0008_scope_words")]

    operations: ClassVar = [
        migrations.RunSQL(BESIDE, UNDO),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
