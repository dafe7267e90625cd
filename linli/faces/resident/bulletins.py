"""Bulletins for everybody: what holds in one's own grid first, one page each, a poster, and being told of the next."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.flow.refusals import NoSuchCase
from linli.base.people.knocks import knock
from linli.faces.parts import bulletins as words_for
from linli.faces.parts.shapes import Photo
from linli.faces.resident import doors, qr
from linli.faces.resident.account import residents_only
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.kernel import clock
from linli.pillars.service.bulletins import operations, queries
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.bulletins.queries import PublicBulletin
from linli.pillars.service.bulletins.rules import INTERESTS, KINDS, READ_FIRST

SEEN_COOKIE = "ll_seen"
SEEN_FOR = 90 * 24 * 3600
MOST_SEEN = 40

NEAR = {
    3: gettext_lazy("我家网格、小区的"),
    2: gettext_lazy("我们社区的"),
    1: gettext_lazy("全街道的"),
    0: gettext_lazy("别处的"),
}


@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """List what is shown now, one's own places first; by kind, and of the whole street on request."""
    at = clock.now()
    reader = reader_of(request, at)
    home = home_of(reader)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    is_everywhere = home is None or request.GET.get("all") == "1"
    rows = queries.shown_bulletins(at=at, grid=None if is_everywhere else home, kind=kind, size=100)
    groups: list[tuple[str, list[words_for.ShownBulletin]]] = []
    for row in rows:
        heading = "" if is_everywhere else str(NEAR[row.near])
        if not groups or groups[-1][0] != heading:
            groups.append((heading, []))
        groups[-1][1].append(words_for.of_row(row, at))
    here = reverse("resident:bulletins")
    kept = {"all": "1"} if is_everywhere and home is not None else {}
    context = {
        "groups": groups,
        "kinds": [
            (f"{here}?{urlencode({**kept, **({'kind': code} if code else {})})}", word, code == kind)
            for code, word in (("", _("全部")), *Bulletin.Kind.choices)
        ],
        "kind": kind,
        "home": home,
        "is_everywhere": is_everywhere,
        "all_url": f"{here}?{urlencode({**({'kind': kind} if kind else {}), 'all': '1'})}",
        "own_url": f"{here}?{urlencode({'kind': kind})}" if kind else here,
    }
    return page(request, "bulletins", reader, "home", context)


def _found(number: str) -> PublicBulletin:
    try:
        return queries.public_bulletin(number=number, at=clock.now())
    except NoSuchCase:
        raise Http404(_("没有这条公告。")) from None


@require_safe
def bulletin(request: HttpRequest, number: str) -> HttpResponse:
    """Show one bulletin; one that is over or was withdrawn says so."""
    at, found = clock.now(), _found(number)
    reader = reader_of(request, at)
    context = {
        "found": found,
        "bulletin": found.bulletin,
        "one": words_for.of_bulletin(found.bulletin, at),
        "corrections": words_for.corrections(found.corrections, at),
        "photos": [_photo(number, f) for f in found.files if f.is_photo] if found.is_shown else [],
        "papers": [(_file_url(number, f), f.name) for f in found.files if not f.is_photo]
        if found.is_shown
        else [],
        "has_seen": number in _seen(request),
        "is_column": found.bulletin.kind in READ_FIRST,
    }
    return page(request, "bulletin", reader, "home", context)


def _file_url(number: str, file: StoredFile, variant: str = "full") -> str:
    return reverse("resident:bulletin-file", args=[number, file.pk, variant])


def _photo(number: str, file: StoredFile) -> Photo:
    return words_for.photo(_file_url(number, file, "small"), _file_url(number, file))


@require_POST
@kindly
def acknowledge(request: HttpRequest, number: str, *, is_stale: bool) -> HttpResponse:
    """Count one press of “我知道了”. The phone remembers that it pressed; the office only has the number."""
    at = clock.now()
    reader, seen = reader_of(request, at), _seen(request)
    response = redirect("resident:bulletin", number=number)
    if is_stale or number in seen:
        return response
    knock(doors.SAY, reader.address, at)
    try:
        operations.acknowledge_bulletin(actor=reader.actor, number=number, at=at)
    except NoSuchCase:
        raise Http404(_("没有这条公告。")) from None
    kept = ".".join([number, *seen][:MOST_SEEN])
    response.set_cookie(
        SEEN_COOKIE, kept, max_age=SEEN_FOR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def _seen(request: HttpRequest) -> list[str]:
    return [one for one in request.COOKIES.get(SEEN_COOKIE, "")[:1500].split(".") if one][:MOST_SEEN]


@require_safe
def poster(request: HttpRequest, number: str) -> HttpResponse:
    """Show a bulletin as one sheet of A4 for the notice board, with a code that opens its page."""
    at, found = clock.now(), _found(number)
    if not found.is_shown:
        raise Http404(_("没有这条公告。"))
    link = request.build_absolute_uri(reverse("resident:bulletin", args=[number]))
    context = {
        "bulletin": found.bulletin,
        "one": words_for.of_bulletin(found.bulletin, at),
        "targets": found.targets,
        "qr": qr.code_of(link),
        "link": link,
    }
    return page(request, "poster", reader_of(request, at), "", context)


def _file(request: HttpRequest, number: str, file_id: int) -> StoredFile | None:
    return queries.file_for_anybody(number=number, file_id=file_id, at=clock.now())


bulletin_file = guarded(_file)


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
@residents_only
def subscribe(request: HttpRequest, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Choose what one is told of. Taking every tick away forgets the choice."""
    at = clock.now()
    assert reader.account is not None
    kept = queries.subscription_of(account=reader.account)
    home = home_of(reader) or (kept.grid if kept else None)
    compounds = queries.compounds_in(home) if home else ()
    if request.method == "POST" and not is_stale:
        kinds = [one for one in request.POST.getlist("kind") if one in KINDS]
        interests = [one for one in request.POST.getlist("interest") if one in INTERESTS]
        chosen = next((c for c in compounds if str(c.pk) == request.POST.get("compound")), None)
        if not kinds:
            operations.unsubscribe(actor=reader.actor, at=at)
        elif home is not None:
            operations.subscribe(
                actor=reader.actor, at=at, grid=home, compound=chosen, kinds=kinds, interests=interests
            )
        return redirect("resident:subscribe")
    context = {
        "home": home,
        "kept": kept,
        "compounds": [(c.pk, c.name, kept is not None and kept.compound_id == c.pk) for c in compounds],
        "kinds": [
            (code, word, kept is not None and code in kept.kinds) for code, word in Bulletin.Kind.choices
        ],
        "interests": [
            (code, word, kept is not None and code in kept.interests)
            for code, word in Bulletin.Interest.choices
        ],
        "is_stale": is_stale,
    }
    return page(request, "subscribe", reader, "account", context)
