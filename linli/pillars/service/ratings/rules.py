"""What may be rated, by whom, until when, and when a rating is a bad one. Pure: values in, decisions out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from linli.base.flow.table import Facts
from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice
from linli.kernel.standards.satisfaction import Satisfaction

WHEN = local_choice("The standard has a clause on when a rating is in time; its text has not been read.")
RATE_WITHIN: Final = timedelta(days=30)
"""A visit or a matter can be rated for so long after it ended (LOCAL)."""
CHANGE_FOR: Final = timedelta(minutes=30)
"""A slip of the finger can be put right for so long (LOCAL); later a rating stands, so that nobody is asked to change it."""
TABLET_FOR: Final = timedelta(minutes=15)
"""The tablet of a window asks about the visit that ended there so recently, and no earlier one (LOCAL)."""
KEEP_PHONE: Final = timedelta(days=30)
"""The number to call back is forgotten so long after the case of a bad rating has ended (LOCAL)."""
MOST_WORDS: Final = 500
MARKED_BELOW: Final = 5
"""Groups with fewer ratings are not published: somebody could be recognised (LOCAL)."""


class NotToRateYet(Refusal):
    """What is rated has not ended, or nobody was received."""


class RatedAlready(Refusal):
    """One visit, one rating; one matter, one rating."""


class TooLateToRate(Refusal):
    """The time in which it can be rated has passed: `days`."""


class AppealedAlready(Refusal):
    """An appeal was judged; it is not opened a second time."""


class Way(StrEnum):
    """Where somebody rates."""

    PAGE = "page"
    QR = "qr"
    TABLET = "tablet"


class Mark(StrEnum):
    """What a rating is about: the indicators of the standard, those on the spot and those online."""

    SPEED = "speed"
    SKILL = "skill"
    ATTITUDE = "attitude"
    PLACE = "place"
    ONCE = "once"
    GUIDE = "guide"
    EASE = "ease"
    PAGES = "pages"


ON_SITE: Final = (Mark.SPEED, Mark.SKILL, Mark.ATTITUDE, Mark.ONCE, Mark.PLACE)
"""服务效率、服务水平、服务态度 of the standard; told at once, the place: ours."""
ONLINE: Final = (Mark.SPEED, Mark.GUIDE, Mark.EASE, Mark.PAGES)
"""办事效率、办事指南精确度、办事便捷度、平台操作性."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says: one of five levels, what it was about, and, if they like, words and a number to call."""

    level: int
    marks: tuple[Mark, ...] = ()
    words: str = ""
    phone: str = ""
    is_anonymous: bool = False


def is_bad(level: int) -> bool:
    """Say whether a level is a bad rating (差评): the two lowest."""
    return Satisfaction(level).is_bad


def why_not(*, ended_at: datetime | None, at: datetime) -> Refusal | None:
    """Say why something cannot be rated now; None when it can."""
    if ended_at is None or ended_at > at:
        return NotToRateYet()
    return TooLateToRate(days=RATE_WITHIN.days) if at > ended_at + RATE_WITHIN else None


def may_change(*, rated_at: datetime, at: datetime, state: str) -> bool:
    """Say whether a rating can still be put right: soon after, and before anybody of the office took it up.

    Later it stands. Otherwise whoever was rated badly could go and ask for a better one.
    """
    return at <= rated_at + CHANGE_FOR and state in ("", "received")


def kept(marks: Collection[str], *, is_visit: bool) -> tuple[Mark, ...]:
    """Keep those of the ticked indicators that belong to where somebody was served."""
    return tuple(mark for mark in (ON_SITE if is_visit else ONLINE) if mark.value in marks)


def not_appealed(facts: Facts) -> type[Refusal] | None:
    """Refuse a second appeal."""
    return AppealedAlready if "appealed" in facts.pending else None


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of case that is rated when it has ended: its words, its item, and the unit that answers for it.

    Each takes the case; `unit_id` may differ from the holder where another unit did the work.
    """

    name: Callable[[Any], str]
    item: Callable[[Any], str]
    unit_id: Callable[[Any], int]
    of_account: Callable[[Any], Any]
    """From an account to the condition that finds its own cases, for whoever asks to see or to delete them."""
    visit: Callable[[Any], Any] = lambda case: None
    """The one visit that began and ended it, if there was one: who rated that is not asked again for the matter."""
    done_at: Callable[[Any], Collection[Any]] = lambda ticket: ()
    """The matters that a visit began and ended, the other way round."""


MATTERS: dict[str, Matter] = {}


def register_matter(kind: str, matter: Matter) -> None:
    """Make a kind of case known as one whose end is rated: in its app's `ready`."""
    MATTERS[kind] = matter
