"""What is kept of people in Party organisations: sealed, and opened by a post at that organisation only."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.people._purposes import Basis, Entry

PARTY: Final[tuple[Entry, ...]] = (
    Entry(
        ("branches.PartyMember",),
        _("党组织里有谁：姓名、电话、住址、人员类别、组织关系、党内职务、户类型"),
        _("把党组织生活、联系群众和网格工作接到一起；全国党员管理系统是准的名册，这里只记网格上要用的"),
        Basis.DUTY,
        _("离开党组织一年后自动删除；记错了的马上删除"),
        _(
            "只有本党组织和上级党组织的岗位，而且打了星号；看全要写理由，您能看到谁看过。别的岗位、领导、管理员都看不到"
        ),
        is_sealed=True,
    ),
    Entry(
        ("floating.FloatingMember",),
        _("外出或者从外地来的党员：为什么、在哪里、从哪天起、哪天登记和联系过"),
        _("满六个月登记流动，半年联系一次，就近参加组织生活"),
        Basis.DUTY,
        _("在哪里，结束时抹去；其余和本人的登记一起删除"),
        _("只有本党组织和上级党组织的岗位"),
        is_sealed=True,
    ),
    Entry(
        ("branches.PartTimeMember.name", "branches.PartTimeMember.duty"),
        _("驻区单位派来的兼职委员的姓名和职务"),
        _("知道有事找单位的谁"),
        Basis.DUTY,
        _("离任时抹去姓名"),
        _("本党组织和上级党组织的岗位；看姓名要写理由"),
        is_sealed=True,
    ),
    Entry(
        ("life.Attendance",),
        _("谁参加了哪次组织生活"),
        _("看到会人数够不够、这次会算不算数；不排名，不打分，不通报谁没来"),
        Basis.DUTY,
        _("两年后自动删除，只留人数"),
        _("只有本党组织和上级党组织的岗位"),
        is_sealed=True,
    ),
    Entry(
        ("study.QuizAnswer",),
        _("党员在学习答题里最后一次选了什么"),
        _("让本人看到对错和解析；党组织只看合计，不看谁答了什么，不排名，不记分"),
        Basis.CONSENT,
        _("答题结束半年后自动删除，只留合计；您随时可以要求删"),
        _("只有您自己；党组织的岗位只看得到几个人答了、每道题答对的比例，不到五个人不显示比例"),
        is_sealed=True,
    ),
    Entry(
        ("team.MemberHonour",),
        _("党员得过的荣誉：什么荣誉、谁发的、文号、哪一年"),
        _("本人和党组织查得到；不公布名单，不排名"),
        Basis.DUTY,
        _("和党员登记一起删除"),
        _("只有您自己，和本党组织、上级党组织的岗位"),
        is_sealed=True,
    ),
    Entry(
        ("team.Trained",),
        _("社区“两委”工作人员参加了哪次培训"),
        _("看培训办没办、多少人学了；不打分，不排名"),
        Basis.DUTY,
        _("两年后自动删除，只留人数"),
        _("您自己和安排培训的党组织的岗位"),
    ),
    Entry(
        ("partners.MemberReport",),
        _("到社区报到的在职党员：姓名、电话、愿意做什么、什么时候有空"),
        _("社区党组织按您说的时间和特长联系您；只有您自己能报到，随时可以撤回"),
        Basis.CONSENT,
        _("您撤回时马上删除"),
        _("只有您住的社区的党组织和上级党组织的岗位，而且打了星号；看全要写理由，您能看到谁看过"),
        is_sealed=True,
    ),
    Entry(
        ("partners.ReportIn",),
        _("来报到的单位的联系人姓名和电话"),
        _("社区有事找得到单位的人"),
        Basis.DUTY,
        _("单位不再报到时抹去"),
        _("报到的社区和单位自己；看全要写理由"),
        is_sealed=True,
    ),
    Entry(
        ("partners.Project.words",),
        _("社区列的需求里写的话"),
        _("让来报到的单位知道要做什么"),
        Basis.DUTY,
        _("和这一项一起保存"),
        _("社区、街道和来报到的单位"),
        is_sealed=True,
    ),
    Entry(
        (
            *("venues.RoomBooking.name", "venues.RoomBooking.phone", "venues.RoomBooking.account"),
            *("venues.RoomBooking.title", "venues.RoomBooking.reason", "venues.RoomBooking.phone_print"),
        ),
        _("约场地的人怎么称呼、手机号、做什么用、没约成为什么"),
        _("告诉您约成没约成；场地有变动找得到您"),
        Basis.CONSENT,
        _("用过以后 30 天删掉"),
        _("管这间屋的人；看全要写理由，您能看到谁看过"),
        is_sealed=True,
    ),
    Entry(
        ("contacts.Vanguard",),
        _("先锋户联系几户、愿意让街坊怎么称呼"),
        _("排谁联系谁；公开不公开由本人定"),
        Basis.DUTY,
        _("不再是先锋户时删除；称呼您撤回时马上删"),
        _("本党组织和上级党组织的岗位；同意公开的，您联系的那些户看得到称呼"),
        is_sealed=True,
    ),
    Entry(
        ("contacts.KnownConsent",),
        _("先锋户哪天同意、哪天收回，同意的是哪句话；纸上签的，哪天签的、纸放在哪里、谁代记的"),
        _("证明公开是本人同意的；收回马上生效"),
        Basis.CONSENT,
        _("不再是先锋户时删除"),
        _("您自己，本党组织和上级党组织的岗位"),
    ),
)
