"""Ways on foot come in from a map, counts of people from a sheet.

A map is an extract of OpenStreetMap as XML (`.osm`), or GeoJSON lines that speak OpenStreetMap's words or our own kinds.
What is closed to people on foot, or no way at all, is left out and counted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places import index
from linli.base.places.finding import METRES_A_DEGREE, SQUEEZE
from linli.base.places.models import FootNetwork, Footway, PeopleCount, WayKind
from linli.kernel.refusals import Refusal
from linli.kernel.standards import walking
from linli.kernel.words import clean_line

MOST_WAYS: Final = 50_000
MOST_POINTS: Final = 2_000
MOST_LEVEL: Final = 20
AROUND_M: Final = 1_500.0
"""Ways beyond the office's edge count as far as somebody of the office could walk to."""
DECIMALS: Final = 7
OSM_WORDS: Final = "© OpenStreetMap（ODbL）"


class NoWays(Refusal):
    """Nothing in the file is a way that people walk."""


class NotAMap(Refusal):
    """It is neither OpenStreetMap XML nor GeoJSON."""


class PackedMap(Refusal):
    """It is a packed extract (.pbf): it has to be unpacked to .osm first."""


class WaysElsewhere(Refusal):
    """None of the ways lies on this office's ground or beside it."""


class TooManyWays(Refusal):
    """More ways than a subdistrict has: `most`; the extract has to be cut smaller."""


class NoPeople(Refusal):
    """The sheet has no grid of the office with counts by bands of age."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way as it is read: its points in degrees."""

    kind: str
    points: tuple[tuple[float, float], ...]
    name: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class ReadMap:
    """What a file held: the ways on foot, how many lines were left out, and whose the map is."""

    ways: tuple[Way, ...]
    left_out: int
    source: str


# -------- OpenStreetMap's words

_STREETS: Final = frozenset(
    {"primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
     "living_street", "service", "road", "busway"}
)  # fmt: skip
_PATHS: Final = frozenset(
    {"footway", "path", "pedestrian", "cycleway", "track", "bridleway", "corridor", "platform"}
)
_SHUT: Final = frozenset({"no", "private", "use_sidepath", "customers", "delivery"})
_OPEN: Final = frozenset({"yes", "designated", "permissive", "official"})


def kind_of(tags: Mapping[str, str]) -> str | None:
    """Return the kind of way that OpenStreetMap's tags mean; None where nobody walks.

    A motorway or a private drive counts only where it is said to be open to people on foot.
    """
    highway, foot = tags.get("highway", ""), tags.get("foot", "")
    if foot in _SHUT or (tags.get("access") in _SHUT and foot not in _OPEN):
        return None
    if highway == "steps":
        return WayKind.STAIRS
    if highway == "crossing" or "crossing" in (tags.get(each) for each in ("footway", "path", "cycleway")):
        has_light = tags.get("crossing") == "traffic_signals" or tags.get("crossing:signals") == "yes"
        return WayKind.SIGNALS if has_light else WayKind.CROSSING
    if highway in _PATHS:
        return WayKind.PATH
    if highway in _STREETS or (highway and foot in _OPEN):
        return WayKind.STREET
    return None


def level_of(tags: Mapping[str, str]) -> int:
    """Return on which level a way runs: bridges above, tunnels below, everything else on the ground."""
    said = str(tags.get("layer", "")).strip()
    if said.lstrip("-").isdigit() and said.isascii() and len(said) < 4:
        return max(-MOST_LEVEL, min(MOST_LEVEL, int(said)))
    if tags.get("bridge", "no") not in ("no", ""):
        return 1
    return -1 if tags.get("tunnel", "no") not in ("no", "") else 0


# -------- files


