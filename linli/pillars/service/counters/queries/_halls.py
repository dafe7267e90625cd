"""Reads of the hall: who waits, who is called where, how long it takes. No personal data is in any of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.people.vault import check_token
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.catalog import queries as catalog
from linli.pillars.service.catalog.queries import Offered
from linli.pillars.service.counters import policies, rules
from linli.pillars.service.counters.models import Hall, ServiceKind, Ticket, TicketMove, Window
from linli.pillars.service.counters.rules import Desk, Span, State, Waiting

PAST = timedelta(days=30)
MOST_PAST = 400
LEAST_LIKENESS = 0.3
"""Below this, what was said and a name have a pair of characters in common by chance (LOCAL)."""


class NoSuchHall(Refusal):
    """Absent or out of reach: both look the same."""


class NoSuchTicket(Refusal):
    """Absent, or the secret is another's."""


def halls_of(*, actor: Actor) -> list[Hall]:
    """List the halls an actor may see. One query."""
    return list(Hall.objects.filter(policies.reachable(actor), is_active=True).select_related("unit"))


def open_halls() -> list[Hall]:
    """List the halls residents may come to. One query."""
    return list(Hall.objects.filter(is_active=True).select_related("unit"))


def get_hall(*, actor: Actor, pk: int) -> Hall:
    """Give a hall the actor may see. One query.

    :raises NoSuchHall: absent or out of reach.
    """
    found = Hall.objects.filter(policies.reachable(actor), pk=pk).select_related("unit").first()
    if found is None:
        raise NoSuchHall
    return found


def public_hall(*, pk: int) -> Hall:
    """Give a hall that is in use, for its public pages. One query.

    :raises NoSuchHall: there is none.
    """
    found = Hall.objects.filter(pk=pk, is_active=True).select_related("unit").first()
    if found is None:
        raise NoSuchHall
    return found


def get_ticket(*, actor: Actor, pk: int) -> Ticket:
    """Give a ticket of a hall the actor may see. One query.

    :raises NoSuchTicket: absent or out of reach.
    """
    rows = Ticket.objects.filter(policies.reachable(actor, "hall__"), pk=pk)
    found = rows.select_related("hall__unit", "kind", "window__clerk").first()
    if found is None:
        raise NoSuchTicket
    return found


def ticket_by_link(*, pk: int, token: str) -> Ticket:
    """Give a ticket to whoever holds its link. One query.

    :raises NoSuchTicket: absent, or the secret is another's.
    """
    found = Ticket.objects.filter(pk=pk).select_related("hall__unit", "kind", "window").first()
    if found is None or not check_token(token, "ticket", pk):
        raise NoSuchTicket
    return found


def ticket_by_code(*, hall: Hall, code: str, day: date) -> Ticket | None:
    """Find a ticket of a day by its number, however it is typed: a12, A012. One query."""
    typed = code.strip().upper()
    if not typed[:1].isalpha() or not typed[1:].isdigit() or len(typed) > 6:
        return None
    rows = Ticket.objects.filter(hall=hall, day=day, letter=typed[0], number=int(typed[1:]))
    return rows.select_related("kind", "window").first()


def line_of(*, hall_id: int, day: date) -> list[Waiting]:
    """Give who waits, as the rules see them. One query."""
    rows = Ticket.objects.filter(hall=hall_id, day=day, state=State.WAITING.value)
    return [
        Waiting(pk, kind, place, number, window)
        for pk, kind, place, number, window in rows.values_list("pk", "kind", "place_at", "number", "window")
    ]


def kinds_of(hall: Hall) -> list[ServiceKind]:
    """List what people come to a hall for. One query."""
    return list(hall.kinds.filter(is_active=True))


def office_of(hall: Hall) -> Unit:
    """Give the office whose calendar and guide a hall goes by. One query, none for the office's own hall."""
    if hall.unit.kind == UnitKind.SUBDISTRICT:
        return hall.unit
    return orgs.office_of(orgs.line_up(hall.unit)) or hall.unit


@dataclass(frozen=True, slots=True)
class Matter:
    """Something somebody may come for: the line it waits in, and the item of the guide, if it is one."""

    kind: ServiceKind
    offered: Offered | None = None

    @property
    def code(self) -> str:
        """The code of the item; empty for a kind as such."""
        return self.offered.code if self.offered else ""


def matter_of(*, hall: Hall, kinds: Sequence[ServiceKind], kind: int, code: str = "") -> Matter | None:
    """Give the matter chosen: a kind of the hall and, where a code is given, the item in force. No query."""
    found = next((one for one in kinds if one.pk == kind), None)
    if found is None:
        return None
    item = next((one for one in catalog.offered(office_of(hall)) if one.code == code), None) if code else None
    return Matter(found, item)


