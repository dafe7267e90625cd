"""What is asked once within a page is asked anew by the next."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from linli.base.asked import mark, once
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.places import index
from linli.base.places.models import MapVersion
from tests.town import IN_FIRST_GRID, MONDAY, Town

pytestmark = pytest.mark.django_db


def test_a_block_asks_for_all_marks_at_once(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    index.current()
    with django_assert_num_queries(2), once():
        for _ in range(3):
            assert index.current().grid_at(*IN_FIRST_GRID) == town.grids[0].pk
            assert mark("places") is not None
            assert orgs.line_of(town.grids[0].pk)[0].pk == town.grids[0].pk
            with once():
                assert mark("map") == index.current().version


def test_the_next_block_sees_a_new_map_and_a_unit_that_went_out_of_use(town: Town) -> None:
    with once():
        before = index.current().version
        assert orgs.line_of(town.grids[0].pk)[0].is_active
    MapVersion.objects.create(office=town.office, valid_from=MONDAY.date(), published_at=MONDAY)
    Unit.objects.filter(pk=town.grids[0].pk).update(is_active=False)
    with once():
        assert index.current().version > before
        assert not orgs.line_of(town.grids[0].pk)[0].is_active


def test_outside_of_a_block_everything_is_asked_each_time(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    index.current()
    with django_assert_num_queries(4):
        for _ in range(2):
            index.current()
            orgs.line_of(town.grids[0].pk)
