"""What was done to carry a decision out: when, in which words, with which photos. Everybody who sees the topic sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.base.files.models import StoredFile
from linli.base.files.rules import FileKind
from linli.base.flow.models import Step, StepFile
from linli.base.people.models import Account
from linli.kernel import masking
from linli.pillars.governance.deliberation.models import Duty, Topic
from linli.pillars.governance.deliberation.queries._resident import posted_for

WORKS = ("report_duty", "finish_duty")
PHOTO = {"file__kind": FileKind.PHOTO}


@dataclass(frozen=True, slots=True)
class Work:
    """One entry of a duty."""

    at: datetime
    words: str
    is_done: bool
    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty with what was done for it, in order."""

    duty: Duty
    works: tuple[Work, ...]


def duties_of(topic: Topic) -> tuple[DutyRow, ...]:
    """List the duties of a topic with what was done for each. Three queries, one where there is no duty."""
    duties = list(topic.duties.select_related("unit"))
    if not duties:
        return ()
    steps = Step.objects.filter(case=topic.case_id, verb__in=WORKS).select_related("words").order_by("seq")
    photos: dict[int, list[int]] = {}
    files = StepFile.objects.filter(step__case=topic.case_id, step__verb__in=WORKS, **PHOTO).order_by("order")
    for step_id, file_id in files.values_list("step_id", "file_id"):
        photos.setdefault(step_id, []).append(file_id)
    works: dict[int, list[Work]] = {}
    for step in steps:
        duty = _duty_of(step, duties)
        if duty is None:
            continue
        words = masking.mask_text(step.words.answer) if hasattr(step, "words") else ""
        is_done = step.verb == "finish_duty"
        works.setdefault(duty.pk, []).append(Work(step.at, words, is_done, tuple(photos.get(step.pk, ()))))
    return tuple(DutyRow(duty, tuple(works.get(duty.pk, ()))) for duty in duties)


def _duty_of(step: Step, duties: Sequence[Duty]) -> Duty | None:
    mine = [duty for duty in duties if duty.unit_id == step.data.get("unit")]
    return next((duty for duty in mine if duty.done_at is None or duty.done_at >= step.at), None)


def photo_of(*, topic: Topic, file_id: int) -> StoredFile | None:
    """Give a photo of what was done in a topic. One query."""
    rows = StepFile.objects.filter(step__case=topic.case_id, step__verb__in=WORKS, file=file_id, **PHOTO)
    found = rows.select_related("file").first()
    return found.file if found else None


def public_photo(*, account: Account | None, number: str, file_id: int) -> StoredFile | None:
    """Give a photo of what was done, to whoever is shown the topic. Two queries."""
    topic = Topic.objects.filter(posted_for(account), case__number=number).first()
    return photo_of(topic=topic, file_id=file_id) if topic is not None else None
