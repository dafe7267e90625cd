"""How the house says deadlines: an amount with one of five units, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

from linli.faces.desk.casepage import UNIT_WORDS
from linli.kernel.limits import Limit, LimitUnit, parse

UNITS: Final = (
    (LimitUnit.WORK_DAY.value, gettext_lazy("个工作日")),
    (LimitUnit.WORK_HOUR.value, gettext_lazy("个工作小时")),
    (LimitUnit.CALENDAR_DAY.value, gettext_lazy("天（自然日）")),
    (LimitUnit.URGENT_HOUR.value, gettext_lazy("小时（不分昼夜）")),
    (LimitUnit.MINUTE.value, gettext_lazy("分钟（不分昼夜）")),
)


def words_of(limit: Limit | str) -> str:
    """Say a limit: “5 个工作日”."""
    read = parse(limit) if isinstance(limit, str) else limit
    return str(UNIT_WORDS[read.unit]) % {"n": read.amount}
