"""What notices say. A slot in braces is filled when a notice is shown or sent; every sentence has a subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from linli.base.notices import refusals, rules
from linli.kernel.refusals import Refusal

Words = str | Promise

SLOTS: Final = {
    "number": _("编号"),
    "title": _("标题"),
    "kind": _("哪一种"),
    "unit": _("单位"),
    "office": _("街道"),
    "due": _("期限"),
    "until": _("到哪天"),
    "link": _("链接"),
    "code": _("验证码"),
    "minutes": _("分钟数"),
    "count": _("件数"),
    "booking": _("约号"),
    "reason": _("原因"),
}
"""Every slot there is, with the words that explain it to whoever changes a wording."""


@dataclass(frozen=True, slots=True)
class Template:
    """One notice: `line` in the app, `text` where it goes out alone; without one, the line and the link."""

    line: Words
    text: Words = ""
    to_residents: bool = False

    @property
    def slots(self) -> frozenset[str]:
        """What this template can be filled with."""
        always = {"number", "title", "unit", "office", "due", "until", "link"}
        return frozenset(always) | rules.slots(str(self.line)) | rules.slots(str(self.text))


TEMPLATES: Final[dict[str, Template]] = {
    # --- to staff
    "new": Template(
        _("新件 {number}，{unit}，{due} 前受理"), _("新件 {number}，{unit}，请在 {due} 前受理。{link}")
    ),
    "given": Template(
        _("{number} 到了{unit}，{due} 前办"), _("{number} 交给了{unit}，请在 {due} 前办。{link}")
    ),
    "joined": Template(_("又有居民反映 {number}")),
    "dispatched": Template(
        _("{number} 派给了{unit}，{due} 前办"), _("{number} 派给了{unit}，请签收并在 {due} 前办。{link}")
    ),
    "called_off": Template(_("{number} 不用{unit}办了")),
    "sent_back": Template(_("{number} 被{unit}退回，请重新派"), _("{number} 被{unit}退回，请重新派。{link}")),
    "ruled": Template(
        _("{number} 裁定由{unit}主办，不能再退"), _("{number} 裁定由{unit}主办，不能再退，{due} 前办。{link}")
    ),
    "share_answered": Template(_("{number}：协办单位反馈了")),
    "to_check": Template(_("{number} 办完了，请到现场核查")),
    "redo": Template(
        _("{number} 核查没过，{due} 前重办"), _("{number} 现场核查没通过，请在 {due} 前重办。{link}")
    ),
    "rated": Template(_("{number} 居民评价了")),
    "reopened": Template(_("{number} 重新办理，{due} 前办"), _("{number} 重新办理，请在 {due} 前办。{link}")),
    "asked_for": Template(_("{unit}就 {number} 提了申请，等您决定")),
    "decided": Template(_("{number} 的申请有结果了")),
    "replied": Template(_("{number} 居民补充了")),
    "runs_again": Template(_("{number} 接着办，{due} 到期")),
    "urged": Template(_("{number} 有人催办，{due} 到期"), _("{number} 有人催办，{due} 到期。{link}")),
    "supervised": Template(
        _("{number} 列入督办，{due} 到期"), _("{number} 列入督办，请在 {due} 前办结。{link}")
    ),
    "yellow": Template(_("黄牌：{number} {due} 到期"), _("黄牌：{number} {due} 到期，请抓紧。{link}")),
    "red": Template(_("红牌：{number} 超期了，{due} 到的期"), _("红牌：{number} 已超期，请马上办。{link}")),
    "red_below": Template(_("红牌：{unit}的 {number} 超期了")),
    "climbed": Template(
        _("{unit}的 {number} 超期没办，报到您这里"), _("{unit}的 {number} 超期没办，报到您这里。{link}")
    ),
    "whistled": Template(
        _("有哨 {number}，叫{unit}，{due} 前签收"), _("有哨 {number}，叫{unit}，请在 {due} 前签收。{link}")
    ),
    "whistle_posted": Template(_("{number} 挂出来了，能办哪块请认领")),
    "whistle_claimed": Template(_("{number} 有单位认领了一块")),
    "reported_in": Template(_("{number} 有部门到了")),
    "to_assess": Template(_("{number} 有部门反馈了，{due} 前请评价")),
    "whistle_declined": Template(
        _("{number} 有部门退哨，请看原因"), _("{number} 有部门退哨，请看原因。{link}")
    ),
    "assessed": Template(_("{number} 街道评价了{unit}")),
    "invited": Template(
        _("{unit}请您来商量 {number}，{until}"),
        _("【{office}】{unit}请您来商量 {number}，{until}。在哪里、会前看什么、来不了怎么说：{link}"),
        to_residents=True,
    ),
    "may_vote": Template(_("{unit}的 {number} 在表决，您有一票，{until} 截止"), to_residents=True),
    "vote_ends": Template(_("{number} 的表决 {until} 截止，您还没有投"), to_residents=True),
    "topic_posted": Template(_("您提的 {number} 登出来了，邻居可以附议了"), to_residents=True),
    "topic_accepted": Template(_("{number} 受理了，接下来大家商量"), to_residents=True),
    "topic_declined": Template(_("{number} 没有受理，里面写着为什么"), to_residents=True),
    "topic_transferred": Template(_("{number} 不用开会商量，直接去办了"), to_residents=True),
    "topic_called": Template(_("{number} 定了 {until} 开会商量，来不了也能写意见"), to_residents=True),
    "topic_voted": Template(_("{number} 开始表决了，{until} 截止"), to_residents=True),
    "topic_result": Template(_("{number} 有结果了，公示到 {until}，有异议这之前提"), to_residents=True),
    "topic_settled": Template(_("{number} 公示完了"), to_residents=True),
    "topic_again": Template(_("{number} 有异议成立，重新商量"), to_residents=True),
    "topic_carried": Template(_("{number} 落实好了，请您评一评"), to_residents=True),
    "topic_waits": Template(_("{number} 现在还办不了，{until} 再看，里面写着为什么"), to_residents=True),
    "topic_closed": Template(_("{number} 办结了，谢谢您"), to_residents=True),
    "election_moved": Template(_("您申请的选举 {number} 走到下一步了"), to_residents=True),
    "proposed": Template(_("{number} 提上来了，{due} 前请看")),
    "committee_filed": Template(_("{number} 业主委员会来备案，{due} 前请核对")),
    "filing_back": Template(
        _("{number} 备案退回补正，{due} 前"), _("{number} 备案退回补正，请在 {due} 前补。{link}")
    ),
    "filing_confirmed": Template(_("{number} 业主委员会备案好了")),
    "appealed": Template(
        _("{title}（{number}），{due} 前答复"), _("【{office}】{title}，请在 {due} 前答复。{link}")
    ),
    "appealed_more": Template(_("{title}：补充了理由，{due} 前答复")),
    "appeal_withdrawn": Template(_("{title}：收回了，不用答复")),
    "appeal_upheld": Template(
        _("{title}：成立，看看改了什么"), _("【{office}】{title}：成立。改了什么、为什么：{link}")
    ),
    "appeal_dismissed": Template(
        _("{title}：不成立，里面写着为什么"), _("【{office}】{title}：不成立，为什么：{link}")
    ),
    "task_asked": Template(_("{number} 要交给网格，{due} 前请定准不准入")),
    "task_admitted": Template(_("{number} 准入了，交给网格了")),
    "task_given": Template(_("有网格任务 {number}，凭据和到哪天为止都写在里面")),
    "task_turned_away": Template(_("{number} 没有准入，退回了，里面写着为什么")),
    "moved": Template(_("您关注的 {number} 有新进展")),
    "to_approve": Template(_("{number} 等您审，{due} 前"), _("公告 {number} 等您审，请在 {due} 前。{link}")),
    "to_look_over": Template(_("公告 {number} 先发出了，{due} 前请看一遍")),
    # --- to those who look after people, without a word of whom
    "care_change": Template(_("{unit}有一位关爱对象情况有变，{due} 前去看一次")),
    "pair_due": Template(_("{unit}结对的人家这个月还没去，{until} 前去一次")),
    "elder_missed": Template(_("{unit}有 {count} 位常来食堂的老人这两天没来，打个电话问一声")),
    # --- to those who read an office's briefs
    "brief_ready": Template(_("{unit}的{kind}写好了，看一遍再发")),
    "brief_sent": Template(_("{unit}的{kind}发出来了")),
    # --- to those who raised it
    "filed": Template(
        _("您反映的 {number} 收到了"),
        _("【{office}】您反映的事收到了，编号 {number}。看进展：{link}"),
        to_residents=True,
    ),
    "accepted": Template(
        _("您反映的 {number} 开始办了，{unit}在办"),
        _("【{office}】您反映的 {number} 开始办了，{unit}在办。看进展：{link}"),
        to_residents=True,
    ),
    "answered": Template(
        _("您反映的 {number} 有新进展"),
        _("【{office}】您反映的 {number} 有新进展。请看：{link}"),
        to_residents=True,
    ),
    "please_rate": Template(
        _("您反映的 {number} 办好了，请看看解决没有"),
        _("【{office}】您反映的 {number} 办好了。解决没有、满不满意，请您说：{link}"),
        to_residents=True,
    ),
    "question": Template(
        _("您反映的 {number} 有个问题想请您补充"),
        _("【{office}】您反映的 {number} 有个问题想请您补充，{until} 前回复都来得及：{link}"),
        to_residents=True,
    ),
    "refused": Template(
        _("您反映的 {number} 不归我们办，已写明该找谁"),
        _("【{office}】您反映的 {number} 不归我们办，该找谁写在这里：{link}"),
        to_residents=True,
    ),
    "waits": Template(
        _("您反映的 {number} 一时办不了，{until} 接着办"),
        _("【{office}】您反映的 {number} 一时办不了，{until} 接着办。原因写在这里：{link}"),
        to_residents=True,
    ),
    "merged": Template(
        _("您反映的 {number} 和另一件是同一件事，一起办"),
        _("【{office}】您反映的 {number} 和另一件是同一件事，一起办。看进展：{link}"),
        to_residents=True,
    ),
    "unmerged": Template(
        _("您反映的 {number} 单独办了"),
        _("【{office}】您反映的 {number} 改为单独办。看进展：{link}"),
        to_residents=True,
    ),
    "reopened_for_you": Template(
        _("您反映的 {number} 重新办理"),
        _("【{office}】您反映的 {number} 重新办理。看进展：{link}"),
        to_residents=True,
    ),
    "log_in_code": Template(
        _("验证码已发"),
        _("【邻里】登录验证码 {code}，{minutes} 分钟内有效。别告诉任何人，工作人员也不会问您要。"),
        to_residents=True,
    ),
    # --- to those who subscribed
    "bulletin": Template(
        _("{unit}公告：{title}"), _("【{office}】{unit}公告：{title}。请看：{link}"), to_residents=True
    ),
    "bulletin_corrected": Template(
        _("{unit}更正了公告：{title}"), _("【{office}】更正：{title}。请看：{link}"), to_residents=True
    ),
    "bulletin_withdrawn": Template(
        _("{unit}撤回了公告：{title}"), _("【{office}】撤回了公告：{title}。请看：{link}"), to_residents=True
    ),
    # --- to the family of who comes to a day-care centre
    "stay_came": Template(_("{unit}：您家老人 {due} 到了"), to_residents=True),
    "stay_left": Template(_("{unit}：您家老人 {due} 走了"), to_residents=True),
    # --- to volunteers
    "volunteer_asked": Template(_("{unit}想请您来：{title}，{due}"), to_residents=True),
    "volunteer_moved_up": Template(_("轮到您了，有位置了：{title}，{due}"), to_residents=True),
    "volunteer_changed": Template(_("时间或者地方改了，看一眼：{title}，{due}"), to_residents=True),
    "volunteer_called_off": Template(_("取消了：{title}，{due}"), to_residents=True),
    # --- to volunteers, when something happened
    "posts_opened": Template(_("{unit}：{title}，要人手，能来的看一眼"), to_residents=True),
    "post_released": Template(_("可以回了，辛苦：{title}"), to_residents=True),
    # --- to who booked a time at a hall
    "booking_made": Template(
        _("约好了：{due}，{unit}，{title}"),
        _("【{office}】约好了：{due} 到{unit}办“{title}”，约号 {booking}。要带的、改期：{link}"),
        to_residents=True,
    ),
    "booking_moved": Template(
        _("改好了：{due}，{unit}，{title}"),
        _("【{office}】改好了：{due} 到{unit}办“{title}”，约号 {booking}：{link}"),
        to_residents=True,
    ),
    "booking_soon": Template(
        _("提醒您：{due} 到{unit}办“{title}”"),
        _("【{office}】提醒：{due} 到{unit}办“{title}”，约号 {booking}。来不了请取消：{link}"),
        to_residents=True,
    ),
    "booking_called_off": Template(
        _("{unit}那天不开门，{due} 的预约取消了"),
        _("【{office}】{unit}那天不开门，{due} 办“{title}”的预约取消了，请另约：{link}"),
        to_residents=True,
    ),
    # --- to who asked for a room, and to who keeps it
    "room_asked": Template(
        _("收到了：{due}，{unit}，{title}，等答复"),
        _("【{office}】收到了：{due} 用{unit}的{title}，有答复就告诉您：{link}"),
        to_residents=True,
    ),
    "room_granted": Template(
        _("约好了：{due}，{unit}，{title}"),
        _("【{office}】约好了：{due} 用{unit}的{title}。不来请取消：{link}"),
        to_residents=True,
    ),
    "room_declined": Template(
        _("没约成：{due}，{unit}，{title}"),
        _("【{office}】{due} 用{unit}的{title}没约成，为什么、换哪天：{link}"),
        to_residents=True,
    ),
    "room_called_off": Template(
        _("{unit}取消了 {due} 的{title}"),
        _("【{office}】{unit}取消了 {due} 的{title}，为什么：{link}"),
        to_residents=True,
    ),
    "room_wanted": Template(_("有人想用{unit}的{title}：{due}，等您答复")),
    # --- to who keeps a Party organisation: never of whom
    "floating_due": Template(_("{unit}有要办的：流动党员，看一看")),
    # --- to who raises matters at an office
    "plan_moved": Template(_("{number} 督办的事，{unit}改了年度计划的日子，看一看")),
    # --- to the units that sit in a greater committee
    "joint_called": Template(
        _("{unit}请贵单位开联席会：{due}，{title}，来不来说一声"),
        _("【{office}】{unit}请贵单位开联席会：{due}，{title}。议什么、来不来：{link}"),
    ),
    "joint_moved": Template(
        _("{unit}的联席会改了：{due}，{title}，请再说一声来不来"),
        _("【{office}】{unit}的联席会改了：{due}，{title}。来不来：{link}"),
    ),
    "joint_called_off": Template(
        _("{unit} {due} 的联席会不开了"),
        _("【{office}】{unit} {due} 的联席会不开了，为什么：{link}"),
    ),
    # --- to administrators
    "sending_fails": Template(_("{count} 条消息没发出去：{reason}"), _("{count} 条消息没发出去：{reason}")),
    "test": Template(_("这是一条测试消息，来自{office}"), _("这是一条测试消息，来自{office}")),
}


def words_of(
    template: str,
    form: str,
    values: dict[str, str],
    language: str,
    own: dict[tuple[str, str], str] | None = None,
) -> str:
    """Return a notice's `line` or `text` in a language; an office's own wording replaces ours in `text`."""
    chosen = (own or {}).get((template, language)) if form == "text" else None
    if chosen is None:
        with override(language):
            found = TEMPLATES[template]
            own_text = str(found.text)
            chosen = own_text if form == "text" and own_text else str(found.line)
        if form == "text" and not own_text:
            chosen += " {link}"
    return rules.filled(chosen, values).strip()


REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    refusals.NothingToResend: (409, _("这条消息不用重发：已经发了，或者正在排队。")),
    refusals.NotYourNotices: (403, _("消息和群机器人由本单位的系统管理员管。")),
    refusals.BadHookAddress: (
        422,
        _("这个地址不能用。要 https 开头的公网地址；群机器人要用企业微信给的地址。"),
    ),
    refusals.TooManyHooks: (422, _("一个单位最多接 %(most)s 个系统。先停掉不用的。")),
    refusals.StrangeSlots: (422, _("有填不上的空：%(slots)s。请从列出的里面选，最多 %(most)s 字。")),
    refusals.NoSuchTemplate: (404, _("没有这种消息。")),
}
