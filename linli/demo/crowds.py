"""What boils over in the demo town: for some days many people of one place speak of the same thing.

Every sixth or so day something new begins. Who speaks, when and in which words is drawn for each of them, so that what
they have in common is the matter and the place, not the sentence.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from linli.demo import cast, filings, rhythm, sheet, voices
from linli.demo.compounds import Compound, Town
from linli.demo.filings import Filing
from linli.demo.sheet import Point
from linli.demo.voices import Topic
from linli.kernel.clock import SHANGHAI

EVERY_DAYS = 6
LASTS_DAYS = 4
# How many speak up, by scale; the tiny town has no crowds.
MANY = {"small": (6, 9), "subdistrict": (14, 26)}


def of_day(town: Town, seed: int, day: date, scale: str) -> Iterator[Filing]:
    """Yield what people say on a day about the things that boil just then."""
    if scale not in MANY:
        return
    turn = day.toordinal() // EVERY_DAYS
    for number in (turn - 1, turn):
        yield from (each for each in _crowd(town, seed, number, scale) if each.at.date() == day)


def _crowd(town: Town, seed: int, number: int, scale: str) -> Iterator[Filing]:
    rng = Random(f"{seed}:crowd:{number}:{scale}")
    topics = voices.crowds()
    topic = topics[(number * 5 + seed) % len(topics)]
    large = [each for each in town.compounds if each.homes >= 200]
    compound = large[rng.randrange(len(large))]
    begins = date.fromordinal(number * EVERY_DAYS + rng.randrange(EVERY_DAYS - LASTS_DAYS + 2))
    words = list(topic.texts)
    rng.shuffle(words)
    for turn in range(rng.randint(*MANY[scale])):
        # It starts with a few, is loudest on the second day, and dies down.
        day = begins + timedelta(days=rng.choices(range(LASTS_DAYS), weights=(3, 6, 3, 1))[0])
        hour = rng.choices(range(24), weights=rhythm.HOURS)[0]
        at = datetime.combine(day, time(hour), SHANGHAI) + timedelta(seconds=rng.randrange(3600))
        yield _voice(town, topic, compound, words[turn % len(words)], at, f"{seed}:{number}:{scale}:{turn}")


def _voice(town: Town, topic: Topic, compound: Compound, core: str, at: datetime, mark: str) -> Filing:
    """Return what one of them says, from a house of their own."""
    key = uuid.uuid5(filings.NAMESPACE, f"crowd:{mark}")
    rng = Random(f"crowd:{key}")
    house = rng.choice(town.buildings_of(compound.id))
    spot = filings.spot_of(town, compound, house, f"{compound.name}门口", rng)
    name, phone = cast.stranger(rng)
    return Filing(
        key=key,
        at=at,
        category=topic.category,
        nature=topic.nature,
        text=voices.report(topic, core, spot, rng),
        channel=rng.choices(("web", "phone", "grid", "chat"), weights=(60, 22, 8, 10))[0],
        point=Point(
            round(house.at.lon + rng.uniform(-9, 9) / sheet.METRES_PER_DEGREE_LON, 6),
            round(house.at.lat + rng.uniform(-9, 9) / sheet.METRES_PER_DEGREE_LAT, 6),
        ),
        place=f"{compound.name} {house.name}",
        compound=compound.id,
        grid=house.grid,
        name=name,
        phone=phone,
        username="",
        side=rng.choices(("", "urge", "unhappy", "late"), weights=(70, 12, 10, 8))[0],
        path=rng.choices(("community", "street"), weights=(25, 75))[0],
        is_confidential=False,
        picture="",
    )
