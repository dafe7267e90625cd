"""A campaign of the hamlet with doors on its list, and every verb of what a morning decides as one call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from linli.base.flow.models import Assignment, Case, Step
from linli.kernel import clock
from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns.flow import DECISION
from linli.pillars.governance.campaigns.models import Campaign, Target
from linli.pillars.governance.campaigns.rules import CampaignKind, Source
from tests.kinds import Kind, along
from tests.town import MONDAY, Town

STEPS = "告知，2天\n签协议，3天\n搬走，5天，要照片"
FORM = "面积：数字\n去哪里：新市场/不做了"


def campaign(town: Town, at: datetime = MONDAY, who: str = "leader", **fields: Any) -> Campaign:
    given: dict[str, Any] = {
        "actor": town.actor(who, at),
        "at": at,
        "unit": town.office,
        "office": town.office,
        "kind": CampaignKind.ACTION,
        "name": "老街商户搬迁",
        "basis": "街办二号文",
        "from_date": date(2026, 1, 1),
        "until_date": date(2026, 12, 31),
        "steps": STEPS,
        "form": FORM,
        "parties": [town.sanitation],
    }
    return op.open_campaign(**{**given, **fields})


def doors(
    town: Town, one: Campaign, number: int = 3, at: datetime = MONDAY, who: str = "leader"
) -> list[Target]:
    grounds = [grid.pk for grid in town.grids]
    rows = [Source(f"{n} 号摊", f"老街 {n} 号", grounds[n % len(grounds)]) for n in range(1, number + 1)]
    op.list_targets(actor=town.actor(who, at), at=at, campaign=one, rows=rows)
    return list(Target.objects.filter(campaign=one).order_by("order"))


def decided(town: Town, at: datetime = MONDAY, who: str = "leader", **fields: Any) -> str:
    one = fields.pop("campaign", None) or Campaign.objects.first() or campaign(town)
    given: dict[str, Any] = {
        "what": "把水电停到三号摊",
        "to": town.sanitation,
        "until": clock.local(at).date(),
    }
    return op.decide(actor=town.actor(who, at), at=at, campaign=one, **{**given, **fields}).case.number


CALLS: dict[str, Callable[..., Any]] = {
    "answer": lambda t, a, n, at, **by: op.answer_decision(actor=a, number=n, at=at, **by, answer="办了"),
    "confirm": lambda t, a, n, at, **by: op.confirm_decision(actor=a, number=n, at=at, **by),
    "redo": lambda t, a, n, at, **by: op.redo_decision(actor=a, number=n, at=at, **by, note="还没办"),
    "drop": lambda t, a, n, at, **by: op.drop_decision(actor=a, number=n, at=at, **by, answer="不用了"),
    "note": lambda t, a, n, at, **by: op.note_decision(actor=a, number=n, at=at, **by, note="内部"),
}
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "given": (),
    "answered": (("sweeper", "answer"),),
    "done": (("sweeper", "answer"), ("dispatcher", "confirm")),
    "dropped": (("leader", "drop"),),
}
EVERYBODY = ("worker", "secretary", "dispatcher", "receptionist", "leader", "sweeper", "stoker", "auditor")


def _open(town: Town, at: datetime, data: st.DataObject) -> None:
    decided(town, at, data.draw(st.sampled_from(["leader", "dispatcher"])))


def _law(case: Case, shares: list[Assignment], steps: list[Step]) -> None:
    leads = [s for s in shares if s.part == Assignment.Part.LEAD and s.state in Assignment.LIVE]
    assert len(leads) == (case.state in ("given", "answered"))
    if case.state == "given":
        assert case.holder_id == leads[0].unit_id
    if case.state == "done":
        assert [s.verb for s in steps if s.after != s.before][-2:] == ["answer", "confirm"]


DECISIONS = Kind(
    flow=DECISION,
    calls=CALLS,
    everybody=EVERYBODY,
    open=_open,
    bring=along(PATHS, CALLS, decided),
    tables=("campaigns_decision", "campaigns_morning"),
    law=_law,
)
