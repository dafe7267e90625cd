"""What a notice about a compound's maintenance fund begins with: a bulletin like any other, for that compound alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from linli.faces.desk.asking import DeskRequest
from linli.pillars.governance.estates import policies, queries


def fund_of(request: DeskRequest) -> dict[str, Any]:
    """Give what a notice about the fund of a compound begins with, where the address names one the writer sees."""
    asked = request.GET.get("compound", "")
    if request.GET.get("about") != "fund" or not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return {}
    try:
        one = queries.get_compound(actor=request.actor, pk=int(asked))
    except policies.NoSuchEstate:
        return {}
    return {
        "kind": "other",
        "title": (_("%(name)s：动用维修资金") % {"name": one.name})[:40],
        "summary": _("修什么、花多少、怎么分摊，请业主看一看。"),
        "body": "\n".join(
            (
                _("修什么："),
                _("预算和施工单位："),
                _("怎么分摊："),
                _("依据：民法典第二百八十一条，使用维修资金由业主共同决定，并定期公布筹集、使用情况。"),
                _("有异议的，在公示期内找业主委员会或者社区。"),
            )
        ),
        "targets": [f"c{one.pk}"],
    }
