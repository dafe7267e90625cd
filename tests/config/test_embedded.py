from django.db import connection


def test_the_database_is_postgresql(db):
    assert connection.vendor == "postgresql"
    assert connection.pg_version >= 150000
