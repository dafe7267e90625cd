"""What an economic indicator is, how far a year has come, and what light a project shows. Pure: no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.sources import local_choice

LIGHTS: Final = local_choice(
    "When a project turns yellow or red: no national rule says it. Days past a milestone, what is spent against the time "
    "that has passed, and the card of a problem in its way."
)
RED_DAYS: Final = 30
"""A milestone so many days past its day is red, one sooner yellow."""
YELLOW_BEHIND: Final = 10
RED_BEHIND: Final = 25
"""Percentage points by which the money spent lags behind the time that has passed."""


class What(StrEnum):
    """The four indicators that the articles tell."""

    REVENUE = "revenue"
    INVESTMENT = "investment"
    ATTRACTED = "attracted"
    RETAIL = "retail"


class Light(StrEnum):
    """What a project shows."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    ENDED = "ended"


class Why(StrEnum):
    """What made a project show its light."""

    MILESTONE_LATE = "milestone_late"
    MONEY_BEHIND = "money_behind"
    PROBLEM_LATE = "problem_late"
    TIME_OVER = "time_over"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a project on a day. Money in 万元; `cards` are those of problems that are open."""

    starts_on: date
    ends_on: date
    total: int
    spent: int
    milestones: Sequence[tuple[date, date | None]] = ()
    cards: Sequence[str] = ()
    is_ended: bool = False


def completion(value: int, target: int) -> float | None:
    """Give how far a target is reached, in percent to one place; None without a target."""
    return round(100 * value / target, 1) if target else None


def time_passed(facts: Facts, today: date) -> float:
    """Give the share of the planned time that has passed, in percent, from 0 to 100."""
    whole = (facts.ends_on - facts.starts_on).days
    gone = (min(max(today, facts.starts_on), facts.ends_on) - facts.starts_on).days
    return round(100 * gone / whole, 1) if whole > 0 else 100.0


def behind(facts: Facts, today: date) -> float:
    """Give by how many points the money spent lags behind the time that has passed; never less than none."""
    spent = completion(facts.spent, facts.total)
    return 0.0 if spent is None else max(0.0, round(time_passed(facts, today) - spent, 1))


def light(facts: Facts, today: date) -> tuple[Light, tuple[tuple[Why, float], ...]]:
    """Decide the light of a project, with every reason for it: the worst reason wins."""
    if facts.is_ended:
        return Light.ENDED, ()
    found: list[tuple[Light, Why, float]] = []
    late = max(
        ((today - due).days for due, done in facts.milestones if done is None and due < today), default=0
    )
    if late:
        found.append((Light.RED if late > RED_DAYS else Light.YELLOW, Why.MILESTONE_LATE, late))
    lag = behind(facts, today)
    if lag >= YELLOW_BEHIND:
        found.append((Light.RED if lag >= RED_BEHIND else Light.YELLOW, Why.MONEY_BEHIND, lag))
    for card in ("red", "yellow"):
        if (n := sum(1 for one in facts.cards if one == card)) and not any(
            w is Why.PROBLEM_LATE for _l, w, _n in found
        ):
            found.append((Light(card), Why.PROBLEM_LATE, n))
    if today > facts.ends_on:
        found.append((Light.RED, Why.TIME_OVER, (today - facts.ends_on).days))
    worst = Light.GREEN
    for one, _why, _n in found:
        worst = Light.RED if Light.RED in (worst, one) else Light.YELLOW
    return worst, tuple((why, n) for _light, why, n in found)


# --- a sheet of indicators -----------------------------------------------------------------------------------

HEADS: Final = {
    "year": ("年度", "年份", "年"),
    "what": ("指标", "指标名称"),
    "target": ("目标（万元）", "年度目标（万元）", "目标"),
    "month": ("1 月到几月", "截至月份", "月份"),
    "amount": ("累计完成（万元）", "累计完成", "完成"),
    "source": ("谁报的数", "来源", "数据来源"),
}
NAMES: Final = {
    What.REVENUE: ("财政收入", "一般公共预算收入", "税收收入"),
    What.INVESTMENT: ("固定资产投资", "固投"),
    What.ATTRACTED: ("招商引资", "到位资金"),
    What.RETAIL: ("社会消费品零售总额", "社零", "社零总额"),
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: what was reached of which indicator up to which month, and the target where it says one."""

    year: int
    what: What
    until_month: int
    amount_wan: int
    target_wan: int | None
    source: str


def fields_of(said: Sequence[str]) -> list[str]:
    """Name the columns of a heading; nothing where it is none."""
    plain = [one.replace(" ", "").replace("(", "（").replace(")", "）") for one in said]
    found = [
        next((field for field, words in HEADS.items() if one in {w.replace(" ", "") for w in words}), "")
        for one in plain
    ]
    return found if {"year", "what", "month", "amount"} <= set(found) else []


def row_of(said: Mapping[str, str]) -> SheetRow | None:
    """Read a row of a sheet; None where something that is needed is missing or makes no sense."""
    what = next((what for what, names in NAMES.items() if said.get("what", "") in names), None)
    year, month = (
        _whole(said.get("year", "").removesuffix("年")),
        _whole(said.get("month", "").removesuffix("月")),
    )
    amount, target = _whole(said.get("amount", "")), said.get("target", "")
    wanted = _whole(target) if target else None
    if what is None or year is None or month is None or amount is None or (target and not wanted):
        return None
    if not 2000 <= year <= 2100 or not 1 <= month <= 12:
        return None
    return SheetRow(year, what, month, amount, wanted, said.get("source", ""))


def _whole(said: str) -> int | None:
    """Read a number of 万元 without its commas, rounded to whole ones; None for what is no number."""
    try:
        value = float(said.replace(",", "").replace("，", ""))
    except ValueError:
        return None
    return round(value) if 0 <= value < 2_000_000_000 else None
