"""Places that compute: dividing communities into grids, circles on foot, siting; beside spopt where it is at hand.

    python -m benchmarks.places                            # a town told before (`linli demo`), in LINLI_DATA_DIR
    python -m benchmarks.places --peer .linli/peer/bin/python   # a Python with `pip install spopt highspy`
    python -m benchmarks.places --geo FOLDER --geo FOLDER  # maps of real cities as well; one that is not there is left out
    python -m benchmarks.places --geo FOLDER --no-demo     # and only these

A map is a folder of buildings.geojson and roads_walkable.geojson, or one with a GeoPackage that has buildings and streets.

Division: each way is judged by the same measures on the same pieces. Circles: the farthest that ours is from SciPy's.
Siting: what is reached, metres walked, and how long each search takes to the proof.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, box, shape

from benchmarks.geopackage import layer

HERE = Path(__file__).resolve().parent
M2_A_HOME = 60.0
"""How much ground of a building is a home where nobody says how many live there."""
TILES = (3, 2)
METRES = 500.0
FAR = 3 * METRES


@dataclass(frozen=True)
class Told:
    """How one way divided one place."""

    way: str
    measures: Any
    seconds: float
    processor: float = 0.0


def main() -> int:
    """Measure what is asked for, and print tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.places", description="Places that compute.")
    parser.add_argument("--peer", help="a Python that has spopt")
    parser.add_argument("--geo", type=Path, action="append", default=[], help="a folder with a map of a city")
    parser.add_argument("--no-demo", action="store_true", help="only the maps of --geo")
    parser.add_argument("--few", type=int, help="only so many communities are divided")
    parser.add_argument("--thin", type=int, default=1, help="keep one of so many homes and sites for siting")
    parser.add_argument("--only", choices=("division", "circles", "siting"))
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    maps = [folder for folder in options.geo if is_map(folder)]
    if options.only in (None, "division"):
        if not options.no_demo:
            division("demo", list(demo_grounds())[: options.few], options.peer)
        for folder in maps:
            division(folder.name, list(geo_grounds(folder))[: options.few], options.peer)
    if options.only in (None, "circles", "siting"):
        if not options.no_demo:
            walk("demo", *demo_walk(), options)
        for folder in maps:
            walk(folder.name, *geo_walk(folder), options)
    return 0


def is_map(folder: Path) -> bool:
    """Say whether a map is there; where none is, that it is left out."""
    if (folder / "buildings.geojson").exists() or any(folder.glob("*.gpkg")):
        return True
    print(f"{folder}: no map there, left out")
    return False


# -------- what is measured


def demo_grounds() -> Iterator[tuple[str, Any]]:
    """Read the communities of the demo."""
    from linli.base.orgs.models import Unit
    from linli.insight.division import queries
    from linli.kernel import clock

    for community in Unit.objects.filter(kind="community").order_by("code"):
        ground = queries.ground_of(community=community, at=clock.now())
        if ground is not None:
            yield community.name, ground


def geo_grounds(folder: Path) -> Iterator[tuple[str, Any]]:
    """Cut a map of real buildings and streets into tiles, each a community of one grid today."""
    from linli.insight.division.rules import Ground, House, Way

    buildings, roads, _flat = _geo(folder)
    west, south, east, north = shapely.total_bounds(np.array(buildings, dtype=object))
    wide, high = (east - west) / TILES[0], (north - south) / TILES[1]
    for column in range(TILES[0]):
        for row in range(TILES[1]):
            tile = box(
                west + column * wide, south + row * high, west + (column + 1) * wide, south + (row + 1) * high
            )
            houses = tuple(
                House(number, outline, max(1.0, round(outline.area / M2_A_HOME)), 1)
                for number, outline in enumerate(buildings)
                if tile.contains(outline)
            )
            ways = tuple(
                Way("", 8.0, part)
                for kind, line in roads
                if kind == "street" and line.intersects(tile)
                for part in getattr(line.intersection(tile), "geoms", [line.intersection(tile)])
                if part.geom_type == "LineString"
            )
            if len(houses) > 20:
                yield f"{column + 1}/{row + 1}", Ground({1: tile}, houses, ways)


def _geo(folder: Path) -> tuple[list[Any], list[tuple[str, LineString]], Any]:
    from linli.kernel.geo import Plane

    package = next(folder.glob("*.gpkg"), None)
    if package is not None:
        outlines, lines = (
            layer(package, "buildings"),
            [("street", line) for line in layer(package, "streets")],
        )
    else:
        held = json.loads((folder / "buildings.geojson").read_text(encoding="utf-8"))["features"]
        ways = json.loads((folder / "roads_walkable.geojson").read_text(encoding="utf-8"))["features"]
        outlines = [shape(each["geometry"]) for each in held]
        lines = [
            ("path" if each["properties"].get("kind") == "path" else "street", shape(each["geometry"]))
            for each in ways
        ]
    flat = Plane(outlines[0].representative_point().coords[0])

    def down(geometry: Any) -> Any:
        return shapely.transform(geometry, lambda points: np.array([flat.to_xy((x, y)) for x, y in points]))

    buildings = [down(each).buffer(0) for each in outlines]
    buildings = [max(getattr(each, "geoms", [each]), key=lambda part: part.area) for each in buildings]
    return [each for each in buildings if each.area > 20], [(kind, down(line)) for kind, line in lines], flat


