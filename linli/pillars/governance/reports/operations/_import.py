"""Taking in what another system kept: a hotline's sheet, hundreds of rows at a time.

Each row becomes a case with its own time, steps and clock, exactly once: by the source's own number, or, where it has
none, by what it says. A batch is one transaction; a row that the database will not have is found by halving and
refused alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from linli.base.flow import bulk, deadlines
from linli.base.flow.copying import copy_rows
from linli.base.flow.refusals import NotYourMove
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.sealed_fields import opened
from linli.base.people.vault import digest, fingerprint, new_salt
from linli.base.places import gazetteer, index
from linli.base.places.gazetteer import Gazetteer, Named
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.reports.flow import KIND, REPORT
from linli.pillars.governance.reports.models import Category, Report, Reporter
from linli.pillars.governance.reports.operations._import_read import Readers, Understood, understand
from linli.pillars.governance.reports.queries import (
    classifiers_of,
    fills_categories,
)
from linli.pillars.governance.reports.rules import sheet, title_of
from linli.pillars.governance.reports.rules.sheet import Draft, Flaw, StatePolicy

SOURCE = "hotline"
CLASS_KEY = "来源分类"
_LOCK = 0x6C6C696D  # "llim": one import of a source at a time


@dataclass(slots=True)
class Intake:
    """What every row of an import needs, read once: names of places and categories, limits, who holds what."""

    office: Unit
    source: str
    calendar: WorkCalendar
    places: Gazetteer
    categories: Mapping[str, Category]
    names: Mapping[str, str]
    units: dict[int, Unit]
    limits: dict[str, Mapping[str, str]] = field(default_factory=dict)
    said_before: Counter[str] = field(default_factory=Counter)
    readers: Readers = field(kw_only=True)
    fills_categories: bool = False
    tried: dict[str, int] = field(default_factory=dict)
    """Of a trial, which makes nothing: the numbers met so far and a hash of their words."""

    def limits_of(self, topic: str) -> Mapping[str, str]:
        """Settle the limits of a category once. No query."""
        if topic not in self.limits:
            kind = self.categories.get(topic)
            self.limits[topic] = deadlines.limits_for(REPORT, self.office, topic, kind.limits if kind else {})
        return self.limits[topic]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch."""

    imported: int
    skipped: int
    flaws: tuple[Flaw, ...] = ()
    placed: int = 0
    classed: int = 0
    closed: int = 0
    undated: int = 0


def prepare_import(*, office: Unit, source: str = SOURCE) -> Intake:
    """Read what an import needs. Six queries."""
    categories = {c.pk: c for c in Category.objects.filter(is_active=True)}
    places = gazetteer.of(office)
    return Intake(
        office=office,
        source=source,
        calendar=deadlines.calendar_of(office),
        places=places,
        categories=categories,
        names=sheet.names_of((c.code, c.name, c.name_en, c.words) for c in categories.values()),
        units={unit.pk: unit for unit in orgs.subtree(office).filter(is_active=True)},
        readers=Readers(places, *classifiers_of(office.pk)),
        fills_categories=fills_categories(office.pk),
    )


def import_reports(
    *,
    actor: Actor,
    at: datetime,
    intake: Intake,
    drafts: Sequence[Draft],
    policy: StatePolicy = StatePolicy.AUTO,
    is_trial: bool = False,
) -> Taken:
    """Make cases of a batch of rows, each once, in one transaction; a trial says what would be made and makes nothing.

    Open to the system only: whoever runs the installation brings in its history. Rows without a time are filed `at`.
    About twenty statements a batch.

    :raises NotYourMove: anybody else.
    """
    return take_numbered(actor, at, intake, numbered(intake, drafts), policy, is_trial, {})


def numbered(intake: Intake, drafts: Sequence[Draft]) -> list[tuple[Draft, str]]:
    """Give each row the source's number, or one made of what it says; in the order of the sheet, once."""
    return [(draft, _number(intake, draft)) for draft in drafts]


