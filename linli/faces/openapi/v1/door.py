"""The door of version 1: a key opens it, its abilities say what for, and every refusal becomes a problem."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from linli.base.people import api_keys
from linli.base.people.actors import Actor
from linli.base.people.knocks import Door, TooOften, knock
from linli.base.people.models import ApiKey
from linli.faces.openapi.v1.shapes import Flaw
from linli.faces.parts.refusals import status_of, words_of
from linli.faces.parts.visitors import address_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal

PROBLEM: Final = "application/problem+json"
DOOR = Door("api.v1", 6000, timedelta(minutes=10))
WRONG_KEY = Door("api.v1.wrong-key", 30, timedelta(minutes=10))

CODES: Final = {
    400: "bad-request",
    401: "no-key",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    422: "not-understood",
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when."""

    key: ApiKey
    actor: Actor
    at: datetime


class AskedRequest(HttpRequest):
    """A request that came through the door."""

    auth: Asker


class NoKey(Exception):
    """Raised when no living key was shown."""


class KeyAuth(HttpBearer):
    """`Authorization: Bearer linli_…`."""

    def __call__(self, request: HttpRequest) -> Asker:
        scheme, _sep, text = request.headers.get("Authorization", "").partition(" ")
        return self.authenticate(request, text if scheme.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> Asker:
        """Open with the key: three queries, four on its first use of a day."""
        at = clock.now()
        try:
            key = api_keys.open_with(token, at=at)
        except api_keys.BadApiKey as refusal:
            knock(WRONG_KEY, address_of(request), at)
            raise NoKey from refusal
        knock(DOOR, key.prefix, at)
        return Asker(key, api_keys.actor_of(key, at), at)


def asker(request: HttpRequest, *abilities: str) -> Asker:
    """Say who asks, if the key has one of these abilities.

    :raises BadApiKey: it has none.
    """
    found = cast(AskedRequest, request).auth
    if not set(abilities) & set(found.key.abilities):
        raise api_keys.BadApiKey
    return found


def problem(status: int, code: str, title: str, **more: Any) -> HttpResponse:
    """Write why something was not done."""
    body = {
        "type": f"urn:linli:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": {},
        "errors": [],
    }
    response = HttpResponse(json.dumps(body | more, ensure_ascii=False), status=status, content_type=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="linli"'
    return response


def _detail(data: Mapping[str, object]) -> dict[str, object]:
    plain = (str, int, float, bool, list)
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else value
        if isinstance(value, plain)
        else str(value)
        for name, value in data.items()
        if value is not None
    }


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    status = status_of(refusal)
    response = problem(status, refusal.code, words_of(refusal), detail=_detail(refusal.data))
    if isinstance(refusal, TooOften):
        response.headers["Retry-After"] = str(60 * int(str(refusal.data.get("minutes", 1))))
    return response


def _no_key(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(401, CODES[401], _("接口密钥不对、已停用，或不能做这件事。"))


def _not_understood(request: HttpRequest, error: Any) -> HttpResponse:
    flaws = [
        Flaw(field=".".join(map(str, e.get("loc", ()))), problem=str(e.get("msg", ""))).dict()
        for e in error.errors[:50]
    ]
    return problem(422, CODES[422], _("有几项没有看懂。"), errors=flaws)


def _plain(request: HttpRequest, error: Any) -> HttpResponse:
    match error:
        case HttpError():
            status = error.status_code
        case Http404():
            status = 404
        case RequestDataTooBig() | TooManyFilesSent():
            status = 413
        case _:
            status = 400
    words = {404: _("没有这个地址。"), 413: _("太大了，收不下。")}
    return problem(status, CODES.get(status, "bad-request"), words.get(status, _("请求有误，看不懂。")))


def guard(api: NinjaAPI) -> None:
    """Make every refusal and error of an API a problem."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(NoKey, _no_key)
    api.add_exception_handler(ValidationError, _not_understood)
    for kind in (HttpError, Http404, RequestDataTooBig, TooManyFilesSent, SuspiciousOperation, BadRequest):
        api.add_exception_handler(kind, _plain)
