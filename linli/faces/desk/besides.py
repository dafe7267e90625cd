"""What stands above the reports in the inbox because it waits for the same person: shown, counted and exported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linli.base.flow import owed
from linli.base.flow.models import Card
from linli.base.people.actors import Actor
from linli.faces.desk import kin, rail
from linli.faces.desk.applications.shapes import row_of as application_row
from linli.faces.desk.filters import FilterForm
from linli.faces.desk.tasks import row_of as task_row
from linli.faces.desk.whistlepage import row_of as whistle_row
from linli.faces.parts.shapes import Row
from linli.kernel.masking import mask_text
from linli.pillars.governance.duties import queries as tasks
from linli.pillars.governance.whistles import queries as whistles
from linli.pillars.service.applications import queries as applications


@dataclass(frozen=True, slots=True)
class Beside:
    """One of another kind: as a line of the list, and what its line of the sheet says besides."""

    row: Row
    card: str
    filed_at: datetime
    due_at: datetime | None
    stopped_until: datetime | None = None

    @property
    def cells(self) -> tuple[object, ...]:
        """Give the columns of the inbox's sheet, as far as this kind knows them."""
        kind = "、".join(str(tag.word) for tag in self.row.tags)
        return (
            self.row.left[0],
            mask_text(str(self.row.title)),
            str(self.row.state.word),
            "" if self.card == Card.NONE else str(Card(self.card).label),
            kind,
            *[""] * 5,
            self.row.holder,
            "",
            self.filed_at,
            self.due_at,
            None,
            self.stopped_until,
        )


def to_decide(*, actor: Actor, at: datetime) -> list[Beside]:
    """List what else somebody is asked to decide: more time for applications. One query, for who decides."""
    asked = applications.extensions_asked(actor=actor) if rail.decides(actor) else ()
    return [
        Beside(application_row(one, at), one.card, one.filed_at, one.due_at, one.stopped_until)
        for one in asked
    ]


def besides(form: FilterForm, *, actor: Actor, at: datetime) -> list[Beside]:
    """List what stands above the reports of a view that nothing narrows. Five queries at most."""
    if form.is_narrowed:
        return []
    if form.view == "to_decide":
        return to_decide(actor=actor, at=at)
    if form.view != "mine":
        return []
    called = whistles.waiting_for(actor=actor)
    given = tasks.waiting_for(actor=actor)
    held = owed.owed_by(actor=actor, kinds=kin.HELD, others=kin.WITH_OTHERS)
    return [
        *(Beside(whistle_row(w, at), w.card, w.filed_at, w.due_at, w.stopped_until) for w in called),
        *(Beside(task_row(t, at), t.card, t.filed_at, t.due_at) for t in given),
        *(Beside(kin.row_of(c, at), c.card, c.filed_at, c.due_at) for c in held),
    ]