def read_map(path: Path) -> ReadMap:
    """Read the ways on foot of a file, whatever its name says.

    :raises NotAMap, PackedMap, NoWays, TooManyWays: nothing can be taken from it.
    """
    with path.open("rb") as file:
        head = file.read(512)
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if b"OSMHeader" in head:
        raise PackedMap
    if start.startswith(b"<") and b"<!DOCTYPE" not in head:
        found, source = _osm(path), OSM_WORDS
    elif start.startswith(b"{"):
        found, source = _geojson(path), ""
    else:
        raise NotAMap
    ways: list[Way] = []
    left_out = 0
    for way in found:
        if way is None:
            left_out += 1
        else:
            ways.append(way)
        if len(ways) > MOST_WAYS:
            raise TooManyWays(most=MOST_WAYS)
    if not ways:
        raise NoWays
    return ReadMap(tuple(ways), left_out, source)


def _osm(path: Path) -> Iterator[Way | None]:
    """Read nodes, then ways, letting go of each element at once: an extract of a district is some 100 MB of XML."""
    places: dict[str, tuple[float, float]] = {}
    is_osm = False
    try:
        for event, element in ElementTree.iterparse(path, events=("start", "end")):
            if event == "start":
                is_osm = is_osm or element.tag == "osm"
                continue
            if element.tag == "node":
                at = _point((element.get("lon"), element.get("lat")))
                if at is not None:
                    places[element.get("id", "")] = at
                element.clear()
            elif element.tag == "way":
                if not is_osm:
                    raise NotAMap
                tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
                points = [
                    places[ref.get("ref", "")] for ref in element.iter("nd") if ref.get("ref") in places
                ]
                if "highway" in tags:
                    yield _way(tags, points)
                element.clear()
    except ElementTree.ParseError:
        raise NotAMap from None
    if not is_osm:
        raise NotAMap


def _geojson(path: Path) -> Iterator[Way | None]:
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotAMap from None
    features = given.get("features") if isinstance(given, Mapping) else None
    if not isinstance(features, list):
        raise NotAMap
    for feature in features:
        if not isinstance(feature, Mapping):
            continue
        said = feature.get("properties")
        tags = {str(k): str(v) for k, v in said.items() if v is not None} if isinstance(said, Mapping) else {}
        geometry = feature.get("geometry")
        shape = geometry if isinstance(geometry, Mapping) else {}
        held = shape.get("coordinates")
        lines = {"LineString": [held], "MultiLineString": held}.get(str(shape.get("type")))
        if not isinstance(lines, list):
            continue
        for line in lines:
            points = [at for each in line if (at := _point(each))] if isinstance(line, list) else []
            yield _way(tags, points)


def _way(tags: Mapping[str, str], points: Sequence[tuple[float, float]]) -> Way | None:
    kind = kind_of(tags) if "highway" in tags else tags.get("kind", WayKind.PATH)
    if kind not in WayKind.values or not 2 <= len(points) <= MOST_POINTS:
        return None
    return Way(str(kind), tuple(points), clean_line(tags.get("name", ""))[:60], level_of(tags))


def _point(given: Any) -> tuple[float, float] | None:
    try:
        lon, lat = float(given[0]), float(given[1])
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    return (round(lon, DECIMALS), round(lat, DECIMALS)) if abs(lon) <= 180 and abs(lat) <= 89 else None


# -------- writing


def take_footways(
    *, office: Unit, ways: Iterable[Way], source: str, by: int | None, at: datetime, is_here: bool = False
) -> int:
    """Let an office walk these ways from now on, in place of those it had; its speeds stay. Return how many there are.

    Ways farther from its ground than anybody walks are left out, unless whoever calls has seen to it (`is_here`).

    :raises WaysElsewhere: none is near.
    """
    kept = list(ways) if is_here else _near(office, ways)
    if not kept:
        raise WaysElsewhere
    with transaction.atomic():
        network, _made = FootNetwork.objects.update_or_create(
            office=office, defaults={"source": source[:120], "taken_at": at, "taken_by_id": by}
        )
        network.ways.all().delete()
        Footway.objects.bulk_create(
            (
                Footway(
                    network=network,
                    kind=way.kind,
                    name=way.name,
                    level=way.level,
                    line={"type": "LineString", "coordinates": [list(at) for at in way.points]},
                )
                for way in kept
            ),
            batch_size=2000,
        )
    return len(kept)


