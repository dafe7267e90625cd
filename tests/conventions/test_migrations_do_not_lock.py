"""An upgrade does not stop those who work: no migration locks a full table, and none breaks the code that still serves."""

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now, Random

from tests.conventions.locking import LARGE, RULES, SMALL, examine, problems

#: From before there was an installation to upgrade, with what each breaks. Nothing is ever added here: a new migration
#: that must break a rule does it in steps.
GRANDFATHERED: dict[str, set[str]] = {
    "flow.0004_sealed_words": {"one-go"},
    "flow.0005_settings_and_laws": {"validating-constraint"},
    "people.0002_initial": {"blocking-index", "validating-constraint"},
    "people.0004_privacy": {"blocking-index"},
    "people.0007_keys_end": {"one-go"},
    "reports.0002_sealed_words": {"one-go"},
}


@pytest.fixture(scope="module")
def loader():
    return MigrationLoader(None, ignore_no_migrations=True)


def test_no_migration_locks_a_full_table(loader):
    told = [
        f"{name}: {rule} — {RULES[rule]}"
        for name, broken in sorted(examine(loader).items())
        for rule in sorted(broken - GRANDFATHERED.get(name, set()))
    ]
    assert told == []


def test_what_is_grandfathered_is_still_there(loader):
    found = examine(loader)
    assert {name: rules for name, rules in GRANDFATHERED.items() if found.get(name) != rules} == {}


def test_every_table_is_known_to_be_large_or_small():
    ours = {m._meta.label_lower for m in apps.get_models() if m.__module__.startswith("linli.")}
    assert sorted(ours ^ (LARGE | SMALL)) == []
    assert set() == LARGE & SMALL


# ------------------------------------------------------------ each rule, on a migration that breaks it


def in_one_go(apps, editor):
    apps.get_model("flow", "Case").objects.update(title="")


def in_batches(apps, editor):
    while apps.get_model("flow", "Case").objects.filter(title="")[:1]:
        break


def sql(text):
    return migrations.RunSQL(text)


def _index():
    return models.Index(fields=["title"], name="i")


BREAKING = {
    "blocking-index": (
        migrations.AddIndex("case", _index()),
        migrations.AddField("case", "x", models.IntegerField(null=True, db_index=True)),
        migrations.AddConstraint("case", models.UniqueConstraint(fields=["title"], name="u")),
        sql("CREATE UNIQUE INDEX i ON flow_case (title)"),
        sql("SELECT 1; create index if not exists i on flow_step USING gin (data)"),
    ),
    "index-in-transaction": (AddIndexConcurrently("case", _index()),),
    "validating-constraint": (
        migrations.AddConstraint("case", models.CheckConstraint(condition=models.Q(id__gt=0), name="c")),
        migrations.AddField(
            "case", "x", models.ForeignKey("flow.Case", models.PROTECT, null=True, db_index=False)
        ),
        sql("ALTER TABLE flow_case ADD CONSTRAINT c CHECK (id > 0)"),
    ),
    "not-null": (
        migrations.AlterField("case", "closed_at", models.DateTimeField()),
        sql("ALTER TABLE ONLY flow_case ALTER COLUMN closed_at SET NOT NULL"),
    ),
    "volatile-default": (migrations.AddField("case", "x", models.FloatField(db_default=Random())),),
    "type-change": (
        migrations.AlterField("case", "title", models.IntegerField()),
        migrations.AlterField("case", "title", models.CharField(max_length=3)),
        sql('ALTER TABLE "flow_case" ALTER COLUMN title TYPE integer USING 0'),
    ),
    "rename": (
        migrations.RenameField("unit", "name", "title"),
        migrations.RenameField("case", "title", "name"),
        migrations.RenameModel("Case", "Matter"),
        sql("ALTER TABLE flow_case RENAME COLUMN title TO name"),
    ),
    "removal": (
        migrations.RemoveField("case", "title"),
        migrations.DeleteModel("Case"),
        sql("ALTER TABLE flow_case DROP COLUMN title"),
    ),
    "one-go": (
        migrations.RunPython(in_one_go),
        migrations.RunPython(in_batches),  # a loop, but in one transaction
        sql("UPDATE flow_case SET title = ''"),
        sql("SELECT 1;\nDELETE FROM flow_stepwords"),
        sql("LOCK TABLE flow_case"),
    ),
}
ALLOWED = (
    (migrations.AddField("case", "x", models.TextField(default="")), True),
    (migrations.AddField("case", "x", models.DateTimeField(db_default=Now())), True),
    (migrations.AlterField("case", "title", models.CharField(max_length=999)), True),
    (migrations.AddIndex("unit", _index()), True),
    (migrations.AddConstraint("unit", models.CheckConstraint(condition=models.Q(id__gt=0), name="c")), True),
    (AddConstraintNotValid("case", models.CheckConstraint(condition=models.Q(id__gt=0), name="c")), True),
    (AddIndexConcurrently("case", _index()), False),
    (migrations.RunPython(in_batches), False),
    (sql("CREATE INDEX CONCURRENTLY i ON flow_case (title)"), False),
    (sql("ALTER TABLE flow_case ADD CONSTRAINT c CHECK (id > 0) NOT VALID"), True),
    (sql("CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN UPDATE flow_case SET title = ''; END $$"), True),
    (sql("-- UPDATE flow_case SET x\nSELECT 1"), True),
)


def migration(operation, *, atomic=True):
    label = "orgs" if getattr(operation, "model_name", "") == "unit" else "flow"
    made = type("Migration", (migrations.Migration,), {"atomic": atomic, "operations": [operation]})
    return made("9999_x", label)


@pytest.fixture(scope="module")
def state(loader):
    return loader.project_state()


@pytest.mark.parametrize(("rule", "operation"), [(rule, op) for rule, ops in BREAKING.items() for op in ops])
def test_it_is_refused(state, rule, operation):
    assert [found for found, _what in problems(migration(operation), state)] == [rule]


@pytest.mark.parametrize(("operation", "atomic"), ALLOWED)
def test_it_is_allowed(state, operation, atomic):
    assert list(problems(migration(operation, atomic=atomic), state)) == []


def test_a_table_made_by_the_same_migration_is_empty(state):
    made = migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True))])
    whole = type("Migration", (migrations.Migration,), {})("9999_x", "flow")
    whole.operations = [made, migrations.RemoveField("fresh", "id")]
    assert list(problems(whole, state)) == []


def test_every_rule_is_tried():
    assert set(BREAKING) == set(RULES)
