"""The addresses of GeoReport v2. Each reads what is asked, calls one query or one operation, and writes the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import update_wrapper
from typing import Concatenate, Final, ParamSpec, cast

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from linli.base.flow.refusals import NoSuchCase
from linli.faces.openapi.open311 import asking, filing, shapes
from linli.faces.openapi.open311.answers import Listed, Wrong, answer, moment, wrong
from linli.kernel import clock
from linli.kernel.words import clean
from linli.pillars.governance.reports import queries

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
"""A view and what its address carries."""

CHANGED: Final = datetime(2026, 11, 22, tzinfo=UTC)
"""When what this endpoint offers last changed."""


def open311(*methods: str) -> Callable[[View[P]], View[P]]:
    """Make a view answer in the form asked for, and say what is wrong in that form."""

    def mark(view: View[P]) -> View[P]:
        def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            form = str(kwargs.get("form", "xml"))
            if request.method == "OPTIONS":
                return _preflight(methods)
            try:
                if request.method not in methods:
                    raise Wrong(405, f"Use {' or '.join(methods)}.")  # noqa: TRY301
                return view(request, *args, **kwargs)
            except Wrong as problem:
                response = wrong(problem, form)
            except (RequestDataTooBig, TooManyFilesSent):
                response = wrong(Wrong(413, "The request is too large."), form)
            except (BadRequest, SuspiciousOperation):
                response = wrong(Wrong(400, "The request could not be read."), form)
            if response.status_code == 405:
                response.headers["Allow"] = ", ".join(methods)
            return response

        # Keys, not cookies, open these doors.
        return cast("View[P]", csrf_exempt(update_wrapper(run, view)))

    return mark


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
    response.headers["Access-Control-Allow-Headers"] = "Content-Type, Idempotency-Key"
    response.headers["Allow"] = ", ".join((*methods, "OPTIONS"))
    return response


@open311("GET", "HEAD")
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    """What is served where."""
    ends = [
        {
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": settings.PUBLIC_URL + reverse(f"open311:{name}"),
            "changeset": moment(CHANGED),
            "type": kind,
            "formats": ["text/xml", "application/json"],
            "max_requests": queries.MOST_OPEN,
        }
        for name, kind in (("root", "production"), ("test-root", "test"))
    ]
    found = {
        "changeset": moment(CHANGED),
        "contact": shapes.contact(),
        "key_service": shapes.key_service(),
        "endpoints": ends,
    }
    # The common validator wants the type without a charset here; the specification wants it everywhere else.
    return answer(found, form, root="discovery", bare=True)


@open311("GET", "HEAD")
def services(request: HttpRequest, *, form: str, is_test: bool = False) -> HttpResponse:
    """What can be reported. Three queries."""
    at, asked = clock.now(), asking.read(request)
    asking.pass_door(request, asking.READ, at)
    asking.office_needed(asked)
    rows = [shapes.service(category, _language()) for category in queries.open_services()]
    response = answer(Listed("services", "service", rows), form)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@open311("GET", "HEAD")
def service(request: HttpRequest, code: str, *, form: str, is_test: bool = False) -> HttpResponse:
    """What a service asks for. Three queries."""
    at, asked = clock.now(), asking.read(request)
    asking.pass_door(request, asking.READ, at)
    asking.office_needed(asked)
    found = queries.open_service(code) if code == clean(code) else None
    if found is None:
        raise Wrong(404, "The service_code provided was not found.")
    return answer(shapes.definition(found, _language()), form, root="service_definition")


@open311("GET", "HEAD", "POST")
def requests(request: HttpRequest, *, form: str, is_test: bool = False) -> HttpResponse:
    """Published requests, and filing one."""
    at, asked = clock.now(), asking.read(request)
    if request.method == "POST":
        return answer(filing.file(request, asked, at, is_test=is_test), form)
    asking.pass_door(request, asking.READ, at)
    filters = _filters(request, asked, at)
    found = queries.open_rows(filters)
    return answer(_listed(found), form)


def _filters(request: HttpRequest, asked: asking.Asked, at: datetime) -> queries.OpenFilters:
    office = asking.office_needed(asked)
    key = asking.key_shown(request, asked, at)
    filed_from, filed_until = (asking.moment_asked(asked, n) for n in ("start_date", "end_date"))
    moved_from, moved_until = (asking.moment_asked(asked, n) for n in ("updated_after", "updated_before"))
    numbers = asking.listed(asked, "service_request_id")
    if not numbers:
        if moved_from or moved_until:
            moved_from, moved_until = asking.window(moved_from, moved_until, at)
        else:
            filed_from, filed_until = asking.window(filed_from, filed_until, at)
    states = asking.listed(asked, "status")
    if not set(states) <= {"open", "closed"}:
        raise Wrong(400, "status must be open, closed or both.")
    return queries.OpenFilters(
        office=office,
        numbers=numbers,
        categories=asking.listed(asked, "service_code"),
        is_open=None if len(set(states)) != 1 else states[0] == "open",
        filed_from=filed_from,
        filed_until=filed_until,
        updated_from=moved_from,
        updated_until=moved_until,
        source=filing.source_of(key) if key else "",
    )


@open311("GET", "HEAD")
def one_request(request: HttpRequest, number: str, *, form: str, is_test: bool = False) -> HttpResponse:
    """One request: published, or filed with the key shown, or proven by its token. At most six queries."""
    at, asked = clock.now(), asking.read(request)
    asking.pass_door(request, asking.READ, at)
    office = asking.office_asked(asked)
    key = asking.key_shown(request, asked, at)
    if number != clean_number(number):
        raise Wrong(404, "The service_request_id provided was not found.")
    filters = queries.OpenFilters(
        office=office,
        numbers=[number],
        source=filing.source_of(key) if key else "",
        is_proven=_is_proven(number, asked["token"]),
    )
    found = queries.open_rows(filters)
    if not found:
        raise Wrong(404, "The service_request_id provided was not found.")
    return answer(_listed(found), form)


@open311("GET", "HEAD")
def token(request: HttpRequest, token: str, *, form: str, is_test: bool = False) -> HttpResponse:
    """The number behind a token: here a token is the number with the secret of its link. Three queries."""
    at = clock.now()
    asking.pass_door(request, asking.READ, at)
    number, _, secret = token.partition(".")
    if not _is_proven(number, secret):
        raise Wrong(404, "The token provided was not found.")
    row = {"service_request_id": number, "token": token}
    return answer(Listed("service_requests", "request", [row]), form)


@open311("GET", "HEAD", "POST")
def nothing(
    request: HttpRequest, rest: str = "", *, form: str = "xml", is_test: bool = False
) -> HttpResponse:
    """Anything else under these addresses."""
    raise Wrong(404, "There is no such resource; use .json or .xml.")


def clean_number(number: str) -> str:
    """Give a number as ours are written, or nothing."""
    return number if number.replace("-", "").isalnum() and number.isascii() and len(number) <= 24 else ""


def _is_proven(number: str, secret: str) -> bool:
    if not secret or not clean_number(number):
        return False
    try:
        queries.report_by_link(number=number, token=secret)
    except NoSuchCase:
        return False
    return True


def _listed(found: list[queries.OpenRow]) -> Listed:
    language = _language()
    return Listed("service_requests", "request", [shapes.request(row, language) for row in found])


def _language() -> str:
    return get_language() or "zh-hans"
