"""How a compound is served, how its owners elect a committee, how its company is evaluated. Pure: no Django."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Final

from linli.kernel.limits import Limit, calendar_days, work_days
from linli.kernel.refusals import Refusal
from linli.kernel.sources import LOCAL
from linli.kernel.standards import estates as law


class Managed(StrEnum):
    """By whom the common parts of a compound are looked after."""

    COMPANY = "company"
    OWNERS = "owners"
    UNIT = "unit"
    NONE = "none"


class Hired(StrEnum):
    """How a company came by its contract."""

    TENDER = "tender"
    AGREED = "agreed"
    BUILDER = "builder"


class Side(StrEnum):
    """The six who sit at the table, as the article names them."""

    COMMUNITY = "community"
    BRANCH = "branch"
    COMPANY = "company"
    OWNERS = "owners"
    PARTNER = "partner"
    RESIDENTS = "residents"


class Standing(StrEnum):
    """How a compound stands with its owners' committee."""

    NONE = "none"
    ELECTING = "electing"
    IN_OFFICE = "in_office"
    ENDING = "ending"
    EXPIRED = "expired"


ENDING_DAYS: Final = 90  # LOCAL: so long before a term ends the next election is due to begin


def standing(until: date | None, today: date, *, is_electing: bool) -> Standing:
    """Say how a compound stands with its committee on a day."""
    if is_electing:
        return Standing.ELECTING
    if until is None:
        return Standing.NONE
    if until < today:
        return Standing.EXPIRED
    return Standing.ENDING if (until - today).days <= ENDING_DAYS else Standing.IN_OFFICE


# --- the election -------------------------------------------------------------------------------------------


class GroupSide(StrEnum):
    """Whom a member of the preparatory group stands for."""

    OWNER = "owner"
    STREET = "street"
    COMMUNITY = "community"
    BUILDER = "builder"


class Meeting(StrEnum):
    """How the first meeting of owners is held."""

    TOGETHER = "together"
    WRITTEN = "written"
    ONLINE = "online"


class About(StrEnum):
    """What owners vote on: a question and a topic of its own each."""

    RULES = "rules"
    LIST = "list"


LIMITS: Final[Mapping[str, Limit]] = {
    "form": calendar_days(law.FORM_DAYS, law.GUIDELINES),
    "prepare": calendar_days(law.PREPARE_DAYS, law.GUIDELINES),
    "object": work_days(3, LOCAL),
    "vote": calendar_days(15, LOCAL),
    "count": work_days(3, LOCAL),
    "seat": calendar_days(law.FIRST_MEETING_DAYS, law.GUIDELINES),
    "file": calendar_days(law.FILING_DAYS - law.FIRST_MEETING_DAYS, law.REGULATION),
    "check": work_days(5, LOCAL),
    "wait": calendar_days(90, LOCAL),
    "resolve": calendar_days(365, LOCAL),
}
"""Seven days to the first sitting and the rest of thirty to the filing: both count from the election."""

MOST_OBJECTIONS: Final = 200
MOST_CANDIDATES: Final = 21
MOST_DOORS: Final = 20_000
PAPERS: Final = ("announcement", "roll", "rules", "candidates", "ballot", "result", "filing")
"""The papers of an election, each a .docx: what each step puts up or hands in."""

STEPS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("apply", frozenset({"proposed"})),
    ("group", frozenset({"preparing"})),
    ("notice", frozenset({"posted", "objected", "ready"})),
    ("vote", frozenset({"voting", "counting"})),
    ("seat", frozenset({"elected"})),
    ("file", frozenset({"seated", "filed", "closed"})),
)


def step_of(state: str) -> int:
    """Say in which of the six steps an election stands, from 0; -1 where it waits or was given up."""
    return next((i for i, (_name, states) in enumerate(STEPS) if state in states), -1)


class GroupUnfit(Refusal):
    """The group is not odd in number, has fewer than half owners, or nobody of the street leads it."""


class ListUnfit(Refusal):
    """Seats are no odd number of `least` to `most`, or the `n` who stand are fewer than the `seats`, or far too many."""


class NoticeTooShort(Refusal):
    """Owners must have known for `days` days."""


def check_group(sides: Sequence[str], chair: str | None) -> None:
    """Let a lawful group pass.

    :raises GroupUnfit: even in number, fewer than half owners, or its chair is not of the street.
    """
    owners = sum(side == GroupSide.OWNER for side in sides)
    if len(sides) % 2 == 0 or owners * 2 < len(sides) or chair != GroupSide.STREET:
        raise GroupUnfit