# -------- division


def division(name: str, grounds: list[tuple[str, Any]], peer: str | None) -> None:
    """Divide every place, and let the other do so too."""
    from linli.insight.division import rules
    from linli.insight.division.rules.pieces import pieces_of

    limits = rules.Limits()
    told: dict[str, list[Told]] = {}
    slowest = 0.0
    print(f"\nDivision of {len(grounds)} communities: {name}")
    for place, ground in grounds:
        begun, spent = time.perf_counter(), time.process_time()
        found = rules.propose(ground)
        took, used = time.perf_counter() - begun, time.process_time() - spent
        slowest = max(slowest, took)
        told.setdefault("Linli", []).append(Told("Linli", found.after, took, used))
        told.setdefault("today", []).append(Told("today", found.before, 0.0))
        hard(ground, found, limits)
        told_of = f"{len(ground.houses)} buildings, {len(found.drawn)} grids"
        print(f"  {place}: {told_of}, {took:.1f} s, {used:.2f} s of processor", flush=True)
        same = rules.propose(ground, count=len(found.today)) if len(ground.today) > 1 else None
        if same is not None:
            told.setdefault("Linli, as many as today", []).append(Told("", same.after, 0.0))
        if peer:
            pieces = pieces_of(ground)
            answer = _ask(peer, _division_task(pieces, len(found.drawn), limits))
            for way in ("max-p", "SKATER"):
                labels = answer[way]["labels"]
                if labels is None:
                    print(f"  {way}: {answer.get(way + ' error')}")
                    continue
                groups = [
                    {at for at, each in enumerate(labels) if each == label} for label in sorted(set(labels))
                ]
                told.setdefault(way, []).append(
                    Told(way, rules.measured_as(pieces, groups, limits), 0.0, answer[way]["seconds"])
                )
    print(
        f"{'way':24} {'places':>6} {'grids':>6} {'in limits':>9} {'homes ±':>8} {'work ±':>7} {'round':>6} "
        f"{'cut m/home':>10} {'seconds':>8} {'processor':>9}"
    )
    homes = sum(sum(house.households for house in ground.houses) for _place, ground in grounds)
    for way, each in told.items():
        m = [one.measures for one in each]
        grids = sum(one.grids for one in m)
        print(
            f"{way:24} {len(each):6} {grids:6} {sum(one.within for one in m) / grids:9.1%} "
            f"{fmean(one.spread_homes for one in m):8.1%} {fmean(one.spread_work for one in m):7.1%} "
            f"{fmean(one.roundness for one in m):6.3f} {sum(one.line_m for one in m) / homes:10.3f} "
            f"{sum(one.seconds for one in each):8.1f} {sum(one.processor for one in each):9.1f}"
        )
    print(f"slowest of Linli: {slowest:.1f} s")


def hard(ground: Any, found: Any, limits: Any) -> None:
    """Stop where a proposal breaks a hard rule: whole buildings, one piece, no gap, no overlap, in limits or a reason."""
    placed = sorted(house for each in found.drawn for house in each.houses)
    whole = shapely.unary_union(list(ground.today.values()))
    drawn = shapely.unary_union([each.shape for each in found.drawn])
    outlines = {house.id: house.outline for house in ground.houses}
    wrong = [
        words
        for words, is_wrong in (
            ("a building is twice or nowhere", placed != sorted(outlines)),
            ("a grid is in pieces", any(each.shape.geom_type != "Polygon" for each in found.drawn)),
            ("the ground is not covered", drawn.symmetric_difference(whole).area > 1.0),
            ("grids overlap", abs(sum(each.shape.area for each in found.drawn) - drawn.area) > 1.0),
            (
                "a line cuts a building",
                any(
                    outlines[house].difference(each.shape).area > 0.5
                    for each in found.drawn
                    for house in each.houses
                ),
            ),
            (
                "a grid is outside its limits and nobody says why",
                any(limits.broken_by(each.households) > 0.5 and each.why is None for each in found.drawn),
            ),
        )
        if is_wrong
    ]
    if wrong:
        raise SystemExit("; ".join(wrong))


def _division_task(pieces: Any, count: int, limits: Any) -> dict[str, Any]:
    centres = [piece.shape.centroid for piece in pieces.all]
    return {
        "what": "divide",
        "homes": [piece.households for piece in pieces.all],
        "x": [at.x for at in centres],
        "y": [at.y for at in centres],
        "shapes": [piece.shape.wkt for piece in pieces.all],
        "beside": pieces.beside(),
        "least": limits.least,
        "count": count,
    }


