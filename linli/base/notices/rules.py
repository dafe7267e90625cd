"""Who is told what about a step, when, and how often it is tried. Pure: values in, decisions out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class ChannelName(StrEnum):
    """A way to reach somebody."""

    IN_APP = "in_app"
    SMS = "sms"
    EMAIL = "email"
    ROBOT = "robot"
    WEBHOOK = "webhook"


HUMAN: Final = frozenset({ChannelName.SMS, ChannelName.EMAIL, ChannelName.ROBOT})
"""Channels that ring somewhere: they keep office hours unless the matter is urgent."""


class Whom(StrEnum):
    """Who, seen from the case."""

    REPORTERS = "reporters"  # everybody who raised or joined it and follows it
    HOLDER = "holder"  # who works at the unit that holds it
    LEAD = "lead"
    ASSISTS = "assists"
    NAMED = "named"  # the units this step names
    ABOVE = "above"  # who answers for the level above the holder
    LEADERS = "leaders"  # the leaders of the office
    CENTRE = "centre"  # the office's dispatchers
    APPROVERS = "approvers"  # who answers for the holder itself: its secretary, its leaders
    INVITED = "invited"  # whoever is asked to come, as the pillar knows them
    VOTERS = "voters"  # whoever has a vote now, as the pillar knows them
    WATCHERS = "watchers"
    CHAT = "chat"  # the chat group of the grid, by its robot


ASKED: Final = frozenset({Whom.INVITED, Whom.VOTERS})
"""Whom a pillar asks to do something without their having raised it."""


class Ring(StrEnum):
    """Whether staff are also told where it rings: by SMS. In the app they always are."""

    NEVER = "never"
    IF_URGENT = "if_urgent"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Tell:
    """One row: whom, in which words, and how loudly. `at_once`: they are awake, they have just done it themselves."""

    whom: Whom
    template: str
    ring: Ring = Ring.NEVER
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What the table looks at."""

    verb: str
    after: str
    tells_reporter: bool = False
    changed_hands: bool = False
    climb: int = 0
    is_urgent: bool = False


_NEW_WORK: Final = (Tell(Whom.HOLDER, "given", Ring.IF_URGENT),)
_PETITIONS: Final = ("ask_extension", "ask_pause", "ask_exclusion")

