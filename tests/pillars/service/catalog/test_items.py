"""Items live in versions: a draft is written, published, replaced, ended; what was published stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.actors import SYSTEM
from linli.pillars.service.catalog import operations, policies, queries
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules.checks import PromiseMissing
from linli.pillars.service.catalog.rules.item import Line, Time
from tests.pillars.service.catalog.items import ITEM
from tests.town import MONDAY, Town

NOON = MONDAY + timedelta(hours=3)


def fresh(town: Town) -> Unit:
    return Unit.objects.get(pk=town.office.pk)


def draft(town: Town, item=ITEM, who: str = "leader"):  # type: ignore[no-untyped-def]
    return operations.draft_item(actor=town.actor(who), at=MONDAY, office=town.office, item=item)


def publish(town: Town, at=MONDAY):  # type: ignore[no-untyped-def]
    return operations.publish_item(actor=town.actor("leader"), at=at, office=town.office, code=ITEM.code)


class TestPublish:
    def test_a_draft_is_nobodys_until_it_is_published(self, town: Town) -> None:
        draft(town)
        assert queries.offered(fresh(town)) == ()
        publish(town)
        assert [o.item for o in queries.offered(fresh(town))] == [ITEM]

    def test_a_new_version_replaces_the_one_before_which_stays(self, town: Town) -> None:
        draft(town)
        first = publish(town)
        draft(town, replace(ITEM, name=Line("高龄津贴")))
        assert queries.item_in_force(fresh(town), "T001").item.name.zh == ITEM.name.zh
        second = publish(town, NOON)
        first.refresh_from_db()
        assert (first.ended_at, second.version) == (NOON, 2)
        assert ServiceItem.objects.get(pk=first.pk).item == ITEM
        assert queries.item_in_force(fresh(town), "T001").id == second.pk

    def test_refuses_what_contradicts_itself(self, town: Town) -> None:
        draft(town, replace(ITEM, time=Time()))
        with pytest.raises(PromiseMissing):
            publish(town)
        assert not queries.offered(fresh(town))

    def test_refuses_without_a_draft(self, town: Town) -> None:
        draft(town)
        publish(town)
        with pytest.raises(operations.NothingToPublish):
            publish(town)

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE catalog_serviceitem SET content = '{}'",
            "UPDATE catalog_serviceitem SET published_at = NULL",
            "DELETE FROM catalog_serviceitem",
        ],
    )
    def test_the_database_keeps_a_published_version(self, town: Town, sql: str) -> None:
        draft(town)
        publish(town)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


class TestDraft:
    def test_the_second_of_two_writers_is_told(self, town: Town) -> None:
        seen = draft(town).made_at
        operations.draft_item(actor=SYSTEM, at=NOON, office=town.office, item=ITEM, seen=seen)
        with pytest.raises(operations.DraftMoved):
            operations.draft_item(actor=SYSTEM, at=NOON, office=town.office, item=ITEM, seen=seen)

    @pytest.mark.parametrize("who", ["worker", "secretary", "auditor", "sweeper"])
    def test_is_written_by_the_office_alone(self, town: Town, who: str) -> None:
        with pytest.raises(operations.NotYoursToKeep):
            draft(town, who=who)

    def test_a_section_of_the_office_writes_its_items(self, town: Town) -> None:
        from linli.base.orgs.operations import add_unit

        section = add_unit(kind=UnitKind.OFFICE, name="公共服务办", parent=town.office)
        town.hire("writer", Role.SECTION_STAFF, section)
        assert draft(town, who="writer").is_draft

    def test_can_be_thrown_away(self, town: Town) -> None:
        draft(town)
        operations.drop_draft(actor=town.actor("leader"), office=town.office, code="T001")
        assert not ServiceItem.objects.exists()


def test_an_ended_item_is_offered_no_more(town: Town) -> None:
    draft(town)
    publish(town)
    operations.end_item(actor=town.actor("leader"), at=NOON, office=town.office, code="T001")
    with pytest.raises(queries.NoSuchItem):
        queries.item_in_force(fresh(town), "T001")
    with pytest.raises(operations.NothingToEnd):
        operations.end_item(actor=town.actor("leader"), at=NOON, office=town.office, code="T001")


def test_one_row_and_many_rows_agree(town: Town) -> None:
    draft(town)
    publish(town)
    draft(town)
    rows = list(ServiceItem.objects.all())
    for name in town.people:
        actor = town.actor(name)
        one_by_one = {row.pk for row in rows if policies.reaches(actor, row)}
        assert one_by_one == set(
            ServiceItem.objects.filter(policies.reachable(actor)).values_list("pk", flat=True)
        )
    assert len(queries.versions_of(actor=town.actor("worker"), office=town.office, code="T001")) == 1
    assert len(queries.drafts(actor=town.actor("leader"), office=town.office)) == 1


def test_reads_items_from_memory(town: Town, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    draft(town)
    publish(town)
    office = fresh(town)
    queries.offered(office)
    with django_assert_num_queries(0):
        queries.offered(office)
        queries.item_in_force(office, "T001")
