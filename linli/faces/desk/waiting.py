"""How much waits for somebody, of every kind: the number beside the inbox, on whatever page it stands."""

from __future__ import annotations

from linli.base.flow import owed
from linli.base.people.actors import Actor
from linli.faces.desk import kin
from linli.pillars.governance.duties import queries as tasks
from linli.pillars.governance.reports import queries as reports
from linli.pillars.governance.whistles import queries as whistles


def beside_reports(*, actor: Actor) -> int:
    """Count what stands above the reports that wait for somebody: as many as the inbox lists. Three queries at most."""
    held = owed.owed_by(actor=actor, kinds=kin.HELD, others=kin.WITH_OTHERS)
    return whistles.waiting_count(actor=actor) + tasks.waiting_count(actor=actor) + len(held)


def counts(*, actor: Actor) -> dict[str, int]:
    """Count what waits, as the rail shows it on a page that is not the inbox. Four queries at most."""
    found = reports.view_counts(actor=actor, views=("mine", "to_dispatch"))
    return {**found, "mine": found.get("mine", 0) + beside_reports(actor=actor)}
