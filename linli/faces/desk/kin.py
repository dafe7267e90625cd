"""What stands beside a report as a case of its own: joined, taken out, or a whistle blown for it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.flow.models import Case
from linli.base.people.actors import Actor
from linli.faces.desk import showing
from linli.faces.parts.shapes import State
from linli.pillars.governance.deliberation.flow import CONVENING
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


def kin_of(case: Case) -> dict[str, Any]:
    """Show a case that was joined, taken out or opened for another, whatever its kind."""
    if case.kind == WHISTLE:
        return {
            "url": reverse("desk:whistle", args=[case.number]),
            "title": case.title,
            "words": _("吹的哨"),
            "number": case.number,
            "state": State(whistles.SHAPES[case.state], whistles.STATES[case.state]),  # type: ignore[arg-type]
        }
    if case.kind == SUPERVISION:
        return {
            "url": reverse("desk:supervision-matter", args=[case.number]),
            "title": case.title,
            "words": _("督办"),
            "number": case.number,
            "state": State(supervision.SHAPES[case.state], supervision.STATES[case.state]),  # type: ignore[arg-type]
        }
    is_merged = case.state == "merged"
    return {
        "url": showing.report_url(case.number),
        "title": case.title,
        "words": _("并入的") if is_merged else _("拆出的"),
        "number": case.number,
        "state": showing.state_of(case.state),
    }
