"""The verbs of whistles."""

from linli.pillars.governance.whistles.operations._blow import (
    AlreadyCalled,
    NobodyCalled,
    NotYoursToBlow,
    OfferOver,
    blow_whistle,
    call_more_whistle,
    post_whistle,
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
from linli.pillars.governance.whistles.operations._claim import (
    NamesSomebody,
    OfferedAlready,
    OfferedTooLong,
    claim_whistle,
    end_offer,
    make_offer,
    take_whistle_down,
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
    "AlreadyCalled", "AtItAlready", "DeadlineBeyond", "ElementsMissing", "NamesSomebody", "NobodyCalled",
    "NotYourDepartment", "NotYoursToBlow", "OfferOver", "OfferedAlready", "OfferedTooLong", "OwnWork",
    "ReasonForLow", "ShelfTooLong", "StrangeMark", "assess_whistle", "blow_whistle", "call_more_whistle",
    "call_off_whistle", "claim_whistle", "decline_whistle", "end_offer", "escalate_whistle", "feed_back_whistle",
    "hand_whistle_back", "make_offer", "note_whistle", "plan_whistle", "post_whistle", "report_in_whistle",
    "review_whistle", "rule_whistle", "shelve_whistle", "sign_in_whistle", "take_whistle_down",
]  # fmt: skip