def _near(office: Unit, ways: Iterable[Way]) -> list[Way]:
    known = index.current()
    ids = set(Unit.objects.filter(path__startswith=office.path).values_list("pk", flat=True))
    bounds = [known.shapes[n].bounds for n, pk in enumerate(known.unit_ids) if pk in ids]
    if not bounds:
        return []
    dy = AROUND_M / METRES_A_DEGREE
    dx = dy / SQUEEZE
    west, south = min(b[0] for b in bounds) - dx, min(b[1] for b in bounds) - dy
    east, north = max(b[2] for b in bounds) + dx, max(b[3] for b in bounds) + dy
    return [way for way in ways if any(west <= x <= east and south <= y <= north for x, y in way.points)]


def set_paces(*, network: FootNetwork, paces: Mapping[str, float]) -> None:
    """Keep how fast people walk in an office, and how long they wait."""
    for name in ("ordinary_m_s", "older_m_s", "stick_m_s", "crossing_s", "signals_s"):
        setattr(network, name, paces[name])
    network.save()


_COUNT: Final = re.compile(r"[0-9]{1,6}(\.0*)?")


def people_rows(rows: Iterable[Sequence[object]]) -> list[tuple[str, dict[str, int]]]:
    """Read a sheet: a column of grids (网格, name or code), then a column for each band of age as `band_words` says."""
    heads: dict[int, str] = {}
    grid = -1
    found: list[tuple[str, dict[str, int]]] = []
    words = {word: band for band in walking.AGES for word in (band_words(band), band)}
    for cells in rows:
        said = ["" if cell is None else str(cell).strip() for cell in cells]
        if not heads:
            grid = next((n for n, word in enumerate(said) if word in ("网格", "网格编码", "grid")), -1)
            heads = {n: words[word] for n, word in enumerate(said) if word in words} if grid >= 0 else {}
            continue
        if len(said) > grid and said[grid]:
            counts = {
                band: int(float(said[n]))
                for n, band in heads.items()
                if n < len(said) and _COUNT.fullmatch(said[n])
            }
            if counts:
                found.append((said[grid], counts))
    return found


def band_words(band: str) -> str:
    """Write a band of age as the heading of a sheet: 3–5岁, 80岁以上."""
    least, below = walking.AGES[band]
    return f"{least}岁以上" if below is None else f"{least}–{below - 1}岁"


def take_people(
    *, office: Unit, rows: Iterable[tuple[str, Mapping[str, int]]], source: str, counted_on: date
) -> tuple[int, tuple[str, ...]]:
    """Keep how many people of each band live in each grid, in place of the count before. Return for how many grids, and the
    names that mean no single grid of the office.

    :raises NoPeople: no row means one.
    """
    grids = Unit.objects.filter(path__startswith=office.path, kind=UnitKind.GRID, is_active=True)
    named: dict[str, int] = {}
    twice: Counter[str] = Counter()
    for pk, name, code in grids.values_list("pk", "name", "code"):
        twice[name] += 1
        named[name] = pk
        named[code] = pk
    fresh: dict[int, Mapping[str, int]] = {}
    unknown: list[str] = []
    for said, counts in rows:
        if said in named and twice[said] < 2:
            fresh[named[said]] = counts
        else:
            unknown.append(said)
    if not fresh:
        raise NoPeople
    with transaction.atomic():
        PeopleCount.objects.filter(grid__in=fresh).delete()
        PeopleCount.objects.bulk_create(
            PeopleCount(grid_id=pk, band=band, people=people, counted_on=counted_on, source=source[:60])
            for pk, counts in fresh.items()
            for band, people in counts.items()
            if band in walking.AGES
        )
    return len(fresh), tuple(dict.fromkeys(unknown))
