"""The guide desk: find the matter in people's own words, say at once what it needs, draw a number, hand it over."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.hall import shown
from linli.faces.desk.hall.doors import HallRequest, done, in_hall, key_of, unchanged
from linli.faces.desk.hall.overview import now_context
from linli.faces.desk.house.durations import words_of as limit_words
from linli.faces.parts import words
from linli.faces.parts.refusals import words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.counters import operations, policies, queries
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.counters.queries import Matter
from linli.pillars.service.counters.texts import wait_words

MOST_TYPED = 60


@in_hall
@require_GET
def guide(request: HallRequest) -> HttpResponseBase:
    """Show the guide desk: what somebody may mean, the one chosen, the windows."""
    if not policies.serves(request.actor, request.hall):
        return redirect("desk:hall-now", request.hall.pk)
    if "seen" in request.GET:
        if same := unchanged(request, queries.version_of(hall=request.hall, at=request.at)):
            return same
        return furniture.fragment(request, "desk/hall/_side.html", now_context(request))
    typed = request.GET.get("q", "")[:MOST_TYPED]
    kinds = queries.kinds_of(request.hall)
    hits = queries.find_matters(hall=request.hall, kinds=kinds, words=typed)
    chosen = _chosen(request, kinds, hits)
    context: dict[str, Any] = {"typed": typed, "hits": shown.hit_rows(hits, chosen), "hall": request.hall}
    if request.htmx and request.htmx.target == "hits":
        return furniture.fragment(request, "desk/hall/_hits.html", context)
    context |= now_context(request)
    now: queries.Now = context["now"]
    context |= {
        "chosen": chosen,
        "name": (shown.item_name(chosen) or shown.name_of(chosen.kind)) if chosen else "",
        "line_name": shown.name_of(chosen.kind) if chosen else "",
        "facts": _facts(chosen) if chosen else (),
        "papers": shown.paper_rows(chosen) if chosen else (),
        "wait": wait_words(now.wait_for(chosen.kind)) if chosen else "",
        "drawn": _drawn(request),
        "key": uuid.uuid4(),
        "live_url": reverse("desk:hall-guide", args=[request.hall.pk]),
    }
    return furniture.page(request, "desk/hall/guide.html", context)


def _chosen(request: HallRequest, kinds: list[Any], hits: list[Matter]) -> Matter | None:
    """Give what was chosen: a link of the list, or the first hit when Enter was pressed."""
    kind = request.GET.get("kind", "")
    if kind.isdigit() and len(kind) < 10:
        code = request.GET.get("matter", "")[:40]
        return queries.matter_of(hall=request.hall, kinds=kinds, kind=int(kind), code=code)
    return hits[0] if request.GET.get("q", "").strip() and hits else None


def _facts(matter: Matter) -> list[tuple[str, str, str]]:
    """List what an item promises: by when, how often one comes, what it costs."""
    if matter.offered is None:
        return []
    item = matter.offered.item
    when = _("当场") if item.is_instant or not item.time.promised else limit_words(item.time.promised)
    law = _("法定 %(limit)s") % {"limit": limit_words(item.time.statutory)} if item.time.statutory else ""
    reason = words.in_language(item.visits_reason.zh, item.visits_reason.en)
    fee = words.in_language(item.fee.amount.zh, item.fee.amount.en) if item.fee.is_charged else _("不收费")
    return [
        (_("承诺办结"), when, law),
        (_("跑几次"), _("%(n)d 次") % {"n": item.visits}, reason if item.visits else ""),
        (_("收费"), fee, ""),
    ]


def _drawn(request: HallRequest) -> dict[str, Any] | None:
    """Give the number that was drawn last, while its visitor stands here."""
    asked = request.GET.get("drawn", "")
    if not (asked.isdigit() and len(asked) < 16):
        return None
    rows = Ticket.objects.filter(hall=request.hall, pk=int(asked), day=clock.local(request.at).date())
    ticket = rows.select_related("kind").first()
    if ticket is None or ticket.is_over:
        return None
    wait, ahead = queries.ticket_wait(ticket=ticket, at=request.at)
    return {"ticket": ticket, "wait": wait_words(wait), "ahead": ahead, "kind": shown.name_of(ticket.kind)}


@in_hall
@require_POST
def draw(request: HallRequest) -> HttpResponseBase:
    """Draw a number for whoever stands at the desk."""
    given = request.POST.get("kind", "")
    kinds = queries.kinds_of(request.hall)
    matter = (
        queries.matter_of(
            hall=request.hall, kinds=kinds, kind=int(given), code=request.POST.get("matter", "")[:40]
        )
        if given.isdigit() and len(given) < 10
        else None
    )
    here = reverse("desk:hall-guide", args=[request.hall.pk])
    try:
        if matter is None:
            raise operations.NoSuchKind
        ticket = operations.take_ticket(
            actor=request.actor,
            at=request.at,
            hall=request.hall,
            kind=matter.kind,
            matter=matter.code,
            has_priority=bool(request.POST.get("priority")),
            language=get_language() or "zh-hans",
            key=key_of(request),
        )
    except Refusal as refusal:
        messages.warning(request, words_of(refusal))
        return redirect(here)
    return redirect(f"{here}?drawn={ticket.pk}")


@in_hall
@require_GET
def slip(request: HallRequest, ticket_id: int) -> HttpResponseBase:
    """Show a number as a slip of paper, large enough for old eyes; only to those who draw numbers here."""
    ticket = queries.get_ticket(actor=request.actor, pk=ticket_id)
    if not policies.serves(request.actor, request.hall) or ticket.hall_id != request.hall.pk:
        raise queries.NoSuchTicket
    wait, ahead = queries.ticket_wait(ticket=ticket, at=request.at)
    link = request.build_absolute_uri(
        reverse("resident:ticket", args=[ticket.pk, operations.token_of(ticket)])
    )
    windows = ticket.kind.windows.filter(is_active=True).values_list("number", flat=True)
    context = {
        "ticket": ticket,
        "hall": ticket.hall,
        "kind": shown.name_of(ticket.kind),
        "windows": "、".join(map(str, windows)),
        "wait": wait_words(wait),
        "ahead": ahead,
        "qr": mark_safe(segno.make(link, error="m").svg_inline(scale=3, border=2, omitsize=True)),
        "office_name": str(ticket.hall.unit),
    }
    response = furniture.page(request, "desk/hall/slip.html", context)
    response["Cache-Control"] = "no-store"
    return response


@in_hall
@require_POST
def come_back(request: HallRequest) -> HttpResponseBase:
    """Put a number that was called and missed back into the line, by what stands on the slip."""
    day = clock.local(request.at).date()
    ticket = queries.ticket_by_code(hall=request.hall, code=request.POST.get("code", ""), day=day)

    def act() -> object:
        if not policies.serves(request.actor, request.hall):
            raise operations.NotYourHall
        if ticket is None:
            raise queries.NoSuchTicket
        return operations.return_ticket(actor=request.actor, at=request.at, ticket=ticket)

    said = _("%(code)s 回到队里了。") % {"code": ticket.code} if ticket else ""
    return done(request, act, "desk:hall-guide", request.hall.pk, said=said)
