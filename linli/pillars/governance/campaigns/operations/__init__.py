"""The verbs of campaigns, of their doors, and of what their mornings decide."""

from linli.pillars.governance.campaigns.operations._campaigns import (
    CampaignOver,
    CampaignTooLong,
    CampaignUnfounded,
    NotAdmitted,
    NoTargetSheet,
    NotYoursToOpen,
    NotYoursToRun,
    TargetsOpen,
    TooManyTargets,
    close_campaign,
    forget_campaigns,
    list_targets,
    name_task,
    open_campaign,
    rows_of_file,
)
from linli.pillars.governance.campaigns.operations._mornings import (
    DecisionTooLong,
    answer_decision,
    confirm_decision,
    decide,
    drop_decision,
    hold_morning,
    note_decision,
    redo_decision,
)
from linli.pillars.governance.campaigns.operations._targets import (
    NoStepBack,
    NoSuchTarget,
    NotYourTarget,
    PhotoMissing,
    StrangeDecider,
    TargetMoved,
    advance_target,
    exempt_target,
    fill_target,
    free_target,
    give_targets,
    note_target,
    send_target_back,
    stick_target,
)

__all__ = [
    "CampaignOver", "CampaignTooLong", "CampaignUnfounded", "DecisionTooLong", "NoStepBack", "NoSuchTarget",
    "NoTargetSheet", "NotAdmitted", "NotYourTarget", "NotYoursToOpen", "NotYoursToRun", "PhotoMissing",
    "StrangeDecider", "TargetMoved", "TargetsOpen", "TooManyTargets", "advance_target", "answer_decision",
    "close_campaign", "confirm_decision", "decide", "drop_decision", "exempt_target", "fill_target",
    "forget_campaigns", "free_target",
    "give_targets", "hold_morning", "list_targets", "name_task", "note_decision", "note_target", "open_campaign",
    "redo_decision", "rows_of_file", "send_target_back", "stick_target",
]  # fmt: skip
