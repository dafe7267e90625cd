"""What tests of enterprises share: an enterprise of the hamlet, and a need brought to any state of its flow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from linli.base.people.actors import Actor
from linli.pillars.service.enterprises import operations as op
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed
from linli.pillars.service.enterprises.rules.record import Record
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


Call = Callable[[Town, Actor, Enterprise, str, datetime, bool], Any]


def _plain(do: Callable[..., Any], **more: Any) -> Call:
    return lambda town, actor, one, number, at, own: do(actor=actor, number=number, at=at, **more)


def _either(do: Callable[..., Any], **more: Any) -> Call:
    return lambda town, actor, one, number, at, own: do(
        actor=actor, number=number, at=at, enterprise=one if own else None, **more
    )


#: Every verb that a person makes; the last argument says whether the enterprise itself does it.
CALLS: dict[str, Call] = {
    "accept": _plain(op.accept_need),
    "dispatch": lambda town, actor, one, number, at, own: op.dispatch_need(
        actor=actor, number=number, at=at, to=town.heating
    ),
    "send_back": _plain(op.send_need_back, note="不归我们"),
    "rule": lambda town, actor, one, number, at, own: op.rule_need(
        actor=actor, number=number, at=at, to=town.sanitation
    ),
    "settle": _plain(op.settle_need, answer="办好了"),
    "confirm": _either(op.confirm_need),
    "reopen": _either(op.reopen_need, answer="还是不行"),
    "refuse": _plain(op.refuse_need, answer="这件办不了"),
    "withdraw": lambda town, actor, one, number, at, own: op.withdraw_need(
        actor=actor, number=number, at=at, enterprise=one
    ),
    "note": _plain(op.note_need, note="问过了"),
}
OWN = frozenset({"confirm", "reopen", "withdraw"})
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "received": (),
    "accepted": (("clerk", "accept"),),
    "dispatched": (("clerk", "accept"), ("clerk", "dispatch")),
    "answered": (("clerk", "accept"), ("clerk", "settle")),
    "closed": (("clerk", "accept"), ("clerk", "settle"), ("clerk", "confirm")),
    "refused": (("clerk", "refuse"),),
    "withdrawn": (("", "withdraw"),),
}


def bring(town: Town, one: Enterprise, state: str) -> tuple[EnterpriseNeed, datetime]:
    """File a need and bring it to a state; give it with the moment after."""
    from linli.base.people.actors import ANYONE

    need, at = filed(town, one), MONDAY
    for name, verb in PATHS[state]:
        at += HOUR
        actor = town.actor(name) if name else ANYONE
        CALLS[verb](town, actor, one, need.case.number, at, not name)
    need = EnterpriseNeed.objects.select_related("case__holder", "case__area", "case__office").get(pk=need.pk)
    assert need.case.state == state
    return need, at + HOUR
