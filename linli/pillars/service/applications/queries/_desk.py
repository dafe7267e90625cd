"""What the desk shows: the list, and one application as whoever asks may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.base.files.models import StoredFile
from linli.base.flow import deadlines
from linli.base.flow.engine import facts_of, stands_of
from linli.base.flow.models import Assignment, Petition, Step
from linli.base.flow.table import Move, Stand
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.sealed_fields import opened
from linli.base.written import written
from linli.kernel.masking import mask_name
from linli.pillars.service.applications import policies
from linli.pillars.service.applications.flow import APPLICATION
from linli.pillars.service.applications.models import (
    Application,
    Document,
    HandOver,
    Joint,
    Objection,
    Paper,
    PaperFile,
    Publicity,
    Reuse,
)
from linli.pillars.service.applications.queries._facts import facts_of_application
from linli.pillars.service.applications.queries._get import DocumentRow, get_application, rows_of
from linli.pillars.service.applications.queries._reuse import joined_with

VIEWS = ("open", "asked", "decide", "deliver", "door", "extension", "recheck", "ended")
PAGE = 30
_STATES: dict[str, Q] = {
    "open": Q(case__is_open=True),
    "asked": Q(case__state__in=("received", "supplemented")),
    "decide": Q(case__state="reviewed"),
    "deliver": Q(case__state__in=("approved", "declined", "certified")),
    "door": Q(case__is_open=True) & (Q(wants_visit=True) | Q(wish="door") | Q(helper__isnull=False)),
    "extension": Q(
        case__is_open=True,
        case__in=Petition.objects.filter(what=Petition.What.EXTENSION, is_granted=None).values("case"),
    ),
    "recheck": Q(recheck_on__isnull=False),
    "ended": Q(case__is_open=False),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed by. `words` is a number, an item or an enterprise."""

    view: str = "open"
    words: str = ""
    state: str = ""
    item: str = ""
    unit: int | None = None
    card: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One line of the list. The applicant is masked; an enterprise is not."""

    id: int
    number: str
    item: str
    item_code: str
    applicant: str
    state: str
    channel: str
    area: str
    holder: str
    filed_at: datetime
    accepted_at: datetime | None
    promised_by: datetime | None
    resolve_by: datetime | None
    due_at: datetime | None
    stopped_until: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    outcome: str
    card: str
    is_open: bool
    is_overdue_promise: bool
    wish: str
    wants_visit: bool
    is_helped: bool
    is_joint: bool
    item_en: str = ""


def _found(actor: Actor, filters: Filters) -> QuerySet[Application]:
    found = Application.objects.filter(policies.reachable(actor), _STATES.get(filters.view, Q()))
    if filters.state:
        found = found.filter(case__state=filters.state)
    if filters.item:
        found = found.filter(item__code=filters.item)
    if filters.unit:
        found = found.filter(case__holder__path__contains=f"/{filters.unit}/")
    if filters.card:
        found = found.filter(case__card=filters.card)
    if words := filters.words.strip():
        found = found.filter(
            Q(case__number=words) | Q(item__name__icontains=words) | Q(body__icontains=words)
        )
    return found


def applications_for_desk(
    *, actor: Actor, filters: Filters, at: datetime, before: int | None = None, size: int = PAGE
) -> tuple[tuple[ApplicationRow, ...], int | None]:
    """List the applications an actor may see, newest first. One query."""
    found = _found(actor, filters)
    if before:
        found = found.filter(case_id__lt=before)
    rows = list(_columns(found)[: size + 1])
    page = tuple(_row(row, at) for row in rows[:size])
    return page, page[-1].id if len(rows) > size else None


def all_for_desk(*, actor: Actor, filters: Filters, at: datetime, most: int) -> Iterator[ApplicationRow]:
    """Give the whole list for a sheet, a piece at a time. One query."""
    for row in _columns(_found(actor, filters))[:most].iterator(chunk_size=500):
        yield _row(row, at)


def _columns(found: QuerySet[Application]) -> QuerySet[Application]:
    joint = Joint.objects.filter(Q(application=OuterRef("pk")) | Q(first=OuterRef("pk")))
    rows = found.select_related("case__area", "case__holder", "item").annotate(is_joint=Exists(joint))
    return rows.order_by("-case_id")


def _row(a: Application, at: datetime) -> ApplicationRow:
    case = a.case
    return ApplicationRow(
        id=case.pk,
        number=case.number,
        item=a.item.name,
        item_code=a.item.code,
        applicant=a.body or (mask_name(opened(a.name)) if a.name else ""),
        state=case.state,
        channel=case.channel,
        area=str(case.area),
        holder=str(case.holder),
        filed_at=case.filed_at,
        accepted_at=a.accepted_at,
        promised_by=a.promised_by,
        resolve_by=case.resolve_by if a.accepted_at else None,
        due_at=case.due_at,
        stopped_until=case.stopped_until,
        decided_at=a.decided_at,
        closed_at=case.closed_at,
        outcome=a.outcome,
        card=case.card,
        is_open=case.is_open,
        is_overdue_promise=bool(a.promised_by and (a.decided_at or at) > a.promised_by and case.is_open),
        wish=a.wish,
        wants_visit=a.wants_visit,
        is_helped=a.helper_id is not None,
        is_joint=a.is_joint,  # type: ignore[attr-defined]
        item_en=a.item.content.get("name", {}).get("en", ""),
    )


def extensions_asked(*, actor: Actor, most: int = 20) -> tuple[ApplicationRow, ...]:
    """List the applications for which more time is asked of somebody as a leader of their office. One query."""
    if not actor.has(LEADING):
        return ()
    return tuple(_row(row, row.case.filed_at) for row in _extensions_asked(most, actor=actor))


@written
def _extensions_asked(most: int, /, *, actor: Actor) -> QuerySet[Application]:
    offices = [p.unit_id for p in actor.posts if p.role in LEADING]
    found = _found(actor, Filters(view="extension")).filter(case__office__in=offices)
    return _columns(found)[:most]


def item_choices(*, actor: Actor) -> list[tuple[str, str]]:
    """List the items that somebody's list has applications of. One query."""
    found = Application.objects.filter(policies.reachable(actor)).order_by("item__code")
    return list(found.values_list("item__code", "item__name").distinct()[:200])


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of what happened, for staff."""

    verb: str
    at: datetime
    who: str
    unit: str
    note: str
    answer: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What the page of an application shows. Specialists see the papers that were handed to them, and no others."""

    application: Application
    is_front: bool
    sees_form: bool
    papers: tuple[Paper, ...]
    files: dict[int, list[StoredFile]]
    reuses: dict[int, Reuse]
    joined: tuple[Application, ...]
    documents: tuple[DocumentRow, ...]
    hand_overs: tuple[HandOver, ...]
    shares: tuple[Assignment, ...]
    steps: tuple[StepLine, ...]
    moves: tuple[Move, ...]
    publicity: Publicity | None
    objections: tuple[Objection, ...]
    petition: Petition | None


