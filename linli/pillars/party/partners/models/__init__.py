"""What partners keep: who reported in, what is offered and done together, and the joint meetings of greater committees."""

from linli.pillars.party.partners.models._meetings import JointItem, JointLine, JointMeeting, JointSeat
from linli.pillars.party.partners.models._sharing import (
    MemberReport,
    Milestone,
    Project,
    ReportIn,
    Resource,
)

__all__ = [
    "JointItem",
    "JointLine",
    "JointMeeting",
    "JointSeat",
    "MemberReport",
    "Milestone",
    "Project",
    "ReportIn",
    "Resource",
]
