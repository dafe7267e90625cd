"""A door that anybody may knock at, and how often."""

from datetime import timedelta

import pytest

from linli.base.people.knocks import Door, TooOften, forget_knocks, knock
from linli.base.people.models import Knock
from tests.town import MONDAY

pytestmark = pytest.mark.django_db
DOOR = Door("file", 3, timedelta(minutes=10))


def test_lets_in_as_often_as_it_says_and_then_says_how_long_to_wait() -> None:
    for _ in range(3):
        knock(DOOR, "203.0.113.7", MONDAY)
    with pytest.raises(TooOften) as told:
        knock(DOOR, "203.0.113.7", MONDAY + timedelta(minutes=4))
    assert told.value.data == {"minutes": 6}


def test_others_and_other_doors_are_not_held_up() -> None:
    for _ in range(3):
        knock(DOOR, "203.0.113.7", MONDAY)
    knock(DOOR, "203.0.113.8", MONDAY)
    knock(Door("find", 3, timedelta(minutes=10)), "203.0.113.7", MONDAY)


def test_opens_again_after_its_span() -> None:
    for _ in range(3):
        knock(DOOR, "203.0.113.7", MONDAY)
    knock(DOOR, "203.0.113.7", MONDAY + timedelta(minutes=10))
    assert Knock.objects.get().count == 1


def test_keeps_no_address_and_nothing_for_more_than_a_day() -> None:
    knock(DOOR, "203.0.113.7", MONDAY)
    assert b"203.0.113.7" not in bytes(Knock.objects.get().print)
    assert forget_knocks(at=MONDAY + timedelta(hours=23)) == 0
    assert forget_knocks(at=MONDAY + timedelta(hours=25)) == 1


def test_takes_one_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        knock(DOOR, "203.0.113.7", MONDAY)
