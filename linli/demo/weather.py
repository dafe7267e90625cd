"""The weather over 清泉街道: invented, but in the rhythm of the North China plain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from random import Random

# Chance of rain or snow on a day, mean of the lows and of the highs (°C), month by month: the shape of the
# climate of the lower Yellow River, rounded; no station's record.
_MONTHS = (
    (0.08, -5, 4), (0.09, -3, 7), (0.11, 3, 14), (0.17, 9, 21), (0.20, 15, 27), (0.28, 20, 32),
    (0.42, 23, 32), (0.38, 22, 30), (0.24, 17, 27), (0.18, 10, 21), (0.12, 3, 13), (0.09, -2, 6),
)  # fmt: skip

HEATING_FROM, HEATING_UNTIL = (11, 15), (3, 15)


@dataclass(frozen=True, slots=True)
class Weather:
    """One day's weather."""

    day: date
    wet: str  # "", rain, heavy, snow
    low: int
    high: int

    @property
    def is_freezing(self) -> bool:
        """Say whether what fell is ice by the morning."""
        return self.low <= -2

    @property
    def is_heating(self) -> bool:
        """Say whether public heating runs, 15 November to 15 March."""
        month_day = (self.day.month, self.day.day)
        return month_day >= HEATING_FROM or month_day <= HEATING_UNTIL

    @property
    def words(self) -> str:
        """Return the weather in the words of a morning brief."""
        sky = {"": "晴间多云", "rain": "有雨", "heavy": "大雨", "snow": "有雪"}[self.wet]
        return f"{sky}，{self.low}℃ 到 {self.high}℃"


@lru_cache(maxsize=1024)
def on(day: date) -> Weather:
    """Return the weather of a day. It depends on the day alone, so that two tellings agree."""
    rng = Random(f"weather:{day.isoformat()}")
    chance, low, high = _MONTHS[day.month - 1]
    shift = rng.gauss(0, 2.6)
    low, high = round(low + shift), round(high + shift + rng.uniform(-1.5, 1.5))
    if rng.random() >= chance:
        return Weather(day, "", low, high)
    high = min(high, low + 6)
    if low <= -1 and high <= 3:
        return Weather(day, "snow", low, high)
    return Weather(
        day, "heavy" if rng.random() < (0.35 if day.month in (6, 7, 8) else 0.12) else "rain", low, high
    )
