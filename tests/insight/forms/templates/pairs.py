"""Labels with a blank: beside them, below them, behind a colon, in the midst of a sentence."""

from __future__ import annotations

from tests.insight.forms.templates.making import Template, docx, xlsx

BASICS = Template(
    "党政办·社区基本情况表（标签和空格左右排）",
    xlsx(
        [
            ["东里社区基本情况表"],
            ["社区名称", None, "网格数（个）", None],
            ["小区数", None, "居民户数（户）", None],
            ["沿街商户（家）", None, "户籍人口（人）", None],
            ["填报人", None, "联系电话", None],
        ],
        merge=["A1:D1"],
        boxed="A2:D5",
    ),
    {"B2": "东里社区", "D2": 2, "B3": 2, "D3": 800, "B4": 3, "B5": "leader"},
    ["D4", "D5"],
)
SENTENCES = Template(
    "街道·情况报告（Word，句子里的空）",
    docx(
        [
            "关于报送基层治理基本情况的报告",
            "填报单位：____________",
            "截至目前，全街道共有网格____个，其中专属网格____个，小区____个。",
            "2026年11月，受理群众诉求____件，信访____件。",
        ],
        [],
    ),
    {"line 1": ["试验街道"], "line 2": [3, 0, 3]},
    ["line 3:1"],
    near=["line 3:0"],
)
MIXED = Template(
    "退役军人·双报到统计（标签和表在一张纸上，单位在表头括号里）",
    xlsx(
        [
            ["2026年11月街道志愿服务和双报到情况统计表"],
            ["填报单位（盖章）：", None, None, "所属期：", None, "单位：人、次"],
            ["社区", "志愿活动（次）", "优抚对象（人）", "退役军人（人）", "在职党员报到（人）"],
            ["全街道"],
        ],
        merge=["A1:F1"],
        boxed="A3:E4",
    ),
    {"B2": "试验街道", "E2": "2026年11月", "B4": 2, "C4": 0},
    ["D4", "E4"],
    who="civil",
)
FAMILY_PLANNING = Template(
    "计生·特殊家庭（失独按人记，表里要户：不填）",
    xlsx(
        [
            ["计划生育特殊家庭统计表"],
            ["社区", "失独家庭（户）", "出生人口（人）", "育龄妇女（人）"],
            ["东里社区"],
            ["西里社区"],
        ],
        merge=["A1:D1"],
        boxed="A2:D4",
    ),
    {},
    ["B3", "C3", "D3", "B4", "C4", "D4"],
    who="civil",
)

TEMPLATES = (BASICS, SENTENCES, MIXED, FAMILY_PLANNING)
