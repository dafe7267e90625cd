"""What a joint meeting agreed: done or not done, or made a need and claimed by the verbs that needs have."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock, masking
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.partners import policies
from linli.pillars.party.partners.models import JointLine, Project
from linli.pillars.party.partners.operations._meetings import NotInMeeting
from linli.pillars.party.partners.operations._projects import claim_project, list_need
from linli.pillars.party.partners.operations._reporting import NotYourUnit
from linli.pillars.party.partners.policies import NoSuchJointMeeting
from linli.pillars.party.partners.rules import What


class LineIsProject(Refusal):
    """It is a project: what came of it is said there."""


class LineDone(Refusal):
    """It was said before that it is done."""


class LineNoProject(Refusal):
    """There is no need to claim: the community has not listed it."""


def _line(actor: Actor, pk: int) -> JointLine:
    rows = JointLine.objects.select_for_update(of=("self",)).select_related(
        "meeting__organisation", "meeting__ground", "unit", "project__case"
    )
    row = rows.filter(pk=pk, meeting__in=policies.meetings_seen(actor)).first()
    if row is None:
        raise NoSuchJointMeeting
    return row


def answer_line(*, actor: Actor, at: datetime, line: int, is_done: bool, said: str) -> JointLine:
    """Say what came of an assignment; what was not done may be done later, what is done stays so.

    :raises NoSuchJointMeeting: out of reach. :raises NotYourUnit: neither the unit's nor the committee's.
    :raises LineIsProject, LineDone: as named. :raises WordsMissing: not a word about it.
    """
    if not said.strip():
        raise WordsMissing(fields=["said"])
    with transaction.atomic():
        row = _line(actor, line)
        if not policies.answers_line(actor, row):
            raise NotYourUnit
        if row.project_id is not None:
            raise LineIsProject
        if row.is_done:
            raise LineDone
        row.is_done, row.said, row.said_at = is_done, masking.mask_text(clean_line(said))[:200], at
        row.save(update_fields=["is_done", "said", "said_at"])
    return row


def list_line(
    *,
    actor: Actor,
    at: datetime,
    line: int,
    community: Unit,
    what: What,
    served: str,
    key: uuid.UUID | None = None,
) -> Project:
    """Make a need of an assignment, for one's own community on that ground; its unit claims it then like any.

    :raises NoSuchJointMeeting, LineIsProject, LineDone: as named. :raises NotInMeeting: a community of another ground.
    :raises NeedOfAnotherCommunity, WordsMissing: as for any need.
    """
    with transaction.atomic():
        row = _line(actor, line)
        if row.project_id is not None:
            raise LineIsProject
        if row.is_done:
            raise LineDone
        if row.meeting.ground_id not in community.line:
            raise NotInMeeting
        today = clock.local(at).date()
        row.project = list_need(
            actor=actor, at=at, community=community, what=what, title=row.what[:60], words=row.what, served=served,
            wanted=row.due_date if row.due_date >= today else None, key=key,
        )  # fmt: skip
        row.is_done, row.said, row.said_at = None, "", None
        row.save(update_fields=["project", "is_done", "said", "said_at"])
        return row.project


def claim_line(*, actor: Actor, at: datetime, line: int, steps: Sequence[str] = ()) -> Case:
    """Claim the need of a line for the unit that agreed to it, as any need is claimed.

    :raises NoSuchJointMeeting: out of reach. :raises LineNoProject: nothing to claim.
    :raises NotYourUnit, NotPartnerThere: as for any need.
    """
    with transaction.atomic():
        row = _line(actor, line)
        if row.project is None:
            raise LineNoProject
        return claim_project(actor=actor, at=at, number=row.project.case.number, unit=row.unit, steps=steps)
