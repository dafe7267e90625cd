"""The shapes of version 1. Published: a field is added, never renamed or taken away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from linli.kernel.words import clean

MOST_WORDS = 5000
MOST_FILES = 6


def _some(text: str) -> str:
    text = clean(text)
    if not text:
        raise ValueError("must not be empty")
    return text


Words = Annotated[str, StringConstraints(max_length=MOST_WORDS), AfterValidator(_some)]
"""Something said; not empty."""

MayBeWords = Annotated[str, StringConstraints(max_length=MOST_WORDS), AfterValidator(clean)]
Short = Annotated[str, StringConstraints(max_length=200), AfterValidator(clean)]
Name = Annotated[str, StringConstraints(max_length=40), AfterValidator(clean)]
Handle = Annotated[str, StringConstraints(max_length=60), AfterValidator(clean)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class Given(Schema):
    """What is sent: unknown fields are refused, because a mistyped one would be lost silently."""

    model_config = ConfigDict(extra="forbid")


# ---------------------------------------------------------------- what went wrong


class Flaw(Schema):
    """One field that was not understood."""

    field: str
    problem: str


class Problem(Schema):
    """Why something was not done (RFC 9457). `code` is stable, `title` is for people."""

    type: str = Field(examples=["urn:linli:not-your-move"])
    title: str
    status: int
    code: str
    detail: dict[str, Any] = Field(
        default_factory=dict, description="What the sentence is about: who, when, how many."
    )
    errors: list[Flaw] = Field(default_factory=list)


# ---------------------------------------------------------------- who asks


class PostOut(Schema):
    role: str
    unit_id: int
    unit: str


class Me(Schema):
    """The key that asks, and what it may do where."""

    name: str
    unit_id: int
    unit: str
    abilities: list[str]
    account: str
    posts: list[PostOut]
    expires_at: datetime | None


# ---------------------------------------------------------------- cases


class UnitOut(Schema):
    id: int
    kind: str
    name: str


class CaseLine(Schema):
    """A case as a list shows it. `seq` counts its steps: send it back as `seen` with a move."""

    number: str
    title: str
    state: str
    is_open: bool
    seq: int
    nature: str
    category: str = Field(description="Code of the catalogue; empty until somebody chose one.")
    category_name: str
    channel: str
    community: str
    area: str
    holder: str
    place: str
    lon: float | None
    lat: float | None
    filed_at: datetime
    due_at: datetime | None = Field(description="When the present stage is due.")
    resolve_by: datetime | None = Field(description="When the whole matter is due.")
    stopped_until: datetime | None
    closed_at: datetime | None
    card: Literal["none", "yellow", "red"]
    is_urgent: bool
    is_supervised: bool
    is_confidential: bool
    joined_count: int


class CaseList(Schema):
    """One page. Ask for the next with `after`; `count` is exact up to 1,000."""

    items: list[CaseLine]
    after: str
    count: int
    is_more_than_count: bool


class CaseFilters(Schema):
    """What to list. Without any, everything the key may see, the most urgent first."""

    view: Literal["all", "mine", "units", "to_verify", "overdue", "due_soon", "waiting"] = "all"
    words: Short = ""
    state: Annotated[str, StringConstraints(max_length=16, pattern=r"^[a-z_]*$")] = ""
    category: Annotated[str, StringConstraints(max_length=40), AfterValidator(clean)] = ""
    card: Literal["", "none", "yellow", "red"] = ""
    is_open: bool | None = None
    filed_from: Day | None = None
    filed_until: Day | None = None
    order: Literal["due", "filed"] = "due"
    after: Annotated[str, StringConstraints(max_length=60), AfterValidator(clean)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 30


class ShareOut(Schema):
    """A unit's part in a case: it leads or assists."""

    unit: UnitOut
    part: Literal["lead", "assist"]
    state: str
    given_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None


class ReporterOut(Schema):
    """Who raised it, masked; nothing of whoever asked for confidence."""

    name: str
    phone: str
    is_confidential: bool
    joined_at: datetime


class MoveOut(Schema):
    """A move open to the key now. `verb` is its address where it has one here; others are made at the desk."""

    verb: str
    label: str
    asks: list[str]


class FileOut(Schema):
    id: int
    is_photo: bool
    name: str
    size: int


class StepOut(Schema):
    """One step of the log."""

    seq: int
    verb: str
    before: str
    after: str
    at: datetime
    who: str
    unit: str
    note: str
    answer: str
    is_public: bool
    due_at: datetime | None
    files: list[FileOut]


