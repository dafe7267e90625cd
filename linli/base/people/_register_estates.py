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
    Entry(
        ("estates.GroupMember.name", "estates.Candidate"),
        _("业主大会筹备组成员和业主委员会候选人"),
        _("依法公告名单，让业主知道谁在筹备、选的是谁；本人同意才写，不收电话"),
        Basis.DUTY,
        _("和选举的档案一起留着；任期里大家看得到"),
        _("所有人"),
        is_sealed=False,
    ),
    Entry(
        ("estates.OwnerDoor.label",),
        _("业主名册：门牌和专有部分面积，不写姓名"),
        _("一户一票，按面积和人数计票"),
        Basis.DUTY,
        _("和选举的档案一起留着"),
        _("本社区和街道办选举的工作人员；大家只看得到户数"),
        is_sealed=False,
    ),
    Entry(
        ("estates.ElectionObjection",),
        _("对筹备组、名册、名单、规约的异议"),
        _("逐件答复"),
        Basis.DUTY,
        _("和选举的档案一起留着；您要求删除时抹去姓名和原话"),
        _("本社区和街道办选举的工作人员；大家只看得到答复"),
        is_sealed=True,
    ),
    Entry(
        ("estates.OwnerVoice",),
        _("住户给物业打的分"),
        _("评物业公司时一户算一次；只公布合计，不到 5 户不算"),
        Basis.CONSENT,
        _("公示以后只剩合计；您要求删除时抹去是谁打的"),
        _("只有您自己，和替您记下来的社区工作人员；别人和公司只看合计"),
        is_sealed=False,
    ),
)
