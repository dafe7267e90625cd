"""What can be learned: each pillar registers its subjects in its app's `ready`.

    learnable.register(Subject("governance.report.category", _("诉求类别"), examples, seeds))

A subject says where its examples lie (closed cases of an office, with what a person decided in the end) and how its
labels are described in words. Everything else is the same for all: the first day, the nightly lesson, the versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from linli.base.language.classifier import Classifier


@dataclass(frozen=True, slots=True)
class Example:
    """A closed case: its words, what it was in the end, when, and whether a person corrected what was proposed."""

    text: str
    label: str
    at: datetime
    is_correction: bool = False


Seeds = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that texts are told apart by.

    `examples(office_id, most)` gives an office's closed cases, newest first. `seeds(office_id)` gives each label's
    describing words, the weightiest first; a subject without seeds proposes nothing until it has learned.
    `title` is for people. `first_day` gives what answers until something is learned, where words of labels would not
    do; `holds` says of a new version whether it keeps what must never be lost, however good it is otherwise.
    """

    name: str
    title: StrOrPromise
    examples: Callable[[int, int], Iterable[Example]]
    seeds: Callable[[int], Seeds]
    first_day: Callable[[], Classifier | None] | None = None
    holds: Callable[[Classifier], bool] | None = None


_SUBJECTS: Final[dict[str, Subject]] = {}


def register(subject: Subject) -> None:
    """Make a subject known."""
    _SUBJECTS[subject.name] = subject


def subject(name: str) -> Subject:
    """Return the subject of that name.

    :raises KeyError: when nobody registered it
    """
    return _SUBJECTS[name]


def subjects() -> list[Subject]:
    """Return all subjects in the order of their names."""
    return [_SUBJECTS[name] for name in sorted(_SUBJECTS)]
