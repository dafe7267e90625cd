"""What stands on the street: taken in from a survey, on the map, and whose it is known as it is reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.base.people.actors import ANYONE
from linli.base.places.models import Facility
from linli.kernel.refusals import Refusal
from linli.kernel.standards.components import COMPONENTS
from linli.pillars.governance.patrols import operations as op
from linli.pillars.governance.patrols import policies, queries, rules
from linli.pillars.governance.patrols.policies import NoSuchComponent
from linli.pillars.governance.patrols.queries import Narrowed
from linli.pillars.governance.reports import queries as reports
from linli.pillars.governance.reports.models import Category, Report, ReportComponent
from tests.pillars.governance.patrols.doing import lamp
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town

ROW = {
    "标识码": "379901010370001",
    "部件代码": "01037",
    "名称": "柳岸路灯 1",
    "经度": "117.005",
    "纬度": "36.005",
    "主管单位": "供热站",
}


def take(town: Town, *rows: dict[str, Any], who: str = "dispatcher") -> list[op.Taken]:
    numbered = list(enumerate(rows, 2))
    return list(op.take_components(actor=town.actor(who), office=town.office, rows=numbered))


class TestRows:
    @given(row=st.dictionaries(st.sampled_from(rules.HEADS), st.text(max_size=30)))
    def test_are_read_or_refused_by_name(self, row: dict[str, str]) -> None:
        try:
            record = rules.record_of(row)
        except Refusal:
            return
        assert record.code in COMPONENTS
        assert abs(record.lat) <= 90

    @given(
        thing=st.recursive(
            st.none() | st.floats() | st.text(max_size=9),
            lambda x: (
                st.lists(x)
                | st.dictionaries(
                    st.sampled_from(["features", "geometry", "properties", "type", "coordinates"]), x
                )
            ),
        )
    )
    def test_any_json_gives_rows_or_none(self, thing: Any) -> None:
        for _number, row in rules.rows_of_geojson(thing):
            assert isinstance(row, dict)

    def test_a_kind_is_said_by_code_or_name(self) -> None:
        assert rules.kind_of("1037", "") == rules.kind_of("", "路灯") == "01037"
        with pytest.raises(rules.ComponentKindUnknown):
            rules.kind_of("99999", "飞碟")


@pytest.mark.django_db
class TestTakingIn:
    def test_the_same_survey_again_changes_nothing(self, town: Town) -> None:
        bare = {"部件种类": "污水井盖", "经度": "117.006", "纬度": "36.004"}
        assert [t.what for t in take(town, ROW, bare)] == ["new", "new"]
        one = Facility.objects.get(number=ROW["标识码"])
        assert (one.area, one.owner, one.component_code) == (town.grids[0], town.heating, "01037")
        assert [t.what for t in take(town, ROW, bare)] == ["same", "same"]
        moved = {**ROW, "经度": "117.025", "主管单位": ""}
        assert [t.what for t in take(town, moved)] == ["changed"]
        one.refresh_from_db()
        assert (one.area, one.owner) == (town.grids[2], town.heating)

    def test_each_row_whole_or_refused(self, town: Town) -> None:
        rows = (
            {**ROW, "经度": "1"},
            {**ROW, "主管单位": "谁也不是"},
            {**ROW, "部件代码": "x"},
            {**ROW, "纬度": "nan"},
            ROW,
        )
        told = take(town, *rows)
        assert [t.what for t in told] == ["refused"] * 4 + ["new"]
        kinds = [type(t.refusal) for t in told[:4]]
        assert kinds == [
            op.ComponentElsewhere,
            op.OwnerUnknown,
            rules.ComponentKindUnknown,
            rules.ComponentPlaceless,
        ]

    def test_two_rows_of_one_thing_make_one(self, town: Town) -> None:
        assert [t.what for t in take(town, ROW, ROW)] == ["new", "same"]
        assert Facility.objects.count() == 1

    def test_only_whoever_acts_for_the_office(self, town: Town) -> None:
        for who in ("worker", "secretary", "sweeper"):
            with pytest.raises(op.NotYourComponents):
                take(town, ROW, who=who)

    def test_a_map_and_a_sheet_say_the_same(self, town: Town, tmp_path: Path) -> None:
        feature = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [117.005, 36.005]},
            "properties": {"number": ROW["标识码"], "code": "01037", "name": ROW["名称"], "owner": "供热站"},
        }
        drawn, sheet = tmp_path / "a", tmp_path / "b"
        drawn.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
        sheet.write_text("普查\n" + ",".join(ROW) + "\n" + ",".join(ROW.values()), encoding="utf-8")
        assert rules.record_of(op.rows_of_file(drawn)[0][1]) == rules.record_of(op.rows_of_file(sheet)[0][1])
        drawn.write_text('{"type": "Feature', encoding="utf-8")
        with pytest.raises(op.NoComponents):
            op.rows_of_file(drawn)


@pytest.mark.django_db
class TestReporting:
    def test_whoever_answers_for_it_is_proposed_first(self, town: Town) -> None:
        one = lamp(town)
        filed = op.report_component(
            actor=ANYONE, at=MONDAY, component=one, text="灯不亮", channel="web", category="R01"
        )
        case = filed.report.case
        assert (case.area, case.place_words) == (town.grids[0], one.name)
        first = reports.proposed_units(filed.report)[0]
        assert (first.unit, first.why) == (town.heating, "component")

    def test_a_neighbour_picks_the_lamp_that_stands_there(
        self, town: Town, client: Client, django_assert_num_queries: Any
    ) -> None:
        one, lon = lamp(town), IN_FIRST_GRID[0]
        said = {
            "text": "这里的路灯坏了，一直不亮",
            "where": "",
            "lon": str(lon),
            "lat": str(IN_FIRST_GRID[1]),
        }
        assert "data-heard-components" not in client.post("/report/kinds/", said).content.decode()
        Category.objects.update(handler_rule="owner")
        heard = client.post("/report/kinds/", said).content.decode()
        assert f'name="component" value="{one.pk}"' in heard
        form = said | {
            "component": str(one.pk),
            "category": "unsure",
            "sure": "1",
            "idempotency_key": str(uuid4()),
        }
        assert client.post("/report/", form).status_code == 302
        report = Report.objects.latest("pk")
        assert report.named_component.component == one
        page = town.client("worker").get(f"/d/reports/{report.case.number}/").content.decode()
        assert one.name in page
        found = reports.get_report(actor=town.actor("worker"), number=report.case.number)
        with django_assert_num_queries(0):
            assert reports.component_of(found) == one

    def test_a_lamp_far_from_the_point_is_not_meant(self, town: Town, client: Client) -> None:
        far = lamp(town, area=town.grids[2], point=IN_THIRD_GRID)
        form = {
            "text": "这里的路灯坏了，一直不亮",
            "lon": "117.005",
            "lat": "36.005",
            "component": str(far.pk),
        }
        form |= {"category": "unsure", "sure": "1", "idempotency_key": str(uuid4())}
        assert client.post("/report/", form).status_code == 302
        assert not ReportComponent.objects.exists()
        asked = client.get(f"/report/?component={far.pk}").content.decode()
        assert f'value="{far.pk}" checked' in asked, "a link on the lamp itself says which one"

    def test_an_ordinary_report_proposes_as_before(self, town: Town) -> None:
        from linli.pillars.governance.reports import operations

        filed = operations.file_report(
            actor=ANYONE, at=MONDAY, text="堵了", category="R01", lon=117.005, lat=36.005
        )
        assert reports.component_of(filed.report) is None
        assert all(p.why != "component" for p in reports.proposed_units(filed.report))

    def test_what_is_gone_is_reported_no_more(self, town: Town) -> None:
        one = lamp(town)
        with pytest.raises(op.NotYourComponents):
            op.end_component(actor=town.actor("secretary"), at=MONDAY, component=one)
        op.end_component(actor=town.actor("leader"), at=MONDAY, component=one)
        one.refresh_from_db()
        with pytest.raises(NoSuchComponent):
            op.report_component(actor=ANYONE, at=MONDAY, component=one, text="灯不亮")
        with pytest.raises(op.ComponentGone):
            op.end_component(actor=town.actor("leader"), at=MONDAY, component=one)


@pytest.mark.django_db
class TestReading:
    def test_the_register_is_narrowed_and_paged(self, town: Town) -> None:
        for n in range(5):
            lamp(town, f"路灯 {n}")
        lamp(town, "西里路灯", area=town.grids[2], point=IN_THIRD_GRID)
        rows, more = queries.components_of(actor=town.actor("worker"), by=Narrowed(), size=3)
        assert len(rows) == 3
        rest, end = queries.components_of(actor=town.actor("worker"), by=Narrowed(), size=3, after=more or 0)
        assert (len(rest), end) == (2, None)
        [found] = queries.components_of(actor=town.actor("leader"), by=Narrowed(words="西里"))[0]
        assert found.owner == "供热站"

    def test_reaches_agrees_with_reachable(self, town: Town) -> None:
        rows = [lamp(town), lamp(town, "西里路灯", area=town.grids[2], owner=None)]
        for name in town.people:
            actor = town.actor(name)
            seen = set(
                Facility.objects.filter(policies.reachable_components(actor)).values_list("pk", flat=True)
            )
            assert seen == {row.pk for row in rows if policies.reaches_component(actor, row)}, name

    def test_the_nearest_first(self, town: Town) -> None:
        lon, lat = IN_FIRST_GRID
        far, here = lamp(town, "远", point=(lon + 0.0003, lat)), lamp(town, "近")
        assert queries.near(lon=lon, lat=lat) == [here, far]
        assert queries.nearest_to(lon=lon + 0.001, lat=lat) is None

    def test_a_number_is_one_components(self, town: Town) -> None:
        lamp(town, number="A-1")
        two = lamp(town, "另一盏")
        with pytest.raises(op.ComponentKnown):
            op.keep_component(actor=town.actor("leader"), component=two, name="另一盏", number="A-1")
