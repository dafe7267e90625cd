"""Telling a list of people something about a case that no single step says to them: a bulletin to its subscribers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.base.flow.models import Case
from linli.base.notices import recipients, rules
from linli.base.notices.models import Notice
from linli.base.notices.recipients import Person
from linli.base.notices.rules import ChannelName
from linli.base.orgs.models import Unit

PART = 500
"""Accounts of one statement."""


def tell_accounts(
    *,
    account_ids: Sequence[int],
    template: str,
    key: str,
    at: datetime,
    case: Case | None = None,
    office: Unit | None = None,
    rings: bool = False,
    link: str = "",
    unit: str = "",
    data: Mapping[str, str] | None = None,
    expires_at: datetime | None = None,
) -> int:
    """Put a notice, about a case or something else of an office, into the lists of some accounts; by SMS too where it
    rings and they wish it.

    Told twice under the same `key`, nobody hears it twice. What rings keeps office hours. Three queries a part.
    """
    made = 0
    for start in range(0, len(account_ids), PART):
        people = recipients.people_of(account_ids[start : start + PART])
        same = {
            "office_id": case.office_id if case is not None else office.pk if office is not None else None,
            "case_id": case.pk if case is not None else None,
            "template": template,
            "data": {**(data or {}), **({"unit": unit} if unit else {})},
            "made_at": at,
        }
        whole = f"c{case.pk}:{key}" if case is not None else key
        until = expires_at or at + rules.UNSENT_FOR
        rows = list(_rows(people.values(), same, whole, at, link if rings else None, until))
        before = Notice.objects.filter(key__in=[row.key for row in rows]).count()
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        made += len(rows) - before
    return made


def _rows(
    people: Iterable[Person],
    same: Mapping[str, Any],
    key: str,
    at: datetime,
    link: str | None,
    expires_at: datetime,
) -> Iterator[Notice]:
    """Yield a notice in the app for each, and one by SMS where `link` is given and they wish it."""
    for person in people:
        own = {**same, "account_id": person.id, "language": person.language}
        yield Notice(
            channel=ChannelName.IN_APP,
            state=Notice.State.SENT,
            sent_at=at,
            key=f"{key}:a{person.id}:{ChannelName.IN_APP}",
            **own,
        )
        if link is not None and person.phone:
            yield Notice(
                channel=ChannelName.SMS,
                address=person.phone,
                secrets=json.dumps({"link": link}) if link else "",
                state=Notice.State.QUEUED,
                next_try_at=at,
                expires_at=expires_at,
                key=f"{key}:a{person.id}:{ChannelName.SMS}",
                **own,
            )


def tell_person(
    *,
    account_id: int | None,
    phone: str,
    language: str,
    office: Unit,
    template: str,
    key: str,
    at: datetime,
    data: Mapping[str, str],
    link: str,
    expires_at: datetime | None = None,
) -> int:
    """Tell somebody who left a number, with or without an account, something of an office; return how many notices.

    Told twice under the same `key` they hear it once. One statement, two more with an account.
    """
    same: dict[str, Any] = {
        "office_id": office.pk,
        "template": template,
        "data": dict(data),
        "language": language,
        "account_id": account_id,
    }
    rows = []
    if account_id is not None:
        rows.append(
            Notice(
                channel=ChannelName.IN_APP,
                state=Notice.State.SENT,
                made_at=at,
                sent_at=at,
                key=f"{key}:a{account_id}:{ChannelName.IN_APP}",
                **same,
            )
        )
    if phone:
        rows.append(
            Notice(
                channel=ChannelName.SMS,
                address=phone,
                secrets=json.dumps({"link": link}),
                state=Notice.State.QUEUED,
                made_at=at,
                next_try_at=at,
                expires_at=expires_at or at + rules.UNSENT_FOR,
                key=f"{key}:{ChannelName.SMS}",
                **same,
            )
        )
    return len(Notice.objects.bulk_create(rows, ignore_conflicts=True))
