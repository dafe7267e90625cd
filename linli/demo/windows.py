"""What people who came to the hall applied for: taken in at the window, many finished at once, the rest decided in the
days after. Each application stands beside the number it was drawn for, so figures of the hall follow from both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from linli.base.orgs.models import Unit
from linli.demo import cast
from linli.demo.applying import turn_clock
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.demo.matters import Catalogue
from linli.kernel.clock import SHANGHAI
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.rules import (
    Applicant,
    Channel,
    Delivery,
    GivenPaper,
    Outcome,
    PaperState,
    checklist,
)
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules.item import ResultKind
from linli.pillars.service.counters.models import Ticket

# Of a hundred visits that bring something in so many are followed as applications: the small stories tell a few.
FOLLOWED = {"tiny": 30, "small": 5, "subdistrict": 100}
WINDOW, BOSS = "hejing", "fangzhuren"
# An afternoon of a specialist: what came in on earlier days is looked at and decided (LOCAL).
BEHIND = time(16, 20)


@dataclass(frozen=True, slots=True)
class Taken:
    """A moment at the window, or behind it."""

    at: datetime
    name: str
    do: Callable[[Company, datetime], Sequence[Filing]]


def of_day(
    street: Unit, known: Catalogue, day: date, scale: str, seed: int, until: datetime
) -> Iterator[Taken]:
    """Yield what is taken in on a day whose visits are told, and what is decided behind the windows. One query."""
    rows = Ticket.objects.filter(hall__unit=street, day=day, state="finished").exclude(matter="")
    items = known.items
    for ticket in rows.filter(outcome__in=("done", "accepted"), ended_at__lt=until).order_by("pk"):
        rng = Random(f"window:{seed}:{ticket.day}:{ticket.code}")
        if rng.randrange(100) >= FOLLOWED[scale] or ticket.started_at is None or ticket.ended_at is None:
            continue
        visit = _Visit(ticket, items[ticket.matter], rng)
        spent = ticket.ended_at - ticket.started_at
        yield Taken(ticket.started_at + spent * 0.4, f"window-{ticket.code}", visit.take_in)
        yield Taken(ticket.ended_at - spent * 0.1, f"window-{ticket.code}-end", visit.end)
    behind = datetime.combine(day, BEHIND, SHANGHAI)
    if day.weekday() < 5 and behind < until:
        yield Taken(behind, "behind", lambda company, at: _behind(company, day, at))


@dataclass(slots=True)
class _Visit:
    """Somebody at the window with their papers."""

    ticket: Ticket
    item: ServiceItem
    rng: Random
    made: Application | None = None

    def take_in(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Take it in for the number, every paper seen."""
        name, phone = cast.stranger(self.rng)
        blank = checklist([self.item.item], {"who": "self"})
        self.made = op.submit_application(
            actor=company.actor(WINDOW),
            at=at,
            office=company.unit("street"),
            item=self.item,
            channel=Channel.WINDOW,
            situation={"who": "self"},
            applicant=Applicant(name, phone),
            papers={
                b.code: GivenPaper(copies=1, original_seen=True)
                for b in blank
                if b.state is not PaperState.SHARED
            },
        ).application
        op.link_visit(actor=company.actor(WINDOW), at=at, application=self.made, ticket=self.ticket)
        return ()

    def end(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Finish it on the spot if it is such an item, or give the receipt of acceptance."""
        if self.made is not None:
            by: dict[str, Any] = {"actor": company.actor(WINDOW), "number": self.made.case.number, "at": at}
            if self.item.item.is_instant:
                op.finish_application(answer="当场办好了。", **by)
            else:
                op.accept_application(**by)
        return ()


def _behind(company: Company, day: date, at: datetime) -> Sequence[Filing]:
    """Do the next thing about what the windows took in on earlier days: looked at, decided, made, handed over."""
    came = datetime.combine(day, time(), SHANGHAI)
    rows = Application.objects.filter(visits__isnull=False, case__is_open=True, case__filed_at__lt=came)
    clerk, boss = company.actor(WINDOW), company.actor(BOSS)
    for turn, one in enumerate(rows.select_related("case", "item").distinct().order_by("pk")):
        rng = Random(f"behind:{one.case.number}:{day}")
        then, number = at + timedelta(seconds=70 * turn), one.case.number
        if one.case.state == "accepted" and rng.random() < 0.6:
            op.review_application(
                actor=clerk, number=number, at=then, proposal=Outcome.APPROVED, note="材料齐全，符合条件。"
            )
        elif one.case.state == "reviewed":
            op.approve_application(actor=boss, number=number, at=then, answer="准予办理。")
        elif one.case.state == "approved" and one.item.item.result.kind is not ResultKind.NONE:
            op.certify_application(actor=clerk, number=number, at=then)
        elif one.case.state in ("approved", "certified"):
            way = Delivery.POST if one.case.state == "certified" else Delivery.ONLINE
            op.deliver_application(actor=clerk, number=number, at=then, way=way, receiver=one.name)
    turn_clock(at + timedelta(hours=1))
    return ()
