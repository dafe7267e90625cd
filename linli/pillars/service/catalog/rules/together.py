"""Matters that are done together (一件事): which go with which, and several of them asked as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from linli.pillars.service.catalog.rules.item import FormField, Item, Material, Need, Question

MOST: Final = 5
"""How many may be joined to one. LOCAL: more than that is better talked over at the window."""
MOST_OFFERED: Final = 12


def fits(item: Item, other: Item) -> bool:
    """Say whether two items can be asked as one: what both ask under one code is the same, with the same answers."""
    if item.code == other.code:
        return False
    known = {q.code: {c.code for c in q.choices} for q in item.questions}
    if any(q.code in known and known[q.code] != {c.code for c in q.choices} for q in other.questions):
        return False
    fields = {f.code: (f.kind, {c.code for c in f.choices}) for f in item.form}
    return all(fields.get(f.code) in (None, (f.kind, {c.code for c in f.choices})) for f in other.form)


def beside(item: Item, others: Iterable[Item]) -> tuple[Item, ...]:
    """List what is done on the same occasion, that with the most papers in common first."""
    codes = {m.code for m in item.materials}
    found = [one for one in others if fits(item, one) and set(one.events) & set(item.events)]
    return tuple(
        sorted(found, key=lambda one: (-len(codes & {m.code for m in one.materials}), one.code))[
            :MOST_OFFERED
        ]
    )


def joined(items: Sequence[Item]) -> Item:
    """Give several items as one that asks everything once: each question, field and paper stands there one time.

    It bears the name of the first, and is only for asking; what was answered goes to each item for itself.
    """
    if len(items) == 1:
        return items[0]
    questions: dict[str, Question] = {}
    fields: dict[str, FormField] = {}
    materials: dict[str, Material] = {}
    for item in items:
        for question in item.questions:
            questions.setdefault(question.code, question)
        for one in item.form:
            fields.setdefault(one.code, one)
        for paper in item.materials:
            known = materials.get(paper.code)
            # What one of them cannot do without is not put off, and what one only asks at times may be asked always.
            if known is None or (known.need is not Need.REQUIRED and paper.need is Need.REQUIRED):
                materials[paper.code] = paper
            elif known.when and not paper.when:
                materials[paper.code] = replace(known, when={})
    return replace(
        items[0],
        questions=tuple(questions.values()),
        form=tuple(fields.values()),
        materials=tuple(materials.values()),
    )
