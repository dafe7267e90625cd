"""Cases for whoever may see them: a list, one whole, its log, its files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router

from linli.base.files.serving import serve
from linli.base.orgs.models import Unit
from linli.base.people.api_keys import Ability
from linli.faces.openapi.v1 import shapes as s
from linli.faces.openapi.v1.door import asker
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.queries import ReportRow
from linli.pillars.governance.reports.texts import VERBS

router = Router(tags=["cases"])

Number = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,24}$", description="The number of the case.")]


def _line(row: ReportRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "state": row.state,
        "is_open": row.is_open,
        "seq": row.step_seq,
        "nature": row.nature,
        "category": row.category_code,
        "category_name": row.category,
        "channel": row.channel,
        "community": row.community,
        "area": row.area,
        "holder": row.holder,
        "place": row.place,
        "lon": row.lon,
        "lat": row.lat,
        "filed_at": row.filed_at,
        "due_at": row.due_at,
        "resolve_by": row.resolve_by,
        "stopped_until": row.stopped_until,
        "closed_at": row.closed_at,
        "card": row.card,
        "is_urgent": row.is_urgent,
        "is_supervised": row.is_supervised,
        "is_confidential": row.is_confidential,
        "joined_count": row.joined_count,
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {"id": unit.pk, "kind": unit.kind, "name": unit.name}


@router.get("/cases", response=s.CaseList, operation_id="list_cases")
def list_cases(request: HttpRequest, filters: Query[s.CaseFilters]) -> dict[str, Any]:
    """List cases the key may see, one page. Six queries."""
    who = asker(request, Ability.READ)
    chosen = queries.Filters(**filters.dict(exclude={"after", "limit"}))
    page = queries.inbox(actor=who.actor, filters=chosen, after=filters.after, size=filters.limit)
    return {
        "items": [_line(row) for row in page.rows],
        "after": page.after,
        "count": page.count,
        "is_more_than_count": page.is_more_than_count,
    }


@router.get("/cases/{number}", response=s.CaseOut, operation_id="get_case")
def get_case(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Give one case whole, with the moves that are open to the key. At most twelve queries."""
    who = asker(request, Ability.READ)
    report = queries.get_report(actor=who.actor, number=number)
    case = report.case
    row = queries.report_row(actor=who.actor, number=number)
    shares = list(case.assignments.select_related("unit"))
    moves = queries.moves_open_to(who.actor, case, shares, who.at)
    return {
        **_line(row),
        "text": queries.words_for(who.actor, report),
        "answers": report.answers,
        "holder_unit": _unit(case.holder),
        "office": _unit(case.office),
        "shares": [
            {
                "unit": _unit(share.unit),
                "part": share.part,
                "state": share.state,
                "given_at": share.given_at,
                "taken_at": share.taken_at,
                "ended_at": share.ended_at,
                "due_at": share.due_at,
            }
            for share in shares
        ],
        "reporters": [
            {
                "name": reporter.name,
                "phone": reporter.phone,
                "is_confidential": reporter.is_confidential,
                "joined_at": reporter.joined_at,
            }
            for reporter in queries.reporters_of(who.actor, report)
        ],
        "moves": [
            {"verb": move.verb, "label": str(VERBS[move.verb].button), "asks": list(move.asks)}
            for move in moves
            if not move.is_quiet
        ],
        "parent": case.parent.number if case.parent else "",
        "merged_into": case.merged_into.number if case.merged_into else "",
    }


@router.get("/cases/{number}/steps", response=s.StepList, operation_id="list_steps")
def list_steps(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Give the log of a case, the newest step first. Seven queries."""
    who = asker(request, Ability.READ)
    case = queries.get_report(actor=who.actor, number=number).case
    files = queries.files_of(case.pk)
    items = [
        {
            "seq": step.seq,
            "verb": step.verb,
            "before": step.before,
            "after": step.after,
            "at": step.at,
            "who": step.who,
            "unit": step.unit,
            "note": step.note,
            "answer": step.answer,
            "is_public": step.is_public,
            "due_at": step.due_at,
            "files": _files(files.get(step.seq, ())),
        }
        for step in queries.steps_of(case)
    ]
    return {"items": items}


def _files(rows: Iterable[queries.FileRow]) -> list[dict[str, Any]]:
    return [
        {"id": row.id, "is_photo": row.is_photo, "name": row.name, "size": row.size}
        for row in rows
        if not row.is_erased
    ]


@router.get("/cases/{number}/files/{file_id}", response={200: None}, operation_id="get_file")
def get_file(
    request: HttpRequest, number: Number, file_id: Annotated[int, Path(ge=1, le=2**63 - 1)]
) -> HttpResponse | FileResponse:
    """Give a photo or paper of a case. Five queries."""
    who = asker(request, Ability.READ)
    found = queries.file_for_staff(actor=who.actor, number=number, file_id=file_id)
    if found is None or found.is_erased:
        raise Http404
    response: Any = serve(request, found)
    return response  # type: ignore[no-any-return]
