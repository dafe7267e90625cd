"""What is raised on each day of the story: who, where, about what, and what will become of it.

A filing is a function of seed, day and number alone. The story can stop after any day and go on as if it had not.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from shapely import LineString
from shapely import Point as Spot

from linli.demo import cast, facilities, rhythm, sheet, voices
from linli.demo.compounds import Building, Compound, Town
from linli.demo.sheet import Point
from linli.kernel.standards.resident_categories import CATEGORIES, GROUPS
from linli.kernel.workdays import WorkCalendar

# The ways a case may go besides the straight one, the longest first: two of each day's reports take the next.
SIDES = (
    "ledger_back", "appeal", "reopen", "exclusion", "resume", "appeal_upheld", "unhappy_twice",
    "return_twice", "merge_undo", "late", "unpublish", "petition_ledger_review", "extension", "unhappy",
    "redo", "pause", "return", "ledger", "supervise", "merge", "confidential", "refuse", "split", "assists",
    "urge", "decline", "ask", "join", "recall", "anonymous", "silent", "call_off", "supplement", "check",
    "pass_on", "relocate", "reclassify", "note", "withdraw", "thanks",
)  # fmt: skip
# Sides that need a field, not only somebody who knows the answer.
OUTDOORS = ("facilities", "streetscape", "property", "safety", "traffic", "nuisance")
CHANNELS = ("web", "grid", "phone", "chat", "counter", "hotline", "open311", "api")
CHANNEL_ODDS = (50, 17, 13, 8, 4, 5, 2, 1)
# Share of reports by people who report often, and from a handful of compounds where hardly a day passes without one.
OFTEN = 0.16
LOUD, LOUD_COMPOUNDS = 0.08, 6
PICTURED = {"facilities", "streetscape", "safety", "traffic", "housing"}
NAMESPACE = uuid.UUID("6f0b1c1e-5f0e-5d3c-9d0a-7a1c6e1f0a11")


@dataclass(frozen=True, slots=True)
class Filing:
    """One report to be: everything that is known when it is raised, and the way it will go."""

    key: uuid.UUID
    at: datetime
    category: str
    nature: str
    text: str
    channel: str
    point: Point | None
    place: str
    compound: int | None
    grid: str
    name: str
    phone: str
    username: str
    side: str
    path: str  # grid, community, street: how far it goes before somebody can do it
    is_confidential: bool
    picture: str
    twin_of: uuid.UUID | None = None
    source_number: str = ""  # under which another system keeps it
    stay: str = ""  # the state or verb at which people leave it


@lru_cache(maxsize=1)
def _by_heading() -> dict[str, list[str]]:
    return {group.code: [category.code for category in group.categories] for group in GROUPS}


def of_day(town: Town, seed: int, first: date, day: date, scale: str, calendar: WorkCalendar) -> list[Filing]:
    """Return the filings of a day in the order in which they come."""
    rng = Random(f"{seed}:{day.isoformat()}:{scale}")
    moments = rhythm.moments(day, rhythm.count(day, scale, calendar, rng), rng)
    offset = (day - first).days
    out: list[Filing] = []
    for number, at in enumerate(moments):
        # Two of a day's reports take the next side ways, at any scale; the others as it comes.
        turn = offset * 2 + number
        side = SIDES[turn % len(SIDES)] if number < 2 else _chance_side(rng)
        key = uuid.uuid5(NAMESPACE, f"{seed}:{day.isoformat()}:{scale}:{number}")
        filing = _filing(town, key, at, side, day, Random(f"{seed}:{key}"))
        out.append(filing)
        if side in {"merge", "merge_undo"}:
            out.append(_twin(filing, Random(f"{seed}:{key}:twin")))
    return sorted(out, key=lambda each: each.at)


def _chance_side(rng: Random) -> str:
    """Return the side way of an ordinary report: for two thirds none."""
    return rng.choices(
        (
            "",
            "return",
            "extension",
            "pause",
            "late",
            "refuse",
            "unhappy",
            "assists",
            "ask",
            "redo",
            "join",
            "urge",
            "supplement",
            "check",
            "pass_on",
            "relocate",
            "note",
            "withdraw",
        ),
        weights=(66, 3, 4, 2, 6, 3, 4, 5, 2, 2, 2, 1, 2, 1, 1, 1, 2, 1),
    )[0]


def _filing(town: Town, key: uuid.UUID, at: datetime, side: str, day: date, rng: Random) -> Filing:
    category = "other.praise" if side == "thanks" else rhythm.pick(day, rng, _by_heading())
    while side and side not in _ANYTHING and not _outdoors(category):
        category = rhythm.pick(day, rng, _by_heading())
    topic = rng.choice(voices.topics()[category])
    channel = rng.choices(CHANNELS, weights=CHANNEL_ODDS)[0]
    if side in _ON_THE_WEB or side.startswith("unhappy"):
        channel = "web"
    core = rng.choice(topic.texts)
    compound, house, point = _place(town, core, rng)
    mark = facilities.nearest(town, point)
    near = mark.aliases[0] if "（" in mark.name else mark.name
    spot = spot_of(town, compound, house, near, rng)
    name, phone, username = _who(compound, side, channel, rng)
    nature = "report" if side == "confidential" else topic.nature
    return Filing(
        key=key,
        at=at,
        category=category,
        nature=nature,
        text=voices.report(topic, core, spot, rng),
        channel=channel,
        point=None if category.startswith("affairs") and rng.random() < 0.5 else point,
        place=f"{compound.name} {house.name}" if house.compound is not None else f"{near}附近",
        compound=compound.id,
        grid=house.grid,
        name=name,
        phone=phone,
        username=username,
        side=side,
        path=_path(category, side, rng),
        is_confidential=side == "confidential",
        picture=str(rng.randrange(12))
        if category.partition(".")[0] in PICTURED and rng.random() < 0.22
        else "",
    )


# Sides that any matter may take, and those for which somebody has to be there to be asked.
_ANYTHING = {"refuse", "confidential", "exclusion", "anonymous", "thanks", "note", "withdraw", "supplement"}
_ON_THE_WEB = {"confidential", "anonymous", "silent", "withdraw", "supplement", "ask"}


def of_hotline(town: Town, seed: int, at: datetime, mark: str, rng: Random) -> Filing:
    """Return a message as the city's hotline hands it on: somebody rang there, at their house or on their street."""
    key = uuid.uuid5(NAMESPACE, mark)
    filing = _filing(town, key, at, "", at.date(), Random(f"{seed}:{key}"))
    name, phone = (filing.name, filing.phone) if filing.phone else cast.stranger(rng)
    number = f"HL{at:%Y%m%d}{key.int % 10**6:06d}"
    return replace(
        filing, channel="hotline", name=name, phone=phone, username="", picture="", source_number=number
    )


