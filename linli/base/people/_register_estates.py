"""What is kept of people who sit at a compound's table or stand for its owners' committee."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.people._purposes import Basis, Entry

ESTATES: Final[tuple[Entry, ...]] = (
    Entry(
        ("estates.Seat.name",),
        _("小区六方议事里各方代表的称呼"),
        _("贴在小区门口，让大家知道有事找谁；不收电话"),
        Basis.DUTY,
        _("离席以后只留在小区的档案里，公开的页面上不再显示"),
        _("所有人"),
        is_sealed=False,
    ),
)
