"""A greater committee of the hamlet with two units in it, its keeper, and a meeting brought as far as one likes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from linli.base.people.actors import SYSTEM
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners.models import JointMeeting
from tests.pillars.party.branches.doing import DAY, line_of
from tests.town import MONDAY, Town

HOUR, NIGHT = timedelta(hours=1), timedelta(days=1)


def committee_of(town: Town) -> Organisation:
    """Give the committee of the first community; sanitation and heating sit in it, through somebody with a name."""
    found = Organisation.objects.filter(kind="greater_committee").first()
    if found is not None:
        return found
    committee = line_of(town).committee
    for unit in (town.sanitation, town.heating):
        branches.seat_unit(actor=SYSTEM, pk=committee.pk, unit=unit, name="庄严肃", since=DAY)
    return committee


def called(town: Town, at: datetime = MONDAY, **fields: Any) -> JointMeeting:
    """Call a meeting for the next day, as the keeper."""
    committee = committee_of(town)
    given: dict[str, Any] = {
        "organisation": committee.pk,
        "starts_at": at + NIGHT,
        "place": "社区会议室",
        "items": ["小区停车", "冬天扫雪"],
    }
    return op.call_joint_meeting(actor=town.actor("party_clerk", at), at=at, **{**given, **fields})


def held(town: Town, at: datetime = MONDAY, project: int | None = None, **fields: Any) -> JointMeeting:
    """Hold a meeting the next day: sanitation came and agreed to something."""
    row = called(town, at, **fields)
    later = at + NIGHT + HOUR
    line = op.Agreed(town.sanitation.pk, "扫三条路的雪", (later + 7 * NIGHT).date(), project)
    return op.hold_joint_meeting(
        actor=town.actor("party_clerk", later), at=later, meeting=row.pk, came=[town.sanitation.pk],
        minutes="两家都说得清楚，电话 13800001111", lines=[line],
    )  # fmt: skip