def application_page(*, actor: Actor, number: str, at: datetime) -> DeskPage:
    """Give everything the page shows. Eighteen queries at most.

    :raises NoSuchCase: absent or out of reach.
    """
    application = get_application(actor=actor, number=number)
    case = application.case
    is_front = policies.is_front(actor, application)
    shares = list(Assignment.objects.filter(case=case).select_related("unit", "account"))
    hand_overs = list(application.hand_overs.select_related("unit", "taken_by"))
    mine = [h for h in hand_overs if not actor.sight_ids.isdisjoint({h.unit_id})]
    papers = list(application.papers.select_related("taken_by"))
    if not is_front:
        codes = {code for h in mine for code in h.codes}
        papers = [p for p in papers if p.code in codes]
    scans: dict[int, list[StoredFile]] = {}
    reuses = {
        r.paper_id: r
        for r in Reuse.objects.filter(paper__in=papers).select_related("source__application__case")
    }
    users = {r.source_id: pk for pk, r in reuses.items()}
    held = PaperFile.objects.filter(
        Q(paper__in=papers) | Q(paper__in=list(users)), file__erased_at__isnull=True
    )
    for row in held.select_related("file"):
        scans.setdefault(users.get(row.paper_id, row.paper_id), []).append(row.file)
    documents = rows_of(Document.objects.filter(application=application).order_by("-pk"))
    live = application.publicities.filter(ended_at__isnull=True).first()
    return DeskPage(
        application=application,
        is_front=is_front,
        sees_form=is_front or any(h.with_form for h in mine),
        papers=tuple(papers),
        files=scans,
        reuses=reuses,
        joined=tuple(a for a in joined_with(application) if policies.reaches(actor, a)),
        documents=documents if is_front else tuple(d for d in documents if d.is_for_specialists),
        hand_overs=tuple(hand_overs if is_front else mine),
        shares=tuple(shares),
        steps=_steps(application, is_front),
        moves=moves_open_to(actor, application, shares, at),
        publicity=live,
        objections=tuple(Objection.objects.filter(publicity__application=application)) if is_front else (),
        petition=Petition.objects.filter(case=case, what=Petition.What.EXTENSION, is_granted=None)
        .select_related("asked_step__words", "asked_by")
        .first(),
    )