class CaseOut(CaseLine):
    """A case whole. Its log is at `/cases/{number}/steps`."""

    text: str
    answers: dict[str, Any]
    holder_unit: UnitOut
    office: UnitOut
    shares: list[ShareOut]
    reporters: list[ReporterOut]
    moves: list[MoveOut]
    parent: str
    merged_into: str


class StepList(Schema):
    items: list[StepOut]


# ---------------------------------------------------------------- moves


class Moved(Schema):
    """Where the case stands after the move."""

    number: str
    state: str
    is_open: bool
    seq: int
    holder: str
    due_at: datetime | None
    resolve_by: datetime | None


class MoveIn(Given):
    """`seen`: the `seq` you read. With it the move is refused when somebody was faster; without it the last one wins."""

    seen: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class TakeIn(MoveIn):
    note: MayBeWords = ""


class NoteIn(MoveIn):
    note: Words
    files: Annotated[list[Handle], Field(max_length=MOST_FILES)] = Field(default_factory=list)


class SendBackIn(MoveIn):
    note: Words = Field(description="Why it is not this unit's duty, and whose it is.")


class AnswerIn(MoveIn):
    answer: Words = Field(description="What the resident will read.")
    note: MayBeWords = Field("", description="For those who handle; residents never read it.")
    files: Annotated[list[Handle], Field(max_length=MOST_FILES)] = Field(
        default_factory=list, description="Handles of files sent before."
    )


class ShareAnswerIn(MoveIn):
    answer: Words
    files: Annotated[list[Handle], Field(max_length=MOST_FILES)] = Field(default_factory=list)


# ---------------------------------------------------------------- filing


class ReportIn(Given):
    """What somebody raises. A point (WGS-84) or words for the place; neither leaves it to the office."""

    text: Words
    category: Annotated[str, StringConstraints(max_length=40), AfterValidator(clean)] = ""
    nature: Literal["consult", "help", "complaint", "report", "suggestion", "thanks", "other"] = "help"
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    place: Short = ""
    name: Name = ""
    phone: Annotated[str, StringConstraints(max_length=30), AfterValidator(clean)] = ""
    is_confidential: bool = False
    answers: dict[Annotated[str, StringConstraints(max_length=40)], Short] = Field(
        default_factory=dict, max_length=20, description="Answers to the category's questions, by code."
    )
    files: Annotated[list[Handle], Field(max_length=MOST_FILES)] = Field(default_factory=list)
    source_number: Annotated[str, StringConstraints(max_length=60), AfterValidator(clean)] = Field(
        "", description="Your own number for it; the same number again gives the same report."
    )


class TextIn(Given):
    """Words that somebody wrote or said."""

    text: Words


class CategoryRead(Schema):
    """A category that a text may be about. `words` of the text speak for it."""

    code: str
    name: str
    name_en: str
    confidence: float
    words: list[str]


class TextRead(Schema):
    """What a text says. Below the threshold `is_sure` is false: ask a person. `redacted` hides what is personal."""

    categories: list[CategoryRead]
    is_sure: bool
    nature: str
    nature_words: list[str]
    danger: Literal["", "life", "supply"]
    danger_words: str
    redacted: str


class LearnedOut(Schema):
    """Where proposals come from: `learned` from closed cases, `cold` from the catalogue's words, or `nothing`."""

    subject: str
    source: Literal["learned", "cold", "nothing"]
    version: int
    is_broken: bool


class LearnedList(Schema):
    """Everything that is proposed."""

    items: list[LearnedOut]


class ReportOut(Schema):
    """The number, and the secret link with which whoever raised it follows it."""

    number: str
    state: str
    is_new: bool
    follow_url: str


class CategoryOut(Schema):
    code: str
    name: str
    name_en: str
    group: str
    group_name: str
    is_urgent: bool
    questions: list[dict[str, Any]]


class CategoryList(Schema):
    items: list[CategoryOut]


class KeptFile(Schema):
    """A file that was kept. Give its handle with a move or a report within a day, or it is thrown away."""

    handle: str
    is_photo: bool
    size: int


# ---------------------------------------------------------------- webhooks


class HookIn(Given):
    name: Annotated[str, StringConstraints(max_length=40), AfterValidator(_some)]
    url: Annotated[str, StringConstraints(max_length=500), AfterValidator(clean)]


class HookOut(Schema):
    id: int
    name: str
    host: str
    is_active: bool
    added_at: datetime
    failing_since: datetime | None
    last_error: str


class HookAdded(HookOut):
    """`secret` signs every message: keep it. It is shown with this answer only."""

    secret: str


class HookList(Schema):
    items: list[HookOut]
