"""The reader's look, the offline helpers, and the living page of all parts."""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from linli.faces.parts import living, offline, town
from linli.faces.parts.context import sign_of
from linli.faces.parts.look import keep_look


# Exempt on purpose: it changes nothing but the reader's own cookies, and a page that carries no token can be
# cached and kept for use without signal.
@csrf_exempt
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language, theme and size, and lead back to where the reader was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    keep_look(
        response,
        lang=request.POST.get("lang", ""),
        theme=request.POST.get("theme", ""),
        size=request.POST.get("size", ""),
        secure=request.is_secure(),
    )
    return response


@never_cache
@require_GET
def token(request: HttpRequest) -> JsonResponse:
    """Give a fresh form token to a draft that waited too long for signal."""
    return JsonResponse({"csrf": get_token(request), "who": sign_of(request)})


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker with the addresses of this installation's files."""
    path = finders.find("built/sw.js")
    if not path:
        raise Http404
    known = {
        "shells": [{"match": match, "url": url} for match, url in _shells()],
        "offline": reverse("parts:offline"),
        "token": reverse("parts:token"),
        "static": settings.STATIC_URL,
        "files": [static(f"built/{name}") for name in offline.FILES],
    }
    with open(path, encoding="utf-8") as source:
        script = source.read()
    response = HttpResponse(
        f"self.LINLI = {json.dumps(known)};\n{script}", content_type="text/javascript; charset=utf-8"
    )
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _shells() -> list[tuple[str, str]]:
    found = []
    for shell in offline.SHELLS:
        try:
            found.append((_match(shell.page), reverse(shell.shell)))
        except NoReverseMatch:
            continue
    return found


def _match(page: str) -> str:
    """Give the address of a form as the worker looks for it: a star stands for any number. :raises NoReverseMatch: none."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return reverse(page, args=[0]).replace("/0/", "/*/")


@require_GET
def offline_page(request: HttpRequest) -> HttpResponse:
    """Show what a phone without signal shows for a page it has not kept."""
    return render(request, "errors/offline.html")


@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Show every part in every state, to developers and in the demo only."""
    if not (settings.DEBUG or settings.DEMO_MODE):
        raise Http404
    return render(request, "parts/living.html", living.everything())


@require_GET
def sample(request: HttpRequest, name: str) -> JsonResponse:
    """Give the living maps something to show."""
    if not (settings.DEBUG or settings.DEMO_MODE) or name not in town.SAMPLES:
        raise Http404
    return JsonResponse(town.SAMPLES[name]())


@require_GET
def layout(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the layouts with sample content, to developers and in the demo only."""
    if not (settings.DEBUG or settings.DEMO_MODE) or name not in living.LAYOUTS:
        raise Http404
    context = living.everything() | living.surroundings(name, request.GET)
    return render(request, f"parts/living_{name}.html", context)
