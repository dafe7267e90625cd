"""An application in each place of the twin offices, as a window took it in and handed it to a department."""

from __future__ import annotations

from typing import Any

from linli.base.files.operations import keep_file
from linli.base.orgs.models import Unit
from linli.base.people.actors import ANYONE
from linli.pillars.service.applications import operations as applications
from linli.pillars.service.applications import rules
from linli.pillars.service.catalog.models import ServiceItem
from tests.base.files import samples
from tests.town import MONDAY


def apply_at_window(twin: Any, place: str, clerk: str, office: Unit, area: Unit, lead: Unit) -> None:
    """An application with a scan, accepted and handed to a department."""
    actor, things = twin.town.actor(clerk), twin.things[place]
    scan = keep_file(actor=ANYONE, data=samples.photo(size=(64, 40)), name="", at=MONDAY)
    item = ServiceItem.objects.select_related("office").get(office=office, code="R01", ended_at=None)
    blank = rules.checklist([item.item], {})
    made = applications.submit_application(
        actor=actor,
        at=MONDAY,
        office=office,
        area=area,
        item=item,
        channel=rules.Channel.WINDOW,
        applicant=rules.Applicant("李桂兰", "13800001234"),
        papers={p.code: rules.GivenPaper(files=[scan] if i == 0 else []) for i, p in enumerate(blank)},
    )
    given: dict[str, Any] = {"actor": actor, "number": made.number, "at": MONDAY}
    applications.accept_application(**given)
    applications.dispatch_application(lead=lead, **given)
    things.application, things.application_file = made.number, scan.pk
    things.application_paper = made.application.documents.get(kind="handover").number
    things.application_token = made.token
