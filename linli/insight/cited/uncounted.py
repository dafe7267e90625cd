"""Figures of the articles that no record of this program can say today, and why: a number is never typed to fill a gap.

With the declared figures this is every practice of the articles that cites a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WITH_A_NUMBER: Final = frozenset(
    {
        3,
        4,
        6,
        7,
        9,
        10,
        11,
        12,
        13,
        18,
        20,
        23,
        35,
        36,
        37,
        38,
        39,
        40,
        43,
        44,
        45,
        46,
        47,
        48,
        49,
        50,
        52,
        54,
        56,
        57,
    }
    | {58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 74, 82, 84, 85, 86, 87}
)
"""The practices of the articles that cite a number, by their place in the list of practices."""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What an article tells with a number, and why it is not counted here."""

    practice: int
    what: str | Promise
    why: str | Promise


_NOT_ONES_OWN: Final = _("是全区各街道放在一起比的，一个街道的记录里没有")
_METHOD: Final = _("是工作方法的步数，不是数出来的")
_PLAN: Final = _("是某一年的计划或安排，不是记录")

UNCOUNTED: Final = (
    Uncounted(11, _("阵地建设投入的钱"), _("财务的数，这里不记账")),
    Uncounted(13, _("年底前建成的用房"), _PLAN),
    Uncounted(20, _("每格一个微信群"), _("群在微信里，这里不抄群里的话，也不数群")),
    Uncounted(37, _("城市管理考评的结果"), _NOT_ONES_OWN),
    Uncounted(39, _("“1255”的五个主攻方向"), _METHOD),
    Uncounted(45, _("5S 管理"), _METHOD),
    Uncounted(48, _("“一核五元”的五方"), _METHOD),
    Uncounted(49, _("书记项目的五步"), _METHOD),
    Uncounted(58, _("红色驿站的四项功能"), _METHOD),
    Uncounted(68, _("三个圈合一"), _METHOD),
    Uncounted(86, _("市场的面积、网店、品牌"), _("是市场经营者的数，不归街道记")),
    Uncounted(87, _("居民就近就业、参保的比例"), _("就业和参保在人社系统里，这里只记介绍到岗的")),
)
