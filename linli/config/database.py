"""Which PostgreSQL this installation uses, as Django's settings want to hear it."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from linli.config.env import SettingError


def parse_url(url: str) -> dict[str, Any]:
    """Return Django's connection settings for `postgresql://…` (any form that libpq understands)."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise SettingError(
            "LINLI_DATABASE_URL must begin with postgresql:// ; Linli runs on PostgreSQL only."
        )
    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(url))
    except Exception as error:  # noqa: BLE001 — psycopg's text may repeat the password
        raise SettingError(
            "LINLI_DATABASE_URL cannot be understood as postgresql://user:password@host/name."
        ) from (error if isinstance(error, ValueError) else None)
    found = {
        "NAME": parts.pop("dbname", None) or "linli",
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "") or ""),
    }
    return found | {"OPTIONS": parts}


def connection(parsed: dict[str, Any], *, max_age: int) -> dict[str, Any]:
    """Return the whole entry for `DATABASES`: persistent, checked, each request in autocommit."""
    options = {
        "connect_timeout": 5,
        "application_name": "linli",
        # A forgotten transaction holds locks and stops vacuum; a runaway query stops everybody else.
        "options": "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
        # A statement that comes again and again (`linli.base.written`) is planned once a connection.
        "prepare_threshold": 5,
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        **parsed,
        "OPTIONS": options | parsed["OPTIONS"],
        "CONN_MAX_AGE": max_age,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
