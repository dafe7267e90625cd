"""Steps and form of a campaign as data, rows of its list, what a morning has to speak about, figures. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Any, Final

from linli.kernel.limits import Limit, work_days
from linli.kernel.refusals import Refusal
from linli.kernel.sources import LOCAL
from linli.kernel.standards.visit_plans import Use


class CampaignKind(StrEnum):
    """A drive that changes something at each door, clears what was built, moves who is there; or a count that asks."""

    ACTION = "action"
    CLEARING = "clearing"
    MOVING = "moving"
    COUNT = "count"


class Outcome(StrEnum):
    """How a door leaves the list."""

    DONE = "done"
    EXEMPT = "exempt"


LIMITS: Final[Mapping[str, Limit]] = {
    "settle": work_days(3, LOCAL),
    "check": work_days(2, LOCAL),
    "resolve": work_days(10, LOCAL),
}
MOST_STEPS: Final = 12
MOST_FIELDS: Final = 20
MOST_TARGETS: Final = 5_000
MOST_DAYS: Final = 366
LONGEST_STEP_DAYS: Final = 90
LONGEST_DECISION_DAYS: Final = 60
KEPT_DAYS: Final = 365
"""LOCAL: so long after its end a list keeps names, answers and words; then only numbers stay."""


class StepsUnread(Refusal):
    """A line of the steps does not say a name and how many days: `line`."""


class FieldsUnread(Refusal):
    """A line of the form does not say a name and what is answered: `line`."""


class TargetNameless(Refusal):
    """A row of a list names no door."""


class AnswerUnread(Refusal):
    """An answer is none of those the form takes: `label`, `word`."""


# --- steps --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the work at a door: how long it may take, and whether a photo shows that it is done."""

    name: str
    days: int
    needs_photo: bool = False

    def as_data(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return {"name": self.name, "days": self.days, "photo": self.needs_photo}


_PARTS: Final = re.compile(r"[，,|｜;；\t]+")
_DAYS: Final = re.compile(r"(\d{1,3})\s*天?")


def stages_of(text: str) -> tuple[Stage, ...]:
    """Read steps, one a line: “签协议，5天，要照片”.

    :raises StepsUnread: a line without a name or days, or none, or too many.
    """
    found: list[Stage] = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        name, *rest = (part.strip() for part in _PARTS.split(line))
        days = next((int(m[1]) for part in rest if (m := _DAYS.fullmatch(part))), 0)
        if not name or len(name) > 30 or not 1 <= days <= LONGEST_STEP_DAYS:
            raise StepsUnread(line=line[:40])
        found.append(Stage(name, days, any("照片" in part or "photo" in part for part in rest)))
    if not 1 <= len(found) <= MOST_STEPS:
        raise StepsUnread(line="")
    return tuple(found)


def stages_in(data: Sequence[Mapping[str, Any]]) -> tuple[Stage, ...]:
    """Read the steps that are kept."""
    return tuple(Stage(d["name"], d["days"], d["photo"]) for d in data)


# --- the form -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a campaign's form: words, a number, or one of some answers."""

    label: str
    kind: str
    choices: tuple[str, ...] = ()
    entry: str = ""
    """The entry of a register that it asks about: known beforehand, and put right where the answer is another."""

    def as_data(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return {"label": self.label, "kind": self.kind, "choices": list(self.choices), "entry": self.entry}


TEXT, NUMBER, CHOICE = "text", "number", "choice"
USES: Final[Mapping[str, str]] = {
    "自住": Use.OWN.value, "出租": Use.RENTED.value, "合租、群租": Use.SHARED.value, "空着": Use.VACANT.value,
}  # fmt: skip
"""How a door is lived in, as a form says it and as the register keeps it."""
REGISTERED: Final = {
    "怎么住的": Ask("怎么住的", CHOICE, tuple(USES), "use"),
    "从业人数": Ask("从业人数", NUMBER, (), "staff_count"),
}
"""Entries of registers that a form can ask about by name: of a door, of an enterprise or the one behind a shop."""
_REGISTER: Final = "登记"
_KINDS: Final = {"文字": TEXT, "text": TEXT, "数字": NUMBER, "number": NUMBER}
LONGEST_ANSWER: Final = 200


def asks_of(text: str) -> tuple[Ask, ...]:
    """Read the form, one question a line: “面积：数字”, “供暖：集中/自己烧/没有”, “备注：文字”, “怎么住的：登记”.

    :raises FieldsUnread: a line without a label, a label twice, or too many.
    """
    found: list[Ask] = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        label, _, kind = (part.strip() for part in line.replace("：", ":").partition(":"))
        choices = tuple(filter(None, (one.strip() for one in re.split("[/／、]", kind))))
        known = _KINDS.get(kind or "文字")
        if not label or len(label) > 30 or label in {a.label for a in found}:
            raise FieldsUnread(line=line[:40])
        if kind == _REGISTER:
            if label not in REGISTERED:
                raise FieldsUnread(line=line[:40])
            found.append(REGISTERED[label])
            continue
        if known is None and (len(choices) < 2 or any(len(one) > 30 for one in choices)):
            raise FieldsUnread(line=line[:40])
        found.append(Ask(label, known) if known else Ask(label, CHOICE, choices))
    if len(found) > MOST_FIELDS:
        raise FieldsUnread(line="")
    return tuple(found)


def asks_in(data: Sequence[Mapping[str, Any]]) -> tuple[Ask, ...]:
    """Read the form that is kept."""
    return tuple(Ask(d["label"], d["kind"], tuple(d["choices"]), d.get("entry", "")) for d in data)


def put_right_by(asks: Sequence[Ask], known: Mapping[str, str], given: Mapping[str, str]) -> Ask | None:
    """Give the question whose answer is another than a register says; a form asks about one entry of a door at most."""
    return next(
        (
            ask
            for ask in asks
            if ask.entry
            and ask.label in known
            and given.get(ask.label, "").strip() not in ("", known[ask.label])
        ),
        None,
    )


def answers_of(asks: Sequence[Ask], given: Mapping[str, str]) -> dict[str, str]:
    """Keep what is answered to the form, and nothing else; what is empty was not answered.

    :raises AnswerUnread: a number that is none, a choice that is not offered, words beyond their length.
    """
    found: dict[str, str] = {}
    for ask in asks:
        if not (said := given.get(ask.label, "").strip()):
            continue
        is_odd = (
            (ask.kind == NUMBER and not re.fullmatch(r"-?\d{1,12}(\.\d{1,4})?", said))
            or (ask.kind == CHOICE and said not in ask.choices)
            or len(said) > LONGEST_ANSWER
        )
        if is_odd:
            raise AnswerUnread(label=ask.label, word=said[:20])
        found[ask.label] = said
    return found


# --- rows of a list -----------------------------------------------------------------------------------------

NAME_HEADS: Final = frozenset({"名称", "对象", "商户", "业户", "店名", "店招", "户", "门牌", "单位名称"})
PLACE_HEADS: Final = frozenset({"地址", "位置", "详细地址"})
AREA_HEADS: Final = frozenset({"网格", "所在网格", "社区", "所在社区", "所属社区", "所属网格"})
HEADS: Final = ("名称", "地址", "所在社区")


@dataclass(frozen=True, slots=True)
class Source:
    """What becomes a door on the list: its name, where it is, whose ground, and the register it was drawn from."""

    name: str
    address: str = ""
    area: int | None = None
    shop: int | None = None
    household: int | None = None
    enterprise: int | None = None
    answers: Mapping[str, str] | None = None


def is_head(cells: Sequence[str]) -> bool:
    """Say whether a row is that of the headings."""
    return any(cell in NAME_HEADS for cell in cells)


@dataclass(frozen=True, slots=True)
class Read:
    """One row of a sheet as words: what it names, and what stands under the questions of the form."""

    name: str
    address: str
    area: str
    answers: Mapping[str, str]


def row_of(cells: Mapping[str, str], asks: Sequence[Ask]) -> Read:
    """Read one row under its headings.

    :raises TargetNameless: :raises AnswerUnread:
    """

    def under(heads: frozenset[str], most: int) -> str:
        return next((cells[head] for head in cells if head in heads and cells[head]), "")[:most]

    if not (name := under(NAME_HEADS, 60)):
        raise TargetNameless
    return Read(name, under(PLACE_HEADS, 120), under(AREA_HEADS, 60), answers_of(asks, cells))


# --- the morning --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a door is: its step, since when, until when, and what it waits for."""

    step: int
    since: datetime
    due: date | None
    stuck_at: datetime | None
    is_open: bool


def stuck_since(one: Standing, today: date, now: datetime) -> datetime | None:
    """Say since when a door is stuck: what somebody reported, or the day on which its step should have been done."""
    if not one.is_open:
        return None
    if one.stuck_at is not None:
        return one.stuck_at
    if one.due is not None and one.due < today:
        over = datetime.combine(one.due + timedelta(days=1), datetime.min.time(), now.tzinfo)
        return max(one.since, over)
    return None


@dataclass(frozen=True, slots=True)
class Figures:
    """How a campaign stands: each number with what it is of."""

    total: int
    done: int
    exempt: int
    open: int
    stuck: int
    median_days: float | None
    decided: int
    kept: int
    late: int

    @property
    def of(self) -> int:
        """Doors that were to be done: all but those that need nothing."""
        return self.total - self.exempt

    @property
    def share_done(self) -> int:
        """Doors finished among those that were to be done, in whole per cent, never rounded up to 100."""
        return self.done * 100 // self.of if self.of else 0


def middle_days(spans: Iterable[timedelta]) -> float | None:
    """Give the middle of some spans in days, to one place."""
    days = [span.total_seconds() / 86_400 for span in spans]
    return round(median(days), 1) if days else None
