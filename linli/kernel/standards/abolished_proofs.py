"""Proofs that residents' and villagers' committees no longer give, the first list of 2020.

Nobody may ask an applicant for one of them from a community, and no community offers them.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from linli.kernel.sources import Source

SOURCE: Final = Source(
    "民政部等六部门关于改进和规范基层群众性自治组织出具证明工作的指导意见（民发〔2020〕20号）",
    "不应由基层群众性自治组织出具证明事项清单（第一批）",
    "http://www.deyang.gov.cn/xwdt/ywzz/gw/942660.htm",
    date(2026, 11, 22),
    "The 20 names as a city government reports them; provinces have lists of their own, which may be longer.",
)

PROOFS: Final = (
    "亲属关系证明", "居民身份信息证明", "户口登记项目内容变更申请证明", "居民养犬证明", "无犯罪记录证明",
    "社区戒毒社区康复人员情况证明", "人员失踪证明", "婚姻状况证明", "出生证明", "健在证明", "死亡证明",
    "疾病状况证明", "残疾状况证明", "婚育状况证明", "居民就业状况证明", "居民个人档案证明", "居民财产证明",
    "遗产继承权证明", "市场主体住所证明", "证件遗失证明",
)  # fmt: skip

ALSO: Final = {
    "户籍证明": "居民身份信息证明",
    "婚姻关系证明": "婚姻状况证明",
    "分居证明": "婚姻状况证明",
    "急诊证明": "疾病状况证明",
    "意外伤害证明": "疾病状况证明",
    "生育状况证明": "婚育状况证明",
    "经济状况证明": "居民财产证明",
    "收入证明": "居民财产证明",
    "经营场所证明": "市场主体住所证明",
}
"""Other names under which the list has them, as reported with it."""


def abolished(name: str) -> str:
    """Return the proof of the list that a name means; nothing when it means none."""
    for said in (*PROOFS, *ALSO):
        if said in name:
            return ALSO.get(said, said)
    return ""
