"""What the tests of notices share: a town with telephones, a gateway that takes or refuses, a report."""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Any

from linli.base.notices.channels import Message, NotDelivered
from linli.base.notices.models import Notice
from linli.base.people.actors import ANYONE
from linli.pillars.governance.reports import operations as reports
from tests.town import IN_FIRST_GRID, MONDAY, Town, build_town

LON, LAT = IN_FIRST_GRID


class Gateway:
    """Takes messages in place of an SMS gateway, a mail server and chat robots; or refuses them."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.trouble: NotDelivered | None = None

    def send(self, message: Message) -> None:
        if self.trouble:
            raise self.trouble
        self.taken.append(message)


def town_with_phones() -> Town:
    town = build_town()
    for name, account in town.people.items():
        account.phone = f"139{zlib.crc32(name.encode()) % 10**8:08}"
        account.save()
    return town


def file(at: datetime = MONDAY, **more: Any) -> str:
    more.setdefault("phone", "13800001234")
    filed = reports.file_report(actor=ANYONE, at=at, text="井盖坏了", lon=LON, lat=LAT, **more)
    return filed.report.case.number


def in_app(town: Town, name: str) -> list[str]:
    rows = Notice.objects.filter(account=town.people[name], channel="in_app").order_by("id")
    return list(rows.values_list("template", flat=True))
