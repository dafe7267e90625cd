"""Pushing, noting, publishing, putting right."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from linli.base.files.models import StoredFile
from linli.base.flow import engine
from linli.base.flow.models import Case, StepFile, Watch
from linli.base.flow.opening import index_words
from linli.base.flow.refusals import NotYourMove
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.places import index
from linli.kernel.masking import hide_words, mask_text
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports.models import Category, Report, Reporter
from linli.pillars.governance.reports.operations._file import NoSuchCategory
from linli.pillars.governance.reports.operations._voice import speak
from linli.pillars.governance.reports.queries import facts_of_report


class OutsideOffice(Refusal):
    """The new place lies in another office; pass the report on instead."""


def urge_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    as_reporter: bool = False,
    reporter: Reporter | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Remind whoever holds it (催办)."""
    with engine.turn(
        number,
        "urge",
        actor=actor,
        at=at,
        said=Said(note=note),
        seen=seen,
        key=key,
        as_reporter=as_reporter or reporter is not None,
    ) as t:
        speak(t, reporter)
        if not t.is_replay:
            t.case.urged_count += 1
        return t.case


def supervise_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Push formally from above (督办): the case carries the mark until it ends."""
    with engine.turn(number, "supervise", actor=actor, at=at, said=Said(note=note), seen=seen, key=key) as t:
        t.case.is_supervised = True
        return t.case


def note_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Add an internal note. No resident ever sees it."""
    with engine.turn(
        number, "note", actor=actor, at=at, said=Said(note=note, files=tuple(files)), seen=seen, key=key
    ) as t:
        return t.case


def publish_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    title: str,
    text: str,
    answer: str = "",
    hide: Collection[str] = (),
    files: Collection[int] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Put a report on the public list and map, in the words staff chose; personal data in them is masked again.

    Telephones of units stay: an answer may tell people to ring the office. What staff name in `hide` is hidden wherever
    it stands. Of the files only those named (by id) are shown with it.
    """
    keep = orgs.public_phones()
    with engine.turn(number, "publish", actor=actor, at=at, seen=seen, key=key) as t:
        Report.objects.filter(case=t.case).update(
            is_published=True,
            public_title=mask_text(hide_words(title, hide), keep=keep)[:120],
            public_text=mask_text(hide_words(text, hide), keep=keep),
            public_answer=mask_text(hide_words(answer, hide), keep=keep),
        )
        shown = StepFile.objects.filter(step__case=t.case)
        shown.exclude(file_id__in=files).update(is_public=False)
        shown.filter(file_id__in=files).update(is_public=True)
        return t.case


def unpublish_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Take a report off the public list."""
    with engine.turn(number, "unpublish", actor=actor, at=at, said=Said(note=note), seen=seen, key=key) as t:
        Report.objects.filter(case=t.case).update(is_published=False)
        return t.case


def reclassify_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    category: str,
    nature: str = "",
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Put a report under another category. Running deadlines stay; the choice is learned from later.

    :raises NoSuchCategory: not in the catalogue.
    """
    kind = Category.objects.filter(code=category, is_active=True).first()
    if kind is None:
        raise NoSuchCategory(category=category)
    with engine.turn(
        number,
        "reclassify",
        actor=actor,
        at=at,
        said=Said(note=note),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            t.say(was=t.case.topic, category=category)
            t.case.topic = category
            changed: dict[str, object] = {"category": kind}
            if nature:
                changed["nature"] = nature
            Report.objects.filter(case=t.case).update(**changed)
        return t.case


def relocate_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    lon: float | None = None,
    lat: float | None = None,
    area: Unit | None = None,
    place_words: str = "",
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Correct where it is. While nobody has taken it up, the right grid gets it.

    :raises OutsideOffice: the place belongs to another office.
    """
    unit_id = index.current().grid_at(lon, lat) if lon is not None and lat is not None else None
    if unit_id is not None:
        area = Unit.objects.get(pk=unit_id)
    with engine.turn(
        number,
        "relocate",
        actor=actor,
        at=at,
        said=Said(note=note),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if t.is_replay:
            return t.case
        case = t.case
        if area is not None:
            office = orgs.office_of(orgs.line_up(area))
            if office is None or office.pk != case.office_id:
                raise OutsideOffice(unit=str(area))
            t.say(was=case.area_id, area=area.pk)
            if case.state in ("received", "checking") and case.holder_id == case.area_id:
                t.hand_to(area)
            case.area = area
        if lon is not None and lat is not None:
            case.lon, case.lat = lon, lat
        if place_words:
            case.place_words = place_words[:200]
            # Whoever looks for the right place must find it there, and no longer at the wrong one.
            report = Report.objects.only("text").get(pk=case.pk)
            index_words(case, report.text, case.place_words, case.title)
        return case


def watch_report(*, actor: Actor, case: Case, at: datetime) -> None:
    """Follow a case without holding it."""
    if actor.account_id is None:
        raise NotYourMove(verb="watch")
    Watch.objects.get_or_create(case=case, account_id=actor.account_id, defaults={"since": at})


def unwatch_report(*, actor: Actor, case: Case) -> None:
    """Stop following a case."""
    if actor.account_id is None:
        raise NotYourMove(verb="watch")
    Watch.objects.filter(case=case, account_id=actor.account_id).delete()
