"""The figures of the economy and of key projects once more, row by row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linli.kernel import clock
from linli.pillars.governance.economy.models import (
    EconomicValue,
    KeyProject,
    Milestone,
    ProjectProblem,
    Spending,
)
from tests.insight.counting import Brute, been, every, share


def _latest(what: str, at: datetime) -> list[Any]:
    newest: dict[int, Any] = {}
    for one in every(EconomicValue, "target"):
        is_told = one.target.what == what and one.replaced_at is None and been(one.reported_at, at)
        if is_told and one.target.year == clock.local(at).year:
            held = newest.get(one.target_id)
            newest[one.target_id] = one if held is None or one.until_month > held.until_month else held
    return list(newest.values())


def _economy() -> dict[str, Brute]:
    def reached(what: str) -> Brute:
        return lambda at: sum(one.amount_wan for one in _latest(what, at))

    def share(what: str) -> Brute:
        return lambda at: (
            sum(one.amount_wan for one in _latest(what, at)),
            sum(one.target.amount_wan for one in _latest(what, at)),
        )

    kinds = ("revenue", "investment", "attracted", "retail")
    return {what: reached(what) for what in kinds} | {f"{what}_reached": share(what) for what in kinds}


ECONOMY: dict[str, Brute] = {
    **_economy(),
    "key_projects": lambda at: sum(p.ended_on is None and been(p.opened_at, at) for p in every(KeyProject)),
    "key_projects_total": lambda at: sum(p.total_wan for p in every(KeyProject) if been(p.opened_at, at)),
    "key_projects_spent": lambda at: sum(
        one.amount_wan for one in every(Spending) if one.replaced_at is None and been(one.reported_at, at)
    ),
    "milestones_reached": lambda at: share(
        (one for one in every(Milestone) if one.due_on <= clock.local(at).date()),
        lambda m: m.done_on is not None,
    ),
    "project_problems": lambda at: sum(been(one.case.filed_at, at) for one in every(ProjectProblem, "case")),
}
