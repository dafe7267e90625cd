"""Which days China works and rests: the yearly notices of the State Council's General Office, as a dated
table.

A notice comes out in the autumn before its year, moves weekends (调休) and cannot be computed. A year without
one is *provisional*: only the days that the holiday regulation itself fixes are off, and every deadline in it
is to be shown as provisional and recomputed when the notice is entered here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from linli.kernel.sources import Source

READ_ON: Final = date(2026, 11, 22)

SOURCE: Final = Source(
    "全国年节及纪念日放假办法 (国务院令第795号, 2024年修订, 2025-01-01起施行)",
    "第二条、第七条",
    "https://www.gov.cn/zhengce/content/202411/content_6986380.htm",
    READ_ON,
    "Fixes 13 days a year. One on a weekend is made up on a working day that only the notice names.",
)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A run of days off, both ends included, with the Chinese and English name of the feast."""

    name: str
    english: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class YearNotice:
    """One year's notice: the days off (weekends inside a run included) and the weekend days that are
    worked.
    """

    year: int
    source: Source
    holidays: tuple[Holiday, ...]
    workdays: tuple[date, ...]


_NAMES: Final = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "国庆节、中秋节": "National Day and Mid-Autumn Festival",
}


def _notice(year: int, number: str, url: str, holidays: str, workdays: str, note: str = "") -> YearNotice:
    """Read one year as it is written below: `春节 02-15/02-23` runs, and the worked weekend days."""

    def day(text: str) -> date:
        return date(year, int(text[:2]), int(text[3:]))

    runs = []
    for run in holidays.split(";"):
        name, _, days = run.strip().partition(" ")
        first, _, last = days.partition("/")
        runs.append(Holiday(name, _NAMES[name], day(first), day(last or first)))
    return YearNotice(
        year,
        Source(f"国务院办公厅关于{year}年部分节假日安排的通知 ({number})", "", url, READ_ON, note),
        tuple(runs),
        tuple(day(text) for text in workdays.split()),
    )


NOTICES: Final[Mapping[int, YearNotice]] = MappingProxyType(
    {
        notice.year: notice
        for notice in (
            _notice(
                2018,
                "国办发明电〔2017〕12号",
                "https://www.gov.cn/zhengce/content/2017-11/30/content_5243579.htm",
                "元旦 01-01; 春节 02-15/02-21; 清明节 04-05/04-07; 劳动节 04-29/05-01; 端午节 06-18;"
                "中秋节 09-24; 国庆节 10-01/10-07; 元旦 12-30/12-31",
                "02-11 02-24 04-08 04-28 09-29 09-30 12-29",
                "The last run belongs to the notice of 2019 (国办发明电〔2018〕15号).",
            ),
            _notice(
                2019,
                "国办发明电〔2018〕15号",
                "https://www.gov.cn/zhengce/content/2018-12/06/content_5346276.htm",
                "元旦 01-01; 春节 02-04/02-10; 清明节 04-05/04-07; 劳动节 05-01/05-04; 端午节 06-07/06-09;"
                "中秋节 09-13/09-15; 国庆节 10-01/10-07",
                "02-02 02-03 04-28 05-05 09-29 10-12",
                "Labour Day as changed by the notice of 2019-03-22 (content_5375877.htm).",
            ),
            _notice(
                2020,
                "国办发明电〔2019〕16号",
                "https://www.gov.cn/zhengce/content/2019-11/21/content_5454164.htm",
                "元旦 01-01; 春节 01-24/02-02; 清明节 04-04/04-06; 劳动节 05-01/05-05; 端午节 06-25/06-27;"
                "国庆节、中秋节 10-01/10-08",
                "01-19 04-26 05-09 06-28 09-27 10-10",
                "Spring Festival as lengthened by 国办发明电〔2020〕1号 (2020-01-27).",
            ),
            _notice(
                2021,
                "国办发明电〔2020〕27号",
                "https://www.gov.cn/zhengce/content/2020-11/25/content_5564127.htm",
                "元旦 01-01/01-03; 春节 02-11/02-17; 清明节 04-03/04-05; 劳动节 05-01/05-05; "
                "端午节 06-12/06-14; 中秋节 09-19/09-21; 国庆节 10-01/10-07",
                "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
            ),
            _notice(
                2022,
                "国办发明电〔2021〕11号",
                "https://www.gov.cn/zhengce/content/2021-10/25/content_5644835.htm",
                "元旦 01-01/01-03; 春节 01-31/02-06; 清明节 04-03/04-05; 劳动节 04-30/05-04; "
                "端午节 06-03/06-05; 中秋节 09-10/09-12; 国庆节 10-01/10-07; 元旦 12-31",
                "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
                "The last day belongs to the notice of 2023 (国办发明电〔2022〕16号).",
            ),
            _notice(
                2023,
                "国办发明电〔2022〕16号",
                "https://www.gov.cn/zhengce/content/2022-12/08/content_5730844.htm",
                "元旦 01-01/01-02; 春节 01-21/01-27; 清明节 04-05; 劳动节 04-29/05-03; 端午节 06-22/06-24;"
                "国庆节、中秋节 09-29/10-06; 元旦 12-30/12-31",
                "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
                "The last run belongs to the notice of 2024 (国办发明电〔2023〕7号).",
            ),
            _notice(
                2024,
                "国办发明电〔2023〕7号",
                "https://www.gov.cn/zhengce/content/202310/content_6911527.htm",
                "元旦 01-01; 春节 02-10/02-17; 清明节 04-04/04-06; 劳动节 05-01/05-05; 端午节 06-10;"
                "中秋节 09-15/09-17; 国庆节 10-01/10-07",
                "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
            ),
            _notice(
                2025,
                "国办发明电〔2024〕12号",
                "https://www.gov.cn/zhengce/content/202411/content_6986382.htm",
                "元旦 01-01; 春节 01-28/02-04; 清明节 04-04/04-06; 劳动节 05-01/05-05; 端午节 05-31/06-02;"
                "国庆节、中秋节 10-01/10-08",
                "01-26 02-08 04-27 09-28 10-11",
            ),
            _notice(
                2026,
                "国办发明电〔2025〕7号",
                "https://www.gov.cn/zhengce/content/202511/content_7047090.htm",
                "元旦 01-01/01-03; 春节 02-15/02-23; 清明节 04-04/04-06; 劳动节 05-01/05-05; "
                "端午节 06-19/06-21; 中秋节 09-25/09-27; 国庆节 10-01/10-07",
                "01-04 02-14 02-28 05-09 09-20 10-10",
            ),
        )
    }
)

