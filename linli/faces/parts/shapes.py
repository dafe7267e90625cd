"""What a part shows: small frozen values that a face fills from its queries' rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise

Words = str | Promise
StateShape = Literal["new", "doing", "ask", "done", "hold", "back", "draft"]
CardColour = Literal["none", "yellow", "red"]
NoteKind = Literal["plain", "info", "good", "warn", "bad"]
TagKind = Literal["plain", "lead", "party", "late"]
MoveKind = Literal["plain", "open", "primary", "danger"]
Ring = Sequence[tuple[float, float]]  # lon, lat in degrees, WGS-84; closed or not


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands. A new word takes the nearest of the seven shapes; there is no eighth."""

    shape: StateShape
    word: Words


@dataclass(frozen=True, slots=True)
class Due:
    """How much time is left, in words. ``card`` is a referee's card; without one the words are plain grey."""

    words: Words
    card: CardColour = "none"
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    word: Words
    kind: TagKind = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: state left, due right, title, then number, place and kind against the holder."""

    url: str
    title: Words
    state: State
    due: Due | None = None
    left: tuple[Words, ...] = ()
    holder: Words = ""
    tags: tuple[Tag, ...] = ()
    is_current: bool = False
    is_draft: bool = False
    is_whole: bool = False
    """What it leads to is a page of its own and has no place beside the list."""


@dataclass(frozen=True, slots=True)
class Photo:
    url: str
    alt: Words
    thumb: str = ""
    caption: Words = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of what happened. ``is_inside`` marks a note that residents do not see."""

    shape: StateShape
    who: Words
    text: Words = ""
    role: Words = ""
    at: datetime | None = None
    photos: tuple[Photo, ...] = ()
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is known; after it a quiet link, and what following it costs."""

    term: Words
    value: Words
    note: Words = ""
    url: str = ""
    url_words: Words = ""
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who serves here. Never a score, a rank, a position or a last-seen."""

    name: Words
    post: Words
    ask_for: Words = ""
    unit: Words = ""
    phone: str = ""
    message_url: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A step that is open to the reader. What is not open does not exist: absent and forbidden look alike."""

    word: Words
    url: str
    icon: str = ""
    kind: MoveKind = "plain"
    target: str = ""  # id of the element that takes the form; without a script the link is followed


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with both its numbers. Without a denominator there is no rate, and the part says so."""

    name: Words
    numerator: int
    denominator: int
    numerator_words: Words
    denominator_words: Words
    window: Words = ""
    left_out: Words = ""
    url: str = ""
    before: float | None = None  # the same rate one window earlier, in percent
    before_words: Words = ""
    more_is_better: bool = True
    trend: tuple[float, ...] = ()
    trend_words: Words = ""

    @property
    def percent(self) -> float | None:
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else None

    @property
    def change(self) -> float | None:
        if self.percent is None or self.before is None:
            return None
        return round(self.percent - self.before, 1)

    @property
    def direction(self) -> Literal["better", "worse", "same"]:
        change = self.change or 0.0
        if change == 0:
            return "same"
        return "better" if (change > 0) is self.more_is_better else "worse"


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon of a map: a grid, a community, a building. ``value`` colours it, ``words`` name it."""

    rings: tuple[Ring, ...]
    name: Words = ""
    value: float | None = None
    words: Words = ""
    url: str = ""
    group: str = ""  # areas of one group are parted from the next by a wider gap
    yellow: int = 0
    red: int = 0
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """A class of a coloured map: its least value, and in words what it holds."""

    least: float
    words: Words


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a map that has a name."""

    lon: float
    lat: float
    name: Words = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of a drawn map: its look (a class of the style sheet), what it means, and what lies on it."""

    look: str
    words: Words = ""
    areas: tuple[Area, ...] = ()
    lines: tuple[Ring, ...] = ()
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One place: a pin on the outline of its grid, with buildings around it when they are known."""

    lon: float | None
    lat: float | None
    words: Words = ""
    areas: tuple[Area, ...] = ()
    buildings: tuple[Ring, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    label: Words
    value: float
    figure: Words = ""
    note: Words = ""
    url: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line over time: its label, its value (None leaves a gap) and the value in words."""

    label: Words
    value: float | None
    words: Words = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the overdue ladder: how many stand there, and which post watches them."""

    name: Words
    count: int
    who: Words
    card: CardColour = "red"
    url: str = ""


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A share of a column: its code among the streams, its name, the cases behind it."""

    code: str
    name: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """One way to share the whole: where from, by whom, how it ended. Shares without a case are not drawn."""

    name: Words
    nodes: tuple[FlowNode, ...]


@dataclass(frozen=True, slots=True)
class FlowStream:
    """So many that took the same way: one code for each column."""

    codes: tuple[str, ...]
    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Light:
    """A project's light: ok, slow or stuck. Only the last two carry a reason."""

    name: Words
    shape: Literal["ok", "slow", "stuck"]
    figure: Words = ""
    reason: Words = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a keyset list stands: links to the page before and after, and the count as words."""

    words: Words = ""
    before_url: str = ""
    after_url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry of the rail, of the views above a list, or of the tabs below a page."""

    word: Words
    url: str
    icon: str = ""
    count: int | None = None
    is_current: bool = False
    is_new: bool = False  # the one entry that makes something


@dataclass(frozen=True, slots=True)
class RailGroup:
    tabs: tuple[Tab, ...]
    name: Words = ""
    icon: str = ""
    is_party: bool = False


@dataclass(frozen=True, slots=True)
class RoleChoice:
    value: str
    name: Words
    part: Words = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class RoleSwitch:
    """The demo's switcher in the page header: whom the reader plays, and whom they could play."""

    action: str
    current: Words
    groups: tuple[tuple[Words, tuple[RoleChoice, ...]], ...]
