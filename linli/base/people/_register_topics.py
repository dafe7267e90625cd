"""What is kept of people who propose, talk through and vote on topics."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.people._purposes import Basis, Entry
from linli.base.people._purposes_of_campaigns import CAMPAIGNS
from linli.base.people._purposes_of_leads import LEADS

_KEPT = _("和议题的档案一起留着；您要求删除时抹去姓名、号码和原话，只留一个数")

TOPICS: Final[tuple[Entry, ...]] = (
    Entry(
        ("deliberation.Supporter",),
        _("附议议题的人和回访时说的话"),
        _("一个人只算一次；办完了问一问提的人满意不满意"),
        Basis.DUTY,
        _KEPT,
        _("本社区召集协商的工作人员；大家只看得到人数"),
        is_sealed=True,
    ),
    Entry(
        ("deliberation.Party.name", "deliberation.Opinion", "deliberation.Objection"),
        _("参加协商的人、书面意见和异议"),
        _("通知、签到、会上念、答复"),
        Basis.DUTY,
        _KEPT,
        _("本社区召集协商的工作人员和会上的人；公开的材料上打了星号"),
        is_sealed=True,
    ),
    Entry(
        (
            "deliberation.Entry",
            "deliberation.Mark",
            "deliberation.Ballot",
            "deliberation.Vote.urn",
            "deliberation.BoxCount.counts",
        ),
        _("表决名册：谁有一票、投了没有；记名表决里投了什么"),
        _("一户一票、一人一票；无记名的不记是谁投的什么"),
        Basis.DUTY,
        _KEPT,
        _("本社区召集协商的工作人员看得到投了没有；投了什么，截止计票以前谁也看不到"),
        is_sealed=True,
    ),
    Entry(
        ("deliberation.Member",),
        _("委员会成员"),
        _("公示谁代表大家、任期到哪天"),
        Basis.DUTY,
        _("任期和档案期间"),
        _("所有人"),
    ),
    LEADS,
    CAMPAIGNS,
)
