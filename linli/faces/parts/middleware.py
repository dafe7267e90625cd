"""What every face answers before any page does."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

DRAFT = "X-Linli-Draft"


class TakenDraft:
    """Answers a draft's own look at where it was led with nothing.

    drafts.ts sends a form by fetch, which follows the redirect by itself; then the page goes there. Rendering
    it twice would show the reader a page whose words of success were already spent on nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and DRAFT in request.headers:
            return HttpResponse(status=204)
        return self.get_response(request)
