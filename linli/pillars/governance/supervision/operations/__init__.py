"""The verbs of supervision, of responsibility lists, and of leads."""

from linli.pillars.governance.supervision.operations._leads import (
    NoDisciplineBody,
    NoSuchLead,
    NotYoursToHand,
    forget_leads,
    hand_lead,
    open_lead,
)
from linli.pillars.governance.supervision.operations._lists import (
    NotYourResponsibility,
    ResponsibilityOver,
    end_responsibility,
    fulfil_responsibility,
    keep_responsibility,
)
from linli.pillars.governance.supervision.operations._matters import (
    ExtendedTooFar,
    NotYoursToRaise,
    SupervisedAlready,
    answer_supervision,
    assign_supervision,
    drop_supervision,
    extend_supervision,
    give_supervision_back,
    note_supervision,
    pass_check_supervision,
    raise_supervision,
    redo_supervision,
    strike_supervision_off,
    take_supervision_on,
    urge_supervision,
)

__all__ = [
    "ExtendedTooFar", "NoDisciplineBody", "NoSuchLead", "NotYourResponsibility", "NotYoursToHand", "NotYoursToRaise",
    "ResponsibilityOver", "SupervisedAlready", "answer_supervision", "assign_supervision", "drop_supervision",
    "end_responsibility", "extend_supervision", "forget_leads", "fulfil_responsibility", "give_supervision_back",
    "hand_lead", "keep_responsibility", "note_supervision", "open_lead", "pass_check_supervision",
    "raise_supervision", "redo_supervision", "strike_supervision_off", "take_supervision_on", "urge_supervision",
]  # fmt: skip
