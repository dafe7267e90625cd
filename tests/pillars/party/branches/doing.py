"""The line of the hamlet's office: a working committee, a committee, two branches; somebody with the key to all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linli.base.orgs.roles import Role
from linli.base.people.actors import SYSTEM
from linli.pillars.party.branches import operations as op
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import Enrolled, OrgKind
from tests.town import MONDAY, Town

DAY = date(2024, 5, 6)
NAMES = "甲乙丙丁戊己庚辛"


@dataclass(frozen=True, slots=True)
class Line:
    top: Organisation
    committee: Organisation
    branch: Organisation
    other: Organisation


def line_of(town: Town) -> Line:
    """Found the line, and give `party_clerk` a post at its top."""
    top = op.found_organisation(
        actor=SYSTEM,
        kind=OrgKind.WORKING_COMMITTEE,
        name="试验街道党工委",
        ground=town.office,
        founded_on=DAY,
    )
    committee = op.found_organisation(
        actor=SYSTEM, kind=OrgKind.GREATER_COMMITTEE, name="东里大党委", superior=top, ground=town.communities[0],
        founded_on=DAY,
    )  # fmt: skip
    branch, other = (
        op.found_organisation(
            actor=SYSTEM, kind=kind, name=name, superior=above, ground=ground, founded_on=DAY
        )
        for kind, name, above, ground in (
            (OrgKind.GRID_BRANCH, "第1网格党支部", committee, town.grids[0]),
            (OrgKind.BRANCH, "机关党支部", top, town.office),
        )
    )
    town.hire("party_clerk", Role.HANDLER, top.unit)
    return Line(top, committee, branch, other)


def people_of(branch: Organisation, count: int, town: Town) -> int:
    """Write people into a branch; the same again are nobody new."""
    rows = [
        (
            Enrolled(
                name=f"党员{NAMES[n] if n < len(NAMES) else n}", phone=f"1380013{n:04d}", door=f"{n} 号"
            ),
            town.grids[0],
        )
        for n in range(count)
    ]
    return op.enrol_members(actor=SYSTEM, at=MONDAY, organisation=branch, rows=rows)
