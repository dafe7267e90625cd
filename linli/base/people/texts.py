"""What people read about accounts, doors and refusals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.people import knocks
from linli.kernel.refusals import Refusal

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    knocks.TooOften: (
        429,
        _("这个网络刚刚发来很多次，请过 %(minutes)s 分钟再按一次。您写的都还在；急事请直接打电话。"),
    ),
}
