"""The photos and papers of a report: which there are, and who may open one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from linli.base.files.models import StoredFile
from linli.base.flow.models import Step, StepFile
from linli.base.flow.refusals import NoSuchCase
from linli.base.people.actors import Actor
from linli.base.written import written
from linli.pillars.governance.reports import policies, rules
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.queries._get import report_by_link


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as a page lists it. `name` is empty for photos; an erased file keeps its place and shows why."""

    id: int
    is_photo: bool
    name: str
    size: int
    width: int
    height: int
    is_public: bool
    is_erased: bool


def files_of(case_id: int) -> dict[int, tuple[FileRow, ...]]:
    """Give the files of a case by the `seq` of their step, in the order they were given. One query."""
    found: dict[int, tuple[FileRow, ...]] = {}
    for row in _kept(case=case_id):
        found[row.step.seq] = (*found.get(row.step.seq, ()), _row(row))
    return found


@written
def _kept(*, case: int) -> QuerySet[StepFile]:
    rows = StepFile.objects.filter(step__case_id=case).select_related("file", "step")
    return rows.order_by("step_id", "order")


def _row(row: StepFile) -> FileRow:
    file = row.file
    return FileRow(
        id=file.pk,
        is_photo=file.is_photo,
        name="" if file.is_photo else file.name,
        size=file.size,
        width=file.width or 0,
        height=file.height or 0,
        is_public=row.is_public,
        is_erased=file.is_erased,
    )


def file_for_staff(*, actor: Actor, number: str, file_id: int) -> StoredFile | None:
    """Give a file of a report that the actor may see; None when absent or forbidden. One query."""
    rows = Report.objects.filter(policies.reachable(actor), case__number=number)
    return _one(file_id, step__case_id__in=rows.values("case_id"))


def file_for_reporter(*, number: str, token: str, file_id: int) -> StoredFile | None:
    """Give a file that the holder of a secret link may see: what they gave, and what came with an answer."""
    try:
        report, reporter = report_by_link(number=number, token=token)
    except NoSuchCase:
        return None
    leading = report.case.merged_into_id or report.case_id
    rows = StepFile.objects.filter(file_id=file_id, step__case_id__in={leading, report.case_id})
    row = rows.select_related("file", "step").first()
    if row is None or not rules.file_is_for_reporter(
        verb=row.step.verb,
        is_public=row.step.is_public or _is_passed(row.step),
        is_own_case=row.step.case_id == report.case_id,
        is_first=reporter.is_first,
        joined_with_it=row.step.at == reporter.joined_at,
        is_speaker=rules.is_speaker(row.step.data.get("reporter"), reporter.pk, reporter.is_first),
    ):
        return None
    return row.file


def _is_passed(step: Step) -> bool:
    """Say whether an answer went to the resident by the check that passed it. One query, for answers only."""
    if step.verb != "answer":
        return False
    later = Step.objects.filter(
        case_id=step.case_id, seq__gt=step.seq, verb__in=["pass_check", "redo", "answer"]
    )
    first = later.order_by("seq").values_list("verb", flat=True).first()
    return first == "pass_check"


def file_for_anybody(*, number: str, file_id: int) -> StoredFile | None:
    """Give a file that staff published with a report. One query."""
    return _one(
        file_id,
        is_public=True,
        step__case__kind=KIND,
        step__case__number=number,
        step__case__report__is_published=True,
    )


def published_photos(*, number: str) -> tuple[FileRow, ...]:
    """Give the photos that staff published with a report, in the order they were given. One query."""
    rows = StepFile.objects.filter(
        is_public=True,
        step__case__kind=KIND,
        step__case__number=number,
        step__case__report__is_published=True,
        file__kind=StoredFile.Kind.PHOTO,
        file__erased_at__isnull=True,
    )
    return tuple(_row(row) for row in rows.select_related("file").order_by("step_id", "order"))


def _one(file_id: int, **where: object) -> StoredFile | None:
    row = StepFile.objects.filter(file_id=file_id, **where).select_related("file").first()
    return row.file if row else None
