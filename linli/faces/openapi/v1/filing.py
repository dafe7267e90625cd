"""What can be reported, filing it, and files to go with it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import File, Router, Status
from ninja.files import UploadedFile

from linli.base.files import operations as file_operations
from linli.base.files import queries as files
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.api_keys import Ability
from linli.faces.openapi.placing import place_of
from linli.faces.openapi.v1 import shapes as s
from linli.faces.openapi.v1.door import asker
from linli.faces.openapi.v1.moves import Key
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Report

router = Router(tags=["reports"])


@router.get("/categories", response=s.CategoryList, operation_id="list_categories")
def list_categories(request: HttpRequest) -> dict[str, Any]:
    """List what can be reported. Four queries."""
    items = [
        {
            "code": category.code,
            "name": category.name,
            "name_en": category.name_en,
            "group": category.parent_id or "",
            "group_name": category.parent.name if category.parent else "",
            "is_urgent": category.is_urgent,
            "questions": category.questions,
        }
        for category in queries.open_services()
    ]
    return {"items": items}


@router.post("/reports", response={200: s.ReportOut, 201: s.ReportOut}, operation_id="file_report")
def file_report(request: HttpRequest, body: s.ReportIn, key: Key = None) -> Status[dict[str, Any]]:
    """File a report. 201 when it is new, 200 when this `Idempotency-Key` or `source_number` filed it before."""
    who = asker(request, Ability.FILE)
    point = (body.lon, body.lat) if body.lon is not None and body.lat is not None else None
    place = place_of(_office(who.key.unit), point, body.place)
    filed = operations.file_report(
        actor=who.actor,
        at=who.at,
        text=body.text,
        channel=Report.Channel.API,
        nature=body.nature,
        category=body.category,
        lon=place.lon,
        lat=place.lat,
        place_words=place.words,
        area=place.area,
        office=place.office,
        name=body.name,
        phone=body.phone,
        is_confidential=body.is_confidential or body.nature == "report",
        answers=body.answers,
        files=files.claim(body.files, who.at),
        source=f"api:{who.key.prefix}",
        source_number=body.source_number,
        key=key,
    )
    case = filed.report.case
    link = settings.PUBLIC_URL + reverse("resident:follow", args=[case.number, filed.token])
    found = {"number": case.number, "state": case.state, "is_new": filed.is_new, "follow_url": link}
    return Status(201 if filed.is_new else 200, found)


def _office(unit: Unit) -> Unit | None:
    """Find the office a key files for: the one its unit belongs to, or the only one; else the point must tell."""
    own = orgs.office_of(orgs.line_up(unit))
    if own is not None:
        return own
    offices = list(orgs.offices()[:2])
    return offices[0] if len(offices) == 1 else None


@router.post("/files", response={201: s.KeptFile}, operation_id="keep_file")
def keep_file(request: HttpRequest, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Send a photo or paper; give its handle with a move or a report. Photos are written anew, without their EXIF."""
    who = asker(request, Ability.ACT, Ability.FILE)
    kept = file_operations.keep_file(actor=who.actor, data=file, name=file.name or "", at=who.at)
    return Status(201, {"handle": files.handle_of(kept), "is_photo": kept.is_photo, "size": kept.size})
