"""Me: how I am called and told, where I live, and what is kept about me."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.notices import operations as notices
from linli.base.notices import queries as notice_queries
from linli.base.notices.models import Wish
from linli.base.notices.queries import NoticeRow
from linli.base.people import operations as people
from linli.faces.parts import shapes
from linli.faces.resident.forms import NameForm
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.kernel import clock
from linli.kernel.masking import mask_phone
from linli.pillars.governance.deliberation.flow import KIND as TOPIC
from linli.pillars.governance.estates.flow import KIND as ELECTION
from linli.pillars.governance.reports import operations, queries
from linli.pillars.service.applications import operations as applied
from linli.pillars.service.applications import queries as applications
from linli.pillars.service.bulletins.flow import KIND as BULLETIN

TOLD_ON_FRONT = 3


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and lead to everything about oneself."""
    reader = reader_of(request, clock.now())
    context: dict[str, object] = {"home": home_of(reader)}
    if reader.account is not None:
        wish = Wish.objects.filter(account=reader.account).first()
        context |= {
            "phone": mask_phone(reader.account.phone),
            "name_form": NameForm(initial={"name": reader.account.name}),
            "wants_sms": wish.sms if wish else True,
            "reuses_papers": not applications.is_reuse_stopped(account=reader.account),
            "unread": notice_queries.unread_count(actor=reader.actor),
        }
    return page(request, "account", reader, "account", context)


def residents_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view for those who are logged in; others are led to log in and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        reader = reader_of(request, clock.now())
        if reader.account is None:
            back = request.get_full_path() if request.method == "GET" else reverse("resident:account")
            return redirect(f"{reverse('resident:log-in')}?next={back}")
        return view(request, *args, reader=reader, **kwargs)

    return guarded


@require_POST
@kindly
@residents_only
def change_name(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Change how somebody is called."""
    form = NameForm(request.POST)
    if form.is_valid() and not is_stale:
        people.change_own_name(actor=reader.actor, name=form.cleaned_data["name"], at=clock.now())
    return redirect("resident:account")


@require_POST
@kindly
@residents_only
def choose_reuse(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Keep whether papers handed in before are offered again; no is heeded at once, at the window too."""
    if not is_stale:
        choose = applied.allow_reuse if "reuse" in request.POST else applied.stop_reuse
        choose(actor=reader.actor, at=clock.now())
    return redirect("resident:account")


@require_POST
@kindly
@residents_only
def choose_wish(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Keep whether somebody wants text messages besides the notices here."""
    if not is_stale:
        notices.choose_wish(actor=reader.actor, sms="sms" in request.POST, email=False, at=clock.now())
    return redirect("resident:account")


# ---------------------------------------------------------------- notices


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
@residents_only
def notices_page(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """List what somebody was told; a press marks all of it as read."""
    if request.method == "POST":
        if not is_stale:
            notices.mark_read(actor=reader.actor, at=clock.now())
        return redirect("resident:notices")
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
    rows, after = notice_queries.notices_of(actor=reader.actor, language=reader.language, before=before)
    links = _links(reader, rows)
    more = f"{reverse('resident:notices')}?before={after}" if after else ""
    context = {
        "rows": [(row, links.get(row.number, "")) for row in rows],
        "pages": shapes.Pages(after_url=more),
        "is_paged": bool(more or before),
        "has_unread": any(not row.is_read for row in rows),
    }
    return page(request, "notices", reader, "account", context)


PAGES: Final = {BULLETIN: "resident:bulletin", TOPIC: "resident:topic", ELECTION: "resident:election"}
"""Kinds of cases that everybody opens under one address."""


def _links(reader: Reader, rows: Iterable[NoticeRow]) -> dict[str, str]:
    """Give where each notice leads: the reader's own link of a report, a page that everybody has. Two queries."""
    public = {r.number: reverse(PAGES[r.kind], args=[r.number]) for r in rows if r.kind in PAGES}
    numbers = {row.number for row in rows} - set(public)
    if not numbers:
        return public
    return public | {
        row.number: reverse("resident:follow", args=[row.number, operations.token_of(row.reporter)])
        for row in queries.my_reports(account=reader.account, most=500)
        if row.number in numbers
    }
