"""What whoever raised a report reads behind the secret link: what staff chose to say, and their own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from linli.base.flow.models import Case, Step
from linli.base.people.actors import ActorKind
from linli.base.written import written
from linli.kernel.masking import mask_text
from linli.pillars.governance.reports import rules
from linli.pillars.governance.reports.models import Callback, Report, Reporter
from linli.pillars.governance.reports.queries._files import FileRow, files_of
from linli.pillars.governance.reports.queries._get import report_by_link


class Voice(StrEnum):
    """Who made a step, as far as the reader may know."""

    ME = "me"
    NEIGHBOUR = "neighbour"  # another reporter of the same case: that they spoke, not what they said
    STAFF = "staff"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class FollowStep:
    """One line of what happened. `who` is a name only where the office publishes who holds that post."""

    seq: int
    verb: str
    after: str
    voice: Voice
    who: str
    unit: str
    role: str
    holder: str
    at: datetime
    words: str
    files: tuple[FileRow, ...]


@dataclass(frozen=True)
class FollowPage:
    """Everything behind the secret link."""

    report: Report
    reporter: Reporter
    leading: Report
    """The report itself, or the one it was merged into: whose progress is told."""
    steps: list[FollowStep]
    callbacks: list[Callback]

    @property
    def is_merged(self) -> bool:
        return bool(self.leading.pk != self.report.pk)

    @property
    def is_first(self) -> bool:
        """Whether the reader raised the case whose progress is told, and did not only join it."""
        is_first: bool = self.reporter.is_first
        return is_first and not self.is_merged


def follow_page(*, number: str, token: str) -> FollowPage:
    """Give the page behind a secret link. Seven queries.

    :raises NoSuchCase: no such number, or a wrong or withdrawn secret.
    """
    report, reporter = report_by_link(number=number, token=token)
    leading = report
    if report.case.merged_into_id:
        leading = Report.objects.select_related("case__area", "case__holder", "case__office", "category").get(
            pk=report.case.merged_into_id
        )
    steps = _steps(leading.case, report, reporter)
    if leading.pk != report.pk:
        own = [s for s in _steps(report.case, report, reporter) if s.verb in ("file", "merge")]
        steps = sorted([*steps, *own], key=lambda s: (s.at, s.seq), reverse=True)
    return FollowPage(report, reporter, leading, steps, _callbacks(report=leading.pk))


@written
def _callbacks(*, report: int) -> QuerySet[Callback]:
    return Callback.objects.filter(report=report).order_by("id")


def _steps(case: Case, report: Report, reporter: Reporter) -> list[FollowStep]:
    files = files_of(case.pk)
    is_own = case.pk == report.pk
    is_first = reporter.is_first and is_own
    found: list[FollowStep] = []
    for step in _told(case=case.pk):
        if not step.is_public:
            _lend(found, files.get(step.seq, ()))
            continue
        said_by = step.data.get("reporter")
        if step.verb == "file" and not is_own:
            continue
        voice = _voice(step, rules.is_speaker(said_by, reporter.pk, is_first))
        named = step.post is not None and step.post.is_public and step.actor is not None
        shown = rules.file_is_for_reporter(
            verb=step.verb,
            is_public=True,
            is_own_case=is_own,
            is_first=reporter.is_first,
            joined_with_it=step.at == reporter.joined_at,
            is_speaker=voice is Voice.ME,
        )
        found.append(
            FollowStep(
                seq=step.seq,
                verb=step.verb,
                after=step.after,
                voice=voice,
                who=step.actor.name if named and voice is Voice.STAFF and step.actor else "",
                unit=str(step.unit or "") if voice is Voice.STAFF else "",
                role=_role(step) if voice is Voice.STAFF else "",
                holder=str(step.holder),
                at=step.at,
                words=_words(step, voice, is_first),
                files=files.get(step.seq, ()) if shown else (),
            )
        )
    return found


@written
def _told(*, case: int) -> QuerySet[Step]:
    rows = Step.objects.filter(Q(is_public=True) | Q(verb="answer"), case=case)
    return rows.select_related("unit", "post", "words", "holder", "actor").order_by("-seq")


def _lend(later: list[FollowStep], files: tuple[FileRow, ...]) -> None:
    """Show the photos of an answer with the check that passed it, unless whoever checked took their own."""
    if later and later[-1].verb == "pass_check" and not later[-1].files:
        later[-1] = replace(later[-1], files=files)


def _words(step: Step, voice: Voice, is_first: bool) -> str:
    """Give the words of a step as this reader may read them: an answer to somebody else without what is personal."""
    if voice is Voice.NEIGHBOUR or not step.words_digest or not hasattr(step, "words"):
        return ""
    said: str = step.words.answer
    if voice is Voice.ME or is_first:
        return said
    return "" if step.verb in rules.PERSONAL else mask_text(said)


def _voice(step: Step, is_mine: bool) -> Voice:
    match step.actor_kind:
        case ActorKind.STAFF:
            return Voice.STAFF
        case ActorKind.SYSTEM:
            return Voice.CLOCK
        case _:
            return Voice.ME if is_mine else Voice.NEIGHBOUR


def _role(step: Step) -> str:
    return (step.post.title or str(step.post.get_role_display())) if step.post else ""
