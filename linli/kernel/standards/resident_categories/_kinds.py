"""The shape of a category and of what it asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.standards.departments import DepartmentRole
from linli.kernel.standards.hotline_limits import ACCEPT, CALLBACK, INSPECT, SETTLE


class First(StrEnum):
    """Who is asked first: the owner of a component, the locality for a matter; then the other one."""

    OWNER = "owner"
    LOCALITY = "locality"


class Inspection(StrEnum):
    """How the result is checked before the case closes."""

    ON_SITE = "on_site"  # somebody looks at the place
    ASK_REPORTER = "ask_reporter"  # nothing to look at: the person says whether it helped
    NONE = "none"  # an answer is the result


class AnswerKind(StrEnum):
    """What a question takes."""

    CHOICE = "choice"
    YES_NO = "yes_no"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Question:
    """A small question asked after the category is chosen; never compulsory: report first, explain later."""

    code: str
    words: str
    english: str
    kind: AnswerKind = AnswerKind.TEXT
    choices: tuple[tuple[str, str, str], ...] = ()  # (code, Chinese, English)


@dataclass(frozen=True, slots=True)
class Category:
    """One thing that residents report, in their words.

    `said` is what they say, separated by spaces; `boundary` says which neighbour to choose instead. `roles`
    are the kinds of bodies that answer, the lead first. `nearby_m` is the radius in metres in which an open
    case of the same category may be the same problem; 0 where two people never report one thing.
    """

    group: str
    slug: str
    name: str
    english: str
    help: str
    help_english: str
    said: str
    boundary: str = ""
    boundary_english: str = ""
    roles: tuple[DepartmentRole, ...] = field(kw_only=True)
    first: First = First.LOCALITY
    accept: Limit = ACCEPT
    settle: Limit = SETTLE
    inspect: Limit = INSPECT
    callback: Limit = CALLBACK
    verify_first: bool = False
    inspection: Inspection = Inspection.ON_SITE
    nearby_m: int = 50
    is_publishable: bool = True
    questions: tuple[Question, ...] = ()
    gb: tuple[tuple[str, str], ...] = ()  # (kind, code) of GB/T 47678.5

    @property
    def code(self) -> str:
        """The stable code: group and slug, `property.lift`."""
        return f"{self.group}.{self.slug}"

    @property
    def words(self) -> tuple[str, ...]:
        """The words that residents use."""
        return tuple(self.said.split())

    @property
    def lead(self) -> DepartmentRole:
        """The kind of body that answers first."""
        return self.roles[0]

    @property
    def is_urgent(self) -> bool:
        """Whether the clock runs through the night."""
        return self.settle.unit is LimitUnit.URGENT_HOUR


@dataclass(frozen=True, slots=True)
class Group:
    """A first-level heading with its categories in the order they are offered: the commonest first."""

    code: str
    name: str
    english: str
    help: str
    help_english: str
    categories: tuple[Category, ...]
