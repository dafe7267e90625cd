"""What the lists of campaigns and counts are kept for: an entry of the purpose register."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.people._purposes import Basis, Entry

CAMPAIGNS: Final = Entry(
    (
        "campaigns.Target.name",
        "campaigns.Target.address",
        "campaigns.Target.answers",
        "campaigns.TargetMove.words",
        "campaigns.Morning.words",
    ),
    _("专项行动、摸底统计的名单"),
    _("一户一户办到底：到哪一步、轮到谁、卡在哪"),
    Basis.DUTY,
    _("结束后一年，名称、地址、填的表和写的话都抹去，只留数字"),
    _("负责的单位和一起办的单位；社区、网格只看得到自己这片的"),
    is_sealed=True,
)
