"""Every verb of a supervised matter as one call, and how to bring one into each state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from linli.base.flow.models import Assignment, Case, Step
from linli.pillars.governance.supervision import operations as op
from linli.pillars.governance.supervision.flow import SUPERVISION
from linli.pillars.governance.supervision.rules import Why
from tests.kinds import Kind, along
from tests.town import MONDAY, Town


def raised(town: Town, at: datetime = MONDAY, who: str = "leader", **fields: Any) -> str:
    given: dict[str, Any] = {
        "actor": town.actor(who, at),
        "at": at,
        "office": town.office,
        "why": Why.LEADER,
        "asked": "把东里的围挡拆了\n三天里拆完，路面恢复。",
    }
    return op.raise_supervision(**{**given, **fields}).case.number


CALLS: dict[str, Callable[..., Any]] = {
    "assign": lambda t, a, n, at, **by: op.assign_supervision(actor=a, number=n, at=at, **by, to=t.sanitation),
    "take_on": lambda t, a, n, at, **by: op.take_supervision_on(actor=a, number=n, at=at, **by),
    "give_back": lambda t, a, n, at, **by: op.give_supervision_back(actor=a, number=n, at=at, **by, note="不归我们"),
    "urge": lambda t, a, n, at, **by: op.urge_supervision(actor=a, number=n, at=at, **by, note="请抓紧"),
    "extend": lambda t, a, n, at, **by: op.extend_supervision(
        actor=a, number=n, at=at, **by, until=at + timedelta(days=30), note="下雨停工"
    ),
    "answer": lambda t, a, n, at, **by: op.answer_supervision(actor=a, number=n, at=at, **by, answer="拆完了"),
    "pass_check": lambda t, a, n, at, **by: op.pass_check_supervision(actor=a, number=n, at=at, **by, note="看过了"),
    "redo": lambda t, a, n, at, **by: op.redo_supervision(actor=a, number=n, at=at, **by, note="路面没恢复"),
    "strike_off": lambda t, a, n, at, **by: op.strike_supervision_off(actor=a, number=n, at=at, **by, answer="销号"),
    "drop": lambda t, a, n, at, **by: op.drop_supervision(actor=a, number=n, at=at, **by, answer="不用拆了"),
    "note": lambda t, a, n, at, **by: op.note_supervision(actor=a, number=n, at=at, **by, note="内部"),
}  # fmt: skip
_TAKEN = (("dispatcher", "assign"), ("sweeper", "take_on"))
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "raised": (),
    "given": _TAKEN[:1],
    "taken": _TAKEN,
    "answered": (*_TAKEN, ("sweeper", "answer")),
    "checked": (*_TAKEN, ("sweeper", "answer"), ("dispatcher", "pass_check")),
    "closed": (*_TAKEN, ("sweeper", "answer"), ("leader", "pass_check"), ("leader", "strike_off")),
    "dropped": (("leader", "drop"),),
}
EVERYBODY = ("worker", "secretary", "dispatcher", "receptionist", "leader", "sweeper", "stoker", "auditor")


def _open(town: Town, at: datetime, data: st.DataObject) -> None:
    raised(
        town,
        at,
        data.draw(st.sampled_from(["leader", "dispatcher"])),
        why=data.draw(st.sampled_from(list(Why))),
    )


def _law(case: Case, shares: list[Assignment], steps: list[Step]) -> None:
    leads = [s for s in shares if s.state in Assignment.LIVE]
    # Whoever has it leads; before it is given and once it is over nobody does.
    assert len(leads) == (case.state in ("given", "taken", "answered", "checked"))
    if case.state in ("given", "taken"):
        assert case.holder_id == leads[0].unit_id
    # Nothing is struck off unchecked.
    if case.state == "closed":
        assert [s.verb for s in steps if s.after != s.before][-2:] == ["pass_check", "strike_off"]


MATTERS = Kind(
    flow=SUPERVISION,
    calls=CALLS,
    everybody=EVERYBODY,
    open=_open,
    bring=along(PATHS, CALLS, raised),
    # Beyond the table: more time is later than there was.
    loose=frozenset({"extend"}),
    tables=("supervision_supervision",),
    law=_law,
)