def not_here_yet(intake: Intake, rows: Sequence[tuple[Draft, str]]) -> list[tuple[Draft, str]]:
    """Leave out rows whose number is known: they need not be read. One query."""
    numbers = [number for _, number in rows]
    known = Report.objects.filter(source=intake.source, source_number__in=numbers)
    here = set(known.values_list("source_number", flat=True))
    return [(draft, number) for draft, number in rows if number not in here]


def take_numbered(
    actor: Actor,
    at: datetime,
    intake: Intake,
    rows: Sequence[tuple[Draft, str]],
    policy: StatePolicy,
    is_trial: bool,
    understood: dict[str, Understood],
) -> Taken:
    """Make cases of rows that have their numbers, as `import_reports`; what `understood` holds is not read again."""
    if not actor.is_system:
        raise NotYourMove(verb="import")
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, intake.source])
            new, skipped, flaws = _sift(intake, rows)
            unread = [(draft, number) for draft, number in new if number not in understood]
            readers = replace(intake.readers, policy=policy)
            read = understand(readers, [draft for draft, _ in unread])
            understood |= {number: one for (_, number), one in zip(unread, read, strict=True)}
            made = [_opening(intake, draft, number, at, policy, understood[number]) for draft, number in new]
            if is_trial:
                intake.tried |= {number: hash(draft.text) for draft, number in new}
            elif made:
                _write(actor, at, intake, made)
    except (DataError, IntegrityError):
        if len(rows) == 1:
            return Taken(0, 0, (Flaw(rows[0][0].row, "not-kept"),))
        half = len(rows) // 2
        parts = [
            take_numbered(actor, at, intake, part, policy, is_trial, understood)
            for part in (rows[:half], rows[half:])
        ]
        return _sum(parts)
    return Taken(
        imported=len(new),
        skipped=skipped,
        flaws=tuple(flaws),
        placed=sum(row.is_placed for row in made),
        classed=sum(bool(row.category) for row in made),
        closed=sum(row.opening.ending is not None for row in made),
        undated=sum(draft.filed_at is None for draft, _ in new),
    )


def _sum(parts: Sequence[Taken]) -> Taken:
    counts = {
        name: sum(getattr(part, name) for part in parts)
        for name in ("imported", "skipped", "placed", "classed", "closed", "undated")
    }
    return Taken(flaws=tuple(flaw for part in parts for flaw in part.flaws), **counts)


def _number(intake: Intake, draft: Draft) -> str:
    """Give the source's number, or one made of what the row says: the same sheet again gives the same numbers."""
    if draft.number:
        return draft.number
    said = "\x00".join((str(draft.filed_at or ""), draft.name, draft.phone, draft.title, draft.text))
    print_ = fingerprint(said, "import").hex()[:32]
    intake.said_before[print_] += 1
    return f"#{print_}-{intake.said_before[print_]}"


def _sift(
    intake: Intake, rows: Sequence[tuple[Draft, str]]
) -> tuple[list[tuple[Draft, str]], int, list[Flaw]]:
    """Part new rows from those that are here already, and from those that use a number for something else."""
    known_rows = Report.objects.filter(source=intake.source, source_number__in=[n for _, n in rows])
    here = {n: opened(text) for n, text in known_rows.values_list("source_number", "text")}
    new: list[tuple[Draft, str]] = []
    skipped, flaws = 0, []
    for draft, number in rows:
        known, tried = here.get(number), intake.tried.get(number)
        if known is None and tried is None:
            new.append((draft, number))
            here[number] = draft.text
        elif known in ("", draft.text) or tried == hash(draft.text):  # erased by law, or the same
            skipped += 1
        else:
            flaws.append(Flaw(draft.row, "number-used", {"number": number}))
    return new, skipped, flaws


@dataclass(frozen=True, slots=True)
class _Row:
    draft: Draft
    number: str
    salt: bytes
    category: str
    is_placed: bool
    alarm: str
    opening: bulk.Opening


def _place(intake: Intake, draft: Draft, found: Named | None) -> Named | None:
    """Find whose ground it is where that is certain: the point, the unit named, the words; else nothing."""
    if draft.lon is not None and draft.lat is not None:
        grid = index.current().grid_at(draft.lon, draft.lat)
        if grid in intake.units:
            return Named(grid, "", draft.lon, draft.lat)
    named = intake.places.unit_called(draft.area)
    if named is None or found is None:
        return found or named
    # The sheet's own column wins over words; a finer place inside it is finer still.
    return found if named.unit_id in intake.units[found.unit_id].line else named


