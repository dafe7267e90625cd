"""The Party's own units have the needs of their ground in view: those listed before, too."""

from __future__ import annotations

from django.db import migrations

SQL = """
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
WHERE c.kind = 'party.project' AND c.area_id = p.id AND NOT c.reach @> p.ids
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_joint_meetings"),
        ("flow", "0009_scope_words_of_old_nodes"),
        ("orgs", "0001_initial"),
    ]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
