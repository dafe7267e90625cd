"""Who reads a resident page: an account, or a phone that remembers what was sent from it.

Nobody needs an account. A phone keeps, in signed cookies, which reports and which applications it sent; in another, which
grid its owner lives in. They are kept by the phone alone and can be emptied there. Staff who
open a resident page act as anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from linli.base.people import queries as people
from linli.base.people.actors import ANYONE, Actor
from linli.base.people.models import Account
from linli.faces.parts.visitors import address_of
from linli.pillars.governance.reports.models import Reporter
from linli.pillars.service.applications.models import Application

MINE_COOKIE = "ll_mine"
APPLIED_COOKIE = "ll_applied"
GRID_COOKIE = "ll_grid"
KEPT_FOR = 180 * 24 * 3600
MOST_MINE = 20
NO_GRID = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: `remembered` are the reporters this phone is, `applied` its applications, with the version of the link."""

    actor: Actor = ANYONE
    account: Account | None = None
    remembered: Mapping[int, int] = field(default_factory=dict)
    applied: Mapping[int, int] = field(default_factory=dict)
    grid_id: int | None = None
    """The grid this phone was told: 0 when its owner said of the one we guessed that it is not theirs."""
    address: str = ""
    language: str = "zh-hans"


def reader_of(request: HttpRequest, at: datetime) -> Reader:
    """Say who reads a page. Two queries for somebody who is logged in, none for others."""
    user = getattr(request, "user", None)
    account = user if isinstance(user, Account) and user.is_resident and user.is_active else None
    return Reader(
        actor=people.actor_for(account, at),
        account=account,
        remembered=_remembered(request, MINE_COOKIE),
        applied=_remembered(request, APPLIED_COOKIE),
        grid_id=_grid(request),
        address=address_of(request),
        language=get_language() or settings.LANGUAGE_CODE,
    )


def _remembered(request: HttpRequest, cookie: str) -> dict[int, int]:
    text = request.get_signed_cookie(cookie, default="", max_age=KEPT_FOR)
    found = {}
    for pair in (text or "").split("-"):
        pk, _, version = pair.partition(".")
        if pk.isdigit() and version.isdigit():
            found[int(pk)] = int(version)
    return found


def _grid(request: HttpRequest) -> int | None:
    text = request.COOKIES.get(GRID_COOKIE, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def remember(response: HttpResponse, reader: Reader, reporter: Reporter) -> None:
    """Have the phone remember a report, the newest first, at most twenty."""
    _keep(response, MINE_COOKIE, {reporter.pk: reporter.link_version} | dict(reader.remembered))


def remember_application(response: HttpResponse, reader: Reader, application: Application) -> None:
    """Have the phone remember an application, the newest first, at most twenty."""
    _keep(response, APPLIED_COOKIE, {application.pk: application.link_version} | dict(reader.applied))


def _keep(response: HttpResponse, cookie: str, pairs: Mapping[int, int]) -> None:
    text = "-".join(f"{pk}.{version}" for pk, version in list(pairs.items())[:MOST_MINE])
    response.set_signed_cookie(
        cookie, text, max_age=KEPT_FOR, httponly=True, samesite="Lax", secure=settings.SECURE
    )


def forget_reports(response: HttpResponse) -> None:
    """Have the phone forget which reports and applications it sent."""
    response.delete_cookie(MINE_COOKIE, samesite="Lax")
    response.delete_cookie(APPLIED_COOKIE, samesite="Lax")


def choose_grid(response: HttpResponse, unit_id: int | None) -> None:
    """Have the phone remember in which grid its owner lives; without one, to guess none."""
    response.set_cookie(
        GRID_COOKIE,
        str(unit_id or NO_GRID),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )
