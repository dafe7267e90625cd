"""The verbs of visits."""

from linli.pillars.governance.visits.operations._changes import (
    NothingToPutRight,
    WhoMovedIn,
    WhoseIsIt,
    note_change,
    put_right,
)
from linli.pillars.governance.visits.operations._diary import (
    NobodyToShareWith,
    NoSuchPage,
    PageEmpty,
    keep_to_oneself,
    share_page,
    throw_away,
    write_page,
)
from linli.pillars.governance.visits.operations._forget import SUBJECT, erase, erase_again, facts, forget_old
from linli.pillars.governance.visits.operations._plan import (
    DayTooFull,
    LessOften,
    NotYourPlan,
    days_of,
    enrol_all,
    set_days,
    start_plan,
)
from linli.pillars.governance.visits.operations._visits import (
    Met,
    NothingNoted,
    NotYourDoors,
    answer_ask,
    ask_visit,
    link_case,
    record_visit,
)

__all__ = [
    "SUBJECT",
    "DayTooFull",
    "LessOften",
    "Met",
    "NoSuchPage",
    "NobodyToShareWith",
    "NotYourDoors",
    "NotYourPlan",
    "NothingNoted",
    "NothingToPutRight",
    "PageEmpty",
    "WhoMovedIn",
    "WhoseIsIt",
    "answer_ask",
    "ask_visit",
    "days_of",
    "enrol_all",
    "erase",
    "erase_again",
    "facts",
    "forget_old",
    "keep_to_oneself",
    "link_case",
    "note_change",
    "put_right",
    "record_visit",
    "set_days",
    "share_page",
    "start_plan",
    "throw_away",
    "write_page",
]
