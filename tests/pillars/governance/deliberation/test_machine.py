"""Topics in the machinery of every kind: each cell of the table, the laws of the loop, each verb twice and killed."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

import pytest

from linli.base.flow.table import problems
from linli.pillars.governance.deliberation import rules, texts
from linli.pillars.governance.deliberation.flow import TOPIC
from tests import deaths, kinds
from tests.kinds import Machines
from tests.pillars.governance.deliberation.doing import CALLS, PATHS, TOPICS
from tests.town import build_town


class TestTopic(Machines):
    kind = TOPICS
    verbs = texts.VERBS
    states = texts.STATES
    paths = PATHS
    before: ClassVar = {
        "close_vote": (("secretary", "vote_yes"),),
        "count_papers": (("leader", "check"),),
        "report_duty": (("secretary", "assign_duty"),),
        "finish_duty": (("secretary", "assign_duty"),),
    }

    def test_the_table_is_sound_and_everything_has_words(self) -> None:
        assert problems(TOPIC) == []
        assert set(TOPIC.states) == set(texts.SHAPES)
        assert set(TOPIC.limits) == set(texts.SLOTS)
        assert set(rules.RULES) == set(texts.RULES) == set(texts.BARS)
        steps = {state for _name, states in rules.STEPS for state in states}
        assert steps | {"declined", "transferred", "withdrawn"} == set(TOPIC.states)


KILLED = (
    ("proposed", "accept_topic", "secretary"),
    ("discussed", "open_vote", "secretary"),
    ("decided", "publish_result", "secretary"),
    ("objected", "uphold_objection", "leader"),
    ("carrying", "assign_duty", "secretary"),
)


@pytest.mark.django_db(transaction=True)
def test_all_of_a_move_or_nothing() -> None:
    """Verbs that write more than the case: killed before each statement they leave nothing."""
    town = build_town()
    for state, said, name in KILLED:
        number, at = TOPICS.bring(town, state)
        actor = kinds.actor_of(town, name, at)
        deaths.dies_whole(partial(CALLS[said], town, actor, number, at), TOPICS.tables, least=4)
