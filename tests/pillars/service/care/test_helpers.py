"""Who is paired with a household goes there once a month and knows that one alone; who can go hears of a change."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest

from linli.base.notices.models import Notice
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.actors import SYSTEM
from linli.kernel.clock import SHANGHAI
from linli.pillars.service.care import operations as op
from linli.pillars.service.care import policies, queries
from linli.pillars.service.care.models import Pair, Visit
from tests.pillars.service.care.people import ALLOWANCE, ALONE, somebody
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
BANK = "储蓄所"


@pytest.fixture
def paired(town: Town) -> Pair:
    """A household that a partner's branch is paired with."""
    bank = add_unit(kind=UnitKind.PARTNER, name=BANK, parent=town.communities[0])
    town.hire("teller", Role.HANDLER, bank)
    person = somebody(town, ALONE, ALLOWANCE, level="key")
    return op.pair(actor=town.actor("clerk"), at=MONDAY, person_id=person.pk, unit=bank)


def accounts_told(template: str) -> set[str]:
    return {row.account.username for row in Notice.objects.filter(template=template) if row.account}


def test_a_helper_sees_whom_they_go_to_and_writes_the_month_off(town: Town, paired: Pair) -> None:
    teller = town.actor("teller")
    (row,) = queries.pairs_of(actor=teller, at=MONDAY)
    assert (row.id, row.is_owed, row.visits) == (paired.pk, True, ())
    assert "孙桂香" not in row.name
    # Nothing else of the compartment is theirs.
    assert not policies.reaches(teller, paired.person)
    assert queries.people(actor=teller, at=MONDAY, view="all") == ([], 0)
    key = uuid.uuid4()
    given = {"actor": teller, "at": MONDAY, "pair_id": paired.pk, "way": "door", "key": key}
    with pytest.raises(op.NothingFound):
        op.record_pair_visit(outcome="help", **given)  # type: ignore[arg-type]
    for _again in range(2):
        op.record_pair_visit(outcome="well", found="精神好", **given)  # type: ignore[arg-type]
    (row,) = queries.pairs_of(actor=teller, at=MONDAY)
    assert (Visit.objects.count(), row.is_owed, len(row.visits)) == (1, False, 1)
    paired.person.refresh_from_db()
    assert paired.person.seen_at == MONDAY
    # What others saw on their visits is not shown to the helper.
    op.record_visit(
        actor=town.actor("worker"), at=MONDAY, person_id=paired.person_id, way="phone", outcome="well"
    )
    assert len(queries.pairs_of(actor=teller, at=MONDAY)[0].visits) == 1


def test_nobody_else_goes_and_a_parted_pair_is_nobodys(town: Town, paired: Pair) -> None:
    for who in ("sweeper", "dispatcher", "leader", "secretary2", "volunteer"):
        assert queries.pairs_of(actor=town.actor(who), at=MONDAY) == []
        with pytest.raises(op.NoSuchPair):
            op.record_pair_visit(
                actor=town.actor(who), at=MONDAY, pair_id=paired.pk, way="door", outcome="well"
            )
    assert queries.find_person(town.actor("sweeper"), paired.person_id, "name") is None
    assert queries.find_person(town.actor("teller"), paired.person_id, "name") is not None
    op.end_pair(actor=town.actor("clerk"), at=MONDAY, person_id=paired.person_id, pair_id=paired.pk)
    assert queries.pairs_of(actor=town.actor("teller"), at=MONDAY) == []
    assert queries.find_person(town.actor("teller"), paired.person_id, "name") is None


def test_of_an_office_its_leader_goes_or_whoever_was_named(town: Town) -> None:
    person = somebody(town, level="general")
    clerk = town.actor("clerk")
    op.pair(actor=clerk, at=MONDAY, person_id=person.pk, unit=town.office)
    assert len(queries.pairs_of(actor=town.actor("leader"), at=MONDAY)) == 1
    assert queries.pairs_of(actor=town.actor("dispatcher"), at=MONDAY) == []
    named = town.people["secretary"]
    op.pair(actor=clerk, at=MONDAY, person_id=person.pk, unit=town.communities[0], account=named)
    assert len(queries.pairs_of(actor=town.actor("secretary"), at=MONDAY)) == 1
    near = dict(queries.helpers_near(office=town.office, at=MONDAY))
    assert [a.username for a in near[town.office]] == ["leader"]
    assert town.sanitation not in near


def test_before_the_month_is_over_the_helper_hears_of_it_once_and_by_day(town: Town, paired: Pair) -> None:
    assert op.remind_pairs(actor=SYSTEM, at=MONDAY) == 0
    late = datetime(2026, 11, 26, 9, tzinfo=SHANGHAI)
    assert op.remind_pairs(actor=SYSTEM, at=late - timedelta(hours=6)) == 0
    assert [op.remind_pairs(actor=SYSTEM, at=late + n * timedelta(days=1)) for n in range(2)] == [1, 0]
    assert accounts_told("pair_due") == {"teller"}
    said = Notice.objects.get(template="pair_due").data
    assert said["unit"] == BANK
    assert "孙" not in str(said)


def test_who_can_go_hears_of_a_change_and_of_nobodys_name(town: Town) -> None:
    person = somebody(town, level="general")
    op.note_change(actor=town.actor("clerk"), at=MONDAY, person_id=person.pk, words="昨天出院回家")
    assert accounts_told("care_change") == {"worker", "grid_leader", "helper", "secretary"}
    for row in Notice.objects.filter(template="care_change"):
        assert row.data == {"unit": "第1网格", "due": (MONDAY + timedelta(days=1)).isoformat()}
