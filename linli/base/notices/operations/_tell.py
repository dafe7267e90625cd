"""Telling a list of people something about a case that no single step says to them: a bulletin to its subscribers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from linli.base.flow.models import Case
from linli.base.notices import recipients, rules
from linli.base.notices.models import Notice
from linli.base.notices.recipients import Person
from linli.base.notices.rules import ChannelName

PART = 500
"""Accounts of one statement."""


def tell_accounts(
    *,
    account_ids: Sequence[int],
    case: Case,
    template: str,
    key: str,
    at: datetime,
    rings: bool = False,
    link: str = "",
    unit: str = "",
    expires_at: datetime | None = None,
) -> int:
    """Put a notice about a case into the lists of some accounts, by SMS too where it rings and they wish it.

    Told twice under the same `key`, nobody hears it twice. What rings keeps office hours. Three queries a part.
    """
    made = 0
    for start in range(0, len(account_ids), PART):
        people = recipients.people_of(account_ids[start : start + PART])
        rows = list(_rows(people.values(), case, template, key, at, rings, link, unit, expires_at))
        before = Notice.objects.filter(key__in=[row.key for row in rows]).count()
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        made += len(rows) - before
    return made


def _rows(
    people: Iterable[Person],
    case: Case,
    template: str,
    key: str,
    at: datetime,
    rings: bool,
    link: str,
    unit: str,
    expires_at: datetime | None,
) -> Iterator[Notice]:
    data = {"unit": unit} if unit else {}
    for person in people:
        same = {
            "account_id": person.id,
            "office_id": case.office_id,
            "case_id": case.pk,
            "template": template,
            "language": person.language,
            "data": data,
            "made_at": at,
        }
        yield Notice(
            channel=ChannelName.IN_APP,
            state=Notice.State.SENT,
            sent_at=at,
            key=f"c{case.pk}:{key}:a{person.id}:{ChannelName.IN_APP}",
            **same,
        )
        if rings and person.phone:
            yield Notice(
                channel=ChannelName.SMS,
                address=person.phone,
                secrets=json.dumps({"link": link}) if link else "",
                state=Notice.State.QUEUED,
                next_try_at=at,
                expires_at=expires_at or at + rules.UNSENT_FOR,
                key=f"c{case.pk}:{key}:a{person.id}:{ChannelName.SMS}",
                **same,
            )
