"""The morning meeting: held once a day, what it decides becomes somebody's until a day."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Unpack

from django.db import transaction
from django.db.models import Model

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move, reach_of
from linli.base.flow.models import Assignment, Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.limits import calendar_days
from linli.kernel.refusals import Refusal
from linli.pillars.governance.campaigns import policies, rules
from linli.pillars.governance.campaigns.flow import DECISION, KIND
from linli.pillars.governance.campaigns.models import Campaign, Decision, Morning, Target
from linli.pillars.governance.campaigns.operations._campaigns import NotYoursToRun, running
from linli.pillars.governance.campaigns.operations._targets import NoSuchTarget, StrangeDecider

FIRST_LOOK = timedelta(days=1)
"""So far the first meeting looks back."""


class DecisionTooLong(Refusal):
    """A day that is past, or further than a decision may lie: `days`."""


def hold_morning(*, actor: Actor, at: datetime, campaign: Campaign, words: str = "") -> Morning:
    """Hold the meeting of the day: it looks back to the one before. Held again the same day, its words are put right.

    :raises NotYoursToRun: :raises CampaignOver:
    """
    with transaction.atomic():
        held = running(actor, campaign)
        return _morning(held, at, words)


def _morning(campaign: Campaign, at: datetime, words: str | None = None) -> Morning:
    today = clock.local(at).date()
    found = Morning.objects.filter(campaign=campaign, date=today).first()
    if found is not None:
        if words is not None:
            found.words = words.strip()[:2_000]
            found.save(update_fields=["words"])
        return found
    last = Morning.objects.filter(campaign=campaign, date__lt=today).order_by("-date").first()
    since = last.held_at if last else max(campaign.opened_at, at - FIRST_LOOK)
    return Morning.objects.create(
        campaign=campaign, date=today, since_at=since, held_at=at, words=(words or "").strip()[:2_000]
    )


@opening.once
def decide(
    *,
    actor: Actor,
    at: datetime,
    campaign: Campaign,
    what: str,
    to: Unit,
    until: date,
    target: Target | None = None,
    key: uuid.UUID | None = None,
) -> Decision:
    """Write down what the meeting decides: who does it until the end of which day, about which door if about one.

    :raises NotYoursToRun: :raises CampaignOver: :raises WordsMissing: nothing decided.
    :raises StrangeDecider: a unit that is not of the campaign. :raises DecisionTooLong: :raises NoSuchTarget:
    """
    if not policies.chairs(actor, campaign):
        raise NotYoursToRun(unit=str(campaign.unit))
    if key is not None and (made := Decision.objects.filter(case__idempotency_key=key).first()):
        return made
    said = what.strip()
    if not said:
        raise WordsMissing(fields=["answer"])
    days = (until - clock.local(at).date()).days
    if not 0 <= days <= rules.LONGEST_DECISION_DAYS:
        raise DecisionTooLong(days=rules.LONGEST_DECISION_DAYS)
    with transaction.atomic():
        held = running(actor, campaign)
        if held.office_id not in to.line and to.pk not in held.parties:
            raise StrangeDecider(unit=str(to))
        if target is not None and target.campaign_id != held.pk:
            raise NoSuchTarget
        made = Decision(campaign=held, morning=_morning(held, at), target=target)

        def beside(case: Case) -> list[Model]:
            made.case = case
            shares = [
                Assignment(case=case, unit=to, part=Assignment.Part.LEAD, given_at=at, due_at=case.due_at)
            ]
            if to.pk != held.unit_id:
                taken = Assignment.State.TAKEN
                shares.append(
                    Assignment(
                        case=case, unit=held.unit, part=Assignment.Part.ASSIST, given_at=at, state=taken
                    )
                )
            case.reach = reach_of(case, shares)
            return [made, *shares]

        limit = str(calendar_days(max(days, 1)))
        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=target.area if target else held.unit,
            office=held.office,
            holder=to,
            title=said.splitlines()[0][:60],
            state="given",
            slot="settle",
            limits={
                **deadlines.limits_for(DECISION, held.office, "", {}),
                "settle": limit,
                "resolve": limit,
            },
            said=Said(answer=said, data={"campaign": held.pk, "target": target.order if target else 0}),
            key=key,
            index=said,
            verb="decide",
            topic="target" if target else "campaign",
            channel="desk",
            can_be_asked=False,
            beside=beside,
        )
    return made


def answer_decision(*, answer: str, **by: Unpack[By]) -> Case:
    """Say what was done about what the meeting decided."""

    def do(t: Turn) -> None:
        t.case.settled_at = t.at

    return make_move("answer", do, said=Said(answer=answer), **by)


def confirm_decision(**by: Unpack[By]) -> Case:
    """Say, at the next meeting, that it is done."""

    def do(t: Turn) -> None:
        t.end_shares(Assignment.State.ANSWERED)
        t.case.is_answered = True

    return make_move("confirm", do, **by)


def redo_decision(*, note: str, **by: Unpack[By]) -> Case:
    """Say what is not done; whoever had it has it again."""

    def do(t: Turn) -> None:
        t.case.settled_at = None
        t.case.reopened_count += 1

    return make_move("redo", do, said=Said(note=note), **by)


def drop_decision(*, answer: str, **by: Unpack[By]) -> Case:
    """Take back what was decided, and say why."""

    def do(t: Turn) -> None:
        t.end_shares()
        t.case.is_answered, t.case.end_reason = True, "dropped"

    return make_move("drop", do, said=Said(answer=answer), **by)


def note_decision(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who have to do with it."""
    return make_move("note", said=Said(note=note), **by)