def check_list(count: int, seats: int) -> None:
    """Let a list of candidates pass for a lawful number of seats.

    :raises ListUnfit: seats are not an odd number of five to eleven, or fewer stand than there are seats.
    """
    lawful = seats % 2 == 1 and law.LEAST_SEATS <= seats <= law.MOST_SEATS
    if not lawful or not seats <= count <= MOST_CANDIDATES:
        raise ListUnfit(least=law.LEAST_SEATS, most=law.MOST_SEATS, n=count, seats=seats)


@dataclass(frozen=True, slots=True)
class Backed:
    """How one candidate came out of the vote: whether the law's majorities were reached, heads and area that agreed."""

    pk: int
    is_passed: bool
    heads: int
    area: int


def elected(found: Sequence[Backed], seats: int) -> tuple[int, ...]:
    """Give who is elected: of those who reached both majorities, whoever most heads (then most area) agreed to.

    An odd number, as many as there are seats at most; nobody where fewer than five reached them. Where the last seat is
    between two with the same heads and area nobody may be preferred: both stand back, and the number stays odd.
    """
    passed = sorted((one for one in found if one.is_passed), key=lambda one: (-one.heads, -one.area, one.pk))
    count = min(seats, len(passed))
    count -= count % 2 == 0
    while count >= law.LEAST_SEATS and _is_tied(passed, count):
        count -= 2
    return tuple(one.pk for one in passed[:count]) if count >= law.LEAST_SEATS else ()


def _is_tied(ranked: Sequence[Backed], count: int) -> bool:
    if count >= len(ranked):
        return False
    last, next_ = ranked[count - 1], ranked[count]
    return (last.heads, last.area) == (next_.heads, next_.area)


AGREE, VOID = 0, 3
"""Where yes and a spoiled paper stand among the options of a question."""


class TooManyAgreed(Refusal):
    """`n` candidates are agreed to, and `seats` are to be elected."""


def is_overfull(said: Mapping[int, int], candidates: Collection[int], seats: int) -> bool:
    """Say whether a ballot agrees to more candidates than there are seats (`law.OVERVOTE`)."""
    return sum(said.get(one) == AGREE for one in candidates) > seats


def paper_of(said: Mapping[int, int], candidates: Collection[int], seats: int) -> dict[int, int]:
    """Give what a paper says of each question: overfull it is void for all who stand, and good for what else is on it."""
    void = is_overfull(said, candidates, seats)
    return {one: VOID if void and one in candidates else choice for one, choice in said.items()}


# --- the roll of owners -------------------------------------------------------------------------------------

DOOR_HEADS: Final = frozenset({"门牌", "房号", "房屋", "坐落", "户号", "地址"})
AREA_HEADS: Final = frozenset({"面积", "专有部分面积", "建筑面积", "产权面积", "专有面积"})
ROLL_HEADS: Final = ("门牌", "专有部分面积（平方米）")
LARGEST_DOOR: Final = 100_000_00
"""LOCAL: hundredths of a square metre; what is larger was typed without its point."""


class StrangeDoor(Refusal):
    """A line of the roll has no door, no area, or stands twice: `label`."""


def _bare(head: str) -> str:
    return head.replace("(", "（").partition("（")[0].strip()


def is_roll_head(cells: Sequence[str]) -> bool:
    """Say whether a row names a door and an area."""
    bare = {_bare(cell) for cell in cells}
    return bool(bare & DOOR_HEADS) and bool(bare & AREA_HEADS)


def door_of(cells: Mapping[str, str]) -> tuple[str, int]:
    """Read a line of the roll by its headings: the door, and its area in hundredths of a square metre.

    :raises StrangeDoor: no door, or no area that one could own.
    """
    bare = {_bare(head): said.strip() for head, said in cells.items()}
    label = next((bare[head] for head in bare if head in DOOR_HEADS and bare[head]), "")
    said = next((bare[head] for head in bare if head in AREA_HEADS and bare[head]), "")
    area = hundredths(said)
    if not label or area is None:
        raise StrangeDoor(label=f"{label} {said}".strip()[:60] or "—")
    return label, area