def _opening(
    intake: Intake, draft: Draft, number: str, at: datetime, policy: StatePolicy, said: Understood
) -> _Row:
    place, proposed = _place(intake, draft, said.place), said.proposed
    area = intake.units[place.unit_id] if place else intake.office
    written = sheet.category_of(draft.classes, intake.names)
    # Where the sheet says nothing we know, what the office's own cases make certain is filled in: shown as such, and
    # one press from being put right.
    topic = written or (proposed if intake.fills_categories and proposed in intake.categories else "")
    kind = intake.categories.get(topic)
    is_urgent = draft.is_urgent or bool(written and kind and kind.is_urgent)
    alarm = "" if is_urgent else said.alarm
    salt = new_salt()
    filed_at = draft.filed_at or at
    data: dict[str, Any] = {
        "text": digest(draft.text, salt).hex(),
        "channel": Report.Channel.HOTLINE.value,
        "imported_at": at.isoformat(),
    }
    if proposed:
        data["proposed"] = proposed
    if topic and not written:
        data["classed"] = topic
    if draft.is_urgent:
        data["urgent"] = True
    if alarm:
        data["alarm"] = alarm
    if draft.filed_at is None:
        data["undated"] = True
    ending = _ending(draft, filed_at, at) if sheet.closes(draft, policy) else None
    # What the other office wrote so far is not lost: it stands in the log as a note.
    note = draft.answer if ending is None else ""
    fields = {
        "area": area,
        "holder": area,
        "title": draft.title or title_of(draft.text),
        "state": "received",
        "slot": "accept",
        "limits": intake.limits_of(topic),
        "topic": topic,
        "channel": Report.Channel.HOTLINE.value,
        "is_urgent": is_urgent,
        "is_confidential": draft.is_confidential,
        "lon": place.lon if place else None,
        "lat": place.lat if place else None,
        "place_words": draft.place,
        "needs_spot_check": bool(kind is None or kind.spot_check)
        and draft.nature not in ("consult", "thanks"),
        "can_be_asked": bool(draft.phone),
    }
    opening = bulk.Opening(
        at=filed_at,
        said=Said(note=note, data=data),
        fields=fields,
        words=said.words,
        ending=ending,
    )
    return _Row(draft, number, salt, topic, place is not None, alarm, opening)


def _ending(draft: Draft, filed_at: datetime, at: datetime) -> bulk.Ending:
    reason = "" if draft.answer else "elsewhere" if draft.is_done else "history"
    return bulk.Ending(
        verb="carry_over",
        at=draft.answered_at or max(filed_at, at),
        said=Said(answer=draft.answer, data={"undated": True} if draft.answered_at is None else {}),
        is_answered=bool(draft.answer),
        end_reason=reason,
    )


def _write(actor: Actor, at: datetime, intake: Intake, rows: Sequence[_Row]) -> None:
    cases = bulk.open_cases(
        KIND,
        [row.opening for row in rows],
        actor=actor,
        office=intake.office,
        now=at,
        calendar=intake.calendar,
    )
    reports = [
        Report(
            case=case,
            nature=row.draft.nature,
            category_id=row.category or None,
            text=row.draft.text,
            salt=row.salt,
            alarm=row.alarm,
            answers={CLASS_KEY: " / ".join(row.draft.classes)} if row.draft.classes else {},
            source=intake.source,
            source_number=row.number,
        )
        for case, row in zip(cases, rows, strict=True)
    ]
    copy_rows(reports)
    copy_rows(
        [
            Reporter(
                report=report,
                name=row.draft.name,
                phone=row.draft.phone,
                phone_print=fingerprint(row.draft.phone, "phone") if row.draft.phone else None,
                is_confidential=row.draft.is_confidential,
                joined_at=row.opening.at,
            )
            for report, row in zip(reports, rows, strict=True)
        ]
    )
