"""Visits of the hamlet's hall, rated; and every verb of a bad rating in short."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from linli.base.people.actors import ANYONE, SYSTEM
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.ratings import operations as op
from linli.pillars.service.ratings.flow import RATING
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.ratings.rules import Given
from tests.kinds import Call, Kind, Way, along
from tests.pillars.service.counters.hamlet import NOW, open_small_hall
from tests.town import Town

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def visit(town: Town, at: datetime = NOW, *, clerk: str = "receptionist") -> Ticket:
    """Somebody draws a number, is called by the receptionist and served."""
    small = open_small_hall(town.office)
    window = small.windows[1]
    actor = town.actor(clerk)
    counters.sit_down(actor=actor, at=at, window=window)
    counters.take_ticket(actor=SYSTEM, at=at, hall=small.hall, kind=small.a)
    by = {"actor": actor, "at": at}
    ticket = counters.call_next(window=window, **by)
    counters.start_ticket(ticket=ticket, **by)
    return counters.finish_ticket(ticket=ticket, outcome="done", **by)


def rate(town: Town, level: int, at: datetime = NOW, **fields: Any) -> Rating:
    """Rate a visit of its own."""
    return op.rate_visit(actor=ANYONE, at=at, ticket=visit(town, at), given=Given(level, **fields))


def first(town: Town, at: datetime) -> str:
    """A visit of that Monday, rated badly then or within the month."""
    ticket = visit(town)
    made = op.rate_visit(actor=ANYONE, at=max(at, NOW), ticket=ticket, given=Given(2))
    assert made.case is not None
    return made.case.number


def _of(number: str) -> Rating:
    return Rating.objects.select_related("case", "ticket", "unit", "office").get(case__number=number)


def _better(t: Town, a: Any, n: str, at: datetime, **by: Any) -> Any:
    """Rate again within minutes, well: the case goes."""
    ticket = _of(n).ticket
    assert ticket is not None
    return op.rate_visit(actor=a, at=at, ticket=ticket, given=Given(5), **by)


CALLS: dict[str, Call] = {
    "call_back": lambda t, a, n, at, **by: op.call_back_rating(
        actor=a, number=n, at=at, **by, note="说等得太久"
    ),
    "remedy": lambda t, a, n, at, **by: op.remedy_rating(
        actor=a, number=n, at=at, **by, answer="加了一个窗口。"
    ),
    "explain": lambda t, a, n, at, **by: op.explain_rating(
        actor=a, number=n, at=at, **by, answer="要本人来办。"
    ),
    "ledger": lambda t, a, n, at, **by: op.ledger_rating(
        actor=a, number=n, at=at, **by, answer="等新机器。", until=at + 30 * DAY
    ),
    "take_up": lambda t, a, n, at, **by: op.take_up_rating(actor=a, number=n, at=at, **by),
    "confirm": lambda t, a, n, at, **by: op.confirm_rating(actor=a, rating=_of(n), at=at, **by, solved=True),
    "confirm_bad": lambda t, a, n, at, **by: op.confirm_rating(
        actor=a, rating=_of(n), at=at, **by, solved=False
    ),
    "appeal_rating": lambda t, a, n, at, **by: op.appeal_rating(
        actor=a, number=n, at=at, **by, note="评错窗口了"
    ),
    "judge_appeal": lambda t, a, n, at, **by: op.judge_appeal(
        actor=a, number=n, at=at, **by, counts=False, answer="说的是另一个大厅。"
    ),
    "withdraw": _better,
    "note": lambda t, a, n, at, **by: op.note_rating(actor=a, number=n, at=at, **by, note="电话没人接"),
}

PATHS: dict[str, Way] = {
    "received": (),
    "contacted": (("receptionist", "call_back"),),
    "ledgered": (("leader", "ledger"),),
    "told": (("receptionist", "remedy"),),
    "closed": (("receptionist", "remedy"), ("", "confirm")),
    "withdrawn": (("", "withdraw"),),
}
OWN = frozenset({"confirm", "confirm_bad", "withdraw"})

KIND = Kind(
    flow=RATING,
    calls=CALLS,
    everybody=(
        "",
        "worker",
        "secretary",
        "clerk",
        "dispatcher",
        "receptionist",
        "leader",
        "sweeper",
        "auditor",
    ),
    open=lambda town, at, _data: first(town, at),
    bring=along(PATHS, CALLS, first),
    reporters_own=OWN,
    skipped=lambda name, said: bool(name) and said in OWN,
    # The judge must be somebody else than who appealed, served or handled it.
    # A slip of the finger is put right within half an hour, not whenever nobody has called back yet.
    tables=("ratings_rating",),
    loose=frozenset({"judge_appeal", "withdraw"}),
)
