"""What people read about appeals."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.appeals import operations as op

REFUSALS: Final[dict[type[Refusal], tuple[int, object]]] = {
    op.AppealAnswered: (409, _("没有等答复的申诉：答复过了，或者收回了。")),
}
STATES: Final = {
    "appealed": _("等答复"),
    "upheld": _("申诉成立"),
    "dismissed": _("申诉不成立"),
    "withdrawn": _("收回了"),
}
SHAPES: Final = {"appealed": "ask", "upheld": "done", "dismissed": "hold", "withdrawn": "hold"}
VERBS: Final = {
    "appeal_result": _("申诉"),
    "add_to_appeal": _("补充理由"),
    "withdraw_appeal": _("收回申诉"),
    "uphold_appeal": _("答复：成立"),
    "dismiss_appeal": _("答复：不成立"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未答复，报上一级"),
}
SLOTS: Final = {"judge": _("答复申诉"), "resolve": _("整件办结")}
