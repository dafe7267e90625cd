"""The catalogue as residents choose from it: a handful that is heard every day, the rest behind headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from linli.pillars.governance.reports.queries import Heading, Kind

# LOCAL: what a subdistrict hears every day, most of it seen with one's own eyes.
COMMON = (
    "facilities.lamp",
    "facilities.sewer",
    "facilities.manhole",
    "streetscape.rubbish",
    "traffic.parking",
    "safety.stairwell",
    "property.repair",
    "utilities.heat",
    "nuisance.renovation",
    "neighbours.dogs",
)
UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Choice:
    """One category to choose."""

    code: str
    name: str
    help: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    help: str
    choices: tuple[Choice, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Picker:
    """What the form offers: common ones in sight, all of them under their headings."""

    common: tuple[Choice, ...]
    groups: tuple[Group, ...]
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a category, with what was answered."""

    name: str
    words: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    value: str

    @property
    def is_yes_no(self) -> bool:
        return self.kind == "yes_no"

    @property
    def is_number(self) -> bool:
        return self.kind == "number"


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def choice(kind: Kind, chosen: str = "") -> Choice:
    """Name a category in the reader's language."""
    chinese = _is_chinese()
    return Choice(
        kind.code,
        kind.name if chinese else kind.name_en or kind.name,
        kind.help if chinese else kind.help_en or kind.help,
        kind.code == chosen,
    )


def picker(headings: Sequence[Heading], chosen: str) -> Picker:
    """Lay the catalogue out: no category twice, the chosen one always in sight."""
    by_code = {kind.code: kind for heading in headings for kind in heading.kinds}
    known = [by_code[code] for code in COMMON if code in by_code]
    if not known:  # an office with a catalogue of its own: its first ones are what it hears most
        known = [kind for heading in headings for kind in heading.kinds][:8]
    if chosen in by_code and by_code[chosen] not in known:
        known.insert(0, by_code[chosen])
    in_sight = {kind.code for kind in known}
    chinese = _is_chinese()
    groups = tuple(
        Group(
            heading.name if chinese else heading.name_en or heading.name,
            heading.help if chinese else heading.help_en or heading.help,
            tuple(choice(kind) for kind in heading.kinds if kind.code not in in_sight),
        )
        for heading in headings
        if any(kind.code not in in_sight for kind in heading.kinds)
    )
    return Picker(tuple(choice(kind, chosen) for kind in known), groups, chosen not in by_code)


def questions(kind: Kind | None, given: Mapping[str, str]) -> tuple[Asked, ...]:
    """Give the questions of a category with their answers; none of them must be answered."""
    return tuple(_asked(question, given) for question in (kind.questions if kind else ()))


def _asked(question: Mapping[str, Any], given: Mapping[str, str]) -> Asked:
    chinese = _is_chinese()
    return Asked(
        name=f"q-{question['code']}",
        words=str(question["words"] if chinese else question.get("english") or question["words"]),
        kind=str(question.get("kind", "text")),
        choices=tuple((code, zh if chinese else en or zh) for code, zh, en in question.get("choices", ())),
        value=given.get(str(question["code"]), ""),
    )
