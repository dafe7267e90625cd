"""What a request asks for: arguments, whose ground, whose key. An empty argument counts as absent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, RawPostDataException
from django.http.multipartparser import MultiPartParserError

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people import api_keys
from linli.base.people.knocks import Door, TooOften, knock
from linli.base.people.models import ApiKey
from linli.faces.openapi.open311.answers import Wrong
from linli.faces.parts.visitors import address_of
from linli.kernel.words import clean
from linli.kernel.written_dates import AmbiguousDateError, UnreadableDateError, read_moment

MINUTES_10: Final = timedelta(minutes=10)
READ = Door("open311.read", 1200, MINUTES_10)
FILE = Door("open311.file", 600, MINUTES_10)
WRONG_KEY = Door("open311.wrong-key", 30, MINUTES_10)

MOST_BODY: Final = 1024 * 1024
MOST_IDS: Final = 1000
WINDOW: Final = timedelta(days=90)
"""GeoReport v2: without a number, at most ninety days and a thousand requests."""

_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,60})\](\[\])?")


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of a request; `several` holds those given more than once, `attributes` answers to questions."""

    given: Mapping[str, str]
    attributes: Mapping[str, str | list[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "")

    def needed(self, name: str) -> str:
        """Give an argument that must be there."""
        if value := self[name]:
            return value
        raise Wrong(400, f"{name} was not provided.")


def read(request: HttpRequest) -> Asked:
    """Read the arguments from the address and the body: a form, a form with files, or JSON."""
    given: dict[str, str] = {}
    attributes: dict[str, list[str]] = {}
    is_list: set[str] = set()
    for name, values in _pairs(request):
        words = [clean(value) for value in values]
        if (match := _ATTRIBUTE.fullmatch(name)) is not None:
            code = clean(match[1])
            attributes.setdefault(code, []).extend(word for word in words if word)
            if match[2]:
                is_list.add(code)
        elif words and words[-1]:
            given[name] = words[-1]
    single = {
        code: values if code in is_list or len(values) > 1 else values[0]
        for code, values in attributes.items()
        if values
    }
    return Asked(given, single)


def _pairs(request: HttpRequest) -> list[tuple[str, list[str]]]:
    found = list(request.GET.lists())
    if request.method != "POST":
        return found
    if request.content_type == "application/json":
        return found + _of_json(request)
    try:
        return found + list(request.POST.lists())
    except (MultiPartParserError, RawPostDataException, UnicodeDecodeError) as error:
        raise Wrong(400, "The body could not be read.") from error


def _of_json(request: HttpRequest) -> list[tuple[str, list[str]]]:
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise Wrong(400, "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Wrong(400, "The body must be one object.")
    found: list[tuple[str, list[str]]] = []
    for name, value in body.items():
        if name in ("attribute", "attributes") and isinstance(value, dict):
            for code, inner in value.items():
                tail = "[]" if isinstance(inner, list) else ""
                found.append((f"attribute[{code}]{tail}", _words(inner)))
        else:
            found.append((name, _words(value)))
    return found


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for inner in value for word in _words(inner)]
    return [] if value is None or isinstance(value, dict) else [str(value)]


def pass_door(request: HttpRequest, door: Door, at: datetime) -> None:
    """Count one request of this address, and refuse it when there were too many. One statement."""
    try:
        knock(door, address_of(request), at)
    except TooOften as refusal:
        wait_s = 60 * int(str(refusal.data.get("minutes", 1)))
        raise Wrong(429, "Too many requests; wait and try again.", wait_s=wait_s) from refusal


def office_asked(asked: Asked) -> Unit | None:
    """Find the office named by `jurisdiction_id`, or the only one; None where a point must tell."""
    offices: Sequence[Unit] = list(orgs.offices())
    wanted = asked["jurisdiction_id"]
    if wanted:
        found = next((office for office in offices if office.code == wanted), None)
        if found is None:
            raise Wrong(404, "The jurisdiction_id provided was not found.")
        return found
    return offices[0] if len(offices) == 1 else None


def office_needed(asked: Asked) -> Unit:
    """Find the office, which must be named where there are several."""
    office = office_asked(asked)
    if office is None:
        raise Wrong(400, "jurisdiction_id was not provided.")
    return office


def key_shown(request: HttpRequest, asked: Asked, at: datetime) -> ApiKey | None:
    """Open with the key shown, None without one. One query."""
    text = asked["api_key"]
    if not text:
        return None
    try:
        return api_keys.open_with(text, at=at)
    except api_keys.BadApiKey as refusal:
        pass_door(request, WRONG_KEY, at)
        raise Wrong(403, "The api_key provided is not valid.") from refusal


def moment_asked(asked: Asked, name: str) -> datetime | None:
    """Read a moment; one without a zone is meant on the clock of China."""
    text = asked[name]
    if not text:
        return None
    try:
        # A plus sign that was not escaped arrives as a space.
        return read_moment(re.sub(r"(\d{2}:\d{2}(?::\d{2})?) (\d{2}:?\d{2})$", r"\1+\2", text))
    except (UnreadableDateError, AmbiguousDateError) as error:
        raise Wrong(400, f"{name} is not a date and time.") from error


def window(begin: datetime | None, end: datetime | None, at: datetime) -> tuple[datetime, datetime]:
    """Bound a time span to ninety days: back from its end, or on from its beginning."""
    if begin is None:
        end = end or at
        begin = _shift(end, -WINDOW)
    end = end or at
    if end < begin:
        raise Wrong(400, "end_date lies before start_date.")
    return begin, min(end, _shift(begin, WINDOW))


def _shift(moment: datetime, span: timedelta) -> datetime:
    try:
        return moment + span
    except OverflowError:
        return (datetime.min if span < timedelta() else datetime.max).replace(tzinfo=UTC)


def listed(asked: Asked, name: str) -> list[str]:
    """Split an argument of several values."""
    found = [part.strip() for part in asked[name].split(",") if part.strip()]
    if len(found) > MOST_IDS:
        raise Wrong(400, f"{name} takes at most {MOST_IDS} values.")
    return found


def point_asked(asked: Asked) -> tuple[float, float] | None:
    """Read the point as longitude and latitude in degrees, WGS-84."""
    if not asked["lat"] and not asked["long"]:
        return None
    try:
        lat, lon = float(asked.needed("lat")), float(asked.needed("long"))
    except ValueError as error:
        raise Wrong(400, "lat and long must be numbers.") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Wrong(400, "lat and long must be degrees.")
    return lon, lat
