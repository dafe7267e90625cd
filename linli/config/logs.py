"""What no log line may hold: the secret half of a link that opens somebody's report."""

import logging
import re
from typing import Final

#: However loud the rest is: templates and the database would write whole contexts and parameters, with all they hold.
QUIET: Final = {
    "procrastinate": {"level": "WARNING"},
    "django.security.DisallowedHost": {"level": "ERROR"},
    "django.template": {"level": "INFO"},
    "django.db.backends": {"level": "INFO"},
}

# A page that is not found, refused or in conflict is logged with its address, and the address of a followed report is
# its key. The same for handles of photos that were sent and not yet attached.
_SECRET = re.compile(r"(/r/[^/\s]+/|/report/photos/)[^/\s?]+")


def masked(text: str) -> str:
    """Return a line with the secret half of every such address taken out."""
    return _SECRET.sub(r"\1…", text)


class NoSecrets(logging.Formatter):
    """Writes a line as it was meant, without secret links; also in what a traceback quotes."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname:<7} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return masked(super().format(record))