# Days of the lunar calendar and of the solar term Qingming, from the Purple Mountain Observatory's calendar,
# for years that have no notice yet: (first day of the first lunar month, Qingming, Dragon Boat, Mid-Autumn).
_MOVING: Final[Mapping[int, tuple[date, date, date, date]]] = MappingProxyType(
    {
        year: (date(year, *spring), date(year, *qingming), date(year, *boat), date(year, *autumn))
        for year, spring, qingming, boat, autumn in (
            (2027, (2, 6), (4, 5), (6, 9), (9, 15)),
            (2028, (1, 26), (4, 4), (5, 28), (10, 3)),
            (2029, (2, 13), (4, 4), (6, 16), (9, 22)),
            (2030, (2, 3), (4, 5), (6, 5), (9, 12)),
            (2031, (1, 23), (4, 5), (6, 24), (10, 1)),
            (2032, (2, 11), (4, 4), (6, 12), (9, 19)),
            (2033, (1, 31), (4, 4), (6, 1), (9, 8)),
            (2034, (2, 19), (4, 5), (6, 20), (9, 27)),
            (2035, (2, 8), (4, 5), (6, 10), (9, 16)),
        )
    }
)


def statutory_days(year: int) -> dict[date, str]:
    """Return the days that the holiday regulation fixes for `year`, with their names; no weekend is moved.

    Past the table of lunar days (2035) only the days of the sun calendar are known, and only those are
    returned.
    """
    days = {
        date(year, 1, 1): "元旦",
        date(year, 5, 1): "劳动节",
        date(year, 5, 2): "劳动节",
        date(year, 10, 1): "国庆节",
        date(year, 10, 2): "国庆节",
        date(year, 10, 3): "国庆节",
    }
    moving = _MOVING.get(year)
    if moving is not None:
        spring, qingming, boat, autumn = moving
        # The eve and the first three days of the lunar year.
        days.update({spring + timedelta(days=offset): "春节" for offset in (-1, 0, 1, 2)})
        days[qingming] = "清明节"
        days[boat] = "端午节"
        days.setdefault(autumn, "中秋节")  # in 2028 and 2031 it falls on National Day
    return days


def days_off(year: int) -> dict[date, str]:
    """Return the days that are off in `year` beyond (or on) weekends, with the name of the feast."""
    notice = NOTICES.get(year)
    if notice is None:
        return statutory_days(year)
    return {
        run.first + timedelta(days=offset): run.name
        for run in notice.holidays
        for offset in range((run.last - run.first).days + 1)
    }


def days_worked(year: int) -> frozenset[date]:
    """Return the weekend days that are worked in `year` (调休上班)."""
    notice = NOTICES.get(year)
    return frozenset(notice.workdays) if notice else frozenset()


def has_notice(year: int) -> bool:
    """Say whether the notice of `year` is in the table; without it every deadline of that year is
    provisional.
    """
    return year in NOTICES
