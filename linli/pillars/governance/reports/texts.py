"""What people read about reports: states with their shape, verbs on buttons and in the log, refusals."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations as op
from linli.pillars.governance.reports import rules
from linli.pillars.governance.reports.rules import sheet


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state's shape on the chip, the word for staff, and the sentence and track point (1 to 4) for the resident."""

    shape: str
    word: object
    resident: object
    point: int


STATES: dict[str, StateWords] = {
    "received": StateWords("new", _("待受理"), _("收到了，马上有人看"), 1),
    "checking": StateWords("new", _("待核实"), _("收到了，网格员先到现场看看"), 1),
    "accepted": StateWords("doing", _("办理中"), _("正在办"), 2),
    "dispatched": StateWords("doing", _("办理中"), _("已交给负责的单位在办"), 3),
    "disputed": StateWords("back", _("待裁定"), _("正在商量由谁来办"), 2),
    "answered": StateWords("doing", _("待核查"), _("办完了，正在现场核对"), 3),
    "callback": StateWords("ask", _("等评价"), _("办好了，请您看看解决没有"), 4),
    "asked": StateWords("ask", _("等居民补充"), _("有个问题想请您补充"), 2),
    "paused": StateWords("hold", _("暂停"), _("暂时办不了，先停一停"), 3),
    "ledgered": StateWords("hold", _("挂账"), _("一时解决不了，记着，到日子再办"), 3),
    "closed": StateWords("done", _("已办结"), _("办结了"), 4),
    "refused": StateWords("back", _("不予受理"), _("这件事不归我们办，已说明"), 4),
    "withdrawn": StateWords("back", _("已撤回"), _("您撤回了"), 4),
    "merged": StateWords("done", _("已并案"), _("和另一件是同一件事，并在一起办"), 2),
}

NOT_TAKEN = StateWords("new", _("待签收"), _("已交给负责的单位"), 3)
"""A dispatched report that nobody of the unit has signed in yet."""


@dataclass(frozen=True, slots=True)
class VerbWords:
    """A verb on its button, in the log, what the page says about it, and its icon."""

    button: object
    done: object
    hint: object
    icon: str


