"""An application and the number it was drawn for: so that one knows of the other, and figures follow from both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from linli.base.flow.copying import copy_rows
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import policies
from linli.pillars.service.applications.models import Application, WindowVisit
from linli.pillars.service.counters import policies as halls
from linli.pillars.service.counters.models import Ticket


class NotThisVisit(Refusal):
    """The number is not one that somebody here serves, or the application is not theirs: `code`."""


def link_visit(*, actor: Actor, at: datetime, application: Application, ticket: Ticket) -> WindowVisit:
    """Keep that a visit was about an application. Kept twice it stands once. Two statements.

    :raises NotThisVisit: another hall's number, or an application that is not at this window.
    """
    if not actor.is_system and not (
        halls.serves(actor, ticket.hall) and policies.is_front(actor, application)
    ):
        raise NotThisVisit(code=ticket.code)
    made, _new = WindowVisit.objects.get_or_create(
        application=application, ticket=ticket, defaults={"at": at}
    )
    return made


def keep_visits(*, pairs: Sequence[tuple[Application, Ticket, datetime]]) -> int:
    """Keep many links at once by COPY, as a story tells them."""
    copy_rows([WindowVisit(application=one, ticket=ticket, at=at) for one, ticket, at in pairs])
    return len(pairs)
