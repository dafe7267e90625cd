"""The verbs of an organisation's life."""

from linli.pillars.party.life.operations._hold import (
    LifeMeetingNotYet,
    NobodyCame,
    NotExpected,
    forget_attendances,
    hold_meeting,
    open_names,
)
from linli.pillars.party.life.operations._plan import (
    LifeMeetingOver,
    LifeMeetingThere,
    LifeMeetingTold,
    NothingPlanned,
    NotItsLife,
    Planned,
    call_off_meeting,
    change_meeting,
    plan_month,
    set_habit,
    tell_members,
)
from linli.pillars.party.life.policies import NoSuchLifeMeeting

__all__ = [
    "LifeMeetingNotYet",
    "LifeMeetingOver",
    "LifeMeetingThere",
    "LifeMeetingTold",
    "NoSuchLifeMeeting",
    "NobodyCame",
    "NotExpected",
    "NotItsLife",
    "NothingPlanned",
    "Planned",
    "call_off_meeting",
    "change_meeting",
    "forget_attendances",
    "hold_meeting",
    "open_names",
    "plan_month",
    "set_habit",
    "tell_members",
]
