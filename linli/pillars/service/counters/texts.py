"""What people read about the hall."""

from __future__ import annotations

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.counters import operations as op
from linli.pillars.service.counters import queries
from linli.pillars.service.counters.rules import Span

Words = str | Promise

STATES: dict[str, Words] = {
    "waiting": _("在等"),
    "called": _("叫到了"),
    "serving": _("正在办"),
    "passed": _("过号"),
    "finished": _("办完了"),
    "left": _("没有办"),
}

VERBS: dict[str, Words] = {
    "take": _("取号"),
    "call_next": _("叫号"),
    "call_again": _("再叫一遍"),
    "pass": _("过号"),
    "return": _("回来接着等"),
    "start": _("开始办"),
    "finish": _("办完"),
    "send_on": _("转到别的窗口"),
    "leave": _("不等了"),
}

POINTS: dict[str, Words] = {
    "sort": _("整理：台面、通道、柜里没有用不着的东西"),
    "set": _("整顿：表格、样表、笔和老花镜在该在的地方"),
    "shine": _("清扫：地面、座椅、台面、卫生间干净"),
    "standard": _("清洁：公示栏、指示牌、叫号屏是现在的"),
    "habit": _("素养：桌牌摆好，办完一件收一件"),
    "safety": _("安全：通道不堵，灭火器在期，插座不过热"),
    "windows": _("该开的窗口都有人"),
    "guide": _("导办台有人，优先窗口留着"),
    "aids": _("轮椅、老花镜、饮水、急救箱能用"),
    "machines": _("取号机、叫号屏、打印机、高拍仪能用"),
    "telephone": _("对外的电话有人接"),
    "book": _("意见簿看过，昨天的都有回音"),
}
"""What a round looks at: the place, never a person."""

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    queries.NoSuchHall: (404, _("没有这个大厅，或者不归您看。")),
    queries.NoSuchTicket: (404, _("没有找到这个号。")),
    op.NotYourHall: (403, _("这个大厅不归您的岗位管。")),
    op.HallClosed: (409, _("现在不开门，工作日 %(opens)s 起取号。")),
    op.NobodyWaits: (409, _("没有人在等您这个窗口能办的事。")),
    op.WindowBusy: (409, _("窗口上还有 %(code)s，先办完再叫。")),
    op.NotSeated: (409, _("您没有坐在这个窗口。%(who)s")),
    op.TicketElsewhere: (409, _("%(code)s 已经不在这一步了，看看现在到哪里。")),
    op.NotAgain: (409, _("这个号叫过两次都没有到，请重新取号。")),
    op.NoSuchCheck: (422, _("没有这一项可看：%(what)s。")),
    op.SayWhatIsWrong: (422, _("打了勾的，请写看到什么。")),
    op.MendedAlready: (409, _("已经有人记过改好了。")),
    op.NoSuchKind: (422, _("这个大厅没有窗口办这一类。")),
}


def wait_words(span: Span | None) -> str:
    """Say a wait as people do: 不用等, 5 分钟以内, 15 到 30 分钟; nothing that pretends to know the minute."""
    if span is None:
        return gettext("现在没有窗口办这个")
    low, high = (int(one / timedelta(minutes=1)) for one in (span.low, span.high))
    if high == 0:
        return gettext("不用等")
    if low == 0:
        return gettext("%(high)d 分钟以内") % {"high": high}
    if low == high:
        return gettext("约 %(high)d 分钟") % {"high": high}
    return gettext("%(low)d 到 %(high)d 分钟") % {"low": low, "high": high}