def find_matters(*, hall: Hall, kinds: Sequence[ServiceKind], words: str, most: int = 6) -> list[Matter]:
    """Find what somebody may mean, the likeliest first: items of the guide that the hall does, and kinds. No query."""
    by_group = {group: kind for kind in reversed(kinds) for group in kind.groups}
    said = "".join(words.split()).lower()
    if not said:
        return [Matter(kind) for kind in kinds][:most]
    scored: list[tuple[float, int, Matter]] = []
    for place, one in enumerate(catalog.offered(office_of(hall))):
        kind = by_group.get(one.item.group)
        if kind is None:
            continue
        names = (one.item.name.zh, one.item.name.en, *one.item.said)
        score = max((_likeness(said, name.lower()) for name in names if name), default=0.0)
        if score >= LEAST_LIKENESS:
            scored.append((-score, place, Matter(kind, one)))
    scored.sort(key=lambda row: row[:2])
    items = [matter for *_, matter in scored]
    rest = [Matter(kind) for kind in find_kinds(kinds, words)]
    # A letter alone is a kind; words are first an item.
    return (rest + items if len(said) == 1 else items + rest)[:most]


def find_kinds(kinds: Iterable[ServiceKind], words: str) -> list[ServiceKind]:
    """Order the kinds by how well they fit what somebody says; those that do not fit are left out. No query."""
    said = "".join(words.split()).lower()
    if not said:
        return list(kinds)
    scored = []
    for kind in kinds:
        names = (kind.name, kind.name_en, *kind.words)
        score = max((_likeness(said, name.lower()) for name in names if name), default=0.0)
        if said == kind.letter.lower():
            score = 2.0
        if score >= LEAST_LIKENESS:
            scored.append((-score, kind.order, kind.pk, kind))
    return [kind for *_, kind in sorted(scored, key=lambda row: row[:3])]


def _likeness(said: str, name: str) -> float:
    """Say how much of a name is in what was said: the whole, or pairs of its characters."""
    if name in said or said in name:
        return 1.0
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return sum(pair in said for pair in pairs) / len(pairs) * 0.9 if pairs else 0.0


# ---------------------------------------------------------------- the hall as it is now


@dataclass(frozen=True, slots=True)
class Place:
    """A window now: who sits there (for staff), whom it has, how many wait whom it can serve."""

    window: Window
    ticket: Ticket | None
    waits: int
    kinds: tuple[ServiceKind, ...]

    @property
    def is_staffed(self) -> bool:
        """Say whether somebody sits there."""
        return self.window.clerk_id is not None


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody in line, with the range of what is still to wait; None where no open window can serve them."""

    ticket: Ticket
    wait: Span | None
    waited: timedelta
    ahead: int


@dataclass(frozen=True)
class Now:
    """A hall at one moment."""

    hall: Hall
    at: datetime
    version: str
    places: tuple[Place, ...]
    line: tuple[Line, ...]
    passed: tuple[Ticket, ...]
    kinds: tuple[ServiceKind, ...]
    spans: dict[int, Span] = field(default_factory=dict)

    @property
    def staffed(self) -> int:
        """Count the windows that are open."""
        return sum(place.is_staffed for place in self.places)

    @property
    def longest(self) -> timedelta:
        """Give how long the one who waits longest has waited."""
        return max((one.waited for one in self.line), default=timedelta())

    def line_for(self, place: Place) -> tuple[Line, ...]:
        """Give those in line whom a window can serve, in order."""
        ids = {kind.pk for kind in place.kinds}
        return tuple(
            one
            for one in self.line
            if one.ticket.kind_id in ids and one.ticket.window_id in (None, place.window.pk)
        )

    def wait_for(self, kind: ServiceKind) -> Span | None:
        """Give how long somebody would wait who drew a number of a kind now; None when no open window can."""
        newcomer = Waiting(0, kind.pk, self.at, 0)
        return rules.wait_of(newcomer, _waiting(self.line), _desks(self.places, self.at), self.spans)


def version_of(*, hall: Hall, at: datetime) -> str:
    """Give a word that changes whenever anything on a hall's pages does; pages ask for it every few seconds. Two queries."""
    day = clock.local(at).date()
    last = TicketMove.objects.filter(ticket__hall=hall, ticket__day=day).aggregate(n=Max("id"))["n"] or 0
    seats = ".".join(
        str(clerk or 0)
        for clerk in Window.objects.filter(hall=hall, is_active=True).values_list("clerk", flat=True)
    )
    # Waiting times grow while nothing happens: every minute is another version.
    return f"{day:%d}-{last}-{seats}-{int(at.timestamp() // 60)}"


