"""What tests of secretaries' projects share: a branch with a secretary, a project brought to any state of its flow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linli.base.orgs.roles import Role
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.secretary import operations as op
from linli.pillars.party.secretary.flow import SECRETARY
from linli.pillars.party.secretary.models import SecretaryProject
from tests.kinds import Call, Kind, Way, along
from tests.pillars.party.branches.doing import line_of
from tests.town import Town

TOP, MINE = "party_clerk", "party_secretary"


def branch_of(town: Town) -> Organisation:
    """Give the branch whose secretary proposes; founded anew where a test that was rolled back took it along."""
    if not Organisation.objects.exists():
        for name in (TOP, MINE):
            town.people.pop(name, None)
        town.hire(MINE, Role.HANDLER, line_of(town).branch.unit)
    return Organisation.objects.get(unit__name="第1网格党支部")


def proposed(town: Town, at: datetime, **fields: Any) -> SecretaryProject:
    branch = branch_of(town)
    given: dict[str, Any] = {
        "organisation": branch.pk, "year": 2026, "title": "把三号院管起来", "aim": "没有物业的三号院没人管",
        "proof": "院里选出自管会，一年不断",
    }  # fmt: skip
    return op.propose_project(actor=town.actor(MINE, at), at=at, **{**given, **fields})


def first(town: Town, at: datetime) -> str:
    return proposed(town, at).case.number


def _with(do: Any, **more: Any) -> Call:
    return lambda t, a, n, at, **by: do(actor=a, number=n, at=at, **by, **more)


CALLS: dict[str, Call] = {
    "approve": _with(op.approve_project),
    "decline": _with(op.decline_project, answer="先做消防"),
    "build_core": _with(op.build_core, note="支部、居委会、两位楼长"),
    "set_subject": _with(op.set_subject, note="自管会五人"),
    "find_support": _with(op.find_support, note="用党群活动室"),
    "secure": _with(op.secure_project, note="一户一月五元"),
    "finish": _with(op.finish_project, answer="选出来了，收了两个月"),
    "accept": _with(op.accept_project, answer="去看过，转起来了"),
    "redo": _with(op.redo_project, answer="账还没公开"),
    "end": _with(op.end_project, answer="院子要拆了"),
    "note": _with(op.note_project, note="问过区里"),
}
STEPS: Way = (
    (MINE, "build_core"), (MINE, "set_subject"), (MINE, "find_support"), (MINE, "secure"), (MINE, "finish"),
)  # fmt: skip
BEGUN: Way = ((TOP, "approve"),)
PATHS: dict[str, Way] = {
    "proposed": (),
    **{
        state: BEGUN + STEPS[:n]
        for n, state in enumerate(("core", "subject", "support", "assurance", "running", "finished"))
    },
    "closed": (*BEGUN, *STEPS, (TOP, "accept")),
    "ended": ((TOP, "decline"),),
}
PROJECTS = Kind(
    flow=SECRETARY,
    calls=CALLS,
    everybody=(TOP, MINE, "worker", "clerk", "dispatcher", "leader", "sysadmin"),
    open=lambda town, at, data: proposed(town, at) and None,
    bring=along(PATHS, CALLS, first),
    tables=("secretary_secretaryproject",),
)
