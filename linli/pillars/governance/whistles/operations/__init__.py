"""The verbs of whistles."""

from linli.pillars.governance.whistles.operations._blow import (
    AlreadyCalled,
    NobodyCalled,
    NotYoursToBlow,
    blow_whistle,
    call_more_whistle,
)
from linli.pillars.governance.whistles.operations._calls import (
    DeadlineBeyond,
    ElementsMissing,
    NotYourDepartment,
    decline_whistle,
    feed_back_whistle,
    plan_whistle,
    report_in_whistle,
    sign_in_whistle,
)
from linli.pillars.governance.whistles.operations._decide import (
    AtItAlready,
    OwnWork,
    ReasonForLow,
    ShelfTooLong,
    StrangeMark,
    assess_whistle,
    call_off_whistle,
    escalate_whistle,
    hand_whistle_back,
    note_whistle,
    review_whistle,
    rule_whistle,
    shelve_whistle,
)

__all__ = [
    "AlreadyCalled", "AtItAlready", "DeadlineBeyond", "ElementsMissing", "NobodyCalled", "NotYourDepartment",
    "NotYoursToBlow", "OwnWork", "ReasonForLow", "ShelfTooLong", "StrangeMark", "assess_whistle", "blow_whistle",
    "call_more_whistle", "call_off_whistle", "decline_whistle", "escalate_whistle", "feed_back_whistle",
    "hand_whistle_back", "note_whistle", "plan_whistle", "report_in_whistle", "review_whistle", "rule_whistle",
    "shelve_whistle", "sign_in_whistle",
]  # fmt: skip