def now(*, hall: Hall, at: datetime) -> Now:
    """Give a hall as it is. Eight queries, whatever its history."""
    day = clock.local(at).date()
    version = version_of(hall=hall, at=at)
    kinds = tuple(kinds_of(hall))
    windows = list(
        Window.objects.filter(hall=hall, is_active=True).select_related("clerk").prefetch_related("kinds")
    )
    live = list(
        Ticket.objects.filter(hall=hall, day=day)
        .exclude(state__in=sorted(rules.LAST))
        .select_related("kind", "window")
    )
    waiting = [one for one in live if one.state == State.WAITING]
    at_window = {one.window_id: one for one in live if one.state in rules.AT_WINDOW}
    places = []
    for window in windows:
        skills = tuple(kind for kind in window.kinds.all() if kind.is_active)
        ids = {kind.pk for kind in skills}
        waits = sum(one.kind_id in ids and one.window_id in (None, window.pk) for one in waiting)
        places.append(Place(window, at_window.get(window.pk), waits, skills))
    spans = spans_of(kinds, at)
    desks = _desks(places, at)
    line = {one.pk: Waiting(one.pk, one.kind_id, one.place_at, one.number, one.window_id) for one in waiting}
    by_id = {one.pk: one for one in waiting}
    ordered = rules.in_order(line.values())
    rows = [
        Line(
            by_id[one.id], rules.wait_of(one, line.values(), desks, spans), at - by_id[one.id].taken_at, ahead
        )
        for ahead, one in enumerate(ordered)
    ]
    passed = tuple(one for one in live if one.state == State.PASSED)
    return Now(hall, at, version, tuple(places), tuple(rows), passed, kinds, spans)


def _waiting(line: Iterable[Line]) -> list[Waiting]:
    return [
        Waiting(
            one.ticket.pk, one.ticket.kind_id, one.ticket.place_at, one.ticket.number, one.ticket.window_id
        )
        for one in line
    ]


def _desks(places: Sequence[Place], at: datetime) -> list[Desk]:
    found = []
    for place in places:
        if not place.is_staffed:
            continue
        held = place.ticket
        since = (held.started_at or held.called_at or at) if held else at
        found.append(
            Desk(
                place.window.pk,
                frozenset(kind.pk for kind in place.kinds),
                held.kind_id if held else None,
                at - since,
            )
        )
    return found


def spans_of(kinds: Sequence[ServiceKind], at: datetime) -> dict[int, Span]:
    """Give how long each kind takes, from the visits of the last thirty days. One query."""
    past: dict[int, list[timedelta]] = {kind.pk: [] for kind in kinds}
    rows = (
        Ticket.objects.filter(
            kind__in=[kind.pk for kind in kinds],
            state=State.FINISHED.value,
            started_at__isnull=False,
            ended_at__gt=at - PAST,
            ended_at__lte=at,
        )
        .order_by("-ended_at")
        .values_list("kind", "started_at", "ended_at")[:MOST_PAST]
    )
    for kind, began, ended in rows:
        if began and ended:
            past[kind].append(ended - began)
    return {kind.pk: rules.usual_span(past[kind.pk], timedelta(minutes=kind.usual_minutes)) for kind in kinds}


def ticket_wait(*, ticket: Ticket, at: datetime) -> tuple[Span | None, int]:
    """Give how long a ticket still waits, as a range, and how many are before it whom its windows serve. Eight queries."""
    shown = now(hall=ticket.hall, at=at)
    mine = next((one for one in shown.line if one.ticket.pk == ticket.pk), None)
    if mine is None:
        return None, 0
    can = {place.window.pk: {kind.pk for kind in place.kinds} for place in shown.places if place.is_staffed}
    mine_at = {pk for pk, kinds in can.items() if ticket.kind_id in kinds}
    shared = set().union(*(can[pk] for pk in mine_at)) if mine_at else {ticket.kind_id}
    ahead = sum(one.ahead < mine.ahead and one.ticket.kind_id in shared for one in shown.line)
    return mine.wait, ahead


@dataclass(frozen=True, slots=True)
class Called:
    """A number on the calling screen: which, where, and a sign that changes when it is called again."""

    code: str
    window: int
    window_name: str
    is_called: bool
    sign: str


def called_now(*, hall: Hall, at: datetime) -> tuple[Called, ...]:
    """Give who is called where, the newest first. One query."""
    rows = (
        Ticket.objects.filter(
            Q(state=State.CALLED.value) | Q(state=State.SERVING.value),
            hall=hall,
            day=clock.local(at).date(),
        )
        .select_related("window")
        .order_by("-called_at")
    )
    return tuple(
        Called(
            one.code,
            one.window.number,
            one.window.name,
            one.state == State.CALLED,
            f"{one.pk}.{one.calls_count}",
        )
        for one in rows
        if one.window is not None
    )
