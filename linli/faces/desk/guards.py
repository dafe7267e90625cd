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
from django.utils.translation import gettext_lazy

from linli.base.flow.refusals import NotFromHere, Overtaken
from linli.base.people.actors import Actor, ActorKind
from linli.faces.desk import furniture, rail
from linli.faces.desk.asking import DeskRequest
from linli.faces.parts import words
from linli.faces.parts.refusals import status_of, words_of
from linli.faces.parts.shapes import Words
from linli.faces.parts.visitors import acting
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports.texts import VERBS
from linli.pillars.service.catalog import policies as catalog

View = Callable[..., HttpResponseBase]


def desk(view: Callable[..., HttpResponseBase]) -> View:
    """Let staff with a live post in, and say in words when something is refused.

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


def desk_for(
    is_for: Callable[[Actor], bool], whose: Words, instead: Callable[[DeskRequest], Words] | None = None
) -> Callable[[View], View]:
    """Make a door for some posts only; staff of others are told whose page it is, and what they can do `instead`.

    Only for pages that show nothing of anybody: what somebody must not know of is absent, as everywhere.
    """

    def decorate(view: View) -> View:
        @desk
        @wraps(view)
        def admitted(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not is_for(request.actor):
                context = {
                    "said": str(whose),
                    "instead": instead(request) if instead is not None else "",
                    "heading": _("这一页不归您的岗位用"),
                    "is_calm": True,
                }
                return furniture.page(request, "desk/refused.html", context, status=403)
            return view(request, *args, **kwargs)

        return admitted

    return decorate


#: The pages that only some posts have a use for, with the words for everybody else.
dispatching = desk_for(rail.dispatches, gettext_lazy("派单归街道派单员和社区。派给您的件会出现在收件箱里。"))
taking_in = desk_for(rail.takes_in, gettext_lazy("接听来访归接待员、派单员和社区。"))
keeping_items = desk_for(
    catalog.keeps_some, gettext_lazy("办事事项由街道的大厅、科室、领导和系统管理员维护；谁都能看办事指南。")
)
seeing = desk_for(rail.sees, gettext_lazy("居民的件归办事的岗位看，您的岗位没有件要办。"))
told = desk_for(rail.is_told, gettext_lazy("通知说的是件的进展，您的岗位没有件要办，也就没有通知。"))


def _back(request: HttpRequest) -> str:
    return request.headers.get("HX-Current-URL") or request.get_full_path()


def said(refusal: Refusal, at: datetime) -> str:
    """Return the sentence that says no. A lost race names the winner, the time and the step."""
    if isinstance(refusal, NotFromHere | Overtaken):
        return lost_race(refusal, at)
    return words_of(_in_words(refusal, at))


def lost_race(refusal: Refusal, at: datetime) -> str:
    """Say who was first, when, and with what."""
    verb = VERBS.get(str(refusal.data.get("verb")))
    moment = refusal.data.get("at")
    told = {
        "who": " ".join(str(refusal.data.get(name) or "") for name in ("unit", "by")).strip() or _("系统"),
        "when": words.when(moment, at) if isinstance(moment, datetime) else "",
        "what": verb.done if verb else "",
    }
    if verb is None:
        return _("%(who)s %(when)s 先办了一步。您写的都还在，请看看最新情况再决定。") % told
    return _("%(who)s %(when)s 先办了一步：%(what)s。您写的都还在，请看看最新情况再决定。") % told


def _in_words(refusal: Refusal, at: datetime) -> Refusal:
    told = {
        name: words.when(value, at) if isinstance(value, datetime) else value
        for name, value in refusal.data.items()
    }
    return type(refusal)(**told)


def refused(request: DeskRequest, refusal: Refusal) -> HttpResponse:
    """Show a refusal that no form could show beside what was typed."""
    context = {"said": said(refusal, request.at)}
    return furniture.page(request, "desk/refused.html", context, status=status_of(refusal))
