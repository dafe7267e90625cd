"""Every verb of a request about one's own data as one call, and how to bring one into each state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from linli.base.people import operations as people
from linli.base.people import queries as people_queries
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.pillars.service.rights import operations as op
from linli.pillars.service.rights.flow import RIGHTS
from linli.pillars.service.rights.models import RightsRequest
from tests.kinds import Call, Kind, Way, along
from tests.town import Town


def resident(phone: str, at: datetime) -> Account:
    """Log somebody in by phone and code; the first time makes their account."""
    code = people.ask_code(phone=phone, address="x", at=at).code
    return people.enter_code(phone=phone, code=code, address="x", language="zh-hans", at=at)


def _ask(at: datetime, what: str) -> str:
    """Let a new resident ask: the same request is open only once for one."""
    me = resident(f"138{Account.objects.count():08d}", at)
    asked = op.file_request(actor=people_queries.actor_for(me, at), at=at, what=what, words="称呼写错了")
    return asked.case.number


def first(_town: Town, at: datetime) -> str:
    return _ask(at, "correct")


def _open(_town: Town, at: datetime, data: Any) -> None:
    # To see it is answered in the same moment, and is a case that has ended.
    _ask(at, data.draw(st.sampled_from(["correct", "delete", "view"])))


def _withdraw(_town: Town, actor: Actor, number: str, at: datetime, **by: Any) -> object:
    """Nobody logged in stands for whoever asked; staff try it as themselves."""
    if actor.account_id is None:
        asker = RightsRequest.objects.select_related("account").get(case__number=number).account
        actor = people_queries.actor_for(asker, at)
    return op.withdraw_request(actor=actor, number=number, at=at, **by)


CALLS: dict[str, Call] = {
    "accept": lambda t, a, n, at, **by: op.accept_request(actor=a, number=n, at=at, **by),
    "carry_out": lambda t, a, n, at, **by: op.carry_out_request(
        actor=a, number=n, at=at, **by, answer="改好了"
    ),
    "refuse": lambda t, a, n, at, **by: op.refuse_request(actor=a, number=n, at=at, **by, answer="还在办"),
    "withdraw": _withdraw,
    "note": lambda t, a, n, at, **by: op.note_request(actor=a, number=n, at=at, **by, note="核对过身份"),
}
PATHS: dict[str, Way] = {
    "received": (),
    "accepted": (("dispatcher", "accept"),),
    "closed": (("dispatcher", "carry_out"),),
    "refused": (("leader", "refuse"),),
    "withdrawn": (("", "withdraw"),),
}
REQUESTS = Kind(
    flow=RIGHTS,
    calls=CALLS,
    everybody=("", "worker", "secretary", "dispatcher", "receptionist", "leader", "sweeper", "sysadmin", "auditor"),
    open=_open,
    bring=along(PATHS, CALLS, first),
    reporters_own=frozenset({"withdraw"}),
    tables=("rights_rightsrequest", "people_deletion"),
)  # fmt: skip
