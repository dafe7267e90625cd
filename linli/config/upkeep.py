"""What only those who keep an installation set: backups that go on by themselves, what is measured, logged and asked."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from linli.config.env import Env, SettingError
from linli.config.logs import FORMATS


@dataclass(frozen=True)
class Upkeep:
    """How this installation is kept."""

    #: Where the backup that goes on by itself is written; None: nobody asked for one.
    backup_dir: Path | None = None
    #: LOCAL: how far back one can go; also how long what was erased still lies in a backup.
    backup_days: int = 30
    #: Hours after which the whole database is taken again; between, only its log.
    backup_base_hours: int = 24
    #: Whether files in a bucket are backed up as those in the folder are; no: its owner does it.
    backup_bucket: bool = True
    #: Who shows it may read `/metrics`; without one only this machine may.
    metrics_token: str = ""
    #: How log lines are written: for people, or one JSON object a line.
    log_format: str = "text"
    #: Whether every request leaves a line.
    log_requests: bool = False
    #: The collector that is told how long requests, statements and jobs take (OTLP over HTTP); "": nobody is.
    traces_url: str = ""
    #: How many of a hundred are told.
    traces_percent: int = 100
    #: LOCAL: filings from one address in ten minutes after which a visitor answers a small question; 0: never.
    ask_after: int = 10

    @property
    def outermost(self) -> tuple[str, ...]:
        """Return what stands around every request and measures it."""
        traced = ("linli.config.tracing.Traced",) if self.traces_url else ()
        return *traced, "linli.config.metrics.Measured"


def read(env: Env) -> Upkeep:
    """Return how this installation is kept."""
    return Upkeep(
        backup_dir=env.path("LINLI_BACKUP_DIR", Path()) if env.raw("LINLI_BACKUP_DIR") else None,
        backup_days=env.number("LINLI_BACKUP_DAYS", Upkeep.backup_days, least=1, most=3650),
        backup_base_hours=env.number("LINLI_BACKUP_BASE_HOURS", Upkeep.backup_base_hours, least=1, most=720),
        backup_bucket=env.flag("LINLI_BACKUP_BUCKET", True),
        metrics_token=env.text("LINLI_METRICS_TOKEN", ""),
        log_format=env.choice("LINLI_LOG_FORMAT", "text", FORMATS),
        log_requests=env.flag("LINLI_LOG_REQUESTS", False),
        traces_url=_traces_url(env),
        traces_percent=env.number("LINLI_TRACES_PERCENT", Upkeep.traces_percent, least=1, most=100),
        ask_after=env.number("LINLI_ASK_AFTER", Upkeep.ask_after, most=1000),
    )


def _traces_url(env: Env) -> str:
    url = env.text("LINLI_TRACES_URL", "")
    if url and not url.startswith(("https://", "http://")):
        raise SettingError("LINLI_TRACES_URL must begin with https:// or http://.")
    if url and find_spec("opentelemetry") is None:
        raise SettingError("LINLI_TRACES_URL needs OpenTelemetry: pip install -r requirements/traces.lock")
    return url