VERBS: dict[str, VerbWords] = {
    "file": VerbWords(_("反映"), _("反映"), "", "message-report"),
    "send_to_check": VerbWords(_("先核实"), _("派人核实"), _("请网格员先到现场看，再决定受不受理"), "walk"),
    "confirm": VerbWords(_("属实，受理"), _("核实属实"), _("现场和反映的一样，受理"), "check"),
    "accept": VerbWords(_("受理"), _("受理"), _("我们来办"), "check"),
    "refuse": VerbWords(_("不受理"), _("不予受理"), _("写清为什么不归我们办、该找谁"), "ban"),
    "pass_up": VerbWords(_("上报"), _("上报"), _("网格、社区办不了，报上一级"), "arrow-up"),
    "pass_on": VerbWords(_("转交"), _("转交"), _("不在这片，转给该管的社区或网格"), "arrow-right"),
    "contact": VerbWords(_("告诉居民"), _("联系居民"), _("把进展告诉居民，居民会看到"), "message"),
    "settle": VerbWords(_("当场办结"), _("办结"), _("已经办好，写给居民看"), "circle-check"),
    "dispatch": VerbWords(_("派单"), _("派单"), _("交给一个主办，需要时加协办"), "send"),
    "take": VerbWords(_("签收"), _("签收"), _("收到，我来办"), "clipboard-check"),
    "add_assist": VerbWords(_("加派协办"), _("加派协办"), _("再请一个单位一起办"), "user-plus"),
    "call_off_assist": VerbWords(_("撤回协办"), _("撤回协办"), _("不用他们办了"), "user-minus"),
    "answer_share": VerbWords(_("反馈"), _("协办反馈"), _("协办的那部分办得怎样"), "message-check"),
    "send_back": VerbWords(_("退回"), _("退回"), _("不归我们管，写清该谁管"), "arrow-back-up"),
    "rule": VerbWords(_("裁定"), _("裁定"), _("退过两次了，由您定谁主办，不能再退"), "gavel"),
    "recall": VerbWords(_("收回"), _("收回"), _("派错了，收回重派"), "arrow-back"),
    "answer": VerbWords(_("答复"), _("答复"), _("办完了，写给居民看"), "send"),
    "pass_check": VerbWords(_("核查通过"), _("核查通过"), _("现场看过，真办好了"), "eye-check"),
    "redo": VerbWords(_("返工"), _("返工"), _("现场没办好，退给主办重办"), "refresh-alert"),
    "rate": VerbWords(_("记回访"), _("评价"), _("问居民：解决了吗？满意吗？"), "mood-smile"),
    "lapse": VerbWords("", _("到期未评价，办结"), "", "clock"),
    "reopen": VerbWords(_("重办"), _("重新办理"), _("有新情况，或答复有误，重新办"), "rotate"),
    "appeal_rating": VerbWords(_("申诉评价"), _("申诉评价"), _("这个差评不该算在我们单位"), "scale"),
    "judge_appeal": VerbWords(_("裁定申诉"), _("裁定申诉"), _("差评算给谁"), "gavel"),
    "ask_reporter": VerbWords(
        _("请居民补充"), _("请居民补充"), _("缺一样信息，问居民，等的时候停表"), "help"
    ),
    "reply": VerbWords(_("代居民补充"), _("居民补充"), _("把居民说的记下来"), "message-reply"),
    "supplement": VerbWords(
        _("代居民补一句"), _("居民补充情况"), _("居民又说了什么，记下来"), "message-plus"
    ),
    "go_on": VerbWords("", _("等不到补充，继续办"), "", "clock-play"),
    "ask_extension": VerbWords(_("申请延期"), _("申请延期"), _("写清为什么、要到哪天"), "clock-plus"),
    "grant_extension": VerbWords(_("同意延期"), _("同意延期"), "", "clock-check"),
    "ask_pause": VerbWords(_("申请暂停"), _("申请暂停"), _("等别人，停表到哪天"), "player-pause"),
    "grant_pause": VerbWords(
        _("同意暂停"), _("同意暂停"), _("停表；写给居民看为什么、到哪天"), "player-pause"
    ),
    "ask_ledger": VerbWords(_("申请挂账"), _("申请挂账"), _("眼下解决不了，记账，到日子复查"), "bookmark"),
    "grant_ledger": VerbWords(_("同意挂账"), _("同意挂账"), _("写给居民看为什么、哪天复查"), "bookmark"),
    "ask_exclusion": VerbWords(_("申请不计"), _("申请不纳入考评"), _("写清理由"), "filter-off"),
    "grant_exclusion": VerbWords(_("同意不计"), _("同意不纳入考评"), "", "filter-check"),
    "decline": VerbWords(_("不同意"), _("没有同意"), _("写清为什么"), "x"),
    "resume": VerbWords(_("恢复办理"), _("恢复办理"), _("不用等了，接着办"), "player-play"),
    "wake": VerbWords("", _("暂停到期，接着办"), "", "clock-play"),
    "review": VerbWords(_("销账"), _("复查销账"), _("现在能办了"), "bookmark-off"),
    "come_back": VerbWords("", _("到复查日，接着办"), "", "clock-play"),
    "urge": VerbWords(_("催办"), _("催办"), _("提醒办的人"), "bell-ringing"),
    "supervise": VerbWords(_("督办"), _("督办"), _("列入督办，直到办结"), "eye-exclamation"),
    "reclassify": VerbWords(_("改类别"), _("改类别"), _("类别不对，改一改"), "category"),
    "relocate": VerbWords(_("改地点"), _("改地点"), _("地点不对，改一改"), "map-pin"),
    "publish": VerbWords(_("公开"), _("公开"), _("放到公开地图上，称呼和门牌自动隐去"), "world"),
    "unpublish": VerbWords(_("撤下公开"), _("撤下公开"), _("从公开地图撤下"), "world-off"),
    "note": VerbWords(_("记一笔"), _("备注"), _("只给办事的人看"), "note"),
    "join": VerbWords(_("也反映了"), _("居民也反映"), "", "users-plus"),
    "merge": VerbWords(_("并案"), _("并案"), _("和另一件是同一件事"), "git-merge"),
    "unmerge": VerbWords(_("撤销并案"), _("撤销并案"), _("不是同一件，分开办，时限接着算"), "git-branch"),
    "absorb": VerbWords("", _("并入一件"), "", "git-merge"),
    "release": VerbWords("", _("分出一件"), "", "git-branch"),
    "split": VerbWords(_("拆分"), _("拆分"), _("说了好几件事，分开办"), "arrows-split"),
    "withdraw": VerbWords(_("撤回"), _("撤回"), _("不用办了"), "x"),
    "carry_over": VerbWords("", _("带入原渠道的办理结果"), "", "database-import"),
    "turn_yellow": VerbWords("", _("快到期，黄牌"), "", "alert-triangle"),
    "turn_red": VerbWords("", _("超期，红牌"), "", "alert-octagon"),
    "climb": VerbWords("", _("超期未办，报上一级"), "", "arrow-up"),
}