_ROWS: Final[dict[str, tuple[Tell, ...]]] = {
    "file": (
        Tell(Whom.HOLDER, "new", Ring.IF_URGENT),
        Tell(Whom.CHAT, "new"),
        Tell(Whom.REPORTERS, "filed", at_once=True),
    ),
    "join": (Tell(Whom.HOLDER, "joined"), Tell(Whom.REPORTERS, "filed", at_once=True)),
    "dispatch": (Tell(Whom.NAMED, "dispatched", Ring.IF_URGENT),),
    "add_assist": (Tell(Whom.NAMED, "dispatched", Ring.IF_URGENT),),
    "call_off_assist": (Tell(Whom.NAMED, "called_off"),),
    "recall": (Tell(Whom.NAMED, "called_off"),),
    "send_back": (Tell(Whom.HOLDER, "sent_back", Ring.IF_URGENT),),
    "rule": (Tell(Whom.NAMED, "ruled", Ring.IF_URGENT),),
    "answer_share": (Tell(Whom.LEAD, "share_answered"), Tell(Whom.HOLDER, "share_answered")),
    "answer": (Tell(Whom.HOLDER, "to_check"),),
    "redo": (Tell(Whom.LEAD, "redo", Ring.IF_URGENT),),
    "rate": (Tell(Whom.LEAD, "rated"), Tell(Whom.HOLDER, "rated")),
    "reopen": (Tell(Whom.HOLDER, "reopened", Ring.IF_URGENT),),
    "appeal_rating": (Tell(Whom.CENTRE, "asked_for"), Tell(Whom.LEADERS, "asked_for")),
    "judge_appeal": (Tell(Whom.LEAD, "decided"), Tell(Whom.HOLDER, "decided")),
    "reply": (Tell(Whom.LEAD, "replied"), Tell(Whom.HOLDER, "replied")),
    "ask_ledger": (Tell(Whom.LEADERS, "asked_for"),),
    **{verb: (Tell(Whom.CENTRE, "asked_for"), Tell(Whom.LEADERS, "asked_for")) for verb in _PETITIONS},
    **{
        verb: (Tell(Whom.LEAD, "decided"), Tell(Whom.HOLDER, "decided"))
        for verb in ("grant_extension", "grant_pause", "grant_ledger", "grant_exclusion", "decline")
    },
    **{
        verb: (Tell(Whom.LEAD, "runs_again"), Tell(Whom.HOLDER, "runs_again"))
        for verb in ("resume", "wake", "review", "come_back", "go_on")
    },
    # Bulletins: whoever may approve for the unit that has it now.
    "submit": (Tell(Whom.APPROVERS, "to_approve"),),
    "publish_at_once": (Tell(Whom.APPROVERS, "to_look_over"),),
    "correct_at_once": (Tell(Whom.APPROVERS, "to_look_over"),),
    # Whistles: the departments called, and whoever whistled or holds it now.
    "blow": (Tell(Whom.NAMED, "whistled", Ring.ALWAYS),),
    "call_more": (Tell(Whom.NAMED, "whistled", Ring.ALWAYS),),
    "post_whistle": (Tell(Whom.NAMED, "whistle_posted"),),
    "claim_whistle": (Tell(Whom.HOLDER, "whistle_claimed"),),
    "report_in": (Tell(Whom.HOLDER, "reported_in"),),
    "feed_back": (Tell(Whom.HOLDER, "to_assess"),),
    "decline_whistle": (Tell(Whom.HOLDER, "whistle_declined", Ring.IF_URGENT),),
    "assess": (Tell(Whom.NAMED, "assessed"),),
    "call_off": (Tell(Whom.ASSISTS, "called_off"),),
    # Elections of owners' committees and what a morning decides: whoever has the next step; the street checks the filing.
    "propose": (Tell(Whom.HOLDER, "proposed"),),
    "file_committee": (Tell(Whom.HOLDER, "committee_filed"), Tell(Whom.LEADERS, "committee_filed")),
    "send_filing_back": (Tell(Whom.HOLDER, "filing_back", Ring.IF_URGENT),),
    "confirm_filing": (Tell(Whom.APPROVERS, "filing_confirmed"),),
    "decide": (Tell(Whom.LEAD, "given", Ring.IF_URGENT),),
    # Appeals of units: whoever answers for the office, then the unit that appealed.
    "appeal_result": (Tell(Whom.LEADERS, "appealed"), Tell(Whom.HOLDER, "appealed")),
    "add_to_appeal": (Tell(Whom.LEADERS, "appealed_more"), Tell(Whom.HOLDER, "appealed_more")),
    "withdraw_appeal": (Tell(Whom.LEADERS, "appeal_withdrawn"), Tell(Whom.HOLDER, "appeal_withdrawn")),
    "uphold_appeal": (Tell(Whom.NAMED, "appeal_upheld"),),
    "dismiss_appeal": (Tell(Whom.NAMED, "appeal_dismissed"),),
    # Deliberation: who takes part is told when and where it is talked through.
    "call_meeting": (Tell(Whom.INVITED, "invited", Ring.ALWAYS),),
    # Whoever has a vote is told in the app alone: a roll is long, and the paper hangs at the door as well.
    "open_vote": (Tell(Whom.VOTERS, "may_vote"),),
    "put_to_vote": (Tell(Whom.VOTERS, "may_vote"),),
    "remind_voters": (Tell(Whom.VOTERS, "vote_ends"),),
    # Tasks for grids: whoever decides at the gate, whoever asked, and the grids it goes to.
    "ask": (Tell(Whom.CENTRE, "task_asked"), Tell(Whom.LEADERS, "task_asked")),
    "admit": (Tell(Whom.LEAD, "task_admitted"), Tell(Whom.ASSISTS, "task_given")),
    "turn_away": (Tell(Whom.LEAD, "task_turned_away"),),
    "urge": (Tell(Whom.LEAD, "urged"), Tell(Whom.HOLDER, "urged")),
    "supervise": (Tell(Whom.LEAD, "supervised", Ring.ALWAYS), Tell(Whom.HOLDER, "supervised", Ring.ALWAYS)),
    "turn_yellow": (Tell(Whom.LEAD, "yellow"), Tell(Whom.HOLDER, "yellow")),
    "turn_red": (
        Tell(Whom.LEAD, "red", Ring.ALWAYS),
        Tell(Whom.HOLDER, "red", Ring.ALWAYS),
        Tell(Whom.ABOVE, "red_below"),
    ),
    "climb": (Tell(Whom.ABOVE, "climbed", Ring.ALWAYS),),
}

