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
    meter_of,
    parties_of,
    roll_of,
    vote_of,
)
from linli.pillars.governance.deliberation.queries._resident import (
    PublicRow,
    PublicTopic,
    entry_of,
    public_topic,
    public_topics,
)

__all__ = [
    "VIEWS", "PublicRow", "PublicTopic", "TopicPage", "TopicRow", "VoteRow", "cast_of", "collect", "committees_of",
    "decision_of", "dutiful_units", "entries_of", "entry_of", "facts_of", "flow_facts", "get_topic", "members_of",
    "meter_of", "parties_of", "public_topic", "public_topics", "roll_of", "topic_page", "topics_of", "vote_of",
    "vote_row",
]  # fmt: skip
