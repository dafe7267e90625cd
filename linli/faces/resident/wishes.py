"""Small wishes of neighbours: read without knowing whose, taken by who can help, told when done."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.faces.resident.account import residents_only
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.care import operations, queries
from linli.pillars.service.care.models import Wish

VERBS = {
    "take": operations.take_wish,
    "done": operations.fulfil_wish,
    "back": operations.give_back_wish,
}


@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """List what neighbours wish for, and what one took oneself."""
    reader = reader_of(request, clock.now())
    mine = queries.wishes_taken_by(account=reader.account) if reader.account is not None else []
    context = {
        "rows": queries.open_wishes(),
        "mine": [(one, one.state == Wish.State.TAKEN) for one in mine],
    }
    return page(request, "wishes", reader, "home", context)


@require_POST
@kindly
@residents_only
def act(request: HttpRequest, pk: int, verb: str, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Take a wish, say that it is fulfilled, or give it back."""
    if verb not in VERBS:
        raise Http404
    if not is_stale:
        said = {
            "take": _("谢谢您，两周里办到就行。"),
            "done": _("谢谢您，社区去问问本人。"),
            "back": _("还回去了，别人可以认领。"),
        }
        try:
            VERBS[verb](actor=reader.actor, at=clock.now(), wish_id=pk)
        except Refusal as refusal:
            messages.warning(request, words_of(refusal))
        else:
            messages.success(request, said[verb])
    return redirect("resident:wishes")
