"""What somebody was about to send when they had been away too long: kept sealed until they are back, then theirs to send.

It waits in the session that begins when the old one ends, for two hours, and only its owner gets it back. Nothing is
sent by itself: the person sees what it is and presses the button again.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.base.people import vault
from linli.kernel import clock

KEPT: Final = "unsent"
KEPT_FOR: Final = timedelta(hours=2)
MOST: Final = 200_000
_CONTEXT: Final = "session.unsent"
_TOKEN: Final = "csrfmiddlewaretoken"
#: Values of forms that are no words of anybody: codes, numbers, keys, shapes drawn on a map.
_CODE: Final = re.compile(r"[\w.:+-]*|[\[{]\s*[\"\[{].*", re.ASCII | re.DOTALL)


def keep(request: HttpRequest, whose: int) -> HttpResponse | None:
    """Keep a form's words and lead to the log-in; nothing where there are none to keep.

    Scripts that send by themselves keep their own drafts: they are told as before.
    """
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate" and not request.headers.get(
        "HX-Request"
    ):
        return None
    if request.path.startswith("/accounts/"):
        return None  # passwords and codes are not kept anywhere
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]
    told = json.dumps(
        {
            "whose": whose,
            "path": request.get_full_path(),
            "fields": fields,
            "had_files": bool(request.FILES),
            "at": clock.now().isoformat(),
        },
        ensure_ascii=False,
    )
    if not fields or len(told) > MOST:
        return None
    request.session[KEPT] = base64.b64encode(vault.seal(told, _CONTEXT)).decode("ascii")
    to = f"{reverse('account_login')}?{urlencode({'next': reverse('account_unsent')})}"
    return HttpResponse(headers={"HX-Redirect": to}) if request.headers.get("HX-Request") else redirect(to)


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """Give what waits for whoever is logged in; what waits for somebody else, or too long, is forgotten."""
    sealed = request.session.get(KEPT, "")
    if not sealed:
        return None
    try:
        found: dict[str, Any] = json.loads(vault.unseal(base64.b64decode(sealed), _CONTEXT))
    except vault.VaultError:
        found = {}
    late = not found or datetime.fromisoformat(found["at"]) < clock.now() - KEPT_FOR
    if late or found["whose"] != request.user.pk or not url_has_allowed_host_and_scheme(found["path"], None):
        del request.session[KEPT]
        return None
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def unsent(request: HttpRequest) -> HttpResponse:
    """Show what was not sent, to send it now or to let it go."""
    kept = _kept(request)
    if request.method == "POST" or kept is None:
        request.session.pop(KEPT, None)
        return HttpResponseRedirect("/d/")
    return render(request, "account/unsent.html", {**kept, "words": _words(kept["fields"])})


def words_of(sent: QueryDict) -> list[str]:
    """Give the words of a form that was sent: what somebody wrote, without codes, numbers and keys."""
    return _words((name, value) for name, values in sent.lists() for value in values)


def _words(fields: Iterable[tuple[str, str]]) -> list[str]:
    return [
        value for name, value in fields if name != _TOKEN and value.strip() and not _CODE.fullmatch(value)
    ]