def _steps(application: Application, is_front: bool) -> tuple[StepLine, ...]:
    rows = Step.objects.filter(case=application.case).select_related("unit", "actor", "words")
    hidden = {"object", *(() if is_front else ("take_in", "amend", "help", "recheck"))}
    return tuple(
        StepLine(
            verb=s.verb,
            at=s.at,
            who=s.actor.name if s.actor and s.actor_kind == "staff" else "",
            unit=str(s.unit or ""),
            note=s.words.note if hasattr(s, "words") else "",
            answer=s.words.answer if hasattr(s, "words") else "",
            is_public=s.is_public,
        )
        for s in rows.order_by("-seq")
        if is_front or s.verb not in hidden
    )


def moves_open_to(
    actor: Actor,
    application: Application,
    shares: list[Assignment],
    at: datetime,
    *,
    as_reporter: bool = False,
) -> tuple[Move, ...]:
    """List the moves an actor may make now. Four queries."""
    case = application.case
    stands = stands_of(actor, case, shares)
    if as_reporter:
        stands.append((Stand.REPORTER, frozenset()))
    more = facts_of_application(case, shares, at, deadlines.calendar_of(case.office))
    return APPLICATION.open_to(facts_of(case, shares, **more), stands)


def paper_file(*, actor: Actor, number: str, file_id: int) -> StoredFile | None:
    """Give a scan to those who may see the paper; None when absent or not theirs. Five queries."""
    application = (
        Application.objects.select_related("case__office", "case__area")
        .filter(policies.reachable(actor), case__number=number)
        .first()
    )
    if application is None:
        return None
    row = (
        PaperFile.objects.select_related("file", "paper").filter(_scan_of(application), file=file_id).first()
    )
    if row is None:
        return None
    if not policies.is_front(actor, application):
        handed = application.hand_overs.filter(
            unit__in=sorted(actor.sight_ids), codes__contains=[row.paper.code]
        )
        if not handed.exists():
            return None
    return row.file


def _scan_of(application: Application) -> Q:
    """Match the scans of an application: its own, and those of papers handed in before that it uses."""
    return Q(paper__application=application) | Q(paper__reused__paper__application=application)


def own_paper_file(*, application: Application, file_id: int) -> StoredFile | None:
    """Give the applicant a scan of theirs. One query."""
    row = PaperFile.objects.select_related("file").filter(_scan_of(application), file=file_id).first()
    return row.file if row else None


def departments_for(application: Application) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """List the units a review can be handed to: those whose field it is first, then the others of the office. One query."""
    office = application.case.office
    kinds = (UnitKind.DEPARTMENT.value, UnitKind.OFFICE.value, UnitKind.COMMUNITY.value)
    near = Q(path__startswith=office.path) | Q(parent_id=office.parent_id, kind=UnitKind.DEPARTMENT.value)
    rows = Unit.objects.filter(near, kind__in=kinds, is_active=True).order_by("kind", "order", "id")
    role = application.item.item.who.role
    fits = tuple(u for u in rows if role and role in (u.handles or ()))
    return fits, tuple(u for u in rows if u not in fits)


def windows_of(office: Unit) -> tuple[Unit, ...]:
    """List the windows of an office: its own and those of its communities. One query."""
    rows = Unit.objects.filter(parent=office, kind=UnitKind.COMMUNITY.value, is_active=True)
    return (office, *rows.order_by("order", "id"))
