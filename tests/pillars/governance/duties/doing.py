"""Every verb of a task as one call, how to bring a task into each state, and a small list of duties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from linli.base.flow.models import Assignment, Case, Step
from linli.base.orgs.models import Unit
from linli.pillars.governance.duties import operations as op
from linli.pillars.governance.duties.flow import TASK
from linli.pillars.governance.duties.models import Duty, DutyList
from linli.pillars.governance.duties.operations import SheetRow
from linli.pillars.governance.duties.rules import DutyKind, Line
from tests.kinds import Kind, along
from tests.town import MONDAY, Town

LINES = (
    Line(DutyKind.BASIC, "1", "平安建设", "楼道杂物排查", "", "", "街道职责规定"),
    Line(DutyKind.COOPERATING, "1", "城市管理", "架空线整理", "区通信中心", "发现、上报", ""),
    Line(DutyKind.TAKEN_BACK, "1", "市场监管", "餐饮许可检查", "区市场监管局", "", ""),
)


def rows(*lines: Line) -> list[SheetRow]:
    return [SheetRow(n, line) for n, line in enumerate(lines or LINES, 2)]


def publish(town: Town, *lines: Line, who: str = "leader", at: datetime = MONDAY) -> DutyList:
    made, _changes = op.publish_list(
        actor=town.actor(who, at),
        at=at,
        office=town.office,
        basis="试验街办〔2026〕1 号",
        from_date=date(2026, 1, 1),
        rows=rows(*lines),
    )
    return made


def line(town: Town, kind: DutyKind = DutyKind.BASIC) -> Duty:
    if not DutyList.objects.filter(office=town.office).exists():
        publish(town)
    return Duty.objects.filter(list__office=town.office, kind=kind.value).latest("list__version")


def ask(town: Town, at: datetime = MONDAY, who: str = "sweeper", **fields: Any) -> str:
    given: dict[str, Any] = {
        "actor": town.actor(who, at),
        "at": at,
        "unit": town.sanitation,
        "office": town.office,
        "what": "请看一遍楼道里堆的东西\n按楼报数。",
        "days": 20,
        "grounds": [town.communities[0]],
    }
    if "outside_basis" not in fields:
        given["duty"] = line(town)
    return op.ask_task(**{**given, **fields}).case.number


def _own(town: Town, actor: Any, number: str) -> Unit:
    """A grid of one's own that still owes an answer; else the first."""
    own = {p.unit_id for p in actor.posts}
    live = Assignment.objects.filter(case__number=number, part="assist", state__in=Assignment.LIVE)
    found = [s.unit for s in live.select_related("unit").order_by("unit")]
    return next((u for u in found if own & set(u.line)), found[0] if found else town.grids[0])


CALLS: dict[str, Callable[..., Any]] = {
    "admit": lambda t, a, n, at, **by: op.admit_task(
        actor=a, number=n, at=at, **by, until=at + timedelta(days=20)
    ),
    "turn_away": lambda t, a, n, at, **by: op.turn_task_away(
        actor=a, number=n, at=at, **by, answer="不归网格", duty=line(t, DutyKind.TAKEN_BACK)
    ),
    "withdraw": lambda t, a, n, at, **by: op.withdraw_task(actor=a, number=n, at=at, **by),
    "answer_share": lambda t, a, n, at, **by: op.answer_task(
        actor=a, number=n, at=at, **by, unit=_own(t, a, n), answer="看完了，四处"
    ),
    "end": lambda t, a, n, at, **by: op.end_task(actor=a, number=n, at=at, **by, answer="够了"),
    "note": lambda t, a, n, at, **by: op.note_task(actor=a, number=n, at=at, **by, note="内部"),
}
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "asked": (),
    "admitted": (("leader", "admit"),),
    "turned_away": (("dispatcher", "turn_away"),),
    "withdrawn": (("sweeper", "withdraw"),),
    "ended": (("leader", "admit"), ("sweeper", "end")),
}
EVERYBODY = (
    "worker", "worker3", "secretary", "secretary2", "dispatcher", "receptionist", "leader", "sweeper", "stoker",
    "auditor",
)  # fmt: skip


def _open(town: Town, at: datetime, data: st.DataObject) -> None:
    outside = data.draw(st.booleans())
    ask(town, at, **({"outside_basis": "区应急指挥部 3 号令", "days": 10} if outside else {}))


def _law(case: Case, shares: list[Assignment], steps: list[Step]) -> None:
    # Nothing lies on the grids that nobody admitted, and nothing after its day.
    grids = [s for s in shares if s.part == Assignment.Part.ASSIST]
    assert bool(grids) == any(s.verb == "admit" for s in steps)
    if case.state == "admitted":
        assert case.stopped_until is not None
    task = case.task
    assert bool(task.duty_id) != bool(task.outside_basis)


TASKS = Kind(
    flow=TASK,
    calls=CALLS,
    everybody=EVERYBODY,
    open=_open,
    bring=along(PATHS, CALLS, ask),
    # Beyond the table: somebody whose grids have all answered has nothing more to say.
    loose=frozenset({"answer_share"}),
    tables=("duties_task",),
    law=_law,
)
