"""Pushing, noting, publishing, putting right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Unpack

from linli.base.files.models import StoredFile
from linli.base.flow.engine import By, Turn, make_move
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


class OutsideOffice(Refusal):
    """The new place lies in another office; pass the report on instead."""


def urge_report(
    *, note: str, as_reporter: bool = False, reporter: Reporter | None = None, **by: Unpack[By]
) -> Case:
    """Remind whoever holds it (催办)."""

    def do(t: Turn) -> None:
        t.case.urged_count += 1

    return speak("urge", reporter, Said(note=note), do, as_reporter=as_reporter, **by)


def supervise_report(*, note: str, **by: Unpack[By]) -> Case:
    """Push formally from above (督办): the case carries the mark until it ends."""

    def do(t: Turn) -> None:
        t.case.is_supervised = True

    return make_move("supervise", do, said=Said(note=note), **by)


def note_report(*, note: str, files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Add an internal note. No resident ever sees it."""
    return make_move("note", said=Said(note=note, files=tuple(files)), **by)


def publish_report(
    *,
    title: str,
    text: str,
    answer: str = "",
    hide: Collection[str] = (),
    files: Collection[int] = (),
    **by: Unpack[By],
) -> Case:
    """Put a report on the public list and map, in the words staff chose; personal data in them is masked again.

    Telephones of units stay: an answer may tell people to ring the office. What staff name in `hide` is hidden wherever
    it stands. Of the files only those named (by id) are shown with it.
    """
    keep = orgs.public_phones()

    def do(t: Turn) -> None:
        Report.objects.filter(case=t.case).update(
            is_published=True,
            public_title=mask_text(hide_words(title, hide), keep=keep)[:120],
            public_text=mask_text(hide_words(text, hide), keep=keep),
            public_answer=mask_text(hide_words(answer, hide), keep=keep),
        )
        shown = StepFile.objects.filter(step__case=t.case)
        shown.exclude(file_id__in=files).update(is_public=False)
        shown.filter(file_id__in=files).update(is_public=True)

    return make_move("publish", do, **by)


def unpublish_report(*, note: str, **by: Unpack[By]) -> Case:
    """Take a report off the public list."""

    def do(t: Turn) -> None:
        Report.objects.filter(case=t.case).update(is_published=False)

    return make_move("unpublish", do, said=Said(note=note), **by)


def reclassify_report(
    *, category: str = "", nature: str = "", is_urgent: bool | None = None, note: str = "", **by: Unpack[By]
) -> Case:
    """Put a report under another category, or say whether it is urgent. Running deadlines stay; the choice is learned.

    `is_urgent` ends the proposal that its words made, whichever way; None leaves everything about urgency as it is.

    :raises NoSuchCategory: not in the catalogue, or nothing was chosen at all.
    """
    kind = Category.objects.filter(code=category, is_active=True).first() if category else None
    if kind is None and (category or is_urgent is None):
        raise NoSuchCategory(category=category)

    def do(t: Turn) -> None:
        changed: dict[str, object] = {}
        if kind is not None:
            t.say(was=t.case.topic, category=category)
            t.case.topic = category
            changed["category"] = kind
        if nature:
            changed["nature"] = nature
        if is_urgent is not None:
            t.say(urgent=is_urgent)
            t.case.is_urgent = is_urgent
            changed["alarm"] = ""
        Report.objects.filter(case=t.case).update(**changed)

    return make_move("reclassify", do, said=Said(note=note), **by)


def relocate_report(
    *,
    lon: float | None = None,
    lat: float | None = None,
    area: Unit | None = None,
    place_words: str = "",
    note: str = "",
    **by: Unpack[By],
) -> Case:
    """Correct where it is. While nobody has taken it up, the right grid gets it.

    :raises OutsideOffice: the place belongs to another office.
    """
    unit_id = index.current().grid_at(lon, lat) if lon is not None and lat is not None else None
    ground = area if unit_id is None else Unit.objects.get(pk=unit_id)

    def do(t: Turn) -> None:
        case = t.case
        if ground is not None:
            office = orgs.office_of(orgs.line_up(ground))
            if office is None or office.pk != case.office_id:
                raise OutsideOffice(unit=str(ground))
            t.say(was=case.area_id, area=ground.pk)
            if case.state in ("received", "checking") and case.holder_id == case.area_id:
                t.hand_to(ground)
            case.area = ground
        if lon is not None and lat is not None:
            case.lon, case.lat = lon, lat
        if place_words:
            case.place_words = place_words[:200]
            # Whoever looks for the right place must find it there, and no longer at the wrong one.
            report = Report.objects.only("text").get(pk=case.pk)
            index_words(case, report.text, case.place_words, case.title)

    return make_move("relocate", do, said=Said(note=note), **by)


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
