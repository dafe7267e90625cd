"""Where a number, a code list or a rule comes from.

Nothing in `standards/` stands without one, and the number of a standard is written only after somebody has
read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """A document, the clause in it, the address it was read at and the day it was read.

    `note` says what a reader must know before trusting it: a transcription, a draft, only the opening pages
    read.
    """

    title: str
    clause: str
    url: str
    read_on: date | None
    note: str = ""

    @property
    def is_local(self) -> bool:
        """Whether this is a choice of the deployment (or a guess of ours) rather than a published rule."""
        return self.title == LOCAL_TITLE

    @property
    def is_complete(self) -> bool:
        """Whether somebody can go and check: a title with an address and the day it was read, or an avowed
        local choice.
        """
        return bool(self.title) and (self.is_local or bool(self.url and self.read_on))


LOCAL_TITLE: Final = "LOCAL"

LOCAL: Final = Source(
    LOCAL_TITLE, "", "", None, "A choice of the place that runs Linli; a setting, not a rule."
)


def local_choice(note: str) -> Source:
    """Return a LOCAL source that says why this value was chosen, for the settings page that lets it be
    changed.
    """
    return Source(LOCAL_TITLE, "", "", None, note)
