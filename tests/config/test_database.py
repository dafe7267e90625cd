"""Which PostgreSQL, from one URL, without ever printing its password."""

import pytest

from linli.config.database import connection, parse_url
from linli.config.env import SettingError


def test_every_part_of_a_url_arrives():
    found = parse_url("postgresql://li:p%40ss@db.example:5433/town?sslmode=require")
    assert found == {
        "NAME": "town",
        "USER": "li",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_and_defaults():
    found = parse_url("postgresql:///?host=/run/postgresql")
    assert (found["HOST"], found["NAME"], found["PORT"]) == ("/run/postgresql", "linli", "")


@pytest.mark.parametrize("url", ["mysql://x", "sqlite:///x", "linli"])
def test_another_database_is_refused(url):
    with pytest.raises(SettingError, match="PostgreSQL only"):
        parse_url(url)


def test_a_broken_url_does_not_repeat_its_password():
    with pytest.raises(SettingError) as caught:
        parse_url("postgresql://li:geheim@host:notaport:x/?nonsense=1&")
    assert "geheim" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_connections_persist_and_forgotten_transactions_end():
    entry = connection(parse_url("postgresql://h/x?sslmode=require"), max_age=600)
    assert entry["CONN_MAX_AGE"] == 600
    assert entry["CONN_HEALTH_CHECKS"] is True
    assert "idle_in_transaction_session_timeout" in entry["OPTIONS"]["options"]
    assert entry["OPTIONS"]["sslmode"] == "require"
