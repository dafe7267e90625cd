"""Decisions about reports, from values alone."""

from __future__ import annotations

from linli.base.flow.asking import NothingPending
from linli.base.flow.table import Facts
from linli.kernel.masking import mask_text
from linli.kernel.refusals import Refusal

SECOND_RETURN = 1
"""First-receiver rule (首接负责): a report returned once already is not bounced again, the level above rules."""

FIRST_ONLY = frozenset({"rate", "reply", "withdraw"})
"""What only whoever raised a report first may do, not everybody who joined it."""


PERSONAL = frozenset({"contact", "ask_reporter"})
"""What staff say to whoever raised it, in person; others of the same case read only that it was said."""


class AlreadyRuled(Refusal):
    """The level above has decided who leads; it can't be returned."""


class ReturnTooLate(Refusal):
    """The time in which a unit may return a report has passed."""


class AssistsOutstanding(Refusal):
    """An assisting unit has not answered yet."""


def not_ruled(facts: Facts) -> type[Refusal] | None:
    """Refuse when the level above has decided who leads."""
    return AlreadyRuled if facts.is_ruled else None


def in_time_to_return(facts: Facts) -> type[Refusal] | None:
    """Refuse a return after the time for it has passed."""
    return None if facts.within_return_limit else ReturnTooLate


def assists_have_answered(facts: Facts) -> type[Refusal] | None:
    """Refuse to answer while an assisting unit has not."""
    return AssistsOutstanding if facts.open_assists else None


def first_return(facts: Facts) -> bool:
    """Say whether a return now would be the first."""
    return facts.returned_count < SECOND_RETURN


def needs_spot_check(facts: Facts) -> bool:
    """Say whether somebody must look on the spot before the resident is asked."""
    return facts.needs_spot_check


def has_any_request(facts: Facts) -> type[Refusal] | None:
    """Refuse to decide when nothing waits for a decision."""
    return None if facts.pending - {"appeal"} else NothingPending


def title_of(text: str, most: int = 30) -> str:
    """Take a title from the first sentence of what somebody wrote."""
    line = " ".join(mask_text(text).split())
    for stop in "。！？!?；;\n":
        head = line.split(stop, 1)[0]
        if 4 <= len(head) < len(line):
            line = head
    return line if len(line) <= most else line[: most - 1] + "…"


def file_is_for_reporter(
    *, verb: str, is_public: bool, is_own_case: bool, is_first: bool, joined_with_it: bool, is_speaker: bool
) -> bool:
    """Say whether a file of a step is for whoever raised the report: what they gave, and what came with an answer.

    Somebody who joined sees their own photos and the answers, not the photos of who was first.
    """
    if not is_public:
        return verb == "join" and joined_with_it
    if verb == "file" or verb in PERSONAL:
        return is_first and is_own_case
    if verb in ("reply", "supplement"):
        return is_speaker
    return verb != "join" or joined_with_it


def is_speaker(said_by: int | None, reporter: int, is_first: bool) -> bool:
    """Say whether a reporter made a step: by its record, else (staff wrote for them) whoever was first."""
    return is_first if said_by is None else said_by == reporter
