"""The state of an application as the designed tag: one of the seven shapes, with the words of the office."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.faces.parts import words
from linli.faces.parts.shapes import Row, State, StateShape, Tag
from linli.pillars.service.applications.queries import ApplicationRow
from linli.pillars.service.applications.texts import STATES

SHAPES: Final[dict[str, StateShape]] = {
    "received": "new",
    "correcting": "ask",
    "supplemented": "new",
    "special": "hold",
    "approved": "done",
    "certified": "done",
    "delivered": "done",
    "archived": "done",
    "declined": "back",
    "refused": "back",
    "returned": "back",
    "transferred": "back",
    "withdrawn": "back",
}


def state_of(state: str) -> State:
    """Give the tag of a state."""
    return State(SHAPES.get(state, "doing"), STATES[state])


def row_of(row: ApplicationRow, at: datetime) -> Row:
    """Give an application for which more time is asked as a line of the inbox."""
    due = words.due(row.due_at, at, row.card) if row.due_at else None  # type: ignore[arg-type]
    return Row(
        url=reverse("desk:application", args=[row.number]),
        title=words.in_language(row.item, row.item_en),
        state=state_of(row.state),
        due=due,
        left=(row.number, row.applicant),
        holder=row.holder,
        tags=(Tag(_("办件延期"), "lead"),),
    )
