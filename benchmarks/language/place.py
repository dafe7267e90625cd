"""How well words lead to a place, on phrases written for the demo subdistrict: `python -m benchmarks.language.place`.

Each line of `place_seen.txt` and `place_unseen.txt` holds words, a tab, and what they mean; `@name` and a tab before them
say where the reporter stands. What is meant is the name of a place, whose grid must be filled in, or

* `?`: nothing may be filled in; after it the names that must be among the choices, parted by `|`
* `-`: no place of ours
* `=name`: a community, not a grid
* `!name`: the place contradicts where the reporter stands; both must be offered
* `x:a×b`: where two roads meet; any grid that touches it is right
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import shapely

from linli.base.places.candidates import Question, Reading
from linli.base.places.lexicon import (
    BuildingRow,
    EstateRow,
    FacilityRow,
    Kind,
    Lexicon,
    RoadRow,
    Rows,
    UnitRow,
    build,
    crossing_of,
)
from linli.base.places.reading import Reader
from linli.demo import compounds, facilities, landmarks

HERE = Path(__file__).parent
CORNER_M = 60
PLACED, ASKED, MISSED, WRONG = "right", "rightly asked", "asked in vain", "wrong"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line: the words, where the reporter stands, what is meant."""

    words: str
    stands: str
    meant: str


