"""What stands beside a report as a case of its own: joined, taken out, or a whistle blown for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.flow.models import Case
from linli.base.notices import shown
from linli.base.people.actors import Actor
from linli.faces.desk import showing
from linli.faces.parts import words
from linli.faces.parts.shapes import Row, State, Tag, Words
from linli.pillars.governance.appeals import texts as appeals
from linli.pillars.governance.appeals.flow import KIND as APPEAL
from linli.pillars.governance.campaigns import texts as campaigns
from linli.pillars.governance.campaigns.flow import KIND as DECISION
from linli.pillars.governance.deliberation import texts as deliberation
from linli.pillars.governance.deliberation.flow import CONVENING
from linli.pillars.governance.deliberation.flow import KIND as TOPIC
from linli.pillars.governance.estates import texts as estates
from linli.pillars.governance.estates.flow import KIND as ELECTION
from linli.pillars.governance.inspections import texts as inspections
from linli.pillars.governance.inspections.flow import KIND as ORDER
from linli.pillars.governance.supervision import texts as supervision
from linli.pillars.governance.supervision.flow import KIND as SUPERVISION
from linli.pillars.governance.supervision.policies import offices_raised_at
from linli.pillars.governance.whistles import texts as whistles
from linli.pillars.governance.whistles.flow import KIND as WHISTLE
from linli.pillars.governance.whistles.policies import blowing_posts
from linli.pillars.service.volunteers.policies import organises


def whistle_url(case: Case, actor: Actor) -> str:
    """Say where a whistle is blown for a case; nowhere for whoever blows none."""
    if not case.is_open or not blowing_posts(actor):
        return ""
    return f"{reverse('desk:whistle-new')}?parent={case.number}"


def topic_url(case: Case, actor: Actor) -> str:
    """Say where a case that comes again and again is proposed as a topic; nowhere for whoever convenes nowhere."""
    line = set(case.area.line)
    if not any(p.role in CONVENING and (p.unit_id in line) for p in actor.posts):
        return ""
    return f"{reverse('desk:topic-new')}?case={case.number}"


def supervision_url(case: Case, actor: Actor) -> str:
    """Say where a case is put under supervision; nowhere for whoever raises no matter at its office."""
    if not case.is_open or case.office_id not in offices_raised_at(actor):
        return ""
    return f"{reverse('desk:supervision-new')}?over={case.number}"


def volunteers_url(case: Case, actor: Actor) -> str:
    """Say where neighbours are asked to lend a hand with a case; nowhere for whoever organises none there."""
    is_near = any(organises(actor, unit) for unit in (case.area, case.office))
    return f"{reverse('desk:volunteer-new')}?case={case.number}" if case.is_open and is_near else ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of case beside reports: what it is called, and the words and shapes of its states."""

    words: Words
    states: Mapping[str, Words]
    shapes: Mapping[str, str]

    def state_of(self, state: str) -> State:
        """Give a state in words and colour."""
        return State(self.shapes[state], self.states[state])  # type: ignore[arg-type]


KINDS: Final[dict[str, Kind]] = {
    WHISTLE: Kind(gettext_lazy("吹的哨"), whistles.STATES, whistles.SHAPES),
    SUPERVISION: Kind(gettext_lazy("督办"), supervision.STATES, supervision.SHAPES),
    TOPIC: Kind(gettext_lazy("协商议题"), deliberation.STATES, deliberation.SHAPES),
    ELECTION: Kind(gettext_lazy("业主委员会选举"), estates.STATES, estates.SHAPES),
    DECISION: Kind(gettext_lazy("碰头会定的"), campaigns.STATES, campaigns.SHAPES),
    ORDER: Kind(gettext_lazy("门店整改"), inspections.STATES, inspections.SHAPES),
    APPEAL: Kind(gettext_lazy("单位的申诉"), appeals.STATES, appeals.SHAPES),
}
HELD: Final = (APPEAL, ELECTION, DECISION, TOPIC, SUPERVISION, ORDER)
"""Kinds that wait in the inbox of whoever holds them; the others have lists of their own words above it."""
WITH_OTHERS: Final = {ORDER: ("ordered",)}
"""States in which what a unit holds waits for somebody outside: a shop that puts something right."""


def kin_of(case: Case) -> dict[str, Any]:
    """Show a case that was joined, taken out or opened for another, whatever its kind."""
    if (kind := KINDS.get(case.kind)) is not None:
        return {
            "url": shown.desk_path(case.kind, case.number),
            "title": case.title,
            "words": kind.words,
            "number": case.number,
            "state": kind.state_of(case.state),
        }
    is_merged = case.state == "merged"
    return {
        "url": showing.report_url(case.number),
        "title": case.title,
        "words": _("并入的") if is_merged else _("拆出的"),
        "number": case.number,
        "state": showing.state_of(case.state),
    }


def row_of(case: Case, at: datetime) -> Row:
    """Give a case of another kind as a line of a list: what it is, where, what is left of its clock."""
    kind = KINDS[case.kind]
    return Row(
        url=shown.desk_path(case.kind, case.number),
        title=case.title,
        state=kind.state_of(case.state),
        due=words.due(case.due_at, at, case.card) if case.due_at else None,  # type: ignore[arg-type]
        left=(case.number, str(case.area)),
        holder=str(case.holder),
        tags=(Tag(kind.words, "lead"),),
    )