def _ask(peer: str, task: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [peer, str(HERE / "peer.py")], input=json.dumps(task), capture_output=True, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


# -------- circles and siting


def demo_walk() -> tuple[list[Any], list[tuple[float, float]], list[float], int]:
    """Give the demo's ways; spots are homes, then compounds as sites."""
    from linli.base.orgs.models import Unit
    from linli.insight.circles import ground

    there, _walked = ground.ground_of(Unit.objects.get(kind="subdistrict"))
    assert there is not None
    flat = there.flat
    ways = ground.ways_of(Unit.objects.get(kind="subdistrict").pk, flat, is_surveyed=there.is_surveyed)
    spots = [there.network.laid[number] for number in range(len(there.homes))]
    sites = [flat.to_xy((each.lon, each.lat)) for each in there.sites]
    return ways, [*spots, *sites], there.households.tolist(), len(sites)


def geo_walk(folder: Path) -> tuple[list[Any], list[tuple[float, float]], list[float], int]:
    """Give real ways; every tenth building is a site."""
    from linli.insight.circles.rules import Way

    buildings, roads, _flat = _geo(folder)
    spots = [(each.centroid.x, each.centroid.y) for each in buildings]
    sites = spots[::10]
    weights = [max(1.0, round(each.area / M2_A_HOME)) for each in buildings]
    return [Way(line, kind) for kind, line in roads], [*spots, *sites], weights, len(sites)


def walk(
    name: str,
    ways: list[Any],
    spots: list[tuple[float, float]],
    weights: list[float],
    sites: int,
    options: argparse.Namespace,
) -> None:
    """Walk from every site, hold it against SciPy, and choose where more help most."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    from linli.insight.circles.rules import Network, covering, median

    begun = time.perf_counter()
    network = Network(ways, spots)
    built = time.perf_counter() - begun
    streets = network.streets()
    homes = len(weights)
    print(
        f"\nCircles on foot: {name}, {network.metres / 1000:.0f} km of ways in {len(network.stretches)} stretches"
    )
    begun = time.perf_counter()
    far = [streets.distances([homes + site], range(homes), FAR) for site in range(sites)]
    took = time.perf_counter() - begun
    least: dict[tuple[int, int], float] = {}
    for a, near in streets.ways.items():
        for b, length in near:
            least[a, b] = min(least.get((a, b), length), max(length, 1e-9))
    size = 1 + max(max(pair) for pair in least)
    graph = coo_array((np.array(list(least.values())), np.array(list(least)).T), shape=(size, size)).tocsr()
    starts = [streets.spots[homes + site] for site in range(sites)]
    known = dijkstra(graph, indices=[each for each in starts if each is not None])
    off, compared, wrong = 0.0, 0, 0
    rows = iter(known)
    for site, start in enumerate(starts):
        if start is None:
            continue
        row = next(rows)
        for home in range(homes):
            node = streets.spots[home]
            expected = float(row[node]) if node is not None else float("inf")
            mine = far[site][home]
            compared += 1
            if mine is None:
                wrong += expected <= FAR
            else:
                off = max(off, abs(mine - expected))
    unlaid = sum(streets.spots[home] is None for home in range(homes))
    print(
        f"network in {built:.2f} s; {sites} sites walked to {homes} homes in {took:.2f} s; {compared} ways compared "
        f"with SciPy: at most {off:.6f} m apart, {wrong} within reach for one and not for the other; "
        f"{unlaid} homes by no way"
    )
    if options.only == "circles":
        return
    thin = options.thin
    metres = np.array([[FAR if each is None else each for each in row] for row in far])[::thin, ::thin]
    people = np.array(weights)[::thin]
    homes, sites = people.size, metres.shape[0]
    print(f"Siting among {sites} sites, {people.sum():.0f} homes, circle of {METRES:.0f} m")
    print(f"{'more':>4} {'model':8} {'by':8} {'value':>12} {'bound':>12} {'processor':>9}")
    for count in (more for more in (1, 2, 3, 5) if more <= sites):
        answer = None
        if options.peer:
            task = {
                "what": "site",
                "far": metres.T.tolist(),
                "weights": people.tolist(),
                "given": [0] * sites,
                "metres": METRES,
                "count": count,
            }
            answer = _ask(options.peer, task)
        for model in ("mclp", "median"):
            begun = time.process_time()
            if model == "mclp":
                found = covering(metres <= METRES, people, count)
            else:
                found = median(metres, np.full(homes, FAR), people, count)
            took = time.process_time() - begun
            print(f"{count:4} {model:8} {'Linli':8} {found.value:12.0f} {found.bound:12.0f} {took:8.2f}")
            if answer:
                chosen = answer[model]["chosen"]
                nearest = metres[chosen].min(axis=0)
                value = people[nearest <= METRES].sum() if model == "mclp" else (nearest * people).sum()
                print(
                    f"{'':4} {'':8} {'spopt':8} {value:12.0f} {'':12} {answer[model]['seconds']:8.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    raise SystemExit(main())
