"""Which PostgreSQL this installation uses, as Django's settings want to hear it."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from linli.config.env import Env, SettingError


def parse_url(url: str, name: str = "LINLI_DATABASE_URL") -> dict[str, Any]:
    """Return Django's connection settings for `postgresql://…` (any form that libpq understands)."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise SettingError(f"{name} must begin with postgresql:// ; Linli runs on PostgreSQL only.")
    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(url))
    except Exception as error:  # noqa: BLE001 — psycopg's text may repeat the password
        raise SettingError(f"{name} cannot be understood as postgresql://user:password@host/name.") from (
            error if isinstance(error, ValueError) else None
        )
    found = {
        "NAME": parts.pop("dbname", None) or "linli",
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "") or ""),
    }
    return found | {"OPTIONS": parts}


def read(env: Env, embedded: dict[str, Any]) -> dict[str, Any]:
    """Return `DATABASES`: the one that is written to, and a replica for those who only look, when there is one."""
    url, replica = env.text("LINLI_DATABASE_URL", ""), env.text("LINLI_REPLICA_URL", "")
    max_age = env.number("LINLI_CONN_MAX_AGE", 600)
    pool = env.number("LINLI_CONN_POOL", 0, most=500)
    found = {"default": connection(parse_url(url) if url else embedded, max_age=max_age, pool=pool)}
    if replica:
        parsed = parse_url(replica, "LINLI_REPLICA_URL")
        found["replica"] = connection(parsed, max_age=max_age, pool=pool) | {"TEST": {"MIRROR": "default"}}
        found["replica"]["OPTIONS"]["connect_timeout"] = 2  # whoever looks at a board goes on without it
    return found


def connection(parsed: dict[str, Any], *, max_age: int, pool: int = 0) -> dict[str, Any]:
    """Return one entry for `DATABASES`: persistent or from a pool, checked, each request in autocommit."""
    options: dict[str, Any] = {
        "connect_timeout": 5,
        "application_name": "linli",
        # A forgotten transaction holds locks and stops vacuum; a runaway query stops everybody else.
        "options": "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
        # A statement that comes again and again (`linli.base.written`) is planned once a connection.
        "prepare_threshold": 5,
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10, "max_idle": 300}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **parsed,
        "OPTIONS": options | parsed["OPTIONS"],
        # A pool keeps connections itself; Django refuses both at once.
        "CONN_MAX_AGE": 0 if pool else max_age,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
