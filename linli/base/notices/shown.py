"""A notice in words: its slots filled from the case as it is now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import override

from linli.base.notices.conf import conf
from linli.base.notices.models import Notice, Wording
from linli.base.notices.texts import words_of
from linli.kernel import clock

FOLLOW = "/r/{number}/{token}/"
"""Where the link of somebody who raised a report leads."""

_DESK: dict[str, str] = {}
_PAGES: dict[str, str] = {}


def register_desk(kind: str, path: str) -> None:
    """Make known where staff open a case of a kind: "/d/reports/{number}/". Tests hold paths to the faces' URLs."""
    _DESK[kind] = path


def register_page(template: str, path: str) -> None:
    """Make known where a notice that is about no case leads its staff reader. Tests hold paths to the faces' URLs."""
    _PAGES[template] = path


def page_of(template: str) -> str:
    """Return where a notice that is about no case leads its reader; an empty text where it leads nowhere."""
    return _PAGES.get(template, "")


def desk_path(kind: str, number: str) -> str:
    """Return where staff open a case; their notices where its kind has no page."""
    return _DESK.get(kind, "/d/notices/").format(number=number)


def moment(iso: str, language: str) -> str:
    """Return a moment as people say it: 11月20日 17:30, 20 Nov 17:30."""
    if not iso:
        return ""
    there = clock.local(datetime.fromisoformat(iso))
    with override(language):
        return date_format(there, "n月j日 H:i" if language.startswith("zh") else "j M H:i", use_l10n=False)


def values_of(notice: Notice, language: str) -> dict[str, str]:
    """Return what fills the slots of a notice. The case and office must be loaded."""
    data, case = notice.data, notice.case
    secret = json.loads(notice.secrets) if notice.secrets else {}
    values = {name: str(value) for name, value in data.items()}
    values |= {name: moment(values[name], language) for name in ("due", "until") if values.get(name)}
    values["office"] = str(notice.office or "")
    if case is not None:
        values["number"], values["title"] = case.number, case.title
        values["link"] = conf().public_url + desk_path(case.kind, case.number)
    if secret.get("link"):
        values["link"] = conf().public_url + secret["link"]
    return values | ({"code": secret["code"]} if secret.get("code") else {})


def shown(notice: Notice, form: str, own: dict[int, dict[tuple[str, str], str]] | None = None) -> str:
    """Return a notice's words in its recipient's language."""
    wordings = (own or {}).get(notice.office_id or 0)
    return words_of(notice.template, form, values_of(notice, notice.language), notice.language, wordings)


def own_words(office_ids: Iterable[int]) -> dict[int, dict[tuple[str, str], str]]:
    """Return the wordings of offices. One query."""
    found: dict[int, dict[tuple[str, str], str]] = {}
    for row in Wording.objects.filter(office__in=list(office_ids)):
        found.setdefault(row.office_id, {})[row.template, row.language] = row.words
    return found
