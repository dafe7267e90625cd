"""Traps of words: a title that narrows, a total that is given and wrong, a community that is not of this office."""

from __future__ import annotations

from tests.insight.forms.templates.making import Template, xlsx

NARROWED = Template(
    "市监·门店的诉求（“诉求数”在这里说的是门店的诉求：不填全部诉求）",
    xlsx(
        [
            ["2026年11月门店诉求统计表"],
            ["社区", "诉求数（件）", "门店数（家）"],
            ["东里社区"],
            ["西里社区"],
        ],
        merge=["A1:C1"],
        boxed="A2:C4",
    ),
    {},
    ["B3", "B4"],
    near=["C3", "C4"],
)
STRANGERS = Template(
    "区里·名单里有别的街道的社区（不认识的不填）",
    xlsx(
        [
            ["网格情况统计表"],
            ["社区", "网格（个）"],
            ["东里社区"],
            ["西里社区"],
            ["南门社区"],
            ["合计"],
        ],
        merge=["A1:B1"],
        boxed="A2:B6",
    ),
    {"B3": 2, "B4": 1},
    ["B5", "B6"],
)
NO_TIME = Template(
    "不写时间的流量表（没有统计时段就先问，不猜）",
    xlsx(
        [
            ["群众诉求办理情况统计表"],
            ["社区", "受理数（件）", "办结数（件）", "网格（个）"],
            ["东里社区"],
            ["西里社区"],
        ],
        merge=["A1:D1"],
        boxed="A2:D4",
    ),
    {},
    ["B3", "C3", "B4", "C4"],
    near=["D3", "D4"],
)
EXAMPLE = Template(
    "带填写示例的表（示例行不动）",
    xlsx(
        [
            ["各社区家底统计表"],
            ["社区", "网格（个）", "小区（个）"],
            ["示例：某某社区", 5, 8],
            ["东里社区"],
            ["西里社区"],
        ],
        merge=["A1:C1"],
        boxed="A2:C5",
    ),
    {"B4": 2, "C4": 2, "B5": 1, "C5": 1},
    [],
)

TEMPLATES = (NARROWED, STRANGERS, NO_TIME, EXAMPLE)
