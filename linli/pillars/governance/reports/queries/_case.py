"""Everything a case page shows, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from linli.base.flow import policies as flow_policies
from linli.base.flow.models import Assignment, Case, Petition, Step
from linli.base.flow.table import Move
from linli.base.people.actors import Actor
from linli.base.written import written
from linli.kernel.masking import mask_name, mask_phone, mask_text
from linli.pillars.governance.reports import policies
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Callback, Report, Reporter
from linli.pillars.governance.reports.queries._facts import moves_open_to
from linli.pillars.governance.reports.queries._files import FileRow, files_of
from linli.pillars.governance.reports.queries._get import get_report
from linli.pillars.governance.reports.queries._same import NearbyRow, Problem, similar_cases


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the history."""

    seq: int
    verb: str
    before: str
    after: str
    who: str
    unit: str
    holder: str
    role: str
    is_deputy: bool
    at: datetime
    note: str
    answer: str
    files: tuple[FileRow, ...]
    is_public: bool
    due_at: datetime | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReporterRow:
    """Who raised it, masked. A confidential reporter shows nothing to those who handle."""

    id: int
    name: str
    phone: str
    is_first: bool
    is_confidential: bool
    is_hidden: bool
    may_reveal: bool
    joined_at: datetime
    came_from: str


@dataclass(frozen=True)
class CasePage:
    """What a case page shows."""

    report: Report
    words: str
    """The report's words, as this reader may read them."""
    shares: list[Assignment]
    steps: list[StepRow]
    moves: tuple[Move, ...]
    reporters: list[ReporterRow]
    petitions: list[Petition]
    callbacks: list[Callback]
    merged: list[Case]
    children: list[Case]
    is_watched: bool


def steps_of(case: Case, *, public_only: bool = False) -> list[StepRow]:
    """List the steps of a case, newest first; for residents only what staff chose to say. Two queries."""
    files = files_of(case.pk)
    found = []
    for s in _steps(public_only, case=case.pk):
        words = s.words if s.words_digest and hasattr(s, "words") else None
        found.append(
            StepRow(
                seq=s.seq,
                verb=s.verb,
                before=s.before,
                after=s.after,
                # Whoever raised it is shown by `reporters_of`, masked or not at all; never by name on a step.
                who=s.actor.name if s.actor and not s.actor.is_resident else "",
                unit=str(s.unit or ""),
                holder=str(s.holder),
                role=(s.post.title or str(s.post.get_role_display())) if s.post else "",
                is_deputy=s.is_deputy,
                at=s.at,
                note="" if public_only or words is None else words.note,
                answer=words.answer if words else "",
                files=files.get(s.seq, ()),
                is_public=s.is_public,
                due_at=s.due_at,
                data={} if public_only else s.data,
            )
        )
    return found


@written
def _steps(public_only: bool, /, *, case: int) -> QuerySet[Step]:
    rows = Step.objects.filter(case=case).select_related("actor", "unit", "holder", "post", "words")
    return (rows.filter(is_public=True) if public_only else rows).order_by("-seq")


def words_for(actor: Actor, report: Report) -> str:
    """Give the words of a report as this actor may read them: who asked for secrecy is not betrayed by what they wrote."""
    hidden = report.case.is_confidential and not policies.sees_reporter(actor, report, True)
    return mask_text(report.text) if hidden else report.text


def reporters_of(actor: Actor, report: Report) -> list[ReporterRow]:
    """List who raised a report, masked for this actor. One query."""
    found = []
    for r in _reporters(report=report.pk):
        hidden = not policies.sees_reporter(actor, report, r.is_confidential)
        found.append(
            ReporterRow(
                id=r.pk,
                name="" if hidden else mask_name(r.name),
                phone="" if hidden else mask_phone(r.phone),
                is_first=r.is_first,
                is_confidential=r.is_confidential,
                is_hidden=hidden,
                may_reveal=bool(r.phone) and policies.may_reveal(actor, report, r.is_confidential),
                joined_at=r.joined_at,
                came_from=r.came_from.case.number if r.came_from else "",
            )
        )
    return found


@written
def _reporters(*, report: int) -> QuerySet[Reporter]:
    return Reporter.objects.filter(report=report).select_related("came_from__case").order_by("pk")