def _outdoors(category: str) -> bool:
    return category.partition(".")[0] in OUTDOORS and not CATEGORIES[category].verify_first


def _place(town: Town, core: str, rng: Random) -> tuple[Compound, Building, Point]:
    """Return where it is: on the street when the sentence speaks of one, else at a house of a compound."""
    compound = _homes(town)[rng.randrange(len(_homes(town)))]
    if rng.random() < LOUD:
        compound = town.compounds[rng.randrange(LOUD_COMPOUNDS) * 17]
    on_street = ("{s}" in core or "{n}" in core) and not any(
        slot in core for slot in ("{c}", "{b}", "{u}", "{r}")
    )
    shops = _shops(town, compound.grid) if on_street else ()
    house = rng.choice(shops or _houses(town, compound.id))
    shift_lon, shift_lat = rng.uniform(-7, 7), rng.uniform(-9, 9)
    at = house.at
    point = Point(
        round(at.lon + shift_lon / sheet.METRES_PER_DEGREE_LON, 6),
        round(at.lat + shift_lat / sheet.METRES_PER_DEGREE_LAT, 6),
    )
    return compound, house, point


@lru_cache(maxsize=4096)
def _street_at(town: Town, at: Point) -> str:
    """Return the street nearest to a point, which is what people would call it by."""
    spot = Spot(at)
    lines = [street for street in town.plan.streets if street.kind in {"arterial", "collector", "lane"}]
    return min(lines, key=lambda street: (round(spot.distance(LineString(street.line)), 7), street.name)).name


