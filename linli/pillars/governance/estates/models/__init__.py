"""Compounds as their owners have them, who serves them, and the elections of their committees."""

from linli.pillars.governance.estates.models._elections import (
    Candidate,
    Election,
    ElectionObjection,
    ElectionVote,
    GroupMember,
    OwnerDoor,
)
from linli.pillars.governance.estates.models._estates import Estate, Seat, ServiceContract, Sitting
from linli.pillars.governance.estates.models._reviews import (
    CompanyReview,
    OwnerVoice,
    ReviewAppeal,
    ReviewMethod,
)

__all__ = [
    "Candidate", "CompanyReview", "Election", "ElectionObjection", "ElectionVote", "Estate", "GroupMember", "OwnerDoor",
    "OwnerVoice", "ReviewAppeal", "ReviewMethod", "Seat", "ServiceContract", "Sitting",
]  # fmt: skip
