"""The door of the desk: staff with a live post, and one translator from a refusal to what they read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from linli.base.flow.refusals import NotFromHere, Overtaken
from linli.base.people.actors import ActorKind
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.parts import words
from linli.faces.parts.refusals import status_of, words_of
from linli.faces.parts.visitors import acting
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports.texts import VERBS

View = Callable[..., HttpResponseBase]


def desk(view: Callable[..., HttpResponseBase]) -> View:
    """This function will let staff with a live post in, and say in words when something is refused.

    A resident and somebody whose posts have ended find nothing here: absent and forbidden look the same.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                # A fragment must not become a log-in page: the whole page goes there.
                response = HttpResponse(status=401)
                response.headers["HX-Redirect"] = redirect_to_login(_back(request)).headers["Location"]
                return response
            return redirect_to_login(request.get_full_path())
        given = cast(DeskRequest, acting(request))
        if given.actor.kind != ActorKind.STAFF or not given.actor.posts:
            raise Http404
        try:
            return view(given, *args, **kwargs)
        except Refusal as refusal:
            return refused(given, refusal)

    guarded.is_desk = True  # type: ignore[attr-defined]
    return guarded


def _back(request: HttpRequest) -> str:
    return request.headers.get("HX-Current-URL") or request.get_full_path()


def said(refusal: Refusal, at: datetime) -> str:
    """This function will return the sentence that says no. A lost race names the winner, the time and the step."""
    if isinstance(refusal, NotFromHere | Overtaken):
        return lost_race(refusal, at)
    return words_of(_in_words(refusal, at))


def lost_race(refusal: Refusal, at: datetime) -> str:
    """This function will say who was first, when, and with what."""
    verb = VERBS.get(str(refusal.data.get("verb")))
    moment = refusal.data.get("at")
    told = {
        "who": " ".join(str(refusal.data.get(name) or "") for name in ("unit", "by")).strip() or _("系统"),
        "when": words.when(moment, at) if isinstance(moment, datetime) else "",
        "what": verb.done if verb else "",
    }
    return _("%(who)s %(when)s 先办了一步：%(what)s。您写的都还在，请看看最新情况再决定。") % told


def _in_words(refusal: Refusal, at: datetime) -> Refusal:
    told = {
        name: words.when(value, at) if isinstance(value, datetime) else value
        for name, value in refusal.data.items()
    }
    return type(refusal)(**told)


def refused(request: DeskRequest, refusal: Refusal) -> HttpResponse:
    """This function will show a refusal that no form could show beside what was typed."""
    context = {"said": said(refusal, request.at)}
    return furniture.page(request, "desk/refused.html", context, status=status_of(refusal))
