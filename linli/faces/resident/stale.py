"""Forms that lose nothing when their page is old.

Django's own answer to a stale token is a page of its own, and what was typed is gone from it. Here the view is told,
shows the form again with everything in it, and the next press goes through.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.views.decorators.csrf import csrf_exempt


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def _anything(request: HttpRequest) -> HttpResponse:
    """Stand for the view, so that Django's check does not meet the exemption of the real one."""
    return HttpResponse()


def kindly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view, called with `is_stale` saying whether the form's token is good."""
    check = _Check(_anything)

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        check.process_request(request)
        refused = check.process_view(request, _anything, (), {})
        get_token(request)
        return view(request, *args, is_stale=bool(refused), **kwargs)

    return checked
