"""Which days a beat is walked, and how a row of a sheet or a map says a component. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import isfinite
from typing import Any, Final

from linli.kernel.refusals import Refusal
from linli.kernel.standards.components import COMPONENTS

MOST_LOOKS: Final = 12
SHOWN_DAYS: Final = 28
"""How far back a page shows planned days. LOCAL."""


class BeatKind(StrEnum):
    """What is walked."""

    ROAD = "road"
    SPOT = "spot"


class Standing(StrEnum):
    """Where a beat stands today."""

    DUE = "due"
    WALKED = "walked"
    REST = "rest"
    MISSED = "missed"


class BeatNameless(Refusal):
    """A beat without a name."""


class BeatDayless(Refusal):
    """A beat that is walked on no day of the week."""


class BeatPlaceless(Refusal):
    """A road that is none of this office's, or a spot that is nowhere on its ground."""


@dataclass(frozen=True, slots=True)
class BeatRecord:
    """What is kept about a beat."""

    kind: BeatKind
    name: str
    weekdays: tuple[int, ...]
    looks: tuple[str, ...] = ()
    road_id: int | None = None
    lon: float | None = None
    lat: float | None = None


def checked(record: BeatRecord) -> BeatRecord:
    """Give a record in the one spelling that is stored.

    :raises BeatNameless: :raises BeatDayless: :raises BeatPlaceless:
    """
    name = " ".join(record.name.split())[:60]
    days = tuple(sorted({day for day in record.weekdays if 0 <= day <= 6}))
    if not name:
        raise BeatNameless
    if not days:
        raise BeatDayless
    is_road = record.kind is BeatKind.ROAD
    if (is_road and record.road_id is None) or (not is_road and (record.lon is None or record.lat is None)):
        raise BeatPlaceless
    looks = tuple(dict.fromkeys(word for line in record.looks if (word := " ".join(line.split())[:60])))
    return BeatRecord(
        record.kind,
        name,
        days,
        looks[:MOST_LOOKS],
        record.road_id if is_road else None,
        None if is_road else record.lon,
        None if is_road else record.lat,
    )


def planned(
    weekdays: Iterable[int],
    is_holiday: Callable[[date], bool],
    *,
    begin: date,
    until: date,
) -> Iterator[date]:
    """Yield the days in [begin, until] on which a beat is walked: its days of the week, but for public holidays."""
    wanted = frozenset(weekdays)
    day = begin
    while day <= until:
        if day.weekday() in wanted and not is_holiday(day):
            yield day
        day += timedelta(days=1)


def standing(
    weekdays: Iterable[int],
    is_holiday: Callable[[date], bool],
    *,
    begin: date,
    today: date,
    walked: frozenset[date],
) -> Standing:
    """Say where a beat stands: walked today, due today, nothing written for its last day, or at rest."""
    if today in walked:
        return Standing.WALKED
    days = list(
        planned(weekdays, is_holiday, begin=max(begin, today - timedelta(days=SHOWN_DAYS)), until=today)
    )
    if today in days:
        return Standing.DUE
    return Standing.MISSED if days and not any(day >= days[-1] for day in walked) else Standing.REST


# ------------------------------------------------------------ components

HEADS: Final = ("标识码", "部件代码", "部件种类", "名称", "经度", "纬度", "主管单位")
NEEDED: Final = frozenset({"经度", "纬度"})
_BY_NAME: Final = {one.name: one for one in COMPONENTS.values()}
MOST_NUMBER: Final = 20


class ComponentKindUnknown(Refusal):
    """No kind of the national list: `kind`."""


class ComponentPlaceless(Refusal):
    """No point, or one that is none."""


class ComponentNumberUnusable(Refusal):
    """A number of a component is up to twenty digits and letters: `number`."""


@dataclass(frozen=True, slots=True)
class ComponentRecord:
    """What is kept about a component. `owner` is the name of the unit that answers for it."""

    code: str
    lon: float
    lat: float
    name: str = ""
    number: str = ""
    owner: str = ""


def is_head(cells: Iterable[str]) -> bool:
    """Say whether a row holds the headings."""
    return {cell.strip() for cell in cells} >= NEEDED


def kind_of(code: str, name: str) -> str:
    """Give the code of a kind said by its code or its name.

    :raises ComponentKindUnknown: none of the national list.
    """
    digits = code.strip().removesuffix(".0")
    digits = digits.zfill(5) if digits.isdigit() and digits.isascii() else digits
    if digits in COMPONENTS:
        return digits
    if name.strip() in _BY_NAME:
        return _BY_NAME[name.strip()].code
    raise ComponentKindUnknown(kind=(code or name)[:20])


def record_of(said: Mapping[str, Any]) -> ComponentRecord:
    """Read a row of a sheet by its headings.

    :raises ComponentKindUnknown: :raises ComponentPlaceless: :raises ComponentNumberUnusable:
    """
    held = {head: " ".join(str(said.get(head) or "").split()) for head in HEADS}
    code = kind_of(held["部件代码"], held["部件种类"])
    number = held["标识码"].removesuffix(".0").upper()
    if len(number) > MOST_NUMBER or (number and not (number.isascii() and number.replace("-", "").isalnum())):
        raise ComponentNumberUnusable(number=number[:MOST_NUMBER])
    lon, lat = _degrees(held["经度"], 180), _degrees(held["纬度"], 90)
    return ComponentRecord(code, lon, lat, held["名称"][:80], number, held["主管单位"][:60])


def _degrees(text: str, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ComponentPlaceless from None
    if not isfinite(value) or abs(value) > most:
        raise ComponentPlaceless
    return value


_SAID: Final = {
    "标识码": ("标识码", "number", "objcode", "id"),
    "部件代码": ("部件代码", "code", "component_code"),
    "部件种类": ("部件种类", "kind", "type"),
    "名称": ("名称", "name", "objname"),
    "主管单位": ("主管单位", "权属单位", "owner", "deptname"),
}
"""How properties of a map say what a sheet's headings say."""


def rows_of_geojson(given: Any) -> list[tuple[int, dict[str, str]]]:
    """Read a feature collection of points as rows of a sheet; a feature without a point has none of its degrees."""
    features = given.get("features") if isinstance(given, Mapping) else None
    if not isinstance(features, list):
        return []
    return [(number, _row(one)) for number, one in enumerate(features, 1) if isinstance(one, Mapping)]


def _row(feature: Mapping[str, Any]) -> dict[str, str]:
    properties = feature.get("properties")
    held = properties if isinstance(properties, Mapping) else {}
    row = {
        head: next((str(held[key]) for key in keys if held.get(key) not in (None, "")), "")
        for head, keys in _SAID.items()
    }
    geometry = feature.get("geometry")
    shape = geometry if isinstance(geometry, Mapping) else {}
    point = shape.get("coordinates") if shape.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= 2:
        row |= {"经度": str(point[0]), "纬度": str(point[1])}
    return row
