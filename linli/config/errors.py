"""Pages for what went wrong before any view could say it; their words are in `errors/*.html`."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.faces.openapi.open311 import answers
from linli.faces.openapi.v1 import door

log = logging.getLogger(__name__)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old to be taken, and that going back keeps what was written."""
    return render(request, "errors/stale.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be understood; to a program in the form that it reads."""
    if request.path.startswith("/api/"):
        return door.problem(400, door.CODES[400], _("请求有误，看不懂。"))
    if request.path.startswith("/open311/"):
        form = "xml" if request.path.endswith(".xml") else "json"
        return answers.wrong(answers.Wrong(400, "The request could not be read."), form)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say the same as for something absent: who may not see it must not learn that it exists."""
    return not_found(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault; in bare words when the page itself cannot be made, as without a database."""
    try:
        return render(request, "errors/500.html", status=500)
    except Exception:
        log.exception("the page for errors could not be made")
        words = _("系统出了问题，已经记录。请稍后再试，急事请拨打社区电话或 12345。")
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
