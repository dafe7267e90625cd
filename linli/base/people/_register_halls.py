"""What ratings of a hall, bookings there and a word against reuse are kept for: entries of the purpose register."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.people._purposes import Basis, Entry

HALLS: Final = (
    Entry(
        (
            "ratings.Rating.words",
            "ratings.Rating.phone",
            "ratings.Rating.phone_print",
            "ratings.Rating.shown_words",
            "ratings.Rating.marks",
        ),
        _("好差评：您想说的话，您留下等回电的号码"),
        _("差评要回电、整改、答复；大家说的话去掉个人信息才公开"),
        Basis.DUTY,
        _("号码在差评办结 30 天后删；话在您要求删除时删，星数没有名字，留着算数"),
        _("被评的单位和它的上级；您选了不让窗口知道，只有指挥中心和领导；号码要写明理由才看得到"),
        is_sealed=True,
    ),
    Entry(
        (
            "appointments.Appointment.name",
            "appointments.Appointment.phone",
            "appointments.Appointment.phone_print",
            "appointments.Appointment.papers",
        ),
        _("预约的人的称呼、手机号，按您的情况要带的材料"),
        _("改时间、大厅有变动时告诉您，来之前提醒您；到了导办台照单核对"),
        Basis.CONSENT,
        _("约的那天以后 30 天，到期自动删除；没有来也不留记录在您名下"),
        _("这个大厅的人看到的是打了星号的；要看全得写明理由，您能看到谁看过"),
        is_sealed=True,
    ),
    Entry(
        ("applications.ReuseStop.id_print",),
        _("您不让再用以前交过的材料"),
        _("照您说的办：再来办事，以前交的不拿出来。没有账号的，看过证件后由窗口替您登记"),
        Basis.CONSENT,
        _("您改主意为止；存的是证件号码的加密摘要，看不出号码"),
        _("谁也看不到，只在收件时比对"),
        is_sealed=True,
    ),
)