END_REASONS = {
    "refused": _("不予受理，已答复"),
    "withdrawn": _("反映人撤回"),
    "merged": _("并入另一件"),
    "lapse": _("到期未评价"),
    "nobody": _("没有留下联系方式，答复已公开"),
    "elsewhere": _("在原来的渠道已办结"),
    "history": _("历史数据，原系统没有带来答复"),
}

ROW_FLAWS = {
    "no-text": _("没有内容"),
    "text-too-long": _("内容有 %(length)s 字，最多 %(most)s 字"),
    "number-mangled": _("编号 %(number)s 被表格软件变成了科学计数法，认不出原号。请把这一列设为文本再导出"),
    "number-too-long": _("编号太长，最多 %(most)s 字"),
    "number-used": _("编号 %(number)s 已经用在另一件内容不同的事上。如果来自别的系统，请用 --source 区分"),
    "date-unreadable": _("时间“%(written)s”看不懂"),
    "date-ambiguous": _("时间“%(written)s”分不清月和日。请用 --dates mdy 或 dmy 说明"),
    "date-out-of-range": _("时间“%(written)s”在将来，或早于 1990 年"),
    "date-missing": _("没有时间"),
    "answered-before-filed": _("答复时间早于提出时间"),
    "not-kept": _("数据库没有收下这一行"),
}
"""Why a row of a sheet did not become a case."""


def reason_of(flaw: sheet.Flaw) -> str:
    """Say why a row did not become a case."""
    return str(ROW_FLAWS[flaw.code]) % flaw.data


SLOTS: dict[str, object] = {
    "respond": _("首次联系居民"),
    "accept": _("受理"),
    "check": _("现场核实"),
    "sign": _("签收"),
    "settle": _("办理"),
    "resolve": _("从提出到办结"),
    "return": _("可以退回"),
    "extend": _("一次最多延"),
    "rule": _("裁定"),
    "inspect": _("办完现场核查"),
    "callback": _("等居民评价"),
    "wait": _("等居民补充"),
    "redo": _("重办"),
}
"""What the clock of each slot waits for."""

LEVELS = {5: _("非常满意"), 4: _("满意"), 3: _("基本满意"), 2: _("不满意"), 1: _("非常不满意")}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    rules.AlreadyRuled: (409, _("上级已经定了由谁主办，不能再退。")),
    rules.ReturnTooLate: (409, _("过了退回的时间。办不了请申请延期，或请中心收回。")),
    rules.AssistsOutstanding: (409, _("还有协办单位没反馈。等他们反馈，或先撤回协办。")),
    op.NoSuchOffice: (422, _("这个地方不在我们的范围里。请在地图上重新选一下，或写清地址。")),
    op.NoOfficeYet: (422, _("这里还没有街道开通。急事请拨打 12345。")),
    op.NoSuchCategory: (422, _("没有这个类别，请重新选。")),
    op.LimitUnreadable: (422, _("“%(limit)s”看不懂。写成数目加单位，如“5 work_day”。")),
    op.CategoryTaken: (409, _("已经有一个类别叫“%(name)s”了。")),
    op.BasisMissing: (422, _("写清依据：哪份文件、哪一条。")),
    op.NoSuchRating: (422, _("请从五个满意程度里选一个。")),
    op.OutsideOffice: (422, _("这个地方归别的街道，请用“转交”。")),
    op.ExtensionTooLong: (422, _("延得太久了，最晚到 %(most)s。")),
    sheet.ColumnsUnknown: (
        422,
        _("没有认出写着内容的列。表里的列是：%(names)s。请用 --map text=列名 指明，其他列也可以这样指。"),
    ),
}
