"""Ground as a table: a post works on the ground of its own unit, on that of the unit above, or on none."""

from __future__ import annotations

from linli.base.orgs.roles import COMMUNITY, GRID, LEADING, Role, UnitKind
from linli.base.people.actors import Actor, ActorKind, HeldPost
from linli.base.people.grounds import SECTIONS, Ground, at

GROUND = Ground(
    own=at((UnitKind.COMMUNITY, UnitKind.SUBDISTRICT), COMMUNITY | LEADING),
    above={**SECTIONS, **at((UnitKind.GRID,), GRID)},
)


def post(role: Role, kind: UnitKind, unit: int) -> HeldPost:
    return HeldPost(id=unit, role=role, unit_id=unit, line=(1, 2, unit), unit_kind=kind.value)


def test_a_post_has_the_ground_that_the_table_says() -> None:
    assert GROUND.of(post(Role.COMMUNITY_WORKER, UnitKind.COMMUNITY, 7)) == 7
    assert GROUND.of(post(Role.GRID_WORKER, UnitKind.GRID, 9)) == 2, "a grid's, its community's"
    assert GROUND.of(post(Role.SECTION_STAFF, UnitKind.OFFICE, 5)) == 2, "a section's, the office's"
    for role, kind in ((Role.GRID_WORKER, UnitKind.COMMUNITY), (Role.LEADER, UnitKind.DEPARTMENT)):
        assert GROUND.of(post(role, kind, 8)) is None
    posts = (post(Role.GRID_WORKER, UnitKind.GRID, 9), post(Role.SECTION_STAFF, UnitKind.OFFICE, 5))
    assert GROUND.of_actor(Actor(ActorKind.STAFF, 1, posts=posts)) == [2], "each once"
