"""What people read about forms: why a cell is doubted, why it is asked, from where its value is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.insight.cited import Measure
from linli.insight.forms import operations as op
from linli.insight.forms.policies import NoSuchForm
from linli.insight.forms.rules.filled import Filled, State
from linli.insight.forms.sources import FIGURES, REGISTERS
from linli.kernel.refusals import Refusal

STATES = {
    State.SURE.value: pgettext_lazy("form cell", "填好"),
    State.CHECK.value: pgettext_lazy("form cell", "核一下"),
    State.ASK.value: pgettext_lazy("form cell", "要问"),
    State.LEAVE.value: pgettext_lazy("form cell", "留着"),
}

DOUBTS: dict[str, str | Promise] = {
    "title": _("表名里的“%(about)s”没认出来，看看口径对不对"),
    "narrower": _("表名说的范围更小，这里没法再分"),
    "so_far": _("“累计”按今年 1 月 1 日起算"),
    "unit": _("没写按次还是按家、按户，先这样算"),
    "note": _("表下有说明：%(about)s"),
    "past": _("这是今天的数，不是那时候的"),
    "partly": _("有 %(about)s 家没登记，没有算进来"),
    "formula": _("各地算法不同，看看下面的算法"),
    "people": _("邻里登记的是人，一户可能有几个人"),
    "sum": _("几项相加得来，同一个人、同一家可能算了两次"),
    "sum_differs": _("合计对不上：各项相加是 %(about)s"),
    "last": _("上次填的（%(about)s），这次还是吗"),
    "register": _("表名没说是哪一类，按栏目认的"),
    "many": _("只列了前 %(about)s 行"),
}
WHYS: dict[str, str | Promise] = {
    "unknown": _("没认出“%(about)s”，邻里没有这个数"),
    "no_figure": _("邻里没有记这个数"),
    "unit_clash": _("表里的单位和邻里记的不一样，换不过来"),
    "limited": _("表名限定了范围，邻里没法照这个范围分"),
    "period": _("先说清统计哪段时间"),
    "period_unfit": _("这一栏说的时间和表的时间对不上"),
    "too_small": _("这个数不分到这么小的片区"),
    "not_yours": _("这个数归%(about)s的社区和民政填，您的岗位看不到"),
    "party": _("党员情况只有党组织的岗位能填"),
    "no_base": _("这段时间没有该算的件，算不出率"),
    "id_number": _("邻里不存身份证号，请在业务系统里查"),
    "bank": _("邻里不存银行卡号"),
    "sensitive": _("邻里不记这一项"),
    "no_such_row": _("登记里没有“%(about)s”"),
    "several_rows": _("登记里有几个“%(about)s”，分不清"),
    "empty_there": _("“%(about)s”的登记里这一项空着"),
    "no_register": _("认不出一行是什么"),
    "left": _("说好了不填"),
}
SOURCES: dict[str, str | Promise] = {
    "answer": _("%(who)s填的"),
    "last": _("上次填的"),
    "sum": _("几项相加"),
    "label": _("表自己的信息"),
}

REFUSALS: dict[type[Refusal], tuple[int, str | Promise]] = {
    op.FormTooLarge: (422, _("这张表太大了，最多 %(most)s 格。请只留要填的那张工作表再来")),
    op.FormWithoutTable: (422, _("没看出哪里要填：没有表格，也没有“……：____”这样的空。请换一个文件")),
    NoSuchForm: (404, _("没有这张表，或者不归您填")),
    op.MeaningUnknown: (422, _("没有“%(words)s”这一项，请重新选")),
    op.AlreadyHanded: (409, _("这张表已经报出去了，不能再改")),
    op.NotAsked: (422, _("表里没有这个空，或者它不在这里填")),
}


def doubts_in_words(doubts: Sequence[tuple[str, str]]) -> str:
    """Say why something is only proposed."""
    return "；".join(str(DOUBTS[code]) % {"about": about} for code, about in doubts if code in DOUBTS)


def why_in_words(why: str, about: str) -> str:
    """Say why something is asked."""
    return str(WHYS.get(why, WHYS["no_figure"])) % {"about": about}


def source_of(cell: Filled) -> str:
    """Say from where a value is: what was counted, by which formula, of which time, with both numbers of a share."""
    kind, _sep, rest = cell.by.partition(":")
    if kind == "figure" and rest in FIGURES:
        figure = FIGURES[rest]
        said = [str(figure.source), str(figure.formula)]
        if cell.period:
            first, last = (date.fromisoformat(day) for day in cell.period)
            said.append(
                gettext("%(first)s 至 %(last)s") % {"first": first.isoformat(), "last": last.isoformat()}
            )
        if figure.measure is Measure.SHARE:
            said.append(f"{cell.above} ÷ {cell.below}")
        return "·".join(said)
    if kind == "register":
        code, column = [*rest.split(":"), ""][:2]
        register = REGISTERS[code]
        return f"{register.label}·{register.columns.get(column, column)}"
    return str(SOURCES.get(kind, "")) % {"who": cell.who}


def column_words(register: str, code: str) -> str:
    """Name a column of a list by where it comes from."""
    if code.startswith("figure:"):
        figure = FIGURES.get(code.removeprefix("figure:"))
        return str(figure.label) if figure else ""
    return str(REGISTERS[register].columns.get(code, "")) if register in REGISTERS else ""
