"""How fast the story is told, and how long it will still take; nothing that need not be done meanwhile."""

from __future__ import annotations

import gc
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

# The last days tell how fast it goes now; the first ones were told into an empty database.
LOOKS_BACK = 12


class Pace:
    """Counts days and reports as they are told."""

    def __init__(self, days: int) -> None:
        self._left = days
        self._seen: deque[tuple[float, int]] = deque([(time.monotonic(), 0)], maxlen=LOOKS_BACK + 1)
        self._told = 0

    def day(self, reports: int) -> str:
        """Count a day with its reports, and return how many there were so far, how fast, and what is left."""
        self._told += reports
        self._left -= 1
        self._seen.append((time.monotonic(), self._told))
        (began, before), (now, told) = self._seen[0], self._seen[-1]
        seconds = max(now - began, 0.001)
        left = round(seconds / (len(self._seen) - 1) * self._left)
        words = _("%(count)d 件，每秒 %(rate).1f 件") % {
            "count": self._told,
            "rate": (told - before) / seconds,
        }
        if left >= 60:
            words += _("，还要约 %(minutes)d 分钟") % {"minutes": round(left / 60)}
        return words


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector from walking the whole town again and again: an eighth of the time went there."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
