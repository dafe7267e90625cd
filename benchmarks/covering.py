"""Who covers whom: the exact assignment against what one would do by hand, on the demo town's doors.

    python -m benchmarks.covering            # a town told before (`linli demo`), in LINLI_DATA_DIR

Prints, for several limits, how many doors somebody covers, how far they are, how even the load is, what the assignment costs
beside its proven bound, and how long it takes.
"""

from __future__ import annotations

import os
import time
from statistics import pstdev

LIMITS = (100, 80, 74)


def main() -> None:
    """Plan every community at each limit, exactly and by hand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from dataclasses import replace

    from linli.base.orgs.models import Unit
    from linli.base.people.models import Household
    from linli.base.places.models import Building
    from linli.pillars.party.branches.models import PartyMember
    from linli.pillars.party.contacts import rules
    from linli.pillars.party.contacts.operations import places_of

    homes = dict(Household.objects.values_list("pk", "building"))
    houses = {one.pk: one for one in Building.objects.select_related("grid")}
    towns = []
    for community in Unit.objects.filter(kind="community").order_by("pk"):
        members = PartyMember.objects.filter(until=None, door_role="vanguard", grid__parent=community)
        helpers = [
            rules.Helper(one.pk, house.lon, house.lat, house.grid_id)
            for one in members
            if one.home and (house := houses[homes[int(one.home)]])
        ]
        places = places_of(one for one in houses.values() if one.grid.parent_id == community.pk)
        if places:
            towns.append((places, helpers))
    rules.cover(*towns[0])  # what is read the first time only
    doors = sum(place.doors for places, _h in towns for place in places)
    print(f"{len(towns)} communities, {doors} doors, {sum(len(h) for _p, h in towns)} vanguard households")
    print("limit  way     covered      share    metres  longest  spread   cost        bound       seconds")
    for limit in LIMITS:
        for name, solve in (("exact", rules.cover), ("by hand", rules.greedy)):
            begun = time.perf_counter()
            covered = cost = metres = longest = 0
            bound = 0.0
            loads: list[int] = []
            for places, helpers in towns:
                bound_to = [replace(helper, limit=limit) for helper in helpers]
                found = solve(places, bound_to)
                where, who = {p.id: p for p in places}, {h.id: h for h in bound_to}
                ways = [(rules.metres(where[p], who[h]), n) for (p, h), n in found.given.items()]
                covered += found.covered
                metres += sum(way * n for way, n in ways)
                longest = max(longest, *(way for way, _n in ways))
                cost += found.cost
                bound += found.bound
                loads += [found.loads.get(h.id, 0) for h in bound_to]
            took = time.perf_counter() - begun
            print(
                f"{limit:5}  {name:7} {covered:7} {covered / doors:9.2%} {metres / covered:8.1f} {longest:8} "
                f"{pstdev(loads):7.1f} {cost:11} {bound:12.0f} {took:8.2f}"
            )


if __name__ == "__main__":
    main()
