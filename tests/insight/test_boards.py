"""What a wide board keeps is what counting gives, and only for those from whom nothing there is hidden."""

from dataclasses import replace
from datetime import timedelta
from statistics import median

import pytest

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.actors import SYSTEM
from linli.base.places.models import Grid, GridShape, MapVersion
from linli.base.places.operations import redraw_grids
from linli.insight import boards, grounds
from linli.insight.indicators import Scope
from linli.insight.models import KeptBoard
from tests.insight.test_figures import month  # noqa: F401
from tests.pillars.governance.reports.doing import bring
from tests.town import MONDAY, Town, square

SOON = MONDAY + timedelta(days=3)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def wide(month: Town) -> Town:  # noqa: F811
    for i, state in enumerate(("dispatched", "refused", "paused", "callback")):
        bring(month, state, phone=f"1370000000{i}")
    month.hire("mayor", Role.LEADER, month.district)
    return month


def board(town: Town, at=SOON, unit: Unit | None = None, name: str = "mayor") -> boards.Board:  # type: ignore[no-untyped-def]
    unit = unit or town.district
    return boards.board(scope=Scope(town.actor(name), unit.path), unit=unit, at=at)


def test_what_is_kept_is_what_counting_gives(wide: Town, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    counted = board(wide)
    assert counted.told.streams
    assert counted.told.hot
    assert sum(area.cases for area in counted.areas) > 0
    assert boards.keep_boards(SOON) == 1
    with django_assert_max_num_queries(8):
        kept = board(wide, SOON + MINUTE)
    assert kept == counted
    # As told at that moment, also after something happened since.
    bring(wide, "dispatched", phone="13700000009")
    assert board(wide, SOON + MINUTE).told == counted.told
    assert boards.keep_boards(SOON + MINUTE) == 1
    assert board(wide, SOON + MINUTE).told == board(wide, SOON + 2 * MINUTE).told != counted.told


def test_an_old_telling_is_not_shown_and_none_of_yesterday(wide: Town) -> None:
    boards.keep_boards(SOON)
    KeptBoard.objects.update(took_ms=6_000)
    while_it_rests = SOON + boards.KEPT_FOR + MINUTE
    assert board(wide, while_it_rests).at == SOON, "what rests two minutes is shown two minutes longer"
    KeptBoard.objects.update(told={}, took_ms=100)
    later = SOON + boards.KEPT_FOR + MINUTE
    assert board(wide, later).at == later
    midnight = SOON.replace(hour=16, minute=0)
    KeptBoard.objects.update(at=midnight - MINUTE)
    assert board(wide, midnight).at == midnight


def test_whoever_sees_only_a_part_counts_that_part(wide: Town) -> None:
    boards.keep_boards(SOON)
    KeptBoard.objects.update(told={})
    mine = boards.board(scope=Scope(wide.actor("sweeper"), wide.district.path), unit=wide.district, at=SOON)
    whole = boards.tell(Scope(SYSTEM, wide.district.path), grounds.draw(wide.district), SOON)
    assert sum(n for _, n in mine.told.open_by_state) < sum(n for _, n in whole.open_by_state)


def test_what_took_long_rests_longer(wide: Town) -> None:
    boards.keep_boards(SOON)
    KeptBoard.objects.update(took_ms=6_000)
    assert boards.keep_boards(SOON + MINUTE) == 0
    assert boards.keep_boards(SOON + 2 * MINUTE) == 1


def test_the_map_is_drawn_anew_when_a_grid_moves(wide: Town) -> None:
    boards.keep_boards(SOON)
    before = board(wide)
    redraw_grids(
        office=wide.office,
        shapes={wide.grids[2].pk: square(117.02, 36.0, 0.02)},
        by=None,
        at=SOON,
        keeps_outline=False,
    )
    boards.keep_boards(SOON + MINUTE)
    after = board(wide, SOON + MINUTE)
    assert [area.unit_id for area in after.areas] == [area.unit_id for area in before.areas]
    assert after.areas[2].shape != before.areas[2].shape


def test_a_wide_map_draws_what_can_be_told_apart(wide: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for all the grids are drawn, outlined by communities; with less room the next wider level."""
    fine = grounds.draw(wide.district)
    assert [piece.unit_id for piece in fine.areas] == [grid.pk for grid in wide.grids]
    assert {piece.unit_id for piece in fine.outlines} == {unit.pk for unit in wide.communities}
    other = add_unit(kind=UnitKind.SUBDISTRICT, name="另街道", parent=wide.district, code="379901002")
    community = add_unit(kind=UnitKind.COMMUNITY, name="南里社区", parent=other, code="379901002001")
    unit = add_unit(kind=UnitKind.GRID, name="第4网格", parent=community, code="379901002001001")
    grid = Grid.objects.create(unit=unit, code=unit.code, households_count=50, valid_from=MONDAY.date())
    version = MapVersion.objects.create(office=other, valid_from=MONDAY.date(), published_at=MONDAY)
    GridShape.objects.create(
        grid=grid, version=version, shape=square(117.03, 36.0), area_m2=1e6, valid_from=MONDAY.date()
    )
    monkeypatch.setattr(grounds, "MOST_AREAS", 3)
    coarse = grounds.draw(wide.district)
    first, second = wide.communities
    assert [piece.unit_id for piece in coarse.areas] == [first.pk, second.pk, community.pk]
    assert {piece.around_id for piece in coarse.areas} == {wide.office.pk, other.pk}
    assert coarse.households == {first.pk: 800, second.pk: 400, community.pk: 50}
    assert coarse.area_of[wide.grids[1].pk] == first.pk
    west, _, east, _ = bounds(coarse.areas[0])
    assert (round(west, 3), round(east, 3)) == (117.0, 117.02)
    told = boards.tell(Scope(SYSTEM, wide.district.path), coarse, SOON)
    by_grid = boards.tell(Scope(SYSTEM, wide.district.path), fine, SOON)
    assert sum(load[0] for load in told.loads.values()) == sum(load[0] for load in by_grid.loads.values())
    assert replace(told, loads={}) == replace(by_grid, loads={})


def bounds(piece: grounds.Piece) -> tuple[float, float, float, float]:
    from shapely.geometry import shape

    west, south, east, north = shape(piece.shape).bounds
    return west, south, east, north


def test_the_first_contact_of_today_is_the_median_of_its_cases(wide: Town) -> None:
    at = MONDAY + timedelta(hours=12)
    told = boards.tell(Scope(SYSTEM, wide.district.path), grounds.draw(wide.district), at)
    cases = list(Case.objects.all())
    minutes = [(one.responded_at - one.filed_at).total_seconds() / 60 for one in cases if one.responded_at]
    assert told.filed_today == len(cases) > len(minutes) > 2
    assert told.first_contact_minutes == round(median(minutes))
