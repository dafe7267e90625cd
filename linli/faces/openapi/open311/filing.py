"""Filing by another system: checked as the specification asks, filed once however often it is sent."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.files import operations as files
from linli.base.files.models import StoredFile
from linli.base.files.refusals import FileStoreSilent, UnableToKeepFile
from linli.base.files.rules import FileKind
from linli.base.orgs.models import Unit
from linli.base.people import api_keys
from linli.base.people.actors import ANYONE
from linli.base.people.models import ApiKey
from linli.faces.openapi.open311 import asking
from linli.faces.openapi.open311.answers import Listed, Wrong
from linli.faces.openapi.open311.asking import Asked
from linli.faces.openapi.placing import Placed, place_of
from linli.faces.parts.refusals import words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Report

MOST_DESCRIPTION: Final = 4000
MOST_PHOTOS: Final = 3
NAMESPACE: Final = uuid.UUID("6f1d1b52-8f0c-5c3a-9e57-0c1f2b6d3a11")


def source_of(key: ApiKey) -> str:
    """Name the system behind a key, as reports remember it."""
    return f"open311:{key.prefix}"


def file(request: HttpRequest, asked: Asked, at: datetime, *, is_test: bool) -> Listed:
    """File a request, or only check it at the test endpoint. Sent again, it is filed once."""
    key = asking.key_shown(request, asked, at)
    if key is None or api_keys.Ability.FILE not in key.abilities:
        raise Wrong(403, "A valid api_key is needed to file a request.")
    asking.pass_door(request, asking.FILE, at)
    code = asked.needed("service_code")
    service = queries.open_service(code)
    if service is None:
        raise Wrong(404 if code else 400, "The service_code provided was not found.")
    words = asked["description"]
    if len(words) > MOST_DESCRIPTION:
        raise Wrong(400, f"description takes at most {MOST_DESCRIPTION} characters.")
    place = _place(asked)
    if not _reaches(key, place.office):
        raise Wrong(403, "The api_key provided is not for this jurisdiction.")
    if is_test:
        return _filed("test", _("这是测试接口：检查通过，没有登记。"))
    media = asked["media_url"][:400]
    answers: dict[str, object] = dict(asked.attributes)
    if media:
        # Kept as words: fetching what a stranger names would let them look around inside our network.
        answers["media_url"] = media
    name = (asked["last_name"] + asked["first_name"])[:40]
    try:
        filed = operations.file_report(
            actor=ANYONE,
            at=at,
            text=words or service.name,
            channel=Report.Channel.OPEN311,
            category=service.code,
            lon=place.lon,
            lat=place.lat,
            place_words=place.words[:200],
            area=place.area,
            office=place.office,
            name=name,
            phone=asked["phone"][:30],
            files=_photos(request, at),
            answers=answers,
            language=get_language() or "zh-hans",
            source=source_of(key),
            key=_key(request, asked, key, at),
        )
    except Refusal as refusal:
        raise Wrong(400, words_of(refusal)) from refusal
    number = filed.report.case.number
    link = settings.PUBLIC_URL + reverse("resident:follow", args=[number, filed.token])
    return _filed(number, _("收到了。凭这个链接看进展、补充和评价：%(link)s") % {"link": link})


def _filed(number: str, notice: str) -> Listed:
    row = {"service_request_id": number, "service_notice": notice, "account_id": None}
    return Listed("service_requests", "request", [row])


def _place(asked: Asked) -> Placed:
    point, words = asking.point_asked(asked), asked["address_string"] or asked["address_id"]
    if point is None and not words:
        raise Wrong(400, "lat and long, or address_string, must be provided.")
    office = asking.office_asked(asked) if point else asking.office_needed(asked)
    try:
        return place_of(office, point, words)
    except operations.NoSuchOffice as refusal:
        raise Wrong(400, "The location lies outside this jurisdiction.") from refusal


def _reaches(key: ApiKey, office: Unit) -> bool:
    return key.unit_id in office.line or office.pk in key.unit.line


def _key(request: HttpRequest, asked: Asked, key: ApiKey, at: datetime) -> uuid.UUID:
    """Name this submission, so that a program that sends it again files once: by its own name for it, else by what it says.

    The same words for the same place from the same system within a day are one submission.
    """
    named = request.headers.get("Idempotency-Key", "")[:200]
    if not named:
        said = {**asked.given, **{f"attribute {k}": v for k, v in asked.attributes.items()}, "api_key": ""}
        named = f"{clock.local(at):%Y%m%d} {json.dumps(said, sort_keys=True, ensure_ascii=False)}"
    return uuid.uuid5(NAMESPACE, f"{key.prefix} {named}")


def _photos(request: HttpRequest, at: datetime) -> list[StoredFile]:
    """Keep photos that come as files, under whatever name; photos only."""
    found: list[UploadedFile[bytes]] = [f for _name, many in request.FILES.lists() for f in many]
    kept = []
    for upload in found[:MOST_PHOTOS]:
        try:
            kept.append(
                files.keep_file(actor=ANYONE, data=upload, name=upload.name or "", at=at, only=FileKind.PHOTO)
            )
        except UnableToKeepFile as refusal:
            raise Wrong(503 if isinstance(refusal, FileStoreSilent) else 400, words_of(refusal)) from refusal
    return kept
