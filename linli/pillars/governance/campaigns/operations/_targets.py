"""What is done at a door: each deed locks the door, decides, and writes one record that never changes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Required, TypedDict, Unpack

from django.db import transaction

from linli.base.files.models import StoredFile
from linli.base.flow.models import Assignment
from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.campaigns import policies, rules
from linli.pillars.governance.campaigns.models import Campaign, Target, TargetMove, TargetPhoto
from linli.pillars.governance.campaigns.operations._campaigns import (
    CampaignOver,
    NotAdmitted,
    due_after,
    reach_of,
    running,
)
from linli.pillars.governance.campaigns.policies import SEERS
from linli.pillars.governance.campaigns.rules import Outcome

LONGEST = 1_000


class NoSuchTarget(Refusal):
    """Absent, or out of reach; both look the same."""


class NotYourTarget(Refusal):
    """Somebody sees a door at which others do something: `unit`."""


class TargetMoved(Refusal):
    """Somebody did something at this door since it was read, or it has left the list."""


class PhotoMissing(Refusal):
    """The step is shown to be done by a photo: `step`."""


class NoStepBack(Refusal):
    """It is at the first step."""


class StrangeDecider(Refusal):
    """Whoever is to decide is no unit of the campaign: `unit`."""


class AtDoor(TypedDict, total=False):
    """Who does something at which door, and when: what every deed takes.

    `seen` is the `seq` of the page; `key` makes a repeated submission do nothing twice.
    """

    actor: Required[Actor]
    target: Required[Target]
    at: Required[datetime]
    seen: int | None
    key: uuid.UUID | None
    words: str
    files: Sequence[StoredFile]


class Deed:
    """One deed at a door being done."""

    def __init__(self, target: Target, at: datetime) -> None:
        self.target, self.at, self.before = target, at, target.step
        self.is_replay = False

    def go_to(self, step: int) -> None:
        """Put the door on a step, whose days begin now; whatever it waited for is over."""
        t = self.target
        t.step, t.since_at, t.stuck_at, t.decider = step, self.at, None, None
        t.due_date = due_after(self.at, t.campaign.stages[step].days)

    def end(self, outcome: Outcome) -> None:
        """Take the door off the list."""
        t = self.target
        t.ended_at, t.outcome, t.stuck_at, t.decider, t.due_date = self.at, outcome.value, None, None, None


@contextmanager
def _deed(verb: str, *, needs_words: bool = False, **by: Unpack[AtDoor]) -> Iterator[Deed]:
    actor, at, key = by["actor"], by["at"], by.get("key")
    words, files = by.get("words", "").strip()[:LONGEST], by.get("files", ())
    with transaction.atomic():
        rows = Target.objects.select_related("campaign__office", "campaign__unit", "unit", "area")
        target = rows.select_for_update(of=("self",)).get(pk=by["target"].pk)
        if not policies.reaches_target(actor, target):
            raise NoSuchTarget
        if not policies.does(actor, target):
            raise NotYourTarget(unit=str(target.unit))
        deed = Deed(target, at)
        if key is not None and TargetMove.objects.filter(key=key, target=target).exists():
            deed.is_replay = True
            yield deed
            return
        seen = by.get("seen")
        if target.campaign.closed_at is not None:
            raise CampaignOver
        if target.ended_at is not None or (seen is not None and seen != target.seq):
            raise TargetMoved
        if needs_words and not words:
            raise WordsMissing(fields=["note"])
        yield deed
        target.seq += 1
        target.save()
        move = TargetMove.objects.create(
            target=target,
            campaign=target.campaign,
            seq=target.seq,
            verb=verb,
            at=at,
            actor_id=actor.account_id,
            unit_id=_acting(actor, target),
            to=target.decider if verb == "stick" else None,
            is_end=target.ended_at is not None,
            before=deed.before,
            after=target.step,
            words=words,
            key=key,
        )
        TargetPhoto.objects.bulk_create(TargetPhoto(move=move, file=file) for file in files)


def _acting(actor: Actor, target: Target) -> int:
    """Choose the unit an actor acts for: the nearest to the door."""
    near = [p.unit_id for p in actor.posts if p.role in SEERS and p.unit_id in target.reach]
    own = {target.unit_id, target.area_id}
    return next((pk for pk in near if pk in own), near[0] if near else target.unit_id)


def advance_target(**by: Unpack[AtDoor]) -> Target:
    """Say that the step is done: the next begins, and after the last the door is finished.

    :raises PhotoMissing: the step asks for one.
    """
    with _deed("advance", **by) as deed:
        if not deed.is_replay:
            stages = deed.target.campaign.stages
            now = stages[deed.target.step]
            if now.needs_photo and not by.get("files"):
                raise PhotoMissing(step=now.name)
            if deed.target.step + 1 < len(stages):
                deed.go_to(deed.target.step + 1)
            else:
                deed.end(Outcome.DONE)
    return deed.target


def send_target_back(**by: Unpack[AtDoor]) -> Target:
    """Put a door a step back, and say why.

    :raises NoStepBack: :raises WordsMissing:
    """
    with _deed("back", needs_words=True, **by) as deed:
        if not deed.is_replay:
            if deed.target.step == 0:
                raise NoStepBack
            deed.go_to(deed.target.step - 1)
    return deed.target


def stick_target(*, decider: Unit, **by: Unpack[AtDoor]) -> Target:
    """Say why a door does not go on, and who has to decide. Since when is kept from the first time it was said.

    :raises WordsMissing: :raises StrangeDecider: nobody of this office.
    """
    with _deed("stick", needs_words=True, **by) as deed:
        if not deed.is_replay:
            t = deed.target
            if t.campaign.office_id not in decider.line and decider.pk not in t.campaign.parties:
                raise StrangeDecider(unit=str(decider))
            t.stuck_at, t.decider = t.stuck_at or deed.at, decider
    return deed.target


def free_target(**by: Unpack[AtDoor]) -> Target:
    """Say that a door goes on, and how; its step has its days again.

    :raises WordsMissing:
    """
    with _deed("free", needs_words=True, **by) as deed:
        if not deed.is_replay:
            deed.go_to(deed.target.step)
    return deed.target


def exempt_target(**by: Unpack[AtDoor]) -> Target:
    """Take a door off the list without doing it, and say why; only whoever runs the campaign.

    :raises NotYourTarget: :raises WordsMissing:
    """
    with _deed("exempt", needs_words=True, **by) as deed:
        if not policies.runs(by["actor"], deed.target.campaign):
            raise NotYourTarget(unit=str(deed.target.campaign.unit))
        if not deed.is_replay:
            deed.end(Outcome.EXEMPT)
    return deed.target


def note_target(**by: Unpack[AtDoor]) -> Target:
    """Note what was seen or said at a door, with photos; it stays where it is.

    :raises WordsMissing: neither words nor photos.
    """
    with _deed("note", needs_words=not by.get("files"), **by) as deed:
        pass
    return deed.target


def fill_target(*, answers: Mapping[str, str], **by: Unpack[AtDoor]) -> Target:
    """Fill the form at a door, prefilled or not; a count's door has its step done by it.

    :raises rules.AnswerUnread:
    """
    with _deed("fill", **by) as deed:
        if not deed.is_replay:
            t = deed.target
            t.answers = rules.answers_of(t.campaign.asks, answers)
            t.filled_at = deed.at
            if t.campaign.kind == Campaign.Kind.COUNT and not t.campaign.stages[t.step].needs_photo:
                if t.step + 1 < len(t.campaign.stages):
                    deed.go_to(t.step + 1)
                else:
                    deed.end(Outcome.DONE)
    return deed.target


def give_targets(
    *, actor: Actor, at: datetime, campaign: Campaign, targets: Sequence[int], to: Unit | None
) -> int:
    """Give open doors to a unit whose turn it is, or (`to` is None) each to the ground it stands on; say how many.

    A grid takes nothing that did not pass the gate.

    :raises NotYoursToRun: :raises CampaignOver: :raises NotAdmitted: :raises StrangeDecider: a unit of elsewhere.
    """
    with transaction.atomic():
        held = running(actor, campaign)
        if to is not None and held.office_id not in to.line and to.pk not in held.parties:
            raise StrangeDecider(unit=str(to))
        admitted = _admitted(held)
        rows = Target.objects.filter(campaign=held, pk__in=targets, ended_at=None).select_for_update(
            of=("self",)
        )
        changed: list[Target] = []
        for one in rows.select_related("area"):
            unit = to or one.area
            if unit.kind == UnitKind.GRID and unit.pk not in admitted:
                raise NotAdmitted(unit=str(unit))
            if one.unit_id == unit.pk:
                continue
            one.unit, one.reach, one.seq = unit, reach_of(held, one.area, unit), one.seq + 1
            changed.append(one)
        Target.objects.bulk_update(changed, ["unit", "reach", "seq"], batch_size=500)
        TargetMove.objects.bulk_create(
            (
                TargetMove(
                    target=one, campaign=held, seq=one.seq, verb="give", at=at, actor_id=actor.account_id,
                    unit=held.unit, to=one.unit, before=one.step, after=one.step,
                )
                for one in changed
            ),
            batch_size=500,
        )  # fmt: skip
    return len(changed)


def _admitted(campaign: Campaign) -> set[int]:
    """Give the grids that a task let in: it is admitted, and lies with them."""
    if campaign.task_id is None or campaign.task is None or campaign.task.case.state != "admitted":
        return set()
    shares = Assignment.objects.filter(case=campaign.task_id, part=Assignment.Part.ASSIST)
    return set(shares.values_list("unit_id", flat=True))
