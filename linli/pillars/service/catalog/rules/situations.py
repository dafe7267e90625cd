"""What one's own situation makes of an item: which questions are still to ask, which papers it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from linli.pillars.service.catalog.rules.item import Item, Material, Question, When

YES_NO: Final = ("yes", "no")
AND: Final = ","
"""Between the answers of a field that takes several. A code never has it."""


def holds(when: When, answers: Mapping[str, str]) -> bool:
    """Say whether a condition holds: each of its questions has one of its answers."""
    return all(_meets(answers.get(code, ""), wanted) for code, wanted in when.items())


def may_hold(when: When, answers: Mapping[str, str]) -> bool:
    """Say whether a condition can still come to hold: nothing answered contradicts it."""
    return all(code not in answers or _meets(answers[code], wanted) for code, wanted in when.items())


def _meets(answer: str, wanted: tuple[str, ...]) -> bool:
    return any(one in wanted for one in answer.split(AND) if one)


def accepted(item: Item, answers: Mapping[str, str]) -> dict[str, str]:
    """Keep the answers that the item asks for and knows, in its order; one to a question not asked is dropped."""
    found: dict[str, str] = {}
    for question in item.questions:
        given = answers.get(question.code, "")
        known = tuple(c.code for c in question.choices) or YES_NO
        if given in known and holds(question.when, found):
            found[question.code] = given
    return found


def asked(item: Item, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """List the questions that this situation meets, answered or not."""
    return tuple(q for q in item.questions if holds(q.when, answers))


def is_complete(item: Item, answers: Mapping[str, str]) -> bool:
    """Say whether every question that this situation meets has an answer."""
    return all(q.code in answers for q in asked(item, answers))


def papers(item: Item, answers: Mapping[str, str]) -> tuple[Material, ...]:
    """List the papers this situation needs for sure."""
    return tuple(m for m in item.materials if holds(m.when, answers))


def papers_perhaps(item: Item, answers: Mapping[str, str]) -> tuple[Material, ...]:
    """List the papers that hang on an answer not given yet."""
    return tuple(m for m in item.materials if not holds(m.when, answers) and may_hold(m.when, answers))
