"""What somebody may see of what they look for: at once after it was named, and never beyond their posts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.actors import SYSTEM
from linli.base.places.models import Building, Compound, Road
from linli.insight.finding import absorbing, queries
from linli.insight.finding.models import DueName, SearchName
from linli.insight.finding.sources import SOURCES
from tests.pillars.governance.inspections.doing import shop
from tests.pillars.governance.reports.doing import file
from tests.town import Town

pytestmark = pytest.mark.django_db


def titles(town: Town, name: str, asked: str) -> dict[str, list[str]]:
    found = queries.find_names(actor=town.actor(name), asked=asked)
    return {group.source: [one.title for one in group.found] for group in found}


@pytest.fixture
def lakeside(town: Town) -> Compound:
    estate = Compound.objects.create(
        community=town.communities[0], name="翠湖园", aliases=["老纺织厂宿舍"], lon=117.0, lat=36.0
    )
    Building.objects.create(compound=estate, grid=town.grids[0], number="3号楼", lon=117.0, lat=36.0)
    return estate


class TestNames:
    def test_what_was_named_a_moment_ago_is_found(self, town: Town, lakeside: Compound) -> None:
        assert titles(town, "worker", "翠湖") == {"compound": ["翠湖园"], "building": ["翠湖园3号楼"]}
        assert titles(town, "worker", "纺织厂") == {"compound": ["翠湖园"]}
        assert titles(town, "worker", "chy") == {"compound": ["翠湖园"], "building": ["翠湖园3号楼"]}
        assert not DueName.objects.exists()

    def test_a_new_name_replaces_the_old_one_there_and_on_what_is_called_after_it(
        self, town: Town, lakeside: Compound
    ) -> None:
        absorbing.absorb_all()
        lakeside.name = "明珠园"
        lakeside.save()
        assert titles(town, "worker", "翠湖") == {}
        assert titles(town, "worker", "明珠") == {"compound": ["明珠园"], "building": ["明珠园3号楼"]}

    def test_a_road_lies_where_its_middle_is(self, town: Town) -> None:
        line = {"type": "LineString", "coordinates": [[117.0, 36.0], [117.1, 36.1], [117.2, 36.2]]}
        Road.objects.create(office=town.office, name="清源路", line=line)
        Road.objects.create(
            office=town.office, name="清源北路", line={"type": "LineString", "coordinates": []}
        )
        (group,) = queries.find_names(actor=town.actor("worker"), asked="qy")
        assert [(one.title, one.lon) for one in group.found] == [("清源路", 117.1), ("清源北路", None)]

    def test_what_is_gone_is_found_no_more(self, town: Town, lakeside: Compound) -> None:
        absorbing.absorb_all()
        Building.objects.all().delete()
        assert titles(town, "worker", "翠湖") == {"compound": ["翠湖园"]}

    def test_what_begins_as_asked_comes_first_and_there_may_be_more(self, town: Town) -> None:
        for name in ("老翠湖", "翠湖新村一期", "翠湖", *(f"新翠湖{n}区" for n in range(8))):
            Compound.objects.create(community=town.communities[0], name=name)
        (group,) = queries.find_names(actor=town.actor("worker"), asked="翠湖")
        assert [one.title for one in group.found][:3] == ["翠湖", "翠湖新村一期", "老翠湖"]
        assert group.has_more
        assert len(group.found) == queries.MOST

    def test_another_offices_ground_is_not_found(self, town: Town, lakeside: Compound) -> None:
        other = add_unit(kind=UnitKind.SUBDISTRICT, name="远山街道", parent=town.district, code="379901002")
        town.hire("far", Role.LEADER, other)
        town.hire("mayor", Role.LEADER, town.district)
        assert titles(town, "far", "翠湖") == {}
        assert titles(town, "mayor", "翠湖")["compound"] == ["翠湖园"]

    def test_a_shop_is_found_by_who_keeps_shops_there_alone(self, town: Town) -> None:
        shop(town, sign="清香面馆")
        assert titles(town, "worker", "清香") != {}
        assert titles(town, "stoker", "清香") == {}

    def test_costs_the_same_for_many_as_for_few(self, town: Town, lakeside: Compound) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as ran:
                queries.find_names(actor=town.actor("worker"), asked="翠湖")
            return len(ran)

        cost()
        few = cost()
        for n in range(30):
            Compound.objects.create(community=town.communities[0], name=f"翠湖{n}号院")
        absorbing.absorb_all()
        assert cost() == few


class TestCases:
    def test_of_every_kind_by_words_number_and_telephone_in_them(self, town: Town) -> None:
        case = file(town, text="翠湖园门口井盖坏了，打 13900000001").report.case
        for asked in ("井盖", case.number, "13900000001"):
            (found,) = queries.find_cases(actor=town.actor("worker"), asked=asked)
            assert found.number == case.number

    def test_who_may_not_see_a_case_does_not_find_it(self, town: Town) -> None:
        case = file(town, text="翠湖园门口井盖坏了").report.case
        for asked in ("井盖", case.number):
            assert queries.find_cases(actor=town.actor("worker3"), asked=asked) == ()


class TestTriggers:
    def test_listen_to_the_columns_that_names_are_made_of(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.relname, array_agg(a.attname::text) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (t.tgattr::int2[])"
                " WHERE t.tgname = 'finding_named' GROUP BY 1"
            )
            found = {table: set(columns) for table, columns in cursor.fetchall()}
        for source in SOURCES.values():
            columns = {source.model._meta.get_field(name).column for name in source.columns}
            assert found.pop(source.model._meta.db_table) == columns
        assert not found

    def test_every_source_reads_what_is_there(self, town: Town, lakeside: Compound) -> None:
        absorbing.absorb_all()
        for source in SOURCES.values():
            kept = SearchName.objects.filter(source=source.code)
            assert set(kept.values_list("ref", flat=True)) <= set(
                source.model.objects.values_list("pk", flat=True)
            )
        assert queries.find_names(actor=SYSTEM, asked="试验街道")