_NEARBY = (
    "number", "title", "state", "topic", "report__category__name", "report__category__name_en", "filed_at", "lon",
    "lat", "is_open",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SolvedRow:
    """A matter of the same kind that has ended, and how its reporter liked it."""

    number: str
    title: str
    area: str
    filed_at: datetime
    closed_at: datetime
    level: int | None


@dataclass(frozen=True)
class Around:
    """What lies around a case: what may be the same, and how the like was solved before."""

    report: Report
    nearby: list[NearbyRow]
    solved: list[SolvedRow]


SOLVED_DAYS = 400
SOLVED_LOOKED_AT = 200


def around_case(*, actor: Actor, number: str, at: datetime) -> Around:
    """Give what lies around a case, out of what this actor may open: a title is a resident's words. Four queries.

    :raises NoSuchCase: absent or out of reach.
    """
    report = get_report(actor=actor, number=number)
    case = report.case
    mine = flow_policies.reachable(actor) & ~Q(pk=case.pk)
    near = similar_cases(scope=mine, problem=problem_of(report), at=at, most=6)
    return Around(report, near, _solved(mine, case, at) if case.topic else [])


def problem_of(report: Report) -> Problem:
    """Say what a report raises, for comparing. No query."""
    case = report.case
    return Problem(report.text, case.place_words, case.lon, case.lat, case.area_id, case.topic)


def open_around(*, actor: Actor, problem: Problem, at: datetime) -> list[NearbyRow]:
    """List open cases that may be the same and that an actor may open, for whoever takes a call. Two queries."""
    return similar_cases(scope=flow_policies.reachable(actor), problem=problem, at=at, is_open=True, most=5)


def _solved(mine: Q, case: Case, at: datetime) -> list[SolvedRow]:
    """List how the same kind of matter ended here lately: what pleased its reporter first, of the newest."""
    level = Callback.objects.filter(report=OuterRef("pk")).order_by("-id").values("level")[:1]
    newest = (
        Case.objects.filter(mine, kind=KIND, state="closed", topic=case.topic, office_id=case.office_id)
        .filter(closed_at__gte=at - timedelta(days=SOLVED_DAYS))
        .order_by("-closed_at")
        .values("pk")[:SOLVED_LOOKED_AT]
    )
    rows = (
        Case.objects.filter(pk__in=newest)
        .annotate(level=Subquery(level))
        .order_by(F("level").desc(nulls_last=True), "-closed_at")
        .values_list("number", "title", "area__name", "filed_at", "closed_at", "level")[:3]
    )
    return [SolvedRow(*row) for row in rows]  # type: ignore[arg-type]


def case_page(*, actor: Actor, number: str, at: datetime) -> CasePage:
    """Give everything a case page shows, without what lies around it. At most 10 queries.

    :raises NoSuchCase: absent or out of reach.
    """
    report = get_report(actor=actor, number=number)
    case = report.case
    shares = shares_of(case=case.pk)
    petitions = _petitions(case=case.pk)
    callbacks = _callbacks(report=report.pk)
    pending = {p.what for p in petitions if p.is_granted is None}
    if any(c.appeal == Callback.Appeal.PENDING for c in callbacks):
        pending.add("appeal")
    kin = _kin(actor=actor, case=case.pk)
    return CasePage(
        report=report,
        words=words_for(actor, report),
        shares=shares,
        steps=steps_of(case),
        moves=moves_open_to(actor, case, shares, at, pending=pending),
        reporters=reporters_of(actor, report),
        petitions=petitions,
        callbacks=callbacks,
        merged=[c for c in kin if c.merged_into_id == case.pk],
        children=[c for c in kin if c.parent_id == case.pk],
        is_watched=bool(getattr(report, "is_watched", False)),
    )


@written
def shares_of(*, case: int) -> QuerySet[Assignment]:
    """List who has or had a share of a case, with their units. One query."""
    return Assignment.objects.filter(case=case).select_related("unit", "account")


@written
def _petitions(*, case: int) -> QuerySet[Petition]:
    rows = Petition.objects.filter(case=case).select_related(
        "asked_by", "asked_step__actor", "asked_step__words"
    )
    return rows.order_by("-id")


@written
def _callbacks(*, report: int) -> QuerySet[Callback]:
    return Callback.objects.filter(report=report).select_related("attributed_to").order_by("id")


@written
def _kin(*, actor: Actor, case: int) -> QuerySet[Case]:
    rows = Case.objects.filter(Q(merged_into=case) | Q(parent=case)).filter(flow_policies.reachable(actor))
    return rows.select_related("holder").order_by("id")


def earlier_of_phone(*, actor: Actor, phone: str, most: int = 8) -> list[Any]:
    """List earlier reports of a caller that the actor may see, for the phone screen. Two queries."""
    from linli.pillars.governance.reports.queries._rows import Filters, inbox

    return list(inbox(actor=actor, filters=Filters(phone=phone, order="filed"), size=most).rows)
