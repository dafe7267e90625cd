"""The elements of a service item as the national lists name them (DOMAIN 6.1), as frozen data.

Words that residents read are `Line`s: Chinese, and English where somebody has written it. Codes that nobody gave us are
empty: a number is never made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, ConfigDict, Field

from linli.kernel import limits
from linli.kernel.words import clean, clean_line

_STRICT: Final = ConfigDict(extra="forbid")
MOST_LINES: Final = 60


def _limit(text: str) -> str:
    return str(limits.parse(text)) if text else ""


Word = Annotated[str, AfterValidator(clean_line), Field(max_length=200)]
Text = Annotated[str, AfterValidator(clean), Field(max_length=2_000)]
Code = Annotated[str, AfterValidator(clean_line), Field(max_length=40, pattern=r"^[0-9A-Za-z._\-]*$")]
LimitText = Annotated[str, AfterValidator(_limit)]
"""A limit as `kernel.limits` writes it, “5 work_day”; empty for none."""

When = dict[Code, tuple[Code, ...]]
"""A condition as data: each of these questions has one of these answers. Empty: always."""


class Handling(StrEnum):
    """办件类型."""

    INSTANT = "instant"  # 即办件
    PROMISED = "promised"  # 承诺件


class Review(StrEnum):
    """事项审查类型."""

    AT_ONCE = "at_once"  # 即审即办
    FIRST = "first"  # 前审后批
    PROMISE = "promise"  # 告知承诺


class Way(StrEnum):
    """办理形式."""

    WINDOW = "window"
    ONLINE = "online"
    POST = "post"
    DOOR = "door"  # 上门办
    MACHINE = "machine"  # 自助终端


class Place(StrEnum):
    """Where people can come; address and hours are the unit's own."""

    HALL = "hall"
    COMMUNITY = "community"


class For(StrEnum):
    """服务对象."""

    PERSON = "person"
    BODY = "body"


class Power(StrEnum):
    """事项类型."""

    PERMIT = "permit"  # 行政许可
    CONFIRM = "confirm"  # 行政确认
    PAYMENT = "payment"  # 行政给付
    REWARD = "reward"  # 行政奖励
    OTHER = "other"  # 其他行政权力
    SERVICE = "service"  # 公共服务


class ResultKind(StrEnum):
    """结果类型."""

    CERTIFICATE = "certificate"  # 出证办结
    DOCUMENT = "document"  # 出文办结
    APPROVAL = "approval"  # 审批办结
    NONE = "none"  # registered or paid, nothing is handed over


class Paper(StrEnum):
    """材料形式."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "both"
    ELECTRONIC = "electronic"
    EITHER = "either"  # original or electronic certificate


class Need(StrEnum):
    """材料必要性."""

    REQUIRED = "required"
    LATER = "later"  # 容缺后补
    SHARED = "shared"  # the office fetches it: nothing to bring


class FieldKind(StrEnum):
    """How a field of an application form is filled in."""

    LINE = "line"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MANY = "many"
    PHONE = "phone"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    USCC = "uscc"
    PLACE = "place"


class Known(StrEnum):
    """What a field says of the applicant: where the office knows it of somebody who is logged in, it is not asked again."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    ID_NUMBER = "id_number"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or name for readers."""

    __pydantic_config__ = _STRICT
    zh: Text = ""
    en: Text = ""

    def __bool__(self) -> bool:
        return bool(self.zh)

    def __str__(self) -> str:
        return self.zh


NOTHING: Final = Line()


@dataclass(frozen=True, slots=True)
class Ground:
    """设定依据: a document, its clause, where it can be read. A local choice says so."""

    __pydantic_config__ = _STRICT
    title: Word
    clause: Word = ""
    url: Annotated[str, Field(max_length=400)] = ""
    is_local: bool = False
    is_checked: bool = False
    """Whether somebody of the office held it against the original."""


