"""What residents are told: how it goes on, in spoken words, and what can't be done, without a name of anybody else."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.files.refusals import FileKindRefused
from linli.base.flow.refusals import NotFromHere, NotYourMove, Overtaken
from linli.base.orgs.roles import Role
from linli.faces.parts import refusals
from linli.faces.resident.placing import FarAway
from linli.kernel.refusals import Refusal


class UrgedAlready(Refusal):
    """Whoever holds the report was reminded a short while ago."""


CHIPS: dict[str, object] = {
    "received": gettext_lazy("收到了"),
    "checking": gettext_lazy("先去看看"),
    "disputed": gettext_lazy("办理中"),
    "answered": gettext_lazy("现场核对"),
    "callback": gettext_lazy("等您评价"),
    "asked": gettext_lazy("请您补充"),
    "refused": gettext_lazy("不归我们办"),
    "ledgered": gettext_lazy("先记着"),
}
"""States as residents read them on a chip, where the desk's own word is an office word."""

SHAPES: dict[str, str] = {"disputed": "doing"}
"""Glyphs where a chip says less to residents than to the desk: whose it is, is not their trouble."""

PUBLIC_CHIPS: dict[str, object] = {
    "callback": gettext_lazy("办好了，等评价"),
    "asked": gettext_lazy("等补充"),
}

TOLD: dict[str, object] = {
    "file": gettext_lazy("替您记下了这件事。"),
    "confirm": gettext_lazy("到现场看过，情况属实，开始办。"),
    "accept": gettext_lazy("收下了，开始办。"),
    "refuse": gettext_lazy("这件事不归我们办。"),
    "dispatch": gettext_lazy("交给%(holder)s去办。"),
    "rule": gettext_lazy("定下来由%(holder)s来办。"),
    "take": gettext_lazy("收到，开始办。"),
    "contact": gettext_lazy("联系过反映的人。"),
    "pass_check": gettext_lazy("到现场看过，办好了，请您评价。"),
    "settle": gettext_lazy("办好了，请您评价。"),
    "answer": gettext_lazy("办好了，请您评价。"),
    "lapse": gettext_lazy("7 天没有等到评价，先结案，不算“满意”。"),
    "reopen": gettext_lazy("重新办理。"),
    "ask_reporter": gettext_lazy("有个问题想问您。"),
    "reply": gettext_lazy("回答了问题。"),
    "supplement": gettext_lazy("补充了情况。"),
    "go_on": gettext_lazy("没等到补充，先接着办。"),
    "grant_pause": gettext_lazy("暂时停一停。"),
    "resume": gettext_lazy("接着办。"),
    "wake": gettext_lazy("停的日子到了，接着办。"),
    "grant_ledger": gettext_lazy("一时办不了，先记着，到日子再办。"),
    "review": gettext_lazy("现在能办了，接着办。"),
    "come_back": gettext_lazy("到日子了，接着办。"),
    "merge": gettext_lazy("和另一件是同一件事，并在一起办。"),
    "unmerge": gettext_lazy("看清了是两件事，分开办。"),
    "withdraw": gettext_lazy("撤回了，不用办了。"),
}
"""One spoken sentence for a step. `holder` is the unit that has it after the step."""

WORDS_ALONE = frozenset(
    {"contact", "settle", "answer", "pass_check", "refuse", "reply", "supplement", "ask_reporter"}
)
"""Steps whose own words say it all; the sentence is for when there are none."""

ASK_FOR: dict[str, object] = {
    Role.GRID_LEADER: gettext_lazy("网格里的大事小情，都可以找"),
    Role.GRID_WORKER: gettext_lazy("上门、带路、代办，都可以找"),
    Role.GRID_HELPER: gettext_lazy("楼里的事，跟邻居一样招呼一声"),
    Role.GRID_ADVISER: gettext_lazy("街道派来的指导员，网格办不了的可以找"),
    Role.SERVICE_VOLUNTEER: gettext_lazy("志愿服务，搭把手"),
    Role.COMMUNITY_SECRETARY: gettext_lazy("社区的事，对结果不满意可以找"),
    Role.COMMUNITY_WORKER: gettext_lazy("证明、补助、活动，来社区找"),
}
"""What to ask somebody for, by their post."""


def words_of(refusal: Refusal) -> str:
    """Return the sentence that says no to a resident."""
    # The desk's own words name the colleague who was faster; a resident is told only that something happened.
    match refusal:
        case Overtaken() | NotFromHere():
            return _("这件事刚刚有了新进展，这一步不用做了。下面是最新情况，您写的还在。")
        case NotYourMove():
            return _("这一步要由最先反映的人来做。您可以补充情况，也可以催一催。")
        case FileKindRefused():
            return _("这不是照片。手机拍的、截屏的都行（JPG、PNG、WebP、GIF、HEIC）。")
        case UrgedAlready():
            return _("刚催过，办的人已经收到提醒。过半天还没动静，可以再催。")
        case FarAway():
            return (
                _("这个点离我们管的地方有 %(km)s 公里。点错了请重新点；没点错请打 12345，他们会转给那边。")
                % refusal.data
            )
        case _:
            return refusals.words_of(refusal)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status that goes with it."""
    own = {FarAway: 422, UrgedAlready: 429}.get(type(refusal))
    return own or refusals.status_of(refusal)