@lru_cache(maxsize=2)
def _homes(town: Town) -> tuple[Compound, ...]:
    """Return compounds as often as a hundred homes go into them: where more people live, more is raised."""
    return tuple(each for each in town.compounds for _ in range(1 + each.homes // 100))


@lru_cache(maxsize=400)
def _houses(town: Town, compound: int) -> tuple[Building, ...]:
    return town.buildings_of(compound)


@lru_cache(maxsize=200)
def _shops(town: Town, grid: str) -> tuple[Building, ...]:
    return tuple(house for house in town.buildings if house.grid == grid and house.compound is None)


def spot_of(town: Town, compound: Compound, house: Building, near: str, rng: Random) -> voices.Spot:
    """Return the words for a house as somebody there would say them."""
    called = rng.choice((compound.name, compound.name, *compound.aliases))
    homes = house if house.stairwells else rng.choice(_houses(town, compound.id))
    stairwell = rng.choice(homes.stairwells)
    number = rng.choice((f"{homes.number}号楼", f"{homes.number}#", homes.name, f"{homes.number}栋"))
    if compound.kind == "courtyards":
        number = f"{homes.number}号"
    return voices.Spot(
        compound=called,
        building=number,
        stairwell=f"{stairwell.number}单元",
        room=rng.choice(list(stairwell.rooms())),
        street=_street_at(town, house.at),
        near=near,
    )


def _who(compound: Compound, side: str, channel: str, rng: Random) -> tuple[str, str, str]:
    """Return name, telephone and account of who raises it; a fifth of those on the web leave nothing."""
    if side == "anonymous" or (channel == "web" and not side and rng.random() < 0.2):
        return "", "", ""
    if channel == "web" and side != "confidential" and rng.random() < 0.14:
        neighbours = [person for person in cast.RESIDENTS if person.home == compound.name]
        person = neighbours[0] if neighbours else rng.choice(cast.RESIDENTS)
        return person.name, person.phone, person.username
    if rng.random() < (0.6 if compound.id % 17 == 0 and compound.id // 17 < LOUD_COMPOUNDS else OFTEN):
        # Every compound has two or three who ring about everything.
        regular = Random(f"regular:{compound.name}:{rng.choice((0, 0, 0, 1, 1, 2))}")
        return *cast.stranger(regular), ""
    name, phone = cast.stranger(rng)
    return name, phone, ""


def _path(category: str, side: str, rng: Random) -> str:
    """Say how far a report goes: half the grid settles itself, some the community, the rest departments."""
    if category == "other.praise":
        return "grid"
    if side in {"ask", "supervise", "exclusion", "late", "merge", "merge_undo", "split", "join"}:
        return "street"
    if side and side not in {
        "refuse",
        "confidential",
        "anonymous",
        "unhappy",
        "unhappy_twice",
        "urge",
        "reopen",
    }:
        return "street"
    roles = CATEGORIES[category].roles
    if roles[0] == "community":
        return rng.choices(("grid", "community", "street"), weights=(58, 30, 12))[0]
    return rng.choices(("grid", "community", "street"), weights=(34, 18, 48))[0]


def _twin(first: Filing, rng: Random) -> Filing:
    """Return the same thing in other words by somebody else, a while later."""
    name, phone = cast.stranger(rng)
    said: Sequence[str] = ("我也反映一下，", "同问，", "又是这个事，", "不光一家，我家也是，")
    return Filing(
        key=uuid.uuid5(NAMESPACE, f"{first.key}:twin"),
        at=first.at + timedelta(minutes=rng.randint(4, 25)),
        category=first.category,
        nature=first.nature,
        text=rng.choice(said) + first.text,
        channel="web",
        point=first.point,
        place=first.place,
        compound=first.compound,
        grid=first.grid,
        name=name,
        phone=phone,
        username="",
        side=f"twin_{first.side}",
        path="street",
        is_confidential=False,
        picture="",
        twin_of=first.key,
    )
