"""The Party's own units have the needs of their ground in view: those listed before, too."""

from typing import ClassVar

from django.db import migrations

MANY = 20_000
"""Cases that are looked at together; only needs of partners are written."""

FILL = """
UPDATE flow_case AS c
SET reach = ARRAY(SELECT DISTINCT u FROM unnest(c.reach || p.ids) AS u ORDER BY u)
FROM (
    SELECT area.id, array_agg(own.id::int) AS ids
    FROM orgs_unit area
    JOIN orgs_unit own
        ON own.kind = 'party' AND own.is_active
        AND own.parent_id::text = ANY (string_to_array(trim(BOTH '/' FROM area.path), '/'))
    GROUP BY area.id
) AS p
WHERE c.kind = 'party.project' AND c.id > %s AND c.id <= %s AND c.area_id = p.id AND NOT c.reach @> p.ids
"""


def fill(apps, schema_editor) -> None:
    """Add them to the needs that stand, part by part."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(min(case_id), 1) - 1, coalesce(max(case_id), 0) FROM partners_project"
        )
        first, last = cursor.fetchone()
        for start in range(first, last, MANY):
            cursor.execute(FILL, [start, start + MANY])


class Migration(migrations.Migration):
    atomic = False

    dependencies: ClassVar = [
        ("partners", "0002_joint_meetings"),
        ("flow", "0009_scope_words_of_old_nodes"),
        ("orgs", "0001_initial"),
    ]

    operations: ClassVar = [migrations.RunPython(fill, migrations.RunPython.noop)]
