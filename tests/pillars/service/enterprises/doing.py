"""What tests of enterprises share: an enterprise of the hamlet, and a need brought to any state of its flow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from linli.base.flow.models import Assignment, Case
from linli.base.people.actors import Actor
from linli.pillars.service.enterprises import operations as op
from linli.pillars.service.enterprises import queries
from linli.pillars.service.enterprises.flow import NEED
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed
from linli.pillars.service.enterprises.rules.record import Record
from tests.kinds import Call, Kind, Way, along
from tests.town import IN_FIRST_GRID, MONDAY, Town

CODE = "91370100MA3TXY1234"
PHONE = "13800007777"
HOUR = timedelta(hours=1)


def code_of(number: int) -> str:
    """Make up a valid code."""
    from stdnum.cn import uscc

    body = f"9137010000000{number:04d}"
    return body + uscc.calc_check_digit(body)


def firm(town: Town, number: int = 1, at: datetime = MONDAY, **fields: Any) -> Enterprise:
    """Write an enterprise of the first grid down."""
    lon, lat = fields.pop("point", IN_FIRST_GRID)
    given: dict[str, Any] = {
        "name": f"柳岸第{number}家包子铺",
        "uscc": code_of(number),
        "trade": "H",
        "lon": lon,
        "lat": lat,
        "contact_name": "周大勇",
        "contact_phone": PHONE,
    }
    actor = town.actor(fields.pop("by", "dispatcher"))
    return op.keep_enterprise(actor=actor, at=at, record=Record(**{**given, **fields}))


def filed(town: Town, one: Enterprise, **fields: Any) -> EnterpriseNeed:
    """File a need of an enterprise."""
    given: dict[str, Any] = {
        "what": "permit",
        "text": "想问办证要多久",
        "at": MONDAY,
        "actor": town.actor("clerk"),
    }
    return op.file_need(enterprise=one, **{**given, **fields})


def _either(do: Call, **more: Any) -> Call:
    """The enterprise itself, if nobody of the street does it."""

    def call(_town: Town, actor: Actor, number: str, at: datetime, **by: Any) -> object:
        own = None if actor.account_id else Enterprise.objects.get(needs__case__number=number)
        return do(actor=actor, number=number, at=at, **by, enterprise=own, **more)

    return call


CALLS: dict[str, Call] = {
    "accept": lambda t, a, n, at, **by: op.accept_need(actor=a, number=n, at=at, **by),
    "dispatch": lambda t, a, n, at, **by: op.dispatch_need(actor=a, number=n, at=at, **by, to=t.heating),
    "send_back": lambda t, a, n, at, **by: op.send_need_back(actor=a, number=n, at=at, **by, note="不归我们"),
    "rule": lambda t, a, n, at, **by: op.rule_need(actor=a, number=n, at=at, **by, to=t.sanitation),
    "settle": lambda t, a, n, at, **by: op.settle_need(actor=a, number=n, at=at, **by, answer="办好了"),
    "confirm": _either(op.confirm_need),
    "reopen": _either(op.reopen_need, answer="还是不行"),
    "refuse": lambda t, a, n, at, **by: op.refuse_need(actor=a, number=n, at=at, **by, answer="这件办不了"),
    "withdraw": _either(op.withdraw_need),
    "note": lambda t, a, n, at, **by: op.note_need(actor=a, number=n, at=at, **by, note="问过了"),
}
OWN = frozenset({"confirm", "reopen", "withdraw"})
PATHS: dict[str, Way] = {
    "received": (),
    "accepted": (("clerk", "accept"),),
    "dispatched": (("clerk", "accept"), ("clerk", "dispatch")),
    "answered": (("clerk", "accept"), ("clerk", "settle")),
    "closed": (("clerk", "accept"), ("clerk", "settle"), ("clerk", "confirm")),
    "refused": (("clerk", "refuse"),),
    "withdrawn": (("", "withdraw"),),
}


def first(town: Town, at: datetime) -> str:
    """File a need of the one enterprise of the hamlet."""
    return filed(town, Enterprise.objects.first() or firm(town, at=at), at=at).case.number


def _open(town: Town, at: datetime, data: Any) -> None:
    what = data.draw(st.sampled_from(["permit", "supply", "other"]))
    filed(town, Enterprise.objects.first() or firm(town, at=at), at=at, what=what)


def _offered(actor: Actor, case: Case, shares: list[Assignment], at: datetime, as_reporter: bool) -> set[str]:
    need = EnterpriseNeed.objects.select_related("case").get(case=case)
    need.case = case
    return {move.verb for move in queries.moves_open(actor, need, by_link=as_reporter)}


NEEDS = Kind(
    flow=NEED,
    calls=CALLS,
    everybody=(
        "", "worker", "worker3", "secretary", "clerk", "dispatcher", "receptionist", "leader", "stoker", "sweeper",
        "sysadmin",
    ),
    open=_open,
    bring=along(PATHS, CALLS, first),
    offered=_offered,
    reporters_own=OWN,
    skipped=lambda name, said: bool(name) and said == "withdraw",  # no page of staff has it
    tables=("enterprises_enterpriseneed",),
)  # fmt: skip


def bring(town: Town, one: Enterprise, state: str) -> tuple[EnterpriseNeed, datetime]:
    """File a need and bring it to a state; give it with the moment after."""
    number, at = along(PATHS, CALLS, lambda t, at: filed(t, one, at=at).case.number)(town, state)
    need = EnterpriseNeed.objects.select_related("case__holder", "case__area", "case__office")
    return need.get(case__number=number), at
