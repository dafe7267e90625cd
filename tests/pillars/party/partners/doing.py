"""What tests of partners share: two units that reported in, a need brought to any state of its flow."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from linli.base.flow.models import Case
from linli.base.people.actors import SYSTEM, Actor
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners.flow import PROJECT
from linli.pillars.party.partners.models import Project, ReportIn, Resource
from linli.pillars.party.partners.rules import What
from tests.kinds import Call, Kind, Way, along
from tests.town import MONDAY, Town

YEAR = timedelta(days=365)


def report_in(town: Town) -> None:
    """Let the two departments of the hamlet report in to its first community."""
    for unit in (town.sanitation, town.heating):
        if not ReportIn.objects.filter(unit=unit).exists():
            op.report_unit_in(
                actor=SYSTEM, at=MONDAY, unit=unit, community=town.communities[0],
                contact_name="卜联络", contact_phone="13800009999",
            )  # fmt: skip


def offered(town: Town, by: str = "sweeper", at: datetime = MONDAY, **fields: Any) -> Resource:
    """Offer something for a unit."""
    given: dict[str, Any] = {
        "unit": town.sanitation,
        "what": What.HANDS,
        "title": "周末十个人手",
        "until": date(2027, 3, 1),
        "times": 40,
    }
    return op.offer_resource(actor=town.actor(by, at), at=at, **{**given, **fields})


def listed(town: Town, at: datetime = MONDAY, by: str = "secretary", **fields: Any) -> Project:
    """List a need of the first community."""
    report_in(town)
    given: dict[str, Any] = {
        "community": town.communities[0],
        "what": What.HANDS,
        "title": "冬天帮老人擦窗",
        "words": "三号楼八户，要能爬梯子的",
        "served": "三号楼的独居老人",
    }
    return op.list_need(actor=town.actor(by, at), at=at, **{**given, **fields})


def _call_on(t: Town, a: Actor, n: str, at: datetime, **by: Any) -> object:
    found = Resource.objects.first() or offered(t, until=date(2027, 3, 1))
    return op.call_on_resource(actor=a, number=n, at=at, **by, resource=found.pk)


CALLS: dict[str, Call] = {
    "claim": lambda t, a, n, at, **by: op.claim_project(
        actor=a, number=n, at=at, **by, unit=t.sanitation, steps=["看一看", "擦"]
    ),
    "call_on": _call_on,
    "give_back": lambda t, a, n, at, **by: op.give_project_back(
        actor=a, number=n, at=at, **by, note="人手不够"
    ),
    "rule": lambda t, a, n, at, **by: op.rule_project(actor=a, number=n, at=at, **by, to=t.heating),
    "advance": lambda t, a, n, at, **by: op.advance_project(actor=a, number=n, at=at, **by, note="擦了四户"),
    "finish": lambda t, a, n, at, **by: op.finish_project(actor=a, number=n, at=at, **by, answer="都擦了"),
    "confirm": lambda t, a, n, at, **by: op.confirm_project(
        actor=a, number=n, at=at, **by, answer="老人说亮堂", served_count=8
    ),
    "redo": lambda t, a, n, at, **by: op.redo_project(actor=a, number=n, at=at, **by, answer="还有一户"),
    "end": lambda t, a, n, at, **by: op.end_project(actor=a, number=n, at=at, **by, answer="物业擦过了"),
    "note": lambda t, a, n, at, **by: op.note_project(actor=a, number=n, at=at, **by, note="问过了"),
}
PATHS: dict[str, Way] = {
    "listed": (),
    "claimed": (("sweeper", "claim"),),
    "done": (("sweeper", "claim"), ("sweeper", "finish")),
    "closed": (("sweeper", "claim"), ("sweeper", "finish"), ("secretary", "confirm")),
    "ended": (("secretary", "end"),),
}


def first(town: Town, at: datetime) -> str:
    """List a need, with something on offer for it."""
    project = listed(town, at)
    if not Resource.objects.exists():
        offered(town, at=at)
    return project.case.number


def _open(town: Town, at: datetime, data: Any) -> None:
    wanted = data.draw(st.sampled_from([None, 5, 40]))
    today = at.date() + timedelta(days=1)
    listed(town, at, wanted=today + timedelta(days=wanted) if wanted else None)
    if not Resource.objects.exists():
        offered(town, at=at, times=2)


PROJECTS = Kind(
    flow=PROJECT,
    calls=CALLS,
    everybody=(
        "sweeper", "stoker", "worker", "worker3", "secretary", "secretary2", "clerk", "dispatcher", "leader", "sysadmin",
    ),
    open=_open,
    bring=along(PATHS, CALLS, first),
    # Which unit claims and what is called on is asked beside the table: only one's own unit, only what is left.
    loose=frozenset({"claim"}),
    tables=("partners_project", "partners_milestone", "partners_resource"),
)  # fmt: skip


def number_of(project: Project) -> str:
    return Case.objects.get(pk=project.pk).number
