"""What waits is counted as it is listed, and a state is owed to whom its table names."""

from __future__ import annotations

import pytest

from linli.base.flow import owed
from linli.base.flow.table import REGISTRY
from linli.base.orgs.roles import Role
from linli.faces.desk import besides, kin, waiting
from linli.faces.desk.filters import FilterForm
from tests.pillars.governance.deliberation.doing import propose
from tests.pillars.governance.whistles.doing import bring
from tests.town import MONDAY, Town

PEOPLE = ("secretary", "worker", "dispatcher", "leader", "stoker", "sweeper", "secretary2")


@pytest.mark.django_db
def test_is_counted_as_it_is_listed_in_one_query(town: Town, django_assert_num_queries) -> None:
    propose(town)
    bring(town, "blown")
    told = {}
    for name in PEOPLE:
        actor = town.actor(name)
        form = FilterForm({}, actor)
        with django_assert_num_queries(1):
            told[name] = waiting.beside_reports(actor=actor)
        assert told[name] == len(besides.besides(form, actor=actor, at=MONDAY)), name
    assert told["secretary"] == 1
    assert told["stoker"] == 1


def test_no_state_is_owed_by_whoever_only_notes_something() -> None:
    for kind in kin.HELD:
        last = REGISTRY[kind].last
        assert not any(owed.states_owed(kind, role) & last for role in Role), kind