def hundredths(said: str) -> int | None:
    """Read an area as people write it; None where nobody could own it."""
    try:
        value = Decimal(said.replace(",", "").removesuffix("平方米").removesuffix("㎡").strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 < value * 100 < LARGEST_DOOR:
        return None
    return int((value * 100).to_integral_value(ROUND_HALF_UP)) or None


# --- how a company is evaluated -----------------------------------------------------------------------------


class Criterion(StrEnum):
    """What the records of a period say about a company, each as two numbers."""

    IN_TIME = "in_time"
    SOLVED = "solved"
    CONTENT = "content"
    LASTING = "lasting"
    TABLE = "table"
    VOICES = "voices"


class ReviewStage(StrEnum):
    """Where a review stands: residents give theirs, public, under appeal, settled."""

    OPEN = "open"
    PUBLIC = "public"
    APPEALED = "appealed"
    SETTLED = "settled"


FIRST_WEIGHTS: Final[Mapping[Criterion, int]] = {
    Criterion.IN_TIME: 25,
    Criterion.SOLVED: 20,
    Criterion.CONTENT: 15,
    Criterion.LASTING: 10,
    Criterion.TABLE: 10,
    Criterion.VOICES: 20,
}
"""LOCAL: what an office begins with until it says otherwise."""
LEAST_VOICES: Final = 5
"""Fewer households than these say nothing of a company, and something of a neighbour."""
WHOLE: Final = 100
REVIEW_PUBLICITY_DAYS: Final = 7  # LOCAL
LEAST_PUBLICITY_DAYS: Final = 3
MOST_PUBLICITY_DAYS: Final = 30
MOST_REVIEW_DAYS: Final = 366


class WeightsUneven(Refusal):
    """The weights do not add up to a hundred: `sum`."""


class PeriodUnfit(Refusal):
    """A review looks back on days that are over, a year of them at most: `most`."""


def check_weights(weights: Mapping[Criterion, int]) -> None:
    """Let weights pass that add up to a hundred.

    :raises WeightsUneven:
    """
    total = sum(weights.values())
    if total != WHOLE or min(weights.values(), default=0) < 0:
        raise WeightsUneven(sum=total)


def check_period(begun: date, until: date, today: date) -> None:
    """Let a period pass that is over; `until` is the first day after it.

    :raises PeriodUnfit: it runs backward, is not over, or is longer than a year.
    """
    if not begun < until <= today or (until - begun).days > MOST_REVIEW_DAYS:
        raise PeriodUnfit(most=MOST_REVIEW_DAYS)


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """One criterion of a review: what it weighs, and `n` of `of`."""

    code: Criterion
    weight: int
    n: int
    of: int

    @property
    def least(self) -> int:
        """How many it needs before it says anything."""
        return LEAST_VOICES if self.code is Criterion.VOICES else 1

    @property
    def counts(self) -> bool:
        """Whether it says anything: it weighs something, and there was something to look at."""
        return self.weight > 0 and self.of >= self.least

    @property
    def points(self) -> Decimal | None:
        """What it gives of its weight, to one place; None where it does not count."""
        return _tenths(Fraction(self.weight * self.n, self.of)) if self.counts else None


def review_parts(weights: Mapping[str, int], evidence: Mapping[str, Sequence[int]]) -> tuple[ReviewPart, ...]:
    """Read weights and evidence as they are kept, in the order of the criteria; what weighs nothing is left out."""
    return tuple(
        ReviewPart(code, weights[code], *(evidence.get(code) or (0, 0)))
        for code in Criterion
        if weights.get(code)
    )


def review_score(parts: Sequence[ReviewPart]) -> Decimal | None:
    """Give 100 × Σ(weight × share) ÷ Σ weight over the parts that count, to one place; None where none does.

    Of nothing due nothing is missing: a criterion without rows is above and below the line absent.
    """
    counted = [part for part in parts if part.counts]
    total = sum(part.weight for part in counted)
    if not total:
        return None
    reached = sum((Fraction(part.weight * part.n, part.of) for part in counted), Fraction())
    return _tenths(WHOLE * reached / total)


def _tenths(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def review_stage(public_until: date | None, today: date, *, is_appealed: bool) -> ReviewStage:
    """Say where a review stands on a day. A result under appeal does not settle by waiting."""
    if public_until is None:
        return ReviewStage.OPEN
    if is_appealed:
        return ReviewStage.APPEALED
    return ReviewStage.PUBLIC if today <= public_until else ReviewStage.SETTLED