def phrases(path: Path) -> list[Phrase]:
    """Read a file of phrases."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        *stands, words, meant = line.split("\t")
        found.append(Phrase(words, stands[0].removeprefix("@") if stands else "", meant))
    return found


class Town:
    """The demo subdistrict in memory, as the database would give it."""

    def __init__(self) -> None:
        town = compounds.build()
        plan = town.plan
        self.grids = {grid.code: 100 + n for n, grid in enumerate(plan.grids)}
        self.communities = {area.seq: area.seq for area in plan.communities}
        self.tree = shapely.STRtree([grid.polygon for grid in plan.grids])
        self.ids = [self.grids[grid.code] for grid in plan.grids]
        units = [
            UnitRow(area.seq, False, (area.name, f"{area.name}居委会"), area.seq) for area in plan.communities
        ] + [UnitRow(self.grids[grid.code], True, (grid.name,), grid.community) for grid in plan.grids]
        known = facilities.known(town)
        self.rows = Rows(
            units=units,
            estates=[
                EstateRow(each.id, each.name, each.aliases, each.address, each.community, *self._middle(each))
                for each in town.compounds
            ],
            buildings=[
                BuildingRow(
                    each.compound,
                    self.grids[each.grid],
                    each.name,
                    "" if each.compound is not None else each.name,
                    *each.at,
                )
                for each in town.buildings
            ],
            facilities=[
                FacilityRow(self.grids[each.grid], each.name, each.aliases, *each.at) for each in known
            ]
            + [
                FacilityRow(self.grids[each.grid], each.name, (), *each.at, True)
                for each in facilities.components(town, "subdistrict")
            ],
            roads=[
                RoadRow(street.name, landmarks.road_aliases(street), tuple((x, y) for x, y in street.line))
                for street in plan.streets
                if street.kind not in {"rail", "river"}
            ],
            prefixes=("清泉", "柳岸区", "柳岸"),
        )
        self.meant: dict[str, set[int]] = {area.name: {area.seq} for area in plan.communities}
        self.at: dict[str, tuple[float, float]] = {}
        for estate in town.compounds:
            self.meant[estate.name] = {self.grids[estate.grid]}
            self.at[estate.name] = self._middle(estate)
        for each in known:
            self.meant.setdefault(each.name, set()).add(self.grids[each.grid])
            self.at.setdefault(each.name, (each.at.lon, each.at.lat))
        self.roads = {street.name: street.line for street in plan.streets}

    @staticmethod
    def _middle(estate: compounds.Compound) -> tuple[float, float]:
        point = estate.polygon.representative_point()
        return point.x, point.y

    def grid_at(self, lon: float, lat: float) -> int | None:
        """Find the grid that holds a point."""
        hits = self.tree.query(shapely.Point(lon, lat), predicate="intersects")
        return min((self.ids[int(i)] for i in hits), default=None)

    def grids_near(self, lon: float, lat: float) -> set[int]:
        """Find the grids that touch a corner."""
        around = shapely.Point(lon, lat).buffer(CORNER_M / 95_000)
        return {self.ids[int(i)] for i in self.tree.query(around, predicate="intersects")}

    def lexicon(self) -> Lexicon:
        """Build the lexicon."""
        return build(self.rows, self.grid_at)


def judge(town: Town, lexicon: Lexicon, phrase: Phrase, found: Reading) -> str:
    """Say what became of a phrase."""
    given, chosen = phrase.meant, found.chosen
    offered = {one.unit_id for one in found.choices}
    is_placed = chosen is not None and chosen.kind is not Kind.POINT
    if given.startswith("x:"):
        names = given[2:].split("×")
        one, other = (next(p for p in lexicon.places if p.kind is Kind.ROAD and p.name == n) for n in names)
        corner = crossing_of(one, other)
        assert corner is not None, given
        wanted = town.grids_near(*corner)
    elif given[0] in "?-":
        if chosen is not None and is_placed and (chosen.unit_id >= 100 or given == "-"):
            return WRONG
        names = [name for name in given[1:].split("|") if name]
        return ASKED if all(town.meant[name] & offered for name in names) else MISSED
    elif given[0] == "!":
        if chosen is not None:
            return WRONG
        is_right = found.question is Question.CONFLICT and town.meant[given[1:]] & offered
        return ASKED if is_right else MISSED
    else:
        wanted = town.meant[given.removeprefix("=")]
    if chosen is None:
        return MISSED
    return PLACED if chosen.unit_id in wanted else WRONG


def measure(name: str, *, shows: bool = True) -> dict[str, float]:
    """Read every phrase of a file and count."""
    town = Town()
    lexicon = town.lexicon()
    reader = Reader(lexicon, town.grid_at)
    counts: Counter[str] = Counter()
    lines = phrases(HERE / f"place_{name}.txt")
    for phrase in lines:
        found = reader.read(phrase.words, point=town.at[phrase.stands] if phrase.stands else None)
        became = judge(town, lexicon, phrase, found)
        counts[became] += 1
        if shows and became in (MISSED, WRONG):
            said = found.chosen.name if found.chosen else [c.name for c in found.choices]
            print(f"  {became}: {phrase.words} → {said} {found.question} (meant {phrase.meant})")
    total = len(lines)
    right = (counts[PLACED] + counts[ASKED]) / total
    return {"phrases": total, "right": round(right, 4), "wrong": round(counts[WRONG] / total, 4)}


def speed() -> dict[str, float]:
    """Measure how long building and reading take."""
    town = Town()
    began = time.perf_counter()
    lexicon = town.lexicon()
    reader = Reader(lexicon, town.grid_at)
    reader.read("随便一句话")  # what is made on first use belongs to building
    reader.read("翠胡小区")
    built = time.perf_counter() - began
    words = [phrase.words for name in ("seen", "unseen") for phrase in phrases(HERE / f"place_{name}.txt")]
    filler = "，反映好几次了一直没人管，天天这样谁受得了，请有关部门尽快来人看一下，谢谢。"
    long_ = [f"您好，{each}{filler}" for each in words] + [filler * 2] * len(words)
    began = time.perf_counter()
    for each in long_:
        reader.read(each)
    one = (time.perf_counter() - began) / len(long_)
    return {"names": len(lexicon.names), "build_seconds": round(built, 2), "read_ms": round(one * 1000, 3)}


def main() -> int:
    """Print what was reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language.place")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--only", choices=("seen", "unseen"), help="one half of the phrases")
    options = parser.parse_args()
    found = {name: measure(name) for name in ("seen", "unseen") if options.only in (None, name)}
    found["speed"] = speed()
    for name, figures in found.items():
        print(f"{name}: " + ", ".join(f"{what} {figure}" for what, figure in figures.items()))
    if options.json:
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
