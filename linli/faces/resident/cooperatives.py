"""One's own shares in a cooperative: how they are computed, what changed, what was parted; nobody else's."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.faces.parts.cooperativepapers import statement_of
from linli.faces.parts.papers import DOCX, docx_of
from linli.faces.resident.account import residents_only
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader
from linli.kernel import clock
from linli.pillars.governance.cooperative import queries, rules


@require_safe
@residents_only
def shares(request: HttpRequest, *, reader: Reader) -> HttpResponse:
    """Show a member their own shares and amounts."""
    today = clock.local(clock.now()).date()
    own = queries.own_of(reader.account, today) if reader.account is not None else []
    context = {"own": [(one, [(paid, rules.yuan(paid.fen)) for paid in one.paid]) for one in own]}
    response = page(request, "shares", reader, "account", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@residents_only
def statement(request: HttpRequest, pk: int, *, reader: Reader) -> HttpResponse:
    """Hand a member their own statement as a Word file."""
    at = clock.now()
    own = queries.own_of(reader.account, clock.local(at).date()) if reader.account is not None else []
    mine = next((one for one in own if one.member.pk == pk), None)
    if mine is None:
        raise Http404(_("没有这份对账单。"))
    sheet = statement_of(mine, at)
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(sheet.title)}.docx"
    response["Cache-Control"] = "private, no-store"
    return response
