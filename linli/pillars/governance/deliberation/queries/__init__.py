"""Reads about topics."""

from linli.pillars.governance.deliberation.queries._desk import (
    VIEWS,
    TopicPage,
    TopicRow,
    VoteRow,
    committees_of,
    dutiful_units,
    entries_of,
    get_topic,
    lapsed_members,
    members_of,
    topic_page,
    topics_of,
    vote_row,
)
from linli.pillars.governance.deliberation.queries._facts import (
    cast_of,
    collect,
    decision_of,
    facts_of,
    flow_facts,
    invited_to,
    meter_of,
    parties_of,
    roll_of,
    told_voters,
    vote_of,
    voters_of,
)
from linli.pillars.governance.deliberation.queries._resident import (
    PublicRow,
    PublicTopic,
    entry_of,
    public_topic,
    public_topics,
    votes_waiting,
)
from linli.pillars.governance.deliberation.queries._works import (
    DutyRow,
    Work,
    duties_of,
    photo_of,
    public_photo,
)

__all__ = [
    "VIEWS", "DutyRow", "PublicRow", "PublicTopic", "TopicPage", "TopicRow", "VoteRow", "Work", "cast_of", "collect",
    "committees_of", "decision_of", "duties_of", "dutiful_units", "entries_of", "entry_of", "facts_of", "flow_facts",
    "get_topic", "invited_to", "lapsed_members", "members_of", "meter_of", "parties_of", "photo_of", "public_photo",
    "public_topic", "public_topics", "roll_of", "told_voters", "topic_page", "topics_of",
    "vote_of", "vote_row", "voters_of", "votes_waiting",
]  # fmt: skip
