"""Everything that happens to indicators and projects. What is corrected is replaced, and stays to be read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from linli.base.files.sheets import open_sheet
from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.economy import policies, rules
from linli.pillars.governance.economy.models import (
    EconomicTarget,
    EconomicValue,
    KeyProject,
    Milestone,
    ProjectProblem,
    ProjectUnit,
    Spending,
)
from linli.pillars.governance.economy.policies import NoSuchProject
from linli.pillars.governance.economy.rules import What
from linli.pillars.governance.supervision import operations as supervision
from linli.pillars.governance.supervision.rules import Why


class NotYourEconomy(Refusal):
    """Somebody reads these numbers and does not keep them."""


class NoTargetSet(Refusal):
    """No target of that year for that indicator: it is set first."""


class ProjectThere(Refusal):
    """A project of this name is on the list: `name`."""


class ProjectOver(Refusal):
    """The project has ended: nothing of it changes."""


class NoEconomySheet(Refusal):
    """No row has the headings year, indicator and value."""


class EconomyRowUnclear(Refusal):
    """A row says no year, indicator, month or number: `row`. Nothing of the sheet is taken."""


class DaysOutOfOrder(Refusal):
    """The end of a project lies before its beginning, or what was done lies ahead."""


def set_target(
    *, actor: Actor, office: Unit, year: int, what: What, amount_wan: int, basis: str
) -> EconomicTarget:
    """Set, or set anew, what an office is to reach in a year.

    :raises NotYourEconomy: another office's. :raises WordsMissing: nobody is named who set it.
    """
    if not policies.keeps(actor, office):
        raise NotYourEconomy
    if not basis.strip():
        raise WordsMissing(fields=["basis"])
    row, _is_new = EconomicTarget.objects.update_or_create(
        office=office,
        year=year,
        what=what.value,
        defaults={"amount_wan": amount_wan, "basis": clean_line(basis)[:120]},
    )
    return row


def report_value(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    year: int,
    what: What,
    until_month: int,
    amount_wan: int,
    source: str,
) -> EconomicValue:
    """Write down what was reached from January to the end of a month; the same month again corrects it.

    :raises NotYourEconomy, WordsMissing: as for a target. :raises NoTargetSet: there is none to reach.
    :raises DaysOutOfOrder: the month lies ahead.
    """
    if not policies.keeps(actor, office):
        raise NotYourEconomy
    if not source.strip():
        raise WordsMissing(fields=["source"])
    if date(year, until_month, 1) > clock.local(at).date():
        raise DaysOutOfOrder
    with transaction.atomic():
        target = EconomicTarget.objects.select_for_update().filter(office=office, year=year, what=what.value)
        found = target.first()
        if found is None:
            raise NoTargetSet
        found.values.filter(until_month=until_month, replaced_at=None).update(replaced_at=at)
        return EconomicValue.objects.create(
            target=found,
            until_month=until_month,
            amount_wan=amount_wan,
            source=clean_line(source)[:120],
            reported_at=at,
        )


def import_values(*, actor: Actor, at: datetime, office: Unit, path: Path) -> int:
    """Take targets and values from a sheet with the columns of the page's own: all rows or none. Returns how many.

    A row without a target takes the one that stands; a value already on record as it is said is not written again.

    :raises NoEconomySheet, EconomyRowUnclear, UnableToReadSheet: the file cannot be read.
    Refuses what `set_target` and `report_value` refuse.
    """
    if not policies.keeps(actor, office):
        raise NotYourEconomy
    fields: list[str] = []
    count = 0
    with open_sheet(path) as sheet, transaction.atomic():
        for number, cells in sheet.rows:
            said = ["" if cell is None else str(cell).removesuffix(".0").strip() for cell in cells]
            if not fields:
                fields = rules.fields_of(said)
            elif any(said):
                row = rules.row_of(dict(zip(fields, said, strict=False)))
                if row is None:
                    raise EconomyRowUnclear(row=number)
                _take(actor, at, office, row)
                count += 1
    if not fields:
        raise NoEconomySheet
    return count


def _take(actor: Actor, at: datetime, office: Unit, row: rules.SheetRow) -> None:
    if row.target_wan is not None:
        basis = (
            row.source or EconomicTarget.objects.filter(office=office).values_list("basis", flat=True).first()
        )
        set_target(
            actor=actor,
            office=office,
            year=row.year,
            what=row.what,
            amount_wan=row.target_wan,
            basis=basis or "",
        )
    same = EconomicValue.objects.filter(
        target__office=office,
        target__year=row.year,
        target__what=row.what.value,
        until_month=row.until_month,
        amount_wan=row.amount_wan,
        replaced_at=None,
    )
    if not same.exists():
        report_value(
            actor=actor,
            at=at,
            office=office,
            year=row.year,
            what=row.what,
            until_month=row.until_month,
            amount_wan=row.amount_wan,
            source=row.source,
        )


def open_project(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    area: Unit,
    lead: Unit,
    name: str,
    words: str,
    starts_on: date,
    ends_on: date,
    total_wan: int,
    is_contest: bool = False,
) -> KeyProject:
    """Put a project on the list.

    :raises NotYourEconomy, WordsMissing: as named. :raises DaysOutOfOrder: it ends before it begins.
    :raises ProjectThere: one of this name is there.
    """
    if not policies.keeps(actor, office) or office.pk not in area.line or office.pk not in lead.line:
        raise NotYourEconomy
    if not name.strip() or not words.strip():
        raise WordsMissing(fields=["name", "words"])
    if ends_on <= starts_on:
        raise DaysOutOfOrder
    try:
        with transaction.atomic():
            return KeyProject.objects.create(
                office=office,
                area=area,
                lead=lead,
                name=clean_line(name)[:60],
                words=words.strip()[:300],
                is_contest=is_contest,
                starts_on=starts_on,
                ends_on=ends_on,
                total_wan=total_wan,
                opened_at=at,
            )
    except IntegrityError:
        raise ProjectThere(name=name) from None


def _kept(actor: Actor, pk: int) -> KeyProject:
    """Lock a project that somebody keeps and that runs."""
    row = KeyProject.objects.select_for_update(of=("self",)).select_related("office").filter(pk=pk).first()
    if row is None or not policies.reaches(actor, row):
        raise NoSuchProject
    if not policies.keeps(actor, row.office):
        raise NotYourEconomy
    if row.ended_on is not None:
        raise ProjectOver
    return row


def join_team(*, actor: Actor, project: int, unit: Unit, task: str) -> ProjectUnit:
    """Put a unit into the team of a project, or say anew what it does there.

    :raises NoSuchProject, NotYourEconomy, ProjectOver, WordsMissing: as named.
    """
    if not task.strip():
        raise WordsMissing(fields=["task"])
    with transaction.atomic():
        row = _kept(actor, project)
        made, _is_new = ProjectUnit.objects.update_or_create(
            project=row, unit=unit, defaults={"task": clean_line(task)[:60]}
        )
        return made


def plan_milestone(*, actor: Actor, project: int, name: str, due_on: date) -> Milestone:
    """Plan a step of a project, or plan it anew while it is not reached.

    :raises NoSuchProject, NotYourEconomy, ProjectOver, WordsMissing: as named.
    """
    if not name.strip():
        raise WordsMissing(fields=["name"])
    with transaction.atomic():
        row = _kept(actor, project)
        made, is_new = Milestone.objects.get_or_create(
            project=row, name=clean_line(name)[:60], defaults={"due_on": due_on}
        )
        if not is_new and made.done_on is None:
            made.due_on = due_on
            made.save(update_fields=["due_on"])
        return made


def reach_milestone(*, actor: Actor, at: datetime, project: int, milestone: int, done_on: date) -> Milestone:
    """Say that a step was reached.

    :raises NoSuchProject: no such step. :raises DaysOutOfOrder: the day lies ahead.
    :raises NotYourEconomy, ProjectOver: as named.
    """
    if done_on > clock.local(at).date():
        raise DaysOutOfOrder
    with transaction.atomic():
        row = _kept(actor, project)
        found = row.milestones.filter(pk=milestone).first()
        if found is None:
            raise NoSuchProject
        found.done_on = done_on
        found.save(update_fields=["done_on"])
        return found


def report_spending(*, actor: Actor, at: datetime, project: int, month: date, amount_wan: int) -> Spending:
    """Write down what was invested in a month; the same month again corrects it.

    :raises NoSuchProject, NotYourEconomy, ProjectOver: as named. :raises DaysOutOfOrder: the month lies ahead.
    """
    month = month.replace(day=1)
    if month > clock.local(at).date():
        raise DaysOutOfOrder
    with transaction.atomic():
        row = _kept(actor, project)
        row.spendings.filter(month=month, replaced_at=None).update(replaced_at=at)
        return Spending.objects.create(project=row, month=month, amount_wan=amount_wan, reported_at=at)


def raise_problem(*, actor: Actor, at: datetime, project: int, asked: str) -> ProjectProblem:
    """Put what stands in a project's way on the list of supervised matters: it has a holder and a clock from then on.

    :raises NoSuchProject, NotYourEconomy, ProjectOver: as named. Refuses what `raise_supervision` refuses.
    """
    with transaction.atomic():
        row = _kept(actor, project)
        made = supervision.raise_supervision(
            actor=actor, at=at, office=row.office, why=Why.MEETING, asked=asked
        )
        return ProjectProblem.objects.create(case=made.case, project=row)


def end_project(*, actor: Actor, at: datetime, project: int, words: str) -> KeyProject:
    """End a project: finished, or given up, as the words say.

    :raises NoSuchProject, NotYourEconomy, ProjectOver, WordsMissing: as named.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])
    with transaction.atomic():
        row = _kept(actor, project)
        row.ended_on, row.end_words = clock.local(at).date(), clean_line(words)[:200]
        row.save(update_fields=["ended_on", "end_words"])
        return row
