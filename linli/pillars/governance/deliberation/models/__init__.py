"""Committees, topics, who has to do with them, and votes."""

from linli.pillars.governance.deliberation.models._topics import (
    Committee,
    Duty,
    Meeting,
    Member,
    Objection,
    Opinion,
    Party,
    Supporter,
    Topic,
    TopicCase,
)
from linli.pillars.governance.deliberation.models._votes import Ballot, BoxCount, Entry, Mark, Tally, Vote

__all__ = [
    "Ballot", "BoxCount", "Committee", "Duty", "Entry", "Mark", "Meeting", "Member", "Objection", "Opinion", "Party",
    "Supporter", "Tally", "Topic", "TopicCase", "Vote",
]  # fmt: skip
