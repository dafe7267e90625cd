"""Who takes part in a run: residents without an account, and staff of some offices who are logged in already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.models import Account, Post
from linli.base.places.models import GridShape


@dataclass
class Office:
    """An office in a run: the sessions of its centre and of the units it dispatches to, and points on its ground."""

    unit_id: int
    centre: str
    handlers: dict[int, str] = field(default_factory=dict)
    points: list[tuple[float, float]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def two_handlers(self, rng: Random) -> tuple[int, int]:
        lead, assist = rng.sample(sorted(self.handlers), 2)
        return lead, assist


def gather(most: int, at: datetime) -> list[Office]:
    """Gather some offices that have a centre and at least two handling units. Five queries an office."""
    found = []
    for unit in Unit.objects.filter(kind=UnitKind.SUBDISTRICT, is_active=True).order_by("pk"):
        posts = list(
            Post.objects.filter(unit__path__startswith=unit.path)
            .filter(Q(unit=unit, role=Role.DISPATCHER) | Q(role__in=[Role.SECTION_STAFF, Role.HANDLER]))
            .select_related("account")
            .order_by("pk")
        )
        centre = next((p for p in posts if p.role == Role.DISPATCHER), None)
        handlers = {p.unit_id: p for p in posts if p.role != Role.DISPATCHER}
        numbers = list(_numbers(unit))
        if centre is None or len(handlers) < 2 or not numbers:
            continue
        office = Office(
            unit.pk,
            open_session(centre.account, at),
            {i: open_session(p.account, at) for i, p in handlers.items()},
        )
        office.points = _points(unit)
        office.numbers = numbers
        found.append(office)
        if len(found) == most:
            break
    return found


def open_session(account: Account, at: datetime) -> str:
    """Open a session for somebody, as logging in would."""
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def close(offices: Sequence[Office]) -> None:
    """End the sessions that `gather` opened."""
    for office in offices:
        end_sessions((office.centre, *office.handlers.values()))


def end_sessions(keys: Iterable[str]) -> None:
    """End sessions that were opened to measure."""
    for key in keys:
        SessionStore(session_key=key).delete()


def _points(unit: Unit) -> list[tuple[float, float]]:
    shapes = GridShape.objects.filter(grid__unit__path__startswith=unit.path, valid_until=None)
    rings = [
        shape["coordinates"][0]
        for shape in shapes.values_list("shape", flat=True)
        if shape["type"] == "Polygon"
    ]
    return [
        (sum(x for x, _ in ring[:-1]) / (len(ring) - 1), sum(y for _, y in ring[:-1]) / (len(ring) - 1))
        for ring in rings
    ]


def _numbers(unit: Unit) -> Iterator[str]:
    """Give cases to look at: what is open, and the newest of the rest."""
    cases = Case.objects.filter(office=unit).order_by("-is_open", "-filed_at")
    return cases.values_list("number", flat=True)[:200].iterator()
