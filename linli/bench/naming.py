"""Names for the city: compounds with their buildings, so that what is looked for by name has much to be told from."""

from __future__ import annotations

from random import Random
from typing import Final

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places.models import Building, Compound
from linli.bench.rows import Table, set_sequences
from linli.demo.names import words
from linli.insight.finding import absorbing

COMPOUNDS: Final = 7
"""Of a community: 105 a subdistrict, about as many as the demo's."""
BUILDINGS: Final = (12, 20, 28)
AT_ONCE: Final = 20_000

_FIRST = words(
    "翠湖 金桂 棉纺 铁路 星海 长青 四季 阳光 玉泉 机床厂 书香 锦绣 和平 紫荆 望江 银杏 春晓 云杉 东风 安居"
)
_SECOND = words("小区 花园 新村 宿舍 家园 佳苑 里 公寓 嘉园 新城")


def name_city(seed: int = 11) -> int:
    """Write the compounds and buildings of every community and absorb their names. Returns how many names there are."""
    rng, number = Random(seed), 0
    compounds = Table(Compound, "id", "community_id", "name", "aliases", "address", "lon", "lat")
    buildings = Table(Building, "id", "compound_id", "grid_id", "number", "lon", "lat")
    grids: dict[int, list[int]] = {}
    for pk, parent in Unit.objects.filter(kind=UnitKind.GRID).values_list("pk", "parent_id"):
        grids.setdefault(parent or 0, []).append(pk)
    nth = Compound.objects.count()
    for community in sorted(grids):
        for _ in range(COMPOUNDS):
            nth += 1
            name = f"{rng.choice(_FIRST)}{rng.choice(_SECOND)}"
            lon, lat = 116 + rng.random(), 36 + rng.random()
            compounds.add(
                (
                    nth,
                    community,
                    name,
                    f'["{name[:2]}院"]',
                    f"{name[:2]}路 {rng.randint(1, 400)} 号",
                    lon,
                    lat,
                )
            )
            for n in range(1, rng.choice(BUILDINGS) + 1):
                number += 1
                grid = rng.choice(grids[community])
                buildings.add((number, nth, grid, f"{n} 号楼", lon + n / 10_000, lat))
        if len(buildings.lines) > AT_ONCE:
            compounds.flush()
            buildings.flush()
    compounds.flush()
    buildings.flush()
    set_sequences((Compound, Building))
    return absorbing.absorb_all()
