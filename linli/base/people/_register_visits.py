"""The purpose register's part about visits."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.people._purposes import Basis, Entry

VISITS: Final = (
    Entry(
        ("visits.Visit.said",),
        _("走访时说了什么"),
        _("记下您要办的事、下一个来的人知道上次的情况；不记位置、不拍照、不录音"),
        Basis.DUTY,
        _("两年，到期自动删；去过这件事留下，不留说了什么"),
        _("本网格的网格员和社区；街道只看到走到了多少户"),
        is_sealed=True,
    ),
    Entry(
        ("visits.Change.was", "visits.Change.now"),
        _("登记里改过的一项：原来是什么、现在是什么、谁说的"),
        _("改错了能查、能改回来"),
        Basis.DUTY,
        _("一年，到期自动删；您要求删除的马上删"),
        _("本网格的网格员和社区，看到的是打了星号的"),
        is_sealed=True,
    ),
    Entry(
        ("visits.DiaryPage.words",),
        _("民情日记"),
        _("网格员自己记、自己看；不考核、不检查"),
        Basis.STAFF,
        _("三年，到期自动删；写的人随时可以删"),
        _("写的人自己；她一页一页选了给社区同事看的，社区同事也看得到"),
        is_sealed=True,
    ),
)
