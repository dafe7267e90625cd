"""Writing the city itself: the tree, the staff, the map."""

from __future__ import annotations

from linli.base.orgs.models import Unit
from linli.base.people.models import Account, Post
from linli.base.places.models import Grid, GridShape, MapVersion
from linli.bench.city import City
from linli.bench.plan import Plan
from linli.bench.rows import Table, set_sequences
from linli.kernel import clock


def found_city(city: City, plan: Plan) -> None:
    """Write the tree, the staff and the map. A dozen statements."""
    began = clock.local(plan.since).date()
    units = Table(Unit, "id", "kind", "name", "code", "parent_id", "path", "handles")
    for body in city.bodies:
        path = "/" + "".join(f"{i}/" for i in body.line)
        units.add((body.id, body.kind.value, body.name, body.code, body.parent, path, "[]"))
    accounts = Table(Account, "id", "username", "name", "password", "phone", "joined_at")
    posts = Table(Post, "id", "account_id", "unit_id", "role", "held_from")
    for hand in city.hands:
        accounts.add((hand.id, f"bench{hand.id}", f"试量{hand.id}", "!", "", plan.since))
        posts.add((hand.id, hand.id, hand.unit, hand.role.value, began))
    grids = Table(Grid, "unit_id", "code", "households_count", "valid_from")
    versions = Table(MapVersion, "id", "office_id", "valid_from", "published_at", "note")
    shapes = Table(GridShape, "grid_id", "version_id", "shape", "area_m2", "valid_from")
    for nth, ward in enumerate(city.wards, 1):
        versions.add((nth, ward.office.id, began, plan.since, plan.signature))
        for body in ward.grids:
            w, s, e, n = ward.boxes[body.id]
            ring = [[w, s], [e, s], [e, n], [w, n], [w, s]]
            grids.add((body.id, body.code.ljust(15, "0")[:15], 400, began))
            shapes.add((body.id, nth, {"type": "Polygon", "coordinates": [ring]}, 250_000.0, began))
    for table in (units, accounts, posts, grids, versions, shapes):
        table.flush()
    set_sequences((Unit, Account, Post, MapVersion, GridShape))
