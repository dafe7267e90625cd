"""Handing a file to a browser, as something it can only look at or save.

A face says who may see what, by a function that finds the file through the case it belongs to:

    def _find(request, number, file_id):            # None when absent or not for this reader
        case = queries.get_report(actor=actor_of(request), number=number)
        return case and case.files.filter(pk=file_id).first()

    path("reports/<number>/files/<int:file_id>/<variant>/", guarded(_find), name="report-file")
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.files.models import StoredFile
from linli.base.files.queries import read_file
from linli.base.files.refusals import FileNotFound

log = logging.getLogger(__name__)

# Even where a browser ignores `attachment`, nothing in the file may run, load or frame.
_POLICY = "default-src 'none'; sandbox; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"


def guarded(find: Callable[..., StoredFile | None]) -> Callable[..., HttpResponseBase]:
    """Return a view that serves what `find(request, **names of the path but variant)` returns, or 404.

    Absent, forbidden and erased look the same: the same page, by the same way.
    """

    @require_safe
    @wraps(find)
    def view(request: HttpRequest, *, variant: str = "", **names: object) -> HttpResponseBase:
        file = find(request, **names)
        if file is None or file.is_erased:
            raise Http404
        return serve(request, file, variant="" if variant == "full" else variant)

    return view


def serve(request: HttpRequest, file: StoredFile, *, variant: str = "") -> HttpResponseBase:
    """Return the response for a file that the caller has found this reader may see."""
    etag = f'"{file.sha256[:32]}{variant}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    try:
        body = read_file(file, variant)
    except (FileNotFound, FileNotFoundError) as error:
        raise Http404 from error
    except OSError as error:  # a bucket that is gone: the page around the photo is there all the same
        log.warning("a file could not be read: %s", error)
        words = _("照片和附件一时读不出来，请稍后再试。")
        later = HttpResponse(
            words, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8"
        )
        later["Retry-After"], later["Cache-Control"] = "60", "no-store"
        return later
    response = HttpResponse(body, content_type="image/webp" if variant else file.media_type)
    if not file.is_photo:
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # Private: a shared proxy must not keep it. An hour: someone who loses the right to see it loses it today.
    response["Cache-Control"] = "private, max-age=3600"
    response["ETag"] = etag
    return response
