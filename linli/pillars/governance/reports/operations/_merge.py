"""Merging what is the same and splitting what is not; both can be undone, and every reporter is kept informed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.db.models import Model

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move, turn
from linli.base.flow.models import Case
from linli.base.flow.refusals import SameCase, WordsMissing
from linli.base.flow.steps import Said
from linli.base.people.actors import Actor
from linli.base.people.vault import digest, new_salt
from linli.pillars.governance.reports import rules
from linli.pillars.governance.reports.flow import KIND, REPORT
from linli.pillars.governance.reports.models import Report, Reporter
from linli.pillars.governance.reports.operations._file import find_category, lock_pair


@dataclass(frozen=True, slots=True)
class Part:
    """One matter taken out of a report that raised several."""

    text: str
    category: str = ""


def merge_report(*, into: str, note: str, **by: Unpack[By]) -> Case:
    """Join a report to another that says the same. Its reporters follow the other from now on.

    :raises SameCase: into itself, into one that has ended, or into one that follows another.
    """
    number, said = by["number"], Said(note=note)
    if number == into:
        raise SameCase(number=number)

    def do(t: Turn) -> None:
        with turn("absorb", actor=t.actor, number=into, at=t.at, said=said) as other:
            if not other.case.is_open or other.case.merged_into_id:
                raise SameCase(number=into)
            other.say(case=number)
            _bring_reporters(t.case.pk, other.case)
        t.case.merged_into, t.case.end_reason = other.case, "merged"
        t.say(into=into)

    with transaction.atomic():
        lock_pair(number, into)
        return make_move("merge", do, said=said, **by)


def _bring_reporters(from_id: int, to: Case) -> None:
    """Let the reporters of one report follow another as well. Two queries and one insert."""
    there = list(Reporter.objects.filter(report_id=to.pk))
    prints = {bytes(r.phone_print) for r in there if r.phone_print}
    brought = 0
    for reporter in Reporter.objects.filter(report_id=from_id):
        if reporter.phone_print and bytes(reporter.phone_print) in prints:
            continue
        reporter.pk = None
        reporter._state.adding = True
        reporter.report_id, reporter.is_first = to.pk, False
        reporter.came_from_id = reporter.came_from_id or from_id
        reporter.save(force_insert=True)
        brought += 1
    if brought:
        report = Report.objects.get(pk=to.pk)
        report.joined_count += brought
        report.save(update_fields=["joined_count"])
        to.can_be_asked = True


def unmerge_report(*, note: str, **by: Unpack[By]) -> Case:
    """Undo a merge: the report goes on where it stood, with the time it had left."""
    number, said = by["number"], Said(note=note)

    def do(t: Turn) -> None:
        primary = t.case.merged_into
        t.case.merged_into, t.case.end_reason = None, ""
        if primary is None:
            return
        t.say(out_of=primary.number)
        gone, _rows = Reporter.objects.filter(report_id=primary.pk, came_from_id=t.case.pk).delete()
        if gone:
            report = Report.objects.get(pk=primary.pk)
            report.joined_count = max(0, report.joined_count - gone)
            report.save(update_fields=["joined_count"])
        if primary.state not in ("refused", "withdrawn", "merged"):
            with turn("release", actor=t.actor, number=primary.number, at=t.at, said=said) as other:
                other.say(case=number)

    with transaction.atomic():
        first = Case.objects.filter(number=number).values_list("merged_into__number", flat=True).first()
        if first:
            lock_pair(number, first)
        return make_move("unmerge", do, said=said, **by)


def split_report(*, parts: Sequence[Part], note: str, **by: Unpack[By]) -> list[Case]:
    """Take further matters out of a report, each a case of its own for the same reporters. A merge back undoes it.

    :raises WordsMissing: a part without words. :raises NoSuchCategory: not in the catalogue.
    """
    if not parts or any(not part.text.strip() for part in parts):
        raise WordsMissing(fields=["parts"])
    with turn("split", said=Said(note=note), **by) as t:
        if t.is_replay:
            return list(t.case.children.filter(kind=KIND))
        report = Report.objects.select_related("category").get(case=t.case)
        made = [_child(t.case, report, part, t.actor, t.at) for part in parts]
        t.say(cases=[c.number for c in made])
    return made


def _child(parent: Case, report: Report, part: Part, actor: Actor, at: datetime) -> Case:
    salt = new_salt()
    text = part.text.strip()
    kind = find_category(part.category) if part.category else report.category
    topic = part.category or parent.topic
    child = Report(nature=report.nature, category=kind, text=text, salt=salt, source=report.source)
    followers = list(report.reporters.all())
    for reporter in followers:
        reporter.pk, reporter.came_from_id, reporter.report = None, None, child
        reporter._state.adding = True

    def beside(case: Case) -> list[Model]:
        child.case = case
        return [child, *followers]

    return opening.open_case(
        KIND,
        actor=actor,
        at=at,
        area=parent.area,
        office=parent.office,
        holder=parent.holder if parent.holder.is_territory else parent.office,
        title=rules.title_of(text),
        state="received",
        slot="accept",
        limits=deadlines.limits_for(REPORT, parent.office, topic, kind.limits if kind else {}),
        said=Said(data={"text": digest(text, salt).hex(), "from": parent.number}),
        index=" ".join((text, parent.place_words)),
        topic=topic,
        channel=parent.channel,
        is_confidential=parent.is_confidential,
        parent=parent,
        lon=parent.lon,
        lat=parent.lat,
        place_words=parent.place_words,
        needs_spot_check=parent.needs_spot_check,
        can_be_asked=parent.can_be_asked,
        beside=beside,
    )
