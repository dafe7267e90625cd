"""The deadlines of kinds beside reports that an office may change: whistles, topics, what shops put right, appeals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel.limits import Limit
from linli.pillars.governance.appeals.flow import KIND as APPEAL
from linli.pillars.governance.appeals.flow import LIMITS as APPEAL_LIMITS
from linli.pillars.governance.appeals.texts import SLOTS as APPEAL_SLOTS
from linli.pillars.governance.deliberation.flow import KIND as TOPIC
from linli.pillars.governance.deliberation.rules import LIMITS as TOPIC_LIMITS
from linli.pillars.governance.deliberation.texts import SLOTS as TOPIC_SLOTS
from linli.pillars.governance.inspections.flow import KIND as RECTIFICATION
from linli.pillars.governance.inspections.rules import rectify
from linli.pillars.governance.whistles.flow import KIND as WHISTLE
from linli.pillars.governance.whistles.rules import LIMITS as WHISTLE_LIMITS
from linli.pillars.governance.whistles.rules import OWN_LIMITS, WhistleKind
from linli.pillars.governance.whistles.texts import SLOTS as WHISTLE_SLOTS

NAMES: Final = {
    WhistleKind.COORDINATION: _("协调哨"),
    WhistleKind.ENFORCEMENT: _("联合执法哨"),
    WhistleKind.EMERGENCY: _("应急哨"),
}
RECTIFYING: Final = {"recheck": _("复查"), "enforce": _("执法办结"), "decide": _("裁定异议")}
"""Until when something is put right is said by the check that found it, line by line; the rest an office may settle."""


@dataclass(frozen=True, slots=True)
class Group:
    """Deadlines that stand together: of a kind, or of one sort of it."""

    kind: str
    topic: str
    name: str | Promise
    limits: Mapping[str, Limit]
    words: Mapping[str, str | Promise]

    def code(self, slot: str) -> str:
        """Write a slot as an address names it."""
        return f"{self.kind}:{self.topic}:{slot}"


GROUPS: Final = (
    *(
        Group(WHISTLE, kind.value, NAMES[kind], given, WHISTLE_SLOTS)
        for kind, given in WHISTLE_LIMITS.items()
    ),
    Group(WHISTLE, "", _("吹哨的一边和上一级"), OWN_LIMITS, WHISTLE_SLOTS),
    Group(RECTIFICATION, "", _("门店整改"), {slot: rectify.LIMITS[slot] for slot in RECTIFYING}, RECTIFYING),
    Group(TOPIC, "", _("议题"), TOPIC_LIMITS, TOPIC_SLOTS),
    Group(APPEAL, "", _("物业公司、社区和部门的申诉"), APPEAL_LIMITS, APPEAL_SLOTS),
)
KNOWN: Final = {group.code(slot): (group, slot) for group in GROUPS for slot in group.limits}
