"""The database has the shape that the models and laws say."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from linli.cli._checks import expected_triggers


@pytest.mark.django_db
def test_no_model_changed_without_a_migration():
    output = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output, verbosity=1)
    except SystemExit:
        pytest.fail(output.getvalue())


@pytest.mark.django_db
def test_every_law_is_in_force():
    expected = expected_triggers()
    assert "flow_step_is_final" in expected
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        present = {row[0] for row in cursor.fetchall()}
    assert expected - present == set()