@dataclass(frozen=True, slots=True)
class Material:
    """申请材料."""

    __pydantic_config__ = _STRICT
    code: Code
    name: Line
    paper: Paper = Paper.ORIGINAL
    copies: Annotated[int, Field(ge=0, le=20)] = 0
    need: Need = Need.REQUIRED
    source: Line = NOTHING
    help: Line = NOTHING
    when: When = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given."""

    __pydantic_config__ = _STRICT
    code: Code
    words: Line


@dataclass(frozen=True, slots=True)
class Question:
    """Something to know about one's situation; without choices it is answered yes or no. `when`: only then asked."""

    __pydantic_config__ = _STRICT
    code: Code
    words: Line
    choices: tuple[Choice, ...] = ()
    when: When = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the application form. `when`: only asked in these situations, or after these answers in the form."""

    __pydantic_config__ = _STRICT
    code: Code
    words: Line
    kind: FieldKind = FieldKind.LINE
    is_required: bool = True
    known: Known | None = None
    choices: tuple[Choice, ...] = ()
    when: When = field(default_factory=dict)
    help: Line = NOTHING


@dataclass(frozen=True, slots=True)
class Special:
    """特别程序: a procedure of its own time, with the clock of the item standing still unless it counts."""

    __pydantic_config__ = _STRICT
    code: Code
    name: Line
    limit: LimitText
    counts: bool = False
    is_charged: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """实施主体 and whom it is for. `role` is the kind of body that decides, as `kernel.standards.departments` names it."""

    __pydantic_config__ = _STRICT
    body: Word = ""
    body_code: Code = ""
    role: Code = ""
    joint: tuple[Word, ...] = ()
    delegated_by: Word = ""
    level: Word = ""
    audience: tuple[For, ...] = (For.PERSON,)
    reach: Word = ""


@dataclass(frozen=True, slots=True)
class Time:
    """How long it takes: by law, and as promised here."""

    __pydantic_config__ = _STRICT
    statutory: LimitText = ""
    statutory_ground: Word = ""
    promised: LimitText = ""
    note: Line = NOTHING
    specials: tuple[Special, ...] = ()
    quota: Line = NOTHING


@dataclass(frozen=True, slots=True)
class Fee:
    """Whether it costs anything, how much and on what ground."""

    __pydantic_config__ = _STRICT
    is_charged: bool = False
    amount: Line = NOTHING
    ground: Word = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What comes out of it and how it reaches the applicant."""

    __pydantic_config__ = _STRICT
    name: Line = NOTHING
    kind: ResultKind = ResultKind.NONE
    delivery: tuple[Way, ...] = (Way.WINDOW,)
    by_post: Line = NOTHING


@dataclass(frozen=True, slots=True)
class Item:
    """A service item: everything that a guide says and an application goes by."""

    __pydantic_config__ = _STRICT
    code: Annotated[Code, Field(min_length=2)]
    name: Annotated[Line, Field()]
    group: Code
    base_code: Code = ""
    implementation_code: Code = ""
    main: Word = ""
    sub: Word = ""
    power: Power = Power.SERVICE
    summary: Line = NOTHING
    events: tuple[Code, ...] = ()
    said: tuple[Word, ...] = ()
    """How people say it when they look for it."""
    grounds: tuple[Ground, ...] = ()
    who: Who = Who()
    time: Time = Time()
    handling: Handling = Handling.PROMISED
    review: Review = Review.FIRST
    ways: tuple[Way, ...] = (Way.WINDOW,)
    depth: Annotated[int, Field(ge=1, le=4)] = 1
    visits: Annotated[int, Field(ge=0, le=9)] = 1
    visits_reason: Line = NOTHING
    can_book: bool = True
    places: tuple[Place, ...] = (Place.HALL,)
    conditions: Annotated[tuple[Line, ...], Field(max_length=MOST_LINES)] = ()
    questions: Annotated[tuple[Question, ...], Field(max_length=20)] = ()
    materials: Annotated[tuple[Material, ...], Field(max_length=MOST_LINES)] = ()
    form: Annotated[tuple[FormField, ...], Field(max_length=MOST_LINES)] = ()
    steps: Annotated[tuple[Line, ...], Field(max_length=MOST_LINES)] = ()
    result: Result = Result()
    fee: Fee = Fee()
    rights: Annotated[tuple[Line, ...], Field(max_length=MOST_LINES)] = ()

    @property
    def is_permit(self) -> bool:
        """Whether the law on administrative permits holds for it; for everything else its days are a promise."""
        return self.power is Power.PERMIT

    @property
    def is_instant(self) -> bool:
        """Whether it is finished while one waits."""
        return self.handling is Handling.INSTANT
