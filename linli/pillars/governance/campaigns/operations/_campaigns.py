"""Opening a campaign, putting doors on its list, letting grid workers in by the gate, closing it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from linli.base.files.operations import erase_file
from linli.base.files.sheets import open_sheet
from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM, Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.campaigns import policies, queries, rules
from linli.pillars.governance.campaigns.models import (
    Campaign,
    Morning,
    Target,
    TargetMove,
    TargetPhoto,
)
from linli.pillars.governance.campaigns.rules import CampaignKind, Source
from linli.pillars.governance.duties.models import Task

LOOKED_AT = 10
"""Rows among which the headings may stand, below a title."""


class NotYoursToOpen(Refusal):
    """Somebody opens a campaign in the name of a unit they hold no post at: `unit`."""


class NotYoursToRun(Refusal):
    """Whoever takes part does not run the campaign: `unit`."""


class CampaignUnfounded(Refusal):
    """A campaign has no name or no basis."""


class CampaignTooLong(Refusal):
    """It ends before it begins, or lasts more than `days`."""


class CampaignOver(Refusal):
    """It is closed; nothing is added."""


class NoTargetSheet(Refusal):
    """The file holds no heading that names a door, or nothing below it."""


class TooManyTargets(Refusal):
    """More doors than a campaign holds: `most`."""


class NotAdmitted(Refusal):
    """A grid is to do it, and no task that passed the gate covers it: `unit`."""


class TargetsOpen(Refusal):
    """Doors are still open: `count`."""


def open_campaign(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    office: Unit,
    kind: CampaignKind,
    name: str,
    basis: str,
    from_date: date,
    until_date: date,
    steps: str,
    form: str = "",
    parties: Sequence[Unit] = (),
    key: uuid.UUID | None = None,
) -> Campaign:
    """Open a campaign: on what ground, from when until when, who runs it, who takes part, its steps and its form.

    :raises NotYoursToOpen: no post there, or not of this office. :raises CampaignUnfounded: no name, or no basis.
    :raises CampaignTooLong: :raises rules.StepsUnread, rules.FieldsUnread: a line that says nothing.
    """
    if not policies.opens_for(actor, unit) or office.pk not in unit.line:
        raise NotYoursToOpen(unit=str(unit))
    if key is not None and (made := Campaign.objects.filter(key=key).first()):
        return made
    if not clean_line(name) or not clean_line(basis):
        raise CampaignUnfounded
    if not timedelta() <= until_date - from_date <= timedelta(days=rules.MOST_DAYS):
        raise CampaignTooLong(days=rules.MOST_DAYS)
    stages, asks = rules.stages_of(steps), rules.asks_of(form)
    lines = {*unit.line, *(one for party in parties for one in party.line)}
    return Campaign.objects.create(
        office=office,
        unit=unit,
        kind=kind.value,
        name=clean_line(name)[:60],
        basis=clean_line(basis)[:200],
        from_date=from_date,
        until_date=until_date,
        parties=sorted({one.pk for one in parties}),
        steps=[one.as_data() for one in stages],
        form=[one.as_data() for one in asks],
        reach=sorted(lines),
        opened_at=at,
        key=key,
    )


def running(actor: Actor, campaign: Campaign) -> Campaign:
    """Lock a campaign that the actor runs and that is open.

    :raises NotYoursToRun: :raises CampaignOver:
    """
    found = Campaign.objects.select_related("office", "unit").select_for_update(of=("self",))
    held = found.get(pk=campaign.pk)
    if not policies.runs(actor, held):
        raise NotYoursToRun(unit=str(held.unit))
    if held.closed_at is not None:
        raise CampaignOver
    return held


def rows_of_file(path: Path, campaign: Campaign) -> list[tuple[int, rules.Read | Refusal]]:
    """Read a sheet of doors, row by row; a row that cannot be read stands as its refusal.

    :raises NoTargetSheet, UnableToReadSheet: the file as a whole cannot be read. :raises TooManyTargets:
    """
    heads: list[str] = []
    rows: list[tuple[int, rules.Read | Refusal]] = []
    asks = campaign.asks
    with open_sheet(path) as sheet:
        for number, cells in sheet.rows:
            said = ["" if cell is None else clean_line(str(cell)).removesuffix(".0") for cell in cells]
            if heads:
                if any(said):
                    if len(rows) >= rules.MOST_TARGETS:
                        raise TooManyTargets(most=rules.MOST_TARGETS)
                    rows.append((number, _read(dict(zip(heads, said, strict=False)), asks)))
            elif rules.is_head(said):
                heads = said
            elif number > LOOKED_AT:
                break
    if not rows:
        raise NoTargetSheet
    return rows


def _read(cells: dict[str, str], asks: Sequence[rules.Ask]) -> rules.Read | Refusal:
    try:
        return rules.row_of(cells, asks)
    except Refusal as refusal:
        return refusal


def list_targets(*, actor: Actor, at: datetime, campaign: Campaign, rows: Sequence[Source]) -> int:
    """Put doors on the list, at the first step, and say how many were new: what stands there already is left as it is.

    Four queries, whatever the number.

    :raises NotYoursToRun: :raises CampaignOver: :raises TooManyTargets:
    """
    with transaction.atomic():
        held = running(actor, campaign)
        there = list(Target.objects.filter(campaign=held))
        linked = {(field, getattr(t, f"{field}_id")) for t in there for field in _REGISTERS}
        named = {(t.name, t.address) for t in there}
        areas = {u.pk: u for u in queries.grounds_of(held.office)}
        last = Target.objects.filter(campaign=held).aggregate(most=Max("order"))["most"] or 0
        stage = held.stages[0]
        made: list[Target] = []
        for row in rows:
            marks = {(field, getattr(row, field)) for field in _REGISTERS if getattr(row, field)}
            if marks & linked or (not marks and (row.name, row.address) in named):
                continue
            linked |= marks
            named.add((row.name, row.address))
            area = areas.get(row.area or 0, held.unit)
            made.append(
                Target(
                    campaign=held,
                    order=last + len(made) + 1,
                    name=row.name,
                    address=row.address,
                    area=area,
                    unit=held.unit,
                    reach=reach_of(held, area, held.unit),
                    shop_id=row.shop,
                    household_id=row.household,
                    enterprise_id=row.enterprise,
                    answers=dict(row.answers or {}),
                    since_at=at,
                    due_date=due_after(at, stage.days),
                    seq=1,
                )
            )
        if len(there) + len(made) > rules.MOST_TARGETS:
            raise TooManyTargets(most=rules.MOST_TARGETS)
        Target.objects.bulk_create(made, batch_size=500)
        TargetMove.objects.bulk_create(
            (
                TargetMove(
                    target=one, campaign=held, seq=1, verb="list", at=at, actor_id=actor.account_id,
                    unit=held.unit, to=held.unit, before=0, after=0,
                )
                for one in made
            ),
            batch_size=500,
        )  # fmt: skip
    return len(made)


_REGISTERS = ("shop", "household", "enterprise")


def reach_of(campaign: Campaign, area: Unit, unit: Unit) -> list[int]:
    """List the units that see a door: those of the campaign, and the lines of whose ground and whose turn it is."""
    return sorted({*campaign.reach, *area.line, *unit.line})


def due_after(at: datetime, days: int) -> date:
    """Say until which day a step that begins now may take."""
    return clock.local(at).date() + timedelta(days=days)


def name_task(*, actor: Actor, at: datetime, campaign: Campaign, task: Task) -> Campaign:
    """Name the task by which grid workers were let in: only what passed the gate may be given to them.

    :raises NotYoursToRun: :raises CampaignOver: :raises NotAdmitted: of another office, or not asked by this campaign's.
    """
    with transaction.atomic():
        held = running(actor, campaign)
        if task.case.office_id != held.office_id or not flow.reaches(actor, task.case):
            raise NotAdmitted(unit=str(held.office))
        held.task = task
        held.save(update_fields=["task"])
    return held


def close_campaign(
    *, actor: Actor, at: datetime, campaign: Campaign, result: str, key: uuid.UUID | None = None
) -> Campaign:
    """Close a campaign and say what came of it: every door has left the list, or is named as not finished.

    :raises NotYoursToRun: :raises CampaignOver: :raises TargetsOpen: before its last day with doors still open.
    :raises CampaignUnfounded: nothing said.
    """
    said = clean_line(result)[:500]
    if not said:
        raise CampaignUnfounded
    with transaction.atomic():
        held = running(actor, campaign)
        left = Target.objects.filter(campaign=held, ended_at=None).count()
        # After its last day what was not finished is told in the report; before it there is still time to finish it.
        if left and clock.local(at).date() <= held.until_date:
            raise TargetsOpen(count=left)
        held.closed_at, held.result = at, said
        held.save(update_fields=["closed_at", "result"])
    return held


def forget_campaigns(*, at: datetime) -> int:
    """Erase names, answers, words and photos of campaigns closed long enough ago, and count them: numbers stay."""
    old = Campaign.objects.filter(closed_at__lt=at - timedelta(days=rules.KEPT_DAYS), forgotten_at=None)
    for one in old.order_by("pk")[:50]:
        with transaction.atomic():
            for kept in TargetPhoto.objects.filter(move__campaign=one).select_related("file"):
                erase_file(actor=SYSTEM, file=kept.file, reason="retention", at=at)
            TargetMove.objects.filter(campaign=one).update(words="")
            Target.objects.filter(campaign=one).update(name="", address="", answers={}, household=None)
            Morning.objects.filter(campaign=one).update(words="")
            Campaign.objects.filter(pk=one.pk).update(forgotten_at=at)
    return Campaign.objects.filter(forgotten_at=at).count()