_TO_REPORTERS: Final[dict[str, str]] = {
    "accept": "accepted",
    "confirm": "accepted",
    "refuse": "refused",
    "ask_reporter": "question",
    "merge": "merged",
    "unmerge": "unmerged",
    "grant_pause": "waits",
    "grant_ledger": "waits",
    "reopen": "reopened_for_you",
    # Topics: to who proposed or supports one.
    "post": "topic_posted",
    "accept_topic": "topic_accepted",
    "decline_topic": "topic_declined",
    "transfer_topic": "topic_transferred",
    "call_meeting": "topic_called",
    "open_vote": "topic_voted",
    "publish_result": "topic_result",
    "end_publicity": "topic_settled",
    "uphold_objection": "topic_again",
    "finish_duty": "topic_carried",
    "finish_topic": "topic_carried",
    "shelve_topic": "topic_waits",
    "close_topic": "topic_closed",
    # Elections: to who asked for one.
    **dict.fromkeys(
        ("convene_group", "post_papers", "put_to_vote", "take_result", "overturn_result", "confirm_filing"),
        "election_moved",
    ),
}
"""What reporters read after a move that tells them; a move that is not here tells that there is an answer."""


UNHEARD: Final = frozenset({"note"})
"""Steps that the systems of partners do not hear of: they move nothing. Of others they hear verb and state, never words."""


def who_is_told(news: News) -> tuple[Tell, ...]:
    """Return the rows that apply to one step, the most telling first: nobody is told twice about one step."""
    rows = list(_ROWS.get(news.verb, ()))
    if news.verb == "climb" and news.climb > 1:
        rows.append(Tell(Whom.LEADERS, "climbed", Ring.ALWAYS))
    if news.changed_hands and not any(row.whom in (Whom.HOLDER, Whom.APPROVERS) for row in rows):
        rows += _NEW_WORK
    if news.after == "callback" and news.tells_reporter:
        rows.append(Tell(Whom.REPORTERS, "please_rate"))
    elif news.tells_reporter:
        rows.append(Tell(Whom.REPORTERS, _TO_REPORTERS.get(news.verb, "answered")))
    rows.append(Tell(Whom.WATCHERS, "moved"))
    return tuple(rows)


def rings(tell: Tell, *, is_urgent: bool) -> bool:
    """Say whether staff are also told by SMS."""
    return tell.ring is Ring.ALWAYS or (tell.ring is Ring.IF_URGENT and is_urgent)


# --- when and how often -----------------------------------------------------------------------------------

BACK_OFF: Final = tuple(
    timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60)
)  # LOCAL: a gateway that restarts, a network that fails over lunch, a day without one
ALARM_AFTER: Final = 3
LEASE: Final = timedelta(minutes=2)
"""How long a sender has a notice to itself; killed meanwhile, another takes it up after that."""
STALE_AFTER: Final = timedelta(days=2)
"""Older news is shown in the app and rings nowhere: nobody wants last week's red card by SMS."""
FORGOTTEN_AFTER: Final = timedelta(days=30)
"""Older news is told nowhere, so that an imported archive does not fill everybody's list."""
UNSENT_FOR: Final = timedelta(days=3)


def next_try(attempts: int, at: datetime) -> datetime | None:
    """Return when to try again after `attempts` failures, or None when to give up."""
    return at + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


# --- words ------------------------------------------------------------------------------------------------

_SLOT: Final = re.compile(r"\{(\w+)\}")
ONE_SMS: Final = 70
JOINED_SMS: Final = 67


def filled(words: str, values: dict[str, str]) -> str:
    """Return `words` with its slots filled; an unknown slot becomes nothing.

    Not `str.format`: an office may change the words, and a format string can reach into objects.
    """
    return _SLOT.sub(lambda match: values.get(match[1], ""), words)


def slots(words: str) -> frozenset[str]:
    """Return the names of the slots in `words`."""
    return frozenset(_SLOT.findall(words))


def strange_slots(words: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Return the slots of `words` that nothing fills, in order; also a brace that opens nothing."""
    known = frozenset(allowed)
    rest = _SLOT.sub("", words)
    loose = ("{",) if "{" in rest or "}" in rest else ()
    return (*sorted(slots(words) - known), *loose)


def sms_parts(words: str) -> int:
    """Return how many messages an SMS is billed as (70 characters, or 67 each when it is split)."""
    length = len(words.encode("utf-16-be")) // 2  # a character beyond the basic plane counts twice
    return 1 if length <= ONE_SMS else -(-length // JOINED_SMS)
