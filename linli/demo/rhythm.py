"""When residents write, how much on which day, and about what: the rhythm of a subdistrict's inbox."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from linli.demo import weather
from linli.kernel.clock import SHANGHAI
from linli.kernel.workdays import WorkCalendar

# Share of messages by hour of the day, in tenths of a percent, measured on 4,326 public messages to a city's
# board in 2019; only the shape is kept.
HOURS = (22, 14, 2, 4, 2, 4, 8, 14, 41, 61, 117, 81, 53, 47, 63, 93, 67, 78, 55, 38, 33, 36, 38, 28)
# LOCAL: Monday brings what the weekend saved up; numbers of working days, then of days off.
WEEKDAYS = (1.28, 1.12, 1.05, 1.02, 1.06, 0.72, 0.66)
HOLIDAY = 0.45

# DESIGN 9: a subdistrict has 60 cases a day; the small story has enough to look at every day, the tiny one just
# enough for every side way to come by.
PER_DAY = {"tiny": 1.0, "small": 5.5, "subdistrict": 60.0}
LEAST = {"tiny": 2, "small": 2, "subdistrict": 8}

# How often each heading is heard, a thousand together; LOCAL, after what subdistricts publish.
HEADINGS = {
    "property": 150,
    "streetscape": 118,
    "utilities": 80,
    "traffic": 128,
    "nuisance": 112,
    "facilities": 96,
    "neighbours": 58,
    "housing": 52,
    "illegal-building": 34,
    "safety": 60,
    "care": 30,
    "insurance": 18,
    "education": 18,
    "market": 22,
    "disputes": 14,
    "affairs": 26,
    "other": 24,
}


def factor(day: date, calendar: WorkCalendar) -> float:
    """Return how busy a day is, 1.0 being the mean of an ordinary week."""
    busy = WEEKDAYS[day.weekday()] if calendar.is_workday(day) or day.weekday() > 4 else HOLIDAY
    if calendar.is_workday(day) and day.weekday() > 4:
        busy = WEEKDAYS[0]
    sky = weather.on(day)
    if sky.wet == "heavy":
        busy *= 1.5
    elif sky.wet:
        busy *= 1.12
    if (day.month, day.day) >= weather.HEATING_FROM and (day.month, day.day) <= (11, 22):
        busy *= 1.35  # the first week of heating
    return busy


def count(day: date, scale: str, calendar: WorkCalendar, rng: Random) -> int:
    """Return how many reports a day brings."""
    mean = PER_DAY[scale] * factor(day, calendar)
    return max(LEAST[scale], round(rng.gauss(mean, mean**0.5))) if scale != "tiny" else LEAST[scale]


def moments(day: date, how_many: int, rng: Random) -> list[datetime]:
    """Return when they come, in order, as moments of that day in China."""
    midnight = datetime.combine(day, time(), SHANGHAI)
    hours = rng.choices(range(24), weights=HOURS, k=how_many)
    return sorted(midnight + timedelta(hours=hour, seconds=rng.randrange(3600)) for hour in hours)


def weights(day: date) -> dict[str, float]:
    """Return how likely each heading is on a day, and single categories where the season matters."""
    sky = weather.on(day)
    yesterday = weather.on(day - timedelta(days=1))
    out: dict[str, float] = {heading: float(weight) for heading, weight in HEADINGS.items()}
    out["utilities.heat"] = 0.0
    if sky.is_heating:
        early = (day.month, day.day) >= weather.HEATING_FROM and day.month == 11
        out["utilities.heat"] = 260.0 if early else 110.0
    out["safety.ice"] = 60.0 if "snow" in (sky.wet, yesterday.wet) else 0.0
    out["safety.flooding"] = 220.0 if "heavy" in (sky.wet, yesterday.wet) else 6.0 if sky.wet else 0.0
    out["housing.leak"] = 70.0 if sky.wet in {"rain", "heavy"} else 8.0
    out["nuisance.square-dance"] = 40.0 if 5 <= day.month <= 9 else 6.0
    out["nuisance.fumes"] = 36.0 if 5 <= day.month <= 9 else 12.0
    out["facilities.trees"] = 30.0 if 4 <= day.month <= 10 else 6.0
    return out


def pick(day: date, rng: Random, by_heading: dict[str, list[str]]) -> str:
    """Return the category of one report on a day. `by_heading` lists the categories people have words for."""
    odds = weights(day)
    singles = [code for code in odds if "." in code]
    choices = [*by_heading, *singles]
    chosen = rng.choices(choices, weights=[odds[each] for each in choices])[0]
    if "." in chosen:
        return chosen
    plain = [code for code in by_heading[chosen] if code not in singles]
    # Categories stand in the order of how often they are heard: the first ones get more.
    return rng.choices(plain, weights=[1 / (rank + 2) for rank in range(len(plain))])[0]
